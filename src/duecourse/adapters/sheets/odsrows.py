"""The rows of one table of an OpenDocument spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from duecourse.adapters.sheets.cells import (
    COLUMNS_MAX,
    NOT_CALCULATED,
    ROW_LAST,
    Cell,
    Row,
    damaged,
    is_error,
    text_cell,
    too_large,
    too_wide,
)
from duecourse.adapters.sheets.markup import Attributes, Markup
from duecourse.adapters.sheets.moneyformats import priced
from duecourse.adapters.sheets.numbers import number_cell

_ASIDE: Final = frozenset({"annotation", "tracked-changes", "shapes", "forms", "frame", "custom-shape", "ruby-text"})
"""Elements whose text is no part of a cell: comments, deleted cells, pictures and the like."""

_NUMBERS: Final = frozenset({"float", "percentage", "currency"})
_SPACES_MAX: Final = 1_000
_DURATION: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
TEXT_MAX: Final = 1_000_000
"""Characters of one cell; spreadsheets allow 32,767."""

_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


def rows_of(chunks: Iterable[bytes], file: str, index: int, *, from_1904: bool) -> Iterator[Row]:
    """The rows that hold something.

    Args:
        chunks: Of `content.xml`.
        index: Which table, from 0.

    Raises:
        DuecourseError: If the file is damaged, or a row is too wide.
    """
    table = _Table(file, index, from_1904=from_1904)
    for chunk in chunks:
        table.markup.feed(chunk)
        yield from table.taken()
        if table.done:
            return
    table.markup.feed(b"", last=True)
    yield from table.taken()


class _Table:
    def __init__(self, file: str, index: int, *, from_1904: bool) -> None:
        self.markup = Markup(file, self._start, self._end, self._text)
        self._file, self._index, self._from_1904 = file, index, from_1904
        self._tables = self._depth = self._aside = 0
        self._row = 0
        self._cells: list[Cell | None] = []
        self._column = 0
        self._row_repeats = 1
        self._cell: Attributes | None = None
        self._pieces: list[str] = []
        self._size = 0
        self._in_paragraph = False
        self._taken: list[tuple[Row, int]] = []
        self.done = False

    def taken(self) -> Iterator[Row]:
        """Rows that were finished since the last call, each as often as it is repeated."""
        finished, self._taken = self._taken, []
        for row, repeated in finished:
            for further in range(repeated):
                yield Row(row.number + further, row.cells)

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._aside or name in _ASIDE:
            self._aside += 1
        elif name == "table":
            self._depth += 1
            self._tables += self._depth == 1
        elif self._depth == 1 and self._tables == self._index + 1:
            self._within(name, attributes)

    def _within(self, name: str, attributes: Attributes) -> None:
        if name == "table-row":
            self._cells, self._column = [], 0
            self._row_repeats = repeats(attributes, "number-rows-repeated", self._file)
        elif name in _CELLS:
            self._cell = attributes
            self._pieces, self._size = [], 0
        elif self._cell is not None:
            self._written(name, attributes)

    def _written(self, name: str, attributes: Attributes) -> None:
        """A paragraph of a cell, or what stands for white space in it."""
        if name == "p":
            self._in_paragraph = True
            self._text("\n" if self._pieces else "")
        elif name == "s":
            self._text(" " * min(repeats(attributes, "c", self._file), _SPACES_MAX))
        elif name in {"tab", "line-break"}:
            self._text("\t" if name == "tab" else "\n")

    def _text(self, text: str) -> None:
        if self._in_paragraph and not self._aside:
            self._pieces.append(text)
            self._size += len(text)
            if self._size > TEXT_MAX:
                raise too_large(self._file)

    def _end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == "table":
            self._depth -= 1
            self.done = not self._depth and self._tables == self._index + 1
        elif self._depth == 1 and self._tables == self._index + 1:
            self._ended(name)

    def _ended(self, name: str) -> None:
        if name == "p":
            self._in_paragraph = False
        elif name in _CELLS and self._cell is not None:
            self._place(self._cell)
            self._cell = None
        elif name == "table-row":
            if self._cells:
                self._taken.append((Row(self._row + 1, self._cells), self._row_repeats))
            self._row += self._row_repeats
            if self._row > ROW_LAST:
                raise damaged(self._file)

    def _place(self, attributes: Attributes) -> None:
        repeated = repeats(attributes, "number-columns-repeated", self._file)
        cell = _cell(attributes, "".join(self._pieces), from_1904=self._from_1904)
        if cell is not None:
            if self._column + repeated > COLUMNS_MAX:
                raise too_wide(self._row + 1, self._file)
            self._cells += [None] * (self._column - len(self._cells))
            self._cells += [cell] * repeated
        self._column += repeated


def _cell(attributes: Attributes, shown: str, *, from_1904: bool) -> Cell | None:
    """One cell by its value; by what it shows where that is an error or a text."""
    kind = attributes.get("value-type", "")
    bare = shown.strip()
    # LibreOffice keeps an error as a text or as the number 0 and tells it only by what it shows.
    if bare and (_is_marked(attributes) or ("formula" in attributes and is_error(bare))):
        return Cell(bare, "error")
    if kind in _NUMBERS:
        number = number_cell(attributes.get("value", ""), from_1904=from_1904)
        return priced(number, attributes.get("currency", "") if kind == "currency" else "")
    if kind == "date":
        return _day(attributes.get("date-value", ""))
    if kind == "boolean":
        return Cell("yes" if attributes.get("boolean-value") == "true" else "no", "text")
    if kind == "time":
        return Cell(_clock(attributes.get("time-value", "")) or bare or "#VALUE!", "text")
    if not kind and "formula" in attributes and not bare:
        return Cell(NOT_CALCULATED, "error")
    return text_cell(shown or attributes.get("string-value", ""))


def _is_marked(attributes: Attributes) -> bool:
    return attributes.get("value-type") == "error" or attributes.get("calcext:value-type") == "error"


def _day(value: str) -> Cell:
    """A day, without the time of day that may follow."""
    try:
        return Cell(date.fromisoformat(value[:10]).isoformat(), "date")
    except ValueError:
        return Cell("#VALUE!", "error")


def _clock(value: str) -> str | None:
    found = _DURATION.fullmatch(value)
    return ":".join(f"{int(n):02}" for n in found.groups()) if found else None


def repeats(attributes: Attributes, name: str, file: str) -> int:
    """How often something stands, at least once.

    Raises:
        DuecourseError: If it is no number that a spreadsheet can have.
    """
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise damaged(file)
    return max(int(text), 1)
