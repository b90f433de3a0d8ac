"""From terms, receipts, L/C columns, notes and our own columns to payments, tasks, promises and contacts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from orderfiles import single, write_xlsx

from duecourse.adapters.orders import OrderList
from duecourse.history.history import build

AS_OF = date(2026, 11, 21)
USUAL: dict[str, Any] = {
    "Customer": "Ana", "Order No.": "SC-1", "Order value": 1000, "Currency": "USD", "Payment terms": "30% deposit, 70% before shipment",
}  # fmt: skip


def read(folder: Path, **cells: Any) -> OrderList:
    """A list of one order with these cells (underscores are spaces) over a usual one, that the history accepts."""
    row = USUAL | {name.replace("_", " "): cell for name, cell in cells.items()}
    orders = single(write_xlsx(folder / "a.xlsx", list(row), list(row.values())), as_of=AS_OF)
    assert build(orders.rows)[1] == []
    return orders


def kept(folder: Path, **cells: Any) -> OrderList:
    orders = read(folder, **cells)
    assert [r.line() for r in orders.refused] == []
    return orders


# ---------------------------------------------------------------- terms
@pytest.mark.parametrize(
    ("terms", "value", "payments"),
    [
        ("30% deposit, 70% before shipment", 1000, {"deposit": "300.00", "balance_before_shipment": "700.00"}),
        ("30/70", 1000.01, {"deposit": "300.00", "balance_before_shipment": "700.01"}),
        ("30% T/T, balance against copy of B/L", 1000, {"deposit": "300.00", "balance_against_documents": "700.00"}),
        ("100% irrevocable L/C at sight", 1000, {"lc_opening": "1000.00"}),
        ("20% deposit, 80% L/C", 1000, {"deposit": "200.00", "lc_opening": "800.00"}),
        ("O/A 60 days", 1000, {"open_account": "1000.00"}),
        ("30 Tage netto", 1000, {"open_account": "1000.00"}),
        ("30%定金，70%发货前付清", 86000, {"deposit": "25800.00", "balance_before_shipment": "60200.00"}),
        ("40% Anzahlung, Rest vor Versand", 999.99, {"deposit": "400.00", "balance_before_shipment": "599.99"}),
        ("30% anticipo, 70% contra copia de B/L", 1000, {"deposit": "300.00", "balance_against_documents": "700.00"}),
        ("acompte 30 %, solde avant expédition", 1000, {"deposit": "300.00", "balance_before_shipment": "700.00"}),
        ("sinal de 30%, saldo antes do embarque", 1000, {"deposit": "300.00", "balance_before_shipment": "700.00"}),
    ],
)
def test_terms_become_payments_to_the_minor_unit(
    tmp_path: Path, terms: str, value: float, payments: dict[str, str]
) -> None:
    entries = kept(tmp_path, Payment_terms=terms, Order_value=value).entries.values()
    assert {e.payment: str(e.amount and e.amount.major()) for e in entries} == payments


def test_yen_have_no_parts(tmp_path: Path) -> None:
    orders = kept(tmp_path, Payment_terms="30/70", Order_value=1001, Currency="JPY")
    assert [m["amount_minor"] for m in orders.rows["milestones"]] == [300, 701]


def test_terms_that_nobody_can_read_are_refused_by_row_and_column(tmp_path: Path) -> None:
    (refusal,) = read(tmp_path, Payment_terms="as always").refused
    assert (refusal.row, refusal.column, refusal.holds) == (2, "Payment terms", "as always")
    assert refusal.fix.endswith("the other rows were kept.")


def test_blank_terms_are_refused_where_nothing_else_tells_the_payments(tmp_path: Path) -> None:
    (refusal,) = read(tmp_path, Payment_terms=None).refused
    assert refusal.line() == (
        "Column 'Payment terms' holds nothing, but terms of payment was expected (a.xlsx, sheet 'orders', row 2). "
        "Write them, such as '30% deposit, 70% before shipment'. Correct the cell and run again; the other rows were kept."
    )


def test_columns_of_deposit_and_balance_tell_the_payments(tmp_path: Path) -> None:
    columns = {"Payment terms": None, "Deposit": 350, "Balance": 650}
    assert [str(e.figure) for e in kept(tmp_path, **columns).entries.values()] == ["350.00", "650.00"]
    assert [str(e.figure) for e in kept(tmp_path, **columns | {"Balance": None}).entries.values()] == [
        "350.00",
        "650.00",
    ]


def test_stated_amounts_win_over_shares(tmp_path: Path) -> None:
    assert [str(e.figure) for e in kept(tmp_path, Deposit=310, Balance=690).entries.values()] == ["310.00", "690.00"]


@pytest.mark.parametrize(
    ("terms", "column", "day", "due"),
    [
        ("30 days net from invoice", "Invoice date", date(2026, 11, 1), date(2026, 12, 1)),
        ("60 days after B/L date", "B/L date", date(2026, 11, 1), date(2026, 12, 31)),
        ("O/A 30 days after arrival", "ETA", date(2026, 11, 1), date(2026, 12, 1)),
        ("30 jours fin de mois date de facture", "Invoice date", date(2026, 11, 10), date(2026, 12, 31)),
        ("30 days net from invoice", "B/L date", date(2026, 11, 1), None),
    ],
)
def test_a_due_day_needs_its_start_in_the_terms_and_in_the_row(
    tmp_path: Path, terms: str, column: str, day: date, due: date | None
) -> None:
    (entry,) = kept(tmp_path, Payment_terms=terms, **{column: day}).entries.values()
    assert entry.due_on == due


def test_a_written_due_day_wins_and_belongs_to_the_last_payment(tmp_path: Path) -> None:
    both = {"Invoice_date": date(2026, 11, 1), "Due_date": date(2026, 12, 24)}
    assert [e.due_on for e in kept(tmp_path, Payment_terms="net 30 from invoice", **both).entries.values()] == [
        date(2026, 12, 24)
    ]
    assert [e.due_on for e in kept(tmp_path, Due_date=date(2026, 12, 24)).entries.values()] == [
        None,
        date(2026, 12, 24),
    ]


# ---------------------------------------------------------------- receipts
@pytest.mark.parametrize(
    ("held", "paid", "on"),
    [
        (date(2026, 10, 6), True, date(2026, 10, 6)),
        ("06.10.2026 erhalten", True, date(2026, 10, 6)),
        ("yes", True, None),
        ("已收", True, None),
        ("sí", True, None),
        ("reçu", True, None),
        (300, True, None),
        ("USD 300.00", True, None),
        (299.99, False, None),
        ("EUR 300.00", False, None),
        ("no", False, None),
        ("未到账", False, None),
        ("-", False, None),
    ],
)
def test_what_the_column_of_receipts_says(tmp_path: Path, held: object, paid: bool, on: date | None) -> None:
    deposit, balance = kept(tmp_path, Deposit_received=held).entries.values()
    assert (deposit.paid, deposit.paid_on, balance.paid) == (paid, on, False)


def test_a_receipt_without_a_day_lies_long_ago(tmp_path: Path) -> None:
    first, second = kept(tmp_path, Deposit_received="yes").rows["milestones"]
    assert first["paid_on"] == date(2026, 9, 22)
    assert "paid_on" not in second


def test_a_slip_is_no_money_but_a_task_of_ours(tmp_path: Path) -> None:
    orders = kept(tmp_path, Deposit_received="slip sent 06.10.", Last_contact=date(2026, 11, 2))
    assert orders.open_count == 2
    (fix,) = orders.rows["fixes"]
    assert fix == {
        "case": "SC-1/deposit",
        "what": "Make row 2 clear ('slip sent 06.10.' under 'Deposit received')",
        "opened_on": date(2026, 11, 2),
    }
    assert [(d.row, d.column, d.holding) for d in orders.doubts] == [(2, "Deposit received", True)]


def test_both_columns_of_receipts_speak_of_their_own_payment(tmp_path: Path) -> None:
    orders = kept(tmp_path, Deposit_received=date(2026, 9, 1), Balance_received=date(2026, 10, 6))
    assert [(e.payment, e.paid_on) for e in orders.entries.values()] == [
        ("deposit", date(2026, 9, 1)),
        ("balance_before_shipment", date(2026, 10, 6)),
    ]
    assert (orders.open_count, orders.paid_count) == (0, 2)


def test_a_promise_belongs_to_the_first_open_payment(tmp_path: Path) -> None:
    promised = {"Promised_on": date(2026, 11, 27)}
    assert [p["case"] for p in kept(tmp_path, **promised).rows["promises"]] == ["SC-1/deposit"]
    later = kept(tmp_path, Deposit_received=date(2026, 9, 1), **promised)
    assert [p["case"] for p in later.rows["promises"]] == ["SC-1/balance_before_shipment"]
    assert kept(tmp_path, Status="paid", **promised).rows["promises"] == []


@pytest.mark.parametrize(
    "word", ["Cancelled", "void", "已取消", "storniert", "anulado", "annulée", "cancelada", "refunded"]
)
def test_a_void_order_is_no_payment_and_no_refusal(tmp_path: Path, word: str) -> None:
    orders = kept(tmp_path, Status=word)
    assert (orders.rows_read, dict(orders.entries)) == (1, {})


@pytest.mark.parametrize("word", ["paid", "Paid in full", "bezahlt", "payé", "已付清"])
def test_a_status_can_say_that_all_is_paid(tmp_path: Path, word: str) -> None:
    assert kept(tmp_path, Status=word).open_count == 0


# ---------------------------------------------------------------- letters of credit
LC: dict[str, Any] = {
    "Payment_terms": "30% deposit, 70% L/C at sight",
    "L/C_No.": "LC-77",
    "L/C_issued": date(2026, 11, 3),
}


def test_columns_of_the_credit_speak_of_the_credit_alone(tmp_path: Path) -> None:
    assert kept(tmp_path, **LC).rows["credits"] == [
        {"case": "SC-1/lc_opening", "stage": "advised", "on": date(2026, 11, 3), "dates_clash": False}
    ]


@pytest.mark.parametrize(
    ("deliver", "latest", "expiry", "clash"),
    [
        (date(2027, 1, 10), date(2027, 1, 10), date(2027, 1, 31), False),
        (date(2027, 1, 11), date(2027, 1, 10), date(2027, 1, 31), True),
        (date(2027, 1, 10), date(2027, 1, 10), date(2027, 1, 9), True),
        (date(2027, 1, 11), None, None, False),
    ],
)
def test_dates_of_a_credit_may_clash(tmp_path: Path, deliver: date, latest: date, expiry: date, clash: bool) -> None:
    dates = {"Delivery": deliver, "Latest_shipment": latest, "L/C_expiry": expiry}
    assert [c["dates_clash"] for c in kept(tmp_path, **LC, **dates).rows["credits"]] == [clash]


def test_a_stage_on_a_row_of_an_order_is_the_credits(tmp_path: Path) -> None:
    orders = kept(
        tmp_path, Payment_terms="30% deposit, 70% L/C at sight", **{"L/C stage": "applied", "L/C on": date(2026, 11, 1)}
    )
    assert [(c["case"], c["stage"], c["on"]) for c in orders.rows["credits"]] == [
        ("SC-1/lc_opening", "applied", date(2026, 11, 1))
    ]


def test_without_a_letter_of_credit_in_its_columns_there_is_none(tmp_path: Path) -> None:
    assert kept(tmp_path, Payment_terms="100% L/C", **{"L/C No.": None}).rows["credits"] == []


# ---------------------------------------------------------------- contacts and notes
@pytest.mark.parametrize(
    ("log", "day"),
    [
        ("2026-11-03 asked; 2026-11-12 they wait for the bank", date(2026, 11, 12)),
        ("03.11. asked, 12.12.2026 fair", date(2026, 11, 3)),
        ("11月3日 已联系\n11月12日 回复", date(2026, 11, 12)),
        ("12 Nov they called | 3 Nov mail", date(2026, 11, 12)),
        ("30.12. asked", None),
        ("called twice", None),
        ("price 12.11 per piece", None),
    ],
)
def test_the_latest_dated_entry_of_a_log_is_the_last_contact(tmp_path: Path, log: str, day: date | None) -> None:
    assert {e.last_contact_on for e in kept(tmp_path, Log=log).entries.values()} - {None} == {day} - {None}


def test_a_column_of_the_last_contact_wins_over_the_log(tmp_path: Path) -> None:
    orders = kept(tmp_path, Last_contact=date(2026, 11, 2), Log="2026-11-12 asked")
    assert [t["on"] for t in orders.rows["touches"]] == [date(2026, 11, 2)]


@pytest.mark.parametrize(("day", "held"), [(date(2026, 12, 1), True), (AS_OF, False), (date(2026, 11, 1), False)])
def test_the_next_follow_up_is_a_hold_until_that_day(tmp_path: Path, day: date, held: bool) -> None:
    holds = kept(tmp_path, Next_follow_up=day, Last_contact=date(2026, 11, 2)).rows["holds"]
    expected = {
        "case": "SC-1/deposit", "from_on": date(2026, 11, 2), "to_on": day, "why": "the list plans the next follow-up then",
    }  # fmt: skip
    assert holds == ([expected] if held else [])


@pytest.mark.parametrize(
    "note",
    ["says paid, slip attached", "customer wants to cancel", "水单已发", "hat überwiesen", "comprobante enviado",
     "litige en cours", "comprovativo enviado", "do not contact before the fair"],
)  # fmt: skip
def test_a_note_that_may_tell_of_money_is_read_by_a_person_first(tmp_path: Path, note: str) -> None:
    orders = kept(tmp_path, Remarks=note)
    assert [f["what"] for f in orders.rows["fixes"]] == [
        f"Read the note in row 2 ('{note}') and write what it means under 'they said'"
    ]
    assert (orders.open_count, orders.rows["promises"]) == (2, [])
    told = f"Row 2: a person should read the note '{note}' before anybody is urged."
    assert [d.line() for d in orders.doubts] == [told]


def test_a_plain_note_is_no_task(tmp_path: Path) -> None:
    assert kept(tmp_path, Remarks="blue ones").rows["fixes"] == []


# ---------------------------------------------------------------- our own columns
def answered(folder: Path, **cells: Any) -> OrderList:
    """The list with our columns of an earlier run at its right end, and what a person wrote there."""
    names = ("verdict", "until", "because", "rule", "we wrote on", "they said", "they promised to pay on", "so far")
    held = {name.replace("_", " "): cell for name, cell in cells.items()}
    return kept(folder, **{"duecourse: list": "wait", **dict.fromkeys(names), "rule": "R16", **held})


def test_what_they_said_is_a_reason_a_question_or_their_words(tmp_path: Path) -> None:
    said = [answered(tmp_path, they_said=w).rows["inbounds"] for w in ("cash flow", "Which valve?", "after the fair")]
    assert [(m["reason"] if "reason" in m else m["question"]) for (m,) in said] == [
        "cash_flow",
        "Which valve?",
        "unknown",
    ]
    assert {m["on"] for (m,) in said} == {AS_OF}


def test_a_note_that_was_answered_is_no_task_any_more(tmp_path: Path) -> None:
    assert answered(tmp_path, Remarks="slip sent").rows["fixes"] != []
    assert answered(tmp_path, Remarks="slip sent", they_said="cash flow").rows["fixes"] == []


def test_what_they_promised_wins_over_the_lists_own_column(tmp_path: Path) -> None:
    cells = {"Promised on": date(2026, 11, 30), "they promised to pay on": date(2026, 12, 4)}
    assert [p["pay_on"] for p in answered(tmp_path, **cells).rows["promises"]] == [date(2026, 12, 4)]


def test_a_doubtful_answer_is_a_task(tmp_path: Path) -> None:
    orders = answered(tmp_path, they_promised_to_pay_on="soon after the fair")
    assert [f["what"] for f in orders.rows["fixes"]] == [
        "Make row 2 clear ('soon after the fair' under 'they promised to pay on')"
    ]


def test_we_wrote_on_is_a_contact_of_the_kind_that_was_proposed(tmp_path: Path) -> None:
    orders = answered(tmp_path, we_wrote_on=date(2026, 11, 20), so_far="2026-11-03 useful/calendar; next ask")
    assert [(t["case"], t["on"], t["kind"], t.get("topic")) for t in orders.rows["touches"]] == [
        ("SC-1/deposit", date(2026, 11, 3), "useful", "calendar"),
        ("SC-1/deposit", date(2026, 11, 20), "ask", None),
    ]


def test_our_columns_are_known_by_their_mark_and_are_no_columns_of_theirs(tmp_path: Path) -> None:
    orders = answered(tmp_path, so_far="2026-11-03 dunning/2; next soft")
    assert orders.layout.ours == {
        "list": 5, "verdict": 6, "until": 7, "because": 8, "rule": 9, "we_wrote_on": 10, "they_said": 11,
        "they_promised_on": 12, "so_far": 13,
    }  # fmt: skip
    assert orders.ignored == ()
    assert [(t["kind"], t["level"]) for t in orders.rows["touches"]] == [("dunning", 2)]
    assert orders.layout.signature == kept(tmp_path).layout.signature
