"""The worker: ticks until it is told to stop, and one workspace in trouble stops nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django_scopes import scope

from duecourse.jobs import ticks
from duecourse.ledger.models import PlanRun
from jobs.desks import filled
from recording.desk import MORNING, firm


def pauses(times: int) -> Callable[[float], bool]:
    """Tells to stop at the so-manieth pause."""
    left = iter(range(times - 1, -1, -1))
    return lambda _seconds: next(left) == 0


def clock(*hours: int) -> Callable[[], datetime]:
    at: Iterator[datetime] = (MORNING + timedelta(hours=h) for h in hours)
    return lambda: next(at)


@pytest.mark.django_db
def test_the_worker_makes_the_plan_of_each_day_once() -> None:
    desk = firm()
    ticks.work(clock(0, 1, 24, 25), pauses(4))
    with scope(workspace=desk.workspace):
        assert sorted(r.as_of.day for r in PlanRun.objects.all()) == [23, 24]


@pytest.mark.django_db
def test_a_workspace_in_trouble_is_told_of_and_the_others_get_their_plan() -> None:
    sick, well = firm("Sick Canvas"), firm("Harbour Outdoor")
    for desk in (sick, well):
        with scope(workspace=desk.workspace):
            filled(desk, 1)
    with scope(workspace=sick.workspace):
        sick.workspace.policy.text = "this is no policy"
        sick.workspace.policy.save()
    told: list[str] = []
    ticks.work(clock(0), pauses(1), told=told.append)
    assert len(told) == 1 and told[0].startswith("The plan of Sick Canvas was not made")
    with scope(workspace=well.workspace):
        assert PlanRun.objects.count() == 1
    with scope(workspace=sick.workspace):
        assert not PlanRun.objects.exists()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    answers = iter([OperationalError("the server closed the connection"), None])

    def tick(_at: datetime, _told: object) -> list[PlanRun]:
        if error := next(answers):
            raise error
        return []

    monkeypatch.setattr(ticks, "tick", tick)
    told: list[str] = []
    ticks.work(clock(0, 1), pauses(2), told=told.append)
    assert told == ["The database did not answer: the server closed the connection. It is tried again in a minute."]
    assert next(answers, "both were asked for") == "both were asked for"


@pytest.mark.django_db
def test_without_anybody_to_tell_a_fault_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def tick(_at: datetime, _told: object) -> list[PlanRun]:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(ticks, "tick", tick)
    with pytest.raises(ValueError, match="a fault of ours"):
        ticks.work(clock(0), pauses(1))
