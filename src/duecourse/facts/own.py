"""Our own side: fixes, holds, what is due when (working days of the seller)."""

from __future__ import annotations

import polars as pl

from duecourse.facts.base import whole
from duecourse.facts.days import Calendars, col
from duecourse.history.history import History
from duecourse.policy.model import Policy

_NO_FIXES = pl.DataFrame(
    schema={
        "case_ix": pl.UInt32,
        "fix_what": pl.String,
        "fix_opened_on": pl.Date,
        "fixes_open": pl.Int32,
        "fixed_on": pl.Date,
    }
)
_NO_HOLDS = pl.DataFrame(schema={"case_ix": pl.UInt32, "held_until": pl.Date, "held_why": pl.String})
_NO_PAYMENTS = pl.DataFrame(schema={"case_ix": pl.UInt32, "received_minor": pl.Int64, "received_on": pl.Date})


def fixes_of(history: History) -> pl.DataFrame:
    """Per case: the oldest open fix (`fix_what`, `fix_opened_on`), `fixes_open` (Int32), `fixed_on` (last closed)."""
    if not history["fixes"].height:
        return _NO_FIXES
    open_ = col("closed_on").is_null()
    return (
        history["fixes"]
        .sort("case_ix", "opened_on", "what", "closed_on")
        .group_by("case_ix")
        .agg(
            fix_what=col("what").filter(open_).first(),
            fix_opened_on=col("opened_on").filter(open_).first(),
            fixes_open=open_.sum().cast(pl.Int32),
            fixed_on=col("closed_on").max(),
        )
    )


def holds_of(history: History, rows: pl.DataFrame) -> pl.DataFrame:
    """Per case held today: `held_until` (Date) and `held_why`."""
    if not history["holds"].height:
        return _NO_HOLDS
    today = rows["as_of"].gather(history["holds"]["case_ix"])
    holds = history["holds"].with_columns(as_of=today).sort("case_ix", "from_on", "to_on")
    # A hold that begins before the last one ends carries on: one chain, one end.
    ended = col("to_on").cum_max().shift(1).over("case_ix")
    chained = holds.with_columns(chain=(col("from_on") > ended).fill_null(False).cum_sum().over("case_ix"))
    spans = chained.group_by("case_ix", "chain", maintain_order=True).agg(
        col("from_on").min(), col("to_on").max(), col("as_of").first(), col("why").last()
    )
    running = spans.filter((col("from_on") <= col("as_of")) & (col("as_of") < col("to_on")))
    return running.select("case_ix", held_until="to_on", held_why="why")


def received(history: History) -> pl.DataFrame:
    """Per case: money matched so far, `received_minor` (Int64) and `received_on` (day of the last)."""
    if not history["payments"].height:
        return _NO_PAYMENTS
    return (
        history["payments"]
        .group_by("case_ix")
        .agg(received_minor=col("amount_minor").sum(), received_on=col("on").max())
    )


def own_facts(calendars: Calendars, policy: Policy) -> list[pl.Expr]:
    """Due days of our own tasks: so many of our working days after the cause, never before today."""
    causes = {
        "answer": "question_on",
        "trace": "claim_until",
        "address": "bounced_on",
        "fix": "fix_opened_on",
        "point": "confirmed_on",
        "new_date": "must_pay_by",
    }
    due = [
        pl.max_horizontal(calendars.ours(col(on), whole(policy, f"{name}_due_days")), "as_of").alias(f"{name}_due_on")
        for name, on in causes.items()
    ]
    return [
        *due,
        col("fixes_open").fill_null(0).gt(0).alias("fix_open"),
        col("held_until").is_not_null().alias("held"),
    ]
