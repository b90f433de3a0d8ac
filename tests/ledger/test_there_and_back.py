"""History → ledger → history: the same rows by every carrier from every database, and the same verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from polars.testing import assert_frame_equal

from duecourse.adapters.casebook import read as read_case
from duecourse.cli.demo import _example
from duecourse.cli.today_read import history_of, read_all
from duecourse.decide.judge import judge
from duecourse.history.history import History, bare, strict
from duecourse.history.schema import FRAMES
from duecourse.ledger.frames import Carrier
from duecourse.policy.load import load as policy
from generators import World, bulk, stacked, worlds
from ledger.from_history import Frames, again, fitting, read, write

CASEBOOK = Path(__file__).parents[3] / "shared" / "casebook"
CARRIERS: tuple[Carrier, ...] = ("django", "adbc")


def days_of(made: list[World]) -> dict[str, date]:
    return {w.rows["sellers"][0]["seller"]: w.as_of for w in made}


def difference(found: pl.DataFrame, told: pl.DataFrame, **how: bool) -> str:
    """What differs between two frames; nothing if they are the same."""
    try:
        assert_frame_equal(found, told, **how)
    except AssertionError as error:
        return str(error)
    return ""


def assert_same(found: Frames, told: History) -> None:
    """Every frame, row by row, in any order."""
    for frame in FRAMES:
        name = frame.name
        wanted = bare(name, told[name]).select(*frame.polars())
        assert difference(found[name], wanted, check_row_order=False) == "", name


def assert_same_verdicts(found: History, told: History, as_of: date | None = None, preset: str = "normal") -> None:
    """All facts and all of the verdict, case by case."""
    assert difference(judged(found, as_of, preset), judged(told, as_of, preset)) == ""


def judged(history: History, as_of: date | None = None, preset: str = "normal") -> pl.DataFrame:
    """Verdicts by case, without the numbers of rows and calendars, which hang on what else is judged."""
    rows = judge(history, as_of, policy(preset)).sort("case")
    return rows.drop(c for c in rows.columns if c.endswith(("_ix", "_cal")) and c != "rule_ix")


@cache
def crowd() -> tuple[History, dict[str, date]]:
    """Some worlds, and for each frame one that has rows of it."""
    made = bulk(17, 400)
    chosen = {w.key: w for f in FRAMES for w in [*[w for w in made if w.rows[f.name]][:2], *made[:12]]}
    return fitting(stacked(chosen.values())), days_of([*chosen.values()])


def with_days(history: History, days: Mapping[str, date]) -> History:
    plain = {n: bare(n, f) for n, f in history.frames.items()}
    on = plain["sellers"]["seller"].replace_strict(dict(days), return_dtype=pl.Date)
    return strict({**plain, "sellers": plain["sellers"].with_columns(on.alias("as_of"))})


# ------------------------------------------------------------------ carriers
@pytest.mark.both(transaction=True)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_rows_come_back_as_they_were_written(carrier: Carrier) -> None:
    told, days = crowd()
    assert all(told[f.name].height for f in FRAMES), "a world of every frame"
    written = write(told, days)
    found = read(written, carrier)
    assert_same(found, told)
    assert_same_verdicts(again(written, found), with_days(told, days))


@pytest.mark.both(transaction=True)
def test_both_carriers_give_the_same_frames_in_the_same_order() -> None:
    written = write(*crowd())
    ours, theirs = (read(written, c) for c in CARRIERS)
    for name in ours:
        assert difference(ours[name], theirs[name]) == "", name


@pytest.mark.both(transaction=True)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_few_customers_come_with_all_that_is_theirs_and_nothing_else(carrier: Carrier) -> None:
    told, days = crowd()
    written = write(told, days)
    chosen = {s: [] for s in days} | _firsts(told)
    found = read(written, carrier, chosen)
    people = [c for some in chosen.values() for c in some]
    assert sorted(found["customers"]["customer"]) == sorted(people)
    whole = judged(again(written, read(written, carrier)))
    of_them = told["milestones"].join(told["orders"], on="order").filter(pl.col("customer").is_in(people))
    asked = whole.filter(pl.col("case").is_in(of_them["case"].implode()))
    assert difference(judged(again(written, found)), asked) == ""


def _firsts(told: History) -> dict[str, list[str]]:
    """The first customer of each seller."""
    first = told["customers"].group_by("seller").agg(pl.col("customer").first())
    return {seller: [customer] for seller, customer in first.iter_rows()}


# ------------------------------------------------------------------ verdicts
def assert_judged_alike(history: History, as_of: date, preset: str = "normal") -> None:
    """The history as it is judged from its file, and the same by way of the ledger."""
    days = dict.fromkeys(history["sellers"]["seller"], as_of)
    written = write(fitting(history), days)
    assert_same_verdicts(again(written, read(written)), with_days(history, days), None, preset)


@pytest.mark.both
@pytest.mark.skipif(not CASEBOOK.is_dir(), reason="the shared casebook is not beside this checkout")
def test_the_casebook_is_judged_alike_from_the_ledger() -> None:
    for file in sorted(CASEBOOK.glob("*.toml")):
        case = read_case(file)
        assert_judged_alike(case.history.seen_on(case.as_of), case.as_of, case.policy)


@pytest.mark.both
def test_the_example_list_is_judged_alike_from_the_ledger(tmp_path: Path) -> None:
    day = date(2026, 3, 18)
    history = history_of(read_all([_example(tmp_path, day)], day))
    assert len(history) >= 10
    assert_judged_alike(history, day)


@pytest.mark.both
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(made=worlds(max_size=3))
def test_any_world_is_judged_alike_from_the_ledger(made: list[World]) -> None:
    told = fitting(stacked(made))
    written = write(told, days_of(made))
    found = read(written)
    assert_same(found, told)
    assert_same_verdicts(again(written, found), with_days(told, days_of(made)))


@pytest.mark.both
def test_a_hundred_worlds_are_judged_alike_from_the_ledger() -> None:
    made = bulk(18, 100)
    told = fitting(stacked(made))
    written = write(told, days_of(made))
    found = read(written)
    assert_same_verdicts(again(written, found), with_days(told, days_of(made)))
