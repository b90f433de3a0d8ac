"""The daily plan gives the same whenever, by whomever and however often it is made."""

from __future__ import annotations

import signal
from datetime import UTC, date, datetime, timedelta
from time import sleep

import pytest
from django_scopes import scope

from duecourse.jobs.daily import digest, parts_of, plan
from duecourse.jobs.ticks import tick
from duecourse.ledger.models import PlanRun, Standing, Verdict, Workspace
from duecourse.ledger.rules import FIRST
from duecourse.recording import contacts, orders
from duecourse.recording.contacts import Said
from jobs.desks import filled, stands, worker
from recording.desk import MORNING, Firm, at_work, deposit, firm


def again(desk: Firm, at: datetime) -> PlanRun:
    """Judges everybody once more, as if nobody had today."""
    PlanRun.objects.all().delete()
    return plan(desk.workspace, at)


@pytest.mark.both
def test_a_plan_judges_every_open_case_and_says_what_came_of_it() -> None:
    with at_work() as desk:
        filled(desk)
        run = plan(desk.workspace, desk.at)
        assert sum(run.counts.values()) == Standing.objects.count() == 10
        assert run.as_of == desk.today
        assert run.policy == desk.workspace.policy


@pytest.mark.both
def test_a_second_plan_of_the_day_is_the_first() -> None:
    with at_work() as desk:
        filled(desk)
        first = plan(desk.workspace, desk.at)
        assert plan(desk.workspace, desk.at + timedelta(hours=9)) == first
        assert PlanRun.objects.count() == 1


@pytest.mark.both
def test_judged_again_at_another_hour_everything_stands_as_before() -> None:
    with at_work() as desk:
        filled(desk)
        first, before, kept = plan(desk.workspace, desk.at), stands(), Verdict.objects.count()
        second = again(desk, desk.at + timedelta(hours=9))
        assert (second.digest, second.counts, stands()) == (first.digest, first.counts, before)
        assert Verdict.objects.count() == kept, "A verdict that says the same was stored once more."


@pytest.mark.django_db
@pytest.mark.slow
def test_once_or_every_minute_of_the_day_gives_the_same() -> None:
    with at_work() as desk:
        filled(desk, 4)
        midnight = datetime(2026, 11, 23, 16, tzinfo=UTC)
        once = plan(desk.workspace, midnight).digest
        PlanRun.objects.all().delete()
    for minute in range(1440):
        tick(midnight + timedelta(minutes=minute))
    with scope(workspace=desk.workspace):
        assert PlanRun.objects.get().digest == once == digest()


@pytest.mark.both
def test_acts_of_the_day_and_the_plan_agree() -> None:
    """What an act has judged at once, the plan finds as it is."""
    with at_work() as desk:
        customers = filled(desk)
        plan(desk.workspace, desk.at)
        contacts.wrote(desk.by, customers[0], Said("soft"), [deposit(customers[0].orders.get())])
        after = stands()
        again(desk, desk.at)
        assert stands() == after


@pytest.mark.both
def test_days_without_a_plan_leave_nothing_behind() -> None:
    """Two days were missed; the third day stands as if they had not been."""
    with at_work() as desk:
        filled(desk)
        late = desk.at + timedelta(days=3)
        plan(desk.workspace, desk.at)
        plan(desk.workspace, late)
        missed = stands()
        for days in (1, 2):
            again(desk, desk.at + timedelta(days=days))
        again(desk, late)
        assert [row[:-1] for row in stands()] == [row[:-1] for row in missed]
        assert {row[1] for row in missed} == {late.date()}


@pytest.mark.both
def test_other_rules_give_another_plan_on_the_same_day() -> None:
    from duecourse.ledger.models import PolicyVersion

    with at_work() as desk:
        filled(desk, 2)
        first = plan(desk.workspace, desk.at)
        rules = {"number": 2, "text": FIRST.replace('"normal"', '"patient"'), "made_at": desk.at}
        desk.workspace.policy = PolicyVersion.objects.create(workspace=desk.workspace, **rules)
        desk.workspace.save()
        second = plan(desk.workspace, desk.at)
        assert second != first
        assert second.digest != first.digest


@pytest.mark.both
def test_what_is_finished_leaves_the_lists_with_the_next_plan() -> None:
    with at_work() as desk:
        customer = filled(desk, 1)[0]
        orders.closed(desk.by, customer.orders.get())
        assert plan(desk.workspace, desk.at).counts == {"rest": 2}


# ---------------------------------------------------------------- days and clocks
@pytest.mark.both
@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Pacific/Auckland", datetime(2026, 11, 22, 10, 59, tzinfo=UTC), date(2026, 11, 22)),
        ("Pacific/Auckland", datetime(2026, 11, 22, 11, 0, tzinfo=UTC), date(2026, 11, 23)),
        ("America/Los_Angeles", datetime(2026, 11, 23, 7, 59, tzinfo=UTC), date(2026, 11, 22)),
        ("America/Los_Angeles", datetime(2026, 11, 23, 8, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_the_day_is_that_of_the_sellers_clock(zone: str, at: datetime, day: date) -> None:
    with at_work() as desk:
        desk.workspace.zone = zone
        desk.workspace.save()
        desk.at = at
        filled(desk, 1)
        assert plan(desk.workspace, at).as_of == day
        assert {s.as_of for s in Standing.objects.all()} == {day}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "first_utc", "hours"),
    [
        # The clocks go back in Los Angeles and forward in Auckland: a day of 25 hours, one of 23.
        ("America/Los_Angeles", datetime(2026, 11, 1, 7, tzinfo=UTC), 25),
        ("Pacific/Auckland", datetime(2026, 9, 26, 12, tzinfo=UTC), 23),
    ],
)
def test_a_day_on_which_the_clocks_change_has_one_plan(zone: str, first_utc: datetime, hours: int) -> None:
    with at_work() as desk:
        desk.workspace.zone = zone
        desk.workspace.save()
        for half in range(2 * hours):
            plan(desk.workspace, first_utc + timedelta(minutes=30 * half))
        assert PlanRun.objects.count() == 1
        plan(desk.workspace, first_utc + timedelta(hours=hours))
        assert PlanRun.objects.count() == 2


@pytest.mark.both
def test_each_workspace_has_its_own_day_and_lists() -> None:
    east, west = firm("Harbour Outdoor"), firm("Pacific Canvas")
    west.workspace.zone = "America/Los_Angeles"
    west.workspace.save()
    for desk in (east, west):
        with scope(workspace=desk.workspace):
            filled(desk, 2)
    runs = tick(MORNING)
    assert [(r.workspace.name, r.as_of.day) for r in runs] == [("Harbour Outdoor", 23), ("Pacific Canvas", 22)]
    with scope(workspace=west.workspace):
        assert {s.customer.workspace_id for s in Standing.objects.all()} == {west.workspace.pk}


@pytest.mark.both
def test_a_workspace_for_which_nobody_came_yet_has_no_plan() -> None:
    Workspace.objects.create(name="")
    assert tick(MORNING) == []


@pytest.mark.both
def test_parts_hold_every_customer_with_something_open_once() -> None:
    with at_work() as desk:
        customers = filled(desk)
        desk.customer("Without an order")
        parts = [list(part) for part in parts_of(2)]
        assert [key for part in parts for key in part] == [c.pk for c in customers]
        assert max(map(len, parts)) == 2


# ---------------------------------------------------------------- two at once, and cut short
@pytest.mark.both(transaction=True)
@pytest.mark.slow
def test_two_workers_at_once_make_one_plan() -> None:
    with at_work() as desk:
        filled(desk)
        alone = again(desk, desk.at).digest
        PlanRun.objects.all().delete()
        both = [worker(desk.workspace, desk.at) for _ in range(2)]
        assert [w.wait(120) for w in both] == [0, 0]
        assert PlanRun.objects.get().digest == alone == digest()
        assert Standing.objects.count() == 10


@pytest.mark.both(transaction=True)
@pytest.mark.slow
def test_people_act_while_the_plan_is_made() -> None:
    with at_work() as desk:
        customers = filled(desk)
        planning = worker(desk.workspace, desk.at + timedelta(days=1))
        acts = 0
        while planning.poll() is None:
            contacts.heard(desk.on(1), customers[acts % 5], contacts.Heard(says="Good morning."))
            acts += 1
            sleep(0.05)  # people act; who hammers without a breath keeps SQLite's one lock for himself
        assert planning.returncode == 0
        found = stands()
        again(desk, desk.at + timedelta(days=1))
        assert stands() == found, f"{acts} acts beside the plan left other lists than the plan alone."


@pytest.mark.both(transaction=True)
@pytest.mark.slow
def test_a_plan_that_is_killed_leaves_whole_customers_and_the_next_one_finishes() -> None:
    with at_work() as desk:
        customers = filled(desk)
        plan(desk.workspace, desk.at)
        before, late = stands(), desk.at + timedelta(days=1)
        assert worker(desk.workspace, late, mode="die").wait(120) == -signal.SIGKILL
        assert PlanRun.objects.count() == 1, "A plan that was cut short says that it was made."
        days = [{s.as_of for s in Standing.objects.filter(customer=c)} for c in customers]
        assert days == [{late.date()}] * 2 + [{desk.today}] * 3
        assert len(stands()) == len(before)
        assert plan(desk.workspace, late).digest == again(desk, late).digest
        assert {row[1] for row in stands()} == {late.date()}
