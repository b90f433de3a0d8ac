"""Whatever is written into a spreadsheet comes back, cell by cell, in the same row."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheetfiles import error, number, ods, ods_table, rows_of, text, texts

from duecourse.adapters.sheets import Cell, Row

LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), max_size=12)
WORDS = LETTERS.map(str.strip).filter(lambda t: t and t[0] not in "='#+-@Ee" and "_x" not in t).map(text)
NUMBERS = (
    st.integers(-(10**15), 10**15).map(str) | st.decimals(-(10**6), 10**6, places=2).map(lambda d: f"{float(d):.15g}")
).map(number)
DATES = st.dates(date(1900, 3, 1), date(9999, 12, 31)).map(lambda d: Cell(d.isoformat(), "date"))
ERRORS = st.sampled_from(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"]).map(error)


def grids(cells: st.SearchStrategy[Cell]) -> st.SearchStrategy[list[list[Cell | None]]]:
    return st.lists(st.lists(st.none() | cells, max_size=6), min_size=1, max_size=6)


def expected(grid: list[list[Cell | None]]) -> list[Row]:
    rows = []
    for index, cells in enumerate(grid, start=1):
        held = list(cells)
        while held and held[-1] is None:
            held.pop()
        rows += [Row(index, held)] if held else []
    return rows


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(grids(WORDS | NUMBERS | DATES | ERRORS))
def test_a_workbook_comes_back(grid: list[list[Cell | None]]) -> None:
    book = openpyxl.Workbook()
    for y, row in enumerate(grid, start=1):
        for x, cell in enumerate(row, start=1):
            if cell is not None:
                place = book.active.cell(y, x)
                place.value = {"number": float, "date": date.fromisoformat}.get(cell.kind, str)(cell.text)
                place.data_type = {"number": "n", "date": "d", "error": "e"}.get(cell.kind, "s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        book.save(path)
        assert rows_of(path) == expected(grid)


@settings(max_examples=40, deadline=None)
@given(grids(WORDS | NUMBERS | DATES | ERRORS))
def test_an_open_document_comes_back(grid: list[list[Cell | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert rows_of(ods(Path(folder, "a.ods"), ods_table(grid))) == expected(grid)


@settings(max_examples=80, deadline=None)
@given(
    grids(WORDS | st.sampled_from(["a;b,c", 'say "now"', "two\nlines", "1.250,00", "12|3"]).map(text)),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_text_comes_back(
    grid: list[list[Cell | None]], delimiter: str, encoding: str, quoting: int, line_end: str
) -> None:
    head: list[Cell | None] = [text(w) for w in ("customer", "order", "goods", "amount", "currency", "remarks")]
    whole = [head, head, *([*row, *[None] * (6 - len(row))] for row in grid)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerows([c.text if c else "" for c in row] for row in whole)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(out.getvalue().encode(encoding))
        assert texts(path) == {r.number: [c and c.text for c in r.cells] for r in expected(whole)}
