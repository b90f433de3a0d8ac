"""What our contacts about this case met with: the silent ladder asks nothing else."""

from __future__ import annotations

import polars as pl

from duecourse.facts.days import between, col, day_of, known
from duecourse.history.events import DAY_MOMENTS, NEVER, THEIRS_SEQ


def ladder_facts() -> list[pl.Expr]:
    """Flags of the silent ladder; "unanswered" is later than their last human message."""
    after_human = {
        k: known(col(f"{k}_moment") > col("spoken_moment"))
        for k in ("soft", "ask", "call", "manager", "close", "new_date")
    }
    broke, made = col("last_broke_on"), col("promise_made_on")
    return [
        *(flag.alias(f"{k}_unanswered") for k, flag in after_human.items()),
        between(day_of(col("contact_moment")), col("as_of")).alias("contact_days"),
        between(day_of(col("manager_moment")), col("as_of")).alias("manager_days"),
        between(day_of(col("notice_moment")), col("as_of")).alias("notice_days"),
        col("calendar_moment").is_not_null().alias("calendar_told"),
        _since("notice_moment", col("delivery_agreed_on")).alias("notice_since_agreed"),
        (made.is_not_null() & _since("notice_moment", made)).alias("notice_since_promise"),
        known(day_of(col("soft_moment")) > broke).alias("soft_since_broke"),
        known(day_of(col("call_moment")) > broke).alias("call_since_broke"),
        known(day_of(col("manager_moment")) > broke).alias("manager_since_broke"),
        known(day_of(col("new_date_moment")) >= col("new_date_named_on")).alias("new_date_told"),
        between(day_of(col("new_date_moment")), col("as_of")).alias("new_date_told_days"),
    ]


def _since(moment: str, on: pl.Expr) -> pl.Expr:
    """Later than their word of that day (ours of the morning came before it); of no day recorded, ever."""
    word = on.cast(pl.Int32).cast(pl.Int64) * DAY_MOMENTS + THEIRS_SEQ
    return known(col(moment) > word.fill_null(NEVER))


def close_from() -> pl.Expr:
    """`close_from_on`: latest of the manager's note and the last notice with their rest, and the must-pay-by."""
    note = (day_of(col("manager_moment")).cast(pl.Int32) + col("close_manager_days").cast(pl.Int32)).cast(pl.Date)
    told = (day_of(col("notice_moment")).cast(pl.Int32) + col("close_notice_days").cast(pl.Int32)).cast(pl.Date)
    return pl.max_horizontal(note, told, "must_pay_by").alias("close_from_on")
