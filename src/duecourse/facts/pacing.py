"""The gap and the price pressure: how long we leave a customer in peace (METHOD section 2)."""

from __future__ import annotations

from typing import Final

import polars as pl

from duecourse.facts.days import between, col, day_of, known, plus
from duecourse.policy.model import Policy

# Pressure is rounded, so that neither the order of summing nor the last bit of a float can tip a limit.
PRESSURE_DIGITS: Final = 9
# Nobody sends more unanswered contacts than this; beyond it the gap no longer grows.
_COUNTED_MAX: Final = 60
# Rounding up must not turn 9.600000000000001 into 11 when it means 9.6 and 10.0 into 11 when it means 10.
_HAIR = 1e-9


def customer_numbers() -> list[pl.Expr]:
    """Customers who never answered have no rhythm; pressure without the last bits of a float."""
    return [
        col("replies").fill_null(0),
        *(col(c).round(PRESSURE_DIGITS) for c in ("pressure_fresh", "pressure_answered")),
    ]


def rhythm_facts() -> list[pl.Expr]:
    """Silence against the customer's own rhythm; a prior stands in for what we have not measured."""
    shrunk = (
        col("rhythm_prior_days") * col("rhythm_prior_weight") + col("reply_days_median").fill_null(0) * col("replies")
    ) / (col("rhythm_prior_weight") + col("replies"))
    usual = pl.when(col("reply_days_recorded").is_not_null()).then("reply_days_recorded").otherwise(shrunk)
    quiet = between(day_of(col("human_moment")), col("as_of"))
    waiting = pl.when(col("unanswered_any") > 0).then(between(col("last_contact_any_on"), col("as_of")))
    measured = pl.when(col("replies") >= col("gap_rhythm_replies_min")).then("reply_days_median")
    return [
        pl.coalesce("reply_days_recorded", measured).alias("reply_days_measured"),
        usual.alias("reply_days_usual"),
        (waiting / usual).alias("silence_ratio"),
        quiet.alias("quiet_days"),
        (col("pressure_fresh") + col("pressure_answered")).round(PRESSURE_DIGITS).alias("pressure"),
    ]


def _counted(policy: Policy) -> pl.Expr:
    """Quiet from counting alone; from a table by the count where the numbers are the same for all."""
    n = col("unanswered_any")
    names = ("gap_base_days", "gap_growth", "gap_max_days")
    if any(name in o.numbers for o in policy.overrides for name in names):
        return pl.min_horizontal(col("gap_base_days") * col("gap_growth").pow(n - 1), col("gap_max_days"))
    base, growth, longest = (policy.value(name) for name in names)
    table = [min(base * growth ** (k - 1), longest) for k in range(_COUNTED_MAX + 1)]
    return pl.lit(pl.Series(table, dtype=pl.Float64)).gather(n.clip(0, _COUNTED_MAX))


def gap_lengths(policy: Policy) -> list[pl.Expr]:
    """`gap_normal_days` and `gap_short_days` (Int32): quiet after our last contact; null with nothing unanswered."""
    n = col("unanswered_any")
    counted = _counted(policy)
    own = pl.max_horizontal(counted, col("gap_rhythm_factor") * col("reply_days_measured"))
    review = pl.when("last_to_review").then("gap_review_factor").otherwise(1.0)
    gap = own * review * col("gap_relationship_factor")
    short = pl.min_horizontal(gap, pl.max_horizontal(gap * col("gap_short_factor"), col("gap_short_min_days")))
    return [_up(pl.when(n > 0).then(g)).alias(a) for g, a in ((gap, "gap_normal_days"), (short, "gap_short_days"))]


def _up(days: pl.Expr) -> pl.Expr:
    return (days - _HAIR).ceil().cast(pl.Int32)


def gap_facts() -> list[pl.Expr]:
    """`gap_days` as it holds today and `gap_free_on`: the first day on which the gap of that day has passed."""
    last = col("last_contact_any_on")
    near = known((col("slack_days") > 0) & (col("slack_days") <= col("gap_short_slack_days")))
    normal = plus(last, col("gap_normal_days"))
    nearing = pl.max_horizontal(
        plus(last, col("gap_short_days")), plus(col("must_pay_by"), -col("gap_short_slack_days"))
    )
    usable = pl.when((col("must_pay_by") > nearing) & col("gap_short_days").is_not_null()).then(nearing)
    return [
        pl.when(near).then("gap_short_days").otherwise("gap_normal_days").alias("gap_days"),
        pl.when(col("gap_normal_days").is_not_null()).then(pl.min_horizontal(normal, usable)).alias("gap_free_on"),
    ]


def price_pressure() -> pl.Expr:
    """How likely our hurry turns into a price demand, 0 to 1 (METHOD section 2; weights are assumptions)."""
    parts = {
        "price_asked_weight": known(col("price_asked")),
        "price_reason_weight": known(col("reason") == "price"),
        "price_contacts_weight": col("paced_14d") >= col("price_contacts_min"),
        "price_margin_weight": col("thin_margin"),
        "price_late_weight": known(col("slack_days") < 0),
    }
    weights = [pl.when(flag).then(col(weight)).otherwise(0.0) for weight, flag in parts.items()]
    return pl.sum_horizontal(weights).round(4).alias("price_pressure")
