"""Workbooks with all that people keep in theirs, and a plain look into what a package holds."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from duecourse.adapters.writeback import BANDS, FIELDS, Band, Target, write_back

ANSWERS: Mapping[int, Mapping[str, str]] = {
    4: {"list": "contact", "verdict": "useful: production calendar", "until": "2026-12-07", "because": "They asked — we know.", "rule": "R09"},
    5: {"list": "wait", "verdict": "wait", "until": "2026-12-09", "because": "=1+1 & <b>\"x\"</b>\x07 两", "rule": "R13, G3"},
    7: {"list": "fix our side", "verdict": "send the invoice", "until": "", "because": "@SUM(A1)\nsecond line", "rule": "R04"},
}  # fmt: skip
HEADER_ROW, FREE = 3, 9


def png() -> BytesIO:
    """One green dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x2f\x6a\x4a")) + chunk(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def rich_xlsxwriter(path: Path, **options: Any) -> Path:
    """Title row over everything, heading in row 3, five orders, formulas with values, and most features."""
    with xlsxwriter.Workbook(str(path), options) as book:
        page, other = book.add_worksheet("orders"), book.add_worksheet("old & <done>")
        bold, day = (
            book.add_format({"bold": True, "bg_color": "#DDEEFF"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        page.merge_range("A1:I1", "Orders of the season", book.add_format({"align": "center", "font_size": 16}))
        page.write_row(2, 0, ["customer", "order", "amount", "paid", "open", "due", "note", "hidden", "web"], bold)
        for n in range(3, 8):
            page.write_row(n, 0, [f"Customer {n}", f"SC-{n}", 1000.5 * n, 200])
            page.write_formula(n, 4, f"=C{n + 1}-D{n + 1}", None, 1000.5 * n - 200)
            page.write_datetime(n, 5, datetime(2026, 12, n), day)
            page.write_rich_string(n, 6, "a ", bold, "bold", " word")
            page.write_url(n, 8, "https://example.com/x?a=1&b=2", string="link")
        page.write_comment("B4", "ask Ana")
        page.write_formula("C10", "=SUM(C4:C8)", bold, 25012.5)
        page.set_column("A:A", 30)
        page.set_column("H:H", 8, None, {"hidden": True})
        page.set_row(5, 40, None, {"hidden": True})
        page.set_row(6, 33)
        page.data_validation("D4:D8", {"validate": "list", "source": ["1", "2"]})
        page.conditional_format("C4:C8", {"type": "data_bar", "data_bar_2010": True})
        page.conditional_format("C4:C8", {"type": "cell", "criteria": ">", "value": 4000, "format": bold})
        page.freeze_panes(3, 2)
        page.autofilter("A3:I8")
        page.insert_image("B14", "dot.png", {"image_data": png()})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=orders!$C$4:$C$8"})
        page.insert_chart("D14", chart)
        page.set_header("&LOrders")
        page.print_area("A1:I8")
        other.add_table("A1:C4", {"columns": [{"header": h} for h in "abc"]})
        other.write_formula("E1", "=orders!C4", None, 3001.5)
        other.hide()
        book.define_name("Rate", "=orders!$C$4")
    return path


def rich_openpyxl(path: Path) -> Path:
    """The same layout by another writer; its cells with formulas have no values."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "orders"
    page["A1"] = "Orders of the season"
    page.merge_cells("A1:I1")
    page.append([])
    page.append(["customer", "order", "amount", "paid", "open", "due", "note", "hidden", "web"])
    for n in range(4, 9):
        page.append([f"Customer {n}", f"SC-{n}", 1000.5 * n, n % 2 == 0, f"=C{n}*2", date(2026, 12, n), " spaced "])
        page.cell(n, 1).font = Font(name="Arial", size=9, italic=True)
        page.cell(n, 7).alignment = Alignment(wrap_text=True)
    page["C4"].fill = PatternFill("solid", fgColor="FFEEDDCC")
    page["B4"].comment = Comment("ask Ana", "Ana")
    page["C4"].protection = Protection(locked=False)
    page.column_dimensions["A"].width = 31
    page.column_dimensions["H"].hidden = True
    page.column_dimensions.group("K", "XFD", hidden=True)
    page.row_dimensions[6].hidden = True
    page.row_dimensions[7].height = 41
    check = DataValidation(type="list", formula1='"a,b"')
    check.add("D4:D8")
    page.add_data_validation(check)
    page.conditional_formatting.add("C4:C8", CellIsRule(operator="greaterThan", formula=["5"], font=Font(bold=True)))
    page.freeze_panes = "C4"
    page.auto_filter.ref = "A3:I8"
    page.protection.sheet = True
    chart = BarChart()
    chart.add_data(Reference(page, min_col=3, min_row=4, max_row=8))
    page.add_chart(chart, "A12")
    second = book.create_sheet("second")
    second.append(["a", "b"])
    second.append([1, 2])
    second.add_table(Table(displayName="T1", ref="A1:B2"))
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="orders!$C$4")
    book.save(path)
    return path


WRITERS = {"xlsxwriter": rich_xlsxwriter, "openpyxl": rich_openpyxl}


def parts(path: Path) -> dict[str, bytes]:
    """All parts of a package by name, in their order."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(path: Path, out: Path, **changed: bytes) -> Path:
    """A copy of a package in which the parts whose names end so (`_` for `.`) are replaced."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts(path).items():
            archive.writestr(name, changed.get(name.rsplit("/", 1)[-1].replace(".", "_"), data))
    return out


def sheet_xml(path: Path) -> bytes:
    """The first worksheet part."""
    return parts(path)["xl/worksheets/sheet1.xml"]


def loaded(path: Path, **options: Any) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it; it warns of the extensions that it would drop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, **options)


def cells(path: Path, sheet: str = "orders") -> dict[tuple[int, int], object]:
    """Row from 1 and column from 0 to value, of all cells that have one."""
    page = loaded(path)[sheet]
    return {(c.row, c.column - 1): c.value for row in page.iter_rows() for c in row if c.value is not None}


def answered(source: Path, out: Path, target: Target | None = None, band: Band = BANDS["en"], **rest: Any) -> list[str]:
    """Write `ANSWERS` back; the first time unless a target says otherwise."""
    return write_back(
        source, out, target or Target("orders", HEADER_ROW, FREE), band, rest.pop("answers", ANSWERS), **rest
    )


def again(free: int = FREE) -> Target:
    """The target of a second run on a file in which our columns begin there."""
    return Target("orders", HEADER_ROW, free + len(FIELDS), {name: free + i for i, name in enumerate(FIELDS)})


def place(field: str, row: int) -> str:
    """Where a field of ours stands after a first run: M4."""
    return f"{get_column_letter(FREE + FIELDS.index(field) + 1)}{row}"


def repainted(path: Path, values: Mapping[str, object], out: Path | None = None) -> Path:
    """The workbook saved by another program with some cells changed: texts become shared strings."""
    book = loaded(path)
    for place, value in values.items():
        book["orders"][place] = value
    book.save(out or path)
    return out or path
