"""Promises to pay: open, in grace, broken, kept, replaced (METHOD section 2)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import polars as pl

from duecourse.facts.base import ByIdentity, beside, rows_of, whole
from duecourse.facts.days import Calendars, col, known, plus
from duecourse.history.history import History
from duecourse.policy.model import Policy

_STANDING: Final = col("withdrawn_on").is_null()
_GRACE: Final = ("promise_grace_tt_days", "promise_grace_lc_days")

_EMPTY = pl.DataFrame(
    schema={
        "case_ix": pl.UInt32,
        "promised_on": pl.Date,
        "promise_made_on": pl.Date,
        "promise_grace_ends_on": pl.Date,
        "broken_count": pl.Int32,
        "last_broke_on": pl.Date,
    }
)


def promises_of(history: History, rows: pl.DataFrame, calendars: Calendars, policy: Policy) -> pl.DataFrame:
    """One row per case with promises: the live one and the broken ones.

    Returns:
        `promised_on`, `promise_made_on`, `promise_grace_ends_on` (Date; of the live promise, null if none),
        `broken_count` (Int32), `last_broke_on` (Date: last day of grace of the last broken one).
    """
    if not history["promises"].height:
        return _EMPTY
    standing = history["promises"].filter(_STANDING).sort("case_ix", "made_on", "pay_on", "amount_minor")
    about = rows_of(rows[["kind", "bank_cal", "as_of", *_GRACE]], standing["case_ix"])
    due = rows["amount_minor"].gather(standing["case_ix"]).alias("due_minor")
    graced = beside(standing, about).with_columns(_grace_ends(ByIdentity(policy), calendars), due)
    marks, measures = _judged()
    return _with_kept(graced, history["payments"]).with_columns(marks).group_by("case_ix").agg(measures)


@lru_cache(maxsize=64)
def _grace_ends(key: ByIdentity, calendars: Calendars) -> pl.Expr:
    transfer, credit = (calendars.banking(col("pay_on"), whole(key.value, name)) for name in _GRACE)
    return pl.when(col("kind") == "lc_opening").then(credit).otherwise(transfer).alias("grace_ends_on")


@cache
def _judged() -> tuple[list[pl.Expr], list[pl.Expr]]:
    """Which promises are broken and which is live; and what a case has of them."""
    broken = (col("as_of") > col("grace_ends_on")) & ~_replaced() & ~col("kept")
    last = col("case_ix") != col("case_ix").shift(-1)
    live = ~broken & last.fill_null(True) & ~col("kept")
    measures = [
        col("pay_on").filter("live").last().alias("promised_on"),
        col("made_on").filter("live").last().alias("promise_made_on"),
        col("grace_ends_on").filter("live").last().alias("promise_grace_ends_on"),
        col("broken").sum().cast(pl.Int32).alias("broken_count"),
        col("grace_ends_on").filter("broken").max().alias("last_broke_on"),
    ]
    return [known(broken).alias("broken"), known(live).alias("live")], measures


def _replaced() -> pl.Expr:
    """A later promise was made while this one still ran or was in grace."""
    same = col("case_ix") == col("case_ix").shift(-1)
    return known(same & (col("made_on").shift(-1) <= col("grace_ends_on")))


def _with_kept(promises: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Marks promises that money came for, all that was promised, between the promise and the end of its grace."""
    if not payments.height:
        return promises.with_columns(kept=pl.lit(False))
    numbered = promises.with_row_index("promise")
    paid = numbered.join(payments.select("case_ix", "on", paid="amount_minor"), on="case_ix").filter(
        (col("on") >= col("made_on")) & (col("on") <= col("grace_ends_on"))
    )
    sums = paid.group_by("promise").agg(col("paid").sum())
    joined = numbered.join(sums, on="promise", how="left", maintain_order="left")
    return joined.with_columns(kept=known(col("paid") >= pl.coalesce("amount_minor", "due_minor"))).drop(
        "promise", "paid"
    )


def promise_facts() -> list[pl.Expr]:
    """What rules ask of the live promise; needs the columns of `promises_of` and `must_pay_by`."""
    live = col("promised_on").is_not_null()
    running = known(col("as_of") <= col("promised_on"))
    fits = known(col("promised_on") <= col("must_pay_by"))
    return [
        running.alias("promise_open"),
        (live & ~running).alias("promise_in_grace"),
        live.alias("promise_live"),
        (live & fits).alias("fitting_promise_live"),
        (running & fits).alias("fitting_promise_open"),
        (live & known(col("promised_on") > col("must_pay_by"))).alias("promise_late"),
        plus(col("promise_grace_ends_on"), 1).alias("promise_wait_until"),
        col("broken_count").fill_null(0).alias("broken_count"),
    ]
