"""Every worked case of every rule and gate, and the casebook where it is at hand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from duecourse.adapters.casebook import case_of, read
from duecourse.adapters.expected import failures
from duecourse.decide.judge import judge
from duecourse.decide.verdict import verdicts
from duecourse.policy.load import load
from policy_mutants import SURVIVORS, results, unexplained
from rulecases import all_cases, by_preset, outcome, wrong

# Named here, not read from the cases: collecting must not wake Polars, whose threads do not outlive a fork.
PRESETS = ["brisk", "normal", "patient"]
CASEBOOK = Path(__file__).parents[2] / "shared" / "casebook"


def test_the_worked_cases_use_these_presets() -> None:
    assert sorted(by_preset()) == PRESETS


@pytest.mark.parametrize("preset", PRESETS)
def test_every_worked_case_gets_its_verdict(preset: str) -> None:
    cases, history = by_preset()[preset]
    policy = load(preset)
    rows = {r["case"]: r for r in judge(history, None, policy).iter_rows(named=True)}
    assert [f"{c.name}: {w}" for c in cases for w in wrong(c, rows[c.name], policy)] == []


def test_one_case_alone_gets_the_verdict_it_gets_among_all() -> None:
    chosen = all_cases()[::97]
    rows = {}
    for preset, (_, history) in by_preset().items():
        judged = judge(history, None, load(preset))
        rows |= {r["case"]: outcome(r, load(preset)) for r in judged.iter_rows(named=True)}
    for each in chosen:
        case = case_of(each.given, each.name)
        alone = judge(case.history, case.as_of, load(case.policy)).row(0, named=True)
        assert outcome(alone, load(case.policy)) == rows[each.name], each.name


@pytest.mark.skipif(not CASEBOOK.is_dir(), reason="the shared casebook is not beside this checkout")
def test_the_casebook_passes() -> None:
    files = sorted(CASEBOOK.glob("*.toml"))
    assert len(files) >= 15
    for file in files:
        case = read(file)
        policy = load(case.policy)
        verdict = next(verdicts(judge(case.history, case.as_of, policy), case.history, policy))
        assert failures(tomllib.loads(file.read_text())["expect"], verdict) == [], file.name


@pytest.mark.slow
def test_every_mutant_of_the_policy_breaks_a_named_case() -> None:
    found = results()
    assert len(found) > 300
    assert unexplained(found) == []
    assert len(SURVIVORS) <= 10
    assert {n for n, c in found if c is None} == set(SURVIVORS)
