"""Opens any spreadsheet file by what it holds, with its name as a hint."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from duecourse.adapters.sheets import csvfile, ods, xls, xlsx
from duecourse.adapters.sheets.archive import unpacked
from duecourse.adapters.sheets.cells import Sheet, protected
from duecourse.adapters.sheets.encoding import empty
from duecourse.errors import DuecourseError

_ZIP: Final = b"PK"
_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
_HEAD: Final = 512


def opened(path: Path) -> AbstractContextManager[list[Sheet]]:
    """The sheets of a spreadsheet file, hidden ones included; rows must be read before it closes.

    Nothing in the file is executed, and no link in it is followed.

    Raises:
        DuecourseError: If the file is missing, empty, too large, damaged, protected, or of another type than its name
            says; rows read later may raise it too.
    """
    head = _head(path)
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return _text(path, head)
    if suffix in _WORKBOOKS:
        return _workbook(path, head, suffix)
    raise DuecourseError(
        f"'{suffix or path.name}' is no type of spreadsheet that can be read",
        where=path.name,
        fix="Save it as .xlsx or .csv and run again.",
    )


def _text(path: Path, head: bytes) -> AbstractContextManager[list[Sheet]]:
    if head.startswith((b"PK\x03\x04", xls.OLD_HEAD)):
        ending = ".xlsx" if head.startswith(_ZIP) else ".xls"
        raise DuecourseError(
            f"The file is named {path.suffix}, but it holds an Excel workbook",
            where=path.name,
            fix=f"Give it the ending {ending} and run again.",
        )
    _refuse_page(path, head)
    return csvfile.opened(path)


def _workbook(path: Path, head: bytes, suffix: str) -> AbstractContextManager[list[Sheet]]:
    if head.startswith(_ZIP):
        return ods.opened(path) if _is_open_document(path) else xlsx.opened(path)
    if head.startswith(xls.OLD_HEAD):
        return _old(path, suffix)
    _refuse_page(path, head)
    if suffix == ".xls" and b"\0" not in head:
        return csvfile.opened(path)  # text between tabs, as many programs export "for Excel"
    kind = "OpenDocument spreadsheet" if suffix == ".ods" else "Excel workbook"
    raise DuecourseError(
        f"The file is named {path.suffix}, but it is no {kind}",
        where=path.name,
        fix="Save the list as .xlsx or .csv and run again.",
    )


def _old(path: Path, suffix: str) -> AbstractContextManager[list[Sheet]]:
    if suffix == ".xls":
        return xls.opened(path)
    with path.open("rb") as file:
        if xls.is_protected(file.read(xls.BYTES_MAX)):
            raise protected(path.name)
    raise DuecourseError(
        "The file is an Excel workbook of before 2007",
        where=path.name,
        fix="Give it the ending .xls, or save it as .xlsx, and run again.",
    )


def _refuse_page(path: Path, head: bytes) -> None:
    """Programs name web pages, and XML of Excel 2003, .xls, since Excel opens them."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<style", b"<?xml", b"<workbook")):
        kind = "XML" if b"<?xml" in start[:8] and b"<html" not in start else "a web page"
        raise DuecourseError(
            f"The file is named {path.suffix}, but it holds {kind}",
            where=path.name,
            fix="Open it in a spreadsheet program, save it as .xlsx and run again.",
        )


def _is_open_document(path: Path) -> bool:
    with unpacked(path) as archive:
        return archive.holds("content.xml") and not archive.holds("[Content_Types].xml")


def _head(path: Path) -> bytes:
    """The first bytes of a file that exists and is not empty."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise DuecourseError(
            f"The file cannot be opened: {error.strerror}", where=str(path), fix="Check the name and the folder."
        ) from error
    if not head:
        raise empty(path.name)
    return head
