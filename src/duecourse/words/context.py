"""What the check should know beside a draft: the true dates and the contacts of the case."""

from __future__ import annotations

from datetime import date
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.words.check import Context
from duecourse.words.facts import DAYS

NEEDED: Final = ("paced_today", "last_contact_any_on", "unanswered_any", "delivered")
"""Facts beside those of a draft that it reads."""


def context_of(verdict: Verdict) -> Context:
    """Dates that may stand as a deadline are those that were computed, promised or agreed; others are none."""
    facts = verdict.facts
    days = (facts.get(fact) for fact, _ in DAYS.values())
    last, today, unanswered = (facts.get(n) for n in ("last_contact_any_on", "paced_today", "unanswered_any"))
    return Context(
        as_of=verdict.as_of,
        deadlines=frozenset(d for d in days if isinstance(d, date)),
        last_contact_on=last if isinstance(last, date) else None,
        contacts_today=today if isinstance(today, int) else 0,
        unanswered=unanswered if isinstance(unanswered, int) else 0,
        milestone=verdict.milestone,
        delivered=facts.get("delivered") is True,
    )
