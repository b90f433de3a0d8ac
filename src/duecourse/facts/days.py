"""Small date expressions, and the calendars of both sides as columns of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import polars as pl

from duecourse.history.calendars import CalendarSpec, DayTable
from duecourse.history.events import DAY_MOMENTS
from duecourse.history.history import History


def col(name: str) -> pl.Expr:
    """A column; short, for the long tables of expressions."""
    return pl.col(name)


def plus(on: pl.Expr, days: pl.Expr | float) -> pl.Expr:
    """A date some calendar days later (or earlier); null if either is unknown."""
    return (on.cast(pl.Int32) + (days if isinstance(days, pl.Expr) else pl.lit(days)).cast(pl.Int32)).cast(pl.Date)


def between(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Calendar days from one date to another, Int32."""
    return last.cast(pl.Int32) - first.cast(pl.Int32)


def day_of(moment: pl.Expr) -> pl.Expr:
    """The date of a moment of the event order."""
    return (moment // DAY_MOMENTS).cast(pl.Int32).cast(pl.Date)


def known(condition: pl.Expr) -> pl.Expr:
    """A flag in which unknown is false."""
    return condition.fill_null(False)


Span: TypeAlias = tuple[date, date]
_CLOCKS = {"working": "work_cal", "banking": "bank_cal"}


def first_and_last(starts: pl.Series, ends: pl.Series) -> Span | None:
    """Earliest day of one column and latest of another; null if either holds no day."""
    first, last = starts.min(), ends.max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


@dataclass(frozen=True, slots=True)
class Calendars:
    """Day table of all countries in play; the columns `work_cal`, `contact_cal`, `bank_cal`, `seller_cal` hold ids."""

    table: DayTable

    def working(self, on: pl.Expr, days: pl.Expr | int) -> pl.Expr:
        """The customer's working days added."""
        return self.table.add(col("work_cal"), on, days)

    def banking(self, on: pl.Expr, days: pl.Expr | int) -> pl.Expr:
        """Days added on which neither side's banks are closed."""
        return self.table.add(col("bank_cal"), on, days)

    def one_of(self, clock: str, on: pl.Expr, choices: tuple[int, ...], which: pl.Expr) -> pl.Expr:
        """The days of `choices` that `which` picks, added on a clock: working, banking, or calendar."""
        if clock in _CLOCKS:
            return self.table.add_one_of(col(_CLOCKS[clock]), on, choices, which)
        return plus(on, pl.lit(pl.Series(choices, dtype=pl.Int32)).gather(which))

    def ours(self, on: pl.Expr, days: pl.Expr | int) -> pl.Expr:
        """The seller's working days added."""
        return self.table.add(col("seller_cal"), on, days)


_KEYS = ["country", "seller_country", "holidays_key", "closed_key"]
_IDS = ("work_cal", "contact_cal", "bank_cal", "seller_cal")


def with_calendars(history: History, customers: pl.DataFrame) -> tuple[pl.DataFrame, Calendars]:
    """Customers with the numbers of their four calendars, and the day table that these numbers count in."""
    of_seller = col("seller_ix")
    keyed = customers.select(
        "country",
        pl.lit(history["sellers"]["country"]).gather(of_seller).alias("seller_country"),
        pl.lit(_holidays(history)).alias("holidays_key"),
        pl.lit(_closed(history)).gather(of_seller).alias("closed_key"),
    )
    kinds = keyed.unique(maintain_order=True)
    specs = [_specs(row) for row in kinds.iter_rows()]
    first, last = _span(history, customers)
    table = _table(tuple(s for four in specs for s in four), first, last)
    numbers = [pl.Series(n, [table.id_of(s[i]) for s in specs], dtype=pl.Int32) for i, n in enumerate(_IDS)]
    joined = keyed.join(kinds.hstack(numbers), on=_KEYS, how="left", nulls_equal=True, maintain_order="left")
    return customers.hstack([joined[n] for n in _IDS]), Calendars(table)


@lru_cache(maxsize=64)
def _table(specs: tuple[CalendarSpec, ...], first: date, last: date) -> DayTable:
    """The same table for the same question, so that expressions made for it can be kept too."""
    return DayTable.build(specs, first, last)


def _specs(row: tuple[str | None, ...]) -> tuple[CalendarSpec, CalendarSpec, CalendarSpec, CalendarSpec]:
    country, ours, holidays, closed = row
    theirs = _days_in(holidays)
    return (
        CalendarSpec(country, extra_closed=theirs, kind="work"),
        CalendarSpec(country, extra_closed=theirs, kind="contact"),
        CalendarSpec(country, bank_with=ours, extra_closed=theirs, kind="bank"),
        CalendarSpec(ours, extra_closed=_days_in(closed), kind="work"),
    )


def _days_in(key: str | None) -> frozenset[date]:
    return frozenset(date.fromisoformat(d) for d in key.split(",")) if key else frozenset()


def _holidays(history: History) -> pl.Series:
    """For each customer his further holidays as one sorted text; null for none."""
    return _joined(history["customer_holidays"], "customer_ix", len(history["customers"]))


def _closed(history: History) -> pl.Series:
    return _joined(history["closed_days"], "seller_ix", len(history["sellers"]))


def _joined(days: pl.DataFrame, key: str, height: int) -> pl.Series:
    if not days.height:
        return pl.repeat(None, height, dtype=pl.String, eager=True)
    text = pl.col("on").unique().sort().dt.to_string("%Y-%m-%d").str.join(",")
    by_key = days.group_by(key).agg(text=text)
    rows = pl.select(pl.int_range(height, dtype=pl.UInt32).alias(key))
    return rows.join(by_key, on=key, how="left", maintain_order="left")["text"]


_DATED = {
    "promises": ("pay_on",),
    "inbounds": ("on", "until_on"),
    "credits": ("on",),
    "fixes": ("opened_on",),
    "orders": ("confirmed_on", "deliver_on"),
    "milestones": ("due_on",),
}
_REACH_YEARS = 3


def _span(history: History, customers: pl.DataFrame) -> tuple[date, date]:
    """Whole years around today that hold every date we count from, three either way at most."""
    days = first_and_last(customers["as_of"], customers["as_of"])
    if days is None:
        return date(2000, 1, 1), date(2000, 12, 31)
    columns = [history[name][c] for name, dated in _DATED.items() if history[name].height for c in dated]
    years = [days[0].year - 1, days[1].year + 1]
    years += [day.year for c in columns for day in first_and_last(c, c) or ()]
    low, high = days[0].year - _REACH_YEARS, days[1].year + _REACH_YEARS
    return date(max(low, min(years)), 1, 1), date(min(high, max(years) + 1), 12, 31)
