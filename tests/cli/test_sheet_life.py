"""The sheet as a person's whole app: he runs it each day on his own list, writes what he did, and it remembers."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from duecourse.adapters.writeback import ours_in
from duecourse.cli.today import run_today

HEAD = ["Order", "Customer", "Country", "Item", "Total", "Currency", "Payment terms", "Signed on", "Delivery", "Phone"]
ROW = [
    "SC-7", "Nordwind GmbH", "Germany", "Dry bag 20 L", 12000, "USD", "30% deposit, 70% before shipment",
    "2026-09-01", "2027-03-31", "yes",
]  # fmt: skip
START = date(2026, 9, 7)


def order_list(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("orders")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ROW)
    return path


def run(source: Path, out: Path, day: date) -> dict[str, str]:
    """One morning: the answer beside the only row."""
    assert run_today([source], as_of=day, out=out, stream=io.StringIO()) == 0
    return beside(out)


def beside(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)["orders"]
    heads = [str(c.value or "") for c in sheet[1]]
    places = ours_in(heads)
    return {name: str(sheet.cell(2, place + 1).value or "") for name, place in places.items()}


def fill(path: Path, **said: str) -> None:
    """What the person writes into his own columns."""
    book = openpyxl.load_workbook(path)
    sheet = book["orders"]
    places = ours_in([str(c.value or "") for c in sheet[1]])
    for name, text in said.items():
        sheet.cell(2, places[name] + 1, text)
    book.save(path)


def test_writing_today_moves_the_row_to_wait(tmp_path: Path) -> None:
    source, out = order_list(tmp_path / "orders.xlsx"), tmp_path / "answered.xlsx"
    assert run(source, out, START)["list"] == "contact"
    fill(out, we_wrote_on=START.isoformat())
    again = run(out, tmp_path / "next.xlsx", START)
    assert again["list"] == "wait"
    assert START.isoformat() in again["so_far"]


def test_running_on_the_result_unedited_changes_nothing(tmp_path: Path) -> None:
    source = order_list(tmp_path / "orders.xlsx")
    run(source, tmp_path / "1.xlsx", START)
    run(tmp_path / "1.xlsx", tmp_path / "2.xlsx", START)
    assert (tmp_path / "2.xlsx").read_bytes() == (tmp_path / "1.xlsx").read_bytes()


def lived(folder: Path, days: int) -> list[str]:
    """What was written, each time that the sheet said so, to a customer who never answers."""
    path, wrote = order_list(folder / "0.xlsx"), []
    for n in range(1, days):
        day = START + timedelta(days=n)
        out = folder / f"{n}.xlsx"
        told = run(path, out, day)
        if told["list"] == "contact":
            wrote.append(told["so_far"].rpartition("next ")[2])
            fill(out, we_wrote_on=day.isoformat())
        path = out
    return wrote


@pytest.mark.slow
def test_a_silent_customer_meets_the_ladder_and_nothing_twice_in_a_row(tmp_path: Path) -> None:
    wrote = lived(tmp_path, 120)
    kinds = [w.partition("/")[0] for w in wrote]
    assert kinds[:2] == ["useful", "useful"]
    assert kinds.index("soft") < kinds.index("ask") < kinds.index("call")
    useful = [w for w in wrote if w.startswith("useful/")]
    assert len(set(useful)) == len(useful), "the same thing is never sent twice"
    assert len(wrote) <= 12


def test_a_promise_in_the_sheet_is_trusted_and_their_words_are_kept(tmp_path: Path) -> None:
    source, out = order_list(tmp_path / "orders.xlsx"), tmp_path / "1.xlsx"
    run(source, out, START)
    fill(out, they_said="will pay next week", they_promised_on="2026-09-18")
    told = run(out, tmp_path / "2.xlsx", START + timedelta(days=1))
    assert (told["list"], told["rule"]) == ("wait", "R13")
    assert told["they_said"] == "will pay next week"


def test_a_question_in_the_sheet_is_answered_first(tmp_path: Path) -> None:
    source, out = order_list(tmp_path / "orders.xlsx"), tmp_path / "1.xlsx"
    run(source, out, START)
    fill(out, they_said="Which valve does the bag have?")
    assert run(out, tmp_path / "2.xlsx", START)["rule"] == "R07"


def test_the_json_names_the_day_that_the_person_wrote(tmp_path: Path) -> None:
    source, out = order_list(tmp_path / "orders.xlsx"), tmp_path / "1.xlsx"
    run(source, out, START)
    fill(out, we_wrote_on=START.isoformat())
    shown = io.StringIO()
    run_today([out], as_of=START, dry_run=True, stream=shown)
    payments = [json.loads(line) for line in shown.getvalue().splitlines() if '"kind"' in line]
    assert payments[0]["last_contact_on"] == START.isoformat()


def test_an_answered_question_is_not_asked_of_us_again_by_a_later_contact(tmp_path: Path) -> None:
    source, out = order_list(tmp_path / "0.xlsx"), tmp_path / "1.xlsx"
    run(source, out, START)
    fill(out, they_said="Which valve does the bag have?")
    assert run(out, tmp_path / "2.xlsx", START)["rule"] == "R07"
    fill(tmp_path / "2.xlsx", we_wrote_on=START.isoformat())
    later = START + timedelta(days=14)
    told = run(tmp_path / "2.xlsx", tmp_path / "3.xlsx", later)
    assert told["rule"] != "R07"
    fill(tmp_path / "3.xlsx", we_wrote_on=later.isoformat())
    assert run(tmp_path / "3.xlsx", tmp_path / "4.xlsx", later + timedelta(days=1))["rule"] != "R07"


def test_an_explanation_of_long_ago_does_not_hold_for_ever(tmp_path: Path) -> None:
    source, out = order_list(tmp_path / "0.xlsx"), tmp_path / "1.xlsx"
    run(source, out, START)
    fill(out, they_said="our boss is travelling")
    assert run(out, tmp_path / "2.xlsx", START)["rule"] == "R16"
    assert run(tmp_path / "2.xlsx", tmp_path / "3.xlsx", START + timedelta(days=5))["rule"] == "R16"
    after = START + timedelta(days=15)
    told = run(tmp_path / "3.xlsx", tmp_path / "4.xlsx", after)
    assert told["list"] == "contact"
    fill(tmp_path / "4.xlsx", we_wrote_on=after.isoformat())
    assert run(tmp_path / "4.xlsx", tmp_path / "5.xlsx", after + timedelta(days=1))["rule"] != "R16"
