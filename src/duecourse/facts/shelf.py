"""The checklist and the shelf: what is confirmed, what is open, what useful thing can go next."""

from __future__ import annotations

from typing import Final

import polars as pl

from duecourse.facts.days import col
from duecourse.history.history import History
from duecourse.history.schema import CHECKLIST_POINTS

# Useful kinds that nearly every order has, where nobody keeps a shelf (METHOD S54-S58); in the order they help.
STANDING_KINDS: Final = (
    "artwork_confirmation",
    "material_certificate",
    "bulk_information",
    "production_photo",
    "packing_draft",
    "qc_plan",
)

_POINT: Final = pl.Enum(CHECKLIST_POINTS)
_NO_CHECKLIST = pl.DataFrame(
    schema={
        "order_ix": pl.UInt32,
        "points_confirmed": pl.Int32,
        "points_open": pl.List(_POINT),
        "points_recorded": pl.Int32,
        "points_seen": pl.List(_POINT),
    }
)
_NO_SHELF = pl.DataFrame(
    schema={"order_ix": pl.UInt32, "shelf_kind": pl.String, "shelf_title": pl.String, "shelf_count": pl.Int32}
)
_NO_POINTS = pl.DataFrame(
    schema={
        "order_ix": pl.UInt32,
        "point_ready": _POINT,
        "point_kind": pl.String,
        "point_title": pl.String,
        "point_bare": _POINT,
    }
)
_OPEN: Final = col("state") == "open"
_CHECKLIST: Final = (
    (~_OPEN).sum().cast(pl.Int32).alias("points_confirmed"),
    col("point").filter(_OPEN).sort().alias("points_open"),
    pl.len().cast(pl.Int32).alias("points_recorded"),
    col("point").alias("points_seen"),
)
_NO_STANDING = pl.DataFrame(schema={"order_ix": pl.UInt32, "standing_kind": pl.String, "standing_seen": pl.Boolean})


def latest_points(history: History) -> pl.DataFrame:
    """The last state of each point that was ever recorded: `order_ix`, `point`, `state`; sorted by the first two."""
    points = history["checklist"]
    if not points.height:
        return points[["order_ix", "point", "state"]]
    ordered = points.sort("order_ix", "point", "on", "state", nulls_last=False)
    return ordered.group_by("order_ix", "point", maintain_order=True).agg(col("state").last())


def checklist_of(points: pl.DataFrame) -> pl.DataFrame:
    """Per order: `points_confirmed`, `points_recorded` (Int32), `points_open`, `points_seen` (lists of names)."""
    return points.group_by("order_ix").agg(_CHECKLIST) if points.height else _NO_CHECKLIST


def shelf_of(history: History, orders: pl.DataFrame) -> pl.DataFrame:
    """Every fitting, valid asset of every order, with whether it went to that customer.

    Args:
        orders: One row per order in the order of the history: `customer_ix`, `as_of`, `seller_ix`.

    Returns:
        `order_ix`, `asset_ix`, `kind`, `title`, `confirms`, `sent` (Boolean), in the order of the shelf.
    """
    assets = history["assets"]
    named = history["orders"].select("order", "customer", "product", "material")
    keys = pl.concat([named, orders], how="horizontal").with_columns(order_ix=pl.int_range(pl.len(), dtype=pl.UInt32))
    wanted = ["order_ix", "customer_ix", "as_of", "asset_ix", "kind", "title", "confirms", "valid_until"]
    reaches = assets["reach"].unique().to_list()
    fitting = [
        keys.join(
            assets.filter(col("reach") == r), left_on=[r, "seller_ix"], right_on=["reach_key", "seller_ix"]
        ).select(wanted)
        for r in reaches
    ]
    if not fitting:
        return pl.DataFrame(
            schema={
                "order_ix": pl.UInt32,
                "asset_ix": pl.UInt32,
                "kind": pl.String,
                "title": pl.String,
                "confirms": assets.schema["confirms"],
                "sent": pl.Boolean,
            }
        )
    valid = pl.concat(fitting).filter(col("valid_until").is_null() | (col("valid_until") >= col("as_of")))
    sent = history["asset_sends"].select("asset_ix", "customer_ix", sent=pl.lit(True)).unique()
    joined = valid.join(sent, on=["asset_ix", "customer_ix"], how="left").with_columns(col("sent").fill_null(False))
    return joined.sort("order_ix", "asset_ix").drop("customer_ix", "as_of", "valid_until")


def useful_of(shelf: pl.DataFrame) -> pl.DataFrame:
    """Per order: the next unsent asset: `shelf_kind`, `shelf_title`, `shelf_count` (Int32)."""
    if not shelf.height:
        return _NO_SHELF
    return (
        shelf.filter(~col("sent"))
        .group_by("order_ix")
        .agg(shelf_kind=col("kind").first(), shelf_title=col("title").first(), shelf_count=pl.len().cast(pl.Int32))
    )


def points_of(points: pl.DataFrame, shelf: pl.DataFrame) -> pl.DataFrame:
    """Per order with open points: the first that an unsent asset confirms, and the first that no asset confirms.

    Returns:
        `point_ready`, `point_kind`, `point_title` (an unsent asset is there); `point_bare` (there is none at all). A
        point whose asset was sent is theirs and appears in neither.
    """
    open_points = points.filter(_OPEN) if points.height else points
    if not open_points.height:
        return _NO_POINTS
    confirming = shelf.filter(col("confirms").is_not_null()).rename({"confirms": "point"})
    matched = open_points.join(confirming, on=["order_ix", "point"], how="left").sort("order_ix", "point", "asset_ix")
    ready = col("sent").eq(False).fill_null(False)
    return matched.group_by("order_ix").agg(
        point_ready=col("point").filter(ready).first(),
        point_kind=col("kind").filter(ready).first(),
        point_title=col("title").filter(ready).first(),
        point_bare=col("point").filter(col("asset_ix").is_null()).first(),
    )


def standing_next(history: History) -> pl.DataFrame:
    """Per order: the first kind of the standing list that was neither sent nor declined: `standing_kind`."""
    if not history["standing"].height:
        return _NO_STANDING
    done = history["standing"].group_by("order_ix").agg(done=col("kind"))
    kinds = [pl.when(~col("done").list.contains(k)).then(pl.lit(k)) for k in STANDING_KINDS]
    return done.select("order_ix", standing_kind=pl.coalesce(kinds), standing_seen=pl.lit(True))
