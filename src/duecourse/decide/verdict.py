"""One verdict as a value: what is said, why, what it saw, and when we look again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Final, TypeAlias

import polars as pl

from duecourse.decide.words import because_of, reads_of, task_of
from duecourse.history.history import History
from duecourse.policy.model import Policy
from duecourse.policy.vocabulary import FACTS

_FACTS: Final = tuple(f.name for f in FACTS)
_Said: TypeAlias = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Verdict:
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
        plain: dict[str, object] = {n: getattr(self, n) for n in self.__slots__}
        plain["facts"] = {k: _plain(v) for k, v in self.facts.items()}
        return {k: _plain(v) for k, v in plain.items()}


def _plain(value: object) -> object:
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
    sentences: bool = True,
) -> Iterator[Verdict]:
    """Verdict values of judged rows, in their order.

    Args:
        judged: Rows of `judge.judge`, or some of them.
        history: The history that was judged, for names and numbers.
        language: Of the sentences: en or zh.
        facts: Those that a verdict keeps; a day's lists need few, and all of them take most of the time.
        sentences: Whether `because` and `task` are filled; they are empty otherwise.
    """
    customers, orders = history["customers"]["name"], history["orders"]["number"]
    for part in judged.iter_slices(_SLICE):
        names = customers.gather(part["customer_ix"]).to_list(), orders.gather(part["order_ix"]).to_list()
        told: Iterable[_Said] = _sentences(part, policy, language) if sentences else repeat(((), ""))
        rows = part[list(dict.fromkeys((*ROWS, *facts)))].iter_rows(named=True)
        for row, customer, order, said in zip(rows, *names, told, strict=False):
            yield _verdict(row, policy, facts, (customer, order), said)


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


def _verdict(
    row: dict[str, object], policy: Policy, facts: Sequence[str], names: tuple[str, str], said: _Said
) -> Verdict:
    rule = policy.rules[row["rule_ix"]]  # type: ignore[call-overload]
    (customer, order), (because, task) = names, said
    return Verdict(
        case=str(row["case"]),
        customer=customer,
        order=order,
        milestone=str(row["kind"]),
        as_of=row["as_of"],  # type: ignore[arg-type]
        action=str(row["action"]),
        kind=row["what"],  # type: ignore[arg-type]
        topic=row["topic"],  # type: ignore[arg-type]
        level=row["level"],  # type: ignore[arg-type]
        until=row["until"],  # type: ignore[arg-type]
        then=row["then"],  # type: ignore[arg-type]
        rule=rule.id,
        step=rule.step,
        gates=tuple(row["held_by"]),  # type: ignore[arg-type]
        because=because,
        task=task,
        facts={n: v for n in facts if (v := row[n]) is not None and v != []},
        next_review=row["next_review"],  # type: ignore[arg-type]
        needs_approval=bool(row["needs_approval"]),
        policy=policy.name,
        policy_version=policy.version,
    )
