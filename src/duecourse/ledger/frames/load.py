"""The ledger as a history: what the tables say, typed and linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

import polars as pl
from django.db import DEFAULT_DB_ALIAS

from duecourse.history.calendars import CalendarSpec, DayTable
from duecourse.history.history import History, build, strict
from duecourse.history.schema import BY_NAME, FRAMES
from duecourse.history.validate import BadRow
from duecourse.ledger.frames.carriers import Read, by_adbc, by_django, vendor_of
from duecourse.ledger.frames.pieces import pieces, scope_of
from duecourse.ledger.frames.selects import SELECTS
from duecourse.ledger.models import Workspace

Carrier: TypeAlias = Literal["django", "adbc"]

_CARRIERS: Final = {"django": by_django, "adbc": by_adbc}
# The one column that the ledger has and the history has not.
_READ_TOO: Final = {"bank_loaded_on": pl.Date}


def load(
    workspace: Workspace | int,
    as_of: date,
    *,
    customers: Sequence[int] | None = None,
    open_only: bool = False,
    carrier: Carrier = "django",
    using: str = DEFAULT_DB_ALIAS,
) -> History:
    """What one workspace knows, to be judged.

    Args:
        workspace: The firm, or its primary key; nothing of another one is read.
        as_of: The day from which the age of the bank feed counts; all rows are read, also later ones.
        customers: Primary keys of the customers whose rows are read; None for all.
        open_only: Only customers of whom an order is not closed, with all that is theirs: their closed orders tell of
            their rhythm.
        carrier: `django` reads in the current transaction and sees what is not committed; `adbc` is quick with
            many rows and sees what is committed.
        using: Alias of the database.

    Raises:
        ManyErrors: The ledger holds rows that no history can; one error for each.
        DuecourseError: The carrier cannot read this database.
    """
    return strict(_frames(workspace, as_of, customers, open_only, carrier, using))


def load_checked(
    workspace: Workspace | int,
    as_of: date,
    *,
    customers: Sequence[int] | None = None,
    open_only: bool = False,
    carrier: Carrier = "django",
    using: str = DEFAULT_DB_ALIAS,
) -> tuple[History, list[BadRow]]:
    """As `load`, but rows that do not fit are given back beside the history of all the others."""
    return build(_frames(workspace, as_of, customers, open_only, carrier, using))


def _frames(
    workspace: Workspace | int,
    as_of: date,
    customers: Sequence[int] | None,
    open_only: bool,
    carrier: Carrier,
    using: str,
) -> dict[str, pl.DataFrame]:
    """All frames; children before parents, so that a row written meanwhile never names a parent that was not read."""
    key = workspace if isinstance(workspace, int) else workspace.pk
    scope = scope_of(key, customers, open_only=open_only)
    words = pieces(vendor_of(using), scope)
    with _CARRIERS[carrier](using) as read:
        sql = {f.name: SELECTS[f.name].format(**words, workspace=scope.workspace) for f in reversed(FRAMES)}
        frames = {name: frame_of(name, read, text) for name, text in sql.items()}
    return {
        **frames,
        "sellers": _with_feed_age(frames["sellers"], as_of),
        "checklist": frames["checklist"].unique(["order", "point", "on"], keep="last", maintain_order=True),
    }


def frame_of(name: str, read: Read, sql: str) -> pl.DataFrame:
    """One frame in the types of the schema, whatever types the driver gave."""
    raw = read(sql)
    if not raw.height:
        return _empty(name)
    wanted: Mapping[str, pl.DataType | type[pl.DataType]] = {**_READ_TOO, **BY_NAME[name].polars()}
    return raw.select(_typed(c, raw.schema[c], wanted[c]) for c in raw.columns)


@cache
def _empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema=BY_NAME[name].polars())


def _typed(name: str, found: pl.DataType, wanted: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """SQLite has days as text and flags as numbers; a column without any value has any type."""
    value = pl.col(name)
    if wanted == pl.Date and found == pl.String:
        return value.str.to_date("%Y-%m-%d")
    return value if found == wanted else value.cast(wanted)


def _with_feed_age(sellers: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The age of the bank feed in banking days of the seller's country; null while none is set up."""
    loaded, country = sellers["bank_loaded_on"].item(), sellers["country"].item()
    age = None if loaded is None else feed_age_days(country, loaded, as_of)
    aged = sellers.with_columns(pl.lit(age, dtype=pl.Int32).alias("bank_feed_age_days"))
    return aged.select(*BY_NAME["sellers"].polars())


@lru_cache(maxsize=256)
def feed_age_days(country: str | None, loaded_on: date, as_of: date) -> int:
    """Banking days after the day on which the bank feed was loaded, up to today; 0 where it lies ahead."""
    if loaded_on >= as_of:
        return 0
    spec = CalendarSpec(country, kind="bank")
    table = DayTable.build([spec], loaded_on, as_of)
    days = pl.DataFrame({"loaded": [loaded_on], "today": [as_of]})
    return int(days.select(table.count(pl.lit(0), pl.col("loaded"), pl.col("today"))).item())
