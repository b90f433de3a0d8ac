"""An order list: every column, what a blank means, and what two rows of one order say together."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orderfiles import listed, one, single, write_csv, write_xlsx

from duecourse.adapters.orders import write_template
from duecourse.history.history import build
from duecourse.history.schema import MILESTONE_KINDS, REASONS

CONFIRMED = date(2026, 3, 2)
FULL: dict[str, Any] = {
    "customer": "Casa Verde SA",
    "country": "Spain",
    "order": "SC-2026-033",
    "product": "Rain barrel 210 L",
    "payment": "lc_opening",
    "amount": Decimal("18360.50"),
    "currency": "USD",
    "confirmed_on": CONFIRMED,
    "deliver_on": date(2026, 7, 1),
    "incoterm": "FOB",
    "production_days": 35,
    "transport_days": 30,
    "booking_days": 5,
    "due_on": date(2026, 8, 1),
    "delivered_on": date(2026, 7, 2),
    "paid_on": date(2026, 4, 1),
    "promised_on": date(2026, 3, 20),
    "promised_when": date(2026, 3, 11),
    "last_contact_on": date(2026, 3, 9),
    "contact_kind": "useful",
    "contact_topic": "artwork_confirmation",
    "last_reply_on": date(2026, 3, 12),
    "reason": "approval",
    "reason_until": date(2026, 3, 18),
    "question": "Which valve is it?",
    "open_points": ["packaging", "price"],
    "our_fix": "send the proforma with their PO number",
    "relationship": "A",
    "phone": False,
    "new_date": date(2026, 7, 15),
    "new_date_named_on": date(2026, 3, 10),
    "lc_stage": "applied",
    "lc_on": date(2026, 3, 13),
    "remarks": "=2+3 asks every spring",
}
CASE = "SC-2026-033/lc_opening"
ROWS_OF_FULL: dict[str, list[dict[str, Any]]] = {
    "sellers": [{"seller": "us", "country": "CN"}],
    "customers": [
        {
            "customer": "Casa Verde SA",
            "seller": "us",
            "name": "Casa Verde SA",
            "country": "ES",
            "relationship": "A",
            "other_way": False,
        }
    ],
    "orders": [
        {
            "order": "SC-2026-033",
            "number": "SC-2026-033",
            "customer": "Casa Verde SA",
            "assets_recorded": False,
            "product": "Rain barrel 210 L",
            "confirmed_on": CONFIRMED,
            "deliver_on": date(2026, 7, 1),
            "incoterm": "FOB",
            "production_days": 35,
            "transport_days": 30,
            "booking_days": 5,
            "delivered_on": date(2026, 7, 2),
            "new_date": date(2026, 7, 15),
            "new_date_named_on": date(2026, 3, 10),
        }
    ],
    "milestones": [
        {
            "case": CASE,
            "order": "SC-2026-033",
            "kind": "lc_opening",
            "step": 1,
            "amount_minor": 1836050,
            "currency": "USD",
            "due_on": date(2026, 8, 1),
            "paid_on": date(2026, 4, 1),
        }
    ],
    "checklist": [
        {"order": "SC-2026-033", "point": "packaging", "state": "open"},
        {"order": "SC-2026-033", "point": "price", "state": "open"},
    ],
    "standing": [{"order": "SC-2026-033", "kind": "artwork_confirmation", "on": date(2026, 3, 9)}],
    "promises": [{"case": CASE, "made_on": date(2026, 3, 11), "pay_on": date(2026, 3, 20)}],
    "credits": [{"case": CASE, "stage": "applied", "on": date(2026, 3, 13), "dates_clash": False}],
    "touches": [
        {
            "customer": "Casa Verde SA",
            "case": CASE,
            "on": date(2026, 3, 9),
            "kind": "useful",
            "topic": "artwork_confirmation",
        }
    ],
    "inbounds": [
        {
            "customer": "Casa Verde SA",
            "case": CASE,
            "on": date(2026, 3, 12),
            "reason": "approval",
            "until_on": date(2026, 3, 18),
            "question": "Which valve is it?",
        },
        {"customer": "Casa Verde SA", "case": CASE, "on": date(2026, 3, 11)},
    ],
    "fixes": [{"case": CASE, "what": "send the proforma with their PO number", "opened_on": date(2026, 3, 12)}],
    "holds": [],
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_every_column_of_the_template_comes_back(tmp_path: Path, language: str, suffix: str) -> None:
    path = tmp_path / f"list{suffix}"
    write_template(path, language, [FULL])
    orders = single(path)
    assert [r.line() for r in orders.refused] == []
    assert orders.rows == ROWS_OF_FULL
    assert orders.places == {CASE: 2}
    assert {case: e.remarks for case, e in orders.entries.items()} == {CASE: "=2+3 asks every spring"}
    assert orders.doubts == ()
    assert (orders.rows_read, orders.open_count, orders.paid_count, orders.ignored) == (1, 0, 1, ())
    assert build(orders.rows)[1] == []


def test_a_blank_is_not_known_and_makes_no_row(tmp_path: Path) -> None:
    orders = listed(tmp_path, country="", amount=None, delivery="-", production_days="TBC", reason="unknown", phone="")
    assert {name: rows for name, rows in orders.rows.items() if rows} == {
        "sellers": [{"seller": "us", "country": "CN"}],
        "customers": [{"customer": "Nordwind GmbH", "seller": "us", "name": "Nordwind GmbH"}],
        "orders": [{"order": "SC-1", "number": "SC-1", "customer": "Nordwind GmbH", "assets_recorded": False}],
        "milestones": [{"case": "SC-1/deposit", "order": "SC-1", "kind": "deposit", "step": 1}],
    }


@pytest.mark.parametrize(("held", "known"), [("yes", True), ("+49 40 555 01", True), ("无", False), ("no", False)])
def test_only_no_says_that_there_is_no_other_way(tmp_path: Path, held: str, known: bool) -> None:
    assert one(listed(tmp_path, phone=held), "customers")["other_way"] is known


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({}, "soft"),
        ({"contact_topic": "calendar"}, "useful"),
        ({"contact_topic": "新交期"}, "notice"),
        ({"contact_kind": "催款"}, "reminder"),
        ({"contact_kind": "phone call"}, "call"),
        ({"paid_on": date(2026, 3, 8)}, "thanks"),
        ({"paid_on": date(2026, 3, 8), "contact_kind": "ask"}, "ask"),
    ],
)
def test_a_contact_of_unknown_kind_is_a_check_in_unless_its_topic_or_the_money_says_more(
    tmp_path: Path, row: dict[str, object], kind: str
) -> None:
    assert one(listed(tmp_path, last_contact=date(2026, 3, 9), **row), "touches")["kind"] == kind


def test_a_dunning_letter_has_its_level(tmp_path: Path) -> None:
    touch = one(listed(tmp_path, payment="账期", last_contact=date(2026, 3, 9), contact_kind="dunning 2"), "touches")
    assert (touch["kind"], touch["level"]) == ("dunning", 2)


def test_a_reason_without_a_day_was_given_on_the_latest_known_day(tmp_path: Path) -> None:
    days = {"confirmed_on": CONFIRMED, "last_contact": date(2026, 3, 9)}
    assert one(listed(tmp_path, reason="资金紧张", **days), "inbounds")["on"] == date(2026, 3, 9)
    assert one(listed(tmp_path, reason="资金紧张", confirmed_on=CONFIRMED), "inbounds")["on"] == CONFIRMED


@pytest.mark.parametrize("column", ["reason", "question", "our fix", "promised on"])
def test_news_without_any_day_is_refused(tmp_path: Path, column: str) -> None:
    value = {"reason": "price", "promised on": date(2026, 3, 20)}.get(column, "What now?")
    (refusal,) = listed(tmp_path, **{column: value}).refused
    assert (refusal.row, refusal.column) == (2, "last reply")
    assert f"because '{column}' holds" in refusal.expected


def test_an_absence_is_an_auto_reply_and_silence_is_no_message(tmp_path: Path) -> None:
    away = listed(tmp_path, last_reply=CONFIRMED, reason="休假", reason_until=date(2026, 3, 20))
    assert one(away, "inbounds")["kind"] == "out_of_office"
    assert listed(tmp_path, last_contact=CONFIRMED, reason="无回复").rows["inbounds"] == []


def test_a_promise_was_made_with_the_last_reply_but_never_after_its_day(tmp_path: Path) -> None:
    promised = {"promised_on": date(2026, 3, 20), "confirmed_on": CONFIRMED}
    made = one(listed(tmp_path, last_reply=date(2026, 3, 12), **promised), "promises")["made_on"]
    later = one(listed(tmp_path, last_reply=date(2026, 3, 25), **promised), "promises")["made_on"]
    assert (made, later) == (date(2026, 3, 12), CONFIRMED)


HEAD = ("customer", "order", "payment", "country", "paid on", "last contact", "last reply", "remarks")


def test_payments_of_an_order_have_their_place_and_share_what_any_row_says(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "list.xlsx",
        HEAD,
        ("Nordwind GmbH", "SC-1", "balance before shipment", None, None, None, None, None),
        ("NORDWIND  GmbH", "sc-1", "deposit", "DE", None, None, None, None),
        ("Nordwind GmbH", "SC-1", "deposit", None, None, None, None, "second half"),
        ("Nordwind GmbH", 77, "open account", None, None, None, None, None),
    )
    orders = single(path)
    assert orders.refused == ()
    assert {(m["case"], m["step"]) for m in orders.rows["milestones"]} == {
        ("SC-1/balance_before_shipment", 2),
        ("SC-1/deposit", 1),
        ("SC-1/deposit/2", 1),
        ("77/open_account", 3),
    }
    assert orders.places == {
        "SC-1/balance_before_shipment": 2,
        "SC-1/deposit": 3,
        "SC-1/deposit/2": 4,
        "77/open_account": 5,
    }
    assert one(orders, "customers")["country"] == "DE"
    assert [o["number"] for o in orders.rows["orders"]] == ["SC-1", "77"]


def test_names_and_numbers_differ_by_their_punctuation(tmp_path: Path) -> None:
    rows = (("customer", "order", "delivery"), ("A+", "1-12"), ("A", "11-2"), ("Ａ＋", " 1-12x"))
    orders = single(write_csv(tmp_path / "a.csv", *rows))
    assert [o["number"] for o in orders.rows["orders"]] == ["1-12", "11-2", "1-12x"]
    assert [c["name"] for c in orders.rows["customers"]] == ["A+", "A"]


def test_one_contact_on_two_rows_of_an_order_is_one_contact_about_the_payment_whose_turn_it_is(tmp_path: Path) -> None:
    day, reply = date(2026, 3, 9), date(2026, 3, 10)
    path = write_xlsx(
        tmp_path / "list.xlsx",
        HEAD,
        ("Nordwind GmbH", "SC-1", "deposit", None, CONFIRMED, CONFIRMED, reply, None),
        ("Nordwind GmbH", "SC-1", "open account", None, None, day, reply, None),
        ("Nordwind GmbH", "SC-1", "balance before shipment", None, None, day, reply, None),
        ("Nordwind GmbH", "SC-2", "deposit", None, None, day, reply, None),
    )
    orders = single(path)
    assert {(t["case"], t["kind"], t["on"]) for t in orders.rows["touches"]} == {
        ("SC-1/deposit", "thanks", CONFIRMED),
        ("SC-1/balance_before_shipment", "soft", day),
        ("SC-2/deposit", "soft", day),
    }
    assert [i["on"] for i in orders.rows["inbounds"]] == [reply]


def test_a_later_row_that_contradicts_an_earlier_one_is_refused_and_both_are_named(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "list.xlsx",
        ("customer", "country", "order", "delivery", "payment"),
        ("Nordwind GmbH", "Germany", "SC-1", date(2026, 7, 1), "deposit"),
        ("Nordwind GmbH", "FR", "SC-2", None, "deposit"),
        ("Nordwind GmbH", "德国", "SC-1", date(2026, 7, 2), "balance before shipment"),
        ("Casa Verde", "ES", "SC-1", None, "open account"),
        ("Nordwind GmbH", "DE", "SC-3", None, None),
    )
    orders = single(path)
    assert [(r.row, r.column, r.holds) for r in orders.refused] == [
        (3, "country", "FR"),
        (4, "delivery", "2026-07-02"),
        (5, "customer", "Casa Verde"),
    ]
    assert orders.refused[0].line() == (
        "Column 'country' holds 'FR', but 'Germany', as row 2 says of the same customer, was expected "
        "(list.xlsx, sheet 'orders', row 3). Make rows 2 and 3 agree and run again; the other rows were kept."
    )
    assert list(orders.places) == ["SC-1/deposit", "SC-3/deposit"]
    assert build(orders.rows)[1] == []


def test_a_row_that_repeats_another_is_refused(tmp_path: Path) -> None:
    row = ("Nordwind GmbH", "SC-1", 100, "USD")
    orders = single(write_csv(tmp_path / "a.csv", ("customer", "order", "amount", "currency"), row, row))
    (refusal,) = orders.refused
    assert (refusal.row, refusal.sheet, refusal.expected) == (3, "", "a row that does not repeat row 2")
    assert list(orders.places) == ["SC-1/deposit"]


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
names = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12).filter(
    lambda t: (
        t.casefold() not in {"no", "none", "nil", "tbc", "tbd", "tba", "无", "没有", "暂无", "待定", "未定", "待确认"}
    )
)
money = st.sampled_from([("USD", 2), ("JPY", 0), ("KWD", 3), ("EUR", 2)])


@st.composite
def known_rows(draw: st.DrawFn) -> dict[str, Any]:
    currency, digits = draw(money)
    row: dict[str, Any] = {
        "payment": draw(st.sampled_from(MILESTONE_KINDS)),
        "amount": Decimal(draw(st.integers(1, 10**11))).scaleb(-digits),
        "currency": currency,
        "confirmed_on": draw(days),
    }
    maybe = {
        "due_on": days,
        "paid_on": days,
        "last_contact_on": days,
        "last_reply_on": days,
        "reason": st.sampled_from([r for r in REASONS if r not in {"unknown", "silent"}]),
    }
    return row | {n: v for n, s in maybe.items() if (v := draw(st.none() | s)) is not None}


@settings(max_examples=25, deadline=timedelta(seconds=5))
@given(
    rows=st.lists(known_rows(), min_size=1, max_size=4),
    customers=st.lists(names, min_size=1, max_size=3),
    language=st.sampled_from(["en", "zh"]),
    suffix=st.sampled_from([".xlsx", ".csv"]),
)
def test_known_orders_come_back(rows: list[dict[str, Any]], customers: list[str], language: str, suffix: str) -> None:
    """One order for each row, so that no row speaks for another."""
    named = [
        {"customer": customers[i % len(customers)], "order": f"SC-{i}", "remarks": str(i), **row}
        for i, row in enumerate(rows)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{suffix}"
        write_template(path, language, named)
        orders = single(path)
    assert [r.line() for r in orders.refused] == []
    assert [m["order"] for m in orders.rows["milestones"]] == [row["order"] for row in named]
    for row, kept in zip(rows, orders.rows["milestones"], strict=True):
        assert kept["kind"] == row["payment"]
        assert kept["amount_minor"] == int(
            row["amount"].scaleb({"USD": 2, "JPY": 0, "KWD": 3, "EUR": 2}[row["currency"]])
        )
        assert kept.get("due_on") == row.get("due_on")
    assert sorted(i["reason"] for i in orders.rows["inbounds"] if "reason" in i) == sorted(
        r["reason"] for r in rows if "reason" in r
    )
    assert (orders.open_count, orders.paid_count) == (
        sum("paid_on" not in r for r in rows),
        sum("paid_on" in r for r in rows),
    )
    assert build(orders.rows)[1] == []
