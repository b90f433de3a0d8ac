"""What somebody did today; asked only when the day is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from duecourse.ledger.models import Fix, Touch

_LOOKED_AT: Final = 200
"""Latest rows that are looked at: a day holds fewer, and no index by day is needed."""

_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Went:
    """One contact of ours."""

    kind: str
    customer: str
    at: datetime | None

    def clock(self, zone: str) -> str:
        """Its hour on the clock of a zone; empty if only the day is known."""
        return f"{self.at.astimezone(ZoneInfo(zone)):%H:%M}" if self.at else ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One thing of ours that was put right."""

    what: str
    customer: str


def touched_today(user_id: int, day: date) -> list[Went]:
    """Contacts that this person recorded today and did not take back, one for each message."""
    rows = Touch.objects.filter(void=False, later__isnull=True).order_by("-pk")
    columns = ("kind", "customer__name", "happened_at", "happened_on", "recorded_by_id", "group", "pk")
    latest = rows.values_list(*columns)[:_LOOKED_AT]
    mine = [r for r in latest if r[3] == day and r[4] == user_id]
    by_group = {r[5] or str(r[6]): Went(r[0], r[1], r[2]) for r in mine}
    return sorted(by_group.values(), key=lambda w: (w.at is None, w.at))[:_SHOWN]


def closed_today(user_id: int, day: date) -> list[Fixed]:
    """Things of ours that this person closed today."""
    rows = Fix.objects.filter(void=False, later__isnull=True, closed_on__isnull=False).order_by("-pk")
    columns = ("what", "milestone__order__customer__name", "closed_on", "recorded_by_id")
    return [Fixed(r[0], r[1]) for r in rows.values_list(*columns)[:_LOOKED_AT] if r[2] == day and r[3] == user_id][
        :_SHOWN
    ]
