"""An Excel workbook (.xlsx, .xlsm): which sheets it has and what they share; macros are never looked at.

Read with our own pass over the sheets' XML, for rows that stream: openpyxl needs about three times as long, and
fastexcel, which is twice as fast, gives error cells and formulas that were never calculated as blank, and leaves empty
rows at the top out, so that row numbers shift. A blank means *unknown* to us, so an error must not become one.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from duecourse.adapters.sheets.archive import Archive, unpacked
from duecourse.adapters.sheets.cells import Row, Sheet, counted, damaged
from duecourse.adapters.sheets.markup import Attributes, walk
from duecourse.adapters.sheets.moneyformats import currency_of
from duecourse.adapters.sheets.numbers import DATE_FORMATS, is_date_format
from duecourse.adapters.sheets.xlsxrows import Shared, rows_of
from duecourse.adapters.sheets.xlsxscan import scanned
from duecourse.adapters.sheets.xlsxstrings import strings_of
from duecourse.errors import DuecourseError


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, hidden ones included, in their order.

    Raises:
        DuecourseError: If it is no workbook, is protected, damaged or too large.
    """
    with unpacked(path) as archive:
        _check_type(archive, path)
        book = _Book(archive)
        yield book.sheets()


def _check_type(archive: Archive, path: Path) -> None:
    types = b"".join(archive.chunks("[Content_Types].xml"))
    if b"sheet.binary" in types:
        raise DuecourseError(
            "The file is a binary Excel workbook (.xlsb)", where=path.name, fix="Save it as .xlsx and run again."
        )
    if b"wordprocessingml.document" in types or b"presentationml.presentation" in types:
        raise DuecourseError(
            f"The file is named {path.suffix}, but it is no Excel workbook",
            where=path.name,
            fix="Save the list as .xlsx or .csv and run again.",
        )
    if not (b"sheet.main+xml" in types or b"sheet.macroEnabled" in types or b"template" in types):
        raise damaged(path.name)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    hidden: bool
    part: str


@dataclass(slots=True)
class _Book:
    """What `workbook.xml` says, and what the sheets share, read when the first of them is."""

    archive: Archive
    entries: list[_Entry] = field(default_factory=list)
    from_1904: bool = False
    part: str = ""

    def __post_init__(self) -> None:
        roots = dict(_targets(self.archive, "").values())
        self.part = roots.get("officeDocument", "xl/workbook.xml")
        targets = _targets(self.archive, self.part)
        walk(self.archive.chunks(self.part), self.archive.file, self._noted)
        # A chart sheet has no cells; a sheet without its part is damage that is told when it is read.
        self.entries = [
            _Entry(e.name, e.hidden, targets[e.part][1])
            for e in self.entries
            if targets.get(e.part, ("",))[0] == "worksheet"
        ]
        if not self.entries:
            raise damaged(self.archive.file)

    def _noted(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in {"1", "true", "on"}
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.entries.append(_Entry(attributes.get("name", ""), hidden, attributes.get("id", "")))

    def sheets(self) -> list[Sheet]:
        """The sheets, which share what is read on the first call of `rows`."""
        shared = cache(self._shared)
        return [self._sheet(entry, shared) for entry in self.entries]

    def _sheet(self, entry: _Entry, shared: Callable[[], Shared]) -> Sheet:
        archive = self.archive
        scan = cache(partial(scanned, archive, entry.part))

        def rows() -> Iterator[Row]:
            plain = scan().plain
            return counted(rows_of(archive, entry.part, shared(), plain=plain), archive.file)

        return Sheet(archive.file, entry.name, entry.hidden, rows, lambda: scan().layout)

    def _shared(self) -> Shared:
        related = dict(_targets(self.archive, self.part).values())
        strings, dates = related.get("sharedStrings", ""), related.get("styles", "")
        return Shared(
            strings=strings_of(self.archive, strings) if strings else [],
            **(_styles(self.archive, dates) if self.archive.holds(dates) else {}),
            from_1904=self.from_1904,
        )


def _targets(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """What a part points to, by id: kind and part; links to outside are left out."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def noted(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    if archive.holds(relations):
        walk(archive.chunks(relations), archive.file, noted)
    return found


def _styles(archive: Archive, part: str) -> dict[str, Any]:
    """Numbers of the cell styles that show a day or a time, and the currencies of those that show one."""
    moneys: dict[str, str] = {}
    formats = {str(number) for number in DATE_FORMATS}
    styles: list[str] = []
    within: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        within.append(name)
        if name == "numFmt" and "numFmts" in within:
            change = formats.add if is_date_format(attributes.get("formatCode", "")) else formats.discard
            change(attributes.get("numFmtId", ""))
            moneys[attributes.get("numFmtId", "")] = currency_of(attributes.get("formatCode", ""))
        if name == "xf" and "cellXfs" in within:
            styles.append(attributes.get("numFmtId", "0"))

    def end(_: str) -> None:
        within.pop()

    walk(archive.chunks(part), archive.file, start, end)
    dates = frozenset(str(i) for i, number in enumerate(styles) if number in formats)
    return {"dates": dates, "moneys": {str(i): moneys[n] for i, n in enumerate(styles) if moneys.get(n)}}
