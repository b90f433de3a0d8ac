"""The policy: numbers, rules and gates as values; how they are read from files is `load`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

Text: TypeAlias = Mapping[str, str]

ACTIONS: Final = (
    "wait",
    "answer",
    "own_fix",
    "useful",
    "soft",
    "ask",
    "notice",
    "call",
    "escalate",
    "release",
    "dunning",
    "close",
    "thanks",
    "none",
)
CONTACT_ACTIONS: Final = ("useful", "soft", "ask", "notice", "call", "dunning", "close")
CONVERSATION_ACTIONS: Final = ("answer", "thanks")
SCOPES: Final = ("case", "policy")
CLOCKS: Final = ("calendar", "working", "banking")
STARTS: Final = ("message", "ours_went", "arrival", "return")
OVERRIDES: Final = ("relationship", "customer", "order")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the policy.

    Args:
        name: Snake case; the word rules use.
        value: Its value in `unit`.
        unit: Calendar days, banking days, factor, ...
        source: Where it comes from.
        title: What it means, in words, by language.
        scope: `case` numbers may differ by relationship, customer and order; `policy` numbers are one for all.
        assumption: True if nothing but our judgement stands behind it.
        valid_from: First day it applies; None: always. A dated number is a legal one.
    """

    name: str
    value: float
    unit: str
    source: str
    title: Text = field(default_factory=dict)
    scope: Literal["case", "policy"] = "case"
    assumption: bool = False
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the rule table; the first whose `when` is true decides.

    Args:
        id: Number of the method, such as R13; several steps may share it.
        step: Which part of the rule, empty if it has one part; `key` is unique.
        when: SQL predicate over facts and numbers; unknown matches nothing.
        do: Action.
        kind: Useful kind or contact kind; `{fact}` takes it from a fact.
        topic: Topic of the contact.
        level: Dunning level, `{fact}`.
        until: SQL date over facts; empty for none.
        task: For internal actions, what is to be done, by language, with placeholders.
        title: What the rule says, by language.
        because: The reason, by language, with placeholders in braces.
        source: Sentence of the articles or section of the method.
        line: Line in the file, for errors.
        file: Name of the file.
    """

    id: str
    step: str
    when: str
    do: str
    title: Text
    because: Text
    source: str
    kind: str = ""
    topic: str = ""
    level: str = ""
    until: str = ""
    task: Text = field(default_factory=dict)
    by: str = ""
    line: int = 0
    file: str = ""

    @property
    def key(self) -> str:
        """Id and step, unique in a policy: R03.answered."""
        return f"{self.id}.{self.step}" if self.step else self.id

    @property
    def contact(self) -> str:
        """Kind of touch that the rule proposes, as the gates know it; empty for internal actions and waits."""
        if self.do in CONTACT_ACTIONS or self.do in CONVERSATION_ACTIONS:
            return self.do
        return "manager" if self.do == "escalate" and self.kind == "manager" else ""


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition that can hold a contact.

    Args:
        id: G1 and so on.
        kinds: Kinds of contact it may hold.
        fails: SQL predicate over facts and gate facts.
        free: SQL date: first day on which it no longer fails; empty for a gate that only asks the calendar.
        title: What it keeps, by language.
        because: Why it holds today, by language, with placeholders.
        source: Where it comes from.
    """

    id: str
    kinds: tuple[str, ...]
    fails: str
    free: str
    title: Text
    because: Text
    source: str
    line: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a reason usually takes: days on a clock, from a start."""

    reason: str
    days: int
    clock: str
    start: str


@dataclass(frozen=True, slots=True)
class Override:
    """Numbers that differ for some cases: `by` relationship, customer or order, and its key."""

    by: str
    key: str
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that decides, as data.

    Args:
        name: Name of the preset or file.
        version: Counted up by whoever edits the file; kept with every verdict.
        numbers: By name.
        rules: In order; the first that matches decides.
        gates: In order.
        waits: Usual wait by reason.
        overrides: From the weakest to the strongest: relationship, customer, order.
    """

    name: str
    version: int
    title: Text
    numbers: Mapping[str, Number]
    rules: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    waits: Mapping[str, Wait]
    overrides: tuple[Override, ...] = ()

    def value(self, name: str) -> float:
        """Value of a number without overrides."""
        return self.numbers[name].value

    def rule(self, key: str) -> Rule:
        """The rule of that key."""
        return next(r for r in self.rules if r.key == key)
