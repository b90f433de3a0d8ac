"""The one function: which writer, and how the result takes its place without ever losing a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from duecourse.adapters.writeback import csvback, workbook
from duecourse.adapters.writeback.convert import NOTE, converted
from duecourse.adapters.writeback.kept import entries
from duecourse.adapters.writeback.model import Answers, Band, CsvShape, Target
from duecourse.errors import DuecourseError

_WORKBOOKS: Final = (".xlsx", ".xlsm")
_TEXTS: Final = (".csv", ".tsv", ".txt")
_OLD: Final = (".xls", ".ods", ".xlsb")


def write_back(
    source: Path,
    out: Path,
    target: Target,
    band: Band,
    answers: Answers,
    *,
    shape: CsvShape | None = None,
    in_place: bool = False,
) -> list[str]:
    """Give the sheet back with our columns; notes for the person.

    The list, verdict, until, because and rule of each answer are written as text; a row of an earlier run without an
    answer is emptied. What the person fills in (`THEIRS`) is never touched. Headings of an earlier run stay.
    Nothing stands at `out` before all is written; a file that is there is replaced at once.

    Args:
        source: .xlsx, .xlsm, .csv, .tsv or .txt; .xls, .ods and .xlsb come back as .xlsx.
        out: Of the same type as the source; those three .xlsx.
        target: Where the table stands.
        band: Our headings.
        answers: Row number to field to text.
        shape: How a text file is written; needed for those.
        in_place: Allows `out` to be the source.

    Raises:
        DuecourseError: The file cannot be read or written, is too large, has no room for us, or `out` has entries of
            the person that the source lacks.
    """
    _check_paths(source, out, in_place=in_place)
    try:
        _check_entries(source, out, target, shape)
        with _beside(out, source) as file:
            return _written(source, file, target, band, answers, shape)
    except OSError as error:
        what = f"The sheet cannot be written back: {error.strerror or error}"
        raise DuecourseError(what, where=str(out), fix="Close the file, or choose another name.") from error


def _written(
    source: Path, file: BinaryIO, target: Target, band: Band, answers: Answers, shape: CsvShape | None
) -> list[str]:
    kind = source.suffix.lower()
    if kind in _TEXTS:
        return csvback.write(source, file, target, band, answers, shape or CsvShape())
    if kind in _WORKBOOKS:
        return workbook.write(source, file, target, band, answers)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, f"{source.stem}.xlsx")
        converted(source, fresh)
        return [NOTE, *workbook.write(fresh, file, target, band, answers)]


def _check_paths(source: Path, out: Path, *, in_place: bool) -> None:
    kind, wanted = source.suffix.lower(), out.suffix.lower()
    if kind not in (*_TEXTS, *_WORKBOOKS, *_OLD):
        what = f"A file of type '{source.suffix or source.name}' cannot be written back"
        raise DuecourseError(what, where=source.name, fix="Save it as .xlsx or .csv and run again.")
    needed = ".xlsx" if kind in _OLD else kind
    if wanted != needed:
        what = f"{source.name} comes back as '{needed}', not as '{out.suffix or out.name}'"
        raise DuecourseError(what, where=str(out), fix=f"End the name in {needed}.")
    if not in_place and out.exists() and out.samefile(source):
        raise DuecourseError("The copy would replace the order list", where=str(out), fix="Choose another name.")


def _check_entries(source: Path, out: Path, target: Target, shape: CsvShape | None) -> None:
    """Refuses to replace an earlier copy in which the person wrote something that would be lost."""
    if not out.exists() or out.samefile(source):
        return
    there = entries(out, target.sheet, shape)
    lost = there and there - entries(source, target.sheet, shape)
    if lost:
        what = f"{out.name} holds {lost.total()} entries of yours that {source.name} does not have"
        fix = f"Run with {out.name} as the list, or choose another name."
        raise DuecourseError(what, where=str(out), fix=fix)


@contextmanager
def _beside(out: Path, source: Path) -> Iterator[BinaryIO]:
    """A new file in the same folder that takes the place of `out` when all went well."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem[:40]}-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(source, part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
