"""The way back from delivery as stretches of days."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from duecourse.plan.calendar import Stretch, band_of, with_booking

FACTS = {
    "as_of": date(2026, 11, 23),
    "must_pay_by": date(2026, 12, 7),
    "production_starts_on": date(2026, 12, 12),
    "ready_by": date(2027, 1, 11),
    "deliver_on": date(2027, 2, 19),
    "closure_days": 0,
}
STOP = Stretch("closure", date(2027, 2, 1), date(2027, 2, 22), "New Year stop")


def test_the_days_of_a_deposit_lie_end_to_end() -> None:
    band = band_of("deposit", FACTS, [STOP], 30)
    assert band is not None
    parts = with_booking(band, 5).stretches
    lengths = [("in_hand", 14), ("bank", 5), ("production", 30), ("booking", 5), ("transport", 34)]
    assert [(p.kind, p.days) for p in parts] == lengths
    assert all(a.to_on == b.from_on for a, b in pairwise(parts))
    assert band.ends_on == date(2027, 2, 19)


def test_the_last_day_before_the_closure_is_told() -> None:
    band = band_of("deposit", FACTS, [STOP], 30)
    assert band is not None
    assert (band.tips_on, band.tip) == (date(2026, 12, 28), STOP)
    assert STOP.days == 21


def test_a_closure_inside_the_production_belongs_to_it() -> None:
    inside = {**FACTS, "must_pay_by": date(2026, 11, 16), "closure_days": 21}
    band = band_of("deposit", inside, [], 30)
    assert band is not None
    assert [(p.kind, p.days) for p in band.stretches][:2] == [("bank", 5), ("production", 51)]
    assert band.starts_on == date(2026, 11, 16), "the pay-by date has passed, and is shown"
    assert band.tips_on is None


def test_a_balance_waits_for_the_goods_or_the_papers() -> None:
    shipment = band_of("balance_before_shipment", {**FACTS, "must_pay_by": date(2027, 1, 6)}, [], 30)
    papers = band_of("balance_against_documents", {**FACTS, "must_pay_by": date(2027, 2, 12)}, [], 30)
    assert shipment is not None
    assert papers is not None
    assert [p.kind for p in shipment.stretches] == ["in_hand", "bank", "transport"]
    assert [(p.kind, p.days) for p in papers.stretches] == [("in_hand", 81), ("documents", 7)]


def test_without_a_pay_by_date_there_is_no_band() -> None:
    assert band_of("open_account", {"as_of": date(2026, 11, 23)}, [], None) is None
