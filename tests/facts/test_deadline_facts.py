"""Must-pay-by: counted backwards from delivery, with the factory's closures inside the production once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from duecourse.errors import DuecourseError
from duecourse.history.calendars import lunar_new_year
from duecourse.policy.load import parsed
from facts.single_case import TODAY, facts_of, verdict_of

DELIVER = date(2026, 6, 15)
READY = date(2026, 6, 10)  # Less 5 days of booking.
STARTS = date(2026, 5, 6)  # Less 35 days of production.
NEW_YEAR = date(2026, 2, 17)


def closures(*spans: tuple[date, date]) -> dict[str, Any]:
    return {"closure": [{"from": a, "to": b} for a, b in spans]}


def must_pay_by(
    kind: str = "deposit", seller: dict[str, Any] | None = None, milestone: dict[str, Any] | None = None, **order: Any
) -> date:
    found = facts_of(
        order={"deliver_on": DELIVER, "production_days": 35, "booking_days": 5, "transport_days": 0, **order},
        milestone={"kind": kind, "clearing_days": 5, **(milestone or {})},
        seller=seller or {},
    )
    return found["must_pay_by"]


def days_before(day: date, *spans: int) -> date:
    return day - timedelta(days=sum(spans))


# ------------------------------------------------------------------ each kind
@pytest.mark.parametrize(
    ("kind", "milestone", "expected"),
    [
        ("deposit", {}, days_before(DELIVER, 5, 35, 5)),
        ("deposit", {"clearing_days": 0}, days_before(DELIVER, 5, 35)),
        ("lc_opening", {"clearing_days": 12}, days_before(DELIVER, 5, 35, 12)),
        ("balance_before_shipment", {}, days_before(DELIVER, 5, 5)),
        ("balance_before_shipment", {"clearing_days": 2}, days_before(DELIVER, 5, 2)),
        ("balance_against_documents", {}, days_before(DELIVER, 7)),
        ("balance_against_documents", {"clearing_days": 99}, days_before(DELIVER, 7)),
        ("open_account", {"due_on": date(2026, 7, 1)}, None),
    ],
)
def test_each_kind_counts_its_own_way_back(kind: str, milestone: dict[str, Any], expected: date | None) -> None:
    assert must_pay_by(kind, milestone=milestone) == expected


@pytest.mark.parametrize(("kind", "clearing"), [("deposit", 5), ("lc_opening", 8)])
def test_clearing_is_5_days_for_a_transfer_and_8_for_a_letter_of_credit(kind: str, clearing: int) -> None:
    found = facts_of(order={"deliver_on": DELIVER}, milestone={"kind": kind, "clearing_days": None})
    assert found["must_pay_by"] == days_before(DELIVER, 35, clearing)


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ({}, 5 + 35 + 5),  # No term: the day of the list is the day the goods leave us.
        ({"incoterm": "FOB"}, 5 + 35 + 5),
        ({"incoterm": "EXW"}, 5 + 35 + 5),
        ({"incoterm": "FCA"}, 5 + 35 + 5),
        ({"incoterm": "CIF"}, 30 + 5 + 35 + 5),
        ({"incoterm": "DAP"}, 30 + 5 + 35 + 5),
        ({"incoterm": "FOB", "transport_days": 14}, 14 + 5 + 35 + 5),
        ({"incoterm": "CIF", "transport_days": 0, "booking_days": 0, "production_days": 0}, 5),
    ],
)
def test_the_way_that_an_imported_list_leaves_out_takes_the_usual_days(order: dict[str, Any], days: int) -> None:
    found = facts_of(as_imported=True, order={"production_days": 35, **order}, milestone={"clearing_days": None})
    assert found["must_pay_by"] == days_before(DELIVER, days)


def test_the_usual_days_are_the_policys() -> None:
    head = 'name = "h"\nversion = 1\nextends = "normal"\ntitle = { en = "t", zh = "t" }\n[numbers]\n'
    numbers = "transport_default_days = 40\nbooking_default_days = 3\nclearing_tt_days = 2\n"
    found = facts_of(
        parsed(head + numbers, "h.toml"), as_imported=True, order={"incoterm": "CIF"}, milestone={"clearing_days": None}
    )
    assert found["must_pay_by"] == days_before(DELIVER, 40, 3, 35, 2)


@pytest.mark.parametrize("kind", ["deposit", "lc_opening"])
def test_a_production_time_that_nobody_recorded_is_not_made_up(kind: str) -> None:
    """A pay-by date that we made up would reach the customer as a fact."""
    found = facts_of(as_imported=True, order={"production_days": None}, milestone={"kind": kind})
    assert [found[n] for n in ("must_pay_by", "slack_days", "production_starts_on")] == [None] * 3
    shipped = facts_of(as_imported=True, order={"production_days": None}, milestone={"kind": "balance_before_shipment"})
    assert shipped["must_pay_by"] == days_before(DELIVER, 5, 5)


def test_a_recorded_ready_day_beats_the_way_back_from_delivery() -> None:
    assert must_pay_by(ready_on=date(2026, 6, 1)) == days_before(date(2026, 6, 1), 35, 5)
    assert must_pay_by("balance_before_shipment", ready_on=date(2026, 6, 1)) == date(2026, 5, 27)
    assert must_pay_by("balance_before_shipment", ready_on=date(2026, 6, 1), deliver_on=None) == date(2026, 5, 27)


def test_a_recorded_arrival_beats_the_delivery_day_for_documents() -> None:
    assert must_pay_by("balance_against_documents", eta_on=date(2026, 7, 20)) == date(2026, 7, 13)


@pytest.mark.parametrize("kind", ["deposit", "lc_opening", "balance_before_shipment", "balance_against_documents"])
def test_without_an_agreed_delivery_the_day_is_unknown(kind: str) -> None:
    found = facts_of(order={"deliver_on": None}, milestone={"kind": kind})
    assert [found[n] for n in ("must_pay_by", "slack_days", "ready_by", "production_starts_on", "far_until")] == [
        None
    ] * 5


@pytest.mark.parametrize(("today", "slack"), [(-1, 1), (0, 0), (1, -1), (30, -30)])
def test_slack_is_the_days_from_today_and_negative_when_past(today: int, slack: int) -> None:
    deadline = must_pay_by()
    found = facts_of(as_of=deadline + timedelta(days=today), order={"booking_days": 5})
    assert (found["must_pay_by"], found["slack_days"]) == (deadline, slack)


# ------------------------------------------------------------------ closures
@pytest.mark.parametrize(
    ("spans", "days"),
    [
        ([], 0),
        ([(STARTS, STARTS)], 1),
        ([(READY - timedelta(days=1), READY - timedelta(days=1))], 1),
        ([(STARTS - timedelta(days=1), STARTS - timedelta(days=1))], 0),
        ([(READY, READY)], 0),
        ([(date(2026, 5, 10), date(2026, 5, 16))], 7),
        ([(date(2026, 5, 10), date(2026, 5, 16)), (date(2026, 5, 14), date(2026, 5, 20))], 11),
        ([(date(2026, 5, 10), date(2026, 5, 16)), (date(2026, 5, 17), date(2026, 5, 18))], 9),
        ([(date(2026, 5, 10), date(2026, 5, 20)), (date(2026, 5, 12), date(2026, 5, 13))], 11),
        ([(date(2026, 5, 10), date(2026, 5, 11)), (date(2026, 5, 10), date(2026, 5, 11))], 2),
        ([(STARTS - timedelta(days=9), STARTS + timedelta(days=1))], 2),
        ([(READY - timedelta(days=2), READY + timedelta(days=30))], 2),
        ([(date(2026, 1, 1), date(2026, 12, 31))], 35),
        ([(date(2020, 1, 1), date(2020, 2, 1)), (date(2030, 1, 1), date(2030, 2, 1))], 0),
    ],
)
def test_closed_days_inside_the_production_count_once(spans: list[tuple[date, date]], days: int) -> None:
    seller = closures(*spans)
    assert must_pay_by(seller=seller) == days_before(DELIVER, 5, 35, 5, days)
    found = facts_of(order={"booking_days": 5}, seller=seller)
    assert found["closure_days"] == days


@settings(max_examples=20, deadline=None)
@examples(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 20)), max_size=4))
def test_closures_count_like_days_ticked_off_by_hand(spans: list[tuple[int, int]]) -> None:
    closed = [(STARTS + timedelta(days=a), STARTS + timedelta(days=a + n)) for a, n in spans]
    production = {STARTS + timedelta(days=n) for n in range(35)}
    ticked = {d for d in production if any(a <= d <= b for a, b in closed)}
    assert facts_of(order={"booking_days": 5}, seller=closures(*closed))["closure_days"] == len(ticked)


@pytest.mark.parametrize("kind", ["balance_before_shipment", "balance_against_documents"])
def test_closures_move_only_what_pays_for_production(kind: str) -> None:
    assert must_pay_by(kind, seller=closures((date(2026, 5, 10), date(2026, 5, 16)))) == must_pay_by(kind)


# ------------------------------------------------------------------ Chinese New Year
@pytest.mark.parametrize(
    ("starts", "ready", "inside"),
    [
        (NEW_YEAR, NEW_YEAR + timedelta(days=1), True),
        (NEW_YEAR - timedelta(days=30), NEW_YEAR + timedelta(days=1), True),
        (NEW_YEAR - timedelta(days=30), NEW_YEAR, False),
        (NEW_YEAR + timedelta(days=1), NEW_YEAR + timedelta(days=40), False),
    ],
)
def test_an_unrecorded_chinese_new_year_in_the_production_is_noted(starts: date, ready: date, inside: bool) -> None:
    order = {"deliver_on": ready, "production_days": (ready - starts).days, "confirmed_on": date(2025, 11, 3)}
    found = verdict_of(as_of=date(2025, 12, 10), order=order)
    assert found.facts["new_year_unrecorded"] is inside
    assert any("Chinese New Year lies in the production time" in s for s in found.because) is inside


@pytest.mark.parametrize(
    ("seller", "milestone", "noted"),
    [
        ({}, {}, True),
        ({"country": "CN"}, {}, True),
        ({"country": "VN"}, {}, False),
        (closures((date(2026, 2, 10), date(2026, 3, 1))), {}, False),
        (closures((date(2026, 4, 10), date(2026, 4, 11))), {}, True),
        ({}, {"kind": "lc_opening"}, True),
        ({}, {"kind": "balance_before_shipment"}, False),
        ({}, {"paid_on": date(2025, 12, 1)}, False),
    ],
)
def test_the_note_needs_a_factory_in_china_an_open_payment_and_no_record(
    seller: dict[str, Any], milestone: dict[str, Any], noted: bool
) -> None:
    order = {"deliver_on": date(2026, 3, 20), "production_days": 45, "confirmed_on": date(2025, 11, 3)}
    found = verdict_of(as_of=date(2025, 12, 10), order=order, seller=seller, milestone=milestone)
    assert any("Chinese New Year" in s for s in found.because) is noted


def test_the_note_is_told_in_chinese_too() -> None:
    order = {"deliver_on": date(2026, 3, 20), "production_days": 45}
    assert any("春节" in s for s in verdict_of(language="zh", as_of=date(2025, 12, 10), order=order).because)


@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2024, 2, 10)), (2025, date(2025, 1, 29)), (2026, NEW_YEAR), (2027, date(2027, 2, 6))]
)
def test_the_lunar_new_year_is_the_known_day(year: int, day: date) -> None:
    assert lunar_new_year(year) == day
    with pytest.raises(DuecourseError):
        lunar_new_year(2101)


# ------------------------------------------------------------------ a delivery that moves
def test_a_named_new_date_moves_nothing_until_it_is_agreed() -> None:
    named = {"new_date": date(2026, 7, 1), "new_date_named_on": date(2026, 3, 16)}
    found = facts_of(order=named)
    assert (found["must_pay_by"], found["new_date_named"]) == (facts_of()["must_pay_by"], True)
    agreed = facts_of(order={**named, "deliver_on": date(2026, 7, 1)})
    assert (agreed["must_pay_by"], agreed["new_date_named"]) == (days_before(date(2026, 7, 1), 35, 5), False)
    assert agreed["delivery_agreed_on"] == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("order", "day"),
    [
        ({}, date(2026, 3, 2)),
        ({"delivery_agreed_on": date(2026, 3, 9)}, date(2026, 3, 9)),
        ({"confirmed_on": None}, None),
    ],
)
def test_the_delivery_was_agreed_with_the_confirmation_unless_told(order: dict[str, Any], day: date | None) -> None:
    assert facts_of(order=order)["delivery_agreed_on"] == day


def test_the_days_that_hang_on_it_are_counted() -> None:
    found = facts_of()
    assert found["far_until"] == days_before(found["must_pay_by"], 45)
    assert (found["review_on"], found["rest_until"], found["tomorrow"]) == tuple(
        TODAY + timedelta(days=n) for n in (14, 7, 1)
    )
    assert (found["confirmed_days"], found["confirm_quiet_until"]) == (16, date(2026, 3, 7))
