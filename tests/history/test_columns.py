"""Rows held by columns are the same rows, to read and to build a history from."""

from __future__ import annotations

from datetime import date

from duecourse.history.columns import Columns
from duecourse.history.history import build

ROWS = [
    {"customer": "Ana", "seller": "us", "name": "Ana", "country": "DE"},
    {"customer": "Bo", "seller": "us", "name": "Bo"},
]
HELD = Columns(
    {
        "customer": ["Ana", "Bo"],
        "seller": ["us", "us"],
        "name": ["Ana", "Bo"],
        "country": ["DE", None],
        "zone": [None, None],
    }
)


def test_columns_are_a_sequence_of_rows_without_what_is_none() -> None:
    assert ROWS == HELD
    assert (len(HELD), HELD[1], HELD[:1]) == (2, ROWS[1], ROWS[:1])
    assert ROWS[:1] != HELD


def test_columns_that_hold_nothing_are_no_rows() -> None:
    assert (len(Columns({"customer": []})), [*Columns({})]) == (0, [])


def test_a_history_of_columns_is_that_of_rows() -> None:
    sellers = [{"seller": "us", "country": "CN"}]
    (by_rows, _), (by_columns, bad) = (build({"sellers": sellers, "customers": rows}) for rows in (ROWS, HELD))
    assert by_columns["customers"].equals(by_rows["customers"])
    assert bad == []


def test_a_value_that_does_not_fit_its_column_is_named_with_its_row() -> None:
    numbers = ["S-1", "S-2"]
    orders = Columns(
        {"order": numbers, "number": numbers, "customer": ["Ana", "Ana"], "confirmed_on": [date(2026, 1, 2), "soon"]}
    )
    _, bad = build({"sellers": [{"seller": "us", "country": "CN"}], "customers": ROWS, "orders": orders})
    assert [(b.frame, b.row, b.column, b.value) for b in bad] == [("orders", 2, "confirmed_on", "'soon'")]
