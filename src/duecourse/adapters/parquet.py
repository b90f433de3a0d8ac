"""Histories and verdicts as Parquet: a folder of frames, or a folder of parts that each hold whole customers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from duecourse.decide.judge import judge
from duecourse.errors import DuecourseError
from duecourse.history.history import History, bare, build
from duecourse.history.schema import FRAMES
from duecourse.history.validate import BadRow
from duecourse.policy.model import Policy


def parts_of(folder: Path) -> list[Path]:
    """Folders that hold frames: the folder itself, or its subfolders `part=…` in order.

    Raises:
        DuecourseError: There is no such folder, or it holds neither.
    """
    if (folder / "milestones.parquet").is_file():
        return [folder]
    parts = sorted(p for p in folder.glob("part=*") if (p / "milestones.parquet").is_file())
    if not parts:
        known = ", ".join(f"{f.name}.parquet" for f in FRAMES[:4])
        raise DuecourseError(
            f"The folder {folder} holds no milestones.parquet",
            fix=f"Put frames there ({known}, …), or in subfolders named part=0001.",
        )
    return parts


def read_history(folder: Path) -> tuple[History, list[BadRow]]:
    """The history of one folder; frames without a file are empty.

    Raises:
        DuecourseError: A file is no Parquet.
    """
    frames = {}
    for frame in FRAMES:
        file = folder / f"{frame.name}.parquet"
        if file.is_file():
            try:
                frames[frame.name] = pl.read_parquet(file)
            except (pl.exceptions.PolarsError, OSError) as error:
                raise DuecourseError(
                    "The file is not readable as Parquet", where=str(file), fix="Write it again."
                ) from error
    return build(frames)


def write_history(history: History, folder: Path, cases: int | None = None) -> None:
    """Frames of a history as Parquet; in parts of whole customers, some `cases` each, if a number is given."""
    _clear(folder)
    parts: Iterator[History] = history.parts(cases) if cases else iter([history])
    for number, part in enumerate(parts):
        place = folder / f"part={number:04d}" if cases else folder
        place.mkdir(parents=True, exist_ok=True)
        for frame in FRAMES:
            plain = bare(frame.name, part[frame.name]).cast(frame.polars())  # type: ignore[arg-type]
            file = place / f"{frame.name}.parquet"
            if plain.height:
                plain.write_parquet(file, compression="zstd", compression_level=1)


def _clear(folder: Path) -> None:
    """Frames of an older history in that place go; nothing else does."""
    for place in (folder, *folder.glob("part=*")):
        for frame in FRAMES:
            (place / f"{frame.name}.parquet").unlink(missing_ok=True)


def record(judged: pl.DataFrame, history: History, policy: Policy) -> pl.DataFrame:
    """The verdict columns of judged rows under the names of `--json`; facts and sentences are made when asked for."""
    rules: Mapping[str, pl.Series] = {
        "rule": pl.Series([r.id for r in policy.rules]),
        "step": pl.Series([r.step for r in policy.rules]),
    }
    return judged.select(
        "case",
        history["customers"]["name"].gather(judged["customer_ix"]).alias("customer"),
        history["orders"]["number"].gather(judged["order_ix"]).alias("order"),
        pl.col("kind").alias("milestone"),
        "as_of",
        "action",
        pl.col("what").alias("kind"),
        "topic",
        "level",
        "until",
        "then",
        *(pl.lit(s).gather(pl.col("rule_ix")).alias(n) for n, s in rules.items()),
        pl.col("held_by").alias("gates"),
        "needs_approval",
        "must_pay_by",
        "slack_days",
        "pressure",
        "next_review",
        policy=pl.lit(policy.name),
        policy_version=pl.lit(policy.version),
    )


def run_partition(source: Path, target: Path, as_of: date, policy: Policy) -> tuple[int, list[BadRow]]:
    """Judges one folder and writes its verdicts under a temporary name first, then renames: all or nothing.

    Returns:
        Number of verdicts, and the rows that were refused.
    """
    history, refused = read_history(source)
    seen = history.seen_on(as_of)
    verdicts = record(judge(seen, as_of, policy), seen, policy)
    temporary = target.with_suffix(".writing")
    verdicts.write_parquet(temporary, compression="zstd", compression_level=1)
    temporary.replace(target)
    return verdicts.height, refused
