"""The daily plan: every open case judged once a day, whoever asks for it and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django_scopes import scope

from duecourse.ledger.models import Customer, PlanRun, Standing, Workspace
from duecourse.recording.deciding import decide

PART_CUSTOMERS: Final = 500
"""Customers judged in one transaction: few enough that nobody waits long for the ledger."""
_FEW: Final = 200


def plan(workspace: Workspace, at: datetime) -> PlanRun:
    """The plan of a day, made if there is none yet for this day, these rules and this calendar.

    A run that was cut short left whole customers behind, judged or not, and no row; the next one judges all again,
    which gives the same. So it may run once a day or every minute, by one process or by two.

    Args:
        workspace: Whose.
        at: The instant; the day is that of the seller's clock.
    """
    day = at.astimezone(ZoneInfo(workspace.zone)).date()
    tick = f"{day.isoformat()} {workspace.policy_id} {workspace.calendar}"
    with scope(workspace=workspace):
        made = PlanRun.objects.filter(tick=tick).first()
        return made or _made(workspace, at, tick)


def _made(workspace: Workspace, at: datetime, tick: str) -> PlanRun:
    began = perf_counter()
    counts: Counter[str] = Counter()
    for part in parts_of(PART_CUSTOMERS):
        with transaction.atomic():
            # The customers' rows are the lock, as for an act: nobody writes the same lists at the same time.
            list(Customer.objects.select_for_update().filter(pk__in=part).order_by("pk").values_list("pk"))
            counts.update(decide(workspace, at, customers=part, carrier="adbc" if len(part) > _FEW else "django"))
    run = {
        "as_of": at.astimezone(ZoneInfo(workspace.zone)).date(),
        "policy": workspace.policy,
        "counts": dict(counts),
        "digest": digest(),
        "took_ms": int((perf_counter() - began) * 1000),
        "ran_at": at,
    }
    return PlanRun.objects.get_or_create(workspace=workspace, tick=tick, defaults=run)[0]


def parts_of(size: int) -> Iterator[Sequence[int]]:
    """Customers with something open, or with a row in a list that may be out of date, in parts."""
    open_ = Q(orders__closed_on__isnull=True, orders__milestones__isnull=False)
    listed = Q(pk__in=Standing.objects.values("customer_id"))
    keys = list(Customer.objects.filter(open_ | listed).order_by("pk").distinct().values_list("pk", flat=True))
    return (keys[i : i + size] for i in range(0, len(keys), size))


def digest() -> str:
    """What all cases of the scope's workspace stand at; the same verdicts give the same."""
    rows = Standing.objects.order_by("milestone_id").values_list("milestone_id", "in_list", "rule", "verdict__digest")
    found = sha256()
    for row in rows.iterator(chunk_size=10_000):
        found.update(repr(row).encode())
    return found.hexdigest()
