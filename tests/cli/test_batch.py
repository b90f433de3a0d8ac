"""`duecourse decide --history`: a folder of Parquet frames in, verdicts out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from decide.command_line import Called, called, processed
from duecourse.adapters.parquet import write_history
from duecourse.history.history import History, bare, strict
from facts.single_case import TODAY, history_of
from generators import bulk
from generators import stacked as history_of_worlds


def crowd(count: int = 25) -> History:
    """Random worlds, without days of their own."""
    made = history_of_worlds(w.on(TODAY) for w in bulk(61, count))
    return strict({n: bare(n, f).drop("as_of", strict=False) for n, f in made.frames.items()})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_history(crowd(), tmp_path / "in")
    return tmp_path / "in"


def judged(folder: Path, out: Path | None, *more: object) -> Called:
    where = ["--out", out] if out else []
    return called("decide", "--history", folder, *where, "--as-of", TODAY, *more)


def verdicts(file: Path) -> pl.DataFrame:
    return pl.read_parquet(file).sort("case")


def change(folder: Path, name: str, **columns: object) -> None:
    file = folder / f"{name}.parquet"
    pl.read_parquet(file).with_columns(**columns).write_parquet(file)


# ------------------------------------------------------------------ all judged
def test_a_folder_is_judged_into_one_file(folder: Path, tmp_path: Path) -> None:
    found = judged(folder, tmp_path / "out.parquet")
    count = verdicts(tmp_path / "out.parquet").height
    assert (found.code, found.err, found.out) == (0, "", f"{count:,} verdicts in {tmp_path / 'out.parquet'}\n")
    assert count == pl.read_parquet(folder / "milestones.parquet").height
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out.parquet"]


def test_parts_give_the_same_file_as_the_whole_and_leave_nothing_behind(folder: Path, tmp_path: Path) -> None:
    write_history(crowd(), tmp_path / "parts", cases=6)
    judged(folder, tmp_path / "whole.parquet")
    found = judged(tmp_path / "parts", tmp_path / "joined.parquet")
    assert found.code == 0
    assert verdicts(tmp_path / "joined.parquet").equals(verdicts(tmp_path / "whole.parquet"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "joined.parquet", "parts", "whole.parquet"]


def test_the_policy_and_the_day_are_kept_with_every_verdict(folder: Path, tmp_path: Path) -> None:
    judged(folder, tmp_path / "out.parquet", "--policy", "patient")
    found = verdicts(tmp_path / "out.parquet")
    assert found["policy"].unique().to_list() == ["patient"]
    assert found["as_of"].unique().to_list() == [TODAY]


def test_without_a_day_it_is_today(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-03-20")
    assert called("decide", "--history", folder, "--out", tmp_path / "out.parquet").code == 0
    assert str(verdicts(tmp_path / "out.parquet")["as_of"][0]) == "2026-03-20"


def test_a_file_of_yesterday_is_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out.parquet").write_bytes(b"yesterday")
    assert judged(folder, tmp_path / "out.parquet").code == 0
    assert verdicts(tmp_path / "out.parquet").height


# ------------------------------------------------------------------ some refused
def test_refused_rows_are_named_on_stderr_and_it_is_two(folder: Path, tmp_path: Path) -> None:
    change(folder, "touches", kind=pl.when(pl.int_range(pl.len()) < 2).then(pl.lit("sof")).otherwise("kind"))
    found = judged(folder, tmp_path / "out.parquet")
    assert found.code == 2
    assert found.err.splitlines()[0].startswith("in: Column 'kind' holds 'sof', but one of soft, ask")
    assert "(touches, row 1)" in found.err
    assert len(found.err.splitlines()) == 2
    assert verdicts(tmp_path / "out.parquet").height == pl.read_parquet(folder / "milestones.parquet").height


def test_a_refused_row_cannot_command_the_terminal(folder: Path, tmp_path: Path) -> None:
    change(folder, "touches", kind=pl.lit("\x1b[2J"))
    assert "\x1b" not in judged(folder, tmp_path / "out.parquet").err


def test_very_many_refused_rows_are_counted_after_twenty(folder: Path, tmp_path: Path) -> None:
    change(folder, "touches", kind=pl.lit("sof"))
    rows = pl.read_parquet(folder / "touches.parquet").height
    found = judged(folder, tmp_path / "out.parquet")
    told = found.err.splitlines()
    assert found.code == 2
    assert len(told) == 21
    assert told[-1] == f"in: {rows - 20} more rows refused."


def test_refused_rows_name_the_part_they_stand_in(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path / "parts", cases=6)
    change(tmp_path / "parts" / "part=0002", "customers", relationship=pl.lit("Q"))
    found = judged(tmp_path / "parts", tmp_path / "out.parquet")
    assert found.code == 2
    assert all(x.startswith("part=0002: ") for x in found.err.splitlines())


# ------------------------------------------------------------------ nothing judged
def test_without_a_place_for_the_verdicts_nothing_is_judged(folder: Path) -> None:
    found = judged(folder, None)
    assert (found.code, found.out) == (1, "")
    assert "Add --out verdicts.parquet" in found.err


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_frames_is_named(made: bool, tmp_path: Path) -> None:
    if made:
        (tmp_path / "in").mkdir()
    found = judged(tmp_path / "in", tmp_path / "out.parquet")
    assert found.code == 1
    assert "holds no milestones.parquet" in found.err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("name", ["milestones", "touches"])
def test_a_broken_file_is_named(name: str, folder: Path, tmp_path: Path) -> None:
    (folder / f"{name}.parquet").write_bytes(b"junk")
    found = judged(folder, tmp_path / "out.parquet")
    assert found.code == 1
    assert "not readable as Parquet" in found.err
    assert f"{name}.parquet" in found.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


def test_a_broken_part_leaves_no_half_of_the_verdicts_behind(tmp_path: Path) -> None:
    write_history(crowd(), tmp_path / "parts", cases=6)
    (tmp_path / "parts" / "part=0002" / "touches.parquet").write_bytes(b"junk")
    found = judged(tmp_path / "parts", tmp_path / "out.parquet")
    assert found.code in {1, 2}
    assert "part=0002" in found.err
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == (["parts"] if found.code == 1 else ["out.parquet", "parts"])


def test_when_every_row_is_refused_it_is_one_and_each_is_named(tmp_path: Path) -> None:
    write_history(history_of(), tmp_path / "in")
    change(tmp_path / "in", "sellers", seller=pl.lit("somebody else"))
    found = judged(tmp_path / "in", tmp_path / "out.parquet")
    assert found.code == 1
    assert "(customers, row 1)" in found.err
    assert "Traceback" not in found.err


def test_a_folder_with_empty_frames_is_one_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pl.DataFrame(schema={"case": pl.String, "order": pl.String, "kind": pl.String}).write_parquet(
        tmp_path / "in" / "milestones.parquet"
    )
    assert judged(tmp_path / "in", tmp_path / "out.parquet").code == 1


@pytest.mark.parametrize("place", ["nowhere/out.parquet", "."])
def test_a_place_that_cannot_be_written_is_named(place: str, folder: Path, tmp_path: Path) -> None:
    found = judged(folder, tmp_path / place)
    assert found.code == 1
    assert str(tmp_path) in found.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]


@pytest.mark.parametrize(
    ("more", "words"), [(["--policy", "norml"], "did you mean 'normal'"), (["--as-of", "soon"], "is no day")]
)
def test_a_mistake_on_the_command_line_is_named(more: list[str], words: str, folder: Path, tmp_path: Path) -> None:
    found = called("decide", "--history", folder, "--out", tmp_path / "out.parquet", *more)
    assert found.code != 0
    assert words in " ".join(found.err.split())
    assert not (tmp_path / "out.parquet").exists()


def test_case_files_beside_a_folder_are_not_silently_left_out(folder: Path, tmp_path: Path) -> None:
    found = called(
        "decide", tmp_path / "case.toml", "--history", folder, "--out", tmp_path / "out.parquet", "--as-of", TODAY
    )
    assert found.code == 1
    assert "--history" in found.err


@pytest.mark.slow
def test_the_installed_command_judges_a_folder(folder: Path, tmp_path: Path) -> None:
    found = processed(
        "decide", "--history", folder, "--out", tmp_path / "out.parquet", "--as-of", TODAY, PYTHONIOENCODING="ascii"
    )
    assert (found.code, found.err) == (0, "")
    assert verdicts(tmp_path / "out.parquet").height
