"""`duecourse today` from end to end: pages as golden files, exit codes, JSON, sheets that hold no formula."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from test_today_story import DAY, story

from duecourse.adapters import orders
from duecourse.adapters.orders import OrderList, Refusal, write_template
from duecourse.cli.clock import VARIABLE, today
from duecourse.cli.today import ALL, NOTHING, SOME, run_today
from duecourse.errors import DuecourseError

GOLDEN = Path(__file__).parents[1] / "golden"


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return True


def assert_golden(name: str, text: str) -> None:
    """Compares with tests/golden; GOLDEN=1 writes it anew, and then the difference is read."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def _story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story of the pictures instead of a file."""
    read = OrderList("orders.xlsx", "Orders", 41, story(), (), {}, 19, 22)  # type: ignore[arg-type]
    monkeypatch.setattr(orders, "read_orders", lambda _: read)
    monkeypatch.delenv("NO_COLOR", raising=False)


def page(lang: str = "en", stream: io.StringIO | None = None, **asked: Any) -> str:
    to = stream or io.StringIO()
    assert run_today(["orders.xlsx"], as_of=DAY, lang=lang, stream=to, **asked) == ALL
    return to.getvalue()


# ---------------------------------------------------------------- the page
@pytest.mark.usefixtures("_story")
class TestPage:
    """The page of the story, in each of its forms."""

    def test_a_pipe_gets_plain_text(self) -> None:
        text = page()
        assert "\x1b" not in text
        assert_golden("today_piped.txt", text)

    def test_a_terminal_gets_three_colours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "120")
        text = page(stream=Terminal())
        codes = {c.split("m")[0] for c in text.split("\x1b[")[1:]}
        assert codes == {"0", "1", "2", "32", "33", "36"}
        assert_golden("today_en.txt", text)

    def test_chinese(self) -> None:
        assert_golden("today_zh.txt", page("zh"))

    def test_a_narrow_terminal_gets_stacked_lines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "60")
        monkeypatch.setenv("NO_COLOR", "1")
        assert_golden("today_narrow.txt", page(stream=Terminal()))

    def test_no_color_means_no_escape_at_all(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in page(stream=Terminal())

    def test_symbols_have_plain_forms_where_the_stream_lacks_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        text = page(stream=Terminal("ascii"))
        assert text.isascii()
        assert " * Contact 3" in text
        assert "   o  Fjordgear" in text
        assert 'of sheet "Orders"' in text

    def test_json_holds_one_verdict_a_line(self) -> None:
        lines = [json.loads(line) for line in page(as_json=True).splitlines()]
        assert len(lines) == 19
        assert all({"case", "action", "rule", "because", "facts", "next_review"} <= line.keys() for line in lines)

    def test_explain_shows_the_trace_of_one_customer(self) -> None:
        text = page(explain="regen")
        assert text.splitlines()[1].startswith("Regenwerk  SC-2600, deposit")
        assert "* R17" in text  # a stream without an encoding

    def test_explain_names_whom_it_could_mean(self) -> None:
        with pytest.raises(DuecourseError, match=r"'ca' may be several customers.*Casa Lluvia"):
            page(explain="ca")

    def test_a_plan_goes_to_a_sheet(self, tmp_path: Path) -> None:
        out = tmp_path / "plan.xlsx"
        page(out=out)
        rows = list(load_workbook(out).active.iter_rows(values_only=True))
        assert rows[0] == ("customer", "order", "payment", "list", "verdict", "until", "because", "rule")
        assert rows[1][:5] == ("Regenwerk", "SC-2600", "deposit", "contact", "useful: production calendar")
        assert len(rows) == 20


# ---------------------------------------------------------------- files
def listed(path: Path, *rows: dict[str, Any]) -> Path:
    """An order list of the template with these rows over a usual one."""
    usual = {
        "country": "DE", "payment": "deposit", "amount": Decimal(1000), "currency": "USD", "incoterm": "FOB",
        "confirmed_on": date(2026, 10, 2), "deliver_on": date(2027, 5, 19), "production_days": 40,
    }  # fmt: skip
    write_template(path, "en", [usual | row for row in rows])
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return listed(
        tmp_path / "orders.csv",
        {"customer": "Regenwerk", "order": "SC-1"},
        {"customer": "Regenwerk", "order": "SC-1", "payment": "balance_before_shipment", "amount": Decimal(2000)},
        {"customer": "Tuinland", "order": "SC-2", "paid_on": date(2026, 11, 2)},
    )


def ran(*files: Path, **asked: Any) -> tuple[int, str]:
    to = io.StringIO()
    return run_today(list(files), as_of=DAY, stream=to, **asked), to.getvalue()


def test_a_good_list_is_judged_as_a_whole(plain: Path) -> None:
    code, text = ran(plain)
    assert code == ALL
    assert "Read 3 rows of orders.csv: 2 open, 1 paid." in text
    assert "No bank feed is set up: look at the bank before you write." in text
    assert "after the earlier payment of its order" in text


def test_a_bad_row_is_named_and_the_others_are_judged(plain: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain.write_text(plain.read_text(encoding="utf-8-sig").replace("2027-05-19", "32/13/2027", 1), encoding="utf-8")
    code, text = ran(plain)
    assert code == SOME
    assert "● Not read 1" in text
    assert "1 not read." in text
    code, lines = ran(plain, as_json=True)
    refused = [json.loads(line)["refused"] for line in lines.splitlines() if "refused" in json.loads(line)]
    assert [(r["row"], r["holds"]) for r in refused] == [(2, "32/13/2027")]
    assert capsys.readouterr().err == ""


def test_with_nothing_to_judge_it_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = listed(tmp_path / "empty.csv")
    assert ran(empty) == (NOTHING, "")
    assert ran(tmp_path / "none.xlsx") == (NOTHING, "")
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "The list holds no payment. Fill in at least one row and run again."
    assert "none.xlsx" in said[1]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(plain: Path, tmp_path: Path) -> None:
    code, text = ran(plain, tmp_path / "none.csv")
    assert code == SOME
    assert "none.csv" in text


def test_a_customer_of_two_lists_is_one(plain: Path, tmp_path: Path) -> None:
    other = listed(tmp_path / "more.csv", {"customer": "REGENWERK", "order": "SC-9", "amount": Decimal(50)})
    code, text = ran(plain, other)
    assert code == ALL
    assert "Read 4 rows of 2 lists: 3 open, 1 paid." in text
    assert text.count("Regenwerk") == 3  # the message, the later payment, the command
    assert "also SC-9: useful, R25" in text


def test_a_payment_of_two_lists_is_refused_in_the_second(plain: Path, tmp_path: Path) -> None:
    other = listed(tmp_path / "more.csv", {"customer": "regenwerk", "order": "sc-1"})
    code, lines = ran(plain, other, as_json=True)
    found = [json.loads(line) for line in lines.splitlines()]
    assert code == SOME
    assert sum("case" in f for f in found) == 3
    assert [f["refused"]["where"] for f in found if "refused" in f] == ["more.csv, row 2"]


def test_dry_run_shows_what_was_read(plain: Path) -> None:
    code, lines = ran(plain, dry_run=True)
    first, second, third, nothing, mapping = map(json.loads, lines.splitlines())
    assert code == ALL
    assert first | {"file": ""} == {
        "file": "", "row": 2, "order": "SC-1", "customer": "Regenwerk", "kind": "deposit", "amount": "1000.00",
        "currency": "USD", "due_on": None, "deliver_on": "2027-05-19", "confirmed_on": "2026-10-02",
        "promised_on": None, "last_contact_on": None, "paid_on": None, "paid": False,
    }  # fmt: skip
    assert (second["amount"], third["paid"]) == ("2000.00", True)
    assert (nothing, mapping) == ({"nothing_to_judge": False}, {"mapping": {"ignored": {}}})


def test_columns_that_are_not_known_are_named(plain: Path) -> None:
    text = plain.read_text(encoding="utf-8-sig").splitlines()
    plain.write_text("\n".join([text[0] + ",colour", *(line + ",red" for line in text[1:])]), encoding="utf-8")
    assert "Column 'colour' is not known and was not read." in ran(plain)[1]


def evil(tmp_path: Path) -> Path:
    row = {"customer": "=1+1", "order": "@SC", "our_fix": "+cmd: -x", "amount": Decimal(5)}
    return listed(tmp_path / "evil.xlsx", row)


def cells(path: Path) -> Iterator[Any]:
    for row in load_workbook(path).active.iter_rows():
        yield from row


def test_nothing_in_a_plan_is_a_formula(tmp_path: Path) -> None:
    source = evil(tmp_path)
    for out in (tmp_path / "plan.xlsx", tmp_path / "plan.csv"):
        ran(source, out=out)
    assert {c.data_type for c in cells(tmp_path / "plan.xlsx")} <= {"s", "n"}
    assert all(c.value is None or isinstance(c.value, str) for c in cells(tmp_path / "plan.xlsx"))
    assert "=1+1" in {c.value for c in cells(tmp_path / "plan.xlsx")}
    rows = list(csv.reader((tmp_path / "plan.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][0] == "'=1+1"
    assert not any(t.startswith(("=", "+", "-", "@")) for row in rows for t in row)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"out": Path("plan.ods")}, "The plan cannot be written as '.ods'"),
        ({"out": Path("orders.csv")}, "The plan would overwrite the order list"),
        ({"out": Path("no/where/plan.csv")}, "The plan cannot be written: No such file"),
        ({"out": Path("no/where/plan.xlsx")}, "The plan cannot be written"),
        ({"policy": "norml"}, "There is no policy 'norml'"),
        ({"explain": "Nobody"}, "No customer or order is named 'Nobody'"),
    ],
)
def test_what_cannot_be_done_is_said_before_harm(
    plain: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], message: str
) -> None:
    monkeypatch.chdir(plain.parent)
    before = plain.read_bytes()
    with pytest.raises(DuecourseError, match=message):
        ran(Path("orders.csv"), **asked)
    assert plain.read_bytes() == before


def test_without_a_file_the_next_step_is_named() -> None:
    with pytest.raises(DuecourseError, match=r"No order list is given.*--template orders.xlsx"):
        ran()


def test_a_template_is_written_and_named(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert ran(template=path) == (ALL, f"{path}\n")
    assert path.exists()


def test_the_day_is_read_at_the_edge(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "2026-11-23")
    to = io.StringIO()
    run_today([plain], stream=to)
    assert "Monday 23 November 2026" in to.getvalue()


def test_the_clock_refuses_what_is_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "tomorrow")
    with pytest.raises(
        DuecourseError, match="DUECOURSE_TODAY holds 'tomorrow', but a day like 2026-11-23 was expected"
    ):
        today()
    monkeypatch.delenv(VARIABLE)
    assert isinstance(today(), date)


def test_a_refusal_keeps_its_parts() -> None:
    refusal = Refusal("a.csv", "", 2, "amount", "x", "a number")
    assert {"row", "column", "why"} <= refusal.as_dict().keys()
