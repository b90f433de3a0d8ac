"""Where a customer is: his clock, the hours in which a contact may go, and Ramadan."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from duecourse.errors import DuecourseError

HOURS: Final = (time(9), time(17))
"""Local sending hours (METHOD section 4, G5)."""

RAMADAN_HOURS: Final = (time(10), time(14))
"""Local sending hours in Ramadan (METHOD section 4, G5)."""

_MUSLIM_MAJORITY: Final = """
    AE AF AL AZ BD BF BH BN DJ DZ EG EH GM GN ID IQ IR JO KG KM KW KZ LB LY MA ML MR MV MY NE OM PK PS QA SA SD SL SN SO
    SY TD TJ TM TN TR UZ XK YE YT
"""
RAMADAN_COUNTRIES: Final = frozenset(_MUSLIM_MAJORITY.split())
"""ISO 3166 codes of countries of which clearly more than half the people are Muslim."""

MAIN_ZONES: Final = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "FM": "Pacific/Pohnpei",
    "PS": "Asia/Hebron",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "XK": "Europe/Belgrade",
}
"""Zone of the capital or main business city, where tzdata's `zone.tab` begins with another one or has none."""


def time_zone(country: str | None, zone: str | None) -> str:
    """The recorded zone, else the main zone of the country (ISO 3166, two letters), else UTC.

    Raises:
        DuecourseError: If the recorded zone is none of the time zone database.
    """
    if zone:
        return _zone(zone).key
    return MAIN_ZONES.get(country or "") or _first_zones().get(country or "", "UTC")


def window(on: date, zone: str, *, ramadan: bool) -> tuple[datetime, datetime]:
    """First and last instant, in UTC, at which a contact may go on that local day.

    Raises:
        DuecourseError: If the zone is none of the time zone database.
    """
    opens, closes = RAMADAN_HOURS if ramadan else HOURS
    there = _zone(zone)
    return datetime.combine(on, opens, there).astimezone(UTC), datetime.combine(on, closes, there).astimezone(UTC)


def ramadan_days(year: int) -> tuple[date, date]:
    """First and last day of the Ramadan that begins in the year; of two (2030) the earlier.

    By the Umm al-Qura calendar of Saudi Arabia; where the moon is watched, either day may be one day off.

    Raises:
        DuecourseError: If the year is not in the tables of `holidays` (1925 to 2100).
    """
    spans = _ramadans(year)
    if not spans:
        raise DuecourseError(f"No Ramadan is known for {year}", fix="Take a year from 1925 to 2100.")
    return spans[0]


def in_ramadan(country: str | None, on: date) -> bool:
    """Whether the short hours hold: the day lies in Ramadan (±1 day) in one of `RAMADAN_COUNTRIES`."""
    if country not in RAMADAN_COUNTRIES:
        return False
    return any(first <= on <= last for year in (on.year - 1, on.year) for first, last in _ramadans(year))


@lru_cache(maxsize=256)
def _ramadans(year: int) -> tuple[tuple[date, date], ...]:
    """First and last day of each Ramadan that begins in the year; none outside the tables."""
    from holidays.calendars.islamic import _IslamicLunar  # only here are both ends; a test pins the dates

    lunar = _IslamicLunar()
    ends = sorted({eid for near in (year, year + 1) for eid, _ in lunar.eid_al_fitr_dates(near)})
    begins = sorted({first for first, _ in lunar.ramadan_beginning_dates(year) if first.year == year})
    spans = ((first, next((eid for eid in ends if eid > first), None)) for first in begins)
    return tuple((first, eid - timedelta(days=1)) for first, eid in spans if eid is not None)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DuecourseError(
            f"'{name}' is no time zone, but a name like Europe/Berlin was expected",
            fix="Correct the zone, or leave it out to take the country's main zone.",
        ) from None


@lru_cache(maxsize=1)
def _first_zones() -> dict[str, str]:
    """Country code to its first zone in tzdata's `zone.tab`: the only one, or mostly that of the main city."""
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: row[2] for row in reversed(rows)}
