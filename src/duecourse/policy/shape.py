"""The shape of a policy file: its parts and their sorts. A part of the wrong shape is told and left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any, Final

from duecourse.errors import DuecourseError
from duecourse.history.schema import REASONS
from duecourse.policy.lines import Lines
from duecourse.policy.model import CLOCKS, OVERRIDES, SCOPES, STARTS, Rule
from duecourse.policy.sql import did_you_mean

Raw = dict[str, Any]

_TOP: Final = ("name", "version", "title", "extends", "numbers", "waits", "rule", "gate", "drop", *OVERRIDES)
_TEXTS: Final = ("title", "because", "task")
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
_KNOWN: Final = {"rule": set(_RULE), "gate": set(_GATE)}
_LANGUAGES: Final = ("en", "zh")
NUMBER_MAX: Final = 1e9
# What takes the place of a part that is told as a fault, so that the others are looked at in the same pass.
_STAND_IN: Final[Raw] = {
    "when": "true",
    "do": "none",
    "title": {},
    "because": {},
    "task": {},
    "source": "",
    "kinds": [],
    "fails": "false",
    "free": "as_of",
}
_NO_TEXT: Final = re.compile(r"\s*")


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

    def saying(self, what: str, part: str = "") -> Fault:
        """Another fault at the same place."""
        return replace(self, what=what, part=part)


def shaped(raw: Raw, lines: Lines, file: str) -> tuple[Raw, list[Fault]]:
    """The parts of a file that have the right shape, and a fault for each that has not.

    Returns:
        A copy with every part that `merge` reads: rows with all their texts, tables of numbers, lists of names.
    """
    place = Fault(file, 0, "policy", "")
    found = [place.saying(f"lacks {k!r}") for k in ("name", "version", "title") if k not in raw]
    for key in raw:
        if key not in _TOP:
            here = replace(place, line=lines.at(key))
            found.append(here.saying(f"has {key!r}, which no policy knows{did_you_mean(key, _TOP)}"))
    made = _head(raw, lines, place, found)
    for sort, known, needed in (("rule", _RULE, _RULE_NEEDS), ("gate", _GATE, _GATE)):
        made[sort] = _rows(raw, sort, lines, file, partial(_row_faults, known=known, needed=needed), found)
    for table, faults in (("numbers", _number_faults), ("waits", _wait_faults)):
        made[table] = _entries(raw, (table,), lines, file, faults, found)
    for by in OVERRIDES:
        keys = _table(raw.get(by, {}), Fault(file, lines.at(by), by, ""), found)
        made[by] = {k: _entries(keys, (by, k), lines, file, value_faults, found) for k in keys}
    return made, found


def _head(raw: Raw, lines: Lines, place: Fault, found: list[Fault]) -> Raw:
    name, version, title, drop = (raw.get(k) for k in ("name", "version", "title", "drop"))
    if "name" in raw and not _is_text(name):
        found.append(replace(place, line=lines.at("name"), what="is no name", part="name"))
    whole = isinstance(version, int) and not isinstance(version, bool)
    if "version" in raw and not whole:
        found.append(
            replace(
                place, line=lines.at("version"), what=f"is {version!r}, but a whole number was expected", part="version"
            )
        )
    if "title" in raw:
        found += [replace(f, line=lines.at("title")) for f in _text_faults(title, "title", place)]
    if "drop" in raw and not _is_texts(drop):
        found.append(replace(place, line=lines.at("drop"), what='is no list like ["R28"]', part="drop"))
    return {
        "name": str(name),
        "version": version if whole else 0,
        "title": title if isinstance(title, dict) else {},
        "drop": drop if _is_texts(drop) else [],
    }


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not _NO_TEXT.fullmatch(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) for x in value)


def _table(value: Any, place: Fault, found: list[Fault]) -> Raw:
    if isinstance(value, dict):
        return value
    found.append(place.saying(f"is {value!r}, but a table was expected"))
    return {}


_Check = Callable[[Any, Fault], list[Fault]]


def _rows(raw: Raw, sort: str, lines: Lines, file: str, check: _Check, found: list[Fault]) -> list[Raw]:
    """The tables of a list such as `[[rule]]`, each with its line."""
    rows = raw.get(sort, [])
    if not isinstance(rows, list):
        found.append(Fault(file, lines.at(sort), sort, f"is no list; write [[{sort}]]"))
        return []
    made = []
    for n, row in enumerate(rows):
        place = Fault(file, lines.at(sort, n), sort, "")
        if not isinstance(row, dict):
            found.append(place.saying(f"is {row!r}, but a table was expected"))
            continue
        faults = check(row, replace(place, rule=str(row.get("id", sort))))
        found += faults
        if _is_text(row.get("id")):
            made.append({**_mended(row, {f.part for f in faults}, _KNOWN[sort]), "line": place.line})
    return made


def _mended(row: Raw, bad: set[str], known: set[str]) -> Raw:
    """The row with a stand-in for each part that is a fault."""
    kept = {k: v for k, v in row.items() if k not in bad}
    return kept | {k: v for k, v in _STAND_IN.items() if k in bad & known}


def _row_faults(row: Raw, place: Fault, *, known: tuple[str, ...], needed: tuple[str, ...]) -> list[Fault]:
    found = [place.saying("is missing", k) for k in needed if k not in row]
    found += [place.saying(f"is not known{did_you_mean(k, known)}", k) for k in row if k not in known]
    for key in _TEXTS:
        found += _text_faults(row[key], key, place) if key in row and key in known else []
    if "kinds" in row and "kinds" in known and not _is_texts(row["kinds"]):
        found.append(place.saying('is no list like ["call"]', "kinds"))
    texts = [k for k in row if k in known and k not in {*_TEXTS, "kinds"}]
    found += [place.saying("is not text", k) for k in texts if not isinstance(row[k], str)]
    return found + [place.saying("is empty", k) for k in ("id",) if row.get(k) == ""]


def _text_faults(value: Any, key: str, place: Fault) -> list[Fault]:
    """A text in all languages."""
    texts = value if isinstance(value, dict) else {}
    missing = [x for x in _LANGUAGES if x not in texts]
    wrong = [x for x, text in texts.items() if not isinstance(text, str)]
    return [place.saying(f"has no text in {x!r}", key) for x in missing] + [
        place.saying(f"is not text in {x!r}", key) for x in wrong
    ]


def _entries(raw: Raw, path: tuple[str, ...], lines: Lines, file: str, check: _Check, found: list[Fault]) -> Raw:
    """The entries of a table whose value is of the right shape."""
    owner = Fault(file, lines.at(*path), ".".join(path), "")
    made = {}
    for name, value in _table(raw.get(path[-1], {}), owner, found).items():
        rule = name if len(path) == 1 else f"{owner.rule}.{name}"
        faults = check(value, Fault(file, lines.at(*path, name), rule, ""))
        found += faults
        if not faults:
            made[name] = value
    return made


def value_faults(value: Any, place: Fault) -> list[Fault]:
    """A value that is no finite number."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    fine = number and -NUMBER_MAX <= value <= NUMBER_MAX
    return [] if fine else [place.saying(f"holds {value!r}, but a number was expected")]


def _number_faults(row: Any, place: Fault) -> list[Fault]:
    if not isinstance(row, dict):
        return value_faults(row, place)
    found = value_faults(row.get("value"), place)
    found += [place.saying(f"is not known{did_you_mean(k, _NUMBER)}", k) for k in row if k not in _NUMBER]
    found += [place.saying("is not text", k) for k in ("unit", "source") if not isinstance(row.get(k, ""), str)]
    found += _text_faults(row["title"], "title", place) if "title" in row else []
    if not isinstance(row.get("assumption", False), bool):
        found.append(place.saying("is neither true nor false", "assumption"))
    if "scope" in row and row["scope"] not in SCOPES:
        found.append(place.saying(f"holds {row['scope']!r}, but one of {', '.join(SCOPES)} was expected", "scope"))
    if "valid_from" in row and not isinstance(row["valid_from"], date):
        found.append(
            place.saying(f"holds {row['valid_from']!r}, but a date like 2026-01-01 was expected", "valid_from")
        )
    return found


def _wait_faults(row: Any, place: Fault) -> list[Fault]:
    if not isinstance(row, dict) or set(row) != {"days", "clock", "from"}:
        return [place.saying("needs `days`, `clock` and `from`")]
    known = (*REASONS, "sample_arrived")
    found = [] if place.rule in known else [place.saying(f"is no reason{did_you_mean(place.rule, known)}")]
    days = row["days"]
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 365:
        found.append(place.saying(f"holds {days!r}, but 1 to 365 days were expected", "days"))
    for key, allowed in (("clock", CLOCKS), ("from", STARTS)):
        if row[key] not in allowed:
            found.append(place.saying(f"holds {row[key]!r}, but one of {', '.join(allowed)} was expected", key))
    return found


assert set(_RULE) - {"before"} | {"line", "file"} == {f.name for f in fields(Rule)}
