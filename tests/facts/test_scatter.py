"""Aggregates by row number: what has no row gets null or zero, and the sorts do not mix."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from duecourse.facts.scatter import Scatter, known_whole, places


def test_the_latest_of_each_sort_and_owner() -> None:
    into = Scatter(pl.Series([0, 2, 2, 0, 2], dtype=pl.UInt32), 3)
    found = into.latest_by(np.array([7, 3, 9, 4, 5]), np.array([0, 1, 0, -1, 1]), 2)
    frame = pl.DataFrame({"first": found[0], "second": found[1]}).with_columns(
        known_whole(c) for c in ("first", "second")
    )
    assert frame.rows() == [(7, None), (None, None), (9, 5)]


def test_without_a_mask_all_rows_count() -> None:
    into = Scatter(pl.Series([1, 1], dtype=pl.UInt32), 2)
    values = np.array([3, 8])
    masked = into.latest(values, np.array([True, False]))
    frame = pl.DataFrame({"all": into.latest(values), "some": masked}).with_columns(
        known_whole(c) for c in ("all", "some")
    )
    assert frame.rows() == [(None, None), (8, 3)]


@pytest.mark.parametrize(
    ("keys", "wanted", "found"),
    [
        ([4, 0], [0, 1, 4, 0], [1, None, 0, 1]),
        ([], [0, 1], [None, None]),
        ([1], [], []),
        ([0], [3], [None]),
    ],
)
def test_places_of_row_numbers(keys: list[int], wanted: list[int], found: list[int | None]) -> None:
    answer = places(pl.Series(keys, dtype=pl.UInt32), np.array(wanted, dtype=np.int64))
    assert answer.dtype == pl.UInt32
    assert answer.to_list() == found
