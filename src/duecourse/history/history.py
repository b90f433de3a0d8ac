"""History: what happened, as validated frames; the only input of the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import NoneType
from typing import Final, TypeAlias

import polars as pl

from duecourse.errors import ManyErrors
from duecourse.history.columns import Columns
from duecourse.history.events import THEIRS_SEQ, events_of
from duecourse.history.schema import BY_NAME, FRAMES
from duecourse.history.seen import EXISTS_FROM, seen
from duecourse.history.validate import BadRow, checked

Rows: TypeAlias = pl.DataFrame | Columns | Iterable[Mapping[str, object]]


# Frames whose rows belong to an owner, parents first; with the key by which other frames point into them.
OWNED: Final[dict[str, tuple[str, str]]] = {
    "customers": ("seller", "customer"),
    "orders": ("customer", "order"),
    "milestones": ("order", "case"),
    "customer_holidays": ("customer", ""),
    "checklist": ("order", ""),
    "standing": ("order", ""),
    "asset_sends": ("customer", ""),
    "promises": ("case", ""),
    "credits": ("case", ""),
    "payments": ("case", ""),
    "fixes": ("case", ""),
    "holds": ("case", ""),
    "touches": ("customer", ""),
}


@dataclass(frozen=True, slots=True)
class History:
    """What happened at one or many sellers.

    Args:
        frames: Every frame of `schema.FRAMES` by name, typed, with `<key>_ix` (UInt32 row numbers) beside each key of
            another frame.
        events: Touches and inbounds as one frame in total order, see `events.events_of`.
    """

    frames: Mapping[str, pl.DataFrame]
    events: pl.DataFrame = field(repr=False)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """One frame by name."""
        return self.frames[name]

    def __len__(self) -> int:
        """Number of cases (payment milestones)."""
        return self.frames["milestones"].height

    def with_rows(self, name: str, rows: Rows) -> History:
        """The same history with further rows in one frame, validated again.

        Raises:
            ManyErrors: A row does not fit.
        """
        plain: dict[str, Rows] = {n: bare(n, f) for n, f in self.frames.items()}
        return strict(
            {
                **plain,
                name: [*bare(name, self.frames[name]).to_dicts(), *_dicts(rows)],
            }
        )

    def without(self, name: str) -> History:
        """The same history with one frame empty."""
        plain = {n: bare(n, f) for n, f in self.frames.items()}
        return strict({**plain, name: plain[name].clear()})

    def with_column(self, name: str, **values: object) -> History:
        """The same history with columns of one frame set to one value in every row (what-if questions, tests)."""
        plain = {n: bare(n, f) for n, f in self.frames.items()}
        plain[name] = plain[name].with_columns(
            pl.lit(v).cast(plain[name].schema[k]).alias(k) for k, v in values.items()
        )
        return strict(plain)

    def seen_on(self, day: date) -> History:
        """The history as it was known on the evening of a past day: later rows and dates are gone."""
        if not self._holds_later_than(day):
            return self
        return strict(_consistent({n: seen(n, bare(n, f), pl.lit(day)) for n, f in self.frames.items()}))

    def on_days(self, days: Iterable[date], *, before_ours: bool = False) -> History:
        """One copy of the history for each day, as known on it; keys get the suffix `@day`, sellers a column `as_of`.

        So a story of ninety days is judged in one pass like ninety firms. With `before_ours` our own contacts of the
        day itself are not seen: the day as the morning found it.
        """
        axis = pl.DataFrame({"as_of": list(days)}, schema={"as_of": pl.Date})
        frames = {n: _on_axis(n, bare(n, f), axis) for n, f in self.frames.items()}
        if before_ours:
            earlier = pl.col("on").dt.to_string("%Y-%m-%d") < pl.col("customer").str.tail(10)
            frames["touches"] = frames["touches"].filter(earlier)
            frames["asset_sends"] = frames["asset_sends"].filter(earlier)
        return strict(_consistent(frames))

    def parts(self, cases: int) -> Iterator[History]:
        """The history in parts of whole customers, some `cases` each: slices, nothing is copied.

        Judging part by part gives the same verdicts, keeps the columns in the processor's cache and bounds the memory.
        """
        if len(self) <= cases:
            yield self
            return
        owners = self.frames["orders"]["customer_ix"].gather(self.frames["milestones"]["order_ix"])
        edges = sorted({0, *(int(owners[i]) for i in range(cases, len(self), cases)), len(self.frames["customers"])})
        for low, high in pairwise(edges):
            yield sliced(self, low, high)

    def _holds_later_than(self, day: date) -> bool:
        latest = (self.frames[n][c].max() for n, cs in EXISTS_FROM.items() if self.frames[n].height for c in cs)
        return any(isinstance(d, date) and d > day for d in latest)


def build(rows: Mapping[str, Rows]) -> tuple[History, list[BadRow]]:
    """A history from rows as people and programs have them, with every row that does not fit.

    Args:
        rows: Frame name to rows (dicts, columns or a Polars frame); frames left out are empty, columns left out null.

    Returns:
        The history of all good rows, and the refused ones with row number, column, value and what was expected. A row
        that names a refused one is refused too.
    """
    frames, refused = checked({f.name: as_frame(f.name, rows.get(f.name, ())) for f in FRAMES})
    return _ordered(frames), refused


def _ordered(frames: dict[str, pl.DataFrame]) -> History:
    """Every frame in the order of its owner, events and messages in total order.

    So no fact depends on the order of the rows, and the rows of a customer lie together in every frame.
    """
    kept = dict(frames)
    for name, (owner, parent) in OWNED.items():
        kept[name] = in_order(kept[name], f"{owner}_ix")
        if parent:
            kept = _renumbered(kept, frames[name], name, parent)
    kept["assets"] = _with_owner(kept)
    seq = pl.col("seq").fill_null(THEIRS_SEQ)
    rest = [c for c in kept["inbounds"].columns if c not in {"customer_ix", "on", "seq"}]
    kept["inbounds"] = kept["inbounds"].sort("customer_ix", "on", seq, *rest)
    return History(kept, events_of(kept))


def _with_owner(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Assets with `asset_ix` and `owner_ix`: the one customer whom they can serve; null for a product or material."""
    assets = frames["assets"].with_columns(asset_ix=pl.int_range(pl.len(), dtype=pl.UInt32))
    if not assets.height:
        return assets.with_columns(owner_ix=pl.lit(None, dtype=pl.UInt32))
    orders = frames["orders"].select(reach_key="order", reach=pl.lit("order"), owner_ix="customer_ix")
    people = frames["customers"].select(reach_key="customer", reach=pl.lit("customer")).with_row_index("owner_ix")
    owners = pl.concat([orders, people.select(orders.columns)]).with_columns(
        pl.col("reach").cast(assets.schema["reach"])
    )
    return assets.join(owners, on=["reach", "reach_key"], how="left", maintain_order="left").sort(
        "owner_ix", "asset_ix"
    )


def _consistent(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Sends of assets that came to the shelf only later are not seen either."""
    sends, assets = frames["asset_sends"], frames["assets"]
    return (
        {**frames, "asset_sends": sends.join(assets.select("asset"), on="asset", how="semi")}
        if sends.height
        else frames
    )


def in_order(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Sorted by a column, rows of one value in their old order; untouched if it is sorted already."""
    return frame if frame[column].is_sorted() else frame.sort(column, maintain_order=True)


def _renumbered(frames: dict[str, pl.DataFrame], before: pl.DataFrame, name: str, key: str) -> dict[str, pl.DataFrame]:
    """Row numbers that point into a frame that was sorted, pointing to the new places."""
    if frames[name] is before:
        return frames
    place = frames[name].select(pl.col(BY_NAME[name].unique).alias(key)).with_row_index("new")
    old = before.select(pl.col(BY_NAME[name].unique).alias(key)).join(place, on=key, how="left", maintain_order="left")[
        "new"
    ]
    users = [f.name for f in FRAMES if any(c.key_of == name for c in f.columns)]
    moved = pl.lit(old).gather(pl.col(f"{key}_ix")).cast(pl.UInt32).alias(f"{key}_ix")
    return {**frames, **{u: frames[u].with_columns(moved) for u in users}}


def strict(rows: Mapping[str, Rows]) -> History:
    """A history of rows that must all fit.

    Raises:
        ManyErrors: One error for each row that does not.
    """
    history, refused = build(rows)
    if refused:
        raise ManyErrors([r.error() for r in refused])
    return history


def sliced(history: History, low: int, high: int) -> History:
    """The customers numbered `low` to `high - 1` with all that is theirs; sellers and shelves stay whole."""
    frames = history.frames
    spans = {"customer": (low, high)}
    out = dict(frames)
    out["customers"] = frames["customers"].slice(low, high - low)
    for name, (owner, key) in OWNED.items():
        if name == "customers":
            continue
        start, stop = _rows_between(frames[name][f"{owner}_ix"], *spans[owner])
        out[name] = _rebased(frames[name].slice(start, stop - start), spans)
        if key:
            spans[key] = (start, stop)
    shared = frames["assets"].filter(pl.col("owner_ix").is_null())
    start, stop = _rows_between(frames["assets"]["owner_ix"], low, high)
    out["assets"] = pl.concat([shared, frames["assets"].slice(start, stop - start)])
    start, stop = _rows_between(frames["inbounds"]["customer_ix"], low, high)
    out["inbounds"] = _rebased(frames["inbounds"].slice(start, stop - start), spans)
    start, stop = _rows_between(history.events["customer_ix"], low, high)
    return History(out, _rebased(history.events.slice(start, stop - start), spans))


def _rows_between(owners: pl.Series, low: int, high: int) -> tuple[int, int]:
    """First and last-plus-one row whose owner lies in [low, high); the column is sorted."""
    ends = owners.search_sorted(pl.Series([low, high], dtype=owners.dtype), side="left")
    return int(ends[0]), int(ends[1])


def _rebased(frame: pl.DataFrame, spans: Mapping[str, tuple[int, int]]) -> pl.DataFrame:
    """Row numbers counted from the first row of the slice they point into."""
    linked = {k: start for k, (start, _) in spans.items() if f"{k}_ix" in frame.columns and start}
    return frame.with_columns(pl.col(f"{k}_ix") - pl.lit(start, dtype=pl.UInt32) for k, start in linked.items())


def stacked(histories: Iterable[History]) -> History:
    """Several histories with distinct keys as one, to be judged in one pass."""
    parts = list(histories)
    return strict({f.name: pl.concat([bare(f.name, h[f.name]) for h in parts], how="diagonal") for f in FRAMES})


def _dicts(rows: Rows) -> list[Mapping[str, object]]:
    return [*rows.to_dicts()] if isinstance(rows, pl.DataFrame) else list(rows)


def as_frame(name: str, rows: Rows) -> pl.DataFrame:
    """Rows as a frame that has every column of the schema; values keep their own types until they are checked."""
    schema = BY_NAME[name].polars()
    frame = rows if isinstance(rows, pl.DataFrame) else _from_columns(_columns(rows), schema)
    return frame.with_columns(pl.lit(None, dtype=t).alias(c) for c, t in schema.items() if c not in frame.columns)


def _columns(rows: Columns | Iterable[Mapping[str, object]]) -> Mapping[str, Sequence[object]]:
    if isinstance(rows, Columns):
        return rows.values
    listed = list(rows)
    names = dict.fromkeys(k for r in listed for k in r)
    return {n: [r.get(n) for r in listed] for n in names}


def _from_columns(
    columns: Mapping[str, Sequence[object]], schema: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    if not columns:
        return pl.DataFrame(schema=schema)
    return pl.DataFrame({n: _series(n, values, schema.get(n)) for n, values in columns.items()})


def _series(name: str, values: Sequence[object], dtype: pl.DataType | type[pl.DataType] | None) -> pl.Series:
    """Typed at once where all values fit; as text where one does not, so that the check can name it."""
    try:
        if dtype == pl.Date and not all(issubclass(t, date | NoneType) for t in {*map(type, values)}):
            raise TypeError
        return pl.Series(name, values, dtype=dtype, strict=True)
    except (TypeError, pl.exceptions.PolarsError, OverflowError):
        return pl.Series(name, [None if v is None else str(v) for v in values], dtype=pl.String)


def bare(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame without the derived row numbers, so that it can be built again."""
    kept = BY_NAME[name].polars()
    if "asset_ix" in frame.columns and name == "assets":
        frame = frame.sort("asset_ix")  # the order of the shelf, whoever owns what
    return frame.select(c for c in frame.columns if c in kept or c == "as_of")


def _on_axis(name: str, frame: pl.DataFrame, axis: pl.DataFrame) -> pl.DataFrame:
    """Every row on every day on which it was known, its keys made distinct by the day."""
    keys = [c.name for c in BY_NAME[name].columns if c.key_of or c.name == BY_NAME[name].unique]
    crossed = seen(name, frame.drop("as_of", strict=False).join(axis, how="cross"), pl.col("as_of"))
    suffix = pl.lit("@") + pl.col("as_of").dt.to_string("%Y-%m-%d")
    if name == "assets":
        reached = pl.col("reach").is_in(["order", "customer"])
        keyed = pl.when(reached).then(pl.col("reach_key") + suffix).otherwise(pl.col("reach_key"))
        crossed = crossed.with_columns(keyed.alias("reach_key"))
    named = crossed.with_columns((pl.col(k) + suffix).alias(k) for k in keys)
    return named if name == "sellers" else named.drop("as_of")
