"""What every spreadsheet file becomes: sheets of text cells; nothing here knows what a column means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from duecourse.errors import DuecourseError

ROWS_MAX: Final = 200_000
"""Rows of one sheet that hold something; more is a database, not a list."""

COLUMNS_MAX: Final = 256
"""Columns from the first to the last that holds something."""

BYTES_MAX: Final = 200_000_000
"""Size of a text file, and of all parts of a workbook unpacked."""

MERGES_MAX: Final = 100_000
"""Merged ranges of one sheet."""

ROW_LAST: Final = 1_048_576
"""The last row that a spreadsheet can have."""

NOT_CALCULATED: Final = "a formula without a value"
"""Text of the error cell that stands for a formula which no program has calculated yet."""

ERROR_NAMES: Final = frozenset(
    {
        # English; then German, French, Spanish, Italian, Portuguese and Dutch
        "#REF!",
        "#N/A",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#BUSY!",
        "#EXTERNAL!",
        "#GETTING_DATA",
        "#BEZUG!",
        "#NV",
        "#WERT!",
        "#ZAHL!",
        "#ÜBERLAUF!",
        "#VALEUR!",
        "#NOM?",
        "#NOMBRE!",
        "#NUL!",
        "#¡REF!",
        "#¡VALOR!",
        "#¡DIV/0!",
        "#¿NOMBRE?",
        "#¡NUM!",
        "#¡NULO!",
        "#RIF!",
        "#N/D",
        "#VALORE!",
        "#NOME?",
        "#NULLO!",
        "#VALOR!",
        "#NÚM!",
        "#NULO!",
        "#VERW!",
        "#WAARDE!",
        "#NAAM?",
        "#GETAL!",
        "#LEEG!",
    }
)
"""What spreadsheets show instead of a value, also when they export to csv."""

_NUMBERED_ERROR: Final = re.compile(r"Err:\d{3}", re.IGNORECASE)

Kind: TypeAlias = Literal["text", "number", "date", "error"]


class Cell(NamedTuple):
    """One cell that is not blank.

    Args:
        text: A number as plain decimals without noise beyond 15 digits, behind the code of the currency if the cell's
            format shows one ("EUR 12400.5"), a date as 2026-03-31, an error by its name,
            text as it stands without white space around it.
        kind: What the file says it is; all cells of a csv file are text or error. Numbers of a workbook that counts
            days from 1904 are text, so that nobody takes one for a count of days since 1900.
    """

    text: str
    kind: Kind


class Row(NamedTuple):
    """One row that holds something: its number in the spreadsheet, from 1, and its cells from column 0.

    Blank cells are None; none follow the last cell that holds something.
    """

    number: int
    cells: Sequence[Cell | None]


class Span(NamedTuple):
    """Cells that are merged into one; rows from 1, columns from 0, the last ones belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out, beyond its cells; a csv file has none.

    Args:
        merged: In the order of the file.
        hidden_columns: Counted from 0, at most `COLUMNS_MAX`.
    """

    merged: tuple[Span, ...] = ()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TextForm:
    """What must be known to write a csv file back as it was.

    Args:
        encoding: Name that Python knows, without the byte order mark: utf-8, utf-16-le, gb18030, cp1252, …
        byte_order_mark: Whether the file begins with one.
        delimiter: One character.
        quotes: Whether fields stand in quotation marks: all of them, where needed (or by habit), or none.
        line_end: As after the first line; a line feed if there is only one line.
        names_delimiter: Whether the first line is Excel's `sep=;`, which is no row.
    """

    encoding: str
    byte_order_mark: bool
    delimiter: str
    quotes: Literal["all", "some", "none"]
    line_end: str
    names_delimiter: bool = False


def _no_layout() -> Layout:
    return Layout()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a csv file.

    Args:
        file: Name of the file, without its folder.
        name: Name of the sheet; empty for a csv file.
        hidden: Whether a person who opens the workbook does not see it.
        rows: Those that hold something, from the first, on each call. Both it and `layout` may raise DuecourseError.
        layout: Merged cells and hidden columns; looked up on the first call.
        form: How the text is written; None for a workbook.
    """

    file: str
    name: str
    hidden: bool
    rows: Callable[[], Iterator[Row]]
    layout: Callable[[], Layout] = field(default=_no_layout)
    form: TextForm | None = None

    @property
    def merged(self) -> tuple[Span, ...]:
        """Merged cells."""
        return self.layout().merged

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Columns that a person does not see, from 0."""
        return self.layout().hidden_columns


def text_cell(text: str) -> Cell | None:
    """A cell of text, or of an error by its name; None if there is only white space."""
    bare = text.strip()
    if not bare:
        return None
    return Cell(bare, "error" if is_error(bare) else "text")


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for an error."""
    if text[0] == "#":
        return text.upper() in ERROR_NAMES
    return text[0] in "Ee" and _NUMBERED_ERROR.fullmatch(text) is not None


def counted(rows: Iterator[Row], file: str) -> Iterator[Row]:
    """The same rows, refused beyond `ROWS_MAX`."""
    for count, row in enumerate(rows, start=1):
        if count > ROWS_MAX:
            raise DuecourseError(
                f"The sheet has more than {ROWS_MAX} rows", where=file, fix="Split it, or keep only what is still open."
            )
        yield row


def too_wide(number: int, file: str) -> DuecourseError:
    """A row has more than `COLUMNS_MAX` columns."""
    return DuecourseError(
        f"Row {number} has more than {COLUMNS_MAX} columns",
        where=file,
        fix="Delete what stands far to the right and run again.",
    )


def too_large(file: str) -> DuecourseError:
    """A workbook unpacks to more than `BYTES_MAX`, or to far more than real workbooks do."""
    return DuecourseError(
        f"The workbook unpacks to more than {BYTES_MAX // 10**6} MB",
        where=file,
        fix="Save the sheet alone in a new workbook.",
    )


def too_merged(file: str) -> DuecourseError:
    """A sheet has more than `MERGES_MAX` merged ranges."""
    return DuecourseError(
        f"The sheet has more than {MERGES_MAX} merged cells", where=file, fix="Take the merged cells apart."
    )


def damaged(file: str) -> DuecourseError:
    """A workbook that cannot be read as its format says."""
    return DuecourseError(
        "The workbook is damaged and cannot be read",
        where=file,
        fix="Open it in a spreadsheet program, save it as a new .xlsx and run again.",
    )


def protected(file: str) -> DuecourseError:
    """A workbook that opens only with a password."""
    return DuecourseError(
        "The workbook is protected by a password", where=file, fix="Save it without the password and run again."
    )
