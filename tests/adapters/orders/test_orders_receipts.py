"""What came of an order: 'paid' in words, days and amounts, in one column or two; and what is due when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from orderfiles import fill, single, write_csv

from duecourse.adapters.orders import OrderList, read_orders

AS_OF = date(2026, 11, 21)


def read(folder: Path, headings: str, *rows: str) -> OrderList:
    """A list of orders of 1000 dollars with these columns beside the usual ones; cells stand between bars."""
    head = ("Customer", "Order", "Value USD", "Terms", *headings.split("|"))
    lines = [(f"Ana {n}", f"S-{n}", "1000", *row.split("|")) for n, row in enumerate(rows)]
    orders = single(write_csv(folder / "a.csv", head, *lines), as_of=AS_OF)
    assert [r.line() for r in orders.refused] == []
    return orders


def paid(orders: OrderList) -> list[tuple[bool, date | None]]:
    return [(e.paid, e.paid_on) for e in orders.entries.values()]


@pytest.mark.parametrize(
    ("cell", "came"),
    [("yes", (True, None)), ("no", (False, None)), ("", (False, None)), ("2026-11-02", (True, date(2026, 11, 2)))],
)
def test_paid_is_said_in_words_or_by_a_day(tmp_path: Path, cell: str, came: tuple[bool, date | None]) -> None:
    assert paid(read(tmp_path, "Paid", f"net 30|{cell}")) == [came]


@pytest.mark.parametrize(
    "heading", ["Paid", "Amount paid", "已收金额", "Bezahlter Betrag", "Pagado", "Montant reçu", "Valor pago"]
)
def test_money_pays_the_first_payment_then_the_next_each_in_full_or_not_at_all(tmp_path: Path, heading: str) -> None:
    orders = read(tmp_path, heading, "30/70|0", "30/70|200", "30/70|300", "30/70|999", "30/70|1,000.00", "net 30|1000")
    assert [e.paid for e in orders.entries.values()] == [
        *(False, False), *(False, False), *(True, False), *(True, False), *(True, True), True,
    ]  # fmt: skip


def test_what_is_open_tells_what_came(tmp_path: Path) -> None:
    orders = read(tmp_path, "Open", "30/70|1000", "30/70|700", "30/70|701", "30/70|0")
    assert [e.paid for e in orders.entries.values()] == [False, False, True, False, False, False, True, True]


def test_a_balance_due_beside_a_deposit_due_tells_nothing_of_what_came(tmp_path: Path) -> None:
    orders = read(tmp_path, "Deposit due|Balance due", "30/70|300|700")
    assert not any(e.paid for e in orders.entries.values())


def test_paid_and_paid_on_are_read_together(tmp_path: Path) -> None:
    orders = read(
        tmp_path, "Paid|Paid on", "net 30|yes|2026-11-02", "net 30|yes|", "net 30|no|", "net 30|1000|2026-11-03"
    )
    assert paid(orders) == [(True, date(2026, 11, 2)), (True, None), (False, None), (True, date(2026, 11, 3))]


@pytest.mark.parametrize(
    "headings", ["Deposit due|Balance due", "定金到期日|尾款到期日", "Anzahlung fällig am|Rest fällig am"]
)
def test_each_payment_has_the_day_of_its_own_column(tmp_path: Path, headings: str) -> None:
    orders = read(tmp_path, headings, "30/70|2026-12-01|2027-01-08", "30/70|2026-12-02|", "30/70||2027-01-09")
    first, second = (date(2026, 12, 1), date(2026, 12, 2)), (date(2027, 1, 8), date(2027, 1, 9))
    assert [e.due_on for e in orders.entries.values()] == [first[0], second[0], first[1], None, None, second[1]]


def test_the_last_contact_of_a_settled_order_stays_on_its_day(tmp_path: Path) -> None:
    orders = read(tmp_path, "Paid on|Last contact", "net 30|2026-10-02|2026-10-20")
    assert [e.last_contact_on for e in orders.entries.values()] == [date(2026, 10, 20)]
    assert [(t["kind"], t["on"]) for t in orders.rows["touches"]] == [("thanks", date(2026, 10, 20))]


def test_a_sheet_with_three_columns_of_one_receipt_leaves_the_other_sheets_alone(tmp_path: Path) -> None:
    head = ("Customer", "Order", "Value USD", "Terms", "Paid on")
    row = ("Ana", "S-1", 1000, "net 30", date(2026, 10, 2))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(book, "old", [(*head, "Date paid", "Money in"), (*row, date(2026, 10, 2), date(2026, 10, 2))])
        fill(book, "new", [head, row])
    (orders,) = read_orders(tmp_path / "a.xlsx", as_of=AS_OF)
    assert orders.sheet == "new"
    assert [(r.sheet, r.column) for r in orders.refused] == [("old", "Money in")]


def test_samples_are_no_orders(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        fill(
            book, "Samples", [("Customer", "Order", "Item", "Shipped on"), ("Ana", "M-1", "swatch", date(2026, 10, 2))]
        )
        fill(book, "Orders", [("Customer", "Order", "Value USD", "Terms"), ("Ana", "S-1", 1000, "net 30")])
    assert [o.sheet for o in read_orders(tmp_path / "a.xlsx", as_of=AS_OF)] == ["Orders"]


def test_an_amount_of_home_currency_is_neither_the_currency_nor_the_value(tmp_path: Path) -> None:
    head = ("客户", "合同号", "合同额(USD)", "折人民币", "付款条件")
    rows = [(f"Ana {n}", f"S-{n}", "1000", "7100", "30%定金，70%发货前") for n in range(4)]
    orders = single(write_csv(tmp_path / "a.csv", head, *rows), as_of=AS_OF)
    assert {e.currency for e in orders.entries.values()} == {"USD"}
    assert str(next(iter(orders.entries.values())).amount) == "USD 300.00"


def test_an_unknown_heading_with_the_sign_of_money_is_no_column_of_currencies(tmp_path: Path) -> None:
    head = ("客户", "合同号", "合同额", "各币总计", "付款条件")
    rows = [(f"Ana {n}", f"S-{n}", "USD 1000", "7100", "30%定金，70%发货前") for n in range(4)]
    assert {e.currency for e in single(write_csv(tmp_path / "a.csv", head, *rows), as_of=AS_OF).entries.values()} == {
        "USD"
    }


OCTOBER = (True, date(2026, 10, 12))
WITHOUT_DAY = (True, None)
OPEN = (False, None)


@pytest.mark.parametrize(
    ("cell", "came", "doubts"),
    [
        *(
            (c, OCTOBER, 0)
            for c in ("2026-10-12", "rec'd 12 Oct", "12.10. erhalten", "recibido el 12.10.2026", "12OCT26")
        ),
        *((c, OCTOBER, 0) for c in ("reçu le 12.10.2026", "recebido em 12.10.2026", "10月12日到账", "Mon 12 Oct 2026")),
        *((c, WITHOUT_DAY, 0) for c in ("Yes - full", "received in full", "✔️", "全额到账", "bez.", "pago", "encaissé")),
        *(
            (c, OPEN, 0)
            for c in ("no", "not yet", "noch offen", "未入账", "aguardando", "pas reçu", "no recibido", "❌")
        ),
        *((c, OPEN, 1) for c in ("slip 12.10.2026", "expected 12.10.2026", "due 12.10.2026", "promised 12 Oct 2026")),
        *(
            (c, OPEN, 1)
            for c in ("12.10.2026 (slip)", "50% received", "received 5,000 USD", "by 12.10.2026", "未到账 10月12日")
        ),
        *((c, OPEN, 1) for c in ("2026-12-12", "paid 12 Dec 2026")),
    ],
)
def test_only_words_that_say_so_make_a_day_one_of_money(
    tmp_path: Path, cell: str, came: tuple[bool, date | None], doubts: int
) -> None:
    """The other days are plans, slips, or still to come: nobody is urged, and nothing is taken for paid."""
    orders = read(tmp_path, "Paid|Delivery", f"net 30|{cell}|2027-01-25")
    assert paid(orders) == [came]
    assert [d.holding for d in orders.doubts] == [True] * doubts


@pytest.mark.parametrize(
    ("heading", "cell", "paid_parts"),
    [
        ("Paid", "KWD 9.500", [True, False]),
        ("Paid", "KWD 10.000", [True, True]),
        ("Paid", "KWD 2.999", [False, False]),
        ("Open", "KWD 7.000", [True, False]),
        ("Open", "KWD 7.001", [False, False]),
    ],
)
def test_money_of_three_decimals_pays_each_payment_once(
    tmp_path: Path, heading: str, cell: str, paid_parts: list[bool]
) -> None:
    row = ("Ana", "S-1", "KWD 10.000", "30/70", cell)
    orders = single(write_csv(tmp_path / "a.csv", ("Customer", "Order", "Value", "Terms", heading), row), as_of=AS_OF)
    assert [e.amount.minor for e in orders.entries.values() if e.amount] == [3000, 7000]
    assert [e.paid for e in orders.entries.values()] == paid_parts
