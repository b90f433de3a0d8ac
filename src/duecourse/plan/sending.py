"""What goes to the customer, and the words of the lists: actions and payments as a person says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.decide.words import said

ACTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "answer": ("answer", "回复"),
    "thanks": ("thanks", "致谢"),
    "useful": ("useful", "有用信息"),
    "soft": ("check-in", "问候"),
    "ask": ("open question", "询问"),
    "notice": ("notice", "告知"),
    "call": ("call", "电话"),
    "manager": ("manager's note", "经理去信"),
    "dunning": ("formal note", "正式提示"),
    "close": ("polite close", "友好结束"),
    "own_fix": ("our work", "己方事项"),
    "escalate": ("for a person", "由人处理"),
    "release": ("release", "释放产能"),
    "wait": ("wait", "静候"),
    "none": ("nothing", "无事"),
}
PAYMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "deposit": ("deposit", "定金"),
    "lc_opening": ("letter of credit", "信用证"),
    "balance_before_shipment": ("balance before shipment", "发货前尾款"),
    "balance_against_documents": ("balance against documents", "付款赎单"),
    "open_account": ("invoice", "赊销发票"),
}
# Rule, topic or action → what the message holds.
_GOES: Final[Mapping[str, tuple[str, str]]] = {
    "calendar": ("production calendar", "生产日历"),
    "later_date": ("offer of a later delivery", "更晚交期的方案"),
    "lc_terms": ("our L/C terms", "信用证条款草稿"),
    "lc_points": ("list of L/C points", "信用证问题清单"),
    "lc_copy": ("one question on the L/C draft", "询问信用证草稿"),
    "mt103": ("request for the MT103 copy", "索取 MT103 水单"),
    "new_date": ("the new delivery date", "新的交期"),
    "answer": ("answer to their question", "回答对方的问题"),
    "thanks": ("thanks and the schedule", "致谢与排期"),
    "soft": ("one easy question", "一个容易回答的问题"),
    "ask": ("what keeps them, asked openly", "坦诚询问原因"),
    "notice": ("the pay-by date, with choices", "付款期限与选择"),
    "call": ("a call, or another way", "电话或其他方式"),
    "manager": ("a few lines from the manager", "经理的几句话"),
    "close": ("a kind note, door open", "友好告知，大门常开"),
}
_COURTESY: Final = ("courtesy note", "友情提示")
_LEVELS: Final = (
    ("are all documents there?", "单据是否齐全"),
    ("statement of the invoice", "发票对账单"),
    ("statement; which date suits?", "对账单：请告知付款日"),
    ("statement with the terms", "对账单与条款"),
    ("final notice, signed by a person", "最后通知，由人签发"),
)


GOING: Final = ("point_kind", "point_title", "useful_is_standing", "useful_kind", "useful_title")
"""Facts that say what goes."""


def contact_kind(verdict: Verdict) -> str:
    """The kind of contact that a verdict proposes, now or after its gates; empty if none."""
    action = verdict.then or verdict.action
    if action == "escalate":
        return "manager" if verdict.kind == "manager" else ""
    return "" if action in {"wait", "own_fix", "release", "none"} else action


def what_goes(verdict: Verdict, language: str = "en") -> str:
    """The thing itself: the title on the shelf where there is one, else what its topic or kind stands for."""
    zh, kind = language == "zh", contact_kind(verdict)
    if kind == "dunning":
        return _LEVELS[min(max(verdict.level or 0, 0), len(_LEVELS) - 1)][zh]
    known = _GOES.get(verdict.topic or "") or _GOES.get(verdict.kind or "") or _GOES.get(kind)
    if known:
        return known[zh]
    return _title(verdict) or said(verdict.kind or kind, language)


def _title(verdict: Verdict) -> str | None:
    """Title of the asset that a useful message carries."""
    facts = verdict.facts
    if verdict.rule == "R09" and facts.get("point_kind") == verdict.kind:
        return _text(facts.get("point_title"))
    standing = facts.get("useful_is_standing")
    return _text(facts.get("useful_title")) if facts.get("useful_kind") == verdict.kind and not standing else None


def _text(value: object) -> str | None:
    return str(value) if value else None


def action_words(verdict: Verdict, language: str = "en") -> str:
    """The kind of contact, or the action, in one or two words."""
    kind = contact_kind(verdict) or verdict.action
    word = ACTIONS.get(kind, (kind, kind))[language == "zh"]
    if kind != "dunning":
        return word
    return f"{word} L{verdict.level}" if verdict.level else _COURTESY[language == "zh"]


def payment_words(milestone: str, language: str = "en") -> str:
    """Kind of payment as a person says it."""
    return PAYMENTS.get(milestone, (milestone, milestone))[language == "zh"]
