"""Working, banking and contact days: known dates, and the same by counting day by day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duecourse.errors import DuecourseError
from duecourse.history import calendars
from duecourse.history.calendars import CalendarSpec, DayTable, add_working_days

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
COUNTRIES = (None, "XX", "CN", "DE", "GB", "HK", "HU", "IR", "SA", "US")
DAY = timedelta(days=1)
CALENDAR, ON = pl.col("calendar"), pl.col("on")

days = st.dates(date(2025, 3, 1), date(2027, 6, 30))
counts = st.integers(0, 60)
cold = settings(deadline=None)  # the first example may import the holidays package


@st.composite
def specs(draw: st.DrawFn) -> CalendarSpec:
    """Any calendar; half of them with a closure of 1 to 12 days, so that long and almost long holidays come often."""
    closed = frozenset[date]()
    if draw(st.booleans()):
        begins, length = draw(days), draw(st.integers(1, 12))
        closed = frozenset(begins + DAY * n for n in range(length))
    kind: Literal["work", "bank", "contact"] = draw(st.sampled_from(["work", "bank", "contact"]))
    return CalendarSpec(draw(st.sampled_from(COUNTRIES)), draw(st.sampled_from(COUNTRIES)), closed, kind=kind)


def work(country: str | None, *closed: date) -> CalendarSpec:
    return CalendarSpec(country, extra_closed=frozenset(closed), kind="work")


def contact(country: str | None, *closed: date) -> CalendarSpec:
    return CalendarSpec(country, extra_closed=frozenset(closed), kind="contact")


def bank(country: str | None, other: str | None = None) -> CalendarSpec:
    return CalendarSpec(country, other, kind="bank")


def asked(spec: CalendarSpec, on: date) -> dict[str, object]:
    """Answers of a table of this and one other calendar, for one row."""
    table = DayTable.build([work("FR"), spec], FIRST, LAST)
    frame = pl.DataFrame({"calendar": [table.id_of(spec)], "on": [on]})
    return frame.select(
        next_open=table.next_open(CALENDAR, ON), is_open=table.is_open(CALENDAR, ON), first=table.add(CALENDAR, ON, 1)
    ).row(0, named=True)


def is_open(spec: CalendarSpec, on: date) -> bool:
    return bool(asked(spec, on)["is_open"])


def added(spec: CalendarSpec, on: date, n: int) -> date | None:
    table = DayTable.build([work("FR"), spec], FIRST, LAST)
    frame = pl.DataFrame({"calendar": [table.id_of(spec)], "on": [on], "n": [n]})
    answer: date | None = frame.select(table.add(CALENDAR, ON, pl.col("n"))).item()
    return answer


def counted(spec: CalendarSpec, after: date, through: date) -> int:
    table = DayTable.build([spec], FIRST, LAST)
    frame = pl.DataFrame({"calendar": [0], "after": [after], "through": [through]})
    return int(frame.select(table.count(CALENDAR, pl.col("after"), pl.col("through"))).item())


def opened(spec: CalendarSpec, first: date, last: date) -> list[date]:
    return [on for n in range((last - first).days + 1) if is_open(spec, on := first + DAY * n)]


# The same by another way: day by day, straight from the holidays package.


@lru_cache
def public(country: str) -> holidays.HolidayBase:
    region = {"AU": "NSW", "CA": "ON", "CH": "ZH", "GB": "ENG"}.get(country)
    return holidays.country_holidays(country, subdiv=region, years=range(2024, 2030))


def closed_by_country(country: str | None, on: date) -> bool:
    if country in {None, "XX"}:
        return on.weekday() >= 5
    return public(str(country)).is_weekend(on) or on in public(str(country))


def works(spec: CalendarSpec, on: date) -> bool:
    made_up = spec.country not in {None, "XX"} and on in public(str(spec.country)).weekend_workdays
    return on not in spec.extra_closed and (made_up or not closed_by_country(spec.country, on))


def left_free(spec: CalendarSpec, on: date) -> bool:
    """Whether the working day is the first or second one after five days off."""
    passed = off = 0
    while passed < 2:
        on -= DAY
        if not works(spec, on):
            off += 1
        elif off >= 5:
            return True
        else:
            passed, off = passed + 1, 0
    return False


def plainly_open(spec: CalendarSpec, on: date) -> bool:
    if spec.kind == "work":
        return works(spec, on)
    if spec.kind == "contact":
        return works(spec, on) and not left_free(spec, on)
    other = spec.bank_with is not None and closed_by_country(spec.bank_with, on)
    return on not in spec.extra_closed and not closed_by_country(spec.country, on) and not other


def plainly_added(spec: CalendarSpec, on: date, n: int) -> date:
    on = on + DAY if n else on
    left = max(n, 1)
    while left := left - plainly_open(spec, on):
        on += DAY
    return on


# Known days.


@pytest.mark.parametrize("on", [date(2026, 2, 14), date(2026, 2, 28), date(2026, 1, 4), date(2026, 10, 10)])
def test_on_a_chinese_make_up_day_people_work_and_banks_stay_closed(on: date) -> None:
    assert on.weekday() >= 5
    assert is_open(work("CN"), on)
    assert not is_open(bank("CN"), on)
    assert not is_open(bank("DE", "CN"), on)


def test_a_decree_may_make_up_a_day_in_the_year_before() -> None:
    assert add_working_days(work("CN"), date(2005, 12, 30), 1) == date(2005, 12, 31)
    assert add_working_days(work("CN"), date(2005, 12, 31), 1) == date(2006, 1, 4)


def test_spring_festival_2026() -> None:
    """Nine days off from Sunday 15 to Monday 23 February; the 24th and 25th are left free."""
    around = date(2026, 2, 12), date(2026, 3, 1)
    working = [date(2026, 2, day) for day in (12, 13, 14, 24, 25, 26, 27, 28)]
    assert opened(work("CN"), *around) == working
    assert opened(contact("CN"), *around) == [*working[:3], *working[5:]]
    assert opened(bank("CN"), *around) == [date(2026, 2, day) for day in (12, 13, 24, 25, 26, 27)]


def test_national_day_2026() -> None:
    """Off from 1 to 7 October; Thursday 8 and Friday 9 are left free, the make-up Saturday is not."""
    around = date(2026, 9, 30), date(2026, 10, 12)
    expected = [date(2026, 9, 30), date(2026, 10, 10), date(2026, 10, 12)]
    assert opened(contact("CN"), *around) == expected
    assert added(contact("CN"), date(2026, 9, 30), 1) == date(2026, 10, 10)


@pytest.mark.parametrize("country", ["DE", "GB", "CH"])
def test_easter_is_four_days_and_no_long_holiday(country: str) -> None:
    assert added(work(country), date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert is_open(contact(country), date(2026, 4, 7))
    assert counted(bank(country), date(2026, 4, 2), date(2026, 4, 7)) == 1


def test_national_lists_are_filled_up_by_the_main_region() -> None:
    assert not is_open(work("GB"), date(2026, 8, 31))
    assert not is_open(work("CA"), date(2026, 10, 12))
    assert not is_open(bank("AU"), date(2026, 6, 8))


def test_in_saudi_arabia_friday_and_saturday_are_the_weekend() -> None:
    sunday = date(2026, 4, 12)
    week = [sunday + DAY * n for n in range(7)]
    assert opened(work("SA"), week[0], week[-1]) == week[:5]
    assert opened(bank("SA"), week[0], week[-1]) == week[:5]
    assert opened(bank("SA", "CN"), week[0], week[-1]) == week[1:5]
    assert opened(bank("CN", "SA"), week[0], week[-1]) == week[1:5]


@pytest.mark.parametrize("country", [None, "XX", ""])
def test_an_unknown_country_works_from_monday_to_friday_without_holidays(country: str | None) -> None:
    assert opened(work(country), date(2025, 12, 22), date(2026, 1, 4)) == [
        *(date(2025, 12, day) for day in (22, 23, 24, 25, 26, 29, 30, 31)),
        date(2026, 1, 1),
        date(2026, 1, 2),
    ]


def test_four_days_off_are_no_long_holiday_and_five_are() -> None:
    """Extra closures beside a weekend: Thursday and Friday make four days, with Monday five."""
    thursday, friday, monday = date(2026, 6, 11), date(2026, 6, 12), date(2026, 6, 15)
    tuesday, wednesday, next_thursday = (monday + DAY * n for n in (1, 2, 3))
    assert added(contact(None, thursday, friday), date(2026, 6, 10), 1) == monday
    five = contact(None, thursday, friday, monday)
    assert added(five, date(2026, 6, 10), 1) == next_thursday
    assert opened(work(None, thursday, friday, monday), thursday, next_thursday) == [tuesday, wednesday, next_thursday]


def test_a_short_break_does_not_start_the_two_free_days_anew() -> None:
    """Five days off, a working day, one day off, a working day: both are left free, the next is not."""
    off = [date(2026, 6, day) for day in (11, 12, 15, 17)]
    around = date(2026, 6, 10), date(2026, 6, 19)
    assert opened(contact(None, *off), *around) == [date(2026, 6, 10), date(2026, 6, 19)]


def test_a_long_holiday_before_the_table_begins_counts() -> None:
    for first in (date(2026, 2, 24), date(2026, 2, 25), date(2026, 2, 26)):
        table = DayTable.build([contact("CN")], first, date(2026, 3, 10))
        frame = pl.DataFrame({"calendar": [0], "on": [first]})
        assert frame.select(table.next_open(CALENDAR, ON)).item() == date(2026, 2, 26)


def test_the_longest_look_back_is_long_enough() -> None:
    """Five days off, one working day, four days off: the day after is left free, also where a table begins with it."""
    off = [date(2026, 6, day) for day in (12, 15, 16, 18, 19)]
    first, after = date(2026, 6, 22), date(2026, 6, 23)
    table = DayTable.build([contact(None, *off)], first, after)
    frame = pl.DataFrame({"calendar": [0], "on": [first]})
    assert frame.select(table.next_open(CALENDAR, ON)).item() == after


# The promises of the arithmetic.


@cold
@given(specs(), days, counts)
@example(contact("CN"), date(2026, 2, 13), 2)
@example(work("CN"), date(2026, 1, 1), 1)
def test_table_and_scalar_agree_with_counting_day_by_day(spec: CalendarSpec, on: date, n: int) -> None:
    assert added(spec, on, n) == add_working_days(spec, on, n) == plainly_added(spec, on, n)


@cold
@given(specs(), days)
def test_open_and_next_open_agree(spec: CalendarSpec, on: date) -> None:
    answer = asked(spec, on)
    following = answer["next_open"]
    assert isinstance(following, date)
    assert answer["is_open"] == (following == on) == plainly_open(spec, on)
    assert asked(spec, following)["next_open"] == following
    assert answer["first"] == asked(spec, on + DAY)["next_open"]


@cold
@given(specs(), days, st.integers(1, 60))
def test_counting_undoes_adding(spec: CalendarSpec, on: date, n: int) -> None:
    reached = added(spec, on, n)
    assert reached is not None
    assert counted(spec, on, reached) == n
    assert counted(spec, on, reached - DAY) == n - 1
    assert counted(spec, reached, on) == 0


@cold
@given(specs(), days, st.integers(1, 30), st.integers(1, 30))
def test_adding_twice_is_adding_the_sum(spec: CalendarSpec, on: date, n: int, m: int) -> None:
    halfway = added(spec, on, n)
    assert halfway is not None
    assert added(spec, halfway, m) == added(spec, on, n + m)


@cold
@given(specs(), days, days)
def test_a_contact_day_is_a_working_day(spec: CalendarSpec, one: date, other: date) -> None:
    after, through = sorted((one, other))
    free = CalendarSpec(spec.country, extra_closed=spec.extra_closed, kind="contact")
    assert counted(free, after, through) <= counted(work(spec.country, *spec.extra_closed), after, through)


@cold
@given(days, counts)
def test_both_sides_share_one_banking_calendar(on: date, n: int) -> None:
    assert added(bank("SA", "CN"), on, n) == added(bank("CN", "SA"), on, n)


# The table itself.


def test_calendars_are_kept_once() -> None:
    table = DayTable.build([work("DE"), bank("DE"), work("DE")], FIRST, LAST)
    assert dict(table.ids) == {work("DE"): 0, bank("DE"): 1}
    assert table.id_of(bank("DE")) == 1
    with pytest.raises(KeyError):
        table.id_of(work("FR"))


def test_null_and_out_of_range_give_null() -> None:
    table = DayTable.build([work("DE")], date(2026, 1, 5), date(2026, 1, 9))
    rows = [
        (None, date(2026, 1, 6)),
        (0, None),
        (0, date(2026, 1, 4)),
        (0, date(2026, 1, 10)),
    ]
    frame = pl.DataFrame(rows, schema={"calendar": pl.UInt8, "on": pl.Date}, orient="row")
    answers = frame.select(
        add=table.add(CALENDAR, ON, 1),
        next_open=table.next_open(CALENDAR, ON),
        is_open=table.is_open(CALENDAR, ON),
        after=table.count(CALENDAR, ON, pl.lit(date(2026, 1, 7))),
        through=table.count(CALENDAR, pl.lit(date(2026, 1, 7)), ON),
    )
    assert answers.schema == {
        "add": pl.Date,
        "next_open": pl.Date,
        "is_open": pl.Boolean,
        "after": pl.Int32,
        "through": pl.Int32,
    }
    assert answers.null_count().row(0) == (4, 4, 4, 4, 4)


def test_an_answer_past_the_end_or_a_step_back_is_null() -> None:
    table = DayTable.build([work("DE"), work("FR")], date(2026, 1, 5), date(2026, 1, 9))
    steps = [0, 1, 2, 3, 6, 400, -1, None]
    frame = pl.DataFrame({"n": steps}).with_columns(calendar=0, on=date(2026, 1, 7))
    answers = frame.select(table.add(CALENDAR, ON, pl.col("n"))).to_series().to_list()
    assert answers == [date(2026, 1, day) for day in (7, 8, 9)] + [None] * 5


def test_one_of_several_steps_is_the_step_alone() -> None:
    table = DayTable.build([work("DE"), work("CN")], date(2026, 1, 1), date(2026, 12, 31))
    on, choices = date(2026, 9, 29), (5, 0, 10)
    rows = [(calendar, which) for calendar in (0, 1) for which in (0, 1, 2)]
    frame = pl.DataFrame([*rows, (0, None), (None, 0)], schema=["calendar", "which"], orient="row").with_columns(on=on)
    answers = frame.select(table.add_one_of(CALENDAR, ON, choices, pl.col("which"))).to_series().to_list()
    specs = (work("DE"), work("CN"))
    assert answers == [*(add_working_days(specs[c], on, choices[w]) for c, w in rows), None, None]


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_both_engines_answer_in_any_context(engine: Literal["in-memory", "streaming"]) -> None:
    table = DayTable.build([work("CN"), contact("CN"), bank("DE", "CN")], FIRST, LAST)
    rows = pl.select(n=pl.int_range(0, 300_000)).with_columns(
        calendar=(pl.col("n") % 3).cast(pl.Int16), on=pl.lit(FIRST) + pl.duration(days=pl.col("n") % 900)
    )
    lazy = rows.lazy().with_columns(later=table.add(CALENDAR, ON, pl.col("n") % 20 + 1))
    wrong = lazy.filter(table.count(CALENDAR, ON, pl.col("later")) != pl.col("n") % 20 + 1)
    assert wrong.select(pl.len()).collect(engine=engine).item() == 0
    assert lazy.head(0).collect(engine=engine).schema["later"] == pl.Date


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(DuecourseError, match="before they begin"):
        DayTable.build([work("DE")], LAST, FIRST)


def test_no_negative_working_days() -> None:
    with pytest.raises(DuecourseError, match="-1 working days were asked for"):
        add_working_days(work("DE"), FIRST, -1)


def test_a_closed_year_is_stepped_over() -> None:
    closed = [date(2026, 1, 1) + DAY * n for n in range(365)]
    assert add_working_days(work(None, *closed), date(2025, 12, 31), 1) == date(2027, 1, 1)


# What is known about years.


def test_a_year_without_tables_is_no_warning() -> None:
    assert add_working_days(work("IN"), date(2040, 1, 25), 1) == date(2040, 1, 27)


def test_holiday_names() -> None:
    names = calendars.holiday_names("CN", 2026)
    assert names[date(2026, 2, 17)] == "Chinese New Year (Spring Festival)"
    assert all(day.year == 2026 for day in names)
    assert list(names) == sorted(names)
    assert calendars.holiday_names("GB", 2026)[date(2026, 4, 6)] == "Easter Monday"
    assert calendars.holiday_names("XX", 2026) == {}


@pytest.mark.parametrize("country", sorted(calendars.DECREED_YEARLY))
def test_moved_days_are_tentative_until_decreed(country: str) -> None:
    assert not calendars.is_tentative(country, 2026)
    assert calendars.is_tentative(country, 2099)
    assert public(country).has_substituted_holidays


@pytest.mark.parametrize("country", [None, "XX", "DE", "US"])
def test_no_decree_nothing_tentative(country: str | None) -> None:
    assert not calendars.is_tentative(country, 2099)


def test_lunar_new_year() -> None:
    known = ["2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2030-02-03"]
    assert [calendars.lunar_new_year(int(day[:4])).isoformat() for day in known] == known


def test_every_lunar_new_year_of_the_tables_is_in_season() -> None:
    for year in range(1950, 2101):
        assert date(year, 1, 21) <= calendars.lunar_new_year(year) <= date(year, 2, 21)
    with pytest.raises(DuecourseError, match="No lunar new year is known for 2101"):
        calendars.lunar_new_year(2101)
