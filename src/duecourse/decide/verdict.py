"""One verdict as a value: what is said, why, what it saw, and when we look again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from duecourse.decide.words import because_of, task_of
from duecourse.history.history import History
from duecourse.policy.model import Policy, Rule
from duecourse.policy.vocabulary import FACTS

_FACTS = [f.name for f in FACTS]


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


def verdicts(judged: pl.DataFrame, history: History, policy: Policy, language: str = "en") -> Iterator[Verdict]:
    """Verdict values of judged rows, in their order.

    Args:
        judged: Rows of `judge.judge`, or some of them.
        history: The history that was judged, for names and numbers.
        language: Of the sentences: en or zh.
    """
    names, numbers = history["customers"]["name"], history["orders"]["number"]
    for row in judged.iter_rows(named=True):
        rule = policy.rules[row["rule_ix"]]
        yield _verdict(row, rule, policy, language, names[row["customer_ix"]], numbers[row["order_ix"]])


def _verdict(row: dict[str, object], rule: Rule, policy: Policy, language: str, customer: str, order: str) -> Verdict:
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
        because=because_of(row, rule, policy, language),
        task=task_of(row, rule, language),
        facts={n: row[n] for n in _FACTS if row[n] is not None and row[n] != []},
        next_review=row["next_review"],  # type: ignore[arg-type]
        needs_approval=bool(row["needs_approval"]),
        policy=policy.name,
        policy_version=policy.version,
    )
