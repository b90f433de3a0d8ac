"""The texts that the cells of an Excel workbook share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from duecourse.adapters.sheets.archive import Archive
from duecourse.adapters.sheets.cells import Cell, text_cell, too_large
from duecourse.adapters.sheets.markup import Markup
from duecourse.adapters.sheets.xlsxplain import Plainness, blocks, plainly, text_of, unescaped

STRINGS_MAX: Final = 4_000_000
"""Different texts of one workbook."""

_END: Final = b"</si>"
_TAGS: Final = frozenset({"si", "t", "rPh"})
_START: Final = b"<si><t>"


def strings_of(archive: Archive, part: str) -> list[Cell | None]:
    """Texts by their number; None where one is blank.

    Raises:
        DuecourseError: If the part is damaged, declares a document type, or has more than `STRINGS_MAX`.
    """
    strings: list[Cell | None] = []
    for piece in _pieces(archive, part):
        # An empty element has no end tag of its own; it is written before the next one.
        strings += [None] * piece.count(b"<si/>")
        simple = piece.startswith(_START) and piece.find(b"<", 7) == len(piece) - 4
        strings.append(text_cell(unescaped(piece[7:-4]) if simple else text_of(piece)))
        if len(strings) > STRINGS_MAX:
            raise too_large(archive.file)
    return strings


def _pieces(archive: Archive, part: str) -> Iterator[bytes]:
    chunks = archive.chunks(part)
    if not _is_plain(archive, part):
        chunks = plainly(chunks, "sst", _TAGS, archive.file)
    for block in blocks(chunks, _END, b"</sst>", archive.file):
        yield from block.split(_END)


def _is_plain(archive: Archive, part: str) -> bool:
    markup, plainness = Markup(archive.file), Plainness()
    for chunk in archive.chunks(part):
        plainness.feed(chunk)
        markup.feed(chunk)
    markup.feed(b"", last=True)
    return plainness.holds
