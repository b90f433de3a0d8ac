"""Numbers that a policy may hold: a name that no column has, a range that the reckoning stands, one scope."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from duecourse.history.schema import FRAMES, RELATIONSHIPS
from duecourse.policy.lines import Lines
from duecourse.policy.model import OVERRIDES, Policy
from duecourse.policy.shape import NUMBER_MAX, Fault, Raw
from duecourse.policy.sql import FUNCTIONS, KEYWORDS, did_you_mean
from duecourse.policy.vocabulary import GATE_FACTS, vocabulary

# Columns that the facts carry and the rules and gates add; `facts` and `decide` stand above this room.
_COLUMNS: Final = frozenset(
    {
        "row",
        "rule_ix",
        "action",
        "contact",
        "what",
        "useful",
        "topic",
        "level",
        "due",
        "then",
        "until",
        "held_by",
        "earliest",
        "needs_approval",
        "next_review",
        "gap_normal_days",
        "gap_short_days",
        "pressure_fresh",
        "pressure_answered",
        "cap_7d_on",
        "cap_30d_on",
    }
)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_INNER: Final = re.compile(r".*_(?:ix|moment|cal)")
Range = tuple[float, float]

# By the last of these words that the unit holds; ten years is longer than any order.
_BY_UNIT: Final[tuple[tuple[str, Range], ...]] = (
    ("days", (0, 3650)),
    ("factor", (0, 100)),
    ("pressure", (0, 100)),
    ("share", (0, 1)),
    ("replies", (0, 1000)),
    ("promises", (0, 1000)),
    ("contacts", (0, 1000)),
    ("major units", (0, NUMBER_MAX)),
    ("1 yes, 0 no", (0, 1)),
)
# A half-life or a growth of nothing divides by zero; an answer that raised the pressure would break the method.
_BY_NAME: Final[Mapping[str, Range]] = {
    "halflife_days": (0.1, 3650),
    "answered_halflife_days": (0.1, 3650),
    "answered_factor": (0, 1),
    "gap_growth": (0.1, 100),
    "contacts_per_7d_max": (1, 1000),
    "contacts_per_30d_max": (1, 1000),
    "review_max_days": (1, 3650),
    "rest_days": (1, 3650),
}
_WHOLE: Final = ("contacts_per_7d_max", "contacts_per_30d_max")


def is_column(name: str) -> bool:
    """Whether a fact or a column of the reckoning has this name already."""
    recorded = any(name in frame.polars() for frame in FRAMES)
    return recorded or name in {*vocabulary(), *GATE_FACTS, *_COLUMNS} or bool(_INNER.fullmatch(name))


def number_faults(policy: Policy, base: Policy | None, made: Raw, lines: Lines, file: str) -> list[Fault]:
    """What is wrong with the numbers that a file sets, for all cases and for some.

    Args:
        policy: The file laid over its base.
        base: What the file extends.
        made: The parts of the file.
        lines: Where they stand.
        file: Its name, for errors.
    """
    found = []
    for name, row in made["numbers"].items():
        place = Fault(file, lines.at("numbers", name), name, "")
        found += _old_faults(row, base, place) if base and name in base.numbers else _name_faults(name, place)
        found += _range_faults(policy, name, policy.value(name), place)
    for by in OVERRIDES:
        for key, numbers in made[by].items():
            found += _override_faults(
                policy, numbers, (by, key), Fault(file, lines.at(by, key), f"{by}.{key}", ""), lines
            )
    return found


def _name_faults(name: str, place: Fault) -> list[Fault]:
    if is_column(name):
        return [place.saying("is the name of a fact or a column already; give the number another one")]
    if not _NAME.fullmatch(name) or name.upper() in KEYWORDS | FUNCTIONS:
        return [place.saying("is no name that a rule can read; use small letters, digits and _")]
    return []


def _old_faults(row: Any, base: Policy, place: Fault) -> list[Fault]:
    """The scope and the unit of a number are what the reckoning takes them for."""
    old = base.numbers[place.rule]
    parts = row if isinstance(row, dict) else {}
    return [
        place.saying(f"is {parts[key]!r}, but {was!r} cannot be changed", key)
        for key, was in (("scope", old.scope), ("unit", old.unit))
        if parts.get(key, was) != was
    ]


def _range_faults(policy: Policy, name: str, value: float, place: Fault) -> list[Fault]:
    unit = policy.numbers[name].unit
    by_unit = next((r for word, r in reversed(_BY_UNIT) if word in unit), (-NUMBER_MAX, NUMBER_MAX))
    low, high = _BY_NAME.get(name, by_unit)
    if low <= value <= high and (name not in _WHOLE or value == int(value)):
        return []
    return [place.saying(f"sets {name} to {value:g}, but {low:g} to {high:g} {unit} were expected")]


def _override_faults(
    policy: Policy, numbers: Mapping[str, float], path: tuple[str, str], place: Fault, lines: Lines
) -> list[Fault]:
    found = []
    if path[0] == "relationship" and path[1] not in RELATIONSHIPS:
        found.append(place.saying(f"is no relationship; one of {', '.join(RELATIONSHIPS)} was expected"))
    for name, value in numbers.items():
        here = Fault(place.file, lines.at(*path, name), place.rule, "")
        if name not in policy.numbers:
            found.append(here.saying(f"sets {name!r}, which is no number{did_you_mean(name, policy.numbers)}"))
        elif policy.numbers[name].scope == "policy":
            found.append(here.saying(f"sets {name!r}, which is one for the whole policy"))
        else:
            found += _range_faults(policy, name, value, here)
    return found
