"""Rows and cells of a worksheet part: where they stand, what they hold, and new ones in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from duecourse.adapters.writeback.xmlpart import (
    Part,
    Splice,
    Tag,
    attribute,
    column_of,
    escaped,
    letters,
    with_attribute,
)

_KNOWN_MAX: Final = 50_000
"""Different cells of ours that are remembered; in a long list most are alike."""


class Row(NamedTuple):
    """One row: its number from 1, its start tag, where its content ends."""

    number: int
    tag: Tag
    inner_end: int


class Cell(NamedTuple):
    """One cell: its column from 0, its start tag, where it ends."""

    column: int
    tag: Tag
    end: int


class New(NamedTuple):
    """What a cell shall hold; there is one for each cell of ours, so a light one.

    Args:
        text: Empty takes away what it holds.
        style: Number of a cell format; None for none.
        drawn: Whether the cell shall be there for its ground even when it is empty.
        keep: Whether a cell that is there keeps its own format.
    """

    text: str
    style: int | None = None
    drawn: bool = False
    keep: bool = False


class Grid:
    """The rows of a worksheet part.

    Args:
        part: The worksheet.
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        tag = part.find("sheetData")
        assert tag is not None  # the part was probed for it
        self.tag, self.end = tag, part.inner_end("sheetData", tag)
        self._cell, self._cell_name = part.opener("c"), b"<" + part.prefix + b"c"
        names = [part.prefix + n for n in (b"f", b"is", b"v")]
        self._holds = re.compile(rb"<(?:%s|%s)(?=[\s/>])|<%s(?:\s[^>]*)?>[^<]" % tuple(map(re.escape, names)))
        self._formula = re.compile(rb"<%s(?=[\s/>])" % re.escape(names[0]))
        self.rows = list(self._rows())
        self._before = b' t="inlineStr"><%sis><%st xml:space="preserve">' % (part.prefix, part.prefix)
        self._after = b"</%st></%sis></%sc>" % ((part.prefix,) * 3)
        self._known: dict[New, bytes] = {}
        self.formatted = False
        """Whether a cell got the format that it was given."""

    def _rows(self) -> Iterator[Row]:
        number = 0
        for tag in self.part.all("row", self.tag.inner, self.end):
            given = attribute(tag.attributes, "r")
            number = int(given) if given else number + 1
            yield Row(number, tag, self.part.inner_end("row", tag))

    def cells(self, row: Row, first: int) -> tuple[list[Cell], int]:
        """Cells of a row from a column on, and where the last cell of the whole row ends.

        Looked for from the right: a sheet has many cells, and what is ours stands at the end.
        """
        found: list[Cell] = []
        stop, last = row.inner_end, row.tag.inner
        while (at := self._cell_before(row.tag.inner, stop)) >= 0:
            cell = self._cell_at(at)
            if cell is None:
                return self._counted(row, first)
            last = last if found or stop != row.inner_end else cell.end
            if cell.column < first:
                break
            found.append(cell)
            stop = at
        return found[::-1], last

    def _cell_before(self, start: int, stop: int) -> int:
        shadow, name = self.part.shadow, self._cell_name
        while (at := shadow.rfind(name, start, stop)) >= 0 and shadow[at + len(name)] not in b" \t\r\n/>":
            stop = at  # <color>, <charset> and the like
        return at

    def _cell_at(self, at: int, column: int | None = None) -> Cell | None:
        """The cell that begins there; None if it does not name its column."""
        match = self._cell.match(self.part.shadow, at)
        assert match is not None  # the part is well-formed
        reference = attribute(match["attributes"], "r")
        if reference is None and column is None:
            return None
        tag = Tag(at, match.end(), match["attributes"], bool(match["close"]))
        return Cell(column_of(reference) if reference else column or 0, tag, self.part.end("c", tag))

    def _counted(self, row: Row, first: int) -> tuple[list[Cell], int]:
        """The same for a row whose cells do not all name their columns: each follows the one before."""
        found: list[Cell] = []
        column, at = -1, row.tag.inner
        while match := self._cell.search(self.part.shadow, at, row.inner_end):
            cell = self._cell_at(match.start(), column + 1)
            assert cell is not None  # a column was given
            column, at = cell.column, cell.end
            found.append(cell)
        return [c for c in found if c.column >= first], at

    def holds(self, cell: Cell) -> bool:
        """Whether a cell has a value or a formula."""
        return not cell.tag.empty and self._holds.search(self.part.shadow, cell.tag.inner, cell.end) is not None

    def calculates(self, cell: Cell) -> bool:
        """Whether a cell has a formula."""
        return not cell.tag.empty and self._formula.search(self.part.shadow, cell.tag.inner, cell.end) is not None

    def changes(self, row: Row, cells: list[Cell], last: int, new: Mapping[int, New]) -> list[Splice]:
        """What makes the cells of one row hold that; `cells` and `last` as `cells()` gives them.

        A cell that has a formula stays: it is not ours, and the calculation chain of the workbook names it.
        """
        if not cells:
            raw = b"".join([self.written(row.number, c, w) for c, w in sorted(new.items()) if w.text or w.drawn])
            self.formatted = self.formatted or bool(raw)
            splices = [(last, last, raw)] if raw else []
            return [*self._opened(row, max(new), splices), *self._widened(row, max(new), splices)]
        there = {c.column: c for c in cells}
        splices = [x for c in sorted(there.keys() & new) for x in self._replaced(row.number, there[c], new[c])]
        added: dict[int, bytes] = {}
        for column in sorted(new.keys() - there):
            if new[column].text or new[column].drawn:
                at = next((c.tag.start for c in cells if c.column > column), last)
                added[at] = added.get(at, b"") + self.written(row.number, column, new[column])
        self.formatted = self.formatted or bool(added)
        splices += [(at, at, raw) for at, raw in added.items()]
        return [*self._opened(row, max(new), splices), *self._widened(row, max(new), splices)]

    def _replaced(self, row: int, old: Cell, wanted: New) -> list[Splice]:
        if self.calculates(old) or not (wanted.text or wanted.drawn or self.holds(old)):
            return []
        self.formatted = self.formatted or not wanted.keep
        if wanted.keep:
            kept = attribute(old.tag.attributes, "s")
            wanted = wanted._replace(style=int(kept) if kept else None)
        raw = self.written(row, old.column, wanted)
        return [] if raw == self.part.data[old.tag.start : old.end] else [(old.tag.start, old.end, raw)]

    def _opened(self, row: Row, last: int, splices: list[Splice]) -> list[Splice]:
        """`<row/>` becomes `<row>…</row>`."""
        if not row.tag.empty or not splices:
            return splices
        name, cells = self.part.prefix + b"row", b"".join(new for _, _, new in splices)
        attributes = _spanning(row.tag.attributes, last)
        return [(row.tag.start, row.tag.inner, b"<" + name + attributes + b">" + cells + b"</" + name + b">")]

    def _widened(self, row: Row, last: int, splices: list[Splice]) -> list[Splice]:
        attributes = _spanning(row.tag.attributes, last)
        if row.tag.empty or not splices or attributes == row.tag.attributes:
            return []
        start = row.tag.start + 1 + len(self.part.prefix) + len(b"row")
        return [(start, start + len(row.tag.attributes), attributes)]

    def inserted(self, number: int, new: Mapping[int, New]) -> list[Splice]:
        """A row that the sheet does not have yet."""
        cells = [self.written(number, c, w) for c, w in sorted(new.items()) if w.text or w.drawn]
        if not cells:
            return []
        self.formatted = True
        at = next((r.tag.start for r in self.rows if r.number > number), self.end)
        name = self.part.prefix + b"row"
        return [(at, at, b'<%s r="%d">' % (name, number) + b"".join(cells) + b"</" + name + b">")]

    def written(self, row: int, column: int, new: New) -> bytes:
        """The bytes of one cell: text in itself, never a formula."""
        rest = self._known.get(new)
        if rest is None:
            rest = self._rest(new)
            if len(self._known) < _KNOWN_MAX:
                self._known[new] = rest
        return b'<%sc r="%s%d"%s' % (self.part.prefix, letters(column).encode(), row, rest)

    def _rest(self, new: New) -> bytes:
        """What stands behind the reference of a cell."""
        style = b"" if new.style is None else b' s="%d"' % new.style
        return style + self._before + escaped(new.text) + self._after if new.text else style + b"/>"


def _spanning(attributes: bytes, column: int) -> bytes:
    """Attributes of a row whose `spans`, if it has them, reach to a column."""
    spans = (attribute(attributes, "spans") or "").split()
    first, _, last = spans[-1].partition(":") if spans else ("", "", "")
    if not last.isdecimal() or int(last) > column:
        return attributes
    return with_attribute(attributes, "spans", " ".join([*spans[:-1], f"{first}:{column + 1}"]))
