"""A case judged anew for its page: all that a stored verdict does not keep, and what would change it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from duecourse.decide.judge import judge
from duecourse.decide.story import Turn, story
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.whatif import Answer, what_if
from duecourse.facts.contacts import reply_days
from duecourse.history.history import History
from duecourse.ledger.frames import load
from duecourse.ledger.models import Milestone
from duecourse.policy.model import Policy

KEPT_MAX: Final = 512
"""Cases whose last answer this process remembers."""
STORY_DAYS_MAX: Final = 180
"""Days that a story is told of, the latest ones."""


@dataclass(frozen=True, slots=True)
class Live:
    """A case as it is judged now.

    Args:
        verdict: With all its facts, in the language of the page.
        answers: What would change it.
        replies: Days that the customer took to answer, each time.
    """

    verdict: Verdict
    answers: tuple[Answer, ...]
    replies: tuple[int, ...]


_kept: OrderedDict[Hashable, Live] = OrderedDict()


def remembered(key: Hashable) -> Live | None:
    """What was judged for this key before, in this process."""
    return _kept.get(key)


def key_of(milestone: Milestone, verdict_id: int | None, day: date, policy: Policy, language: str) -> Hashable:
    """What a judgement depends on: what is recorded, the day, the rules and the language."""
    return (milestone.pk, milestone.revision, verdict_id, day, policy.name, policy.version, language)


def live(milestone: Milestone, day: date, policy: Policy, language: str, key: Hashable) -> Live:
    """The case judged now; at most once for a key.

    Args:
        milestone: With its order.
        day: The seller's day.
        policy: What judges.
        language: Of the sentences: en or zh.
        key: As `key_of` gives it.
    """
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _judged(milestone, day, policy, language)
    _kept.move_to_end(key)
    while len(_kept) > KEPT_MAX:
        _kept.popitem(last=False)
    return found


def _judged(milestone: Milestone, day: date, policy: Policy, language: str) -> Live:
    history = _history(milestone, day)
    rows = judge(history, day, policy).filter(pl.col("case") == str(milestone.pk))
    verdict = next(verdicts(rows, history, policy, language))
    answers = what_if(history.seen_on(day), verdict, policy, language)
    return Live(verdict, tuple(answers), tuple(reply_days(history)))


def _history(milestone: Milestone, day: date) -> History:
    return load(milestone.workspace_id, day, customers=[milestone.order.customer_id])


def told(milestone: Milestone, first: date, day: date, policy: Policy, language: str) -> Sequence[Turn]:
    """The story of a case, from a day to another, later events unseen: each day on which the verdict changed.

    Args:
        milestone: With its order.
        first: From which day; at most `STORY_DAYS_MAX` before the last.
        day: To which.
        policy: What judges: the rules of today.
        language: Of the sentences.
    """
    start = max(first, day - timedelta(days=STORY_DAYS_MAX))
    days = [start + timedelta(days=n) for n in range((day - start).days + 1)]
    return story(_history(milestone, day), days, policy, language, case=str(milestone.pk))
