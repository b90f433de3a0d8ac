"""The zip around a workbook: checked before it is unpacked, its parts found, all but a few copied byte for byte."""

from __future__ import annotations

import posixpath
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from duecourse.adapters.writeback.xmlpart import elements
from duecourse.errors import DuecourseError

UNPACKED_MAX: Final = 200 * 10**6
SHEET_MAX: Final = 100 * 10**6
SHEET_OF_OURS_MAX: Final = 190 * 10**6
"""A sheet with our columns is larger than it came (100,000 rows with messages: 166 MB); the next run takes it too."""
_PARTS_MAX: Final = 10_000
_OLE: Final = b"\xd0\xcf\x11\xe0"
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError)
_SAVE_AGAIN: Final = "Open it in a spreadsheet program, save it as a new .xlsx and run again."


@dataclass(frozen=True, slots=True)
class Package:
    """An opened workbook.

    Args:
        file: Its name, for errors.
        archive: The zip.
        sheet: Path of the worksheet part.
        styles: Path of the part with cell formats; empty if there is none.
        strings: Path of the part with shared strings; empty if there is none.
    """

    file: str
    archive: zipfile.ZipFile
    sheet: str
    styles: str
    strings: str

    def where(self, part: str) -> str:
        """File and part, for errors."""
        return f"{self.file}, part {part}"

    def read(self, part: str) -> bytes:
        """One part, unpacked."""
        with _damage_named(self.file):
            return self.archive.read(part)

    @property
    def signed(self) -> bool:
        """Whether somebody signed the file; a change breaks the signature."""
        return any(name.lower().startswith("_xmlsignatures/") for name in self.archive.namelist())

    def copy_all(self, out: BinaryIO) -> None:
        """Write the package as it is."""
        with Path(str(self.archive.filename)).open("rb") as file:
            shutil.copyfileobj(file, out, 1 << 20)

    def copy(self, out: BinaryIO, changed: Mapping[str, bytes]) -> None:
        """Write the package with those parts replaced; names, order, dates and packing stay."""
        with zipfile.ZipFile(out, "w") as target:
            target.comment = self.archive.comment
            for info in self.archive.infolist():
                _copy_part(self, info, target, changed.get(info.filename))

    def pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """One part, unpacked piece by piece."""
        with _damage_named(self.file), self.archive.open(info) as part:
            while piece := part.read(1 << 20):
                yield piece


def _copy_part(source: Package, info: zipfile.ZipInfo, target: zipfile.ZipFile, new: bytes | None) -> None:
    kind = info.compress_type if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.compress_type, copy.external_attr, copy.create_system = kind, info.external_attr, info.create_system
    if new is not None:
        target.writestr(copy, new)
        return
    copy.file_size = info.file_size
    with target.open(copy, "w") as fresh:
        fresh.writelines(source.pieces(info))


@contextmanager
def opened(path: Path, sheet: str, *, ours: bool) -> Iterator[Package]:
    """A workbook of .xlsx or .xlsm, with the parts that belong to one of its sheets; `ours`: an earlier run wrote it.

    Raises:
        DuecourseError: If it is no such workbook, is protected, damaged or too large, or has no such sheet.
    """
    _check_head(path)
    with _damage_named(path.name):
        archive = zipfile.ZipFile(path)
    with archive:
        _check_size(archive, path.name)
        with _damage_named(path.name):
            package = _package(archive, path.name, sheet)
            size = package.archive.getinfo(package.sheet).file_size
        check_sheet_size(size, path.name, ours=ours)
        yield package


def _check_head(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_OLE):
        what = f"The file is named {path.suffix}, but it is protected by a password or from before 2007"
        raise DuecourseError(what, where=path.name, fix="Save it as .xlsx without a password and run again.")


@contextmanager
def _damage_named(file: str) -> Iterator[None]:
    """Around what reads the archive and nothing else: a `KeyError` of our own is no damage of theirs."""
    try:
        yield
    except _DAMAGE as error:
        what = "The workbook is damaged and cannot be read"
        raise DuecourseError(what, where=file, fix=_SAVE_AGAIN) from error


def _check_size(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    if len(parts) > _PARTS_MAX or sum(p.file_size for p in parts) > UNPACKED_MAX:
        what = f"The workbook unpacks to more than {UNPACKED_MAX // 10**6} MB"
        raise DuecourseError(what, where=file, fix="Save the order list alone in a new workbook.")
    if len({p.filename for p in parts}) != len(parts):
        raise DuecourseError("The workbook holds two parts of one name", where=file, fix=_SAVE_AGAIN)


def check_sheet_size(size: int, file: str, *, ours: bool) -> None:
    """Nothing, if a sheet of so many bytes can be handled.

    Raises:
        DuecourseError: If it cannot.
    """
    size_max = SHEET_OF_OURS_MAX if ours else SHEET_MAX
    if size > size_max:
        what = f"The sheet unpacks to more than {size_max // 10**6} MB"
        raise DuecourseError(what, where=file, fix="Take out rows that are done, or split the list.")


def _package(archive: zipfile.ZipFile, file: str, sheet: str) -> Package:
    (book,) = _related(archive, "", "/officeDocument", file)[:1] or [("", "")]
    if not book or not book[1]:
        raise DuecourseError("The file is no Excel workbook", where=file, fix=_SAVE_AGAIN)
    path = _sheet_path(archive, book[1], file, sheet)
    styles, strings = (_related(archive, book[1], kind, file) for kind in ("/styles", "/sharedStrings"))
    return Package(file, archive, path, _first(styles), _first(strings))


def _first(related: list[tuple[str, str]]) -> str:
    return related[0][1] if related else ""


def _sheet_path(archive: zipfile.ZipFile, book: str, file: str, sheet: str) -> str:
    """Path of the part of a sheet by its name."""
    parts = dict(_related(archive, book, "/worksheet", file))
    rows = [a for name, a in elements(archive.read(book), f"{file}, part {book}") if name == "sheet"]
    names = {row.get("name", ""): row.get("r:id", "") for row in rows}
    if names.get(sheet) not in parts:
        raise DuecourseError(
            f"The workbook has no sheet '{sheet}'", where=file, fix=f"Choose one of: {', '.join(names)}."
        )
    return parts[names[sheet]]


def _related(archive: zipfile.ZipFile, source: str, kind: str, file: str) -> list[tuple[str, str]]:
    """Ids and paths of the parts that one part points to; `kind` is how the type of the relation ends."""
    folder, name = posixpath.split(source)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.namelist():
        return []
    rows = [a for _, a in elements(archive.read(path), f"{file}, part {path}")]
    return [
        (row.get("Id", ""), _resolved(archive, folder, row.get("Target", "")))
        for row in rows
        if row.get("Type", "").endswith(kind) and row.get("TargetMode") != "External"
    ]


def _resolved(archive: zipfile.ZipFile, folder: str, target: str) -> str:
    """A target as it stands in the archive; some writers differ in capitals or use backslashes."""
    target = target.replace("\\", "/")
    path = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
    if path in archive.namelist():
        return path
    return next((n for n in archive.namelist() if n.lower() == path.lower()), path)
