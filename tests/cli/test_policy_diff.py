"""`duecourse policy diff`: numbers, rules and places that differ, and the verdicts that would change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duecourse.cli.main import app
from duecourse.errors import DuecourseError
from duecourse.policy.diff import Change, changes
from duecourse.policy.load import load, parsed

HOUSE = """
name = "house"
version = 1
extends = "normal"
title.en = "House"
title.zh = "本公司"
[numbers]
gap_base_days = 9
[relationship.A]
gap_base_days = 20
[[rule]]
id = "H1"
before = "R25"
when = "slack_days > 200"
do = "wait"
until = "review_on"
title = { en = "Far away", zh = "还早" }
because = { en = "Far away.", zh = "还早。" }
source = "house"
"""


def house(text: str = HOUSE) -> list[Change]:
    return changes(load("normal"), parsed(text, "house.toml"))


def run(*asked: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["policy", "diff", *asked], catch_exceptions=False)
    return done.exit_code, done.stdout


def test_a_policy_does_not_differ_from_itself() -> None:
    assert changes(load("normal"), load("normal")) == []
    assert run("normal") == (0, "Both policies judge alike.\n")


def test_the_presets_differ_in_their_numbers_alone() -> None:
    found = changes(load("normal"), load("patient"))
    assert {c.part for c in found} == {"number"}
    assert Change("number", "gap_base_days", "", "6", "10") in found


def test_numbers_rules_and_overrides_are_told(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(HOUSE, encoding="utf-8")
    assert house() == [
        Change("number", "gap_base_days", "", "6", "9"),
        Change("override", "relationship A: gap_base_days", "", "", "20"),
        Change("rule", "H1", "", "", "slack_days > 200"),
    ]
    assert run(str(file))[1].startswith(
        "number gap_base_days\n  - 6\n  + 9\noverride relationship A: gap_base_days\n  + 20\n"
    )


def test_a_rule_that_stands_elsewhere_or_says_something_else_is_told() -> None:
    normal = load("normal")
    first, second, *rest = normal.rules
    moved = replace(normal, rules=(second, replace(first, do="wait"), *rest))
    assert changes(normal, moved) == [
        Change("rule", first.key, "do", first.do, "wait"),
        Change("rule", first.key, "place", "after the first", f"after {second.key}"),
        Change("rule", second.key, "place", f"after {first.key}", "after the first"),
        Change("rule", rest[0].key, "place", f"after {second.key}", f"after {first.key}"),
    ]


def test_verdicts_that_change_are_named(tmp_path: Path) -> None:
    source = tmp_path / "o.csv"
    source.write_text(
        "order,customer,country,amount,currency,payment,confirmed on,last contact,contact kind\n"
        "SC-1,Regenwerk,DE,1000,USD,deposit,2026-10-20,2026-11-17,useful\n",
        encoding="utf-8",
    )
    code, told = run("patient", str(source), "--as-of", "2026-11-19")
    assert code == 0
    assert "Regenwerk  SC-1\n  - wait until 2026-11-23 then useful R25 G3" in told
    assert told.rstrip().endswith("1 of today's 1 verdicts would change.")
    lines = [
        json.loads(line) for line in run("patient", str(source), "--as-of", "2026-11-19", "--json")[1].splitlines()
    ]
    assert lines[-1] == {"verdicts": 1, "changed": 1}
    assert lines[-2]["was"]["until"] < lines[-2]["now"]["until"]


def test_a_list_that_is_not_there_is_named() -> None:
    with pytest.raises(DuecourseError, match=r"nosuch\.xlsx"):
        run("brisk", "nosuch.xlsx")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_list_with_nothing_in_it_changes_nothing(tmp_path: Path, lang: str) -> None:
    source = tmp_path / "o.csv"
    source.write_text("order,customer,amount\n", encoding="utf-8")
    code, told = run("patient", str(source), "--lang", lang)
    assert code == 1
    assert "0" in told.splitlines()[-1]
