"""`duecourse decide --history`: a folder of Parquet frames in, verdicts out; one part in memory at a time."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

from duecourse.adapters.parquet import parts_of, run_partition
from duecourse.cli.clock import today
from duecourse.cli.console import clean, page
from duecourse.errors import DuecourseError
from duecourse.history.validate import BadRow
from duecourse.policy.load import load

SHOWN_MAX = 20


def run_batch(folder: Path, out: Path | None, as_of: date | None, policy_name: str) -> int:
    """Judges every part; refused rows are named on stderr.

    Returns:
        0 all judged, 2 some rows refused, 1 nothing could be judged.
    """
    if out is None:
        raise DuecourseError("No place for the verdicts is given", fix="Add --out verdicts.parquet.")
    if not out.parent.is_dir() or out.is_dir():
        raise DuecourseError(
            "The verdicts cannot be written there", where=str(out), fix="Name a file in a folder that exists."
        )
    policy, day = load(policy_name), as_of or today()
    parts = parts_of(folder)
    count, refused, written = 0, 0, list[Path]()
    try:
        for number, part in enumerate(parts):
            target = out if len(parts) == 1 else out.with_suffix(f".{number:04d}.parquet")
            judged, bad = run_partition(part, target, day, policy)
            written.append(target)
            count, refused = count + judged, refused + len(bad)
            _name(bad, part)
    except BaseException:
        # Half of the verdicts would look like all of them.
        for piece in written:
            piece.unlink(missing_ok=True)
        raise
    if len(written) > 1:
        _join(written, out)
    page().line(f"{count:,} verdicts in {out}", style="green")
    if not count:
        return 1
    return 2 if refused else 0


def _name(bad: list[BadRow], part: Path) -> None:
    for row in bad[:SHOWN_MAX]:
        sys.stderr.write(clean(f"{part.name}: {row.error()}") + "\n")
    if len(bad) > SHOWN_MAX:
        sys.stderr.write(f"{part.name}: {len(bad) - SHOWN_MAX} more rows refused.\n")


def _join(pieces: list[Path], out: Path) -> None:
    """The pieces as one file, streamed; then they go."""
    temporary = out.with_suffix(".writing")
    pl.scan_parquet(pieces).sink_parquet(temporary, compression="zstd", compression_level=1)
    temporary.replace(out)
    for piece in pieces:
        piece.unlink()
