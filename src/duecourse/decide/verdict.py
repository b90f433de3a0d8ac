"""One verdict as a value: what is said, why, what it saw, and when we look again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any, Final, NamedTuple, TypeAlias

import polars as pl

from duecourse.decide.words import because_of, reads_of, task_of
from duecourse.history.history import History
from duecourse.policy.model import Policy
from duecourse.policy.vocabulary import FACTS

_FACTS: Final = tuple(f.name for f in FACTS)
_Said: TypeAlias = tuple[tuple[str, ...], str]


class Verdict(NamedTuple):
    """Act or wait, how, until when, and why, for one case on one day.

    Args:
        case, customer, order, milestone: Whose payment; `order` is the number, `customer` the name.
        as_of: The day judged.
        action: One of `policy.model.ACTIONS`.
        kind: Useful or contact kind, topic, dunning level: details of the action, or of `then`.
        until: Meaning by action: METHOD section 3; None for none.
        then: The contact that waits for its gates; None if nothing waits.
        rule: Id of the rule that decided; `step` which part of it.
        gates: Ids of the gates that hold the contact.
        because: Sentences with the facts in them, in the language asked for.
        task: What is to be done, for internal actions.
        facts: Every known fact.
        next_review: We look again on this day at the latest; None only for a finished case.
        needs_approval: The manager approves before it goes.
        policy, policy_version: What judged.
    """

    case: str
    customer: str
    order: str
    milestone: str
    as_of: date
    action: str
    kind: str | None
    topic: str | None
    level: int | None
    until: date | None
    then: str | None
    rule: str
    step: str
    gates: tuple[str, ...]
    because: tuple[str, ...]
    task: str
    facts: Mapping[str, object]
    next_review: date | None
    needs_approval: bool
    policy: str
    policy_version: int

    def as_dict(self) -> dict[str, object]:
        """The verdict as `--json` prints it: dates as ISO text, unknown facts left out."""
        plain: dict[str, object] = dict(zip(self._fields, self, strict=True))
        plain["facts"] = _plain(self.facts)
        return _plain(plain)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """The same as JSON has it."""
    return {name: value if type(value) in _AS_IT_IS else _told(value) for name, value in values.items()}


_AS_IT_IS: Final = frozenset({str, int, bool, dict, type(None)})
"""Types that JSON has; most values are of one of these, so that it is asked first."""


def _told(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return round(value, 4) if isinstance(value, float) else value


ROWS: Final = (
    "case", "customer_ix", "order_ix", "kind", "as_of", "action", "what", "topic", "level", "until", "then", "rule_ix",
    "held_by", "next_review", "needs_approval",
)  # fmt: skip
"""Columns that every verdict is made of, beside its facts and what its sentences name."""

_SLICE: Final = 8192
"""Rows that are values of Python at one time: a row with all its facts takes 5 KB."""


def verdicts(
    judged: pl.DataFrame,
    history: History,
    policy: Policy,
    language: str = "en",
    *,
    facts: Sequence[str] = _FACTS,
    denied: bool = True,
    sentences: bool = True,
) -> Iterator[Verdict]:
    """Verdict values of judged rows, in their order.

    Args:
        judged: Rows of `judge.judge`, or some of them.
        history: The history that was judged, for names and numbers.
        language: Of the sentences: en or zh.
        facts: Those that a verdict keeps; a day's lists need few, and all of them take most of the time.
        denied: Whether facts that are false are kept; who only asks whether one is true need not have them.
        sentences: Whether `because` and `task` are filled; they are empty otherwise.
    """
    names = {"customer_ix": history["customers"]["name"], "order_ix": history["orders"]["number"]}
    shared: dict[object, object] = {}
    for part in judged.iter_slices(_SLICE):
        columns = [names[n].gather(part[n]) if n in names else part[n] for n in ROWS]
        rows = zip(*(_values(column, shared) for column in columns), strict=True)
        told: Iterable[_Said] = _sentences(part, policy, language) if sentences else repeat(((), ""))
        known = _known([part[name] for name in facts], shared, denied=denied)
        for row, said, found in zip(rows, told, known, strict=False):
            yield _verdict(row, policy, found, said)


def _values(column: pl.Series, shared: dict[object, object]) -> list[Any]:
    """The values of a column; equal days and words are one object, which halves the memory that verdicts take."""
    if isinstance(column.dtype, pl.Enum):
        words = dict(enumerate(column.dtype.categories.to_list()))
        return [*map(words.get, column.to_physical().to_list())]
    values = column.to_list()
    if column.dtype in _REPEATED and column.name != "case" and column.null_count() < len(column):
        return [shared.setdefault(value, value) for value in values]
    return values


_REPEATED: Final = (pl.String, pl.Date)


def _known(facts: Sequence[pl.Series], shared: dict[object, object], *, denied: bool) -> Iterator[dict[str, object]]:
    """The facts of each row that are known; lists that hold nothing are not."""
    columns: dict[str, list[Any]] = {}
    for fact in facts:
        asked = fact.dtype == pl.Boolean and not denied
        if fact.null_count() == len(fact) or (asked and not fact.any()):
            continue
        values = _values(fact, shared)
        columns[fact.name] = [value or None for value in values] if asked or fact.dtype == pl.List else values
    if not columns:
        return repeat({}, len(facts[0]) if facts else 0)
    rows = zip(*columns.values(), strict=True)
    return ({n: v for n, v in zip(columns, row, strict=True) if v is not None} for row in rows)


def _sentences(part: pl.DataFrame, policy: Policy, language: str) -> list[_Said]:
    """Reasons and task of each row; rule by rule, so that only what its words name is read."""
    told: list[_Said] = [((), "")] * part.height
    numbers: dict[int, list[int]] = {}
    for number, rule_ix in enumerate(part["rule_ix"].to_list()):
        numbers.setdefault(rule_ix, []).append(number)
    for rule_ix, places in numbers.items():
        rule = policy.rules[rule_ix]
        reads = reads_of(rule, policy, language)
        rows = part[[c for c in part.columns if c in reads]]
        for number, row in zip(places, rows[places].iter_rows(named=True), strict=True):
            told[number] = because_of(row, rule, policy, language), task_of(row, rule, language)
    return told


def _verdict(row: tuple[Any, ...], policy: Policy, facts: Mapping[str, object], said: _Said) -> Verdict:
    """One row of `ROWS` as a value."""
    case, customer, order, milestone, as_of, action, kind, topic, level, until, then, rule_ix, held_by, *rest = row
    rule, (because, task), (next_review, needs_approval) = policy.rules[rule_ix], said, rest
    return Verdict(
        case,
        customer,
        order,
        milestone,
        as_of,
        action,
        kind,
        topic,
        level,
        until,
        then,
        rule.id,
        rule.step,
        tuple(held_by),
        because,
        task,
        facts,
        next_review,
        needs_approval,
        policy.name,
        policy.version,
    )
