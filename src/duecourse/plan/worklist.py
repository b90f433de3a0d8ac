"""Verdicts become the lists of a day: contact, fix our side, wait; one message for each customer, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from duecourse.decide.verdict import Verdict
from duecourse.plan.tally import Tally
from duecourse.policy.model import CONTACT_ACTIONS, CONVERSATION_ACTIONS

RANK: Final = {
    "en": "answers first, then by pay-by date and amount",
    "zh": "先回复提问，再按付款期限与金额",
}
"""The order of contact and fix, in words. Amounts are compared within one currency only."""

FEED_GATE: Final = "G9"
FEED_TASK: Final = {"en": "Load the bank feed", "zh": "导入银行流水"}
FIX_RULE: Final = "R08"

KNOWN_FACTS: Final = (
    "under_control",
    "promise_live",
    "claim_waiting",
    "held",
    "lc_at_bank",
    "dispute_open",
    "question_open",
    "earlier_unpaid",
    "paid",
)
"""Why nothing need be asked now: an explanation, a promise, a person's decision, or a turn that is not theirs."""

KNOWN_RULES: Final = frozenset({"R03", "R06w", "R10", "R11", "R15"})
LISTED: Final = (
    "country", "slack_days", "past_due_days", "amount_minor", "currency", "fix_open", "fix_what", "fix_due_on",
    *KNOWN_FACTS,
)  # fmt: skip
"""Facts that decide the list of a verdict and its place there."""

_Key: TypeAlias = tuple[Any, ...]
_Asked: TypeAlias = tuple[str, str, date | None]
CONTACTS: Final = frozenset({*CONTACT_ACTIONS, *CONVERSATION_ACTIONS})
"""Actions of the list of contacts."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message to one customer (gate G8).

    Args:
        lead: The verdict that decides what the message is.
        also: Further payments of that customer that ride along in the same message.
        then: Paced contacts that wait because an answer or thanks goes first today.
    """

    lead: Verdict
    also: tuple[Verdict, ...] = ()
    then: tuple[Verdict, ...] = ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """All its verdicts, the lead first."""
        return (self.lead, *self.also, *self.then)

    @property
    def needs_approval(self) -> bool:
        """The manager approves before it goes."""
        return any(v.needs_approval for v in (self.lead, *self.also))


@dataclass(frozen=True, slots=True)
class Task:
    """One thing of ours to do.

    Args:
        what: As an instruction.
        rule: Rule or gate that asks for it.
        due_on: Its due day; None for today.
        verdicts: Payments that wait for it, the most pressing first.
    """

    what: str
    rule: str
    due_on: date | None
    verdicts: tuple[Verdict, ...]

    @property
    def lead(self) -> Verdict:
        """The most pressing payment that waits for it."""
        return self.verdicts[0]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One payment that rests until `look_on`; `known` says whether we know why (●) or not yet (○)."""

    verdict: Verdict
    look_on: date | None
    known: bool


@dataclass(frozen=True, slots=True)
class Worklist:
    """The lists of one day.

    Args:
        contact: Messages, one per customer, in the order of `RANK`.
        fix: Things of ours to do, in the order of `RANK`.
        wait: Everything else that is open, by the day of the next look.
        rest: Finished: nothing to do.
        tally: Counts, where `contact` and `wait` hold only what a page shows; None where they hold all.
    """

    contact: tuple[Item, ...]
    fix: tuple[Task, ...]
    wait: tuple[Waiting, ...]
    rest: tuple[Verdict, ...]
    tally: Tally | None = None


def worklist(verdicts: Iterable[Verdict], language: str = "en") -> Worklist:
    """The lists of a day; the same verdicts in any order give the same lists.

    Args:
        verdicts: All verdicts of one seller and day.
        language: Of the tasks: en or zh.
    """
    by_list: dict[str, list[Verdict]] = {"contact": [], "fix": [], "wait": [], "rest": []}
    asking: list[tuple[Verdict, list[_Asked]]] = []
    for verdict in verdicts:
        by_list[list_of(verdict)].append(verdict)
        if asked := list(_asked(verdict, language)):
            asking.append((verdict, asked))
    return Worklist(
        contact=tuple(sorted(map(_item, _by_customer(by_list["contact"])), key=item_rank)),
        fix=tuple(sorted(_tasks(asking), key=task_rank)),
        wait=tuple(sorted(map(_waiting, by_list["wait"]), key=_wait_rank)),
        rest=tuple(sorted(by_list["rest"], key=_urgency)),
    )


def list_of(verdict: Verdict) -> str:
    """The one list that a verdict belongs to: contact, fix, wait or rest."""
    action = verdict.action
    if action in {"wait", "none"}:
        return "wait" if action == "wait" else "rest"
    return "contact" if action in CONTACTS or (action == "escalate" and verdict.kind == "manager") else "fix"


def slack_of(verdict: Verdict) -> int | None:
    """Days to the true deadline: the pay-by date, or the due date of an invoice, negative when past.

    None if unknown, and for thanks: once the money is here, nothing presses.
    """
    if verdict.action == "thanks":
        return None
    past, slack = verdict.facts.get("past_due_days"), verdict.facts.get("slack_days")
    if isinstance(past, int):
        return -past
    return slack if isinstance(slack, int) else None


def amount_of(verdict: Verdict) -> tuple[str, int] | None:
    """Currency and minor units at stake; None if not recorded."""
    minor, currency = verdict.facts.get("amount_minor"), verdict.facts.get("currency")
    return (str(currency), minor) if isinstance(minor, int) and currency else None


def amounts_of(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """Minor units by currency, in the order of the verdicts; never a sum over currencies."""
    totals: dict[str, int] = {}
    for currency, minor in filter(None, map(amount_of, verdicts)):
        totals[currency] = totals.get(currency, 0) + minor
    return totals


def customer_of(verdict: Verdict) -> tuple[str, str]:
    """Who the customer is, as far as a verdict says: name and country."""
    return verdict.customer, str(verdict.facts.get("country") or "")


def _urgency(verdict: Verdict) -> _Key:
    """A total order: answers, then days, then the amount within its currency, then names."""
    slack, amount = slack_of(verdict), amount_of(verdict)
    kind = {"answer": 0, "thanks": 1}.get(verdict.action, 2)
    value = (0, amount[0], -amount[1]) if amount else (1, "", 0)
    return (kind, slack is None, slack or 0, *value, *_name(verdict))


def _name(verdict: Verdict) -> _Key:
    return (*customer_of(verdict), verdict.order, verdict.milestone, verdict.case, verdict.rule, verdict.step)


def _by_customer(verdicts: list[Verdict]) -> Iterator[list[Verdict]]:
    """Groups of one customer each, inside by urgency."""
    groups: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(customer_of(verdict), []).append(verdict)
    return (sorted(groups[customer], key=_urgency) for customer in groups)


def _item(verdicts: list[Verdict]) -> Item:
    """An answer leads and paced contacts wait for their turn; else the payment with the least slack leads."""
    lead, *others = verdicts
    talk = [v for v in others if v.action in CONVERSATION_ACTIONS]
    paced = [v for v in others if v.action not in CONVERSATION_ACTIONS]
    if lead.action in CONVERSATION_ACTIONS:
        return Item(lead, tuple(talk), tuple(paced))
    return Item(lead, tuple(others))


def item_rank(item: Item) -> _Key:
    """Where a message stands in its list: a total order."""
    return _value_rank(item.lead, item.verdicts, later=item.lead.action != "answer")


def task_rank(task: Task) -> _Key:
    """Where a task stands in its list: a total order."""
    return (*_value_rank(task.lead, task.verdicts, later=False), task.rule, task.what)


def _value_rank(lead: Verdict, verdicts: tuple[Verdict, ...], *, later: bool) -> _Key:
    """Days of the lead, then what all of them are worth in the lead's currency, then names: a total order."""
    slack, amount = slack_of(lead), amount_of(lead)
    value = (0, amount[0], -amounts_of(verdicts)[amount[0]]) if amount else (1, "", 0)
    return (later, slack is None, slack or 0, *value, *_name(lead))


def _tasks(asking: list[tuple[Verdict, list[_Asked]]]) -> Iterator[Task]:
    """Tasks of the verdicts, open fixes whatever the verdict, and the bank feed; the same task of a customer once."""
    asked: dict[_Key, list[tuple[Verdict, date | None]]] = {}
    for verdict, things in sorted(asking, key=lambda a: _urgency(a[0])[1:]):
        for rule, what, due_on in things:
            whose = ("", "") if rule == FEED_GATE else customer_of(verdict)
            asked.setdefault((rule, what, whose), []).append((verdict, due_on))
    for (rule, what, _), rows in asked.items():
        due = [d for _, d in rows if d]
        yield Task(what, rule, min(due, default=None), tuple(v for v, _ in rows))


def _asked(verdict: Verdict, language: str) -> Iterator[_Asked]:
    """Rule, task and due day of everything that a verdict asks of us."""
    fix_what = verdict.facts.get("fix_what") if verdict.facts.get("fix_open") else None
    if list_of(verdict) == "fix" and not (verdict.rule == FIX_RULE and fix_what):
        yield verdict.rule, verdict.task or verdict.because[0], verdict.until if verdict.action == "own_fix" else None
    if fix_what:
        due_on: Any = verdict.facts.get("fix_due_on")
        yield FIX_RULE, str(fix_what), due_on
    if FEED_GATE in verdict.gates:
        yield FEED_GATE, FEED_TASK[language], None


def _waiting(verdict: Verdict) -> Waiting:
    known = verdict.rule in KNOWN_RULES or any(map(verdict.facts.get, KNOWN_FACTS))
    return Waiting(verdict, verdict.until or verdict.next_review, known)


def _wait_rank(waiting: Waiting) -> _Key:
    return (waiting.look_on or date.max, *_name(waiting.verdict))
