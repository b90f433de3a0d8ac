"""Payments that wait, ranked and counted by columns: there are most of them, and a page shows the first only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from duecourse.decide.verdict import ROWS
from duecourse.history.history import History
from duecourse.plan.notes import AT_ORDER, NOTED
from duecourse.plan.page import shown
from duecourse.plan.tally import LATER_RULE, Tally
from duecourse.plan.worklist import FEED_GATE, KNOWN_FACTS, KNOWN_RULES
from duecourse.policy.model import Policy

READ: Final = tuple(dict.fromkeys((*ROWS, *KNOWN_FACTS, *NOTED, "country", "fix_open", "fix_what")))
"""Columns of judged rows that are needed here."""

_RANK: Final = ("look_on", "customer", "country", "order", "milestone", "case", "rule", "step")
"""As `worklist` ranks them: by the next look, then by names."""

_KNOWN: Final = pl.any_horizontal(pl.col(KNOWN_FACTS).fill_null(value=False))
_UNPLANNED: Final = (
    pl.col("kind").cast(pl.String).is_in(AT_ORDER)
    & pl.col("deliver_on").is_not_null()
    & pl.col("must_pay_by").is_null()
)
_NEW_YEAR: Final = pl.col("new_year_unrecorded").fill_null(value=False) & ~pl.col("paid").fill_null(value=False)


def asking(rows: pl.DataFrame) -> pl.Series:
    """Whether each row asks for something of ours beside its own list: an open task, or the bank feed."""
    task = rows["fix_open"].fill_null(value=False) & (rows["fix_what"].fill_null("") != "")
    return task | rows["held_by"].list.contains(FEED_GATE)


def resting(
    rows: pl.DataFrame, history: History, policy: Policy, leads: Mapping[str, int], *, unfed: bool
) -> tuple[pl.Series, Tally]:
    """Places of the payments that wait and that a page shows, in the order of their rank, and what it counts.

    Args:
        rows: The columns `READ` of the judged rows that are not finished.
        history: The history that was judged.
        policy: What judged.
        leads, unfed: As the tally has them.
    """
    open_ = rows.filter((pl.col("action") != "none") | asking(rows))
    waits = _named(rows.with_row_index("place").filter(pl.col("action") == "wait"), history, policy)
    later = waits["rule"] == LATER_RULE
    count = int(later.sum())
    alone = waits.filter(~later) if count > 1 else waits
    first = alone.sort(_RANK)[: len(shown(range(alone.height)))]
    picked = pl.concat([first, waits.filter(later).sort(_RANK)[:1]] if count > 1 else [first]).sort(_RANK)
    tally = Tally(
        leads=leads,
        unfed=unfed,
        waiting=waits.height,
        known=int(waits["known"].sum()),
        later=count,
        several=_several(alone, first),
        unplanned=_orders(open_.filter(_UNPLANNED), history),
        new_year=_orders(open_.filter(_NEW_YEAR), history),
    )
    return picked["place"], tally


def _named(rows: pl.DataFrame, history: History, policy: Policy) -> pl.DataFrame:
    """What rows that wait are ranked by, with their places."""
    ids, steps = (pl.Series([getattr(rule, name) for rule in policy.rules]) for name in ("id", "step"))
    rule = ids.gather(rows["rule_ix"])
    return pl.DataFrame(
        {
            "place": rows["place"],
            "look_on": rows.select(pl.coalesce("until", "next_review", date.max)).to_series(),
            "customer": history["customers"]["name"].gather(rows["customer_ix"]),
            "country": rows["country"].fill_null(""),
            "order": history["orders"]["number"].gather(rows["order_ix"]),
            "milestone": rows["kind"].cast(pl.String),
            "case": rows["case"],
            "rule": rule,
            "step": steps.gather(rows["rule_ix"]),
            "known": rows.select(_KNOWN).to_series() | rule.is_in(list(KNOWN_RULES)),
        }
    )


def _several(alone: pl.DataFrame, first: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """The customers of some payments of whom several payments wait."""
    whose = ("customer", "country")
    counts = alone.join(first.select(whose).unique(), on=whose, how="semi").group_by(whose).len()
    return frozenset(counts.filter(pl.col("len") > 1).select(whose).iter_rows())


def _orders(rows: pl.DataFrame, history: History) -> int:
    """How many orders some payments are of."""
    if rows.is_empty():
        return 0
    names = history["customers"]["name"].gather(rows["customer_ix"])
    numbers = history["orders"]["number"].gather(rows["order_ix"])
    return pl.DataFrame({"customer": names, "order": numbers}).n_unique()
