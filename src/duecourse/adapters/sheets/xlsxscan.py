"""The first pass over a sheet of an Excel workbook: is it sound, how is it laid out, how is its XML written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from duecourse.adapters.sheets.archive import Archive
from duecourse.adapters.sheets.cells import COLUMNS_MAX, MERGES_MAX, Layout, Span, too_merged
from duecourse.adapters.sheets.markup import Attributes, Markup
from duecourse.adapters.sheets.xlsxplain import Plainness

_CELLS: Final = b"sheetData"
_ENDED: Final = re.compile(rb"/(?:[\w.-]+:)?sheetData|sheetData\s*/>")
_OVERLAP: Final = 16
_RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@dataclass(frozen=True, slots=True)
class Scan:
    """What the first pass found.

    Args:
        plain: Whether the XML is as nearly all programs write it, so that rows can be cut out of the bytes.
        layout: Merged cells and hidden columns.
    """

    plain: bool
    layout: Layout


def scanned(archive: Archive, part: str) -> Scan:
    """Check that a sheet is well-formed and look up its layout.

    Raises:
        DuecourseError: If it is damaged, declares a document type, or has too many merged cells.
    """
    seen = _Seen(archive.file)
    for chunk in archive.chunks(part):
        seen.feed(chunk)
    return seen.ended()


def column_number(letters: str) -> int:
    """Column from 0 of its letters: A is 0, XFD is 16,383."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Seen:
    """Tags are looked at before and after the cells only: a call for each cell would cost more than all the rest."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._markup = Markup(file, self._start)
        self._handler = self._markup.parser.StartElementHandler
        self._tail = b""
        self._inside = self._after = False
        self._plainness = Plainness()
        self._merged: list[Span] = []
        self._hidden: set[int] = set()

    def feed(self, chunk: bytes) -> None:
        seen = self._tail + chunk
        self._plainness.feed(chunk)
        found = _CELLS in seen
        watched = found or self._after or not self._inside
        self._markup.parser.StartElementHandler = self._handler if watched else None
        self._after = self._after or (found and (self._inside or _ENDED.search(seen) is not None))
        self._inside = self._inside or found
        self._markup.feed(chunk)
        self._tail = seen[-_OVERLAP:]

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and _is_hidden(attributes):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self._hidden.update(range(max(first - 1, 0), min(last, COLUMNS_MAX)))

    def _merge(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference.replace("$", ""))
        if found is None:
            return
        left, top, right, bottom = found.groups()
        span = Span(int(top), column_number(left), int(bottom or top), column_number(right or left))
        self._merged.append(span)
        if len(self._merged) > MERGES_MAX:
            raise too_merged(self._file)

    def ended(self) -> Scan:
        self._markup.feed(b"", last=True)
        return Scan(self._plainness.holds, Layout(tuple(self._merged), frozenset(self._hidden)))


def _is_hidden(attributes: Attributes) -> bool:
    return attributes.get("hidden") in {"1", "true", "on"} or attributes.get("width") == "0"
