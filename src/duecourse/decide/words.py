"""Reasons in words: the sentences of rules and gates with the facts in them, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from duecourse.history.schema import CHECKLIST_POINTS
from duecourse.policy.model import Policy, Rule

_PLACE: Final = re.compile(r"\{([a-z_0-9]+)\}")
# A part in square brackets is said only where its facts are known.
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
# Their words may end in a sign of their own before ours.
_DOUBLED: Final = re.compile(r"([.?!。？！])[.。]")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Codes as a person says them.
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "quantity": ("quantity", "数量"),
    "price": ("price", "价格"),
    "delivery_date": ("delivery date", "交期"),
    "basic_information": ("basic information", "基本信息"),
    "materials": ("materials", "材料"),
    "dimensions": ("dimensions", "尺寸"),
    "payment": ("payment", "付款方式"),
    "packaging": ("packaging", "包装"),
    "unclear_detail": ("a detail is unclear", "细节不清楚"),
    "artwork": ("the artwork is not final", "稿件未定"),
    "certificate": ("they need a certificate", "需要证书"),
    "sample": ("they wait for the sample", "等样品"),
    "no_hurry": ("no hurry for delivery", "不急着要货"),
    "approval": ("they need an approval inside", "等内部审批"),
    "vendor_setup": ("we are being set up as a vendor", "供应商建档中"),
    "bank_fx": ("the bank or the currency takes time", "银行或外汇手续"),
    "lc_process": ("the letter of credit is in progress", "正在办理信用证"),
    "lc_points": ("the letter of credit needs an amendment", "信用证需修改"),
    "cash_flow": ("cash is tight", "资金紧张"),
    "their_customer": ("their own customer decides", "等其客户确认"),
    "paid": ("they say it is paid", "对方称已付"),
    "wrong_docs": ("a document of ours is wrong", "我方单据有误"),
    "away": ("they are away", "对方外出"),
    "cancel_reduce": ("they want less, or to cancel", "想减量或取消"),
    "trust": ("they want to know us better", "希望多了解我们"),
    "documents": ("they wait for documents", "等单据"),
    "logistics": ("the transport is being arranged", "安排物流中"),
    "contact_left": ("the contact has left", "联系人已离职"),
    "unknown": ("a reason of their own", "自有原因"),
    "artwork_confirmation": ("artwork to confirm", "待确认的稿件"),
    "material_certificate": ("material certificate", "材料证书"),
    "bulk_information": ("bulk production information", "大货信息"),
    "production_photo": ("production photos", "生产照片"),
    "packing_draft": ("packing draft", "包装方案"),
    "qc_plan": ("inspection plan", "验货计划"),
    "calendar": ("production calendar", "生产日历"),
    "later_date": ("a later delivery date", "更晚的交期"),
    "lc_terms": ("our L/C terms", "信用证条款"),
    "promised": ("promised", "已承诺"),
    "applied": ("applied for", "已申请"),
    "advised": ("arrived", "已通知"),
    "checked": ("checked", "已审核"),
    "to_amend": ("has points to amend", "需修改"),
    "clean": ("clean", "无误"),
    "deposit": ("deposit", "定金"),
    "lc_opening": ("letter of credit", "信用证"),
    "balance_before_shipment": ("balance before shipment", "发货前尾款"),
    "balance_against_documents": ("balance against documents", "见单付款"),
    "open_account": ("open account", "账期"),
    "soft": ("check-in", "问候"),
    "ask": ("open question", "询问"),
    "useful": ("something useful", "有用的内容"),
    "notice": ("notice", "告知日期"),
    "call": ("call", "电话"),
    "manager": ("the manager writes", "经理去信"),
    "close": ("polite close", "友好结束"),
    "answer": ("answer", "答复"),
    "thanks": ("thanks", "致谢"),
    "confirm": ("one line of confirmation", "一句确认"),
    "fix": ("the corrected document", "更正后的文件"),
    "reminder": ("bare reminder", "催款"),
    "dunning": ("formal reminder", "正式提示"),
    "out_of_office": ("out of office", "自动回复：外出"),
    "bounce": ("our mail came back", "退信"),
    "soft_bounce": ("our mail is delayed", "邮件暂未送达"),
    "human": ("a message", "来信"),
    "new_date": ("the new delivery date", "新的交期"),
    "lc_copy": ("the L/C draft", "信用证草稿"),
    "mt103": ("the MT103 copy", "MT103 水单"),
}


def said(code: str, language: str) -> str:
    """A code as a person says it; a word that is no code stays as it is, underscores as spaces."""
    words = WORDS.get(code)
    return words[language == "zh"] if words else code.replace("_", " ")


def day_words(day: date, today: date, language: str) -> str:
    """6 August, with the year only when it is not this one; 8月6日."""
    if language == "zh":
        return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


def filled(text: str, row: Mapping[str, object], language: str) -> str:
    """A sentence with its places filled; parts in square brackets go where a fact is unknown, else "not recorded"."""
    today = row["as_of"]
    assert isinstance(today, date)
    values = [row.get(name) for name in places_of(text)]
    say = _filled.__wrapped__ if any(isinstance(v, list) for v in values) else _filled
    return say(text, today, language, *values)


@lru_cache(maxsize=4096)
def places_of(text: str) -> tuple[str, ...]:
    """Names of the facts that a sentence speaks of, each once."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


@lru_cache(maxsize=16384, typed=True)
def _filled(text: str, today: date, language: str, *values: object) -> str:
    """The values in the order of `places_of`; many cases of a day say the same."""
    row = dict(zip(places_of(text), values, strict=True))
    text = _OPTIONAL.sub(lambda m: m.group(1) if _all_known(m.group(1), row) else "", text)
    return _DOUBLED.sub(r"\1", _PLACE.sub(lambda m: _shown(row[m.group(1)], today, language), text))


def _all_known(part: str, row: Mapping[str, object]) -> bool:
    return all(row.get(name) is not None for name in _PLACE.findall(part))


def _shown(value: object, today: date, language: str) -> str:
    if value is None:
        return "未记录" if language == "zh" else "not recorded"
    if isinstance(value, date):
        return day_words(value, today, language)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return said(value, language) if isinstance(value, str) and value in WORDS else str(value)


def because_of(row: Mapping[str, object], rule: Rule, policy: Policy, language: str) -> tuple[str, ...]:
    """The rule's reason, then one sentence for each gate that holds it, then what a person should know besides."""
    held = row["held_by"]
    assert isinstance(held, list)
    gates = {g.id: g for g in policy.gates} if held else {}
    sentences = [rule.because[language], *(gates[g].because[language] for g in held)]
    return tuple(filled(s, row, language) for s in [*sentences, *_notes(row, rule, language)])


NOTED: Final = (
    "as_of", "held_by", "bank_feed_age_days", "needs_approval", "useful_is_standing", "points_seen", "deliver_on",
    "must_pay_by", "kind", "paid", "new_year_unrecorded",
)  # fmt: skip
"""What `because_of` reads beside the facts that the sentences name."""


def reads_of(rule: Rule, policy: Policy, language: str) -> frozenset[str]:
    """All that the sentences and the task of a rule may read of a row."""
    texts = [rule.because[language], *(g.because[language] for g in policy.gates)]
    return frozenset(NOTED).union(*map(places_of, [*texts, rule.task[language]] if rule.task else texts))


def _notes(row: Mapping[str, object], rule: Rule, language: str) -> list[str]:
    """What nobody recorded and would matter, and what a person does before writing."""
    zh = language == "zh"
    notes = []
    paced = rule.contact not in {"", "answer", "thanks"}
    if paced and row["bank_feed_age_days"] is None:
        notes.append(
            "没有接入银行流水：去信前请先看银行。"
            if zh
            else "No bank feed is set up: look at the bank before you write."
        )
    if row["needs_approval"]:
        notes.append(
            "对方可能借机压价：需经理批准。"
            if zh
            else "They may use our hurry against the price: the manager approves first."
        )
    if row["useful_is_standing"] and rule.id == "R25":
        notes.append("此项来自常用清单：您手头有吗？" if zh else "It comes from the standing list: do you have this?")
    if paced and row["points_seen"]:
        missing = [said(p, language) for p in CHECKLIST_POINTS if p not in row["points_seen"]]  # type: ignore[operator]
        if missing:
            notes.append(_unrecorded(missing, zh))
    if (
        row["deliver_on"]
        and row["must_pay_by"] is None
        and row["kind"] in {"deposit", "lc_opening"}
        and not row["paid"]
    ):
        notes.append(
            "未记录生产天数，因此付款期限未知。"
            if zh
            else "Production time is not recorded, so the pay-by date is not known."
        )
    if row["new_year_unrecorded"] and not row["paid"]:
        notes.append(
            "生产期内有春节，但未记录停工时间；付款期限可能更早。"
            if zh
            else "Chinese New Year lies in the production time, no closure is recorded: the pay-by date may be earlier."
        )
    return notes


def _unrecorded(points: list[str], zh: bool) -> str:
    listed = "、".join(points) if zh else ", ".join(points)
    return (
        f"未记录：{listed}；去信前花一分钟核对。"
        if zh
        else f"Not recorded: {listed}; a minute to check before you write."
    )


def task_of(row: Mapping[str, object], rule: Rule, language: str) -> str:
    """What is to be done on our side, as an instruction; empty for contacts and waits."""
    return filled(rule.task[language], row, language) if rule.task else ""
