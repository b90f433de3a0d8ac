"""Order list files: what can be opened, which sheet and header are meant, and the template."""

from __future__ import annotations

import csv
import struct
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import column_index_from_string
from orderfiles import fill, write_csv, write_xlsx

from duecourse.adapters.orders import read_orders, table, write_template
from duecourse.adapters.orders.columns import FIELDS
from duecourse.errors import DuecourseError

HEAD = ("customer", "order", "delivery")
ROW = ("Nordwind GmbH", "SC-1", date(2026, 3, 31))


def fault(path: Path) -> DuecourseError:
    with pytest.raises(DuecourseError) as caught:
        read_orders(path)
    assert caught.value.where
    assert caught.value.fix
    return caught.value


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.xlsx"
    told = f"The file cannot be opened: No such file or directory ({path}). Check the name and the folder."
    assert str(fault(path)) == told


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "list.xlsx"
    folder.mkdir()
    assert "cannot be opened" in fault(folder).what


@pytest.mark.parametrize(
    ("name", "held", "what"),
    [
        ("a.xlsx", b"", "The file is empty"),
        ("a.csv", b"", "The file is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \r\n", "The file is empty"),
        ("a.pdf", b"%PDF", "'.pdf' is no type of order list that can be read"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "'.xls' is no type of order list that can be read"),
        ("a.xlsx", b"customer,order\n", "The file is named .xlsx, but it is no Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 old", "The file is an Excel workbook of before 2007"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0 " + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is protected by a password",
        ),
        ("a.xlsx", b"PK\x03\x04 torn", "The workbook is damaged and cannot be read"),
        ("a.csv", b"PK\x03\x04 workbook", "The file is named .csv, but it holds an Excel workbook"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "The file is named .csv, but it holds no text"),
        ("a.csv", "Kunde;Größe\nMüller;Äpfel\n".encode("cp1252"), "The letters of the file are neither in UTF-8"),
        ("a.csv", b'customer,order\n"Nordwind,SC-1\n', "The file breaks off at line 2: unexpected end of data"),
        ("a.csv", b"customer,order" + b"," * 300, "Row 1 has more than 256 columns"),
        ("a.csv", b"1,2\n3,4\n", "There is no header row"),
        ("a.csv", b"customer,delivery\nA,\n", "The column 'order' (or '订单号') is missing"),
        ("a.csv", b"country,delivery\nA,\n", "Columns are missing: 'customer' (or '客户') and 'order' (or '订单号')"),
        (
            "a.csv",
            "客户,订单号,定金到账\n".encode(),
            "'定金到账' may say what is due or paid, but the template has no such",
        ),
        (
            "a.csv",
            b"customer,order,delivery,delivery date\nA,1,,\n",
            "Columns 'delivery' and 'delivery date' mean the same",
        ),
    ],
)
def test_a_file_that_is_no_order_list_is_told_as_such(tmp_path: Path, name: str, held: bytes, what: str) -> None:
    path = tmp_path / name
    path.write_bytes(held)
    assert fault(path).what.startswith(what)


def test_a_missing_column_that_is_only_misspelt_is_hinted_at(tmp_path: Path) -> None:
    error = fault(write_csv(tmp_path / "a.csv", ("custommer", "order"), ("A", "1")))
    assert str(error) == (
        "The column 'customer' (or '客户') is missing (a.csv, row 1). "
        "'custommer' may mean 'customer'. Correct the header row and run again."
    )


def test_unknown_columns_are_listed_with_what_may_be_meant(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("customer", "order", "confrimed on", "batch"), ("A", "1", "2026-03-02", "7"))
    orders = read_orders(path)
    assert [(i.column, i.meant) for i in orders.ignored] == [("confrimed on", "confirmed on"), ("batch", "")]
    assert orders.ignored[0].line() == (
        "Column 'confrimed on' is not known and was not read; "
        "if 'confirmed on' is meant, correct the header and run again."
    )
    assert orders.ignored[1].line() == "Column 'batch' is not known and was not read."


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = (("客户", "订单号", "未确认事项"), ("宁波青屿户外", "SC-1", "包装, price; 尺寸"), ("Nordwind", "SC-2", ""))
    orders = read_orders(write_csv(tmp_path / "a.csv", *rows, delimiter=delimiter, encoding=encoding))
    assert [c["name"] for c in orders.rows["customers"]] == ["宁波青屿户外", "Nordwind"]
    assert [c["point"] for c in orders.rows["checklist"]] == ["packaging", "price", "dimensions"]


def test_title_lines_empty_rows_and_short_rows_do_no_harm(tmp_path: Path) -> None:
    rows = (("Open orders, status 20 March",), (), HEAD, (), ("", "", "", "x"), ("Nordwind", "SC-1"))
    csv_list = read_orders(write_csv(tmp_path / "a.csv", *rows))
    xlsx_list = read_orders(write_xlsx(tmp_path / "a.xlsx", *rows))
    assert csv_list.places == xlsx_list.places == {"SC-1/deposit": 6}
    assert csv_list.rows_read == xlsx_list.rows_read == 1


def test_an_empty_template_is_a_list_of_nothing(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", "zh")
    orders = read_orders(tmp_path / "a.xlsx")
    assert (orders.rows_read, orders.places, orders.refused, orders.sheet) == (0, {}, (), "订单")


def test_the_sheet_with_the_orders_is_found_and_two_of_them_are_in_doubt(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "stock", [("order", "order no", "bin"), (1, 2, 3)])
        fill(book, "2026", [HEAD, ROW])
    assert read_orders(tmp_path / "a.xlsx").sheet == "2026"
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as book:
        fill(book, "2025", [HEAD, ROW])
        fill(book, "2026", [HEAD, ROW])
    assert fault(tmp_path / "b.xlsx").what == "Several sheets are order lists: '2025', '2026'"


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    book.create_sheet("old").append(HEAD)
    book["old"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert read_orders(tmp_path / "a.xlsx").rows_read == 1


def test_formulas_count_by_their_value_and_errors_and_missing_values_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(
            book,
            "orders",
            [("customer", "order", "amount", "currency"), *(("Nordwind", i, None, "USD") for i in range(5))],
        )
        page = book.get_worksheet_by_name("orders")
        page.write_formula("C2", "=1+1", None, 2)
        page.write_formula("C3", "=1/0", None, "#DIV/0!")
        page.write_formula("C4", '=IF(TRUE,"","x")', None, "")
        page.write_blank("C5", None, book.add_format({"bold": True}))
    uncalculated = openpyxl.load_workbook(tmp_path / "a.xlsx")
    uncalculated["orders"]["C6"] = "=1+1"
    uncalculated.save(tmp_path / "b.xlsx")
    orders = read_orders(tmp_path / "a.xlsx")
    assert [(r.row, r.column, r.holds) for r in orders.refused] == [
        (3, "amount", "#DIV/0!"),
        (4, "amount", "a formula without a value"),
    ]
    assert orders.rows["milestones"][0]["amount_minor"] == 200
    without = read_orders(tmp_path / "b.xlsx")
    assert [(r.row, r.holds) for r in without.refused] == [(n, "a formula without a value") for n in (2, 3, 4, 6)]
    assert "open and save the file in a spreadsheet program" in without.refused[0].fix


def test_days_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True}) as book:
        fill(book, "orders", [HEAD, ROW, ("Nordwind GmbH", "SC-2", 44650)])
    orders = read_orders(tmp_path / "a.xlsx")
    assert orders.rows["orders"][0]["deliver_on"] == date(2026, 3, 31)
    assert [(r.row, r.column) for r in orders.refused] == [(3, "delivery")]


def test_a_date_out_of_range_is_refused_not_blank(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "orders", [HEAD, ("Nordwind", "SC-1", None)])
        book.get_worksheet_by_name("orders").write_number(
            1, 2, 99_999_999, book.add_format({"num_format": "yyyy-mm-dd"})
        )
    (refusal,) = read_orders(tmp_path / "a.xlsx").refused
    assert (refusal.row, refusal.column, refusal.holds) == (2, "delivery", "#VALUE!")


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    def claims_one_cell(name: str, held: bytes) -> bytes:
        return held.replace(b'<dimension ref="A1:C2"/>', b'<dimension ref="A1"/>') if "sheet1" in name else held

    write_xlsx(tmp_path / "a.xlsx", HEAD, ROW)
    rewrite(tmp_path / "a.xlsx", tmp_path / "b.xlsx", claims_one_cell)
    assert read_orders(tmp_path / "b.xlsx").rows_read == 1


def rewrite(source: Path, target: Path, change: object) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("part", "held"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='A1'"),
        ("xl/worksheets/sheet1.xml", b'<worksheet xmlns="x"><sheetData><row r="9999999999"/></sheetData></worksheet>'),
        ("xl/workbook.xml", b"no xml"),
        ("xl/sharedStrings.xml", b"<sst"),
        ("[Content_Types].xml", b"<Types/>"),
    ],
)
def test_a_damaged_workbook_is_told_as_such(tmp_path: Path, part: str, held: bytes) -> None:
    write_xlsx(tmp_path / "a.xlsx", HEAD, ROW)
    rewrite(tmp_path / "a.xlsx", tmp_path / "b.xlsx", lambda name, old: held if name == part else old)
    fault(tmp_path / "b.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    """Only the declared size is enormous; nothing of that size is ever written."""
    write_xlsx(tmp_path / "a.xlsx", HEAD, ROW)
    raw = bytearray((tmp_path / "a.xlsx").read_bytes())
    at = raw.find(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", table.BYTES_MAX + 1)
    (tmp_path / "b.xlsx").write_bytes(raw)
    assert fault(tmp_path / "b.xlsx").what == "The workbook unpacks to more than 200 MB"


def test_a_list_that_is_too_long_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duecourse.adapters.orders.entries.ROWS_MAX", 1)
    monkeypatch.setattr("duecourse.adapters.orders.csvfile.BYTES_MAX", 100)
    path = write_csv(tmp_path / "a.csv", HEAD, ROW, ROW)
    assert fault(path).what == "The list has more than 1 rows"
    path.write_text("x" * 101)
    assert fault(path).what.startswith("The file is larger than")


def test_a_wide_workbook_is_refused(tmp_path: Path) -> None:
    assert "more than 256 columns" in fault(write_xlsx(tmp_path / "a.xlsx", (*HEAD, *range(300)), ROW)).what


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_offers_lists_and_explains_every_column(tmp_path: Path, language: str) -> None:
    write_template(tmp_path / "a.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    orders, helps = book.worksheets
    assert [c.value for c in orders[1]] == [f.header(language) for f in FIELDS]
    assert orders.freeze_panes == "A2"
    explained = {row[0]: row[1] for row in helps.iter_rows(min_row=2, max_row=len(FIELDS) + 1, values_only=True)}
    assert list(explained) == [f.header(language) for f in FIELDS]
    assert all(explained.values())
    for offer in orders.data_validations.dataValidation:
        column = FIELDS[column_index_from_string(str(offer.sqref).split("2:")[0]) - 1]
        labels = [c.value for (c,) in helps[offer.formula1.split("!")[1].replace("$", "")]]
        assert column.words is not None
        assert labels == [column.words.label(code, language) for code in column.words.spoken]


def test_what_the_template_writes_is_never_a_formula(tmp_path: Path) -> None:
    row = {
        "customer": "=cmd|calc",
        "order": "-1",
        "remarks": "@sum",
        "amount": Decimal("12345678901234567.89"),
        "currency": "USD",
    }
    for suffix in (".xlsx", ".csv"):
        write_template(tmp_path / f"a{suffix}", "en", [row])
        orders = read_orders(tmp_path / f"a{suffix}")
        assert orders.rows["customers"][0]["name"] == "=cmd|calc"
        assert orders.remarks == {"-1/deposit": "@sum"}
        assert orders.rows["milestones"][0]["amount_minor"] == 1234567890123456789
    cells = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0][2]
    assert {c.data_type for c in cells if c.value} == {"s"}
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [v for line in csv.reader(file) for v in line if v.startswith(("=", "+", "-", "@"))]


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, "en", [{"customer": "A", "order": "1"}])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("name", "language", "row", "what"),
    [
        ("a.xlsx", "fr", {}, "There is no template in 'fr'"),
        ("a.ods", "en", {}, "'.ods' is no type of template"),
        ("a.xlsx", "en", {"custommer": "A"}, "The template has no field 'custommer'"),
        ("there.csv", "en", {}, "The file exists already"),
        ("no/a.csv", "en", {}, "The folder does not exist"),
    ],
)
def test_a_template_that_cannot_be_written(
    tmp_path: Path, name: str, language: str, row: dict[str, object], what: str
) -> None:
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(DuecourseError, match=what):
        write_template(tmp_path / name, language, [row])
    assert (tmp_path / "there.csv").read_text() == "mine"
