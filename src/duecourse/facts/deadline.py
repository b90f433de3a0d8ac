"""Must-pay-by: counted backwards from delivery (METHOD section 2, S08)."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Final

import numpy as np
import polars as pl

from duecourse.facts.days import Span, between, col, first_and_last, known, plus
from duecourse.history.calendars import lunar_new_year
from duecourse.history.history import History

# Delivery at the seller's place or on board: the way to the buyer is not ours.
NO_TRANSPORT: Final = ("EXW", "FCA", "FAS", "FOB")
_EPOCH: Final = date(1970, 1, 1)
_NO_CLOSURE: Final = (
    pl.when(col("production_starts_on").is_not_null()).then(pl.lit(0, dtype=pl.Int32)).alias("closure_days")
)


def with_deadline(rows: pl.DataFrame, history: History) -> pl.DataFrame:
    """Adds `ready_by`, `must_pay_by` (Date), `closure_days`, `slack_days` (Int32) and what hangs on them.

    Needs the columns of `base`. `must_pay_by` is null for open account and where no delivery is agreed.
    """
    parts, starts, pay_by = _counted_back()
    staged = rows.with_columns(parts).with_columns(starts)
    span = first_and_last(staged["production_starts_on"], staged["ready_by"])
    closed = staged.with_columns(_closure_days(history, span)).with_columns(pay_by)
    return closed.with_columns(*_derived(), _new_year_unrecorded(_years(span)))


@cache
def _counted_back() -> tuple[list[pl.Expr], pl.Expr, pl.Expr]:
    """What the count takes; the start of production; the must-pay-by."""
    # No Incoterm: the date on a list is the day the goods leave us, as 交期 and "ex-works" lists have it.
    ours = col("incoterm").is_null() | col("incoterm").is_in(NO_TRANSPORT)
    by_term = pl.when(ours).then(0.0).otherwise(col("transport_default_days"))
    transport = pl.coalesce(col("transport_days").cast(pl.Float64), by_term)
    booking = pl.coalesce(col("booking_days").cast(pl.Float64), col("booking_default_days"))
    usual = pl.when(col("kind") == "lc_opening").then("clearing_lc_days").otherwise("clearing_tt_days")
    parts = [
        pl.coalesce("ready_on", plus(col("deliver_on"), -(transport + booking))).alias("ready_by"),
        pl.coalesce(col("clearing_days").cast(pl.Float64), usual).alias("_clearing"),
        pl.coalesce("delivery_agreed_on", _accepted_on(), "confirmed_on").alias("delivery_agreed_on"),
    ]
    # Unknown stays unknown: a pay-by date that we made up would reach the customer as a fact (S59).
    starts = plus(col("ready_by"), -col("production_days").cast(pl.Float64)).alias("production_starts_on")
    return parts, starts, _must_pay_by().alias("must_pay_by")


def _accepted_on() -> pl.Expr:
    """A named new date that became the delivery date was agreed on the day of its naming at the earliest."""
    return pl.when(col("new_date") == col("deliver_on")).then("new_date_named_on")


def _must_pay_by() -> pl.Expr:
    kind = col("kind")
    before_production = plus(col("production_starts_on"), -(col("closure_days") + col("_clearing")))
    return (
        pl.when(kind.is_in(["deposit", "lc_opening"]))
        .then(before_production)
        .when(kind == "balance_before_shipment")
        .then(plus(col("ready_by"), -col("_clearing")))
        .when(kind == "balance_against_documents")
        .then(plus(pl.coalesce("eta_on", "deliver_on"), -col("documents_days")))
    )


@cache
def _derived() -> list[pl.Expr]:
    named = col("new_date").is_not_null() & col("new_date").ne_missing(col("deliver_on"))
    return [
        between(col("as_of"), col("must_pay_by")).alias("slack_days"),
        (named & col("new_date_named_on").is_not_null()).alias("new_date_named"),
        plus(col("must_pay_by"), -col("far_slack_days")).alias("far_until"),
        plus(col("as_of"), col("review_max_days")).alias("review_on"),
        plus(col("as_of"), col("rest_days")).alias("rest_until"),
        between(col("confirmed_on"), col("as_of")).alias("confirmed_days"),
        plus(col("confirmed_on"), col("confirm_quiet_days")).alias("confirm_quiet_until"),
        (col("slot") == "held").alias("slot_held"),
        col("closed_on").is_not_null().alias("finished"),
        col("delivered_on").is_not_null().alias("delivered"),
    ]


def _closure_days(history: History, span: Span | None) -> pl.Expr:
    """`closure_days`: days of the union of the seller's recorded closures that lie in [production start, ready)."""
    closures = history["closures"]
    if not closures.height or span is None:
        return _NO_CLOSURE
    ends = [(day - _EPOCH).days for day in span]
    first, length = ends[0] - 1, ends[1] - ends[0] + 2
    closed = np.zeros((history["sellers"].height, length), dtype=np.int32)
    days = closures.select("seller_ix", pl.col("from_on").cast(pl.Int32), pl.col("to_on").cast(pl.Int32))
    for seller, start, end in days.iter_rows():
        closed[seller, max(0, start - first) : max(0, end - first + 1)] = 1
    through = pl.lit(pl.Series(closed.cumsum(axis=1).ravel()))

    def until(day: pl.Expr) -> pl.Expr:
        place = (day.cast(pl.Int32) - 1 - first).clip(0, length - 1)
        return through.gather(col("seller_ix").cast(pl.Int64) * length + place)

    closed_days = until(col("ready_by")) - until(col("production_starts_on"))
    return closed_days.cast(pl.Int32).alias("closure_days")


def _years(span: Span | None) -> range:
    return range(span[0].year, span[1].year + 1) if span else range(0)


@lru_cache(maxsize=64)
def _new_year_unrecorded(years: range) -> pl.Expr:
    """Chinese New Year lies in the production of a seller in China and nobody recorded how long the factory closes."""
    inside = [(col("production_starts_on") <= lunar_new_year(y)) & (col("ready_by") > lunar_new_year(y)) for y in years]
    upfront = (
        col("kind").is_in(["deposit", "lc_opening"]) & (col("seller_country") == "CN") & (col("closure_days") == 0)
    )
    found = pl.any_horizontal(inside) if inside else pl.lit(False)
    return known(found & upfront).alias("new_year_unrecorded")
