"""Days of a story: counted in weekdays from the day on which it is told, so that it fits any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BOOKING_DAYS: Final = 5
CLEARING_DAYS: Final = 5
_FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of a story.

    Args:
        today: The day on which it is told.
        zone: Zone of the seller's clock.
        closed: Days on which the factory rests.
    """

    today: date
    zone: str
    closed: frozenset[date] = frozenset()

    def weekday(self, number: int) -> date:
        """So many weekdays from today, negative for ago; 0 is today, also at a weekend."""
        day, step = self.today, 1 if number > 0 else -1
        for _ in range(abs(number)):
            day += timedelta(days=step)
            while day.weekday() > _FRIDAY:
                day += timedelta(days=step)
        return day

    def instant(self, number: int, clock: str) -> datetime:
        """An hour of such a day on the seller's clock."""
        return datetime.combine(self.weekday(number), time.fromisoformat(clock), ZoneInfo(self.zone))

    def pay_by(self, days: int) -> date:
        """About so many calendar days from today; never at a weekend, when no bank works."""
        day = self.today + timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - _FRIDAY))

    def ready(self, pay_by: date, production_days: int) -> date:
        """The first day on which goods are ready whose money may come as late as that: the factory's rest delays it."""
        ready = pay_by + timedelta(days=CLEARING_DAYS + production_days)
        while self._starts(ready, production_days) - timedelta(days=CLEARING_DAYS) < pay_by:
            ready += timedelta(days=1)
        return ready

    def _starts(self, ready: date, production_days: int) -> date:
        """The day on which production begins, as the deadline counts it."""
        begin = ready - timedelta(days=production_days)
        rest = sum(begin + timedelta(days=n) in self.closed for n in range(production_days))
        return begin - timedelta(days=rest)


def in_the_week(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > _FRIDAY else day
