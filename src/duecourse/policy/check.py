"""Checks of a policy file: shape first, then names, types, placeholders and dates; all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

import polars as pl

from duecourse.errors import DuecourseError
from duecourse.history.schema import LC_STAGES, MILESTONE_KINDS, PACED_KINDS, REASONS, RELATIONSHIPS
from duecourse.policy.model import ACTIONS, CLOCKS, SCOPES, STARTS, Gate, Policy, Rule
from duecourse.policy.sql import KEYWORDS, compiled, did_you_mean, faults, tokens
from duecourse.policy.vocabulary import GATE_FACTS, vocabulary

_TOP: Final = (
    "name",
    "version",
    "title",
    "extends",
    "numbers",
    "waits",
    "rule",
    "gate",
    "drop",
    "relationship",
    "customer",
    "order",
)
_RULE: Final = (
    "id",
    "step",
    "when",
    "do",
    "kind",
    "topic",
    "level",
    "until",
    "task",
    "by",
    "title",
    "because",
    "source",
    "before",
)
_RULE_NEEDS: Final = ("id", "when", "do", "title", "because", "source")
_GATE: Final = ("id", "kinds", "fails", "free", "title", "because", "source")
_NUMBER: Final = ("value", "unit", "source", "title", "scope", "assumption", "valid_from")
BRIEF_MAX: Final = 160
_LANGUAGES: Final = ("en", "zh")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_INTERNAL: Final = ("own_fix", "escalate", "release")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "reason": REASONS,
    "lc_stage": LC_STAGES,
    "kind": MILESTONE_KINDS,
    "relationship": RELATIONSHIPS,
    "ball": ("ours", "bank", "theirs", "nobody"),
    "stage": ("confirming", "only_payment_left", "paid", "closed"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a policy file: where it stands and what is wrong, in words."""

    file: str
    line: int
    rule: str
    what: str
    part: str = ""

    def error(self) -> DuecourseError:
        """The same as an error to print."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        part = f" `{self.part}`" if self.part else ""
        return DuecourseError(f"{self.rule}:{part} {self.what}", where=place, fix="Correct it and check again.")


def shape_faults(raw: Mapping[str, Any], lines: Mapping[str, list[int]], file: str) -> list[Fault]:
    """Missing and unknown keys and values of the wrong sort, before anything is built."""
    found = [Fault(file, 0, "policy", f"lacks {k!r}") for k in ("name", "version", "title") if k not in raw]
    found += [
        Fault(file, _line(lines, k), "policy", f"has {k!r}, which no policy knows{did_you_mean(k, _TOP)}")
        for k in raw
        if k not in _TOP
    ]
    for sort, known, needed in (("rule", _RULE, _RULE_NEEDS), ("gate", _GATE, _GATE)):
        for row, line in zip(raw.get(sort, ()), lines[sort], strict=False):
            found += _row_faults(row, known, needed, Fault(file, line, str(row.get("id", sort)), ""))
    for name, row in raw.get("numbers", {}).items():
        found += _number_faults(row, Fault(file, _line(lines, name), name, ""))
    for name, row in raw.get("waits", {}).items():
        found += _wait_faults(name, row, Fault(file, _line(lines, name), name, ""))
    return found


def _line(lines: Mapping[str, list[int]], name: str) -> int:
    return lines[name][0] if lines.get(name) else 0


def _at(place: Fault, what: str, part: str = "") -> Fault:
    return Fault(place.file, place.line, place.rule, what, part)


def _row_faults(row: Mapping[str, Any], known: tuple[str, ...], needed: tuple[str, ...], place: Fault) -> list[Fault]:
    found = [_at(place, "is missing", k) for k in needed if k not in row]
    found += [_at(place, f"is not known{did_you_mean(k, known)}", k) for k in row if k not in known]
    for key in ("title", "because", "task"):
        value = row.get(key, dict.fromkeys(_LANGUAGES, ""))
        missing = _LANGUAGES if not isinstance(value, dict) else [x for x in _LANGUAGES if x not in value]
        found += [_at(place, f"has no text in {language!r}", key) for language in missing]
    texts = [k for k in row if k in known and k not in {"title", "because", "task", "kinds"}]
    return found + [_at(place, "is not text", k) for k in texts if not isinstance(row[k], str)]


def _number_faults(row: Any, place: Fault) -> list[Fault]:
    value = row.get("value") if isinstance(row, dict) else row
    found = []
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e9:
        found.append(_at(place, f"holds {value!r}, but a number was expected"))
    if not isinstance(row, dict):
        return found
    found += [_at(place, f"is not known{did_you_mean(k, _NUMBER)}", k) for k in row if k not in _NUMBER]
    if "scope" in row and row["scope"] not in SCOPES:
        found.append(_at(place, f"holds {row['scope']!r}, but one of {', '.join(SCOPES)} was expected", "scope"))
    if "valid_from" in row and not isinstance(row["valid_from"], date):
        found.append(_at(place, f"holds {row['valid_from']!r}, but a date like 2026-01-01 was expected", "valid_from"))
    return found


def _wait_faults(name: str, row: Any, place: Fault) -> list[Fault]:
    if not isinstance(row, dict) or set(row) != {"days", "clock", "from"}:
        return [_at(place, "needs `days`, `clock` and `from`")]
    known = (*REASONS, "sample_arrived")
    found = [] if name in known else [_at(place, f"is no reason{did_you_mean(name, known)}")]
    if not isinstance(row["days"], int) or not 1 <= row["days"] <= 365:
        found.append(_at(place, f"holds {row['days']!r}, but 1 to 365 days were expected", "days"))
    for key, allowed in (("clock", CLOCKS), ("from", STARTS)):
        if row[key] not in allowed:
            found.append(_at(place, f"holds {row[key]!r}, but one of {', '.join(allowed)} was expected", key))
    return found


def policy_faults(policy: Policy) -> list[Fault]:
    """Names, types, actions and placeholders of a policy that has the right shape."""
    numbers = {n.name: pl.Float64() for n in policy.numbers.values() if n.scope == "case"}
    known: dict[str, pl.DataType] = {**vocabulary(), **numbers}
    found = [f for r in policy.rules for f in _rule_faults(r, known)]
    found += [f for g in policy.gates for f in _gate_faults(g, {**known, **GATE_FACTS})]
    found += _type_faults(policy, {**known, **GATE_FACTS}) if not found else []
    found += _override_faults(policy)
    keys = [r.key for r in policy.rules]
    found += [Fault("", 0, k, "stands twice") for k in dict.fromkeys(keys) if keys.count(k) > 1]
    if not policy.rules or policy.rules[-1].when != "true":
        found.append(
            Fault("", 0, policy.name, 'must end with a rule whose `when` is "true", so that every case has a verdict')
        )
    return found


def _rule_faults(rule: Rule, known: Mapping[str, pl.DataType]) -> list[Fault]:
    place = Fault(rule.file, rule.line, rule.key, "")
    found = [_at(place, w, "when") for w in faults(rule.when, known, "when")]
    found += [_at(place, w, "when") for w in _literal_faults(rule.when)]
    if rule.until:
        found += [_at(place, w, "until") for w in faults(rule.until, known, "date")]
    if rule.do not in ACTIONS:
        found.append(_at(place, f"is {rule.do!r}, which is no action{did_you_mean(rule.do, ACTIONS)}", "do"))
    if rule.do in _INTERNAL and not rule.task:
        found.append(_at(place, "is missing; an internal action says what is to be done", "task"))
    for part in ("kind", "topic", "level"):
        found += _reference_faults(place, part, getattr(rule, part), known)
    texts = {"because": rule.because, "task": rule.task}
    return found + [f for part, text in texts.items() for f in _placeholder_faults(place, part, text, known)]


def _gate_faults(gate: Gate, known: Mapping[str, pl.DataType]) -> list[Fault]:
    place = Fault(gate.file, gate.line, gate.id, "")
    found = [_at(place, w, "fails") for w in faults(gate.fails, known, "when")]
    if gate.free:
        found += [_at(place, w, "free") for w in faults(gate.free, known, "date")]
    kinds = (*PACED_KINDS, "answer", "thanks")
    found += [
        _at(place, f"names {k!r}, which is no kind of contact{did_you_mean(k, kinds)}", "kinds")
        for k in gate.kinds
        if k not in kinds
    ]
    return found + _placeholder_faults(place, "because", gate.because, known)


def _type_faults(policy: Policy, known: Mapping[str, pl.DataType]) -> list[Fault]:
    """What a dry run on an empty typed frame says: all texts in one pass, one by one only if that fails."""
    empty = pl.DataFrame(schema=dict(known))
    texts = list(_texts(policy))
    try:
        schema = empty.select(compiled(t).alias(str(i)) for i, (_, _, t, _) in enumerate(texts)).schema
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return [f for place, part, text, wanted in texts for f in _dry_run(place, part, text, wanted, empty)]
    return [
        _at(place, f"gives {schema[str(i)]}, but {wanted.__name__} was expected", part)
        for i, (place, part, _, wanted) in enumerate(texts)
        if schema[str(i)] != wanted
    ]


_Text = tuple[Fault, str, str, type[pl.DataType]]


def _texts(policy: Policy) -> Iterable[_Text]:
    """Every text that the compiler will see, with its place and the type it must give."""
    for rule in policy.rules:
        place = Fault(rule.file, rule.line, rule.key, "")
        yield place, "when", rule.when, pl.Boolean
        if rule.until:
            yield place, "until", rule.until, pl.Date
    for gate in policy.gates:
        place = Fault(gate.file, gate.line, gate.id, "")
        yield place, "fails", gate.fails, pl.Boolean
        if gate.free:
            yield place, "free", gate.free, pl.Date


def _dry_run(place: Fault, part: str, text: str, wanted: type[pl.DataType], empty: pl.DataFrame) -> list[Fault]:
    try:
        got = empty.select(x=compiled(text)).schema["x"]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        return [_at(place, f"cannot be read: {_brief(error)}", part)]
    return [] if got == wanted else [_at(place, f"gives {got}, but {wanted.__name__} was expected", part)]


def _brief(error: BaseException) -> str:
    """The first words of what the compiler says; the rest would be a page of column names."""
    text = str(error).splitlines()[0].split("; valid")[0]
    return text if len(text) <= BRIEF_MAX else text[:BRIEF_MAX].rsplit(" ", 1)[0] + "…"


def _literal_faults(text: str) -> list[str]:
    """A word in quotes that the fact before it can never hold."""
    wrong, last = [], ""
    for token in tokens(text):
        if token.sort == "word" and token.text.upper() not in KEYWORDS:
            last = token.text if token.text in _CHOICES else ""
        if token.sort == "text" and last and token.text.strip("'") not in _CHOICES[last]:
            word = token.text.strip("'")
            wrong.append(f"compares {last} with {word!r}, which it never is{did_you_mean(word, _CHOICES[last])}")
    return wrong


def _reference_faults(place: Fault, part: str, value: str, known: Mapping[str, pl.DataType]) -> list[Fault]:
    name = value.strip("{}")
    if value.startswith("{") and name not in known:
        return [_at(place, f"takes {name!r}, which is no fact{did_you_mean(name, known)}", part)]
    return []


def _placeholder_faults(
    place: Fault, part: str, texts: Mapping[str, str], known: Mapping[str, pl.DataType]
) -> list[Fault]:
    used: Iterable[tuple[str, str]] = ((x, n) for x, text in texts.items() for n in _PLACEHOLDER.findall(text))
    return [
        _at(place, f"has a place {{{n}}} ({x}) that is no fact{did_you_mean(n, known)}", part)
        for x, n in used
        if n not in known
    ]


def _override_faults(policy: Policy) -> list[Fault]:
    found = []
    for override in policy.overrides:
        place = Fault(policy.name, 0, f"{override.by}.{override.key}", "")
        if override.by == "relationship" and override.key not in RELATIONSHIPS:
            found.append(_at(place, f"is no relationship; one of {', '.join(RELATIONSHIPS)} was expected"))
        for name in override.numbers:
            if name not in policy.numbers:
                found.append(_at(place, f"sets {name!r}, which is no number{did_you_mean(name, policy.numbers)}"))
            elif policy.numbers[name].scope == "policy":
                found.append(_at(place, f"sets {name!r}, which is one for the whole policy"))
    return found


assert set(_RULE) - {"before"} | {"line", "file"} == {f.name for f in fields(Rule)}
