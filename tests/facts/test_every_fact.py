"""The vocabulary is the contract: every documented fact is a column of its type, and there is nothing besides."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from duecourse.facts import pipeline
from duecourse.policy.load import load
from duecourse.policy.numbers import is_column
from duecourse.policy.vocabulary import FACTS, Fact
from facts.single_case import TODAY, history_of, row_of
from generators import bulk
from generators import stacked as history_of_worlds

SORTS = {"date", "days", "count", "flag", "share", "text", "minor", "names"}


@cache
def crowd() -> pl.DataFrame:
    """Facts of a thousand random worlds."""
    return pipeline.facts(history_of_worlds(bulk(21, 1000)), None, load("normal"))[0]


@cache
def single() -> pl.DataFrame:
    """Facts of one case about which next to nothing is recorded."""
    return pipeline.facts(history_of(), TODAY, load("normal"))[0]


def plain(dtype: pl.DataType) -> pl.DataType:
    """An enumeration counts as text, alone and in a list."""
    if isinstance(dtype, pl.Enum):
        return pl.String()
    return pl.List(plain(dtype.inner)) if isinstance(dtype, pl.List) else dtype  # type: ignore[arg-type]


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f.name)
@pytest.mark.parametrize("frame", [single, crowd], ids=["single", "crowd"])
def test_a_documented_fact_is_a_column_of_its_type(fact: Fact, frame: object) -> None:
    made = frame()  # type: ignore[operator]
    assert fact.name in made.columns
    assert plain(made.schema[fact.name]) == fact.dtype


@pytest.mark.parametrize("fact", [f for f in FACTS if not f.null], ids=lambda f: f.name)
def test_a_fact_without_a_meaning_for_null_is_never_null(fact: Fact) -> None:
    assert crowd()[fact.name].null_count() == 0
    assert single()[fact.name].null_count() == 0


@pytest.mark.parametrize("name", ["normal", "patient", "brisk"])
def test_there_is_no_column_that_nobody_documented(name: str) -> None:
    policy = load(name)
    made, _ = pipeline.facts(history_of(), TODAY, policy)
    numbers = {n.name for n in policy.numbers.values() if n.scope == "case"}
    assert set(made.columns) == {f.name for f in FACTS} | numbers | set(pipeline._CARRIED)
    assert not {f.name for f in FACTS} & numbers


def test_one_row_for_each_case_in_the_order_of_the_history() -> None:
    history = history_of_worlds(bulk(22, 40))
    made, _ = pipeline.facts(history, None, load("normal"))
    assert made["case"].to_list() == history["milestones"]["case"].to_list()


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f.name)
def test_a_fact_is_documented_in_words(fact: Fact) -> None:
    assert fact.sort in SORTS
    assert fact.doc
    assert fact.group
    assert fact.source
    ends = {"date": ("_on", "_by", "_until", "as_of", "_day", "tomorrow", "new_date"), "days": ("_days",)}.get(
        fact.sort, ("",)
    )
    assert fact.name.endswith(ends)


def test_no_fact_stands_twice() -> None:
    names = [f.name for f in FACTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("sort", ["share", "minor", "count", "days"])
def test_numbers_are_signed_and_finite(sort: str) -> None:
    """An unsigned difference wraps; a number that is none would slip through every comparison."""
    for fact in (f for f in FACTS if f.sort == sort):
        column = crowd()[fact.name].drop_nulls()
        assert not column.dtype.is_unsigned_integer(), fact.name
        assert column.cast(pl.Float64).is_finite().all(), fact.name


def test_their_last_words_are_the_last_ones_they_wrote() -> None:
    """Also when the last message says nothing that a rule asks for."""
    heard = [("approval", "The boss must sign."), (None, "He signed, thank you.")]
    rows = [
        {"customer": "c", "case": "m", "on": TODAY, "seq": n, "reason": r, "says": s} for n, (r, s) in enumerate(heard)
    ]
    assert row_of(columns=["says"], inbounds=rows) == {"says": "He signed, thank you."}


def test_no_number_of_a_policy_can_take_the_name_of_a_column_that_judging_carries_along() -> None:
    free = [name for name in pipeline._CARRIED if not is_column(name)]
    assert free == [], "Add these to `policy/numbers._COLUMNS`: a number of that name would overwrite them."
