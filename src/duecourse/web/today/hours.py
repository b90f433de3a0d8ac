"""When messages leave, on both clocks, and the strip that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from duecourse.errors import DuecourseError
from duecourse.history.places import in_ramadan, time_zone, window
from duecourse.ledger.pages.today import Who

_AFTER_OPENING: Final = timedelta(minutes=10)
_HOUR: Final = timedelta(hours=1)
_TICK_HOURS: Final = 3
_LANES_MAX: Final = 5
_ROOM_PER_CENT: Final = 14


@dataclass(frozen=True, slots=True)
class Going:
    """When a message goes: the instant, until when theirs is a working hour, their zone, and where that is."""

    at: datetime
    until: datetime
    zone: str
    place: str


def going(who: Who, today: date, now: datetime) -> Going | None:
    """Ten minutes after their sending hours begin, now if they have begun, tomorrow if they are over.

    None where neither zone nor country is known.
    """
    if not (who.zone or who.country):
        return None
    try:
        zone = time_zone(who.country or None, who.zone or None)
    except DuecourseError:
        return None
    for day in (today, today + timedelta(days=1)):
        opens, closes = window(day, zone, ramadan=in_ramadan(who.country, day))
        at = max(opens + _AFTER_OPENING, now)
        if at < closes:
            return Going(at, closes, zone, who.city or who.country)
    return None


@dataclass(frozen=True, slots=True)
class Lane:
    """One place on the strip; positions in per cent of its width.

    Args:
        place: City or country.
        clock, theirs: When it goes, here and there.
        at, length: Where the bar begins, how long it is.
        shift, anchor: Where the clock stands: before the bar, or behind its beginning where there is no room.
        y, text_y: Pixels from the top of the strip.
    """

    place: str
    clock: str
    theirs: str
    at: str
    length: str
    shift: int
    anchor: str
    y: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip: lanes, hours below them, now, and its height in pixels."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[str, str], ...]
    now_at: str
    floor: int
    height: int
    more: int


_LANE: Final = 24
_TOP: Final = 14


def strip(goings: Iterable[Going], today: date, now: datetime, zone: str) -> Strip | None:
    """The strip of sending hours on our clock; None where nothing goes.

    Args:
        goings: Of the messages of the day; of each place and hour one.
        today: The day.
        now: The instant.
        zone: Ours.
    """
    found = sorted({(g.at, g.until, g.zone, g.place): g for g in goings}.values(), key=lambda g: (g.at, g.place))
    if not found:
        return None
    midnight = datetime.combine(today, datetime.min.time(), ZoneInfo(zone))
    axis = _Axis.of(midnight, [now, *(g.at for g in found)], zone)
    lanes = tuple(axis.lane(g, n) for n, g in enumerate(found[:_LANES_MAX]))
    floor = _TOP + len(lanes) * _LANE
    return Strip(lanes, axis.ticks(), axis.place(now), floor, floor + 20, len(found) - len(lanes))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Hours since our midnight at both ends."""

    midnight: datetime
    begins: int
    ends: int
    zone: str

    @classmethod
    def of(cls, midnight: datetime, instants: list[datetime], zone: str) -> _Axis:
        hours = [(at - midnight) / _HOUR for at in instants]
        begins = min(9, int(min(hours)) // _TICK_HOURS * _TICK_HOURS)
        last = int(max(hours)) + 2
        return cls(midnight, max(begins, 0), max(24, -(-last // _TICK_HOURS) * _TICK_HOURS), zone)

    def share(self, at: datetime) -> float:
        hours = (at - self.midnight) / _HOUR
        return min(max((hours - self.begins) / (self.ends - self.begins), 0.0), 1.0) * 100

    def place(self, at: datetime) -> str:
        return f"{self.share(at):.2f}%"

    def lane(self, going: Going, number: int) -> Lane:
        begins, y = self.share(going.at), _TOP + number * _LANE + _LANE // 2
        return Lane(
            going.place,
            f"{going.at.astimezone(ZoneInfo(self.zone)):%H:%M}",
            f"{going.at.astimezone(ZoneInfo(going.zone)):%H:%M}",
            f"{begins:.2f}%",
            f"{max(self.share(going.until) - begins, 1.0):.2f}%",
            *((-9, "end") if begins > _ROOM_PER_CENT else (10, "start")),
            y,
            y + 4,
        )

    def ticks(self) -> tuple[tuple[str, str], ...]:
        step = _TICK_HOURS if self.ends - self.begins <= 18 else 2 * _TICK_HOURS
        hours = range(self.begins, self.ends + 1, step)
        return tuple((f"{(h - self.begins) / (self.ends - self.begins) * 100:.2f}%", _hour(h)) for h in hours)


def _hour(hour: int) -> str:
    return "24" if hour == 24 else f"{hour % 24:02d}"
