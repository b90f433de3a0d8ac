"""The zip file that a workbook is, unpacked piece by piece and never beyond what it declares.

A zip bomb is told by the sizes that the archive declares; `zipfile` stops at the declared size of a part and then
finds its checksum wrong, so an undeclared size ends as damage after that many bytes.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from duecourse.adapters.sheets import cells
from duecourse.adapters.sheets.cells import damaged, protected, too_large

PARTS_MAX: Final = 10_000
RATIO_MAX: Final = 150
"""Unpacked to packed size of a part; real sheets have 5 to 30, a file of one repeated byte has 1,000."""

RATIO_FREE: Final = 4_000_000
"""Bytes of a part up to which its ratio does not matter."""

_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip


class Archive:
    """The parts of a workbook by their names, which are compared without case and with / between folders."""

    def __init__(self, opened: zipfile.ZipFile, file: str) -> None:
        self.file = file
        self._zip = opened
        self._parts = {p.filename.replace("\\", "/").lstrip("/").lower(): p for p in opened.infolist()}

    def holds(self, part: str) -> bool:
        """Whether the part is there."""
        return part.lower() in self._parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part in pieces of at most 1 MB.

        Raises:
            DuecourseError: If the part is missing, damaged, or encrypted.
        """
        info = self._parts.get(part.lower())
        if info is None:
            raise damaged(self.file)
        if info.flag_bits & _ENCRYPTED:
            raise protected(self.file)
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (*_DAMAGE,) as error:
            raise damaged(self.file) from error


@contextmanager
def unpacked(path: Path) -> Iterator[Archive]:
    """The parts of a zip file whose sizes are within bounds.

    Raises:
        DuecourseError: If it is damaged, or would unpack to too much.
    """
    try:
        opened = zipfile.ZipFile(path)
    except (*_DAMAGE,) as error:
        raise damaged(path.name) from error
    with opened:
        _check_sizes(opened.infolist(), path.name)
        yield Archive(opened, path.name)


def _check_sizes(parts: list[zipfile.ZipInfo], file: str) -> None:
    if len(parts) > PARTS_MAX or sum(p.file_size for p in parts) > cells.BYTES_MAX:
        raise too_large(file)
    if any(p.file_size > RATIO_FREE and p.file_size > RATIO_MAX * p.compress_size for p in parts):
        raise too_large(file)
    if any(p.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for p in parts):
        raise damaged(file)
