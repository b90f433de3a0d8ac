"""What a person should know besides, said once for the whole day instead of in every line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.plan.filling import number_words
from duecourse.plan.worklist import Worklist
from duecourse.policy.model import CONVERSATION_ACTIONS

NOTED: Final = (
    "bank_feed_age_days", "deliver_on", "must_pay_by", "new_year_unrecorded", "paid",
)  # fmt: skip
"""Facts that the notes read."""


def notes(day: Worklist, language: str = "en") -> tuple[str, ...]:
    """Sentences about what nobody recorded and would matter, in a fixed order; empty if nothing is missing."""
    open_ = open_verdicts(day)
    found = [_no_feed(day, language), _no_production(open_, language), _new_year(open_, language)]
    return tuple(n for n in found if n)


def _no_feed(day: Worklist, language: str) -> str:
    """Where no bank feed is set up, a person looks at the bank before he writes (METHOD G9)."""
    paced = [v for item in day.contact for v in item.verdicts if v.action not in CONVERSATION_ACTIONS]
    if all(v.facts.get("bank_feed_age_days") is not None for v in paced):
        return ""
    return (
        "没有接入银行流水：去信前请先看银行。"
        if language == "zh"
        else "No bank feed is set up: look at the bank before you write."
    )


def _no_production(open_: Iterable[Verdict], language: str) -> str:
    """Orders whose pay-by date nobody can know, for want of one number."""
    orders = {
        (v.customer, v.order)
        for v in open_
        if v.milestone in {"deposit", "lc_opening"} and v.facts.get("deliver_on") and not v.facts.get("must_pay_by")
    }
    if not orders:
        return ""
    count, several = number_words(len(orders), language), len(orders) > 1
    if language == "zh":
        return f"{count}个订单未记录生产天数，因此付款期限未知。"
    return (
        f"Production time of {count} order{'s' * several} is not recorded; "
        f"{'their pay-by dates are' if several else 'its pay-by date is'} not known."
    )


def _new_year(open_: Iterable[Verdict], language: str) -> str:
    orders = {(v.customer, v.order) for v in open_ if v.facts.get("new_year_unrecorded") and not v.facts.get("paid")}
    if not orders:
        return ""
    count = number_words(len(orders), language)
    if language == "zh":
        return f"{count}个订单的生产期内有春节，但未记录停工时间；付款期限可能更早。"
    several = len(orders) > 1
    return (
        f"Chinese New Year lies in the production of {count} order{'s' * several} with no closure recorded; "
        f"{'their pay-by dates' if several else 'its pay-by date'} may be earlier."
    )


def open_verdicts(day: Worklist) -> list[Verdict]:
    """Every open verdict of the lists, each once, in the order of the lists."""
    listed = [
        *(v for i in day.contact for v in i.verdicts),
        *(v for t in day.fix for v in t.verdicts),
        *(w.verdict for w in day.wait),
    ]
    return list({v.case: v for v in listed}.values())
