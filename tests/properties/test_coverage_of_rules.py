"""Twenty thousand histories meet every rule and every gate: no rule is dead, and the generators reach all of them."""

from __future__ import annotations

from collections import Counter

import pytest

from duecourse.decide.judge import judge
from duecourse.policy.load import load
from generators import bulk, stacked

pytestmark = pytest.mark.slow
SEEDS, WORLDS, LEAST = range(4), 5_000, 20


def _counts() -> tuple[Counter[str], Counter[str], int]:
    """How often each rule (by key, with its steps) decides and each gate holds, over all seeds."""
    policy, rules, gates, cases = load("normal"), Counter[str](), Counter[str](), 0
    keys = [r.key for r in policy.rules]
    for seed in SEEDS:
        judged = judge(stacked(bulk(seed, WORLDS)), None, policy)
        cases += judged.height
        rules.update({keys[ix]: n for ix, n in judged["rule_ix"].value_counts().iter_rows()})
        gates.update(dict(judged["held_by"].explode().drop_nulls().value_counts().iter_rows()))
    return rules, gates, cases


# Breaks it: any rule whose `when` can never be true where it stands, such as R31 before R25w with `unanswered >= 100`, R18
# after R13, R16 before R07 with a question; a gate whose kinds never come (`kinds = ["reminder"]`).
def test_every_rule_decides_and_every_gate_holds() -> None:
    """At least twenty times each, counted by id and by step."""
    policy = load("normal")
    rules, gates, cases = _counts()
    print(f"\n{len(SEEDS) * WORLDS} histories, {cases} cases")
    for rule in policy.rules:
        print(f"{rule.key:20}{rules[rule.key]:7}  {rule.title['en']}")
    for gate in policy.gates:
        print(f"{gate.id:20}{gates[gate.id]:7}  {gate.title['en']}")
    rare = {
        k: n
        for k, n in [*((r.key, rules[r.key]) for r in policy.rules), *((g.id, gates[g.id]) for g in policy.gates)]
        if n < LEAST
    }
    assert rare == {}, f"these speak too seldom: {rare}"
    assert sum(rules.values()) == cases
