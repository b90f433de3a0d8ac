"""What a pattern may say: facts of the verdicts as texts in the reader's form, and the flags of its conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel import Locale

from duecourse.decide.verdict import Verdict
from duecourse.plan.worklist import amounts_of
from duecourse.words.figures import day_text, joined, money_text
from duecourse.words.locked import clean

DAYS: Final[Mapping[str, tuple[str, str]]] = {
    "pay_by": ("must_pay_by", "latest day on which the money keeps the delivery date, while it is not past"),
    "delivery": ("deliver_on", "agreed delivery, while it is not past"),
    "new_delivery": ("new_date", "delivery date that production named anew, while it is not past"),
    "production_start": ("production_starts_on", "first day of production, while it is not past"),
    "ready": ("ready_by", "day on which the goods must be ready"),
    "promised": ("promised_on", "day they named for the payment"),
    "broken_promise": ("last_broke_on", "last day of grace of the promise that passed"),
    "paid_claim": ("claim_on", "day on which they said that it is paid"),
    "due": ("due_on", "due date of the invoice"),
    "answer_by": ("answer_due_on", "day by which our answer goes"),
    "paid": ("paid_on", "day on which the money was matched"),
    "fix_by": ("fix_due_on", "day by which our own work is put right"),
}
TEXTS: Final[Mapping[str, str]] = {
    "order": "number of the order",
    "named": "number of the order, with the goods behind it where they are recorded",
    "orders": "numbers of all orders of the message",
    "goods": "the product, where its name can be read in the language of the message",
    "thing": "title of the useful thing, where it can be read in that language",
    "amount": "amount of this payment, with its currency",
    "total": "sums of the payments listed in the message, one for each currency",
    "payment": "what the payment is called: deposit, balance, letter of credit, invoice",
    "question": "their question, where it can be read in that language",
    "days_past_due": "days since the invoice was due",
    "customer": "name of the customer",
    "writer": "name of the salesperson",
    "answer": "the answer to their question, given by a person",
}
FLAGS: Final[Mapping[str, str]] = {
    "is_deposit": "the payment is a deposit",
    "is_lc": "it is a letter of credit to be opened",
    "is_before_shipment": "it is a balance before shipment",
    "is_documents": "it is a balance against documents: the goods are on their way",
    "is_invoice": "it is an invoice on open account",
    "first": "no paced contact about this payment yet",
    "explained": "a reason of theirs is known today",
    "silent": "two or more contacts are unanswered",
    "broke_once": "one promise passed",
    "broke_often": "two or more promises passed",
    "released": "the production slot went to other orders",
    "standing": "the useful thing is of the standing list: a person looks whether it is there",
    "promise_live": "a promise is open or in its grace",
    "delivered": "the goods are delivered",
    "in_order": "nothing of ours is to be put right, and no point of the confirmation is open",
    "told": "their last words are recorded",
    "several": "the message speaks of several payments",
}
KNOWN: Final = frozenset({*DAYS, *TEXTS, *FLAGS})
"""Every name that a pattern may use."""

NEEDED: Final = tuple(
    dict.fromkeys(
        [
            *(fact for fact, _ in DAYS.values()), "amount_minor", "currency", "as_of", "slack_days", "question",
            "past_due_days", "useful_title", "useful_kind", "useful_is_standing", "point_title",
            "point_kind", "paced_ever", "under_control", "unanswered", "broken_count", "slot_held", "promise_live",
            "delivered", "reason", "country", "shelf_count", "contact_days", "fix_open", "points_open_count", "says",
        ]
    )
)  # fmt: skip
"""Facts of a verdict that a draft reads."""

_VALUE_MAX: Final = 80
_SAID_MAX: Final = 160
_NOT_PAST: Final = frozenset(
    {"pay_by", "production_start", "promised", "answer_by", "fix_by", "ready", "delivery", "new_delivery"}
)
_HAN: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff]")
_MANY_UNANSWERED: Final = 2


@dataclass(frozen=True, slots=True)
class About:
    """One payment that a message speaks of.

    Args:
        verdict: What was decided, with the facts of `NEEDED`.
        goods: Name of the product as recorded; empty if not.
    """

    verdict: Verdict
    goods: str = ""


def values_of(about: About, language: str, locale: Locale, payment: str) -> dict[str, str]:
    """Known facts of one payment as texts; what is unknown, or cannot be read in the language, is not there."""
    verdict, facts = about.verdict, about.verdict.facts
    order, goods = clean(verdict.order)[:_VALUE_MAX], readable(about.goods, language, _VALUE_MAX)
    texts = {
        "order": order,
        "named": (f"{order}（{goods}）" if language == "zh" else f"{order} ({goods})") if goods else order,
        "customer": clean(verdict.customer)[:_VALUE_MAX],
        "goods": goods,
        "thing": readable(_thing(verdict), language, _VALUE_MAX),
        "question": readable(str(facts.get("question") or ""), language, _SAID_MAX).rstrip(".。"),
        "payment": payment,
        "amount": _money(verdict, locale),
        "days_past_due": str(facts["past_due_days"]) if "past_due_days" in facts else "",
    }
    days = {name: _day(facts[fact], name, verdict.as_of, locale) for name, (fact, _) in DAYS.items() if fact in facts}
    if days.get("ready") == days.get("delivery"):
        days["ready"] = ""
    if facts.get("answer_due_on") == verdict.as_of:
        days["answer_by"] = ""
    return {name: text for name, text in (texts | days).items() if text}


def flags_of(about: About, *, several: bool) -> dict[str, bool]:
    """What conditions may ask; a flag that is not true is not there."""
    verdict, facts = about.verdict, about.verdict.facts
    broken, unanswered = facts.get("broken_count"), facts.get("unanswered")
    true = {
        "is_deposit": verdict.milestone == "deposit",
        "is_lc": verdict.milestone == "lc_opening",
        "is_before_shipment": verdict.milestone == "balance_before_shipment",
        "is_documents": verdict.milestone == "balance_against_documents",
        "is_invoice": verdict.milestone == "open_account",
        "first": not facts.get("paced_ever"),
        "explained": bool(facts.get("under_control")),
        "silent": isinstance(unanswered, int) and unanswered >= _MANY_UNANSWERED,
        "broke_once": broken == 1,
        "broke_often": isinstance(broken, int) and broken > 1,
        "released": facts.get("slot_held") is False,
        "standing": bool(facts.get("useful_is_standing")) and facts.get("useful_kind") == verdict.kind,
        "promise_live": bool(facts.get("promise_live")),
        "delivered": bool(facts.get("delivered")),
        "in_order": not facts.get("fix_open") and not facts.get("points_open_count"),
        "told": bool(facts.get("says")),
        "several": several,
    }
    return {name: True for name, is_so in true.items() if is_so} | reason_flag(verdict)


def reason_flag(verdict: Verdict) -> dict[str, bool]:
    """`reason_artwork` and the like, for the reason that they gave."""
    reason = verdict.facts.get("reason")
    return {f"reason_{reason}": True} if reason else {}


def total_of(verdicts: Sequence[Verdict], locale: Locale) -> str:
    """Sums of the payments shown, one for each currency; empty if one of them has no amount."""
    if any("amount_minor" not in v.facts or "currency" not in v.facts for v in verdicts):
        return ""
    return joined([money_text(minor, code, locale) for code, minor in amounts_of(verdicts).items()], locale)


def _money(verdict: Verdict, locale: Locale) -> str:
    minor, currency = verdict.facts.get("amount_minor"), verdict.facts.get("currency")
    return money_text(minor, str(currency), locale) if isinstance(minor, int) and minor > 0 and currency else ""


def _day(value: object, name: str, today: date, locale: Locale) -> str:
    """A day; one that only a future day can mean is not said once it is past."""
    if not isinstance(value, date) or (name in _NOT_PAST and value < today):
        return ""
    return day_text(value, today, locale)


def _thing(verdict: Verdict) -> str:
    facts = verdict.facts
    if verdict.rule == "R09" and facts.get("point_kind") == verdict.kind:
        return str(facts.get("point_title") or "")
    if facts.get("useful_kind") == verdict.kind and not facts.get("useful_is_standing"):
        return str(facts.get("useful_title") or "")
    return ""


def readable(text: str, language: str, longest: int = _VALUE_MAX) -> str:
    """The text, if its reader can read it and it is no essay: Chinese only in a Chinese message; else empty."""
    text = clean(text)
    foreign = language != "zh" and _HAN.search(text)
    return "" if foreign or len(text) > longest else text
