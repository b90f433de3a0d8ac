"""Rows that are alike: what is decided once for all of them is what each of them says by itself."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duecourse.adapters.orders import OrderList, alike, read_orders

AS_OF = date(2026, 8, 1)
TERMS = (
    "30% deposit T/T, 70% before shipment", "L/C at sight", "net 30", "USD 500 deposit, balance before shipment",
    "deposit, balance before shipment", "100% in advance", "as agreed with Ana", "",
)  # fmt: skip
OF_ORDERS = {
    "SC no.": (), "Invoice": ("", "", "INV-7"), "Customer": ("Rio", "Tuinland", "客户", "RIO"),
    "Goods": ("Dry bag", "Tent", ""), "Amount": ("1000.00", "1,250.50", "EUR 900", "$ 77", "300", "0.005", "tbc", ""),
    "Currency": ("USD", "USD", "EUR", "¥", ""), "Payment terms": TERMS, "Invoice date": ("2026-07-01", ""),
    "Deposit": ("", "", "", "200"), "Deposit rec'd on": ("", "", "2026-06-20", "2026-09-01", "slip sent", "300.00"),
    "Balance rec'd on": ("", "", "2026-07-20"), "Confirmed on": ("2026-06-01", "2026-06-02", ""),
    "Last contact": ("", "2026-06-25", "2026-07-25"), "Promised": ("", "2026-08-09", "06/07/08"),
    "Status": ("", "", "paid", "cancelled"), "L/C no.": ("", "LC-1", "LC-2"), "Remarks": ("", "", "they cancel it"),
}  # fmt: skip
BY_ITEM = {"SC no.": (), "Customer": ("Rio",), "Qty": ("2", "3", ""), "Unit price": ("10.00", "12.50", ""),
           "Amount": ("", "99.00"), "Currency": ("USD",), "Payment terms": TERMS[:2]}  # fmt: skip
OF_PAYMENTS = {
    "order": (), "customer": ("Rio", "Tuinland"), "payment": ("deposit", "L/C", "open account", ""),
    "amount": ("1000.00", "1,250.50", "EUR 900", "0.005", ""), "currency": ("USD", "JPY", ""),
    "due on": ("2026-07-01", ""), "paid on": ("", "2026-07-02", "yes"), "L/C stage": ("", "", "", "applied"),
    "last contact on": ("", "2026-07-05"), "kind of contact": ("", "", "call"),
}  # fmt: skip
SHEETS = {"orders": OF_ORDERS, "items": BY_ITEM, "payments": OF_PAYMENTS}


def written(path: Path, sheet: dict[str, tuple[str, ...]], seed: int) -> Path:
    """A list of rows that share many cells: several say the same of one order, and some fit nothing before them."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(sheet)
        for number in range(250):
            usual = chance.random() < 0.6
            cells = [
                texts[0] if usual and chance.random() < 0.8 else chance.choice(texts) for texts in [*sheet.values()][1:]
            ]
            table.writerow([f"SC-{number - chance.choice([0, 0, 0, 1])}", *cells])
    return path


def read(path: Path) -> OrderList:
    (found,) = read_orders(path, as_of=AS_OF)
    return replace(found, source=None)


@pytest.mark.parametrize("goods_max", [0, 20])
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("sheet", SHEETS)
def test_rows_decided_together_say_what_each_says_by_itself(
    sheet: str, seed: int, goods_max: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "list.csv", SHEETS[sheet], seed)
    monkeypatch.setattr(alike, "GOODS_MAX", goods_max)
    copies: list[int] = []
    copied = alike.Alike._copied
    monkeypatch.setattr(alike.Alike, "_copied", lambda *given: copies.append(1) or copied(*given))
    together = read(path)
    assert len(copies) > 10
    monkeypatch.setattr(alike, "PATTERNS_MAX", 0)
    copies.clear()
    assert read(path) == together
    assert not copies
