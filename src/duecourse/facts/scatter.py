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


class Scatter:
    """Aggregates of rows by the number of their owner.

    Args:
        owners: Row number of the owner of each row; no nulls.
        height: Number of owners.
    """

    def __init__(self, owners: pl.Series, height: int) -> None:
        self.owners: Whole = owners.to_numpy().astype(np.int64, copy=False)
        self.height = height

    def count(self, mask: Mask) -> pl.Series:
        """Int32: rows of the mask for each owner; signed, so that a difference cannot wrap."""
        return pl.Series(np.bincount(self.owners[mask], minlength=self.height).astype(np.int32))

    def total(self, values: NDArray[np.float64], mask: Mask) -> pl.Series:
        """Float64: sum of the values of the mask, added in the order of the rows."""
        return pl.Series(np.bincount(self.owners[mask], weights=values[mask], minlength=self.height).astype(np.float64))

    def latest(self, values: Whole, mask: Mask) -> pl.Series:
        """Int64: greatest value of the mask; null for an owner without any."""
        out = np.full(self.height, _NONE, dtype=np.int64)
        np.maximum.at(out, self.owners[mask], values[mask])
        found = pl.Series("value", out)
        return found.set(found == _NONE, None)


def places(keys: pl.Series, wanted: pl.Series) -> pl.Series:
    """Where each wanted row number stands among the keys (each there once), UInt32; null where it does not."""
    greatest = max(int(keys.max()), int(wanted.max())) if len(keys) and len(wanted) else 0  # type: ignore[arg-type]
    at = np.full(greatest + 1, _NONE, dtype=np.int64)
    at[keys.to_numpy()] = np.arange(len(keys))
    found = pl.Series("place", at[wanted.to_numpy()])
    return found.to_frame().select(
        pl.when(pl.col("place") != _NONE).then(pl.col("place").cast(pl.UInt32, strict=False))
    )["place"]
