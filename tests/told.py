"""Verdicts with real facts, for the tests of words: one order of Regenwerk, and a second one in another currency."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any, Final

from duecourse.decide.verdict import Verdict
from duecourse.words.facts import About
from duecourse.words.patterns import Pattern
from duecourse.words.people import Person

AS_OF: Final = date(2026, 11, 23)
PEOPLE: Final = {
    "en": Person("Jana Brandt", "DE", "jana@regenwerk.example"),
    "zh": Person("陈总", "CN"),
    "de": Person("Frau Brandt", "DE", language="de"),
    "es": Person("Marta Ruiz", "ES", language="es"),
    "fr": Person("Mme Petit", "FR", language="fr"),
}
FACTS: Final = MappingProxyType(
    {
        "as_of": AS_OF,
        "country": "DE",
        "amount_minor": 1_836_000,
        "currency": "USD",
        "must_pay_by": date(2026, 12, 7),
        "slack_days": 14,
        "deliver_on": date(2027, 2, 19),
        "production_starts_on": date(2026, 12, 14),
        "ready_by": date(2027, 1, 20),
        "new_date": date(2027, 3, 12),
        "promised_on": date(2026, 12, 18),
        "claim_on": date(2026, 11, 16),
        "due_on": date(2026, 11, 2),
        "past_due_days": 21,
        "paid_on": date(2026, 11, 20),
        "answer_due_on": date(2026, 11, 24),
        "question": "how thick the film is",
        "useful_kind": "material_certificate",
        "useful_title": "REACH report 2026-118",
        "useful_is_standing": False,
        "slot_held": True,
    }
)
ANSWER: Final = "The film is 0.45 mm thick, measured on the finished sheet."


def verdict(**more: Any) -> Verdict:
    """A verdict about the deposit of SC-2618; `facts` are laid over the usual ones, and those that are None go."""
    facts = {k: v for k, v in {**FACTS, **more.pop("facts", {})}.items() if v is not None}
    plain = Verdict(
        case="SC-2618/deposit",
        customer="Regenwerk GmbH",
        order="SC-2618",
        milestone="deposit",
        as_of=AS_OF,
        action="useful",
        kind="calendar",
        topic="calendar",
        level=None,
        until=None,
        then=None,
        rule="R17",
        step="",
        gates=(),
        because=(),
        task="",
        facts=facts,
        next_review=None,
        needs_approval=False,
        policy="normal",
        policy_version=1,
    )
    return plain._replace(**more)


def about(**more: Any) -> About:
    """The same as what a message speaks of."""
    goods = more.pop("goods", "225 L rain barrel")
    return About(verdict(**more), goods)


def second(**more: Any) -> About:
    """The second order of the same customer."""
    facts = {"amount_minor": 480_000, "currency": "EUR", "must_pay_by": date(2026, 12, 21)} | more.pop("facts", {})
    named = {"case": "SC-2640/deposit", "order": "SC-2640", "facts": facts} | more
    return about(goods="20 L foldable bag", **named)


def needed(pattern: Pattern) -> About:
    """What a pattern is for, with as few facts as its words can do with in any language."""
    lead = {"case", "order", "country", "as_of"}
    bare = {k: None for k in FACTS if k not in lead}
    for name, fact in _ASKED.items():
        if any("{{ " + name + " }}" in _outside(w.subject + w.text) for w in pattern.words.values()):
            bare.pop(fact)
    if "{{ thing }}" in pattern.words["en"].subject:
        bare.pop("useful_kind")
    return about(goods="", kind="material_certificate", facts=bare)


def _outside(text: str) -> str:
    """The part of a pattern that stands outside of conditions."""
    depth, kept = 0, []
    for part in text.replace("{%", "\0{%").replace("%}", "%}\0").split("\0"):
        if part.startswith("{% if"):
            depth += 1
        elif part.startswith("{% endif"):
            depth -= 1
        elif depth == 0:
            kept.append(part)
    return "".join(kept)


_ASKED: Final = {
    "pay_by": "must_pay_by",
    "delivery": "deliver_on",
    "new_delivery": "new_date",
    "promised": "promised_on",
    "thing": "useful_title",
}
