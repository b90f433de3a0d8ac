"""Gates: may this contact go today, and if not, what is the first day on which nothing holds it (METHOD section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from duecourse.facts.base import ByIdentity
from duecourse.facts.pacing import PRESSURE_DIGITS
from duecourse.facts.scatter import places
from duecourse.history.calendars import DayTable
from duecourse.policy.model import Gate, Policy
from duecourse.policy.sql import compiled, names
from duecourse.policy.vocabulary import GATE_FACTS

# Beside what the gates' own texts read.
_NEEDED: Final = frozenset(
    {
        "as_of",
        "contact",
        "topic",
        "contact_cal",
        "pressure",
        "pressure_fresh",
        "pressure_answered",
        "pressure_ask_max",
        "pressure_useful_max",
        "pressure_notice_max",
        "paced_7d",
        "paced_30d",
        "contacts_per_7d_max",
        "contacts_per_30d_max",
        "cap_7d_on",
        "cap_30d_on",
        "last_contact_any_on",
        "must_pay_by",
        "gap_free_on",
        "gap_notice_days",
        "gap_call_days",
        "gap_call_slack_days",
        "price_pressure",
        "price_approval_min",
    }
)
_FAST_TOPICS: Final = ("calendar", "new_date")
# Bisection over whole days: 2^6 days is more than any pressure that people make needs to fade below any limit.
_HALVINGS: Final = 7
_FAR_DAYS: Final = 127
_PROPOSED: Final = (pl.col("contact") != "").arg_true().alias("row")
_HEAVY: Final = (pl.col("pressure") > pl.col("pressure_max")).arg_true().alias("row")
_FREE_TODAY: Final = pl.col("as_of").alias("pressure_free_on")
_ENDS: Final = (
    pl.lit(0, dtype=pl.Int32).alias("_low"),
    pl.lit(_FAR_DAYS, dtype=pl.Int32).alias("_high"),
)
_UNHELD: Final = (
    pl.col("held_by").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    pl.col("needs_approval").fill_null(False),
)


def gated(decided: pl.DataFrame, policy: Policy, table: DayTable) -> pl.DataFrame:
    """Verdicts of the rules, with contacts turned into *wait until* where a gate holds them.

    Args:
        decided: `rules.decided`.
        table: Day table that `contact_cal` counts in.

    Returns:
        One row per case: `held_by` (list of gate ids, in order, empty if none), `earliest` (Date: first day on which
        none fails; null unless a contact is proposed), `needs_approval` (Boolean) and the gate facts.
    """
    made = _compiled(ByIdentity(policy), table)
    rows = decided.select(_PROPOSED).to_series()
    asked = decided[[c for c in decided.columns if c in made.reads]][rows].with_columns(made.facts)
    marked = _with_pressure_free(asked, policy).with_columns(made.fails)
    judged = marked.select(made.judged)[places(rows, np.arange(decided.height))]
    return decided.hstack(judged.with_columns(_UNHELD).get_columns())


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Expressions of one policy and one day table, made once."""

    reads: frozenset[str]
    """Only what the gates read: millions of rows are copied by column."""
    facts: list[pl.Expr]
    fails: list[pl.Expr]
    judged: list[pl.Expr]


@lru_cache(maxsize=64)
def _compiled(key: ByIdentity, table: DayTable) -> Compiled:
    gates = key.value.gates
    reads = _NEEDED.union(*(names(text) for g in gates for text in (g.fails, g.free)))
    fails = [_fails(g).alias(g.id) for g in gates]
    return Compiled(reads, _gate_facts(), fails, [*(pl.col(f) for f in GATE_FACTS), *_judged(gates, table)])


def _judged(gates: tuple[Gate, ...], table: DayTable) -> list[pl.Expr]:
    latest = pl.max_horizontal("as_of", *(pl.when(pl.col(g.id)).then(compiled(g.free)) for g in gates if g.free))
    fails = pl.any_horizontal(pl.lit(False), *(pl.col(g.id) for g in gates))
    return [
        _names_of([g.id for g in gates]).alias("held_by"),
        pl.when(fails).then(table.next_open(pl.col("contact_cal"), latest)).otherwise("as_of").alias("earliest"),
        (_paced() & (pl.col("price_pressure") >= pl.col("price_approval_min"))).alias("needs_approval"),
    ]


def _names_of(ids: list[str]) -> pl.Expr:
    """The ids of the failing gates as a list, by a table of all combinations: lists are slow to build row by row."""
    bits = pl.sum_horizontal(
        pl.lit(0, dtype=pl.UInt32), *(pl.col(g).cast(pl.UInt32) * (1 << i) for i, g in enumerate(ids))
    )
    return pl.lit(_combinations(tuple(ids))).gather(bits)


@lru_cache(maxsize=16)
def _combinations(ids: tuple[str, ...]) -> pl.Series:
    lists = [[g for i, g in enumerate(ids) if mask >> i & 1] for mask in range(1 << len(ids))]
    return pl.Series(lists, dtype=pl.List(pl.String))


def _paced() -> pl.Expr:
    return ~pl.col("contact").is_in(["answer", "thanks"])


def _fails(gate: Gate) -> pl.Expr:
    return pl.col("contact").is_in(list(gate.kinds)) & compiled(gate.fails).fill_null(False)


def _gate_facts() -> list[pl.Expr]:
    """The gap, the caps and the limit of pressure for the kind of contact that is proposed."""
    kind = pl.col("contact")
    limit = (
        pl.when(kind == "notice")
        .then("pressure_notice_max")
        .when(kind.is_in(["useful", "close"]))
        .then("pressure_useful_max")
        .otherwise("pressure_ask_max")
    )
    week = pl.when(pl.col("paced_7d") >= pl.col("contacts_per_7d_max")).then(_later("cap_7d_on", 7))
    month = pl.when(pl.col("paced_30d") >= pl.col("contacts_per_30d_max")).then(_later("cap_30d_on", 30))
    return [
        limit.alias("pressure_max"),
        pl.max_horizontal(week, month).alias("caps_free_on"),
        _contact_free().alias("contact_free_on"),
    ]


def _later(column: str, days: int | pl.Expr) -> pl.Expr:
    return (pl.col(column).cast(pl.Int32) + (days.cast(pl.Int32) if isinstance(days, pl.Expr) else days)).cast(pl.Date)


def _contact_free() -> pl.Expr:
    """First day after the gap; a notice and the calendar may shorten it, and a call near the must-pay-by."""
    fast = (pl.col("contact") == "notice") | (pl.col("topic").is_in(_FAST_TOPICS) & (pl.col("contact") != "soft"))
    noticed = _later("last_contact_any_on", pl.col("gap_notice_days"))
    near = _later("must_pay_by", -pl.col("gap_call_slack_days"))
    called = pl.max_horizontal(_later("last_contact_any_on", pl.col("gap_call_days")), near)
    shortened = pl.when(fast).then(noticed).when((pl.col("contact") == "call") & near.is_not_null()).then(called)
    return pl.when(pl.col("gap_free_on").is_not_null()).then(pl.min_horizontal("gap_free_on", shortened))


def _with_pressure_free(proposed: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Adds `pressure_free_on`: first day on which both decaying parts together are low enough; by bisection."""
    heavy = proposed.select(_HEAVY).to_series()
    if not len(heavy):
        return proposed.with_columns(_FREE_TODAY)
    # One step a frame, not one nested expression: each step reads the last one twice.
    steps = proposed[["as_of", "pressure_fresh", "pressure_answered", "pressure_max"]][heavy].with_columns(_ENDS)
    for _ in range(_HALVINGS):
        steps = steps.with_columns(_halved(ByIdentity(policy)))
    freed = steps.select(_later("as_of", pl.col("_high")).alias("pressure_free_on"))
    every = freed[places(heavy, np.arange(proposed.height))]
    return proposed.hstack(every.get_columns()).with_columns(pl.coalesce("pressure_free_on", "as_of"))


@lru_cache(maxsize=64)
def _halved(key: ByIdentity) -> list[pl.Expr]:
    """Half of the days that are left to search: the first calm day lies in the earlier or in the later one."""
    middle = (pl.col("_low") + pl.col("_high")) // 2
    calm = _pressure_in(middle, key.value) <= pl.col("pressure_max")
    return [
        pl.when(calm).then("_low").otherwise(middle + 1).alias("_low"),
        pl.when(calm).then(middle).otherwise("_high").alias("_high"),
    ]


def _pressure_in(days: pl.Expr, policy: Policy) -> pl.Expr:
    fresh, answered = (
        pl.lit(_fading(policy.value(name))).gather(days) for name in ("halflife_days", "answered_halflife_days")
    )
    return (pl.col("pressure_fresh") * fresh + pl.col("pressure_answered") * answered).round(PRESSURE_DIGITS)


@lru_cache(maxsize=16)
def _fading(halflife: float) -> pl.Series:
    """What is left of a pressure after so many days."""
    days = pl.int_range(_FAR_DAYS + 1, dtype=pl.Int32)
    return pl.select(pl.lit(0.5).pow(days / halflife).alias("left"))["left"]
