"""The story of the demo: every kind of answer is in it, and it looks sensible on any day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django_scopes import scope

from duecourse.demo.acts import ACTS
from duecourse.demo.days import Days, in_the_week
from duecourse.demo.story import Made, tell, told
from duecourse.ledger import audit
from duecourse.ledger.models import Confirmation, Message, Standing, Task, Touch
from duecourse.ledger.pages import insights
from duecourse.recording.deciding import policy_of

MONDAY = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
# Answers that a newcomer should see at once, and the situations behind them.
SHOWN = {
    "R17": "calendar due", "R09": "open point", "R25": "useful thing", "R08": "own fix open", "R02": "paid claim",
    "R16": "explained", "R10": "price pusher", "R13": "promise", "R13L": "letter of credit at the bank",
    "R14": "letter of credit to check", "R25w": "fresh", "G3": "silent", "G5": "away", "R31": "no hurry of ours",
    "R01": "paid", "R07": "question", "R22": "broken promise", "R20": "new date", "R06": "open account",
    "R04": "dispute", "R00": "closed",
}  # fmt: skip


def speaks() -> dict[str, str]:
    """Customer to what speaks of his newest order's first payment: the rule, or the gate that holds it."""
    told_of = Standing.objects.filter(milestone__step=1, customer__name__in=expected())
    rows = told_of.select_related("customer", "verdict").order_by("milestone_id")
    return {s.customer.name: (s.verdict.said["gates"] or [s.rule])[0].split()[0] for s in rows}


def expected() -> dict[str, str]:
    return {c["name"]: c["expect"] for c in told()["customer"]}


def lists(made: Made, name: str) -> Counter[str]:
    """How many rows one person finds in each list."""
    rows = Standing.objects.filter(owner=made.people[name])
    return Counter(rows.values_list("in_list", flat=True))


@pytest.mark.both
def test_on_a_monday_everybody_stands_where_the_story_says() -> None:
    made = tell(MONDAY)
    with scope(workspace=made.workspace):
        assert speaks() == expected()
        assert lists(made, "ana") == {"contact": 3, "fix": 2, "wait": 15, "rest": 2}
        assert Task.objects.filter(owner=made.people["ana"]).count() == 2
        assert all(m.text for m in Message.objects.all())
        assert audit.verify(made.workspace).broken is None
        assert not Touch.objects.filter(recorded_at__gt=MONDAY).exists()
        assert Confirmation.objects.filter(signed_on__isnull=False).count() == len(expected()) + 1 + len(
            told()["past"]["orders"]
        )


@pytest.mark.django_db
def test_the_past_rests_and_gives_every_figure_something_to_say() -> None:
    made = tell(MONDAY)
    with scope(workspace=made.workspace):
        rows = Standing.objects.exclude(customer__name__in=expected())
        assert rows.count() == len(told()["past"]["orders"]) and {s.in_list for s in rows} == {"rest"}
        period = insights.Period.months(MONDAY.date())
        found = insights.delays(period)
        assert sum(found.ours.values()) > 5 and sum(found.theirs.values()) > 5 and found.unknown == 1
        kept = insights.promises(made.workspace, policy_of(made.workspace), period)
        assert kept.on_day and kept.in_grace and kept.broken
        assert all(days.count >= 5 for days in insights.days_to_fix(made.workspace, period))
        means = [month.mean for month in insights.contacts_per_order(period)]
        assert None not in means and means == sorted(means, key=lambda mean: -(mean or 0))


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("days", [1, 2, 3, 4, 35, 77, 163])
def test_on_any_weekday_the_day_is_worth_a_look(days: int) -> None:
    """Also around Christmas and the Chinese New Year; holidays somewhere may hold a message or two."""
    made = tell(MONDAY + timedelta(days=days))
    with scope(workspace=made.workspace):
        found = speaks()
        other = {name: rule for name, rule in found.items() if rule != expected()[name]}
        assert set(other.values()) <= {"G5"}, other
        ana = lists(made, "ana")
        assert 1 <= ana["contact"] <= 4 and ana["fix"] == 2 and 13 <= ana["wait"] <= 18


def test_the_story_shows_every_kind_of_answer() -> None:
    assert set(expected().values()) == set(SHOWN)


def test_everything_that_people_can_do_is_done_in_it_or_known() -> None:
    done = {act["do"] for c in told()["customer"] for o in c["order"] for act in o["acts"]}
    assert done <= set(ACTS)
    assert len(done) >= 10


def test_acts_of_an_order_are_told_in_their_order() -> None:
    for customer in told()["customer"]:
        for order in customer["order"]:
            days = [(act["on"], act.get("at", "")) for act in order["acts"] if act["do"] != "shelved"]
            assert [d for d, _ in days] == sorted(d for d, _ in days), order["number"]


# ---------------------------------------------------------------- its calendar
@pytest.mark.parametrize(
    ("today", "number", "day"),
    [
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 23), -6, date(2026, 11, 13)),
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_days_are_counted_in_weekdays(today: date, number: int, day: date) -> None:
    assert Days(today, "Asia/Shanghai").weekday(number) == day


def test_money_is_never_due_at_a_weekend() -> None:
    days = Days(date(2026, 11, 23), "Asia/Shanghai")
    assert {days.pay_by(n).weekday() for n in range(60)} == {0, 1, 2, 3, 4}


def test_the_rest_of_the_factory_delays_delivery() -> None:
    pay_by = date(2026, 12, 7)
    free = Days(date(2026, 11, 23), "Asia/Shanghai").ready(pay_by, 30)
    rest = frozenset(date(2026, 12, 25) + timedelta(days=n) for n in range(10))
    assert Days(date(2026, 11, 23), "Asia/Shanghai", rest).ready(pay_by, 30) == free + timedelta(days=10)


def test_a_weekend_is_shown_as_the_monday_after_it() -> None:
    assert in_the_week(date(2026, 11, 21)) == in_the_week(date(2026, 11, 22)) == date(2026, 11, 23)
    assert in_the_week(date(2026, 11, 27)) == date(2026, 11, 27)
