"""Columns headed by nothing but a currency: each order stands in one of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from orderfiles import fill, single, write_csv

from duecourse.adapters.orders import OrderList


def read(folder: Path, headings: str, *rows: str) -> OrderList:
    """A list of orders on open account with these columns; cells stand between bars."""
    lines = [(f"Ana {n}", f"S-{n}", "net 30", *row.split("|")) for n, row in enumerate(rows)]
    return single(write_csv(folder / "a.csv", ("Customer", "Order", "Terms", *headings.split("|")), *lines))


def money(orders: OrderList) -> list[str]:
    return [f"{e.amount.currency} {e.amount.major()}" if e.amount else "" for e in orders.entries.values()]


@pytest.mark.parametrize(
    ("headings", "third"),
    [("USD|EUR|GBP", "GBP"), ("USD|EUR|RMB", "CNY"), ("US$|(€)|CNY", "CNY"), ("美元|欧元|英镑", "GBP")],
)
def test_an_order_has_the_currency_of_the_column_that_is_filled(tmp_path: Path, headings: str, third: str) -> None:
    orders = read(tmp_path, headings, "1000||", "|2,500.50|", "0.00||700", "-|TBC|", "|EUR 40|")
    assert money(orders) == ["USD 1000.00", "EUR 2500.50", f"{third} 700.00", "", "EUR 40.00"]
    assert not orders.refused
    assert [e.currency for e in orders.entries.values()][3] is None


def test_an_order_in_two_currencies_is_refused(tmp_path: Path) -> None:
    orders = read(tmp_path, "USD|EUR", "1000|", "|900", "70|60")
    (refused,) = orders.refused
    assert (refused.row, refused.column, refused.holds) == (4, "USD / EUR", "USD 70 / EUR 60")
    assert money(orders) == ["USD 1000.00", "EUR 900.00"]


def test_an_amount_in_the_column_of_another_currency_is_refused(tmp_path: Path) -> None:
    orders = read(tmp_path, "USD|EUR", "1000|", "|900", "EUR 70|")
    assert [r.row for r in orders.refused] == [4]


def test_the_same_money_once_more_at_home_is_passed_over(tmp_path: Path) -> None:
    rows = "1000||7100", "|1000|7800", "10||71", "|5|39"
    assert money(read(tmp_path, "USD|EUR|RMB", *rows)) == ["USD 1000.00", "EUR 1000.00", "USD 10.00", "EUR 5.00"]
    assert money(read(tmp_path, "USD|RMB", "1000|7100", "10|71")) == ["USD 1000.00", "USD 10.00"]


def test_a_total_beside_them_is_what_is_read(tmp_path: Path) -> None:
    orders = read(tmp_path, "Order value|USD|EUR", "GBP 5|1000|", "GBP 6||1000")
    assert money(orders) == ["GBP 5.00", "GBP 6.00"]


def test_two_rows_of_headings_and_a_hidden_column(tmp_path: Path) -> None:
    rows = (
        ("Customer", "Order", "Terms", "Value", None, None),
        (None, None, None, "USD", "EUR", "GBP"),
        ("Ana", "S-1", "net 30", 1000, None, 3),
        ("Ben", "S-2", "net 30", None, 250.5, None),
        ("Cy", "S-3", "net 30", None, None, 9),
    )
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "orders", rows)
        book.worksheets()[0].set_column(5, 5, None, None, {"hidden": True})
    assert money(single(tmp_path / "a.xlsx")) == ["USD 1000.00", "EUR 250.50", ""]
