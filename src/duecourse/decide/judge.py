"""History → Facts → Verdicts: the one way a case is judged, alone or among millions."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

import polars as pl

from duecourse.decide.gates import gated
from duecourse.decide.rules import ACTION, decided
from duecourse.facts.pipeline import facts
from duecourse.history.history import History
from duecourse.policy.model import Policy

# Cases judged at once: few enough that a column stays in the cache, enough that the overhead of a pass is small.
PART_CASES: Final = 131_072


def judge(history: History, as_of: date | None, policy: Policy) -> pl.DataFrame:
    """Verdicts for all cases of a history.

    Args:
        history: What happened.
        as_of: The day; None for a history made by `History.on_days`.
        policy: Rules, gates and numbers.

    Returns:
        One row per case: the facts and numbers, `rule_ix`, `action` (Enum; `wait` if a gate holds a contact), `then`
        (Enum: the contact that waits), `what` (useful or contact kind), `topic`, `level`, `until` (Date), `held_by`
        (gate ids), `needs_approval`, `next_review` (Date).
    """
    seen = history if as_of is None else history.seen_on(as_of)
    judged, orders, customers = [], 0, 0
    for part in seen.parts(PART_CASES):
        rows = _judged(part, as_of, policy)
        shift = (pl.col("order_ix") + orders, pl.col("customer_ix") + customers)
        judged.append(rows.with_columns(shift) if orders else rows)
        orders, customers = orders + part["orders"].height, customers + part["customers"].height
    return judged[0] if len(judged) == 1 else pl.concat(judged)


def _judged(history: History, as_of: date | None, policy: Policy) -> pl.DataFrame:
    known, calendars = facts(history, as_of, policy)
    return outcome(gated(decided(known, policy), policy, calendars.table))


def outcome(held: pl.DataFrame) -> pl.DataFrame:
    """Gated rows as verdicts: a held contact waits, and every open case has a day of the next look."""
    return held.with_columns(_outcome()).with_columns(_next_review())


@cache
def _outcome() -> list[pl.Expr]:
    waits = pl.col("held_by").list.len() > 0
    return [
        pl.when(waits).then(pl.lit("wait", dtype=ACTION)).otherwise("action").alias("action"),
        pl.when(waits).then("action").alias("then"),
        pl.when(waits).then("earliest").otherwise("due").alias("until"),
    ]


@cache
def _next_review() -> pl.Expr:
    """`next_review`: earliest of until, today + 14 and the next crossing of a slack that matters; none if finished."""
    crossings = [
        (pl.col("must_pay_by").cast(pl.Int32) - days).cast(pl.Date)
        for days in (
            pl.col("calendar_slack_days").cast(pl.Int32),
            pl.col("notice_slack_days").cast(pl.Int32),
            pl.lit(0),
        )
    ]
    ahead = [pl.when(d > pl.col("as_of")).then(d) for d in (pl.col("until"), *crossings)]
    earliest = pl.min_horizontal("review_on", *ahead)
    return pl.when(pl.col("action") != "none").then(earliest).alias("next_review")
