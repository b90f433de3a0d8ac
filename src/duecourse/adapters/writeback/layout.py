"""What a worksheet says beside its cells: its size, the widths of its columns, merged areas, protection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from duecourse.adapters.writeback.xmlpart import Part, Splice, Tag, attribute, box, letters, with_attribute

COLUMNS_MAX: Final = 16_384
WIDTHS: Final[Mapping[str, int]] = {
    "list": 14,
    "verdict": 28,
    "until": 12,
    "because": 64,
    "rule": 12,
    "subject": 36,
    "text": 48,
    "gloss": 36,
    "we_wrote_on": 14,
    "they_said": 32,
    "they_promised_on": 26,
    "so_far": 24,
}
"""Widths of our columns, in digits of the workbook's first font."""


def merged(part: Part) -> list[tuple[int, int, int, int]]:
    """Merged areas: first column, first row, last column, last row; columns from 0, rows from 1."""
    references = (attribute(tag.attributes, "ref") for tag in part.all("mergeCell"))
    return [box(r) for r in references if r and r[-1].isdecimal()]


def grown(part: Part, column: int, rows: tuple[int, int]) -> list[Splice]:
    """The size of the sheet, reaching to a column (from 0) and over a span of rows (from 1)."""
    tag = part.find("dimension")
    reference = attribute(tag.attributes, "ref") if tag else None
    if tag is None or not reference or not reference[-1].isdecimal():
        return []
    left, top, right, bottom = box(reference)
    corner = f"{letters(left)}{min(top, rows[0])}:{letters(max(column, right))}{max(bottom, rows[1])}"
    if box(corner) == (left, top, right, bottom):
        return []
    return [_retagged(part, "dimension", tag, with_attribute(tag.attributes, "ref", corner))]


def _retagged(part: Part, name: str, tag: Tag, attributes: bytes) -> Splice:
    start = tag.start + 1 + len(part.prefix) + len(name)
    return start, start + len(tag.attributes), attributes


def widths(part: Part, columns: Mapping[str, int]) -> list[Splice]:
    """Widths for our columns; where an entry of theirs reaches over ours, its other columns keep it."""
    ours = {column: WIDTHS[name] for name, column in columns.items()}
    new = {c: _entry(part, c, c, b' width="%d" customWidth="1"' % w) for c, w in ours.items()}
    tag = part.find("cols")
    if tag is None or tag.empty:
        return [_all_new(part, tag, b"".join(new[c] for c in sorted(new)))]
    end = part.inner_end("cols", tag)
    theirs = [(c, part.end("col", c)) for c in part.all("col", tag.inner, end)]
    splices: list[Splice] = []
    for entry, stop in theirs:
        within = sorted(c for c in ours if _reach(entry)[0] <= c <= _reach(entry)[1])
        if within:
            splices.append((entry.start, stop, b""))
            new |= _beside(part, entry, within)
    return splices + _placed(theirs, new, end)


def _all_new(part: Part, tag: Tag | None, entries: bytes) -> Splice:
    """The whole list; by the schema it stands right before the cells."""
    name = part.prefix + b"cols"
    data = part.find("sheetData")
    at = (tag.start, tag.inner) if tag else (data.start, data.start) if data else (0, 0)
    return (*at, b"<" + name + b">" + entries + b"</" + name + b">")


def _placed(theirs: list[tuple[Tag, int]], new: Mapping[int, bytes], end: int) -> list[Splice]:
    """New entries in between, in the order of the columns."""
    spots = {c: next((t.start for t, _ in theirs if _reach(t)[0] > c), end) for c in new}
    return [(spots[c], spots[c], new[c]) for c in sorted(new)]


def _reach(entry: Tag) -> tuple[int, int]:
    """First and last column of an entry, from 0."""
    first, last = (attribute(entry.attributes, name) or "1" for name in ("min", "max"))
    return int(first) - 1, int(last) - 1


def _beside(part: Part, entry: Tag, within: list[int]) -> dict[int, bytes]:
    """Pieces of an entry of theirs left, right and in between our columns, by their first column."""
    first, last = _reach(entry)
    edges = zip([first - 1, *within], [*within, last + 1], strict=True)
    return {a + 1: _entry(part, a + 1, b - 1, entry.attributes) for a, b in edges if b - a > 1}


def _entry(part: Part, first: int, last: int, attributes: bytes) -> bytes:
    ranged = with_attribute(with_attribute(attributes, "min", str(first + 1)), "max", str(last + 1))
    return b"<" + part.prefix + b"col" + ranged.rstrip() + b"/>"
