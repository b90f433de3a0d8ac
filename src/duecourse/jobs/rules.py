"""The rules of a workspace: a change is tried on today's verdicts before it is saved, and every version is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl
import tomlkit
from django.db import connection, transaction
from django_scopes import scope

from duecourse.decide.judge import judge
from duecourse.errors import DuecourseError
from duecourse.jobs.daily import plan
from duecourse.ledger import audit
from duecourse.ledger.frames import load
from duecourse.ledger.models import PolicyVersion, Workspace
from duecourse.ledger.rules import FIRST
from duecourse.policy.diff import Change, changes
from duecourse.policy.load import parsed
from duecourse.recording.by import By
from duecourse.recording.deciding import policy_of

_FILE: Final = "policy.toml"
_EXAMPLES_MAX: Final = 50
_SAME: Final = ("action", "what", "topic", "level", "until", "then", "rule_ix")


@dataclass(frozen=True, slots=True)
class Moved:
    """One verdict that a change of rules would change: the case, its action and day as they are and would be."""

    milestone_id: int
    was: str
    was_until: object
    now: str
    now_until: object


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change of rules would do today.

    Args:
        changes: What differs in the rules.
        judged: Payments that were judged.
        moved: How many of their verdicts would be others.
        by_kind: Action before and after, to how many.
        examples: The first of them.
    """

    changes: tuple[Change, ...]
    judged: int
    moved: int
    by_kind: Mapping[tuple[str, str], int]
    examples: tuple[Moved, ...]


def with_numbers(text: str, numbers: Mapping[str, float]) -> str:
    """The text of a policy with some numbers changed; comments and order stay."""
    document = tomlkit.parse(text or FIRST)
    if "numbers" not in document:
        document["numbers"] = tomlkit.table()
    table = document["numbers"]
    for name, value in numbers.items():
        plain = int(value) if value == int(value) else value
        old = table.get(name)
        if isinstance(old, dict):
            old["value"] = plain
        else:
            table[name] = plain
    return tomlkit.dumps(document)


def tried(by: By, text: str) -> Trial:
    """What today's verdicts would be under another text; nothing is stored.

    Raises:
        ManyErrors: The text has faults, each with rule, line and hint.
        DuecourseError: It is no TOML, or extends what is not there.
    """
    was, now = policy_of(by.workspace), parsed(text, _FILE)
    with scope(workspace=by.workspace):
        # Another connection would not see what an open transaction has written.
        history = load(by.workspace, by.today, carrier="django" if connection.in_atomic_block else "adbc")
    differs = tuple(changes(was, now))
    if not len(history):
        return Trial(differs, 0, 0, {}, ())
    before, after = (_keyed(judge(history, by.today, p), [r.key for r in p.rules]) for p in (was, now))
    both = before.join(after, on="case", suffix="_now")
    moved = both.filter(~pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_now")) for c in _SAME))
    rows = moved.select("case", "action", "until", "action_now", "until_now").rows()
    counted = Counter((was_, now_) for _, was_, _, now_, _ in rows)
    return Trial(
        differs, before.height, len(rows), counted, tuple(Moved(int(r[0]), *r[1:]) for r in rows[:_EXAMPLES_MAX])
    )


def _keyed(judged: pl.DataFrame, rules: list[str]) -> pl.DataFrame:
    """What is compared of a verdict; rules by name, as their places differ between two texts."""
    names = pl.Series(rules, dtype=pl.String)
    kept = judged.select(
        "case", *(pl.col(c).cast(pl.String) for c in ("action", "what", "topic", "then")), "level", "until"
    )
    return kept.with_columns(rule_ix=names.gather(judged["rule_ix"]))


def saved(by: By, text: str, why: str, seen: int) -> PolicyVersion:
    """A new version of the rules, by which everybody is judged at once.

    Args:
        by: Who, where and when.
        text: The policy file.
        why: The reason, kept with it.
        seen: Number of the version that was edited.

    Raises:
        ManyErrors: The text has faults.
        DuecourseError: Somebody has saved another version meanwhile.
    """
    parsed(text, _FILE)
    with scope(workspace=by.workspace):
        version = _stored(by, text, why, seen)
        plan(by.workspace, by.at)
    return version


def rolled_back(by: By, number: int, seen: int) -> PolicyVersion:
    """An earlier version holds again, as a new one.

    Raises:
        DuecourseError: There is no such version, or somebody has saved another one meanwhile.
    """
    with scope(workspace=by.workspace):
        earlier = PolicyVersion.objects.filter(number=number).first()
    if earlier is None:
        raise DuecourseError(f"There is no version {number}", fix="Choose one from the list.")
    return saved(by, earlier.text, f"as version {number}", seen)


def _stored(by: By, text: str, why: str, seen: int) -> PolicyVersion:
    with transaction.atomic():
        workspace = Workspace.objects.select_for_update().get(pk=by.workspace.pk)
        last = PolicyVersion.objects.order_by("-number").first()
        if (last.number if last else 0) != seen:
            fix = "Look at the new version and change it there."
            raise DuecourseError("Somebody has saved other rules meanwhile", fix=fix)
        row = PolicyVersion(workspace=workspace, number=seen + 1, text=text, why=why, made_by=by.user, made_at=by.at)
        row.save()
        workspace.policy = row
        workspace.save(update_fields=["policy"])
        before = {"version": seen}
        audit.record(workspace, by.user, "changed", "policy", before, {"version": row.number, "why": why}, at=by.at)
    by.workspace.policy = row
    return row
