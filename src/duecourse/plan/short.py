"""Why, in one clause for one table line; the full sentences stay with the verdict."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.facts.base import ByIdentity
from duecourse.plan.filling import filled, named
from duecourse.plan.worklist import FEED_GATE, FIX_RULE, Task
from duecourse.policy.load import PRESETS
from duecourse.policy.model import Policy, Wait
from duecourse.policy.vocabulary import FACTS

CLAUSE_MAX: Final = 60
"""Longest clause, in characters, but for the few characters that a long name may add."""

# Rule key or gate id → variants, English and Chinese; the first whose facts are all known is said.
SHORT: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "R00": (("finished, or let go with the door open", "已完成，或已友好放手"),),
    "R00h": (
        ("a person decided to wait: {held_why}", "已由人决定暂停：{held_why}"),
        ("a person decided to leave it alone", "已由人决定暂停"),
    ),
    "R00m": (("after the earlier payment of its order", "等本订单前一笔款先到账"),),
    "R01": (("paid in full; say thanks, tell the schedule", "已全额付款；致谢并告知排期"),),
    "R01.thanked": (("paid and thanked", "已付款并致谢"),),
    "R02": (("says paid {claim_on:on}; it may be on its way", "对方称{claim_on:on}已付；款项可能在途"),),
    "R02b": (("says paid {claim_on:on}; we look on our side first", "对方称{claim_on:on}已付；先查我方"),),
    "R02c": (("our bank was checked; their bank's copy helps find it", "我方银行已查；水单便于两家银行查找"),),
    "R03": (("{complaint_on:on} they said it was too much", "对方{complaint_on:on}说邮件太多"),),
    "R03.answered": (("too many mails, they said; a person has answered", "对方说邮件太多；已有人致歉"),),
    "R04": (("a dispute or legal matter; a person must judge", "争议或法律事项；须由人判断"),),
    "R04.taken": (("a person has taken the dispute or legal matter", "争议或法律事项已有人接手"),),
    "R05": (("our mail may not have reached the right person", "邮件可能没有到对的人手里"),),
    "R06": (
        (
            "delivered, {past_due_days:days} past {due_on}; level {dunning_level}",
            "已交货，{due_on}到期已过 {past_due_days} 天；第 {dunning_level} 级",
        ),
    ),
    "R06.courtesy": (("delivered, due {due_on}; are all documents there?", "已交货，{due_on}到期；单据是否齐全？"),),
    "R06.hand_over": (
        ("{past_due_days:days} past {due_on}; the levels are done", "{due_on}到期已过 {past_due_days} 天；流程已走完"),
    ),
    "R06w.no_due_date": (("nobody has recorded when it is due", "到期日尚未记录"),),
    "R06w.not_delivered": (("due {due_on}; not delivered, so nothing is owed", "{due_on}到期；未交货即未欠款"),),
    "R06w.not_late": (
        ("due {due_on}; nothing to send at this stage", "{due_on}到期；现阶段无需提示"),
        ("not late", "未逾期"),
    ),
    "R07": (
        ("they asked: {question}", "对方在问：{question}"),
        ("they asked; it is our turn", "对方有问题；轮到我们了"),
    ),
    "R08": (("found {fix_opened_on:on}; ours to put right first", "{fix_opened_on:on}发现；先把自己的事办好"),),
    "R09": (
        (
            "{points_confirmed} of {points_recorded} points confirmed; this settles the {point_ready}",
            "{points_recorded} 项中 {points_confirmed} 项已确认；此件确认{point_ready}",
        ),
    ),
    "R09.prepare": (("{point_bare} is open; nothing of ours settles it yet", "{point_bare}未确认；我方尚无相应资料"),),
    "R10": (("the price is reopened; hurry would cost money", "价格被重提；着急会让利"),),
    "R10.answered": (("price answered once; quiet until {price_until}", "价格已答复一次；静候至{price_until}"),),
    "R11": (("no hurry for delivery; a later date suits them", "不急着要货；更晚的交期更合适"),),
    "R12": (("L/C promised; our draft terms make opening easy", "承诺开证；条款草稿让开证更容易"),),
    "R13": (
        (
            "promised {promised_on}, plus {promise_grace_days:banking}",
            "承诺{promised_on}付款，另留 {promise_grace_days} 个银行日",
        ),
    ),
    "R13L": (
        ("letter of credit applied for; {lc_bank_days} banking days", "信用证已申请；通常 {lc_bank_days} 个银行日"),
        ("letter of credit applied for; their bank is working", "信用证已申请；对方银行正在办理"),
    ),
    "R13M": (("L/C applied for {lc_on:on}; longer than usual", "信用证{lc_on}已申请；比通常久"),),
    "R14": (
        ("L/C came {lc_on:on}; errors found now cost nothing", "信用证{lc_on:on}已到；现在发现问题不花钱"),
        ("L/C came; errors found now cost nothing", "信用证已到；现在发现问题不花钱"),
    ),
    "R15": (("L/C points to amend; all of them in one request", "信用证需修改；一次列全"),),
    "R16": (("{explained}; {explained_how}", "{explained}；{explained_how}"), ("{explained}", "{explained}")),
    "R17": (
        (
            "calendar never sent; paid by {must_pay_by} keeps {deliver_on}",
            "还没看过生产日历；{must_pay_by}前到账可保证{deliver_on}交货",
        ),
    ),
    "R18": (
        (
            "promised {promised_on}, pay-by date {must_pay_by}; they choose",
            "承诺{promised_on}，付款期限{must_pay_by}；由对方选择",
        ),
    ),
    "R19": (
        (
            "say it once more: paid by {must_pay_by} keeps {deliver_on}",
            "再告知一次：{must_pay_by}前到账可保证{deliver_on}交货",
        ),
    ),
    "R20": (("production named {new_date}; not told yet", "生产部定了{new_date}；尚未告知"),),
    "R20a": (("pay-by date {must_pay_by} has come; no new date yet", "付款期限{must_pay_by}已到；新交期未定"),),
    "R21": (
        (
            "pay-by date {must_pay_by} passed; new date told {new_date_told_days:days} ago",
            "付款期限{must_pay_by}已过；新交期已告知 {new_date_told_days} 天",
        ),
    ),
    "R22": (("a promised day passed; ask once, in good faith", "承诺的日期已过；善意询问一次"),),
    "R23": (("{broken_count:words} promises passed; a voice may help", "{broken_count} 次承诺落空；打个电话也许有用"),),
    "R24": (("{broken_count:words} promises passed; manager to owner", "{broken_count} 次承诺落空；由经理联系负责人"),),
    "R25": (("ready and not sent yet; reason enough to write", "已备好尚未发出；这就是来信的理由"),),
    "R25.standing": (("from the standing list: do you have this?", "来自常用清单：您手头有吗？"),),
    "R25w": (
        ("confirmed {confirmed_on:near}; give their bank a few days", "{confirmed_on:near}刚确认；给对方银行几天时间"),
    ),
    "R26": (("reason not known yet; one easy question", "原因暂不清楚；问一个容易回答的问题"),),
    "R27": (("the check-in is unanswered; only they know the reason", "问候未获回复；只有对方知道原因"),),
    "R28": (("two mails unanswered; they may not arrive or be read", "两封邮件未回；可能没到或没看"),),
    "R29": (
        (
            "no answer for {contact_days:days}; another voice, the same calm",
            "{contact_days} 天没有回音；换个声音，同样从容",
        ),
        ("no answer; another voice, the same calm", "没有回音；换个声音，同样从容"),
    ),
    "R30": (("manager's note rests {manager_days:days}; accept it naturally", "经理去信 {manager_days} 天；自然接受"),),
    "R30w": (("the manager wrote {manager_days:days} ago; let it rest", "经理 {manager_days} 天前去信；静候"),),
    "R31": (("pay-by date {must_pay_by}; nothing depends on it yet", "{must_pay_by}前付款即可；眼下不受影响"),),
    "R32": (
        ("nothing new since {last_contact_on:near}", "{last_contact_on:near}以来没有新情况"),
        ("nothing new", "没有新情况"),
    ),
    "G1": (("they heard from us today already", "今天已联系过对方"),),
    "G2": (
        (
            "{paced_7d:words} contacts in 7 days, {paced_30d:words} in 30; enough",
            "7 天内 {paced_7d} 次、30 天内 {paced_30d} 次；够了",
        ),
    ),
    "G3": (
        ("{unanswered_any:words} unanswered; {gap_days:days} of quiet", "{unanswered_any} 次未回；静候 {gap_days} 天"),
    ),
    "G3.early": (("{unanswered_any:words} unanswered; a few days of quiet", "{unanswered_any} 次未回；静候几天"),),
    "G4": (("they feel enough of us; let it fade", "对方已感到压力；静候"),),
    "G5": (
        ("a day off in {country}, or just after a long holiday", "对方今天休息，或长假刚结束"),
        ("weekend, holiday, or just after a long one", "周末、节假日，或长假刚结束"),
    ),
    "G7": (("they wrote on price {price_any_on:on}; no question now", "对方{price_any_on:on}谈及价格；暂不询问"),),
    "G9": (("look at the bank first", "先看银行"),),
}

_EXPLAINED: Final[Mapping[str, tuple[str, str]]] = {
    "unclear_detail": ("a detail is unclear to them", "细节不清楚"),
    "artwork": ("looking at the artwork", "正在看稿件"),
    "certificate": ("looking at the certificate", "正在看证书"),
    "sample": ("looking at the sample", "正在看样品"),
    "price": ("the price is being talked over", "正在谈价格"),
    "no_hurry": ("no hurry for delivery", "不急着要货"),
    "approval": ("waiting for an approval inside", "等内部审批"),
    "vendor_setup": ("setting us up as a vendor", "供应商建档中"),
    "bank_fx": ("currency or bank formalities", "正在办理外汇或银行手续"),
    "lc_process": ("letter of credit in progress", "正在开立信用证"),
    "lc_points": ("letter of credit being amended", "正在修改信用证"),
    "cash_flow": ("cash is tight", "资金紧张"),
    "their_customer": ("their end customer decides", "等终端客户决定"),
    "trust": ("getting to know us", "正在了解我们"),
    "documents": ("waiting for documents", "等单据"),
    "logistics": ("arranging the transport", "正在安排物流"),
    "unknown": ("they gave a reason of their own", "对方有自己的原因"),
}
_KEYED: Final = (
    "gap_free_on",
    "useful_is_standing",
    "reason",
    "away_until",
    "reason_until",
    "explained_until",
    "reason_on",
)
CLAUSE_FACTS: Final = tuple(
    f.name
    for f in FACTS
    if f.name in {*_KEYED, *named(text for variants in SHORT.values() for both in variants for text in both)}
)
"""Facts that the clauses name, or that choose one of them."""
_OUR_FILES: Final = frozenset(f"{name}.toml" for name in PRESETS)
_AWAY: Final = ("they are away", "对方外出")
_AWAY_UNTIL: Final = ("away until {reason_until:near}", "对方外出，{reason_until:near}回来")
_AFTER_RETURN: Final = ("then a few days to catch up", "回来后再留几个工作日")
_HOW: Final[Mapping[str, tuple[str, str]]] = {
    "usual": ("usually {usual_days} days", "通常 {usual_days} 天"),
    "named": ("they named {reason_until}", "对方说{reason_until}"),
    "said": ("told us {reason_on:on}", "{reason_on:on}已告知"),
}


def short_because(verdict: Verdict, policy: Policy, language: str = "en") -> str:
    """One clause that says why; what holds a contact back goes before why it is proposed.

    Args:
        verdict: Its facts fill the clause.
        policy: The policy that judged; its numbers and usual waits are known to the clause too.
        language: en or zh.
    """
    if rewritten(verdict, policy):
        return _cut(verdict.because[len(verdict.gates) > 0])
    values: Mapping[str, object] = ChainMap(verdict.facts, _numbers(ByIdentity(policy)))  # type: ignore[arg-type]
    if verdict.rule == "R16":
        values = ChainMap(_explained(verdict, policy, language), values)  # type: ignore[arg-type]
    return said_shortly(clause_key(verdict), values, verdict, language)


def rewritten(verdict: Verdict, policy: Policy) -> bool:
    """Whether somebody's own policy gives this rule or gate its meaning, so that our words may not fit it."""
    own_rules, own_gates = _own(ByIdentity(policy))
    return verdict.gates[0] in own_gates if verdict.gates else (verdict.rule, verdict.step) in own_rules


@lru_cache(maxsize=16)
def _own(key: ByIdentity) -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """Rules and gates that come from somebody's own file."""
    policy = key.value
    rules = frozenset((r.id, r.step) for r in policy.rules if r.file not in _OUR_FILES)
    return rules, frozenset(g.id for g in policy.gates if g.file not in _OUR_FILES)


def said_shortly(key: str, values: Mapping[str, object], verdict: Verdict, language: str) -> str:
    """The first variant of a clause whose facts are known, else the first sentence of the verdict, cut at a clause."""
    for variant in SHORT.get(key, ()):
        text = filled(variant[language == "zh"], values, verdict.as_of, language)
        if text is not None:
            return text
    return _cut(verdict.because[0]) if verdict.because else ""


def task_words(task: Task) -> str:
    """The instruction; what stands after a colon in a fix tells why, and goes to `task_because`."""
    return _told_apart(task)[0]


def task_because(task: Task, policy: Policy, language: str = "en") -> str:
    """Why the task is there, in one clause: for an open fix not why its payment waits or is written about."""
    told = _told_apart(task)[1]
    if told:
        return told
    if task.rule in {FIX_RULE, FEED_GATE}:
        return said_shortly(task.rule, task.lead.facts, task.lead, language)
    return short_because(task.lead, policy, language)


def _told_apart(task: Task) -> tuple[str, str]:
    if task.rule != FIX_RULE:
        return task.what, ""
    what, _, why = task.what.replace("：", ": ").partition(": ")
    return what.strip(), why.strip()


def shown_rule(verdict: Verdict) -> str:
    """The rule that decides, or the first gate that holds its contact back."""
    return verdict.gates[0] if verdict.gates else verdict.rule


def clause_key(verdict: Verdict) -> str:
    """Which clause of `SHORT` speaks for a verdict."""
    facts = verdict.facts
    if verdict.gates:
        free, until = facts.get("gap_free_on"), verdict.until
        early = verdict.gates[0] == "G3" and free is not None and until is not None and until < free  # type: ignore[operator]
        return "G3.early" if early else verdict.gates[0]
    if verdict.rule == "R25" and facts.get("useful_is_standing"):
        return "R25.standing"
    if verdict.rule == "R06" and verdict.level == 0:
        return "R06.courtesy"
    return f"{verdict.rule}.{verdict.step}" if f"{verdict.rule}.{verdict.step}" in SHORT else verdict.rule


@lru_cache(maxsize=16)
def _numbers(key: ByIdentity) -> dict[str, object]:
    """Numbers that are the same for all cases; one that somebody overrides may not be the one that judged."""
    changed = {name for o in key.value.overrides for name in o.numbers}
    return {n.name: n.value for n in key.value.numbers.values() if n.name not in changed}


def _explained(verdict: Verdict, policy: Policy, language: str) -> dict[str, object]:
    """What explains the silence, and how long that takes: the usual wait, the date they named, or when they told us."""
    zh, facts = language == "zh", verdict.facts
    reason, away = str(facts.get("reason")), facts.get("away_until")
    if reason == "away" and facts.get("reason_until") is not None:
        return _away(_AWAY_UNTIL[zh], verdict, language)
    if reason not in _EXPLAINED or (away == facts.get("explained_until") and away != facts.get("reason_until")):
        return _away(_AWAY[zh], verdict, language)
    days = _days_told(verdict)
    how = _how(policy.waits.get(reason), days)
    text = filled(_HOW[how][zh], {**facts, "usual_days": days}, verdict.as_of, language)
    return {"explained": _EXPLAINED[reason][zh], "explained_how": text}


def _away(text: str, verdict: Verdict, language: str) -> dict[str, object]:
    return {
        "explained": filled(text, verdict.facts, verdict.as_of, language),
        "explained_how": _AFTER_RETURN[language == "zh"],
    }


def _days_told(verdict: Verdict) -> int | None:
    until, on = verdict.facts.get("reason_until"), verdict.facts.get("reason_on")
    return None if until is None or on is None else (until - on).days  # type: ignore[operator]


def _how(wait: Wait | None, days: int | None) -> str:
    """Days from their message tell whether they named a date: then they differ from the usual ones."""
    if wait is None or days is None or wait.clock != "calendar" or wait.start != "message":
        return "said"
    return "usual" if days == wait.days else "named"


def _cut(sentence: str) -> str:
    """The first clause of a sentence, or as many whole words as fit."""
    clause = re.split(r"(?<=\S)[;:；：。](?:\s|$)?|\.(?:\s|$)", sentence, maxsplit=1)[0].strip()
    if len(clause) <= CLAUSE_MAX:
        return clause
    head = clause[:CLAUSE_MAX]
    return (head.rsplit(" ", 1)[0] if " " in head else head[:-1]) + "…"
