"""Small order lists for tests, written by the test that reads them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from duecourse.adapters.orders import OrderList, read_orders
from duecourse.adapters.orders.read import ByHand


def write_xlsx(path: Path, *rows: Sequence[object], sheet: str = "orders") -> Path:
    """A workbook with one sheet; dates are real date cells, text is text."""
    with xlsxwriter.Workbook(str(path)) as book:
        fill(book, sheet, rows)
    return path


def fill(book: xlsxwriter.Workbook, sheet: str, rows: Sequence[Sequence[object]]) -> None:
    """One sheet of a workbook."""
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, place, datetime(value.year, value.month, value.day), day)
            elif isinstance(value, str):
                page.write_string(number, place, value)
            elif value is not None:
                page.write(number, place, value)


def write_csv(path: Path, *rows: Sequence[object], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A csv file; a value is written as Python spells it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([["" if v is None else str(v) for v in row] for row in rows])
    return path


def single(path: Path, *, as_of: date | None = None, by_hand: ByHand | None = None) -> OrderList:
    """The only order list of a file."""
    (orders,) = read_orders(path, as_of=as_of, by_hand=by_hand)
    return orders


def listed(folder: Path, **row: object) -> OrderList:
    """A list of one order with these columns (spaces of the header as underscores) beside customer and order."""
    named = {"customer": "Nordwind GmbH", "order": "SC-1", **row}
    return single(write_xlsx(folder / "list.xlsx", [n.replace("_", " ") for n in named], list(named.values())))


def one(rows: OrderList, frame: str) -> dict[str, object]:
    """The only row of a frame of a list without refusals."""
    assert [r.line() for r in rows.refused] == []
    (row,) = rows.rows[frame]
    return row
