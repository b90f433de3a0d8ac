"""Which rows of a sheet are orders, what stands for the cell above, and rows that belong to one order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from orderfiles import fill, single, write_csv, write_xlsx

HEAD = ("Customer", "Order No.", "Order value", "Currency", "Payment terms", "Delivery", "Remarks")
AS_OF = date(2026, 11, 21)


def order(customer: str | None, number: str, value: object = 1000, **more: object) -> tuple[object, ...]:
    usual = {
        "currency": "USD",
        "terms": "30% deposit, 70% before shipment",
        "delivery": date(2027, 3, 31),
        "remarks": None,
    }
    return (customer, number, value, *(usual | more).values())


def places(path: Path) -> dict[int, str]:
    """Rows that became an order, with its customer."""
    orders = single(path, as_of=AS_OF)
    assert [r.line() for r in orders.refused] == []
    return {e.row: e.customer for e in orders.entries.values()}


@pytest.mark.parametrize(
    "word", ["Total", "Grand total", "TOTAL:", "Subtotal", "合计", "小计", "合计：", "Summe", "Gesamtsumme", "Suma", "Sous-total",
             "Soma", "Total Ana", "Subtotal EUR"],
)  # fmt: skip
def test_a_total_is_no_order(tmp_path: Path, word: str) -> None:
    total = (word, None, 1000, "USD")
    assert places(write_xlsx(tmp_path / "a.xlsx", HEAD, order("Ana", "SC-1"), total, order("Bo", "SC-2"))) == {
        2: "Ana",
        4: "Bo",
    }


def test_a_customer_whose_name_begins_like_a_total_is_a_customer(tmp_path: Path) -> None:
    rows = order("Total Energies", "SC-1"), order("Summer Camp Ltd", "SC-2")
    assert places(write_xlsx(tmp_path / "a.xlsx", HEAD, *rows)) == {2: "Total Energies", 3: "Summer Camp Ltd"}


def test_notes_blank_rows_and_repeated_headers_are_no_orders(tmp_path: Path) -> None:
    rows = [
        ("Open orders, week 47",), (), HEAD, ("Europe",), order("Ana", "SC-1"), (), HEAD, order("Bo", "SC-2"),
        (None, None, None, None, None, None, "printed 20 Nov"),
    ]  # fmt: skip
    for path in (write_xlsx(tmp_path / "a.xlsx", *rows), write_csv(tmp_path / "a.csv", *rows)):
        assert places(path) == {5: "Ana", 8: "Bo"}


@pytest.mark.parametrize("mark", ["ditto", "same as above", '"', "〃", "同上", "idem", "s.o.", "dito"])
def test_same_as_above_takes_the_cell_above_in_any_column(tmp_path: Path, mark: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", HEAD, order("Ana", "SC-1"), order(mark, "SC-2", mark, delivery=mark))
    (_, _, second, _) = single(path).entries.values()
    assert (second.customer, str(second.amount and second.amount.major()), second.deliver_on) == (
        "Ana", "300.00", date(2027, 3, 31),
    )  # fmt: skip


def test_a_blank_repeats_only_the_customer(tmp_path: Path) -> None:
    blank = (None, "SC-2", None, None, "100% before shipment", None, None)
    path = write_xlsx(tmp_path / "a.xlsx", HEAD, order("Ana", "SC-1"), blank)
    entry = single(path).entries["SC-2/balance_before_shipment"]
    assert (entry.customer, entry.figure, entry.currency, entry.deliver_on) == ("Ana", None, None, None)


def test_a_merged_cell_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        rows = [HEAD, order("Ana", "SC-1"), order(None, "SC-2", delivery=None), order("Bo", "SC-3", delivery=None)]
        fill(book, "orders", rows)
        page = book.get_worksheet_by_name("orders")
        page.merge_range("A2:A3", "Ana")
        page.merge_range("F2:F3", "31 Mar 2027")
    deposits = [e for e in single(tmp_path / "a.xlsx").entries.values() if e.payment == "deposit"]
    assert [(e.customer, e.deliver_on) for e in deposits] == [
        ("Ana", date(2027, 3, 31)), ("Ana", date(2027, 3, 31)), ("Bo", None),
    ]  # fmt: skip


# ---------------------------------------------------------------- rows of one order
def test_rows_of_one_order_are_one_order_with_the_sum_of_their_amounts(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        HEAD,
        order("Ana", "SC-1", 1000, remarks="red"),
        order("Ana", "SC-1", 500.5, remarks="blue"),
        order("Bo", "SC-2", 70),
    )
    orders = single(path)
    assert [(c, e.row, e.rows, str(e.figure)) for c, e in orders.entries.items()] == [
        ("SC-1/deposit", 2, (2, 3), "450.15"),
        ("SC-1/balance_before_shipment", 2, (2, 3), "1050.35"),
        ("SC-2/deposit", 4, (4,), "21.00"),
        ("SC-2/balance_before_shipment", 4, (4,), "49.00"),
    ]
    assert orders.entries["SC-1/deposit"].remarks == "red · blue"
    assert orders.refused == ()


def test_a_total_that_every_row_repeats_is_counted_once(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx", HEAD, order("Ana", "SC-1", remarks="red"), order("Ana", "SC-1", remarks="blue")
    )
    assert [str(e.figure) for e in single(path).entries.values()] == ["300.00", "700.00"]


def test_items_are_priced_by_quantity_and_unit_price(tmp_path: Path) -> None:
    head = ("Customer", "Order No.", "Qty", "Unit price", "Currency", "Payment terms")
    rows = ("Ana", "SC-1", 100, 2.5, "USD", "30/70"), ("Ana", "SC-1", 40, 1.25, "USD", "30/70")
    assert [str(e.figure) for e in single(write_xlsx(tmp_path / "a.xlsx", head, *rows)).entries.values()] == [
        "90.00",
        "210.00",
    ]


def test_the_same_number_of_two_customers_is_refused_and_not_added_up(tmp_path: Path) -> None:
    orders = single(write_xlsx(tmp_path / "a.xlsx", HEAD, order("Ana", "SC-1"), order("Bo", "SC-1")))
    assert {(r.row, r.column, r.holds) for r in orders.refused} == {(3, "Customer", "Bo")}
    assert {e.customer for e in orders.entries.values()} == {"Ana"}


def test_a_payment_list_keeps_its_repeats_apart(tmp_path: Path) -> None:
    head, row = ("customer", "order", "payment", "amount", "currency"), ("Ana", "SC-1", "deposit", 100, "USD")
    orders = single(write_xlsx(tmp_path / "a.xlsx", head, row, row, ("Ana", "SC-1", "deposit", 200, "USD")))
    assert [(r.row, r.expected) for r in orders.refused] == [(3, "a row that does not repeat row 2")]
    assert [str(e.figure) for e in orders.entries.values()] == ["100.00", "200.00"]


# ---------------------------------------------------------------- what is told by the rows as a whole
def test_numbers_of_orders_that_begin_like_days_are_no_days(tmp_path: Path) -> None:
    rows = [("A", f"2026-10-{i:02}/7", "2026-12-01") for i in range(1, 5)]
    orders = single(write_csv(tmp_path / "a.csv", ("customer", "order", "delivery"), *rows))
    assert [o["order"] for o in orders.rows["orders"]] == [order for _, order, _ in rows]


def test_amounts_of_eight_digits_are_no_days(tmp_path: Path) -> None:
    rows = [(f"C{i}", f"S-{i}", text, "JPY") for i, text in enumerate(("20261101", "20260203", "20251231"))]
    orders = single(write_csv(tmp_path / "a.csv", ("customer", "order", "amount", "currency"), *rows))
    assert [e.amount.minor for e in orders.entries.values() if e.amount] == [20261101, 20260203, 20251231]


@pytest.mark.parametrize(
    ("title", "code"), [("ALL OPEN ORDERS", None), ("ORDERS IN ALL", "ALL"), ("ORDERS EUR", "EUR")]
)
def test_a_word_in_capitals_is_a_currency_only_where_it_is_named_as_one(tmp_path: Path, title: str, code: str) -> None:
    rows = ((title,), ("customer", "order", "amount"), ("A", "S-1", "100.00"))
    (entry,) = single(write_csv(tmp_path / "a.csv", *rows)).entries.values()
    assert entry.currency == code


ENGLISH, GERMAN = ("customer", "order", "total", "terms"), ("Kunde", "Auftrag", "Auftragswert", "Zahlung")


@pytest.mark.parametrize(("head", "amount", "fils"), [(ENGLISH, "3.120", 3120), (ENGLISH, "3,120", 3120000),
    (GERMAN, "3,120", 3120), (GERMAN, "3.120", 3120000)])  # fmt: skip
def test_three_digits_behind_a_sign_are_decimals_where_the_file_writes_them_so(
    tmp_path: Path, head: tuple[str, ...], amount: str, fils: int
) -> None:
    (entry,) = single(
        write_csv(tmp_path / "a.csv", head, ("A", "S-1", f"KWD {amount}", "100% T/T before shipment"))
    ).entries.values()
    assert entry.amount is not None
    assert entry.amount.minor == fils


def test_the_first_row_below_a_header_makes_no_header_of_two_rows(tmp_path: Path) -> None:
    head = ("customer", "order", "amount", "step", "zone", "batch")
    rows = ((None, None, None, "delivery", "north", "red"), ("B", 8, 90, "shipped", "south", "blue"))
    orders = single(write_xlsx(tmp_path / "a.xlsx", head, *rows))
    assert (orders.layout.row, orders.rows_read) == (1, 1)


GROUPS_ALONE = ((None, None, "Deposit", None, "Balance", None), ("customer", "order", *("amount", "received on") * 2))
GROUPS_BESIDE = (("customer", "order", "Deposit", None), (None, None, "amount", "received on"))


@pytest.mark.parametrize("head", [GROUPS_ALONE, GROUPS_BESIDE])
def test_a_header_of_two_rows_on_a_second_page_is_no_order(tmp_path: Path, head: tuple[tuple[str | None, ...]]) -> None:
    orders = single(write_csv(tmp_path / "a.csv", *head, ("A", "S-1", "100"), *head, ("B", "S-2", "90")))
    assert [r.line() for r in orders.refused] == []
    assert [o["order"] for o in orders.rows["orders"]] == ["S-1", "S-2"]


def test_portuguese_of_before_unicode_is_no_cyrillic(tmp_path: Path) -> None:
    rows = (("cliente", "pedido", "entrega", "observações"), ("João", "S-1", "", "opção não é informação"))
    orders = single(write_csv(tmp_path / "a.csv", *rows, encoding="cp1252"))
    (entry,) = orders.entries.values()
    assert (entry.customer, entry.remarks) == ("João", "opção não é informação")
