"""`duecourse policy`: every fault of a file at once, and a policy in sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from decide.command_line import called, processed
from duecourse.policy.load import PRESETS, load

GOOD = """name = "house"
version = 3
extends = "normal"
title.en = "Our house policy"
title.zh = "本公司策略"

[numbers]
gap_base_days = 8

[relationship.A]
gap_growth = 2

[[rule]]
id = "H1"
before = "R27"
when = "soft_unanswered and other_way"
do = "call"
title = { en = "We call first", zh = "先打电话" }
because = { en = "A call says more.", zh = "打电话更好。" }
source = "ours"
"""
# Two rules with a fault in each of three parts, and the lines on which they begin.
BAD = """name = "house"
version = 1
extends = "normal"
title.en = "Our house policy"
title.zh = "本公司策略"

[[rule]]
id = "H1"
before = "R27"
when = "slack_day > 3"
do = "cal"
title = { en = "t", zh = "t" }
because = { en = "until {must_pay}", zh = "b" }
source = "ours"

[[rule]]
id = "H2"
before = "R27"
when = "paid; held"
do = "call"
title = { en = "t", zh = "t" }
because = { en = "b", zh = "b" }
source = "ours"

[[gate]]
id = "H3"
kinds = ["cal"]
fails = "paced_7d > 0"
free = "tomorrow"
title = { en = "t", zh = "t" }
because = { en = "b", zh = "b" }
source = "ours"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "house.toml"
    file.write_text(text, encoding="utf-8")
    return file


# ------------------------------------------------------------------ check
@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_no_fault(name: str) -> None:
    found = called("policy", "check", name)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"{name} v1: ")
    assert found.out.rstrip().endswith("No fault.")


def test_a_good_file_is_told_in_one_line(tmp_path: Path) -> None:
    found = called("policy", "check", written(tmp_path, GOOD))
    assert found.code == 0
    assert (
        found.out
        == f"house v3: {len(load('normal').rules) + 1} rules, {len(load('normal').gates)} gates, {len(load('normal').numbers)} numbers. No fault.\n"
    )


def test_a_bad_file_lists_every_fault_with_rule_line_and_hint_and_exits_one(tmp_path: Path) -> None:
    file = written(tmp_path, BAD)
    found = called("policy", "check", file)
    told = found.out.splitlines()
    expected = [
        ("H1: `when` reads 'slack_day'", "did you mean 'slack_days'?", "line 7"),
        ("H1: `do` is 'cal'", "did you mean 'call'?", "line 7"),
        ("H1: `because` has a place {must_pay} (en)", "did you mean 'must_pay_by'?", "line 7"),
        ("H2: `when` holds ';'", "which rules do not know", "line 16"),
        ("H3: `kinds` names 'cal'", "did you mean 'call'?", "line 25"),
    ]
    assert found.code == 1
    assert found.err == ""
    assert len(told) == len(expected) + 1
    for line, words in zip(told, expected, strict=False):
        assert all(w in line for w in (*words, str(file))), line
    assert told[-1] == f"{len(expected)} faults in {file}."


def test_one_fault_is_told_in_the_singular(tmp_path: Path) -> None:
    found = called("policy", "check", written(tmp_path, GOOD.replace('"call"', '"cal"')))
    assert found.out.splitlines()[-1].startswith("1 fault in ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "not readable as TOML"),
        (GOOD.replace('"normal"', '"norml"'), "did you mean 'normal'?"),
        (GOOD.replace('"house"', '"normal"'), "extends it again"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_one_line_and_exits_one(text: str, words: str, tmp_path: Path) -> None:
    found = called("policy", "check", written(tmp_path, text))
    assert (found.code, len(found.out.splitlines()), found.err) == (1, 1, "")
    assert words in found.out


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00\x00", b""])
def test_a_file_that_is_not_there_or_no_text_is_named_and_exits_one(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    if content is not None:
        file.write_bytes(content)
    found = called("policy", "check", file)
    assert found.code == 1
    assert "house.toml" in found.out
    assert "Traceback" not in found.out + found.err


def test_a_policy_named_by_the_command_line_is_the_one_that_judges(tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text("as_of = 2026-03-18\n", encoding="utf-8")
    verdict = json.loads(called("decide", case, "--policy", written(tmp_path, GOOD), "--json").out)
    assert (verdict["policy"], verdict["policy_version"]) == ("house", 3)
    bad = called("decide", case, "--policy", written(tmp_path, BAD))
    assert bad.code == 1
    assert len(bad.err.splitlines()) == 5


# ------------------------------------------------------------------ show
@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_policy_is_shown_in_sentences_in_the_order_in_which_it_is_asked(name: str, language: str) -> None:
    policy = load(name)
    out = called("policy", "show", name, "--lang", language).out
    assert out.startswith(policy.title[language])
    shown = out.splitlines()
    keys = {r.key for r in policy.rules}
    assert [x.strip() for x in shown if x.strip() in keys] == [r.key for r in policy.rules]
    for rule in policy.rules:
        assert rule.title[language][:12] in out
    for gate in policy.gates:
        assert gate.title[language] in out
    assert all(number in out for number in policy.numbers)


def test_the_numbers_of_the_house_and_its_overrides_are_shown(tmp_path: Path) -> None:
    out = called("policy", "show", written(tmp_path, GOOD)).out
    assert "Our house policy" in out
    assert "We call first" in out
    assert "relationship A: gap_growth = 2" in out
    assert any("gap_base_days" in x and " 8 " in x for x in out.splitlines())


def test_the_normal_policy_is_shown_when_none_is_named() -> None:
    assert called("policy", "show").out == called("policy", "show", "normal").out


@pytest.mark.parametrize("name", PRESETS)
def test_a_policy_as_json_holds_all_that_decides(name: str) -> None:
    policy = load(name)
    found = json.loads(called("policy", "show", name, "--json").out)
    assert (found["name"], found["version"]) == (policy.name, policy.version)
    assert [r["id"] for r in found["rules"]] == [r.id for r in policy.rules]
    assert [r["when"] for r in found["rules"]] == [r.when for r in policy.rules]
    assert [g["fails"] for g in found["gates"]] == [g.fails for g in policy.gates]
    assert {n: v["value"] for n, v in found["numbers"].items()} == {n.name: n.value for n in policy.numbers.values()}
    assert len(found["overrides"]) == len(policy.overrides)


@pytest.mark.parametrize("arguments", [["show"], ["show", "--json"], ["check", "normal"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_terminal_that_knows_only_ascii_gets_ascii(arguments: list[str], language: str) -> None:
    lang = ["--lang", language] if arguments[0] == "show" else []
    found = called("policy", *arguments, *lang, encoding="ascii")
    assert found.code == 0
    assert found.out.isascii()


def test_pipes_and_plain_terminals_get_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" not in called("policy", "show").out
    assert "\x1b[" in called("policy", "show", terminal=True).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in called("policy", "show", terminal=True).out


@pytest.mark.parametrize(
    ("arguments", "words"), [(["show", "norml"], "did you mean 'normal'"), (["show", "--lang", "fr"], "no language")]
)
def test_a_mistake_is_named_without_a_traceback(arguments: list[str], words: str) -> None:
    found = called("policy", *arguments)
    assert found.code != 0
    assert words in " ".join(found.err.split())
    assert "Traceback" not in found.err


@pytest.mark.slow
def test_the_installed_command_lists_the_faults_and_exits_one(tmp_path: Path) -> None:
    found = processed("policy", "check", written(tmp_path, BAD), NO_COLOR="1")
    assert (found.code, found.err, len(found.out.splitlines())) == (1, "", 6)
