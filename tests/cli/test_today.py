"""`duecourse today` from end to end: pages as golden files, exit codes, JSON, sheets that hold no formula."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import load_workbook
from test_today_story import DAY, story

from duecourse.adapters import orders
from duecourse.adapters.orders import OrderList, Refusal, write_template
from duecourse.adapters.orders.columns import FIELDS
from duecourse.adapters.orders.layout import Layout
from duecourse.adapters.writeback import BANDS
from duecourse.cli.clock import VARIABLE, today
from duecourse.cli.headings_file import FOLDER
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


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person said of headings is looked for in an empty folder."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "settings"))


@pytest.fixture
def _story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story of the pictures instead of a file."""
    layout = Layout(row=1, columns=(), ignored=(), titles=(), language="en", width=0)
    read = OrderList("orders.xlsx", "Orders", 41, story(), (), {}, 19, 22, entries={}, layout=layout)
    monkeypatch.setattr(orders, "read_orders", lambda *_, **__: [read])
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
    assert said[0] == "Nothing to judge: the list has columns for orders, and no order in it."
    assert said[1].startswith("The file cannot be opened: No such file or directory")
    assert "none.xlsx" in said[1]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(plain: Path, tmp_path: Path) -> None:
    code, text = ran(plain, tmp_path / "none.csv")
    assert code == SOME
    assert "none.csv" in text
    for asked in ({"as_json": True}, {"dry_run": True}):
        code, lines = ran(plain, tmp_path / "none.csv", **asked)
        (unread,) = [found["unread"] for line in lines.splitlines() if "unread" in (found := json.loads(line))]
        assert code == SOME
        assert unread["where"] == str(tmp_path / "none.csv")
        assert unread["why"] == "The file cannot be opened: No such file or directory"


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
        "file": "", "sheet": None, "row": 2, "order": "SC-1", "customer": "Regenwerk", "kind": "deposit", "amount": "1000.00",
        "currency": "USD", "due_on": None, "deliver_on": "2027-05-19", "confirmed_on": "2026-10-02",
        "promised_on": None, "last_contact_on": None, "paid_on": None, "paid": False,
    }  # fmt: skip
    assert (second["amount"], third["paid"]) == ("2000.00", True)
    assert nothing == {"nothing_to_judge": False}
    read = mapping["mapping"]
    assert (read["file"], read["sheet"], read["header_row"], read["made_by"]) == ("orders.csv", None, 1, None)
    assert read["columns"]["delivery"] == {"field": "deliver_on", "score": 100}
    assert len(read["columns"]) == len(FIELDS)
    assert (read["not_needed"], read["ignored"]) == ([], {})


def test_dry_run_tells_what_was_left_unknown_and_which_columns_were_not_read(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Client,PI No,Salesperson,Delivry,Delivery,Zone\nAna,7,Bo,,03/04/2026,x\n", encoding="utf-8")
    found = [json.loads(line) for line in ran(path, dry_run=True)[1].splitlines()]
    assert [f["ambiguous"] for f in found if "ambiguous" in f] == [
        {
            "file": "own.csv", "row": 2, "column": "Delivery", "field": "deliver_on", "holds": "03/04/2026",
            "why": "a date that can be read in one way (4 March or 3 April?)", "readings": ["2026-03-04", "2026-04-03"],
        }
    ]  # fmt: skip
    assert found[-1]["mapping"]["not_needed"] == ["Salesperson"]
    assert found[-1]["mapping"]["ignored"] == {"Delivry": "delivery", "Zone": None}


def test_the_page_says_which_of_two_columns_was_read(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Client,PI No,PO No,Delivery\nAna,7,8,2027-05-19\n", encoding="utf-8")
    assert "Column 'PO No' was not read: 'PI No' says the same." in ran(path)[1]


def test_what_is_said_of_unknown_headings_is_kept_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Wer,Was,Lieferung\nAna,7,2027-05-19\n", encoding="utf-8")
    assert ran(path, dry_run=True)[0] == NOTHING
    first = ran(path, dry_run=True, mapped=["Wer=customer", "Was=order"])
    assert (first[0], ran(path, dry_run=True)) == (ALL, first)


def test_every_sheet_of_a_workbook_is_judged(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "two.xlsx")) as book:
        for name, order in (("EU", "SC-1"), ("US", "SC-2")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["customer", "order", "amount", "currency"])
            sheet.write_row(1, 0, ["Ana", order, 100, "USD"])
    code, text = ran(tmp_path / "two.xlsx")
    assert code == ALL
    assert "Read 2 rows of 2 lists: 2 open, 0 paid." in text


def test_a_doubtful_promise_is_a_task_and_no_urging(tmp_path: Path) -> None:
    usual = {"customer": "Regenwerk", "order": "SC-1", "last_contact_on": date(2026, 11, 2)}
    path = listed(tmp_path / "a.csv", {**usual, "promised_on": date(2026, 12, 1)})
    path.write_text(path.read_text(encoding="utf-8-sig").replace("2026-12-01", "after the fair"), encoding="utf-8")
    code, lines = ran(path, as_json=True)
    (verdict,) = map(json.loads, lines.splitlines())
    assert (code, verdict["action"]) == (ALL, "own_fix")
    assert "make row 2 clear" in ran(path)[1]


def test_columns_that_are_not_known_are_named(plain: Path) -> None:
    text = plain.read_text(encoding="utf-8-sig").splitlines()
    plain.write_text("\n".join([text[0] + ",batch", *(line + ",red" for line in text[1:])]), encoding="utf-8")
    assert "Columns not read: 'batch'." in ran(plain)[1]


def test_the_list_comes_back_with_the_answers_beside_its_rows(tmp_path: Path) -> None:
    source = listed(tmp_path / "orders.xlsx", {"customer": "Regenwerk", "order": "SC-1"})
    before = source.read_bytes()
    assert ran(source, out=tmp_path / "answer.xlsx")[0] == ALL
    head, row = load_workbook(tmp_path / "answer.xlsx").worksheets[0].iter_rows(max_row=2, values_only=True)
    assert [h for h in head if h][: len(FIELDS)] == [f.en for f in FIELDS]
    told = dict(zip(head, row, strict=True))
    assert [h for h in head if h][len(FIELDS) :] == [
        heading if name != "list" else f"duecourse: {heading}" for name, heading in BANDS["en"].headers.items()
    ]
    assert told["so far"].startswith("next ")
    assert source.read_bytes() == before


def records(path: Path) -> list[dict[str, str]]:
    """Rows of a csv file by heading; a message has several lines."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))


def test_what_we_wrote_is_read_at_the_next_run(tmp_path: Path) -> None:
    ran(listed(tmp_path / "orders.csv", {"customer": "Regenwerk", "order": "SC-1"}), out=tmp_path / "one.csv")
    rows = records(tmp_path / "one.csv")
    rows[0]["we wrote on"] = "2026-11-23"
    with (tmp_path / "two.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    found = [json.loads(line) for line in ran(tmp_path / "two.csv", dry_run=True)[1].splitlines()]
    assert found[0]["last_contact_on"] == "2026-11-23"
    assert [f for f in found if "refused" in f or "ambiguous" in f] == []
    (verdict,) = map(json.loads, ran(tmp_path / "two.csv", as_json=True)[1].splitlines())
    assert (verdict["action"], verdict["until"] > "2026-11-23") == ("wait", True)
    ran(tmp_path / "two.csv", out=tmp_path / "three.csv")
    (row,) = records(tmp_path / "three.csv")
    assert row["so far"].startswith("2026-11-23 ")
    assert row["so far"].count("2026-11-23") == 1


def evil(path: Path) -> Path:
    return listed(path, {"customer": "=1+1", "order": "@SC", "our_fix": "+cmd: -x", "amount": Decimal(5)})


def test_nothing_that_comes_back_is_a_formula(tmp_path: Path) -> None:
    ran(evil(tmp_path / "evil.xlsx"), out=tmp_path / "plan.xlsx")
    ran(evil(tmp_path / "evil.csv"), out=tmp_path / "plan.csv")
    cells = [c for row in load_workbook(tmp_path / "plan.xlsx").worksheets[0].iter_rows() for c in row]
    assert "f" not in {c.data_type for c in cells}
    assert "=1+1" in {c.value for c in cells}
    (row,) = records(tmp_path / "plan.csv")
    assert row["customer"] == "'=1+1"
    assert not any(t.startswith(("=", "+", "-", "@")) for t in (*row, *row.values()))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"out": Path("plan.ods")}, "orders.csv comes back as '.csv', not as '.ods'"),
        ({"out": Path("orders.csv")}, "The answer would overwrite the order list"),
        ({"out": Path("no/where/plan.csv")}, "The sheet cannot be written back: No such file"),
        ({"out": Path("plan.xlsx")}, "orders.csv comes back as '.csv', not as '.xlsx'"),
        ({"mapped": ["Zone"]}, "'Zone' does not say which column is which field"),
        ({"mapped": ["Zone=custmer"]}, "Did you mean 'customer'"),
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


def test_orders_of_two_lists_that_differ_in_a_hyphen_are_two_orders(tmp_path: Path) -> None:
    head = "customer,order,delivery\n"
    (tmp_path / "a.csv").write_text(f"{head}Nordwind GmbH,1-12,2027-03-31\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{head}Nordwind GmbH,11-2,2027-03-31\n", encoding="utf-8")
    shown = io.StringIO()
    code = run_today([tmp_path / "a.csv", tmp_path / "b.csv"], as_of=date(2026, 11, 23), as_json=True, stream=shown)
    assert (code, [json.loads(line)["order"] for line in shown.getvalue().splitlines()]) == (0, ["1-12", "11-2"])
