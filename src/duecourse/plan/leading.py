"""Messages of a day, ranked by columns: a page shows the first of them, and counts the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from duecourse.decide.verdict import ROWS
from duecourse.history.history import History
from duecourse.plan.page import SHOWN_MAX, WHOLE_MAX
from duecourse.plan.worklist import CONTACTS
from duecourse.policy.model import CONVERSATION_ACTIONS, Policy

READ: Final = (*ROWS, "country", "slack_days", "past_due_days", "amount_minor", "currency", "bank_feed_age_days")
"""Columns of judged rows that are needed here."""

_RANK: Final = (
    "turn", "endless", "slack", "unpriced", "currency", "value",
    "customer", "country", "order", "milestone", "case", "rule", "step",
)  # fmt: skip
"""As `worklist` ranks the payments of one customer, of which the first leads his message."""

_WHOSE: Final = ("customer", "country")


def in_contact(rows: pl.DataFrame) -> pl.Series:
    """Whether each row goes to the list of contacts, as `worklist.list_of` says."""
    by_manager = (pl.col("action") == "escalate") & (pl.col("what").fill_null("") == "manager")
    return rows.select(pl.col("action").cast(pl.String).is_in(list(CONTACTS)) | by_manager).to_series()


def leading(rows: pl.DataFrame, history: History, policy: Policy) -> tuple[pl.Series, Mapping[str, int], bool]:
    """Places of the contacts of customers who may be among the first, and what is counted of all.

    Args:
        rows: The columns `READ` of the judged rows that are not finished.
        history: The history that was judged.
        policy: What judged.

    Returns:
        Places; action of the leading payment to how many messages it leads; whether a paced contact was decided
        without a bank feed.
    """
    found = rows.with_row_index("place").filter(in_contact(rows))
    ranked = _ranked(found, history, policy).sort(_RANK)
    items = ranked.group_by(_WHOSE, maintain_order=True).first()
    leads = dict(items.group_by("action").len().iter_rows())
    if items.height >= WHOLE_MAX:
        late = (pl.col("turn") > 0).cast(pl.Int64) * 2**41 + pl.col("endless").cast(pl.Int64) * 2**40 + pl.col("slack")
        turns = items.select(late).to_series()
        items = items.filter(turns <= turns.sort()[SHOWN_MAX - 1])
    places = ranked.join(items.select(_WHOSE), on=_WHOSE, how="semi")["place"]
    paced = ~pl.col("action").cast(pl.String).is_in(list(CONVERSATION_ACTIONS))
    unfed = found.filter(paced & pl.col("bank_feed_age_days").is_null())
    return places, leads, not unfed.is_empty()


def _ranked(rows: pl.DataFrame, history: History, policy: Policy) -> pl.DataFrame:
    """What contacts are ranked by, with their places."""
    ids, steps = (pl.Series([getattr(rule, name) for rule in policy.rules]) for name in ("id", "step"))
    action = pl.col("action").cast(pl.String)
    past = pl.coalesce(-pl.col("past_due_days").cast(pl.Int64), pl.col("slack_days").cast(pl.Int64))
    slack = pl.when(action != "thanks").then(past)
    priced = pl.col("amount_minor").is_not_null() & (pl.col("currency").fill_null("") != "")
    return rows.select(
        "place",
        "case",
        action.alias("action"),
        pl.when(action == "answer").then(0).when(action == "thanks").then(1).otherwise(2).alias("turn"),
        slack.is_null().alias("endless"),
        slack.fill_null(0).alias("slack"),
        (~priced).alias("unpriced"),
        pl.when(priced).then(pl.col("currency")).otherwise(pl.lit("")).alias("currency"),
        pl.when(priced).then(-pl.col("amount_minor")).otherwise(0).alias("value"),
        pl.col("country").fill_null(""),
        pl.col("kind").cast(pl.String).alias("milestone"),
        history["customers"]["name"].gather(rows["customer_ix"]).alias("customer"),
        history["orders"]["number"].gather(rows["order_ix"]).alias("order"),
        ids.gather(rows["rule_ix"]).alias("rule"),
        steps.gather(rows["rule_ix"]).alias("step"),
    )
