"""Clocks, sending hours and Ramadan."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.errors import DuecourseError
from duecourse.history.places import RAMADAN_COUNTRIES, in_ramadan, ramadan_days, time_zone, window


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("US", "America/New_York"),
        ("CA", "America/Toronto"),
        ("AU", "Australia/Sydney"),
        ("BR", "America/Sao_Paulo"),
        ("RU", "Europe/Moscow"),
        ("MX", "America/Mexico_City"),
        ("CN", "Asia/Shanghai"),
        ("ES", "Europe/Madrid"),
        ("PT", "Europe/Lisbon"),
        ("FR", "Europe/Paris"),
        ("DE", "Europe/Berlin"),
        ("GB", "Europe/London"),
        ("NL", "Europe/Amsterdam"),
        ("ID", "Asia/Jakarta"),
        ("KZ", "Asia/Almaty"),
        ("MY", "Asia/Kuala_Lumpur"),
        ("NZ", "Pacific/Auckland"),
        ("CL", "America/Santiago"),
        ("AR", "America/Argentina/Buenos_Aires"),
        ("UA", "Europe/Kyiv"),
        ("XK", "Europe/Belgrade"),
        ("SA", "Asia/Riyadh"),
        ("XX", "UTC"),
        (None, "UTC"),
    ],
)
def test_main_zone_of_a_country(country: str | None, zone: str) -> None:
    assert time_zone(country, None) == zone
    assert time_zone(country, "") == zone


def test_the_recorded_zone_wins() -> None:
    assert time_zone("US", "America/Los_Angeles") == "America/Los_Angeles"
    assert time_zone(None, "Asia/Tokyo") == "Asia/Tokyo"


def test_every_country_has_a_zone_that_exists() -> None:
    text = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    countries = [line.split("\t")[0] for line in text.splitlines() if not line.startswith("#")]
    for country in countries:
        if country not in {"BV", "HM"}:  # uninhabited, in no zone
            assert ZoneInfo(time_zone(country, None)).key != "UTC"


@pytest.mark.parametrize("zone", ["Europe/Berln", "../etc/passwd", "Europe", "/etc/localtime", "a\0b"])
def test_a_misspelt_zone_is_refused(zone: str) -> None:
    with pytest.raises(DuecourseError, match="is no time zone"):
        time_zone("DE", zone)
    with pytest.raises(DuecourseError, match="is no time zone"):
        window(date(2026, 3, 2), zone, ramadan=False)


@pytest.mark.parametrize(
    ("zone", "on", "opens", "closes"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 8, 16),
        ("Europe/Berlin", date(2026, 3, 29), 7, 15),
        ("Europe/Berlin", date(2026, 10, 24), 7, 15),
        ("Europe/Berlin", date(2026, 10, 25), 8, 16),
        ("America/New_York", date(2026, 3, 7), 14, 22),
        ("America/New_York", date(2026, 3, 8), 13, 21),
        ("America/New_York", date(2026, 10, 31), 13, 21),
        ("America/New_York", date(2026, 11, 1), 14, 22),
        ("Asia/Shanghai", date(2026, 7, 1), 1, 9),
    ],
)
def test_sending_hours_follow_daylight_saving(zone: str, on: date, opens: int, closes: int) -> None:
    day = datetime(on.year, on.month, on.day, tzinfo=UTC)
    assert window(on, zone, ramadan=False) == (day.replace(hour=opens), day.replace(hour=closes))


def test_sending_hours_may_lie_on_another_day_in_utc() -> None:
    opens, closes = window(date(2026, 7, 1), "Pacific/Auckland", ramadan=False)
    assert opens == datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert closes == datetime(2026, 7, 1, 5, tzinfo=UTC)


def test_short_hours_in_ramadan() -> None:
    opens, closes = window(date(2026, 3, 1), "Asia/Riyadh", ramadan=True)
    assert opens == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert closes == datetime(2026, 3, 1, 11, tzinfo=UTC)


zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tehran", "Africa/Casablanca"]
)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), zones, st.booleans())
def test_the_window_is_nine_to_five_on_the_wall(on: date, zone: str, ramadan: bool) -> None:
    local = [at.astimezone(ZoneInfo(zone)) for at in window(on, zone, ramadan=ramadan)]
    assert [at.date() for at in local] == [on, on]
    assert [(at.hour, at.minute) for at in local] == ([(10, 0), (14, 0)] if ramadan else [(9, 0), (17, 0)])


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2024, date(2024, 3, 11), date(2024, 4, 9)),
        (2025, date(2025, 3, 1), date(2025, 3, 29)),
        (2026, date(2026, 2, 18), date(2026, 3, 19)),
        (2027, date(2027, 2, 8), date(2027, 3, 8)),
        (2030, date(2030, 1, 5), date(2030, 2, 3)),
        (2031, date(2031, 12, 15), date(2032, 1, 13)),
    ],
)
def test_ramadan_by_the_calendar_of_saudi_arabia(year: int, first: date, last: date) -> None:
    assert ramadan_days(year) == (first, last)


def test_ramadan_is_unknown_outside_the_tables() -> None:
    with pytest.raises(DuecourseError, match="No Ramadan is known for 2101"):
        ramadan_days(2101)
    assert not in_ramadan("SA", date(2101, 11, 1))


@pytest.mark.parametrize(
    ("country", "on", "inside"),
    [
        ("SA", date(2026, 2, 17), False),
        ("SA", date(2026, 2, 18), True),
        ("ID", date(2026, 3, 19), True),
        ("AE", date(2026, 3, 20), False),
        ("TR", date(2030, 1, 20), True),
        ("TR", date(2030, 12, 30), True),
        ("EG", date(2031, 1, 10), True),
        ("EG", date(2032, 1, 10), True),
        ("DE", date(2026, 3, 1), False),
        (None, date(2026, 3, 1), False),
    ],
)
def test_the_short_hours_hold_in_ramadan_where_most_are_muslim(country: str | None, on: date, inside: bool) -> None:
    assert in_ramadan(country, on) is inside


def test_the_countries_of_ramadan_have_a_zone() -> None:
    assert all(len(country) == 2 and time_zone(country, None) != "UTC" for country in RAMADAN_COUNTRIES)


def test_nothing_heavy_is_imported_until_needed() -> None:
    """The command line starts under half a second; the holidays package alone costs that much."""
    code = "import sys; from duecourse.history import calendars, money, places; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
