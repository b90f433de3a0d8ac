"""`duecourse draft check`: a calm page for a person, JSON Lines for a script."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from decide.command_line import called
from duecourse.cli.draft_check import context_of, run_draft_check
from duecourse.errors import DuecourseError
from duecourse.words.check import check

LEAKY = "Hello Ana,\nPlease pay as soon as possible.\nWen\n"
FINE = "Hello Ana,\nThe photos are attached.\nWen\n"


def said(text: str, **options: object) -> tuple[int, str]:
    """Exit code and page of a pasted draft."""
    to = io.StringIO()
    code = run_draft_check(None, source=io.StringIO(text), stream=to, **options)  # type: ignore[arg-type]
    return code, to.getvalue()


def test_a_fine_draft_is_ready() -> None:
    code, page = said(FINE)
    assert code == 0
    assert page.splitlines()[-1].strip() == "Ready to send."


def test_a_leaking_draft_is_marked_and_told() -> None:
    code, page = said(LEAKY)
    assert code == 1
    assert "_Please pay as soon as possible_[1]" in page
    assert "A hurry word" in page
    assert page.splitlines()[-1].strip() == "One phrase to calm before it goes."


def test_phrases_are_counted_in_words() -> None:
    _, page = said("Please pay immediately.\n\nOur lawyer will write to you.\n")
    assert page.splitlines()[-1].strip() == "Two phrases to calm before it goes."


def test_the_page_speaks_chinese() -> None:
    _, page = said(LEAKY, speak="zh")
    assert page.splitlines()[-1].strip() == "发送前有一处需要平和一些。"
    assert said(FINE, speak="zh")[1].splitlines()[-1].strip() == "可以发送。"


def test_nothing_in_a_draft_commands_the_terminal() -> None:
    assert "\x1b" not in said("The photos \x1b[31m are attached.\n")[1]


def test_json_of_a_plain_draft() -> None:
    code, text = said(LEAKY, as_json=True)
    answer = json.loads(text)
    assert code == 0
    assert answer["ok_to_send"] is False
    assert answer["language"] == "en"
    assert set(answer["faults"][0]) == {"name", "group", "span", "said", "why", "calmer", "severity"}


def test_json_lines_keep_their_ids_and_order(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        json.dumps({"id": "A", "text": LEAKY, "lang": "en"}),
        "{broken",
        json.dumps({"id": "B", "text": FINE, "context": "first contact"}),
        json.dumps({"id": "C"}),
        json.dumps({"id": "D", "text": FINE, "context": {"contacts_today": 1}}),
        json.dumps({"id": "E", "text": FINE, "context": {"as_of": "soon"}}),
    ]
    code, text = said("\n".join(lines))
    answers = [json.loads(line) for line in text.splitlines()]
    assert code == 0
    assert [(a["id"], a["ok_to_send"]) for a in answers] == [("A", False), ("B", True), ("D", False)]
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == ["Line 2", "Line 4", "Line 6"]


def test_spans_are_code_points_of_the_text() -> None:
    text = "😀 Please reply urgently. " + FINE
    answer = json.loads(said(json.dumps({"text": text}))[1])
    start, end = answer["faults"][0]["span"]
    assert text[start:end] == answer["faults"][0]["said"] == "Please reply urgently"


def test_a_context_may_say_everything() -> None:
    context = context_of(
        {
            "as_of": "2026-06-01",
            "deadlines": ["2026-06-12"],
            "sends_at": "2026-06-01T10:00",
            "channels_today": ["phone"],
        }
    )
    assert context.deadlines is not None
    assert [d.isoformat() for d in context.deadlines] == ["2026-06-12"]
    assert context.channels_today == ("phone",)


def test_a_context_of_another_kind_is_told() -> None:
    with pytest.raises(DuecourseError, match="neither a text nor an object"):
        context_of(3)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DuecourseError, match="cannot be read"):
        run_draft_check(str(tmp_path / "none.txt"))


def test_the_command_runs(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(LEAKY, encoding="utf-8")
    result = called("draft", "check", str(file), "--in", "en")
    assert result.code == 1
    assert "One phrase to calm" in result.out
    assert "asap" in {f.name for f in check(LEAKY).faults}


@pytest.mark.parametrize(
    "known",
    [
        {"deadlines": ["2026-06-12"]},
        {"deadlines": "2026-06-12"},
        {"deadlines": [{"on": "2026-06-12"}]},
        {"deadlines": [{"date": "2026-06-12T09:00"}], "last_contact_on": "2026-05-20T10:00", "channels_today": []},
    ],
)
def test_dates_of_a_context_are_read_as_scripts_write_them(known: dict[str, object]) -> None:
    line = {
        "id": "D1",
        "lang": "en",
        "text": "The calendar is attached. The deposit should be here by {} June.",
        "context": {"as_of": "2026-06-01", "contacts_today": 0, "sends_at": "2026-06-01T10:00", **known},
    }
    answers = [json.dumps({**line, "text": str(line["text"]).format(day)}) for day in (12, 5)]
    code, page = said("\n".join(answers))
    true, false = map(json.loads, page.splitlines())
    assert code == 0
    assert true["ok_to_send"]
    assert "false_deadline" in {f["name"] for f in false["faults"]}


def test_one_hostile_line_spoils_no_other(tmp_path: Path) -> None:
    good = json.dumps({"id": "B", "text": "Dear Ana, the drawing is attached. Wen"}).encode()
    bad = [b'{"id": "A", "text": "x", "context": {"contacts_today": -5e308}}', b'{"text": "\xff"', b"[1]"]
    file = tmp_path / "drafts.jsonl"
    file.write_bytes(b"\n".join([*bad, good]))
    stream = io.StringIO()
    assert run_draft_check(str(file), stream=stream) == 0
    assert [json.loads(line)["id"] for line in stream.getvalue().splitlines()] == ["B"]
