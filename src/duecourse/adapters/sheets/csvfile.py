"""A text file (.csv, .tsv, .txt) or pasted text as one sheet, read line by line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Final, TextIO, TypeAlias

from duecourse.adapters.sheets import cells
from duecourse.adapters.sheets.cells import COLUMNS_MAX, Cell, Row, Sheet, TextForm, counted, text_cell, too_wide
from duecourse.adapters.sheets.delimiter import form_of
from duecourse.adapters.sheets.encoding import LINE_MAX, Encoding, empty, no_text, overlong, recognised
from duecourse.errors import DuecourseError

_FORMULA_STARTS: Final = ("'=", "'+", "'-", "'@")
"""An apostrophe keeps a spreadsheet from calculating the text; it is no part of it."""

_KEEPING: Final = ("=", "'")
"""What text begins with that has something before it that is no part of it."""

_MARKED: Final = {
    "utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16", "utf-32-le": "utf-32", "utf-32-be": "utf-32",
}  # fmt: skip
_HEAD_LINES: Final = 200
_HEAD_MAX: Final = 200_000
_KNOWN_MAX: Final = 200_000
_Opener: TypeAlias = Callable[[], AbstractContextManager[TextIO]]


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The one sheet of a text file.

    Raises:
        DuecourseError: If the file is too large, is no text, or its encoding is unknown.
    """
    if path.stat().st_size > cells.BYTES_MAX:
        raise DuecourseError(
            f"The file is larger than {cells.BYTES_MAX // 10**6} MB",
            where=path.name,
            fix="Split the list and run again.",
        )
    encoding = recognised(path)
    known = _MARKED[encoding.name] if encoding.byte_order_mark else encoding.name
    yield [_sheet(path.name, encoding, partial(path.open, encoding=known, newline=""))]


def pasted(text: str, name: str = "-") -> list[Sheet]:
    """Rows from a clipboard (fields between tabs), or csv text from standard input, as one sheet.

    Args:
        name: What errors call it.

    Raises:
        DuecourseError: If there is nothing but white space, or too much.
    """
    if not text.strip():
        raise empty(name)
    if len(text) > cells.BYTES_MAX // 4:
        raise DuecourseError("The text is too long", where=name, fix="Save it as a file and read that.")
    return [
        _sheet(name, Encoding("utf-8", byte_order_mark=False), partial(StringIO, text.lstrip("\ufeff"), newline=""))
    ]


def _sheet(file: str, encoding: Encoding, opener: _Opener) -> Sheet:
    with opener() as stream:
        head = _head(_lines(stream, file, encoding.name))
    if not head:
        raise empty(file)
    form = form_of(head, encoding)

    def rows() -> Iterator[Row]:
        return counted(_rows(opener, form, file), file)

    return Sheet(file, "", hidden=False, rows=rows, form=form)


def _head(lines: Iterator[str]) -> str:
    """The first lines that hold something."""
    head: list[str] = []
    size = 0
    for line in lines:
        if not line.isspace():
            head.append(line)
            size += len(line)
        if len(head) >= _HEAD_LINES or size > _HEAD_MAX:
            break
    return "".join(head)


def _lines(stream: TextIO, file: str, encoding: str) -> Iterator[str]:
    """The lines of a text with their ends, none of them overlong."""
    number = 0
    try:
        while line := stream.readline(LINE_MAX + 1):
            number += 1
            if len(line) > LINE_MAX:
                raise overlong(number, file)
            if "\0" in line:
                raise no_text(file)
            yield line
    except UnicodeDecodeError as error:
        raise DuecourseError(
            f"The file has letters after line {number} that are not in {encoding} like the rest",
            where=file,
            fix="Save it anew as 'CSV UTF-8' or as .xlsx and run again.",
        ) from error


class _Cells(dict[str, "Cell | None"]):
    """Cells by their text; equal ones are one object, which saves time and memory."""

    def __missing__(self, text: str) -> Cell | None:
        if len(self) >= _KNOWN_MAX:
            self.clear()
        cell = self[text] = text_cell(_plain(text) if text[:1] in _KEEPING else text)
        return cell


def _plain(text: str) -> str:
    """Text without what keeps a spreadsheet from calculating it, or from taking leading zeros away: ="0042"."""
    if text.startswith('="') and text.endswith('"') and len(text) > 3:
        return text[2:-1]
    return text[1:] if text.startswith(_FORMULA_STARTS) else text


def _rows(opener: _Opener, form: TextForm, file: str) -> Iterator[Row]:
    with opener() as stream:
        lines = _lines(stream, file, form.encoding)
        if form.names_delimiter:
            next(lines)
        yield from _records(lines, form.delimiter, file)


def _records(lines: Iterable[str], delimiter: str, file: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    cell_of = _Cells().__getitem__
    try:
        for number, fields in enumerate(reader, start=1):
            if len(fields) > COLUMNS_MAX:
                raise too_wide(number, file)
            row = [*map(cell_of, fields)]
            while row and row[-1] is None:
                row.pop()
            if row:
                yield Row(number, row)
    except csv.Error as error:
        raise DuecourseError(
            f"The file breaks off at line {reader.line_num}: {error}",
            where=file,
            fix="Look for a lone quotation mark there, or save it as .xlsx.",
        ) from error
