"""Judging what the ledger holds: the verdicts of some customers, or of all, and the lists that follow from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import md5
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.history.history import History
from duecourse.ledger import models as ledger
from duecourse.ledger.frames import Carrier, load
from duecourse.ledger.rules import FIRST
from duecourse.plan.day import BRIEF
from duecourse.plan.short import CLAUSE_FACTS
from duecourse.policy.load import parsed
from duecourse.policy.model import Policy
from duecourse.recording.desk import Desk, Rows

_LISTED: Final = tuple(dict.fromkeys((*BRIEF, *CLAUSE_FACTS)))


@dataclass(frozen=True, slots=True)
class Judged:
    """Some customers judged: rows in the order of the history."""

    rows: pl.DataFrame
    history: History
    policy: Policy

    def brief(self) -> list[Verdict]:
        """Their verdicts with the facts that the lists need, without sentences: the same in every language."""
        return list(verdicts(self.rows, self.history, self.policy, facts=_LISTED, denied=False, sentences=False))

    def told(self, cases: Collection[str], language: str) -> dict[str, Verdict]:
        """Verdicts of these cases with their sentences too."""
        rows = self.rows.filter(pl.col("case").is_in(list(cases)))
        found = verdicts(rows, self.history, self.policy, language, facts=_LISTED, denied=False)
        return {v.case: v for v in found}

    def whole(self, cases: Collection[str]) -> Iterator[Verdict]:
        """Verdicts of these cases with all that they saw."""
        rows = self.rows.filter(pl.col("case").is_in(list(cases)))
        return verdicts(rows, self.history, self.policy)


def decide(
    workspace: ledger.Workspace,
    at: datetime,
    *,
    customers: Sequence[int] | None = None,
    keep: Collection[int] = (),
    carrier: Carrier = "django",
) -> Mapping[str, int]:
    """Judges customers and writes their verdicts and their place in the lists anew.

    Within the caller's transaction, so that nobody sees a verdict without its cause.

    Args:
        workspace: Whose.
        at: The instant; the day is that of the seller's clock.
        customers: Which; None for all.
        keep: Payments whose verdict is kept even if it is the same as before: somebody acts on it.
        carrier: How the rows are read: "django" sees this transaction, "adbc" is for many.

    Returns:
        How many payments stand in which list.
    """
    when = _When(workspace, at.astimezone(ZoneInfo(workspace.zone)).date(), at)
    policy = policy_of(workspace)
    history = load(workspace, when.day, customers=customers, carrier=carrier)
    with transaction.atomic():
        judged = Judged(judge(history, when.day, policy), history, policy) if len(history) else None
        return _written(when, judged, customers, frozenset(keep))


def policy_of(workspace: ledger.Workspace) -> Policy:
    """The rules and numbers that a workspace has now."""
    version = workspace.policy
    if version is None:
        return _parsed("", 0)
    return _parsed(version.text, version.number)


@lru_cache(maxsize=64)
def _parsed(text: str, number: int) -> Policy:
    policy = parsed(text or FIRST, "policy.toml")
    return replace(policy, version=number) if number else policy


@dataclass(frozen=True, slots=True)
class _When:
    """Where and when is judged."""

    workspace: ledger.Workspace
    day: date
    at: datetime


def _written(
    when: _When, judged: Judged | None, customers: Sequence[int] | None, keep: frozenset[int]
) -> Mapping[str, int]:
    """Replaces what the lists say of these customers."""
    desk = Desk.of(when.workspace, customers, when.day)
    rows = desk.rows(judged) if judged else Rows()
    kept = _kept(when, judged, rows, desk.before, keep) if judged else {}
    desk.clear()
    for standing in rows.standings:
        standing.verdict_id = kept[standing.milestone_id]
    ledger.Standing.objects.bulk_create(rows.standings, batch_size=500)
    ledger.Message.objects.bulk_create(rows.messages, batch_size=200)
    ledger.Task.objects.bulk_create(rows.tasks, batch_size=500)
    return rows.counts


def _kept(
    when: _When, judged: Judged, rows: Rows, before: Mapping[int, tuple[int, str]], keep: frozenset[int]
) -> dict[int, int]:
    """Milestone to the stored verdict that says what is true of it now; new ones where something differs."""
    digests = {int(v.case): digest(v) for v in rows.verdicts}
    same = {c: before[c][0] for c, d in digests.items() if c in before and before[c][1] == d and c not in keep}
    new = [str(case) for case in digests if case not in same]
    made = [_row(when, v, digests[int(v.case)]) for v in judged.whole(new)]
    ledger.Verdict.objects.bulk_create(made, batch_size=200)
    return same | {v.milestone_id: v.pk for v in made}


def _row(when: _When, verdict: Verdict, key: str) -> ledger.Verdict:
    return ledger.Verdict(
        workspace=when.workspace,
        milestone_id=int(verdict.case),
        as_of=when.day,
        action=verdict.action,
        rule=verdict.rule,
        digest=key,
        policy=when.workspace.policy,
        said=verdict.as_dict(),
        decided_at=when.at,
    )


def digest(verdict: Verdict) -> str:
    """What makes a verdict another one: what is said, not the facts that move by a day every day."""
    said = (verdict.action, verdict.kind, verdict.topic, verdict.level, verdict.until, verdict.then, verdict.rule)
    more = (verdict.step, verdict.gates, verdict.needs_approval, verdict.policy, verdict.policy_version)
    return md5(repr((*said, *more)).encode(), usedforsecurity=False).hexdigest()
