"""The next looks of an empty day, as a calendar of working days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from duecourse.ledger.pages.today import Rest, Whose, looks
from duecourse.web.shell.pages import address
from duecourse.web.shell.templatetags.duecourse_tags import day_words

_WEEKS: Final = 3
_NAMES_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One day: its name, whether it is today or free, who is looked at, and how many more."""

    name: str
    today: bool
    free: bool
    looks: tuple[tuple[Rest, str], ...]
    more: int


Week: TypeAlias = tuple[Day, ...]


def weeks(whose: Whose, today: date) -> tuple[Week, ...]:
    """Three weeks of five days; what falls on a weekend, or before today, stands on the next of them."""
    monday = today - timedelta(days=today.weekday())
    monday += timedelta(days=7) if today.weekday() > 4 else timedelta(0)
    by_day: dict[date, list[Rest]] = defaultdict(list)
    for rest in looks(whose, monday + timedelta(days=7 * _WEEKS)):
        by_day[_working(max(rest.look_on or today, today, monday))].append(rest)
    return tuple(
        tuple(_day(monday + timedelta(days=7 * w + d), by_day, today) for d in range(5)) for w in range(_WEEKS)
    )


def _working(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _day(day: date, by_day: dict[date, list[Rest]], today: date) -> Day:
    rests = by_day.get(day, [])
    shown = tuple((r, address("case", r.lead)) for r in rests[:_NAMES_MAX])
    return Day(day_words(day, today), day == today, not rests, shown, len(rests) - len(shown))
