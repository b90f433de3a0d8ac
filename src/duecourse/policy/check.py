"""Checks of a policy file that has its shape: names, sorts, placeholders, and what the reckoning needs; all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from duecourse.history.schema import PACED_KINDS
from duecourse.policy.merge import ONE_A_DAY
from duecourse.policy.model import ACTIONS, Gate, Policy, Rule
from duecourse.policy.numbers import is_column
from duecourse.policy.operands import operand_faults
from duecourse.policy.shape import Fault
from duecourse.policy.sql import compiled, conjuncts, did_you_mean, faults
from duecourse.policy.vocabulary import FACTS, GATE_FACTS, vocabulary

BRIEF_MAX: Final = 160
# The place of a rule is kept in one byte; each gate doubles the table of what may hold a contact.
RULES_MAX: Final = 250
GATES_MAX: Final = 14
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_INTERNAL: Final = ("own_fix", "escalate", "release")
_KINDS: Final = (*PACED_KINDS, "answer", "thanks")
_COUNTED: Final = frozenset(f.name for f in FACTS if f.sort in {"count", "days"})

_Text = tuple[Fault, str, str, type[pl.DataType]]
_Known = Mapping[str, pl.DataType]


def policy_faults(policy: Policy, file: str) -> list[Fault]:
    """Names, sorts, actions and placeholders of the rules and gates that come from one file."""
    numbers = {n.name: pl.Float64() for n in policy.numbers.values() if n.scope == "case"}
    facts: _Known = {**numbers, **vocabulary()}
    gate_facts = {**facts, **GATE_FACTS}
    found: list[Fault] = []
    texts: list[_Text] = []
    parts: tuple[Rule | Gate, ...] = (*policy.rules, *policy.gates)
    for part in parts:
        if part.file == file:
            known = facts if isinstance(part, Rule) else gate_facts
            asked = list(_texts(part))
            wrong = [f for text in asked for f in _text_faults(text, known)]
            texts += [] if wrong else asked
            found += wrong + (
                _rule_faults(part, known) if isinstance(part, Rule) else _gate_faults(part, policy, known)
            )
    return found + _type_faults(texts, gate_facts) + _limits(policy, file)


def _limits(policy: Policy, file: str) -> list[Fault]:
    place = Fault(file, 0, policy.name, "")
    found = []
    if not policy.rules or policy.rules[-1].when != "true":
        found.append(place.saying('must end with a rule whose `when` is "true", so that every case has a verdict'))
    for what, parts, most in (("rules", policy.rules, RULES_MAX), ("gates", policy.gates, GATES_MAX)):
        if len(parts) > most:
            found.append(place.saying(f"has {len(parts)} {what}, {most} are allowed"))
    return found


def root_faults(policy: Policy, needed: Policy, file: str) -> list[Fault]:
    """What a policy without a parent must bring, since the reckoning reads it by name."""
    place = Fault(file, 0, policy.name, "")
    lacking = {
        "numbers": [n for n in needed.numbers if n not in policy.numbers],
        "waits": [w for w in needed.waits if w not in policy.waits],
        "gates": [ONE_A_DAY] if not any(_keeps_one_a_day(g, needed) for g in policy.gates) else [],
    }
    return [
        place.saying(f"extends no preset and lacks {what} that the reckoning needs: {', '.join(those)}")
        for what, those in lacking.items()
        if those
    ]


def _keeps_one_a_day(gate: Gate, needed: Policy) -> bool:
    """Whether it is the gate that no policy can change: one contact per customer and day."""
    real = next(g for g in needed.gates if g.id == ONE_A_DAY)
    return (gate.id, gate.fails, gate.free, set(gate.kinds)) == (real.id, real.fails, real.free, set(real.kinds))


def _texts(part: Rule | Gate) -> Iterable[_Text]:
    """Every text that the compiler will see, with its place and the type it must give."""
    if isinstance(part, Rule):
        texts = (("when", part.when, pl.Boolean), ("until", part.until, pl.Date))
        place = Fault(part.file, part.line, part.key, "")
    else:
        texts = (("fails", part.fails, pl.Boolean), ("free", part.free, pl.Date))
        place = Fault(part.file, part.line, part.id, "")
    for name, text, wanted in texts:
        if text or wanted is pl.Boolean:
            yield place, name, text, wanted


def _text_faults(text: _Text, known: _Known) -> list[Fault]:
    place, part, sql, wanted = text
    wrong = faults(sql, known, "when" if wanted is pl.Boolean else "date") or operand_faults(sql, known)
    return [place.saying(w, part) for w in wrong]


def _rule_faults(rule: Rule, known: _Known) -> list[Fault]:
    place = Fault(rule.file, rule.line, rule.key, "")
    found = []
    if rule.do not in ACTIONS:
        found.append(place.saying(f"is {rule.do!r}, which is no action{did_you_mean(rule.do, ACTIONS)}", "do"))
    if rule.do in _INTERNAL and not rule.task:
        found.append(place.saying("is missing; an internal action says what is to be done", "task"))
    missing = [p for p in ("open_account", "delivered") if p not in conjuncts(rule.when)]
    if rule.do == "dunning" and missing:
        lacks = " and ".join(missing)
        found.append(place.saying(f"lacks `and {lacks}`; only a delivered invoice is ever dunned", "when"))
    found += _taken_faults(place, "kind", rule.kind, known) + _taken_faults(place, "topic", rule.topic, known)
    found += _level_faults(place, rule.level)
    texts = {"because": rule.because, "task": rule.task}
    return found + [f for part, text in texts.items() for f in _placeholder_faults(place, part, text, known)]


def _gate_faults(gate: Gate, policy: Policy, known: _Known) -> list[Fault]:
    place = Fault(gate.file, gate.line, gate.id, "")
    found = [
        place.saying(f"names {k!r}, which is no kind of contact{did_you_mean(k, _KINDS)}", "kinds")
        for k in gate.kinds
        if k not in _KINDS
    ]
    if is_column(gate.id) or gate.id in policy.numbers:
        found.append(place.saying("is the name of a fact, a number or a column already", "id"))
    return found + _placeholder_faults(place, "because", gate.because, known)


def _type_faults(texts: list[_Text], known: _Known) -> list[Fault]:
    """What a dry run on an empty typed frame says: all texts in one pass, one by one only if that fails."""
    if not texts:
        return []
    empty = pl.DataFrame(schema=dict(known))
    try:
        schema = empty.select(compiled(t).alias(str(i)) for i, (_, _, t, _) in enumerate(texts)).schema
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return [f for text in texts for f in _dry_run(text, empty)]
    return [f for i, text in enumerate(texts) for f in _wrong_type(text, schema[str(i)])]


def _wrong_type(text: _Text, got: pl.DataType) -> list[Fault]:
    place, part, _, wanted = text
    return [] if got == wanted else [place.saying(f"gives {got}, but {wanted.__name__} was expected", part)]


def _dry_run(text: _Text, empty: pl.DataFrame) -> list[Fault]:
    place, part, sql, _ = text
    try:
        got = empty.select(x=compiled(sql)).schema["x"]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        return [place.saying(f"cannot be read: {_brief(error)}", part)]
    return _wrong_type(text, got)


def _brief(error: BaseException) -> str:
    """The first words of what the compiler says; the rest would be a page of column names."""
    text = str(error).splitlines()[0].split("; valid")[0]
    return text if len(text) <= BRIEF_MAX else text[:BRIEF_MAX].rsplit(" ", 1)[0] + "…"


def _taken_faults(place: Fault, part: str, value: str, known: _Known) -> list[Fault]:
    """A word, or a fact in braces that holds one."""
    if "{" not in value:
        return []
    name = value.strip("{}")
    if value != f"{{{name}}}" or name not in known:
        return [place.saying(f"takes {name!r}, which is no fact{did_you_mean(name, known)}", part)]
    return [] if known[name] == pl.String else [place.saying(f"takes {name!r}, which is no word", part)]


def _level_faults(place: Fault, level: str) -> list[Fault]:
    """A level is read from a fact that counts."""
    if not level or (level == f"{{{level[1:-1]}}}" and level[1:-1] in _COUNTED):
        return []
    hint = did_you_mean(level.strip("{}"), tuple(_COUNTED))
    return [
        place.saying(f"is {level!r}, but a fact that counts was expected, such as '{{dunning_level}}'{hint}", "level")
    ]


def _placeholder_faults(place: Fault, part: str, texts: Mapping[str, str], known: _Known) -> list[Fault]:
    used: Iterable[tuple[str, str]] = ((x, n) for x, text in texts.items() for n in _PLACEHOLDER.findall(text))
    return [
        place.saying(f"has a place {{{n}}} ({x}) that is no fact{did_you_mean(n, known)}", part)
        for x, n in used
        if n not in known
    ]
