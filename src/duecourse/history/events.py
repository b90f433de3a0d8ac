"""Touches and inbounds as one frame in total order: customer, day, order within the day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from duecourse.history.schema import INBOUND_KINDS, TOUCH_KINDS

KINDS: Final = pl.Enum([*TOUCH_KINDS, *INBOUND_KINDS])
TOPICS: Final = pl.Enum(["calendar", "new_date", "later_date", "lc_points", "lc_terms", "lc_copy", "mt103", "other"])
# Where only dates are known: ours first, then theirs, then our answer (METHOD section 2).
DAY_MOMENTS: Final = 1_000_000
"""Places within a day: enough for the seconds of a clock."""
NEVER: Final = -1
"""Before every moment: what "later than their last word" compares with where there is none."""
OURS_SEQ: Final = 0
THEIRS_SEQ: Final = 10
ANSWER_SEQ: Final = 20


def events_of(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """All contacts of both sides, sorted by customer, day, order within the day, kind and case.

    Returns:
        `customer_ix` (UInt32), `case_ix` (UInt32, null: another matter), `on` (Date), `seq` (Int32), `kind` (Enum),
        `topic` (Enum), `level` (Int32), `to_review` (Boolean), `arrived_on` (Date). The sort is total but for rows that
        are equal in all of these, so two runs cannot differ.
    """
    ours = frames["touches"].select(
        "customer_ix",
        "case_ix",
        "on",
        _touch_seq(),
        pl.col("kind").cast(KINDS),
        _topic(),
        _level(),
        "to_review",
        "arrived_on",
    )
    theirs = frames["inbounds"].select(
        "customer_ix",
        "case_ix",
        "on",
        pl.col("seq").fill_null(THEIRS_SEQ),
        pl.col("kind").cast(KINDS),
        topic=pl.lit(None, dtype=TOPICS),
        level=pl.lit(None, dtype=pl.Int32),
        to_review=pl.lit(False),
        arrived_on=pl.lit(None, dtype=pl.Date),
    )
    return pl.concat([ours, theirs]).sort(
        "customer_ix", "on", "seq", "kind", "topic", "level", "case_ix", "to_review", "arrived_on"
    )


def _touch_seq() -> pl.Expr:
    usual = pl.when(pl.col("kind") == "answer").then(ANSWER_SEQ).otherwise(OURS_SEQ)
    return pl.coalesce("seq", usual).cast(pl.Int32).alias("seq")


def _topic() -> pl.Expr:
    return (
        pl.col("topic")
        .cast(TOPICS, strict=False)
        .fill_null(pl.when(pl.col("topic").is_not_null()).then(pl.lit("other").cast(TOPICS)))
    )


def _level() -> pl.Expr:
    return (
        pl.when(pl.col("kind") == "dunning")
        .then(pl.col("level").fill_null(1))
        .otherwise(pl.col("level"))
        .alias("level")
    )
