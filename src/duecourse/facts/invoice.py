"""Formal dunning of delivered open account: which level is due by day, and which may go (METHOD section 6)."""

from __future__ import annotations

from typing import Final

import polars as pl

from duecourse.facts.days import between, col, known, plus

LEVELS: Final = (1, 2, 3, 4, 5)
# Level 2 is the first that may go without the one before it: a missed friendly note is no reason to start over.
FREE_LEVEL: Final = 2


def invoice_facts() -> list[pl.Expr]:
    """`past_due_days` (Int32) and `courtesy_applies` for open account; null and false for everything else."""
    open_account = col("kind") == "open_account"
    large = (col("courtesy_amount_min") > 0) & (col("amount_minor") >= col("courtesy_amount_min") * 100)
    return [
        pl.when(open_account).then(between(col("due_on"), col("as_of"))).alias("past_due_days"),
        (open_account & (col("new") | known(large))).alias("courtesy_applies"),
        open_account.alias("open_account"),
        col("dunning_sent").fill_null(-1).cast(pl.Int32).alias("dunning_sent"),
    ]


def due_level() -> pl.Expr:
    """`dunning_due` (Int32): highest level due by day; null if none is."""
    past = col("past_due_days")
    courtesy = col("courtesy_applies") & (past >= -col("courtesy_days")) & (past <= 0)
    level: pl.Expr = pl.when(courtesy).then(0)
    for n in LEVELS:
        level = pl.when(past >= col(f"dunning_{n}_days")).then(n).otherwise(level)
    return level.cast(pl.Int32).alias("dunning_due")


def level_facts() -> list[pl.Expr]:
    """`dunning_level` (Int32: the level to send, null if all due ones went) and `dunning_next_on`."""
    due, sent = col("dunning_due"), col("dunning_sent")
    stepwise = pl.min_horizontal(due, pl.max_horizontal(sent + 1, pl.lit(FREE_LEVEL, dtype=pl.Int32)))
    level = pl.when(due > sent).then(pl.when(due <= FREE_LEVEL).then(due).otherwise(stepwise))
    return [level.alias("dunning_level"), _next_on().alias("dunning_next_on")]


def _next_on() -> pl.Expr:
    """Day on which the next level is due; the courtesy note only where it applies and is still to come."""
    due = col("due_on")
    days = [plus(due, col(f"dunning_{n}_days")) for n in LEVELS]
    courtesy_to_come = col("courtesy_applies") & (col("past_due_days") < -col("courtesy_days"))
    following = pl.when(courtesy_to_come & col("delivered") & (col("dunning_sent") < 0)).then(
        plus(due, -col("courtesy_days"))
    )
    upcoming = [
        pl.when((day > col("as_of")) & (col("dunning_sent") < n)).then(day) for n, day in zip(LEVELS, days, strict=True)
    ]
    return pl.when(col("past_due_days").is_not_null()).then(pl.coalesce(following, *upcoming))
