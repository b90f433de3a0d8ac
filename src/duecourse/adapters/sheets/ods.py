"""An OpenDocument spreadsheet (.ods) of LibreOffice and others, read with one pass over its content for each use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from duecourse.adapters.sheets.archive import Archive, unpacked
from duecourse.adapters.sheets.cells import (
    COLUMNS_MAX,
    MERGES_MAX,
    Layout,
    Row,
    Sheet,
    Span,
    counted,
    damaged,
    protected,
    too_merged,
)
from duecourse.adapters.sheets.markup import Attributes, walk
from duecourse.adapters.sheets.odsrows import repeats, rows_of

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, hidden ones included, in their order.

    Raises:
        DuecourseError: If it is protected, damaged or too large.
    """
    with unpacked(path) as archive:
        if archive.holds(_MANIFEST) and b"encryption-data" in b"".join(archive.chunks(_MANIFEST)):
            raise protected(path.name)
        outline = _Outline(path.name)
        walk(archive.chunks(_CONTENT), path.name, outline.start, outline.end)
        if not outline.tables:
            raise damaged(path.name)
        yield [_sheet(archive, i, t, from_1904=outline.from_1904) for i, t in enumerate(outline.tables)]


def _sheet(archive: Archive, index: int, table: _Table, *, from_1904: bool) -> Sheet:
    def rows() -> Iterator[Row]:
        chunks = archive.chunks(_CONTENT)
        return counted(rows_of(chunks, archive.file, index, from_1904=from_1904), archive.file)

    layout = Layout(tuple(table.merged), frozenset(table.hidden_columns))
    return Sheet(archive.file, table.name, table.hidden, rows, partial(_same, layout))


def _same(layout: Layout) -> Layout:
    return layout


@dataclass(slots=True)
class _Table:
    name: str
    hidden: bool
    merged: list[Span] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0
    row: int = 0
    column: int = 0


class _Outline:
    """Names and layout of all tables; what cells hold is read when it is asked for."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._depth = 0
        self.from_1904 = False
        self.tables: list[_Table] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "null-date":
            self.from_1904 = attributes.get("date-value", "").startswith("1904")
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                hidden = attributes.get("style-name", "") in self._hidden_styles
                self.tables.append(_Table(attributes.get("name", ""), hidden))
        elif self._depth == 1:
            self._within(self.tables[-1], name, attributes)

    def end(self, name: str) -> None:
        self._depth -= name == "table"

    def _within(self, table: _Table, name: str, attributes: Attributes) -> None:
        if name == "table-column":
            first = table.columns
            table.columns += repeats(attributes, "number-columns-repeated", self._file)
            if attributes.get("visibility", "visible") != "visible":
                table.hidden_columns.update(range(first, min(table.columns, COLUMNS_MAX)))
        elif name == "table-row":
            table.row += repeats(attributes, "number-rows-repeated", self._file)
            table.column = 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._merge(table, attributes)
            table.column += repeats(attributes, "number-columns-repeated", self._file)

    def _merge(self, table: _Table, attributes: Attributes) -> None:
        if "number-columns-spanned" not in attributes and "number-rows-spanned" not in attributes:
            return
        wide = repeats(attributes, "number-columns-spanned", self._file)
        high = repeats(attributes, "number-rows-spanned", self._file)
        if wide * high > 1:
            row, column = table.row, table.column
            table.merged.append(Span(row, column, row + high - 1, column + wide - 1))
        if len(table.merged) > MERGES_MAX:
            raise too_merged(self._file)
