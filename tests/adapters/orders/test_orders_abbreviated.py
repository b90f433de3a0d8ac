"""Headings cut short."""

from __future__ import annotations

import pytest

from duecourse.adapters.orders.abbreviated import expanded
from duecourse.adapters.orders.headings import meanings


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ped.", "order"),
        ("Enc. nº", "order"),
        ("Auftr.-Nr.", "order"),
        ("Auftr.-Wert", "total"),
        ("Auftr.-Wert netto", "total"),
        ("RE-Datum", "invoice_on"),
        ("Date fact.", "invoice_on"),
        ("Cde du", "ordered_on"),
        ("Cond. pagto.", "terms"),
        ("Conf. date", "confirmed_on"),
        ("Art.", "product"),
    ],
)
def test_a_heading_cut_short_is_known(heading: str, field: str) -> None:
    assert meanings(heading)[0].field == field


@pytest.mark.parametrize("heading", ["Xyz.", "A.", "Lorem ipsum dolor", "Mustermaterial", "订单"])
def test_nothing_is_read_into_other_words(heading: str) -> None:
    assert expanded(heading) == ("", "")
