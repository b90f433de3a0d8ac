"""Excel workbooks of before 2007."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlwt
from sheetfiles import error, number, rows_of, text, texts, xlsx

from duecourse.adapters.sheets import Cell, Row, Span, opened
from duecourse.errors import DuecourseError


def test_cells_of_every_kind_stand_in_their_row_and_column(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("订单")
    for column, value in enumerate(["宁波青屿户外", 5985.000000000001, 1250, True, " ", -0.5], start=1):
        page.write(2, column, value)
    for column, code in enumerate(["yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "d.m.yy"]):
        page.write(4, column, date(2026, 3, 31), xlwt.easyxf(num_format_str=code))
    page.row(4).set_cell_error(3, "#REF!")
    page.row(4).set_cell_error(4, "#NUM!")
    page.write(4, 5, 0.3, xlwt.easyxf(num_format_str="0%"))
    page.write(4, 6, "#DIV/0!")
    book.save(str(tmp_path / "a.xls"))
    day = Cell("2026-03-31", "date")
    assert rows_of(tmp_path / "a.xls") == [
        Row(3, [None, text("宁波青屿户外"), number("5985"), number("1250"), text("yes"), None, number("-0.5")]),
        Row(5, [day, day, day, error("#REF!"), error("#NUM!"), number("0.3"), error("#DIV/0!")]),
    ]


def test_days_from_1904_and_layout_and_hidden_sheets(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    page = book.add_sheet("orders")
    page.write(0, 0, 44650, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    page.write(0, 1, 44650)
    page.write_merge(1, 2, 1, 3, "merged")
    page.col(2).hidden = True
    book.add_sheet("old").visibility = 1
    book.save(str(tmp_path / "a.xls"))
    with opened(tmp_path / "a.xls") as sheets:
        assert [(s.name, s.hidden) for s in sheets] == [("orders", False), ("old", True)]
        assert sheets[0].merged == (Span(2, 1, 3, 3),)
        assert sheets[0].hidden_columns == frozenset({2})
    assert rows_of(tmp_path / "a.xls")[0] == Row(1, [Cell("2026-03-31", "date"), text("44650")])


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("[$£-809]#,##0.00", "GBP 1250.5"), ('"£"#,##0', "GBP 1250.5"), ('#,##0.00 "EUR"', "EUR 1250.5"),
        ("$#,##0.00", "1250.5"), ("#,##0.00", "1250.5"),
    ],
)  # fmt: skip
def test_a_number_has_the_currency_that_its_format_shows(tmp_path: Path, code: str, shown: str) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("orders")
    page.write(0, 1, 1250.5, xlwt.easyxf(num_format_str=code))
    page.write(0, 2, "net", xlwt.easyxf(num_format_str=code))
    page.write(0, 3, 7)
    book.save(str(tmp_path / "a.xls"))
    assert rows_of(tmp_path / "a.xls") == [Row(1, [None, number(shown), text("net"), number("7")])]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "held", "what"),
    [
        ("a.xls", OLE, "The workbook is damaged and cannot be read"),
        ("a.xls", OLE + b"\0" * 5000, "The workbook is damaged and cannot be read"),
        ("a.xls", OLE + "EncryptedPackage".encode("utf-16-le"), "The workbook is protected by a password"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "The workbook is protected by a password"),
        ("a.xlsx", OLE + b" old", "The file is an Excel workbook of before 2007"),
        ("a.csv", OLE + b" old", "The file is named .csv, but it holds an Excel workbook"),
        ("a.xls", b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", "The file is named .xls, but it holds a web page"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "The file is named .xls, but it holds XML"),
        ("a.xls", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file is named .xls, but it is no Excel workbook"),
        ("a.xlsx", b"customer,order\n", "The file is named .xlsx, but it is no Excel workbook"),
        ("a.xlsx", b"PK\x03\x04 torn", "The workbook is damaged and cannot be read"),
        ("a.ods", b"customer,order\n", "The file is named .ods, but it is no OpenDocument spreadsheet"),
        ("a.pdf", b"%PDF", "'.pdf' is no type of spreadsheet that can be read"),
    ],
)  # fmt: skip
def test_what_a_file_holds_counts_more_than_its_name(tmp_path: Path, name: str, held: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(held)
    with pytest.raises(DuecourseError) as caught:
        rows_of(tmp_path / name)
    assert caught.value.what == what
    assert caught.value.where == name
    assert caught.value.fix


def test_an_encrypted_old_workbook_is_told_as_such(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("orders").write(0, 0, "x")
    book.save(str(tmp_path / "a.xls"))
    raw = (tmp_path / "a.xls").read_bytes()
    # The record after the first (INTERFACEHDR or the like) becomes FILEPASS, which says that the rest is encrypted.
    at = raw.index(b"\x09\x08\x10\x00\x00\x06") + 20
    (tmp_path / "a.xls").write_bytes(raw[:at] + b"\x2f\x00" + raw[at + 2 :])
    with pytest.raises(DuecourseError, match="The workbook is protected by a password"):
        rows_of(tmp_path / "a.xls")


def test_new_workbooks_and_text_that_are_named_xls_are_read(tmp_path: Path) -> None:
    xlsx(tmp_path / "a.xls", '<row r="2"><c r="A2"><v>1</v></c></row>')
    assert texts(tmp_path / "a.xls") == {2: ["1"]}
    (tmp_path / "b.xls").write_text("customer\torder\nA\t1\n")
    assert texts(tmp_path / "b.xls") == {1: ["customer", "order"], 2: ["A", "1"]}


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.xlsx"
    with pytest.raises(DuecourseError) as caught:
        rows_of(path)
    assert str(caught.value) == (
        f"The file cannot be opened: No such file or directory ({path}). Check the name and the folder."
    )
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DuecourseError, match="cannot be opened"):
        rows_of(tmp_path / "folder.csv")


def test_a_torn_workbook_never_ends_in_another_error(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("orders")
    for number_ in range(300):
        page.write(number_, number_ % 20, f"text {number_}")
    book.save(str(tmp_path / "a.xls"))
    raw = (tmp_path / "a.xls").read_bytes()
    for cut in range(100, len(raw), 1500):
        (tmp_path / "b.xls").write_bytes(raw[:cut] + bytes(255 - b for b in raw[cut : cut + 40]) + raw[cut + 40 :])
        try:
            rows_of(tmp_path / "b.xls")
        except DuecourseError as caught:
            assert caught.fix
