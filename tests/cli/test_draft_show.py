"""`duecourse draft show`: the message of a case, or the day until which to wait; patterns and facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from duecourse.cli.headings_file import FOLDER
from duecourse.cli.main import app
from duecourse.errors import DuecourseError

CASE = """
as_of = 2026-11-23
[customer]
name = "Regenwerk GmbH"
country = "DE"
[order]
number = "SC-2618"
product = "225 L rain barrel"
confirmed_on = 2026-11-09
deliver_on = 2027-01-08
production_days = 30
[milestone]
kind = "deposit"
amount = 18360
currency = "USD"
clearing_days = 5
"""
PROMISED = CASE + "[[promise]]\nmade_on = 2026-11-20\npay_on = 2026-11-27\n"
ASKED = CASE + '[[inbound]]\non = 2026-11-20\nsays = "Which film?"\nquestion = "how thick the film is"\n'
PATTERN = '[calendar.en]\nsubject = "mine"\ntext = "My calendar for {{ named }}, delivery {{ delivery }}."\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv(FOLDER, str(folder))
    monkeypatch.setenv("COLUMNS", "100")
    return folder


def run(*asked: str) -> str:
    result = CliRunner().invoke(app, ["draft", *asked], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def case(tmp_path: Path, text: str = CASE) -> str:
    file = tmp_path / "case.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_the_message_stands_ready_to_copy(tmp_path: Path, home: Path) -> None:
    told = run("show", case(tmp_path), "--to", "Ms Brandt", "--sign", "Ana Lin")
    assert told.startswith(
        "Subject  SC-2618: production calendar\n\nDear Ms Brandt,\n\nHere is the production calendar"
    )
    assert told.rstrip().endswith("Kind regards\nAna Lin")
    assert "Ana Lin" in run("show", case(tmp_path))
    assert "Ana Lin" not in run("show", case(tmp_path), "--sign", "-")


def test_no_draft_exists_for_wait(tmp_path: Path, home: Path) -> None:
    assert run("show", case(tmp_path, PROMISED)).startswith("Nothing is written today: wait until 3 December.")
    assert run("show", case(tmp_path, PROMISED), "--lang", "zh").startswith("今天不写信：等到12月3日。")
    told = json.loads(run("show", case(tmp_path, PROMISED), "--json"))
    assert (told["action"], told["until"], told["draft"]) == ("wait", "2026-12-03", None)


def test_what_is_conversation_may_be_asked_for_by_hand(tmp_path: Path, home: Path) -> None:
    assert "27 November is noted" in run("show", case(tmp_path, PROMISED), "--as", "confirm")
    with pytest.raises(DuecourseError, match="'reminder' is nothing that goes by hand"):
        run("show", case(tmp_path), "--as", "reminder")


def test_an_answer_goes_first(tmp_path: Path, home: Path) -> None:
    told = run("show", case(tmp_path, ASKED), "--answer", "It is 0.45 mm thick.")
    assert "Hello,\n\nIt is 0.45 mm thick.\n\nYou had asked: “how thick the film is”" in told


def test_another_language_has_english_beside_it_and_chinese_in_json(tmp_path: Path, home: Path) -> None:
    told = run("show", case(tmp_path), "--to", "Frau Brandt", "--in", "German")
    assert "Sehr geehrte Frau Brandt,\n\nhier ist der Produktionsplan" in told
    assert "no native speaker has read" in told
    plain = json.loads(run("show", case(tmp_path), "--in", "de", "--json"))["draft"]
    assert (plain["language"], "生产排期" in plain["gloss"], "calendar" in plain["english"]) == ("de", True, True)
    with pytest.raises(DuecourseError, match="There are no patterns in 'tlh'"):
        run("show", case(tmp_path), "--in", "tlh")


def test_ones_own_patterns_are_used_and_checked(tmp_path: Path, home: Path) -> None:
    (home / "patterns.toml").write_text(PATTERN, encoding="utf-8")
    assert "My calendar for SC-2618 (225 L rain barrel), delivery 8 January." in run("show", case(tmp_path))
    assert "patterns.toml has no faults." in run("patterns", "--check", str(home / "patterns.toml"))
    (home / "patterns.toml").write_text(PATTERN.replace("named", "nmaed"), encoding="utf-8")
    with pytest.raises(DuecourseError, match="did you mean 'named'"):
        run("show", case(tmp_path))


def test_a_pattern_of_ones_own_is_heard_when_it_is_saved(home: Path) -> None:
    file = home / "mine.toml"
    file.write_text(
        PATTERN.replace("My calendar", "URGENT!!! Please pay ASAP, my boss is asking. My calendar"), "utf-8"
    )
    done = CliRunner().invoke(app, ["draft", "patterns", "--check", str(file)])
    assert done.exit_code == 1
    assert "ASAP”: A hurry word" in done.stdout
    assert "has no faults" not in done.stdout


def test_all_patterns_and_facts_are_listed(home: Path) -> None:
    listed = [json.loads(line) for line in run("patterns", "--json").splitlines()]
    assert {"pattern": "calendar_lc", "situation": "lc", "does": "useful"}.items() <= listed[12].items()
    assert {"fact": "pay_by"}.items() <= next(
        row for row in map(json.loads, run("facts", "--json").splitlines()) if row["fact"] == "pay_by"
    ).items()


def test_a_mail_file_on_request(tmp_path: Path, home: Path) -> None:
    run(
        "show", case(tmp_path), "--email", "jana@regenwerk.example", "--to", "Jana Brandt", "--eml", str(tmp_path / "m")
    )
    (mail,) = (tmp_path / "m").iterdir()
    head = mail.read_bytes().split(b"\r\n\r\n")[0]
    assert b"To: Jana Brandt <jana@regenwerk.example>" in head
    assert b"X-Unsent: 1" in head
