"""Open days: whose working days, whose banking days, and counting along them by index arithmetic on one day table.

Holidays, weekends and make-up working days come from the `holidays` package (public holidays, national; `MAIN_REGIONS`
names the exceptions). It is imported when first needed, for it costs 0.2 s (0.7 s where no bytecode is written).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import polars as pl

from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from holidays import HolidayBase
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

LONG_HOLIDAY_DAYS: Final = 5
"""Days off in a row, weekends counted, from which on a holiday is long (METHOD section 4, G5)."""

LEFT_FREE_DAYS: Final = 2
"""Working days after a long holiday on which no paced contact goes (METHOD section 4, G5)."""

MAIN_REGIONS: Final = {"AU": "NSW", "CA": "ON", "CH": "ZH", "GB": "ENG"}
"""Whose public holidays stand for the country, where the national list leaves out days on which nearly all offices and
banks are closed: Easter Monday in Britain and Switzerland, Thanksgiving in Canada, the King's Birthday in Australia."""

DECREED_YEARLY: Final = frozenset({"BY", "CN", "HU", "LV", "RU", "UZ", "VN"})
"""Countries whose government moves working days by a decree for each year, and whose decrees `holidays` follows."""

_EPOCH: Final = date(1970, 1, 1)
_LOOK_BACK: Final = timedelta(days=LEFT_FREE_DAYS * LONG_HOLIDAY_DAYS)
"""Days before a working day that show whether it is left free: at worst a long holiday, a working day, four off."""
_NO_DAY: Final = int(np.iinfo(np.int32).min)


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """Which days are open.

    Args:
        country: ISO 3166 code of two letters; null or unknown: Monday to Friday without holidays.
        bank_with: The other side's country, for "bank"; null: one side only. The other kinds ignore it.
        extra_closed: Recorded days off besides the public ones; they also make a holiday long.
        kind: "work" the country's working days, make-up days included; "bank" the days on which neither side's banks
            are closed (weekends stay closed, also on make-up days); "contact" the working days that are not left free
            after a long holiday.
    """

    country: str | None
    bank_with: str | None = None
    extra_closed: frozenset[date] = frozenset()
    _: KW_ONLY
    kind: Literal["work", "bank", "contact"]


@dataclass(frozen=True, slots=True, eq=False)
class DayTable:
    """Open days of several calendars between two days, as two flat columns that expressions `gather` from.

    All expressions take `calendar` (ids of `id_of`, any integer type) and days (Date), and give null for a null, for a
    day outside `first` … `last`, and where the answer lies after `last`: build the table wide enough. An id that the
    table does not have gives a wrong answer or an error of Polars. At least one argument must be a column; give the
    result a name (`.alias`, or a keyword).
    """

    first: date
    last: date
    ids: Mapping[CalendarSpec, int]
    _before: pl.Series
    """Int32, one row of (days + 1) for each calendar: open days before that day."""
    _opened: pl.Series
    """Date, the same rows: the calendar's open days in order, then null."""

    @classmethod
    def build(cls, specs: Sequence[CalendarSpec], first: date, last: date) -> DayTable:
        """Table of the distinct calendars, both days included.

        Raises:
            DuecourseError: If the last day lies before the first.
        """
        if last < first:
            raise DuecourseError(f"The days end on {last}, before they begin on {first}", fix="Swap the two days.")
        distinct = list(dict.fromkeys(specs))
        masks = np.zeros((len(distinct), (last - first).days + 1), dtype=np.bool_)
        for row, spec in enumerate(distinct):
            masks[row] = _open(spec, first, last)
        before = np.zeros((masks.shape[0], masks.shape[1] + 1), dtype=np.int32)
        np.cumsum(masks, axis=1, out=before[:, 1:])
        ids = {spec: row for row, spec in enumerate(distinct)}
        return cls(first, last, ids, pl.Series("before", before.ravel()), _opened(masks, before, first))

    def id_of(self, spec: CalendarSpec) -> int:
        """Id of a calendar of this table, from 0 on.

        Raises:
            KeyError: If the table was built without it.
        """
        return self.ids[spec]

    def add(self, calendar: pl.Expr, on: pl.Expr, days: pl.Expr | int) -> pl.Expr:
        """Date: the n-th open day strictly after `on`; for n = 0 the first open day on or after it; n < 0 is null."""
        if isinstance(days, int):
            return pl.lit(_answers(self, days)).gather(self._slot(calendar, on))
        return self._counted(calendar, on, days)

    def add_one_of(self, calendar: pl.Expr, on: pl.Expr, choices: tuple[int, ...], which: pl.Expr) -> pl.Expr:
        """Date: `add` of so many days as stand in `choices` at the place `which` (from 0); null where that is null."""
        size = len(self.ids) * self._stride
        return pl.lit(_answers_of(self, choices)).gather(which.cast(pl.Int64) * size + self._slot(calendar, on))

    def _counted(self, calendar: pl.Expr, on: pl.Expr, days: pl.Expr | int) -> pl.Expr:
        """The same by counting, for a number of days that differs from row to row."""
        ahead = pl.lit(days, pl.Int32) if isinstance(days, int) else days.cast(pl.Int32, strict=False)
        later = (ahead > 0).cast(pl.Int32)
        nth = pl.lit(self._before).gather(self._slot(calendar, on) + later) + ahead - later
        row = calendar.cast(pl.Int32) * self._stride
        return pl.lit(self._opened).gather(pl.when((ahead >= 0) & (nth < self._stride)).then(row + nth))

    def next_open(self, calendar: pl.Expr, on: pl.Expr) -> pl.Expr:
        """Date: the first open day on or after `on`."""
        return self.add(calendar, on, 0)

    def is_open(self, calendar: pl.Expr, on: pl.Expr) -> pl.Expr:
        """Boolean: whether the day is open."""
        return self._through(calendar, on) > pl.lit(self._before).gather(self._slot(calendar, on))

    def count(self, calendar: pl.Expr, after: pl.Expr, through: pl.Expr) -> pl.Expr:
        """Int32: open days in (after, through]; 0 where `through` is not later."""
        return (self._through(calendar, through) - self._through(calendar, after)).clip(lower_bound=0)

    @property
    def _stride(self) -> int:
        return (self.last - self.first).days + 2

    def _through(self, calendar: pl.Expr, on: pl.Expr) -> pl.Expr:
        return pl.lit(self._before).gather(self._slot(calendar, on) + 1)

    def _slot(self, calendar: pl.Expr, on: pl.Expr) -> pl.Expr:
        """Index of a day in the flat columns; null outside the table."""
        day = on.cast(pl.Date).to_physical() - (self.first - _EPOCH).days
        return pl.when(day.is_between(0, self._stride - 2)).then(calendar.cast(pl.Int32) * self._stride + day)


@lru_cache(maxsize=256)
def _answers(table: DayTable, days: int) -> pl.Series:
    """The answer of `add` for every day of every calendar, laid out like the table: one gather instead of three."""
    width = table._stride
    axis = pl.DataFrame({"slot": pl.int_range(len(table.ids) * width, dtype=pl.Int32, eager=True)})
    start = (table.first - _EPOCH).days
    placed = axis.select(calendar=pl.col("slot") // width, on=(pl.col("slot") % width + start).cast(pl.Date))
    return placed.select(x=table._counted(pl.col("calendar"), pl.col("on"), days))["x"]


@lru_cache(maxsize=64)
def _answers_of(table: DayTable, choices: tuple[int, ...]) -> pl.Series:
    return pl.concat([_answers(table, days) for days in choices])


def add_working_days(spec: CalendarSpec, on: date, days: int) -> date:
    """The n-th open day of one calendar strictly after `on`; for 0 the first open day on or after it.

    Raises:
        DuecourseError: If n is negative.
    """
    if days < 0:
        raise DuecourseError(f"{days} working days were asked for, but 0 or more were expected", fix="Count forward.")
    start, needed = on + timedelta(days=min(days, 1)), max(days, 1)
    span = 2 * needed + 30
    while len(opened := np.flatnonzero(_open(spec, start, start + timedelta(days=span)))) < needed:
        span *= 2
    return start + timedelta(days=int(opened[needed - 1]))


def holiday_names(country: str, year: int) -> dict[date, str]:
    """Public holidays of a year with their English names (the country's own where there is none); empty if unknown."""
    known = _holidays(country, (year,))
    return {} if known is None else {day: known[day] for day in sorted(known)}


def is_tentative(country: str | None, year: int) -> bool:
    """Whether the year's moved working days are not yet announced, so that days near holidays may still change.

    True for `DECREED_YEARLY` in years after the last decree that `holidays` holds (China: up to 2026 in version 0.109).
    """
    known = _holidays(country, ()) if country in DECREED_YEARLY else None
    return known is not None and year > max(known.special_public_holidays)


@lru_cache(maxsize=256)
def lunar_new_year(year: int) -> date:
    """First day of the Chinese year, around which factories close for weeks.

    Raises:
        DuecourseError: If the year is not in the tables of `holidays` (1950 to 2100).
    """
    days = [day for day, name in holiday_names("CN", year).items() if "Chinese New Year (Spring Festival)" in name]
    if not days:
        raise DuecourseError(f"No lunar new year is known for {year}", fix="Take a year from 1950 to 2100.")
    return min(days)


def _opened(masks: Mask, before: NDArray[np.int32], first: date) -> pl.Series:
    """Each calendar's open days, in order, in rows as long as those of `before`."""
    rows, days = np.nonzero(masks)
    opened = np.full(before.shape, _NO_DAY, dtype=np.int32)
    opened[rows, before[rows, days]] = days + (first - _EPOCH).days
    day = pl.col("opened")
    frame = pl.DataFrame({"opened": opened.ravel()}, schema={"opened": pl.Int32})
    return frame.select(pl.when(day != _NO_DAY).then(day).cast(pl.Date))["opened"]


def _open(spec: CalendarSpec, first: date, last: date) -> Mask:
    """Whether each day is open, both ends included."""
    if spec.kind == "contact":
        lead = _LOOK_BACK.days
        return _without_left_free(_working(spec, first - _LOOK_BACK, last))[lead:]
    if spec.kind == "work":
        return _working(spec, first, last)
    opened = _country_days(spec.country, first, last, make_up=False)
    if spec.bank_with is not None:
        opened &= _country_days(spec.bank_with, first, last, make_up=False)
    return _closed_on(opened, spec.extra_closed, first)


def _working(spec: CalendarSpec, first: date, last: date) -> Mask:
    return _closed_on(_country_days(spec.country, first, last, make_up=True), spec.extra_closed, first)


def _without_left_free(working: Mask) -> Mask:
    """Working days less the first two after a long holiday; exact from `_LOOK_BACK` on."""
    days = np.flatnonzero(working)
    after_long = np.diff(days, prepend=-1) > LONG_HOLIDAY_DAYS
    free = after_long.copy()
    for later in range(1, LEFT_FREE_DAYS):
        free[later:] |= after_long[:-later]
    contact = working.copy()
    contact[days[free]] = False
    return contact


def _closed_on(opened: Mask, closed: frozenset[date], first: date) -> Mask:
    days = [(day - first).days for day in closed]
    opened[[day for day in days if 0 <= day < len(opened)]] = False
    return opened


def _country_days(country: str | None, first: date, last: date, *, make_up: bool) -> Mask:
    """A fresh mask of the country's open days, both ends included."""
    years = [_year(country, year, make_up=make_up) for year in range(first.year, last.year + 1)]
    lead = first.timetuple().tm_yday - 1
    return np.concatenate(years)[lead : lead + (last - first).days + 1]


@lru_cache(maxsize=4096)
def _year(country: str | None, year: int, *, make_up: bool) -> Mask:
    """Whether each day of a year is open."""
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]")
    known = _holidays(country, (year,))
    if known is None:
        return np.is_busday(days)
    made_up = known.weekend_workdays if make_up else frozenset[date]()
    opened = [day in made_up or not (known.is_weekend(day) or day in known) for day in days.tolist()]
    return np.array(opened, dtype=np.bool_)


def _holidays(country: str | None, years: tuple[int, ...]) -> HolidayBase | None:
    """Public holidays of the years only; null for a country that `holidays` does not know."""
    import holidays
    from holidays.registry import EntityLoader

    if country is None or country not in EntityLoader.get_country_codes():
        return None
    region = MAIN_REGIONS.get(country)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # India tells that its lunar days end in 2035
        return holidays.country_holidays(country, subdiv=region, years=years, expand=False, language="en_US")
