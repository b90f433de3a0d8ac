"""Mutants of the policy: every rule and gate dropped, every < and <= swapped, every number moved by one.

Each must break a named case of tests/cases. Survivors stand in `SURVIVORS` with a reason, ten at the most.
Run: python tests/policy_mutants.py [--all] (prints every mutant with the first case that it breaks).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

from duecourse.decide.gates import gated
from duecourse.decide.judge import judge, outcome
from duecourse.decide.rules import decided
from duecourse.facts.pipeline import facts
from duecourse.policy.load import PRESETS, load
from duecourse.policy.model import Number, Policy
from duecourse.policy.sql import tokens
from rulecases import by_preset, failures, wrong

SURVIVORS: dict[str, str] = {
    "normal: gap_short_min_days 3 -> 2": "no preset makes the short gap fall between 2 and 3: brisk gives 4 x .6 = 2.4, which rounds up to 3",
}


@dataclass(frozen=True)
class Mutant:
    """A changed policy of one preset; `same_facts` if only rules or gates differ."""

    name: str
    preset: str
    policy: Policy
    same_facts: bool


def mutants() -> Iterator[Mutant]:
    """All mutants: rules, gates and comparisons of the root preset, numbers of each where it sets them."""
    normal = load("normal")
    yield from _structure(normal)
    for preset in PRESETS:
        policy = load(preset)
        own = [n for n in policy.numbers.values() if preset == "normal" or n.value != normal.value(n.name)]
        for number in own:
            for moved in _moved(number):
                numbers = {**policy.numbers, number.name: moved}
                name = f"{preset}: {number.name} {number.value:g} -> {moved.value:g}"
                yield Mutant(name, preset, replace(policy, numbers=numbers), False)
    yield from _waits(normal)
    yield from _relations(normal)


def _structure(policy: Policy) -> Iterator[Mutant]:
    for rule in policy.rules[:-1]:
        yield Mutant(
            f"drop {rule.key}", "normal", replace(policy, rules=tuple(r for r in policy.rules if r is not rule)), True
        )
        for text in _swapped(rule.when):
            changed = replace(rule, when=text)
            rules = tuple(changed if r is rule else r for r in policy.rules)
            yield Mutant(f"{rule.key}: {text}", "normal", replace(policy, rules=rules), True)
    for gate in policy.gates:
        yield Mutant(
            f"drop {gate.id}", "normal", replace(policy, gates=tuple(g for g in policy.gates if g is not gate)), True
        )
        for text in _swapped(gate.fails):
            changed_gate = replace(gate, fails=text)
            gates = tuple(changed_gate if g is gate else g for g in policy.gates)
            yield Mutant(f"{gate.id}: {text}", "normal", replace(policy, gates=gates), True)


_SWAP = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def _swapped(text: str) -> Iterator[str]:
    for token in tokens(text):
        if token.text in _SWAP:
            yield text[: token.start] + _SWAP[token.text] + text[token.end :]


def _moved(number: Number) -> Iterator[Number]:
    """One up and one down, in the last place that the number shows."""
    if number.unit.startswith("1 yes"):
        yield replace(number, value=1 - number.value)
        return
    places = len(f"{number.value:g}".partition(".")[2])
    if number.unit in {"pressure", "share", "factor", "price pressure"}:
        places = max(places, 1)
    step = 10.0**-places
    yield replace(number, value=round(number.value + step, 6))
    if number.value - step >= 0:
        yield replace(number, value=round(number.value - step, 6))


def _waits(policy: Policy) -> Iterator[Mutant]:
    for name, wait in policy.waits.items():
        for step in (1, -1):
            waits = {**policy.waits, name: replace(wait, days=wait.days + step)}
            yield Mutant(
                f"wait {name} {wait.days} -> {wait.days + step}", "normal", replace(policy, waits=waits), False
            )


def _relations(policy: Policy) -> Iterator[Mutant]:
    for i, override in enumerate(policy.overrides):
        for name, value in override.numbers.items():
            for moved in _moved(replace(policy.numbers[name], value=value)):
                changed = replace(override, numbers={**override.numbers, name: moved.value})
                overrides = (*policy.overrides[:i], changed, *policy.overrides[i + 1 :])
                text = f"{override.by} {override.key}: {name} {value:g} -> {moved.value:g}"
                yield Mutant(text, "normal", replace(policy, overrides=overrides), False)


_KNOWN: dict[str, Any] = {}


def killer(mutant: Mutant) -> str | None:
    """The first named case that the mutant breaks, or None; presets that inherit the change are asked too."""
    heirs = [p for p in PRESETS if p != mutant.preset] if mutant.preset == "normal" and not mutant.same_facts else []
    found = _broken(mutant.preset, mutant.policy, mutant.same_facts)
    for heir in heirs:
        found = found or _broken(heir, _inherited(mutant.policy, heir), same_facts=False)
    return found


def _inherited(changed: Policy, heir: str) -> Policy:
    """The heir with the changed numbers and waits, where it does not set its own."""
    normal, own = load("normal"), load(heir)
    numbers = {n: changed.numbers[n] if v.value == normal.value(n) else v for n, v in own.numbers.items()}
    return replace(own, numbers=numbers, waits=changed.waits, overrides=changed.overrides)


def _broken(preset: str, policy: Policy, same_facts: bool) -> str | None:
    cases, history = by_preset()[preset]
    if same_facts:
        if preset not in _KNOWN:
            _KNOWN[preset] = facts(history, None, load(preset))
        known, calendars = _KNOWN[preset]
        judged = outcome(gated(decided(known, policy), policy, calendars.table))
    else:
        judged = judge(history, None, policy)
    extra = sorted({f for c in cases for f in c.facts})
    rows = {r["case"]: r for r in judged.select([*_COMPARED, *extra]).iter_rows(named=True)}
    return next((c.name for c in cases if wrong(c, rows[c.name], policy)), None)


_COMPARED = ["case", "action", "until", "topic", "level", "then", "needs_approval", "what", "held_by", "rule_ix"]


def numbered(number: int) -> tuple[str, str | None]:
    """Name and killer of one mutant, for a worker process."""
    mutant = list(mutants())[number]
    return mutant.name, killer(mutant)


def results(workers: int = 2) -> list[tuple[str, str | None]]:
    """Every mutant with the case that it breaks."""
    count = sum(1 for _ in mutants())
    with get_context("spawn").Pool(workers) as pool:
        return pool.map(numbered, range(count), chunksize=16)


def unexplained(found: list[tuple[str, str | None]]) -> list[str]:
    """Survivors without a written reason."""
    return [name for name, case in found if case is None and name not in SURVIVORS]


def main() -> int:
    """Prints the figures; 1 if a mutant survives without a reason."""
    start = time.perf_counter()
    broken = failures()
    if broken:
        print("The cases must pass before mutants mean anything:", *broken, sep="\n")
        return 1
    found = results()
    alive = [n for n, c in found if c is None]
    if "--all" in sys.argv:
        for name, case in found:
            print(f"{name}\n    {case or 'SURVIVES'}")
    print(
        f"{len(found)} mutants, {len(found) - len(alive)} break a named case, {len(alive)} survive, {time.perf_counter() - start:.0f} s"
    )
    for name in alive:
        print(f"survives: {name}: {SURVIVORS.get(name, 'NO REASON WRITTEN')}")
    return 1 if unexplained(found) or len(SURVIVORS) > 10 else 0


if __name__ == "__main__":
    sys.exit(main())
