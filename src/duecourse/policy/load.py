"""Policy files become a `Policy`; all faults of a file are found in one pass."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from duecourse.errors import DuecourseError, ManyErrors
from duecourse.policy.check import Fault, policy_faults, shape_faults
from duecourse.policy.model import Gate, Number, Override, Policy, Rule, Wait
from duecourse.policy.sql import did_you_mean

PRESETS: Final = ("normal", "patient", "brisk")
_OVERRIDES: Final = ("relationship", "customer", "order")
Raw = dict[str, Any]


def load(name: str) -> Policy:
    """A preset by name, or a policy file by path.

    Raises:
        ManyErrors: Every fault of the file, each with rule, line and a hint.
        DuecourseError: There is no such preset or file, or it is not TOML.
    """
    return preset(name) if name in PRESETS else parsed(*_read_file(name))


@lru_cache(maxsize=len(PRESETS))
def preset(name: str) -> Policy:
    """One of the three policies that come with duecourse."""
    return parsed(_preset_text(name), f"{name}.toml")


def parsed(text: str, file: str) -> Policy:
    """A policy from the text of its file.

    Raises:
        ManyErrors: Every fault, in the order of the file.
    """
    layers = _layers(text, file)
    faults = [f for raw, lines, name in layers for f in shape_faults(raw, lines, name)]
    if faults:
        raise ManyErrors([f.error() for f in faults])
    policy, merge_faults = _merged(layers)
    faults = merge_faults + policy_faults(policy)
    if faults:
        raise ManyErrors([f.error() for f in faults])
    return policy


Layer = tuple[Raw, Mapping[str, list[int]], str]


def _layers(text: str, file: str) -> list[Layer]:
    """The file and everything it extends, the root first.

    Raises:
        DuecourseError: Not TOML, an unknown parent, or a circle.
    """
    layers: list[Layer] = []
    seen: set[str] = set()
    while True:
        raw = _toml(text, file)
        layers.insert(0, (raw, _lines(text), file))
        seen.add(str(raw.get("name", file)))
        parent = raw.get("extends")
        if parent is None:
            return layers
        if parent in seen:
            raise DuecourseError(
                f"Policy {file} extends {parent!r}, which extends it again", where=file, fix="Break the circle."
            )
        if parent not in PRESETS:
            hint = did_you_mean(str(parent), PRESETS)
            raise DuecourseError(
                f"Policy extends {parent!r}, which is no preset{hint}",
                where=file,
                fix=f"Use one of {', '.join(PRESETS)}.",
            )
        text, file = _preset_text(str(parent)), f"{parent}.toml"


def _toml(text: str, file: str) -> Raw:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DuecourseError(
            f"The policy is not readable as TOML: {error}", where=file, fix="Correct that line."
        ) from error


def _read_file(path: str) -> tuple[str, str]:
    try:
        return Path(path).read_text(encoding="utf-8"), path
    except (OSError, UnicodeDecodeError) as error:
        hint = did_you_mean(path, PRESETS)
        raise DuecourseError(
            f"There is no policy {path!r}{hint}",
            where=type(error).__name__,
            fix=f"Name a file or one of {', '.join(PRESETS)}.",
        ) from error


def _preset_text(name: str) -> str:
    return (resources.files("duecourse.policy") / "presets" / f"{name}.toml").read_text(encoding="utf-8")


def _lines(text: str) -> dict[str, list[int]]:
    """Line numbers of the n-th [[rule]] and [[gate]], and of each number."""
    found: dict[str, list[int]] = {"rule": [], "gate": []}
    for number, line in enumerate(text.splitlines(), 1):
        head = line.strip()
        if head in {"[[rule]]", "[[gate]]"}:
            found[head.strip("[]")].append(number)
        elif "=" in head and not line.startswith((" ", "#")):
            found.setdefault(head.split("=")[0].strip(), []).append(number)
    return found


def _merged(layers: list[Layer]) -> tuple[Policy, list[Fault]]:
    """The layers laid over one another: numbers by name, rules and gates by key, `drop` and `before` obeyed."""
    numbers: dict[str, Number] = {}
    waits: dict[str, Wait] = {}
    rules: list[Rule] = []
    gates: list[Gate] = []
    overrides: list[Override] = []
    faults: list[Fault] = []
    for raw, lines, file in layers:
        numbers |= {k: _number(k, v, numbers.get(k)) for k, v in raw.get("numbers", {}).items()}
        waits |= {k: Wait(k, v["days"], v["clock"], v["from"]) for k, v in raw.get("waits", {}).items()}
        overrides += _overrides(raw)
        for row, line in zip(raw.get("rule", ()), lines["rule"], strict=False):
            faults += _place(rules, _rule(row, line, file), row.get("before"), file)
        for row, line in zip(raw.get("gate", ()), lines["gate"], strict=False):
            gate = _gate(row, line, file)
            if gate.id == "G1" and any(g.id == "G1" for g in gates):
                faults.append(Fault(file, line, "G1", "is laid over; one contact per customer and day is no setting"))
                continue
            gates = [g for g in gates if g.id != gate.id] + [gate]
        faults += _dropped(rules, gates, raw.get("drop", ()), file)
    top = layers[-1][0]
    overrides.sort(key=lambda o: _OVERRIDES.index(o.by))
    policy = Policy(
        str(top["name"]),
        int(top["version"]),
        top["title"],
        numbers,
        tuple(rules),
        tuple(gates),
        waits,
        tuple(overrides),
    )
    return policy, faults


def _number(name: str, row: Any, old: Number | None) -> Number:
    if not isinstance(row, dict):
        row = {"value": row}
    base: Raw = (
        {}
        if old is None
        else {
            "unit": old.unit,
            "source": old.source,
            "title": old.title,
            "scope": old.scope,
            "assumption": old.assumption,
        }
    )
    merged = base | row
    return Number(
        name,
        float(merged["value"]),
        merged.get("unit", ""),
        merged.get("source", ""),
        merged.get("title", {}),
        merged.get("scope", "case"),
        merged.get("assumption", False),
        merged.get("valid_from"),
    )


def _rule(row: Raw, line: int, file: str) -> Rule:
    parts: Raw = {k: v for k, v in ({"step": ""} | row).items() if k != "before"}
    return Rule(**parts, line=line, file=file)


def _gate(row: Raw, line: int, file: str) -> Gate:
    return Gate(**(row | {"kinds": tuple(row["kinds"])}), line=line, file=file)


def _place(rules: list[Rule], rule: Rule, before: str | None, file: str) -> list[Fault]:
    """Puts a rule over the one of its key, or before another, or at the end but for the last."""
    keys = [r.key for r in rules]
    if rule.key in keys:
        rules[keys.index(rule.key)] = rule
        return []
    if before is None:
        rules.append(rule)
        return []
    if before not in keys:
        return [
            Fault(
                file,
                rule.line,
                rule.key,
                f"stands before {before!r}, which is no rule{did_you_mean(before, tuple(keys))}",
                "before",
            )
        ]
    rules.insert(keys.index(before), rule)
    return []


def _dropped(rules: list[Rule], gates: list[Gate], drop: Any, file: str) -> list[Fault]:
    """Removes rules and gates by key; G1 stands in every policy."""
    faults = []
    for key in drop:
        if key == "G1":
            faults.append(Fault(file, 0, "drop", "names G1; one contact per customer and day is no setting", "drop"))
        elif key in {r.key for r in rules}:
            rules[:] = [r for r in rules if r.key != key]
        elif key in {g.id for g in gates}:
            gates[:] = [g for g in gates if g.id != key]
        else:
            every = tuple([r.key for r in rules] + [g.id for g in gates])
            faults.append(
                Fault(file, 0, "drop", f"names {key!r}, which is no rule and no gate{did_you_mean(key, every)}", "drop")
            )
    return faults


def _overrides(raw: Raw) -> list[Override]:
    return [
        Override(by, key, {n: float(v) for n, v in numbers.items()})
        for by in _OVERRIDES
        for key, numbers in raw.get(by, {}).items()
    ]
