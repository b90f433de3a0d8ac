"""The currency that a person sees in a cell, though the file holds a bare number."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from duecourse.adapters.sheets import opened
from duecourse.adapters.sheets.moneyformats import currency_of


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("[$€-407] #,##0.00", "EUR"),
        ('#,##0.00 "€"', "EUR"),
        ("#,##0.00 €", "EUR"),
        ("[$USD] #,##0.00", "USD"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$$-1009]#,##0.00", "CAD"),
        ("[$¥-804]#,##0", "CNY"),
        ("[$¥-411]#,##0", "JPY"),
        ("_-* #,##0.00 [$kr-41D]_-", "SEK"),
        ('#,##0.000" KWD"', "KWD"),
        ('"US$"#,##0', "USD"),
    ],
)
def test_a_format_names_its_currency(code: str, currency: str) -> None:
    assert currency_of(code) == currency


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "#,##0.00",
        '"$"#,##0',
        "$#,##0",
        "[$$]#,##0",
        "0.00E+00",
        "[Red]-#,##0",
        '#,##0" PCS"',
        "0%",
        'yyyy"年"m"月"d"日"',
    ],
)
def test_a_bare_dollar_and_other_words_are_no_currency(code: str) -> None:
    assert currency_of(code) == ""


def test_a_cell_of_a_workbook_is_read_with_the_currency_that_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_number(0, 0, 12400.5, book.add_format({"num_format": '#,##0.00 "€"'}))
        page.write_number(0, 1, 12400.5, book.add_format({"num_format": "#,##0.00"}))
        page.write_number(0, 2, 46000, book.add_format({"num_format": "yyyy-mm-dd"}))
    with opened(path) as sheets:
        (row,) = sheets[0].rows()
    assert [tuple(c) for c in row.cells if c] == [
        ("EUR 12400.5", "number"),
        ("12400.5", "number"),
        ("2025-12-09", "date"),
    ]
