"""The rows of a sheet of an Excel workbook, cut out of its XML as bytes.

Sheets are written by programs, nearly always in the same way, so that splitting bytes at `</row>` and `<c ` finds every
cell in a third of the time of a parser that calls back for each tag. What is written in another way (prefixes,
comments, other encodings) is written anew in the plain way first, by such a parser. That the XML is well-formed has
been checked before (see `xlsxscan`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from duecourse.adapters.sheets.archive import Archive
from duecourse.adapters.sheets.cells import (
    COLUMNS_MAX,
    NOT_CALCULATED,
    ROW_LAST,
    Cell,
    Row,
    damaged,
    text_cell,
    too_wide,
)
from duecourse.adapters.sheets.moneyformats import priced
from duecourse.adapters.sheets.numbers import day_cell, number_cell
from duecourse.adapters.sheets.xlsxplain import blocks, plainly, text_of, unescaped
from duecourse.adapters.sheets.xlsxscan import column_number

_KNOWN_MAX: Final = 50_000
_ROW_END: Final = b"</row>"
_NUMBER: Final = re.compile(rb'\sr="([0-9]{1,7})"')
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z:]+)="([^"]*)"')
_VALUE: Final = re.compile(rb"<v(?:\s[^>]*)?>([^<]*)</v>")
_FORMULA: Final = re.compile(rb"<f[\s/>]")
_COLUMN: Final = re.compile(rb"[A-Z]{1,3}")
_CELL_TAGS: Final = frozenset({"row", "c", "v", "f", "is", "t", "rPh"})
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share.

    Args:
        strings: Texts by their number.
        dates: Numbers of the styles that show a day or a time.
        from_1904: Whether days count from 1904.
        moneys: Numbers of the styles that show a currency, with its code.
    """

    strings: list[Cell | None]
    from_1904: bool
    dates: frozenset[str] = frozenset()
    moneys: Mapping[str, str] = field(default_factory=dict)


def rows_of(archive: Archive, part: str, shared: Shared, *, plain: bool) -> Iterator[Row]:
    """The rows of a sheet that hold something.

    Args:
        plain: What the first pass found (see `xlsxscan.Scan`).

    Raises:
        DuecourseError: If a row is too wide, or cells are not what the format allows.
    """
    chunks = archive.chunks(part)
    reader = _Reader(shared, archive.file)
    if not plain:
        chunks = plainly(chunks, "sheetData", _CELL_TAGS, archive.file)
    for block in blocks(chunks, _ROW_END, b"</sheetData>", archive.file):
        for piece in block.split(_ROW_END):
            if row := reader.row(piece):
                yield row


class _Columns(dict[bytes, int]):
    """Columns by their letters."""

    def __missing__(self, letters: bytes) -> int:
        if not _COLUMN.fullmatch(letters):
            raise ValueError(letters)
        column = self[letters] = column_number(letters.decode())
        return column


_Read: TypeAlias = Callable[[bytes], "Cell | None"]


class _Cells(dict[bytes, "Cell | None"]):
    """Cells by their XML behind the reference; equal ones are one object, which saves time and memory."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._tags = _Tags(shared)

    def __missing__(self, xml: bytes) -> Cell | None:
        tag, _, body = xml.partition(b">")
        kind, read = self._tags[tag]
        if body[:3] == b"<v>" and body[-8:] == b"</v></c>" and len(body) > 11:
            cell = read(body[3:-8])
        else:
            cell = None if tag.endswith(b"/") else _unusual(kind, read, body)
        if b"." not in body:  # amounts with decimals hardly ever repeat
            if len(self) >= _KNOWN_MAX:
                self.clear()
            self[xml] = cell
        return cell


class _Tags(dict[bytes, tuple[str, _Read]]):
    """The kind of a cell, and what reads its value, by its attributes."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._dates, self._moneys = shared.dates, shared.moneys
        self._readers: dict[str, _Read] = {
            "s": lambda v: shared.strings[int(v)],
            "b": lambda v: Cell("yes" if v.strip() in {b"1", b"true"} else "no", "text"),
            "e": lambda v: Cell(unescaped(v) or "#VALUE!", "error"),
            "str": lambda v: text_cell(unescaped(v)),
            "inlineStr": lambda v: text_cell(unescaped(v)),
            "d": _iso_cell,
            "n": lambda v: number_cell(v.decode(), from_1904=shared.from_1904),
            "day": lambda v: day_cell(v.decode(), from_1904=shared.from_1904),
        }

    def __missing__(self, tag: bytes) -> tuple[str, _Read]:
        named = dict(_ATTRIBUTE.findall(tag))
        kind = named.get(b"t", b"n").decode()
        style = named.get(b"s", b"0").decode()
        shows_day = kind == "n" and style in self._dates
        read = self._readers["day" if shows_day else kind]
        if kind == "n" and not shows_day and (money := self._moneys.get(style)):
            self[tag] = kind, lambda v: priced(read(v), money)
            return self[tag]
        self[tag] = kind, read
        return self[tag]


def _unusual(kind: str, read: _Read, body: bytes) -> Cell | None:
    """A cell with a formula, with text of its own, or without a value."""
    if kind == "inlineStr" and b"<is" in body:
        return text_cell(text_of(body))
    found = _VALUE.search(body)
    if found and found[1]:
        return read(found[1])
    # A text may be empty; a number that is missing has never been calculated.
    if kind in {"n", "e", "b"} and _FORMULA.search(body):
        return Cell(NOT_CALCULATED, "error")
    return Cell("#VALUE!", "error") if kind == "e" else None


def _iso_cell(value: bytes) -> Cell:
    """A day in the form of ISO 8601, as strict workbooks have; a time of day is text."""
    text = value.decode().strip()
    return Cell(text[:10], "date") if _DAY.match(text) else Cell(text, "text")


class _Reader:
    """Makes rows of the bytes before each `</row>`."""

    def __init__(self, shared: Shared, file: str) -> None:
        self._file = file
        self._columns = _Columns()
        self._cells = _Cells(shared)
        self._number = 0

    def row(self, piece: bytes) -> Row | None:
        """The row that ends with the piece; None if it holds nothing."""
        before, _, rest = piece.rpartition(b"<row")
        attributes, _, body = rest.partition(b">")
        found = _NUMBER.search(attributes)
        # Rows without a number follow one another; those before the last one of a piece are empty.
        number = int(found[1]) if found else self._number + before.count(b"<row") + 1
        if not self._number < number <= ROW_LAST:
            raise damaged(self._file)
        self._number = number
        if b"<c>" in body or b"<c/>" in body:
            body = body.replace(b"<c>", b'<c s="0">').replace(b"<c/>", b'<c s="0"/>')
        try:
            cells = self._row(number, body.split(b"<c ")[1:])
        except (ValueError, LookupError) as error:
            raise damaged(self._file) from error
        return Row(number, cells) if cells else None

    def _row(self, number: int, pieces: list[bytes]) -> list[Cell | None]:
        columns, known, digits = self._columns, self._cells, str(number).encode()
        row: list[Cell | None] = []
        column = -1
        for piece in pieces:
            first, reference, xml = piece.split(b'"', 2)
            if first == b"r=":
                column, cell = columns[reference.removesuffix(digits)], known[xml]
            else:
                column, cell = self._unreferenced(piece, column, digits)
            if cell is None:
                continue
            if column >= COLUMNS_MAX:
                raise too_wide(number, self._file)
            gap = column - len(row)
            if gap < 0:
                row[column] = cell
                continue
            if gap:
                row += [None] * gap
            row.append(cell)
        return row

    def _unreferenced(self, piece: bytes, before: int, digits: bytes) -> tuple[int, Cell | None]:
        """A cell whose reference is not its first attribute, or missing: then it follows the one before."""
        reference = dict(_ATTRIBUTE.findall(piece.partition(b">")[0])).get(b"r")
        column = before + 1 if reference is None else self._columns[reference.removesuffix(digits)]
        return column, self._cells[piece]
