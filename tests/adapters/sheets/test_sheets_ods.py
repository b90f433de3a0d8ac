"""OpenDocument spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheetfiles import error, number, ods, ods_cell, ods_table, rows_of, text, texts, zipped

from duecourse.adapters.sheets import Cell, Row, Span, opened
from duecourse.errors import DuecourseError

CELL = "table:table-cell"


def table(rows: str, before: str = "") -> str:
    return f'<table:table table:name="orders">{before}{rows}</table:table>'


def row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def test_cells_of_every_kind(tmp_path: Path) -> None:
    cells = row(
        f'<{CELL} office:value-type="float" office:value="5985.000000000001"><text:p>5.985,00</text:p></{CELL}>',
        f'<{CELL} office:value-type="percentage" office:value="0.3"><text:p>30 %</text:p></{CELL}>',
        f'<{CELL} office:value-type="currency" office:currency="EUR" office:value="12.5"><text:p>12,50 €</text:p></{CELL}>',
        f'<{CELL} office:value-type="date" office:date-value="2026-03-31T10:00:00"><text:p>31.03.26</text:p></{CELL}>',
        f'<{CELL} office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></{CELL}>',
        f'<{CELL} office:value-type="time" office:time-value="PT09H30M00S"><text:p>09:30</text:p></{CELL}>',
        f'<{CELL} office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>Nord<text:s text:c="2"/><text:span>wind</text:span></text:p><text:p>GmbH</text:p></{CELL}>',
        f'<{CELL} office:value-type="date" office:date-value="x"><text:p>?</text:p></{CELL}>',
        f'<{CELL} office:value-type="string"><text:p> </text:p></{CELL}>',
    )  # fmt: skip
    assert rows_of(ods(tmp_path / "a.ods", table(cells))) == [
        Row(1, [number("5985"), number("0.3"), number("EUR 12.5"), Cell("2026-03-31", "date"), text("yes"), text("09:30:00"), text("Nord  wind\nGmbH"), error("#VALUE!")])
    ]  # fmt: skip


def test_errors_and_formulas_without_a_value_are_not_blank(tmp_path: Path) -> None:
    cells = row(
        ods_cell(error("#DIV/0!")),
        f'<{CELL} table:formula="of:=[.A1" office:value-type="float" office:value="0"><text:p>Err:502</text:p></{CELL}>',
        f'<{CELL} table:formula="of:=[.#REF!]" office:value-type="string" office:string-value=""><text:p>#REF!</text:p></{CELL}>',
        f'<{CELL} table:formula="of:=1+1"/>',
        f'<{CELL} table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>',
        f'<{CELL} table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></{CELL}>',
    )
    assert rows_of(ods(tmp_path / "a.ods", table(cells))) == [
        Row(1, [error("#DIV/0!"), error("Err:502"), error("#REF!"), error("a formula without a value"), None, number("2")])
    ]  # fmt: skip


def test_repeated_rows_and_cells_keep_the_row_numbers(tmp_path: Path) -> None:
    rows = (
        row(f'<{CELL} table:number-columns-repeated="16384"/>', repeated=2)
        + row(f'<{CELL} table:number-columns-repeated="2"/>', ods_cell(text("a")).replace(CELL, f'{CELL} table:number-columns-repeated="2"', 1), repeated=2)
        + f"<table:table-header-rows>{row(ods_cell(text('b')))}</table:table-header-rows>"
        + row(f'<{CELL} table:number-columns-repeated="16384"/>', repeated=1_048_571)
    )  # fmt: skip
    assert texts(ods(tmp_path / "a.ods", table(rows))) == {
        3: [None, None, "a", "a"],
        4: [None, None, "a", "a"],
        5: ["b"],
    }


def test_layout_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse" table:number-columns-repeated="16382"/>'
    merged = row("<table:table-cell/>", f'<{CELL} table:number-columns-spanned="2" table:number-rows-spanned="3"><text:p>x</text:p></{CELL}>', "<table:covered-table-cell/>", ods_cell(text("y")))  # fmt: skip
    shapes = "<table:shapes><draw:frame><text:p>logo</text:p></draw:frame></table:shapes>"
    first = table(row(repeated=3) + merged, shapes + columns)
    path = ods(tmp_path / "a.ods", first + ods_table([[text("z")]], "old", 'table:style-name="ta2"'), styles=styles)
    with opened(path) as sheets:
        assert [(s.name, s.hidden) for s in sheets] == [("orders", False), ("old", True)]
        assert sheets[0].merged == (Span(4, 1, 6, 2),)
        assert sheets[0].hidden_columns == frozenset(range(2, 256))
    assert texts(path) == {4: [None, "x", None, "y"]}
    assert texts(path, 1) == {1: ["z"]}


@pytest.mark.parametrize(
    ("tables", "what"),
    [
        (table(row(ods_cell(text("a")), repeated=1_048_576)), "The sheet has more than 200000 rows"),
        (table(row(repeated=1_048_577) + row(ods_cell(text("a")))), "The workbook is damaged"),
        (table(row(repeated=99999999999)), "The workbook is damaged"),
        (table(row(f'<{CELL} table:number-columns-repeated="16384"><text:p>a</text:p></{CELL}>')), "Row 1 has more than 256 columns"),
        ("", "The workbook is damaged"),
        ("<table:table>", "The workbook is damaged"),
    ],
)  # fmt: skip
def test_what_no_list_has_is_refused(tmp_path: Path, tables: str, what: str) -> None:
    with pytest.raises(DuecourseError, match=what):
        rows_of(ods(tmp_path / "a.ods", tables))


def test_a_protected_spreadsheet_is_told_as_such(tmp_path: Path) -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    path = zipped(tmp_path / "a.ods", {"content.xml": b"\x8a\x01", "META-INF/manifest.xml": manifest})
    with pytest.raises(DuecourseError, match="The workbook is protected by a password"):
        rows_of(path)


def test_a_long_run_of_spaces_stays_short(tmp_path: Path) -> None:
    cell = f'<{CELL}><text:p>a<text:s text:c="999999999"/>b</text:p></{CELL}>'
    assert len(texts(ods(tmp_path / "a.ods", table(row(cell))))[1][0] or "") == 1_002
