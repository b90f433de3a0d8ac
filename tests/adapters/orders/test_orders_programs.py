"""Exports of shops and bookkeeping programs, invented after their published headings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from orderfiles import single, write_csv

from duecourse.adapters.orders import OrderList
from duecourse.history.history import build

AS_OF = date(2026, 11, 21)


def exported(folder: Path, *rows: tuple[object, ...]) -> OrderList:
    orders = single(write_csv(folder / "export.csv", *rows), as_of=AS_OF)
    assert [r.line() for r in orders.refused] == []
    assert build(orders.rows)[1] == []
    return orders


def program(orders: OrderList) -> str:
    assert orders.layout.preset is not None
    return orders.layout.preset.name.split()[0]


def told(orders: OrderList) -> list[tuple[object, ...]]:
    return [
        (
            e.row,
            e.customer,
            e.order,
            e.payment,
            str(e.amount and e.amount.major()),
            e.currency,
            e.due_on,
            e.paid_on,
            e.paid,
        )
        for e in orders.entries.values()
    ]


SHOPIFY = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal", "Shipping",
    "Taxes", "Total", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Billing Name", "Billing Country",
    "Cancelled at", "Notes", "Outstanding Balance", "Id",
)  # fmt: skip


def test_shopify_orders(tmp_path: Path) -> None:
    """The second item of an order leaves the order's own columns blank."""
    blank = ("",) * 4
    orders = exported(
        tmp_path,
        SHOPIFY,
        ("#1001", "ana@example.org", "pending", "", "", "", "EUR", "90.00", "10.00", "0", "100.00", "2026-11-02 10:11:12 +0100",
         2, "Rain barrel", "30.00", "Ana Lluvia", "ES", "", "", "100.00", 501),
        ("#1001", "ana@example.org", "", "", "", "", "", "", "", "", "", "2026-11-02 10:11:12 +0100", 1, "Tap", "30.00", "", "", *blank),
        ("#1002", "bo@example.org", "paid", "2026-11-03 09:00:00 +0100", "", "", "EUR", "45.00", "5.00", "0", "50.00",
         "2026-11-03 08:11:12 +0100", 1, "Hose", "45.00", "Bo Sund", "SE", "", "", "0.00", 502),
        ("#1003", "cy@example.org", "voided", "", "", "", "EUR", "45.00", "5.00", "0", "50.00",
         "2026-11-03 08:11:12 +0100", 1, "Hose", "45.00", "Cy", "SE", "", "", "0.00", 503),
    )  # fmt: skip
    assert program(orders) == "Shopify"
    assert told(orders) == [
        (2, "Ana Lluvia", "#1001", "deposit", "100.00", "EUR", None, None, False),
        (4, "Bo Sund", "#1002", "deposit", "50.00", "EUR", None, date(2026, 11, 3), True),
    ]
    assert [c["country"] for c in orders.rows["customers"]] == ["ES", "SE"]


XERO = (
    "*ContactName", "EmailAddress", "POCountry", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate", "*Description",
    "*Quantity", "*UnitAmount", "*AccountCode", "*TaxType", "Currency",
)  # fmt: skip


def test_xero_sales_invoices(tmp_path: Path) -> None:
    orders = exported(
        tmp_path,
        XERO,
        ("Ana Ltd", "", "", "INV-7", "PO 1", "25/10/2026", "05/12/2026", "Barrels", 10, 12.5, 200, "Zero", "GBP"),
        ("Ana Ltd", "", "", "INV-7", "PO 1", "25/10/2026", "05/12/2026", "Freight", 1, 30, 200, "Zero", "GBP"),
        ("Bo AB", "", "", "INV-8", "", "26/10/2026", "25/11/2026", "Hose", 4, 20, 200, "Zero", "GBP"),
    )
    assert program(orders) == "Xero"
    assert told(orders) == [
        (2, "Ana Ltd", "INV-7", "open_account", "155.00", "GBP", date(2026, 12, 5), None, False),
        (4, "Bo AB", "INV-8", "open_account", "80.00", "GBP", date(2026, 11, 25), None, False),
    ]


QUICKBOOKS = (
    "*InvoiceNo", "*Customer", "*InvoiceDate", "*DueDate", "Terms", "Location", "Memo", "Item(Product/Service)", "ItemDescription",
    "ItemQuantity", "ItemRate", "*ItemAmount", "Taxable", "TaxRate", "Currency",
)  # fmt: skip


def test_quickbooks_invoices(tmp_path: Path) -> None:
    orders = exported(
        tmp_path,
        QUICKBOOKS,
        (
            1001,
            "Ana Inc",
            "11/03/2026",
            "12/23/2026",
            "Net 30",
            "",
            "red",
            "Barrel",
            "210 L",
            2,
            50,
            100,
            "N",
            "",
            "USD",
        ),
        (1001, "Ana Inc", "11/03/2026", "12/23/2026", "Net 30", "", "red", "Tap", "brass", 4, 5.25, 21, "N", "", "USD"),
        (1002, "Bo Inc", "11/05/2026", "12/05/2026", "Net 30", "", "", "Hose", "20 m", 1, 9.99, 9.99, "N", "", "USD"),
    )
    assert program(orders) == "QuickBooks"
    assert told(orders) == [
        (2, "Ana Inc", "1001", "open_account", "121.00", "USD", date(2026, 12, 23), None, False),
        (4, "Bo Inc", "1002", "open_account", "9.99", "USD", date(2026, 12, 5), None, False),
    ]


def test_a_list_that_only_looks_like_an_export_is_read_by_its_headings(tmp_path: Path) -> None:
    head = ("Name", "Order", "Customer", "Total", "Currency")
    assert exported(tmp_path, head, ("x", "SC-1", "Ana", 100, "USD")).layout.preset is None
