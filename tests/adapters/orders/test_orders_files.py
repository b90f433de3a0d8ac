"""Order list files: which sheets, header rows and columns are meant, what is told where there are none; the template."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import column_index_from_string
from orderfiles import fill, single, write_csv, write_xlsx

from duecourse.adapters.orders import read_orders, write_template
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


@pytest.mark.parametrize(
    ("held", "what"),
    [
        ("1,2\n3,4\n", "There is no order list in it: no header row was found"),
        ("stock,bin\nA,2\n", "There is no order list in it: no header row was found"),
        ("customer,delivery\nA,\n", "There is no order list in it: no column is known as 'order' (or '订单号')"),
        (
            "country,delivery\nA,\n",
            "There is no order list in it: no column is known as 'customer' (or '客户') and 'order' (or '订单号')",
        ),
        (
            "customer,order\nA,1\n",
            "There is no order list in it: no column is known as anything of its money or time",
        ),
        (
            "customer,order,paid on,date paid,money in\nA,1,2026-01-02,2026-01-02,2026-01-02\n",
            "Columns 'paid on' and 'money in' mean the same",
        ),
    ],
)
def test_a_file_that_is_no_order_list_is_told_as_such(tmp_path: Path, held: str, what: str) -> None:
    (tmp_path / "a.csv").write_text(held, encoding="utf-8")
    assert fault(tmp_path / "a.csv").what == what


def test_a_missing_column_that_is_only_like_a_known_one_is_hinted_at(tmp_path: Path) -> None:
    error = fault(write_csv(tmp_path / "a.csv", ("cstomr", "order", "delivery"), ("A", "1", "")))
    assert str(error) == (
        "There is no order list in it: no column is known as 'customer' (or '客户') (a.csv, row 1). "
        "'cstomr' may mean 'customer'. Say which it is with --map \"heading=customer\"."
    )


def test_slips_of_headings_are_read_and_other_columns_are_listed(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        ("custommer", "order", "confrimed on", "cnfirmd on", "batch", "salesperson"),
        ("A", "1", "2026-03-02", "2026-03-03", "7", "Ana"),
    )
    orders = single(path)
    assert orders.layout.headings == {"customer": "custommer", "order": "order", "confirmed_on": "confrimed on"}
    unknown = [i for i in orders.ignored if not i.known]
    assert [(i.column, i.meant) for i in unknown] == [("cnfirmd on", "confirmed on"), ("batch", "")]
    assert [i.column for i in orders.ignored if i.known] == ["salesperson"]
    assert unknown[0].line() == (
        "Column 'cnfirmd on' is not known and was not read; "
        "if 'confirmed on' is meant, correct the header and run again."
    )
    assert unknown[1].line() == "Column 'batch' is not known and was not read."


def test_a_person_can_say_what_a_heading_means(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("Wer", "Was", "Lieferung", "Betrag"), ("A", "SC-1", "31.03.2026", ""))
    assert "no column is known as" in fault(path).what
    seen = []

    def by_hand(signature: str) -> dict[str, str]:
        seen.append(signature)
        return {"wer": "customer", "was": "order"}

    orders = single(path, by_hand=by_hand)
    assert orders.rows["orders"][0]["deliver_on"] == date(2026, 3, 31)
    assert seen == ["betrag|lieferung|was|wer"]


def test_what_a_person_says_makes_a_header_of_headings_that_nobody_knows(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("Wer", "Was", "Wann"), ("A", "SC-1", "31.03.2026"))
    assert fault(path).what == "There is no order list in it: no header row was found"
    said = {"wer": "customer", "was": "order", "wann": "deliver_on"}
    known: dict[str, dict[str, str]] = {}

    def by_hand(signature: str) -> dict[str, str]:
        return known.setdefault(signature, said) if signature else said

    single(path, by_hand=by_hand)
    orders = single(path, by_hand=lambda signature: known.get(signature, {}))
    assert (list(known), orders.layout.columns[2].field.name) == (["wann|was|wer"], "deliver_on")


def test_a_column_can_be_taken_out_by_hand(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv", ("customer", "order", "delivery", "delivery date"), ("A", "1", "", "2026-03-31")
    )
    orders = single(path, by_hand=lambda _: {"delivery": ""})
    assert orders.rows["orders"][0]["deliver_on"] == date(2026, 3, 31)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = (("客户", "订单号", "未确认事项"), ("宁波青屿户外", "SC-1", "包装, price; 尺寸"), ("Nordwind", "SC-2", ""))
    orders = single(write_csv(tmp_path / "a.csv", *rows, delimiter=delimiter, encoding=encoding))
    assert [c["name"] for c in orders.rows["customers"]] == ["宁波青屿户外", "Nordwind"]
    assert [c["point"] for c in orders.rows["checklist"]] == ["packaging", "price", "dimensions"]


def test_title_lines_empty_rows_and_short_rows_do_no_harm(tmp_path: Path) -> None:
    rows = (("Open orders, status 20 March",), (), HEAD, (), ("", "", "", "x"), ("Nordwind", "SC-1"))
    csv_list = single(write_csv(tmp_path / "a.csv", *rows))
    xlsx_list = single(write_xlsx(tmp_path / "a.xlsx", *rows))
    assert csv_list.places == xlsx_list.places == {"SC-1/deposit": 6}
    assert csv_list.rows_read == xlsx_list.rows_read == 1
    assert csv_list.layout.row == xlsx_list.layout.row == 3


def test_an_empty_template_is_a_list_of_nothing(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", "zh")
    orders = single(tmp_path / "a.xlsx")
    assert (orders.rows_read, orders.places, orders.refused, orders.sheet) == (0, {}, (), "订单")


def test_every_sheet_that_is_an_order_list_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "stock", [("order", "order no", "bin"), (1, 2, 3)])
        fill(book, "2025", [HEAD, ROW])
        fill(book, "notes", [("call the bank",)])
        fill(book, "2026", [HEAD, ("Nordwind GmbH", "SC-2", None), ROW])
        book.add_worksheet("empty")
    found = read_orders(tmp_path / "a.xlsx")
    assert [(o.file, o.sheet, list(o.places)) for o in found] == [
        ("a.xlsx", "2025", ["SC-1/deposit"]),
        ("a.xlsx", "2026", ["SC-2/deposit", "SC-1/deposit"]),
    ]


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    old = book.create_sheet("old")
    for row in (HEAD, ROW):
        old.append(row)
    old.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [o.sheet for o in read_orders(tmp_path / "a.xlsx")] == ["Sheet"]


def test_formulas_count_by_their_value_and_errors_and_missing_values_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        head = ("customer", "order", "amount", "currency")
        fill(book, "orders", [head, *(("Nordwind", i, None, "USD") for i in range(5))])
        page = book.get_worksheet_by_name("orders")
        page.write_formula("C2", "=1+1", None, 2)
        page.write_formula("C3", "=1/0", None, "#DIV/0!")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["orders"]["C6"] = "=1+1"
    book.save(tmp_path / "b.xlsx")
    orders = single(tmp_path / "a.xlsx")
    assert [(r.row, r.column, r.holds) for r in orders.refused] == [(3, "amount", "#DIV/0!")]
    assert orders.rows["milestones"][0]["amount_minor"] == 200
    without = single(tmp_path / "b.xlsx")
    assert (6, "a formula without a value") in [(r.row, r.holds) for r in without.refused]
    assert "open and save the file in a spreadsheet program" in without.refused[0].fix


def test_a_date_out_of_range_is_refused_not_blank(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "orders", [HEAD, ("Nordwind", "SC-1", None)])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.get_worksheet_by_name("orders").write_number(1, 2, 99_999_999, day)
    (refusal,) = single(tmp_path / "a.xlsx").refused
    assert (refusal.row, refusal.column, refusal.holds) == (2, "delivery", "#VALUE!")


def test_nothing_in_a_cell_is_carried_out(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", HEAD, ("=HYPERLINK(1)", "@SUM(1)", ""))
    assert single(path).rows["orders"][0]["customer"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_offers_lists_and_explains_every_column(tmp_path: Path, language: str) -> None:
    write_template(tmp_path / "a.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    orders, helps, *_ = book.worksheets
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
        orders = single(tmp_path / f"a{suffix}")
        assert orders.rows["customers"][0]["name"] == "=cmd|calc"
        assert orders.entries["-1/deposit"].remarks == "@sum"
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
