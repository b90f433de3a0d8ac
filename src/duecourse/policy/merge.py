"""One file laid over the policy that it extends: numbers by name, rules and gates by key, `drop`, `before`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from duecourse.policy.lines import Lines
from duecourse.policy.model import OVERRIDES, Gate, Number, Override, Policy, Rule, Wait
from duecourse.policy.shape import Fault, Raw
from duecourse.policy.sql import did_you_mean

ONE_A_DAY = "G1"


def laid_over(base: Policy | None, made: Raw, lines: Lines, file: str) -> tuple[Policy, list[Fault]]:
    """The policy of a file.

    Args:
        base: What the file extends.
        made: The parts of the file, as `shape.shaped` gives them.
        lines: Where they stand.
        file: Its name, for errors.
    """
    rules, gates = (list(base.rules), list(base.gates)) if base else ([], [])
    numbers = dict(base.numbers) if base else {}
    faults = _with_rules(rules, made["rule"], file) + _with_gates(gates, made["gate"], file)
    faults += _dropped(rules, gates, made["drop"], Fault(file, lines.at("drop"), "drop", ""))
    overrides = [*(base.overrides if base else ()), *_overrides(made)]
    policy = Policy(
        made["name"],
        made["version"],
        made["title"],
        numbers | {k: _number(k, v, numbers.get(k)) for k, v in made["numbers"].items()},
        tuple(rules),
        tuple(gates),
        (dict(base.waits) if base else {}) | {k: _wait(k, v) for k, v in made["waits"].items()},
        tuple(sorted(overrides, key=lambda o: OVERRIDES.index(o.by))),
    )
    return policy, faults


def _number(name: str, row: Any, old: Number | None) -> Number:
    """A number; what is only set anew keeps its unit, source and words."""
    parts: Raw = row if isinstance(row, dict) else {"value": row}
    return replace(old or Number(name, 0.0, "", ""), **(parts | {"value": float(parts["value"])}))


def _wait(reason: str, row: Raw) -> Wait:
    return Wait(reason, row["days"], row["clock"], row["from"])


def _overrides(made: Raw) -> Iterable[Override]:
    for by in OVERRIDES:
        for key, numbers in made[by].items():
            yield Override(by, key, {n: float(v) for n, v in numbers.items()})


def _with_rules(rules: list[Rule], rows: list[Raw], file: str) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for row in rows:
        parts: Raw = {"step": ""} | {k: v for k, v in row.items() if k != "before"}
        rule = Rule(**parts, file=file)
        if rule.key in seen:
            faults.append(Fault(file, rule.line, rule.key, "stands twice"))
            continue
        seen.add(rule.key)
        faults += _placed(rules, rule, row.get("before"))
    return faults


def _placed(rules: list[Rule], rule: Rule, before: str | None) -> list[Fault]:
    """Puts a rule before another, or over the one of its key, or at the end."""
    keys = [r.key for r in rules]
    if before is not None and before not in keys:
        what = f"stands before {before!r}, which is no rule{did_you_mean(before, tuple(keys))}"
        return [Fault(rule.file, rule.line, rule.key, what, "before")]
    if rule.key in keys and before in {None, rule.key}:
        rules[keys.index(rule.key)] = rule
        return []
    if rule.key in keys:
        del rules[keys.index(rule.key)]
    rules.insert(_place(rules, before), rule)
    return []


def _place(rules: list[Rule], before: str | None) -> int:
    return next((i for i, r in enumerate(rules) if r.key == before), len(rules))


def _with_gates(gates: list[Gate], rows: list[Raw], file: str) -> list[Fault]:
    faults: list[Fault] = []
    seen: set[str] = set()
    for row in rows:
        gate = Gate(**(row | {"kinds": tuple(row["kinds"])}), file=file)
        place = Fault(file, gate.line, gate.id, "")
        if gate.id in seen:
            faults.append(place.saying("stands twice"))
        elif gate.id == ONE_A_DAY and any(g.id == gate.id for g in gates):
            faults.append(place.saying("is laid over; one contact per customer and day is no setting"))
        else:
            gates[:] = [g for g in gates if g.id != gate.id] + [gate]
        seen.add(gate.id)
    return faults


def _dropped(rules: list[Rule], gates: list[Gate], drop: list[str], place: Fault) -> list[Fault]:
    """Removes rules and gates by key; G1 stands in every policy."""
    faults = []
    for key in drop:
        every = tuple([r.key for r in rules] + [g.id for g in gates])
        if key == ONE_A_DAY:
            faults.append(place.saying("names G1; one contact per customer and day is no setting", "drop"))
        elif key not in every:
            faults.append(
                place.saying(f"names {key!r}, which is no rule and no gate{did_you_mean(key, every)}", "drop")
            )
        rules[:] = [r for r in rules if r.key != key]
        gates[:] = [g for g in gates if g.id != key or key == ONE_A_DAY]
    return faults
