"""A file as sheets of text cells with their row and column; nothing here knows what a column means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

from duecourse.errors import DuecourseError

ROWS_MAX: Final = 200_000
"""Rows of one list; more is a database, not an order list."""

BYTES_MAX: Final = 200_000_000
"""Size of a csv file, and of all parts of a workbook unpacked."""

COLUMNS_MAX: Final = 256

ERROR_NAMES: Final = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
"""What spreadsheets show instead of a value, also when they export to csv."""

Kind: TypeAlias = Literal["text", "number", "date", "error"]


class Cell(NamedTuple):
    """One cell that is not blank.

    Args:
        text: A number as plain decimals without noise beyond 15 digits, a date as 2026-03-31, an error by its name,
            text as it stands without white space around it.
        kind: What the file says it is; all cells of a csv file are text or error.
    """

    text: str
    kind: Kind


class Row(NamedTuple):
    """One row: its number in the spreadsheet, from 1, and its cells from column 0; blank cells are None."""

    number: int
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or one reading of a csv file.

    Args:
        file: Name of the file, without its folder.
        name: Name of the sheet; empty for a csv file.
        rows: All rows, from the first, on each call.
        head: The same, but ends where a csv file does not fit the delimiter that is being tried.
    """

    file: str
    name: str
    rows: Callable[[], Iterator[Row]]
    head: Callable[[], Iterator[Row]]


def opened(path: Path) -> AbstractContextManager[list[Sheet]]:
    """The sheets that the file may hold: every visible one of a workbook, one for each delimiter of a csv file.

    Raises:
        DuecourseError: If the file is missing, empty, too large, damaged, protected, or of another type than its name
            says; rows read later may raise it too.
    """
    from duecourse.adapters.orders import csvfile, workbook

    head = _head(path)
    suffix = path.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return workbook.opened(path, head)
    if suffix in {".csv", ".txt", ".tsv"}:
        return csvfile.opened(path, head)
    raise DuecourseError(
        f"'{suffix or path.name}' is no type of order list that can be read",
        where=path.name,
        fix="Save it as .xlsx or .csv and run again.",
    )


def text_cell(text: str) -> Cell | None:
    """A cell of text; None if there is only white space."""
    bare = text.strip()
    if not bare:
        return None
    return Cell(bare, "error" if bare.upper() in ERROR_NAMES else "text")


def too_wide(number: int, file: str) -> DuecourseError:
    """A row has more than `COLUMNS_MAX` columns."""
    return DuecourseError(
        f"Row {number} has more than {COLUMNS_MAX} columns",
        where=file,
        fix="Delete the columns that the template does not have.",
    )


def _head(path: Path) -> bytes:
    """The first bytes of a file that exists and is not empty."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise DuecourseError(
            f"The file cannot be opened: {error.strerror}", where=str(path), fix="Check the name and the folder."
        ) from error
    if not head:
        raise DuecourseError("The file is empty", where=path.name, fix="Fill in the template and run again.")
    return head
