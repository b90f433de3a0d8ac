"""What was known on a past day: rows that exist from a day on, and dates that were not there yet."""

from __future__ import annotations

from typing import Final

import polars as pl

# A row exists from the latest of these days on (null: from the start).
EXISTS_FROM: Final[dict[str, tuple[str, ...]]] = {
    "checklist": ("on",),
    "assets": ("added_on",),
    "asset_sends": ("on",),
    "standing": ("on",),
    "promises": ("made_on", "withdrawn_on"),
    "credits": ("on", "points_sent_on"),
    "touches": ("on", "recorded_on", "arrived_on"),
    "inbounds": ("on", "recorded_on", "handled_on", "settled_on"),
    "payments": ("on",),
    "fixes": ("opened_on", "closed_on"),
    "customers": ("legal_taken_on",),
    "orders": ("closed_on", "delivered_on", "new_date_named_on"),
    "milestones": ("terms_sent_on", "paid_on", "own_bank_checked_on"),
}
# Dates that a later day wrote into a row which itself was there before: they become null again.
WRITTEN_LATER: Final[dict[str, tuple[str, ...]]] = {
    "promises": ("withdrawn_on",),
    "credits": ("points_sent_on",),
    "touches": ("arrived_on",),
    "inbounds": ("handled_on", "settled_on"),
    "fixes": ("closed_on",),
    "customers": ("legal_taken_on",),
    "orders": ("closed_on", "delivered_on", "new_date_named_on"),
    "milestones": ("terms_sent_on", "paid_on", "own_bank_checked_on"),
}


def seen(name: str, frame: pl.DataFrame, day: pl.Expr) -> pl.DataFrame:
    """One frame as it was known on `day` (a literal, or a column of the frame)."""
    later = WRITTEN_LATER.get(name, ())
    rows = [pl.col(c).is_null() | (pl.col(c) <= day) for c in EXISTS_FROM.get(name, ()) if c not in later]
    kept = frame.filter(*rows) if rows else frame
    blank = [pl.when(pl.col(c) <= day).then(pl.col(c)).alias(c) for c in later]
    if name == "orders":
        blank.append(pl.when(pl.col("new_date_named_on") <= day).then(pl.col("new_date")).alias("new_date"))
    return kept.with_columns(blank) if blank else kept
