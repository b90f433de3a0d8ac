"""The letter of credit: its stage and what hangs on the day it was reached (METHOD sections 4 and 8)."""

from __future__ import annotations

import polars as pl

from duecourse.facts.base import whole
from duecourse.facts.days import Calendars, col, day_of, known, plus
from duecourse.history.history import History
from duecourse.history.schema import LC_STAGES
from duecourse.policy.model import Policy

_NO_CREDITS = pl.DataFrame(
    schema={
        "case_ix": pl.UInt32,
        "lc_stage": pl.Enum(LC_STAGES),
        "lc_on": pl.Date,
        "points_sent_on": pl.Date,
        "dates_clash": pl.Boolean,
    }
)


def credits_of(history: History) -> pl.DataFrame:
    """The last stage of each case: `lc_stage`, `lc_on`, `points_sent_on`, `dates_clash`."""
    if not history["credits"].height:
        return _NO_CREDITS
    ordered = history["credits"].sort("case_ix", "on", "stage", "points_sent_on", "dates_clash", nulls_last=False)
    return ordered.group_by("case_ix").agg(
        lc_stage=col("stage").last(),
        lc_on=col("on").last(),
        points_sent_on=col("points_sent_on").max(),
        dates_clash=col("dates_clash").last(),
    )


def staged() -> list[pl.Expr]:
    """An L/C milestone without a record is a promised L/C."""
    promised = pl.when(col("kind") == "lc_opening").then(pl.lit("promised", dtype=pl.Enum(LC_STAGES)))
    return [pl.coalesce("lc_stage", promised).alias("lc_stage"), known(col("dates_clash")).alias("lc_dates_clash")]


def credit_facts(calendars: Calendars, policy: Policy) -> list[pl.Expr]:
    """Days the bank may take, and what of ours went since; needs `staged`."""
    asked = pl.max_horizontal("points_sent_on", day_of(col("lc_points_moment")))
    since = known(asked >= col("lc_on")) | (asked.is_not_null() & col("lc_on").is_null())
    tenth = calendars.banking(col("lc_on"), whole(policy, "lc_bank_days"))
    check = calendars.banking(col("lc_on"), whole(policy, "lc_check_due_days"))
    return [
        since.alias("lc_points_sent"),
        (col("terms_sent_on").is_not_null() | col("lc_terms_moment").is_not_null()).alias("lc_terms_sent"),
        known((col("lc_stage") == "applied") & (col("as_of") <= tenth)).alias("lc_at_bank"),
        plus(tenth, 1).alias("lc_bank_until"),
        pl.max_horizontal(pl.coalesce(check, "as_of"), "as_of").alias("lc_check_due_on"),
        known(day_of(col("contact_moment")) > col("lc_on")).alias("lc_contact_since"),
        known((col("kind") == "lc_opening") & (col("lc_stage") == "clean")).alias("lc_clean"),
    ]
