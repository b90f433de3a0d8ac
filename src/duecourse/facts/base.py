"""One row per case: the milestone with its order, customer, seller and the numbers of the policy that apply to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from duecourse.history.history import History
from duecourse.policy.model import Override, Policy

_ORDER: Final = [
    "customer_ix",
    "confirmed_on",
    "deliver_on",
    "delivery_agreed_on",
    "incoterm",
    "production_days",
    "transport_days",
    "booking_days",
    "ready_on",
    "eta_on",
    "slot",
    "new_date",
    "new_date_named_on",
    "delivered_on",
    "closed_on",
    "assets_recorded",
]
_UNUSED: Final = ("customer", "seller", "name", "zone", "customer_ix")
_SELLER: Final = (pl.col("country").alias("seller_country"), "bank_feed_age_days", "unmatched_money")
_NUMBER: Final = pl.int_range(pl.len(), dtype=pl.UInt32)
_MILESTONE: Final = (
    "case",
    "order_ix",
    "kind",
    "step",
    "amount_minor",
    "currency",
    "clearing_days",
    "due_on",
    "terms_sent_on",
    "paid_on",
    "slow_corridor",
    "own_bank_checked_on",
)


@dataclass(frozen=True, slots=True, eq=False)
class ByIdentity:
    """A policy as a cache key: the same object, for its mappings do not hash."""

    value: Policy

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and self.value is other.value


def days_of(history: History, as_of: date | None) -> pl.DataFrame:
    """Customers with their day: `as_of` for all, or the day of each seller of a history made by `on_days`."""
    if as_of is not None:
        return history["customers"].with_columns(as_of=pl.lit(as_of))
    days = history["sellers"].select("as_of")
    return beside(history["customers"], rows_of(days, history["customers"]["seller_ix"]))


def rows_of(frame: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    """The rows of a frame by row number, in that order (an index join)."""
    return frame[numbers]


def base(history: History, customers: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """One row per milestone, in the order of the history.

    Args:
        customers: `days_of` with the facts of the customers beside it.

    Returns:
        The columns above, all customer facts, `case_ix` (UInt32) and one column for each number of scope `case`.
    """
    milestones = history["milestones"].select(*_MILESTONE, _NUMBER.alias("case_ix"))
    orders = rows_of(history["orders"][_ORDER], milestones["order_ix"])
    people = rows_of(customers[[c for c in customers.columns if c not in _UNUSED]], orders["customer_ix"])
    firms = rows_of(history["sellers"].select(_SELLER), people["seller_ix"])
    return with_numbers(beside(milestones, orders, people, firms), policy, history)


def numbered(customers: pl.DataFrame) -> pl.DataFrame:
    """Customers with `customer_ix` (UInt32), their place."""
    return customers.with_columns(_NUMBER.alias("customer_ix"))


def beside(first: pl.DataFrame, *others: pl.DataFrame) -> pl.DataFrame:
    """Frames of the same height side by side; their columns have different names."""
    return first.hstack([column for other in others for column in other.get_columns()])


def with_numbers(frame: pl.DataFrame, policy: Policy, history: History, only: tuple[str, ...] = ()) -> pl.DataFrame:
    """Adds one column for each number of scope `case`, overridden by relationship, then customer, then order.

    Where customers or orders override any, the names that they go by stay as `customer_key` and `order_key`.
    """
    return _with_keys(frame, policy, history).with_columns(_numbers(ByIdentity(policy), only))


@lru_cache(maxsize=64)
def _numbers(key: ByIdentity, only: tuple[str, ...]) -> list[pl.Expr]:
    policy = key.value
    names = only or tuple(n.name for n in policy.numbers.values() if n.scope == "case")
    return [number_of(policy, n).alias(n) for n in names]


def number_of(policy: Policy, name: str) -> pl.Expr:
    """The number as an expression: a literal if nothing overrides it."""
    value = pl.lit(policy.numbers[name].value, dtype=pl.Float64)
    for override in policy.overrides:
        if name in override.numbers:
            value = pl.when(_applies(override)).then(pl.lit(override.numbers[name], dtype=pl.Float64)).otherwise(value)
    return value


def whole(policy: Policy, name: str) -> int | pl.Expr:
    """A count of days: a plain number where nothing overrides it (one look into a table), else its column."""
    changed = any(name in o.numbers for o in policy.overrides)
    return pl.col(name).cast(pl.Int32) if changed else int(policy.value(name))


def _applies(override: Override) -> pl.Expr:
    column = {"relationship": "relationship", "customer": "customer_key", "order": "order_key"}[override.by]
    return (pl.col(column) == override.key).fill_null(False)


def _with_keys(frame: pl.DataFrame, policy: Policy, history: History) -> pl.DataFrame:
    """Adds the names that customer and order overrides go by, only if there are any."""
    used = {o.by for o in policy.overrides}
    extra = []
    if "customer" in used:
        extra.append(history["customers"]["name"].gather(frame["customer_ix"]).alias("customer_key"))
    if "order" in used and "order_ix" in frame.columns:
        extra.append(history["orders"]["number"].gather(frame["order_ix"]).alias("order_key"))
    return frame.with_columns(extra) if extra else frame
