"""Counts, sums and latest values by row number: what a group-by does, without building groups.

Row numbers are dense, so an aggregate is an array with one place for each owner; NumPy writes into it in one pass. On a
million cases this takes a tenth of the time of a group-by with fifteen aggregates, and needs no join afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Whole = NDArray[np.int64]

_NONE: Final = np.iinfo(np.int64).min
_NOWHERE: Final = np.iinfo(np.uint32).max


class Scatter:
    """Aggregates of rows by the number of their owner.

    Args:
        owners: Row number of the owner of each row; no nulls.
        height: Number of owners.
    """

    def __init__(self, owners: pl.Series, height: int) -> None:
        self.owners: Whole = owners.to_numpy().astype(np.int64, copy=False)
        self.height = height

    def count(self, mask: Mask) -> NDArray[np.int32]:
        """Rows of the mask for each owner; signed, so that a difference cannot wrap."""
        return np.bincount(self.owners[mask], minlength=self.height).astype(np.int32)

    def total(self, values: NDArray[np.float64], mask: Mask) -> NDArray[np.float64]:
        """Sum of the values of the mask, added in the order of the rows."""
        return np.bincount(self.owners[mask], weights=values[mask], minlength=self.height).astype(np.float64)

    def latest(self, values: Whole, mask: Mask | None = None) -> Whole:
        """Greatest value of the mask (null: of all rows); for an owner without any what `known_whole` calls null."""
        out = np.full(self.height, _NONE, dtype=np.int64)
        if mask is None:
            np.maximum.at(out, self.owners, values)
        else:
            np.maximum.at(out, self.owners[mask], values[mask])
        return out

    def latest_by(self, values: Whole, sorts: Whole, count: int) -> Whole:
        """The same for `count` sorts of rows at once, one array a sort; rows of a negative sort count nowhere."""
        out = np.full((count, self.height), _NONE, dtype=np.int64)
        kept = np.flatnonzero(sorts >= 0)
        np.maximum.at(out.reshape(-1), sorts[kept] * self.height + self.owners[kept], values[kept])
        return out


def known_whole(column: str) -> pl.Expr:
    """A column of `Scatter.latest` with its nulls."""
    return pl.when(pl.col(column) != _NONE).then(pl.col(column)).alias(column)


def places(keys: pl.Series, wanted: Whole) -> pl.Series:
    """Where each wanted row number stands among the keys (each there once), UInt32; null where it does not."""
    numbers = keys.to_numpy()
    size = 1 + max((int(n.max()) for n in (numbers, wanted) if len(n)), default=-1)
    at = np.full(size, _NOWHERE, dtype=np.uint32)
    at[numbers] = np.arange(len(numbers))
    found = pl.Series(at[wanted])
    return found.set(found == _NOWHERE, None)
