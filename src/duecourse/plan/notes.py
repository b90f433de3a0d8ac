"""What a person should know besides, said once for the whole day instead of in every line."""

from __future__ import annotations

from collections import Counter
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.plan.filling import number_words
from duecourse.plan.tally import LATER_RULE, Tally
from duecourse.plan.worklist import Worklist, customer_of
from duecourse.policy.model import CONVERSATION_ACTIONS

NOTED: Final = (
    "bank_feed_age_days", "deliver_on", "must_pay_by", "new_year_unrecorded", "paid",
)  # fmt: skip
"""Facts that the notes read."""

AT_ORDER: Final = ("deposit", "lc_opening")
"""Payments that production waits for."""


def notes(day: Worklist, language: str = "en") -> tuple[str, ...]:
    """Sentences about what nobody recorded and would matter, in a fixed order; empty if nothing is missing."""
    tally = tally_of(day)
    found = [
        _no_feed(language) if tally.unfed else "",
        _no_production(tally.unplanned, language),
        _new_year(tally.new_year, language),
    ]
    return tuple(n for n in found if n)


def _no_feed(language: str) -> str:
    """Where no bank feed is set up, a person looks at the bank before he writes (METHOD G9)."""
    return (
        "没有接入银行流水：去信前请先看银行。"
        if language == "zh"
        else "No bank feed is set up: look at the bank before you write."
    )


def _no_production(orders: int, language: str) -> str:
    """Orders whose pay-by date nobody can know, for want of one number."""
    if not orders:
        return ""
    count, several = number_words(orders, language), orders > 1
    if language == "zh":
        return f"{count}个订单未记录生产天数，因此付款期限未知。"
    return (
        f"Production time of {count} order{'s' * several} is not recorded; "
        f"{'their pay-by dates are' if several else 'its pay-by date is'} not known."
    )


def _new_year(orders: int, language: str) -> str:
    if not orders:
        return ""
    count, several = number_words(orders, language), orders > 1
    if language == "zh":
        return f"{count}个订单的生产期内有春节，但未记录停工时间；付款期限可能更早。"
    return (
        f"Chinese New Year lies in the production of {count} order{'s' * several} with no closure recorded; "
        f"{'their pay-by dates' if several else 'its pay-by date'} may be earlier."
    )


def tally_of(day: Worklist) -> Tally:
    """The counts of a day: those that its lists came with, else counted here."""
    if day.tally is not None:
        return day.tally
    later = sum(w.verdict.rule == LATER_RULE for w in day.wait)
    alone = [w.verdict for w in day.wait if later < 2 or w.verdict.rule != LATER_RULE]
    often = Counter(map(customer_of, alone))
    open_ = open_verdicts(day)
    paced = [v for item in day.contact for v in item.verdicts if v.action not in CONVERSATION_ACTIONS]
    return Tally(
        leads=Counter(item.lead.action for item in day.contact),
        unfed=any(v.facts.get("bank_feed_age_days") is None for v in paced),
        waiting=len(day.wait),
        known=sum(w.known for w in day.wait),
        later=later,
        several=frozenset(customer for customer, count in often.items() if count > 1),
        unplanned=len({(v.customer, v.order) for v in open_ if _is_unplanned(v)}),
        new_year=len({(v.customer, v.order) for v in open_ if _meets_new_year(v)}),
    )


def _is_unplanned(verdict: Verdict) -> bool:
    known = verdict.facts.get
    return verdict.milestone in AT_ORDER and bool(known("deliver_on")) and not known("must_pay_by")


def _meets_new_year(verdict: Verdict) -> bool:
    return bool(verdict.facts.get("new_year_unrecorded")) and not verdict.facts.get("paid")


def open_verdicts(day: Worklist) -> list[Verdict]:
    """Every open verdict of the lists, each once, in the order of the lists."""
    listed = [
        *(v for i in day.contact for v in i.verdicts),
        *(v for t in day.fix for v in t.verdicts),
        *(w.verdict for w in day.wait),
    ]
    return list({v.case: v for v in listed}.values())
