"""Histories and verdicts as Parquet: there and back, in parts, and what is broken is named."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from duecourse.adapters.parquet import parts_of, read_history, record, run_partition, write_history
from duecourse.decide.judge import judge
from duecourse.decide.verdict import verdicts
from duecourse.errors import DuecourseError
from duecourse.history.history import History, bare, strict
from duecourse.history.schema import FRAMES
from duecourse.policy.load import load
from facts.single_case import TODAY, history_of
from generators import bulk
from generators import stacked as history_of_worlds

NORMAL = load("normal")
COLUMNS = ["case", "customer", "order", "milestone", "as_of", "action", "kind", "topic", "level", "until", "then", "rule", "step", "gates",
           "needs_approval", "must_pay_by", "slack_days", "pressure", "next_review", "policy", "policy_version"]  # fmt: skip


@cache
def crowd() -> History:
    """Forty random worlds, without days of their own."""
    made = history_of_worlds(w.on(TODAY) for w in bulk(51, 40))
    return strict({n: bare(n, f).drop("as_of", strict=False) for n, f in made.frames.items()})


def plain(history: History, name: str) -> pl.DataFrame:
    return bare(name, history[name])


def change(folder: Path, name: str, **columns: object) -> None:
    """Writes one column of a frame anew."""
    file = folder / f"{name}.parquet"
    pl.read_parquet(file).with_columns(**columns).write_parquet(file)


# ------------------------------------------------------------------ there and back
def test_a_history_comes_back_as_it_was_written(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path)
    back, bad = read_history(tmp_path)
    assert bad == []
    for frame in FRAMES:
        assert plain(back, frame.name).equals(plain(crowd(), frame.name)), frame.name


def test_frames_without_rows_are_not_written_and_come_back_empty(tmp_path: Path) -> None:
    write_history(history_of(), tmp_path)
    assert sorted(p.stem for p in tmp_path.iterdir()) == ["customers", "milestones", "orders", "sellers"]
    back, _ = read_history(tmp_path)
    assert back["touches"].height == 0
    assert len(back) == 1


def test_words_are_written_as_plain_text_that_any_tool_can_read(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path)
    for frame in FRAMES:
        file = tmp_path / f"{frame.name}.parquet"
        if file.is_file():
            assert dict(pl.read_parquet_schema(file)) == {k: _instance(t) for k, t in frame.polars().items()}


def _instance(dtype: pl.DataType | type[pl.DataType]) -> pl.DataType:
    return dtype() if isinstance(dtype, type) else dtype


def test_what_is_written_over_an_older_history_leaves_nothing_of_it(tmp_path: Path) -> None:
    """Frames without rows are not written; yesterday's contacts must not come back as today's."""
    touch = {"customer": "c", "case": "m", "on": TODAY, "kind": "soft"}
    write_history(history_of(touches=[touch]), tmp_path)
    write_history(history_of(), tmp_path)
    assert read_history(tmp_path)[0]["touches"].height == 0


@pytest.mark.parametrize("cases", [2, 7, 1000])
def test_parts_hold_whole_customers_and_all_cases_once(cases: int, tmp_path: Path) -> None:
    write_history(crowd(), tmp_path, cases)
    parts = parts_of(tmp_path)
    assert [p.name for p in parts] == [f"part={n:04d}" for n in range(len(parts))]
    read = [read_history(p) for p in parts]
    assert [bad for _, bad in read] == [[]] * len(parts)
    assert sorted(c for h, _ in read for c in h["milestones"]["case"]) == sorted(crowd()["milestones"]["case"])
    owners = [set(h["customers"]["customer"]) for h, _ in read]
    assert sum(map(len, owners)) == len(set().union(*owners))


# ------------------------------------------------------------------ verdicts
def test_a_partition_gets_the_verdicts_of_the_history(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path / "in")
    count, bad = run_partition(tmp_path / "in", tmp_path / "out.parquet", TODAY, NORMAL)
    written = pl.read_parquet(tmp_path / "out.parquet")
    assert (count, bad, written.columns) == (len(crowd()), [], COLUMNS)
    judged = judge(crowd(), TODAY, NORMAL)
    for row, verdict in zip(written.iter_rows(named=True), verdicts(judged, crowd(), NORMAL), strict=True):
        for part in ("case", "customer", "order", "milestone", "as_of", "action", "kind", "topic", "level", "until", "then", "rule", "step",
                     "needs_approval", "next_review", "policy", "policy_version"):  # fmt: skip
            assert row[part] == getattr(verdict, part), (verdict.case, part)
        assert tuple(row["gates"]) == verdict.gates


def test_later_events_are_not_seen_in_a_batch_either(tmp_path: Path) -> None:
    later = {"customer": "c", "case": "m", "on": date(2026, 3, 19), "question": "which valve?"}
    write_history(history_of(inbounds=[later]), tmp_path / "in")
    run_partition(tmp_path / "in", tmp_path / "a.parquet", TODAY, NORMAL)
    run_partition(tmp_path / "in", tmp_path / "b.parquet", date(2026, 3, 19), NORMAL)
    assert pl.read_parquet(tmp_path / "a.parquet")["action"].to_list() != ["answer"]
    assert pl.read_parquet(tmp_path / "b.parquet")["action"].to_list() == ["answer"]


def test_verdicts_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_history(history_of(), tmp_path / "in")
    run_partition(tmp_path / "in", tmp_path / "out.parquet", TODAY, NORMAL)
    before = (tmp_path / "out.parquet").read_bytes()
    (tmp_path / "in" / "orders.parquet").write_bytes(b"junk")
    with pytest.raises(DuecourseError):
        run_partition(tmp_path / "in", tmp_path / "out.parquet", TODAY, NORMAL)
    assert (tmp_path / "out.parquet").read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out.parquet"]


def test_refused_rows_are_told_and_the_rest_is_judged(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path / "in")
    change(tmp_path / "in", "touches", kind=pl.when(pl.int_range(pl.len()) == 2).then(pl.lit("sof")).otherwise("kind"))
    count, bad = run_partition(tmp_path / "in", tmp_path / "out.parquet", TODAY, NORMAL)
    assert count == len(crowd())
    assert [(b.frame, b.row, b.column, b.value) for b in bad] == [("touches", 3, "kind", "'sof'")]


def test_a_folder_of_which_every_row_is_refused_has_no_verdicts(tmp_path: Path) -> None:
    write_history(history_of(), tmp_path / "in")
    change(tmp_path / "in", "sellers", seller=pl.lit("somebody else"))
    count, bad = run_partition(tmp_path / "in", tmp_path / "out.parquet", TODAY, NORMAL)
    assert count == 0
    assert [b.frame for b in bad] == ["customers", "orders", "milestones"]


def test_the_record_of_no_verdict_has_the_same_columns() -> None:
    history = history_of()
    assert record(judge(history, TODAY, NORMAL)[:0], history, NORMAL).columns == COLUMNS


# ------------------------------------------------------------------ what is broken
@pytest.mark.parametrize("name", ["milestones", "touches", "sellers"])
@pytest.mark.parametrize("content", [b"", b"junk", b"PAR1junkPAR1"])
def test_a_file_that_is_no_parquet_is_named(name: str, content: bytes, tmp_path: Path) -> None:
    write_history(history_of(), tmp_path)
    (tmp_path / f"{name}.parquet").write_bytes(content)
    with pytest.raises(DuecourseError, match="not readable as Parquet") as caught:
        read_history(tmp_path)
    assert caught.value.where == str(tmp_path / f"{name}.parquet")


def test_a_parquet_that_was_cut_short_is_named(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path)
    file = tmp_path / "touches.parquet"
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(DuecourseError, match="not readable as Parquet"):
        read_history(tmp_path)


@pytest.mark.parametrize("made", [(), ("part=0000",), ("parts",)])
def test_a_folder_without_cases_says_what_belongs_there(made: tuple[str, ...], tmp_path: Path) -> None:
    for name in made:
        (tmp_path / name).mkdir()
    with pytest.raises(DuecourseError, match=r"holds no milestones\.parquet") as caught:
        parts_of(tmp_path)
    assert "part=0001" in caught.value.fix


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DuecourseError):
        parts_of(tmp_path / "nowhere")


def test_columns_of_other_types_are_read_as_far_as_they_fit(tmp_path: Path) -> None:
    write_history(history_of(), tmp_path)
    change(tmp_path, "orders", production_days=pl.lit(35, dtype=pl.Int64), deliver_on=pl.lit("2026-06-15"))
    back, bad = read_history(tmp_path)
    assert bad == []
    assert back["orders"].select("production_days", "deliver_on").row(0) == (35, date(2026, 6, 15))
