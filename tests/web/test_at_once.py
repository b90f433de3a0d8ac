"""Two people, or two plans, at the same moment: one is first, the other is told, nothing is counted twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from houses import NOW, House, house

from duecourse.jobs.daily import plan
from duecourse.ledger import audit
from duecourse.ledger.models import Fix, Milestone, PlanRun, Standing

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


def at_once(alias: str, *works: Callable[[], Any]) -> list[Any]:
    """What each gives, begun together, each with a connection of its own."""
    start, gave = Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        connections["default"] = connections[alias]
        start.wait(20)
        try:
            gave[number] = work()
        except Exception as error:
            gave[number] = error
        finally:
            connections["default"].close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return gave


def alias_of(database: str) -> str:
    return "postgres" if database == "postgresql" and "postgres" in connections else "default"


def browser(h: House, role: str) -> Client:
    client = Client()
    client.force_login(h.people[role].user, backend=BACKEND)
    return client


@pytest.mark.slow
@pytest.mark.both(transaction=True)
def test_of_two_who_close_one_fix_one_is_told(database: str) -> None:
    h = house("Harbour")
    with scope(workspace=h.workspace):
        revision = Milestone.objects.get(pk=h.calm).revision
    address = reverse("case_record", args=[h.calm, "fixed"])
    form = {"row": h.fix, "revision": revision}
    ana, bruno = browser(h, "sales"), browser(h, "manager")
    works = [lambda c=c: c.post(address, form).status_code for c in (ana, bruno)]
    assert sorted(at_once(alias_of(database), *works), key=str) in ([302, 404], [302, 422])
    with scope(workspace=h.workspace):
        assert Fix.objects.filter(supersedes=h.fix).count() == 1
        assert Milestone.objects.get(pk=h.calm).revision == revision + 1
        assert audit.verify(h.workspace).broken is None


@pytest.mark.slow
@pytest.mark.both(transaction=True)
def test_two_plans_of_one_day_are_one(database: str) -> None:
    h = house("Harbour")
    day = NOW + timedelta(days=1)
    runs = at_once(alias_of(database), lambda: plan(h.workspace, day).pk, lambda: plan(h.workspace, day).pk)
    assert runs[0] == runs[1]
    with scope(workspace=h.workspace):
        assert PlanRun.objects.filter(tick__startswith="2026-11-24").count() == 1
        cases = list(Standing.objects.values_list("milestone_id", flat=True))
        assert len(cases) == len(set(cases)) == Milestone.objects.filter(order__closed_on=None).count()
