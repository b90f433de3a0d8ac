"""`duecourse decide` and the entry point: exit codes, what is printed where, and a calm start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from decide.command_line import COMMAND, Called, called, processed
from duecourse import __version__
from duecourse.cli.main import app

CASE = """title = "A promise in its grace"
as_of = 2026-03-13
[customer]
name = "Greenfield Ltd"
country = "GB"
[order]
number = "SC-2026-101"
confirmed_on = 2026-03-02
deliver_on = 2026-06-15
production_days = 35
[milestone]
kind = "deposit"
clearing_days = 5
[[promise]]
made_on = 2026-03-04
pay_on = 2026-03-10
[[inbound]]
on = 2026-03-04
says = "We pay on Tuesday."
"""
RIGHT = '[expect]\naction = "wait"\nuntil = 2026-03-14\nrule = "R13"\nbecause_has = ["promise", "banking days"]\n'
WRONG = '[expect]\naction = "soft"\nrule = "R26"\n'
KEYS = {"case", "customer", "order", "milestone", "as_of", "action", "kind", "topic", "level", "until", "then", "rule", "gates", "because",
        "facts", "next_review", "policy", "policy_version"}  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return written(tmp_path / "case.toml", CASE)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def lines(found: Called) -> list[dict[str, Any]]:
    """JSON Lines of the output; every line must be one object."""
    return [json.loads(x) for x in found.out.splitlines()]


# ------------------------------------------------------------------ exit codes
def test_a_judged_file_is_zero_and_nothing_on_stderr(case: Path) -> None:
    found = called("decide", case)
    assert (found.code, found.err) == (0, "")
    for words in (
        "A promise in its grace",
        "Greenfield Ltd, SC-2026-101",
        "wait until 14 March",
        "R13",
        "promise for 10 March",
    ):
        assert words in found.out


@pytest.mark.parametrize(
    ("expect", "code", "words"), [(RIGHT, 0, "as expected"), (WRONG, 1, "NOT as expected: action is wait")]
)
def test_an_expectation_passes_or_fails(expect: str, code: int, words: str, tmp_path: Path) -> None:
    found = called("decide", written(tmp_path / "case.toml", CASE + expect))
    assert found.code == code
    assert words in found.out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_expectation_does_not_depend_on_the_language_of_the_reader(language: str, tmp_path: Path) -> None:
    assert called("decide", written(tmp_path / "case.toml", CASE + RIGHT), "--lang", language).code == 0


def test_one_bad_file_among_good_ones_is_two_and_the_others_are_judged(case: Path, tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.toml", CASE.replace("confirmed_on", "confirmd_on"))
    found = called("decide", bad, case, tmp_path / "none.toml")
    assert found.code == 2
    assert "R13" in found.out
    assert "confirmd_on" in found.err
    assert "none.toml" in found.err


def test_a_failed_expectation_weighs_more_than_a_refused_file(case: Path, tmp_path: Path) -> None:
    wrong = written(tmp_path / "wrong.toml", CASE + WRONG)
    assert called("decide", wrong, case, tmp_path / "none.toml").code == 1


@pytest.mark.parametrize(
    "text",
    ["", "as_of = ", "as_of = 'soon'\n", CASE + "policy = 'x'\n",
     CASE.replace("as_of", 'policy = "norml"\nas_of')],
)  # fmt: skip
def test_when_nothing_could_be_judged_it_is_one_with_one_calm_line(text: str, tmp_path: Path) -> None:
    found = called("decide", written(tmp_path / "case.toml", text))
    assert (found.code, found.out) == (1, "")
    assert len(found.err.splitlines()) == 1
    assert "case.toml" in found.err or "norml" in found.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["decide"], "No case file is given"),
        (["decide", "nowhere.toml"], "cannot be opened"),
        (["decide", "{case}", "--policy", "norml"], "did you mean 'normal'"),
        (["decide", "{case}", "--policy", "nowhere.toml"], "There is no policy"),
        (
            ["decide", "{case}", "--from", "2026-04-01", "--to", "2026-03-01"],
            "The story runs from 2026-04-01 to 2026-03-01",
        ),
        (["decide", "{case}", "--from", "1999-01-01"], "at most 1100 days"),
        (["decide", "{case}", "--as-of", "2026-13-01"], "'2026-13-01' is no day; write it like 2026-03-31"),
        (["decide", "{case}", "--as-of", "tomorrow"], "is no day"),
        (["decide", "{case}", "--from", "31.3.2026"], "is no day"),
        (["decide", "{case}", "--lang", "fr"], "no language of duecourse"),
        (["decide", "--history", "nowhere"], "--out"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_and_nothing_is_printed(
    arguments: list[str], words: str, case: Path
) -> None:
    found = called(*(a.format(case=case) for a in arguments))
    assert found.code in {1, 2}
    assert found.out == ""
    assert words in " ".join(found.err.split())
    assert "Traceback" not in found.err


@pytest.mark.parametrize(
    "arguments",
    [["decide", "{case}", "--as-of", "2026-13-01"], ["decide", "{case}", "--lang", "fr"], ["decide", "--frm", "x"]],
)
def test_a_mistake_is_never_taken_for_some_rows_refused(arguments: list[str], case: Path) -> None:
    """Scripts rely on it: 2 means that the rest was judged."""
    assert called(*(a.format(case=case) for a in arguments)).code == 1


def test_another_day_and_another_policy_may_be_asked_about(case: Path) -> None:
    assert "R22" in called("decide", case, "--as-of", "2026-03-17").out
    assert json.loads(called("decide", case, "--policy", "brisk", "--json").out)["policy"] == "brisk"


# ------------------------------------------------------------------ JSON
def test_json_is_one_object_a_line_with_the_stable_keys(case: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.toml", CASE + WRONG)
    found = called("decide", case, other, tmp_path / "none.toml", "--json")
    first, second, third = lines(found)
    assert set(first) >= KEYS
    assert (first["rule"], first["until"], first["customer"]) == ("R13", "2026-03-14", "Greenfield Ltd")
    assert "pass" not in first
    assert (second["pass"], len(second["failed"])) == (False, 2)
    assert set(third) == {"refused"}
    assert "none.toml" in third["refused"]["file"]
    assert found.code == 1


def test_json_of_an_explanation_holds_rules_gates_and_changes(case: Path) -> None:
    (found,) = lines(called("decide", case, "--json", "--explain", "--as-of", "2026-03-30"))
    assert [r["rule"] for r in found["rules"] if r["spoke"]] == [found["rule"]]
    assert {g["gate"] for g in found["gates_asked"]} >= {"G1", "G3"}
    assert any(c["if"] == "the money arrives today" and c["action"] == "thanks" for c in found["would_change"])


def test_json_of_a_story_is_a_line_for_each_turn(case: Path) -> None:
    found = lines(called("decide", case, "--json", "--from", "2026-03-02", "--to", "2026-03-20"))
    assert [x["day"] for x in found] == sorted(x["day"] for x in found)
    assert found[0]["day"] == "2026-03-02"
    assert {"R25w", "R13", "R22"} <= {x["rule"] for x in found}
    assert all(x["happened"] or x["changed"] for x in found[1:])


# ------------------------------------------------------------------ pages
def test_an_explanation_shows_rules_with_a_gap_after_the_longest_name(case: Path) -> None:
    out = called("decide", case, "--explain", "--as-of", "2026-03-30").out
    assert "○ R06w.not_delivered What is not delivered" in out or "○ R06w.not_delivered  What" in out
    assert "● R22" in out
    assert "What would change it" in out
    assert "the money arrives today" in out


@pytest.mark.parametrize(("arguments", "first", "last"), [
    (["--from", "2026-03-04"], "2026-03-04", "2026-03-13"),
    (["--to", "2026-03-20"], "2026-03-02", "2026-03-20"),
    (["--from", "2026-03-12", "--to", "2026-03-17"], "2026-03-12", "2026-03-17"),
])  # fmt: skip
def test_a_story_begins_with_the_confirmation_and_ends_on_the_day_of_the_file(
    arguments: list[str], first: str, last: str, case: Path
) -> None:
    found = called("decide", case, *arguments)
    days = [x.split()[0] for x in found.out.splitlines() if x[:5] == "2026-"]
    assert found.code == 0
    assert days[0] == first
    assert days[-1] <= last


def test_chinese_pages_are_chinese(case: Path) -> None:
    out = called("decide", case, "--lang", "zh", "--explain").out
    assert "等到3月14日" in out
    assert "什么会改变这个答案" in out


@pytest.mark.parametrize(
    ("terminal", "variables", "coloured"), [(False, {}, False), (True, {"NO_COLOR": "1"}, False), (True, {}, True)]
)
def test_colours_only_in_a_terminal_that_wants_them(
    terminal: bool, variables: dict[str, str], coloured: bool, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = called("decide", case, "--explain", terminal=terminal).out
    assert ("\x1b[" in out) is coloured


def test_words_from_a_file_cannot_command_the_terminal(tmp_path: Path) -> None:
    text = CASE.replace("Greenfield Ltd", "\\u001b[2JGreenfield").replace("in its grace", "\\u001b]0;owned\\u0007")
    out = called("decide", written(tmp_path / "case.toml", text), "--from", "2026-03-02").out
    out += called("decide", written(tmp_path / "case.toml", text)).out
    assert "\x1b" not in out
    assert "\x07" not in out


@pytest.mark.parametrize(
    "text", ['[order]\nconfirmed_on = "\\u001b[2J"\n', '"\\u001b[2J" = 1\n', 'policy = "\\u001b[2J"\n']
)
def test_a_refusal_cannot_command_the_terminal_either(text: str, tmp_path: Path) -> None:
    found = called("decide", written(tmp_path / "case.toml", "as_of = 2026-03-18\n" + text))
    assert found.code == 1
    assert "\x1b" not in found.err


@pytest.mark.parametrize("arguments", [["--explain"], ["--json"], ["--from", "2026-03-02"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_terminal_that_knows_only_ascii_gets_ascii(arguments: list[str], language: str, case: Path) -> None:
    found = called("decide", case, *arguments, "--lang", language, encoding="ascii")
    assert found.code == 0
    assert found.out.isascii()
    if "--json" in arguments:
        assert all(x["because"] for x in lines(found))


# ------------------------------------------------------------------ as a process of its own
def test_an_ascii_process_neither_crashes_nor_prints_a_traceback(case: Path) -> None:
    found = processed("decide", case, "--json", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert (found.code, found.err) == (0, "")
    assert json.loads(found.out)["because"]


def test_a_reader_that_leaves_early_is_no_error(case: Path) -> None:
    read, write = os.pipe()
    with subprocess.Popen(
        [str(COMMAND), "decide", str(case), "--explain"], stdout=write, stderr=subprocess.PIPE
    ) as process:
        os.close(write)
        os.close(read)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_the_start_imports_nothing_heavy(argument: str) -> None:
    script = (
        "import sys\nfrom duecourse.cli.main import run\n"
        f"sys.argv = ['duecourse', {argument!r}]\n"
        "try:\n    run()\nexcept SystemExit as left:\n    assert not left.code, left.code\n"
        "print(sorted(m for m in ('polars', 'numpy', 'holidays', 'openpyxl', 'fastexcel', 'babel', 'rapidfuzz') if m in sys.modules))\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


def test_version_and_help_by_the_test_runner_of_typer() -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["--version"]).output == f"duecourse {__version__}\n"
    shown = runner.invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert all(c in shown.output for c in ("today", "decide", "policy"))
    assert runner.invoke(app, ["policy", "--help"]).exit_code == 0
    assert runner.invoke(app, ["decid"]).exit_code == 2
    assert runner.invoke(app, []).output.startswith("Usage")


def test_the_installed_command_judges_and_refuses_with_the_codes_of_the_contract(case: Path, tmp_path: Path) -> None:
    some = processed("decide", case, tmp_path / "none.toml")
    assert some.code == 2
    assert "R13" in some.out
    assert len(some.err.splitlines()) == 1
