"""Promises: trusted through their grace in banking days, then broken once; replaced, withdrawn and kept ones are none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from facts.single_case import TODAY, facts_of, history_of, row_of

GRACE = {"deposit": 3, "balance_before_shipment": 3, "lc_opening": 5}
WEDNESDAY = date(2026, 3, 11)


def promise(pay_on: date, made_on: date | None = None, **more: Any) -> dict[str, Any]:
    return {"made_on": made_on or pay_on - timedelta(days=5), "pay_on": pay_on, **more}


def state(as_of: date, *promises: dict[str, Any], **tables: Any) -> str:
    """open, grace, broken or none: what the facts say of them on a day."""
    found = facts_of(as_of=as_of, promise=list(promises), **tables)
    assert found["promise_live"] == (found["promise_open"] or found["promise_in_grace"])
    if found["broken_count"]:
        return f"broken {found['broken_count']}"
    return "open" if found["promise_open"] else "grace" if found["promise_in_grace"] else "none"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 3, 10), "open"),
        (date(2026, 3, 11), "open"),
        (date(2026, 3, 12), "grace"),
        (date(2026, 3, 16), "grace"),  # Thursday, Friday, Monday: the third banking day.
        (date(2026, 3, 17), "broken 1"),
    ],
)
def test_a_promise_breaks_on_the_day_after_its_grace(as_of: date, expected: str) -> None:
    assert state(as_of, promise(WEDNESDAY)) == expected


@pytest.mark.parametrize(("kind", "days"), GRACE.items())
def test_grace_is_three_banking_days_and_five_for_a_letter_of_credit(kind: str, days: int) -> None:
    monday = date(2026, 3, 9)
    found = facts_of(as_of=monday, milestone={"kind": kind}, promise=[promise(monday)])
    assert found["promise_grace_days"] == days
    assert found["promise_grace_ends_on"] == {3: date(2026, 3, 12), 5: date(2026, 3, 16)}[days]
    assert found["promise_wait_until"] == found["promise_grace_ends_on"] + timedelta(days=1)


@pytest.mark.parametrize(
    ("pay_on", "tables", "ends"),
    [
        (date(2026, 3, 13), {}, date(2026, 3, 18)),  # Friday: Monday, Tuesday, Wednesday.
        (date(2026, 3, 14), {}, date(2026, 3, 18)),  # Saturday.
        (date(2026, 4, 2), {}, date(2026, 4, 9)),  # Good Friday and Easter Monday there, Tomb-Sweeping Day here.
        (date(2026, 2, 13), {}, date(2026, 2, 26)),  # Their banks are open, ours close for the Spring Festival.
        (date(2026, 3, 13), {"customer": {"country": "AE"}}, date(2026, 3, 18)),
        (
            date(2026, 3, 13),
            {"customer": {"extra_holidays": [date(2026, 3, 16), date(2026, 3, 17)]}},
            date(2026, 3, 20),
        ),
        (date(2026, 3, 13), {"seller": {"closed_days": [date(2026, 3, 16)]}}, date(2026, 3, 18)),
    ],
)
def test_grace_counts_days_on_which_neither_sides_banks_are_closed(
    pay_on: date, tables: dict[str, Any], ends: date
) -> None:
    assert facts_of(as_of=pay_on, promise=[promise(pay_on)], **tables)["promise_grace_ends_on"] == ends


def test_a_promise_replaced_before_its_grace_ended_is_not_broken() -> None:
    first, second = promise(WEDNESDAY), promise(date(2026, 3, 25), made_on=date(2026, 3, 16))
    assert state(TODAY, first, second) == "open"
    assert facts_of(promise=[first, second])["promised_on"] == date(2026, 3, 25)


def test_a_promise_made_after_the_grace_leaves_the_old_one_broken() -> None:
    found = facts_of(promise=[promise(WEDNESDAY), promise(date(2026, 3, 25), made_on=date(2026, 3, 17))])
    assert (found["broken_count"], found["promised_on"], found["last_broke_on"]) == (
        1,
        date(2026, 3, 25),
        date(2026, 3, 16),
    )


def test_every_broken_promise_counts_and_the_last_one_is_told() -> None:
    days = [date(2026, 1, 12), date(2026, 2, 2), date(2026, 3, 2)]
    found = facts_of(promise=[promise(d, made_on=d - timedelta(days=3)) for d in days])
    assert (found["broken_count"], found["last_broke_on"], found["promised_on"]) == (3, date(2026, 3, 5), None)


def test_a_withdrawn_promise_is_none_from_that_day_on() -> None:
    given = promise(date(2026, 3, 25), made_on=date(2026, 3, 10), withdrawn_on=date(2026, 3, 17))
    assert state(date(2026, 3, 16), given) == "open"
    assert state(date(2026, 3, 17), given) == "none"
    assert state(date(2026, 4, 20), given) == "none"


def test_a_promise_of_tomorrow_is_not_known_today() -> None:
    assert state(TODAY, promise(date(2026, 3, 25), made_on=date(2026, 3, 19))) == "none"


@pytest.mark.parametrize(
    ("as_of", "fits", "late"),
    [(date(2026, 5, 6), True, False), (date(2026, 5, 7), False, True), (date(2026, 4, 1), True, False)],
)
def test_a_promise_fits_when_it_is_not_later_than_the_must_pay_by(as_of: date, fits: bool, late: bool) -> None:
    found = facts_of(as_of=date(2026, 3, 18), promise=[promise(as_of, made_on=date(2026, 3, 17))])
    assert found["must_pay_by"] == date(2026, 5, 6)
    assert (found["fitting_promise_live"], found["fitting_promise_open"], found["promise_late"]) == (fits, fits, late)


def test_a_promise_fits_only_a_day_that_is_known() -> None:
    found = facts_of(order={"deliver_on": None}, promise=[promise(date(2026, 3, 25), made_on=TODAY)])
    assert (found["promise_live"], found["fitting_promise_live"], found["promise_late"]) == (True, False, False)


# ------------------------------------------------------------------ kept by money
PROMISED = {"case": "m", "made_on": date(2026, 3, 6), "pay_on": WEDNESDAY, "amount_minor": 250_000}
FACTS = ("broken_count", "promise_live", "paid", "paid_on")


def after(
    *payments: tuple[date, int], amount: int | None = 1_000_000, promised: int | None = 250_000
) -> tuple[object, ...]:
    """What is known a week later, after some money came."""
    milestones = [{"case": "m", "order": "o", "kind": "deposit", "amount_minor": amount, "currency": "USD"}]
    money = [{"case": "m", "on": on, "amount_minor": minor} for on, minor in payments]
    found = row_of(
        TODAY, FACTS, milestones=milestones, promises=[{**PROMISED, "amount_minor": promised}], payments=money
    )
    return tuple(found[f] for f in FACTS)


@pytest.mark.parametrize(
    ("payments", "broken"),
    [
        ([], 1),
        ([(WEDNESDAY, 250_000)], 0),
        ([(WEDNESDAY, 249_999)], 1),
        ([(date(2026, 3, 10), 100_000), (date(2026, 3, 16), 150_000)], 0),
        ([(date(2026, 3, 17), 250_000)], 1),  # The day after its grace.
        ([(date(2026, 3, 5), 250_000)], 1),  # The day before it was made.
        ([(WEDNESDAY, 300_000), (date(2026, 3, 12), -100_000)], 1),
    ],
)
def test_money_between_the_promise_and_the_end_of_its_grace_keeps_it(
    payments: list[tuple[date, int]], broken: int
) -> None:
    assert after(*payments)[:3] == (broken, False, False)


def test_a_promise_of_no_amount_is_kept_by_all_of_the_money_only() -> None:
    assert after((WEDNESDAY, 250_000), promised=None)[0] == 1
    assert after((WEDNESDAY, 1_000_000), promised=None) == (0, False, True, WEDNESDAY)


def test_part_payments_make_it_paid_when_they_reach_the_amount() -> None:
    assert after((date(2026, 3, 10), 600_000), (date(2026, 3, 12), 400_000))[2:] == (True, date(2026, 3, 12))
    assert after((date(2026, 3, 10), 600_000), (date(2026, 3, 12), 399_999))[2:] == (False, None)
    assert after((date(2026, 3, 10), 600_000), amount=None)[2:] == (False, None)


def test_a_kept_promise_is_neither_live_nor_broken_and_leaves_the_one_before_it_as_it_was() -> None:
    earlier = {**PROMISED, "made_on": date(2026, 2, 2), "pay_on": date(2026, 2, 9)}
    milestones = [{"case": "m", "order": "o", "kind": "deposit", "amount_minor": 1_000_000, "currency": "USD"}]
    payments = [{"case": "m", "on": WEDNESDAY, "amount_minor": 250_000}]
    found = row_of(TODAY, FACTS, milestones=milestones, promises=[earlier, PROMISED], payments=payments)
    assert (found["broken_count"], found["promise_live"]) == (1, False)


def test_a_promise_is_about_one_case_and_not_about_the_other_orders() -> None:
    two = history_of(
        orders=[{"order": o, "customer": "c", "number": o} for o in "op"],
        milestones=[{"case": c, "order": o, "kind": "deposit"} for c, o in ("mo", "np")],
        promises=[{"case": "m", "made_on": TODAY, "pay_on": date(2026, 3, 25)}],
    )
    from duecourse.decide.judge import judge
    from duecourse.policy.load import load

    found = judge(two, TODAY, load("normal"))
    assert dict(zip(found["case"], found["promise_live"], strict=True)) == {"m": True, "n": False}
