"""Turns a workbook that cannot be written back (.xls, .ods, .xlsb) into a new .xlsx with the values of all sheets."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from duecourse.adapters.writeback.package import UNPACKED_MAX
from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    pass

NOTE: Final = (
    "A file of this kind cannot be written back: the copy is a new .xlsx with the values of all sheets; formulas, "
    "formats, pictures and comments are in the old file only."
)
_MADE_ON: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The same list gives the same file, whenever it is made."""
_FORMATS: Final = {"day": "yyyy-mm-dd", "instant": "yyyy-mm-dd hh:mm", "time": "hh:mm:ss", "span": "[h]:mm:ss"}


def converted(source: Path, path: Path) -> None:
    """Write the values of all sheets of an old workbook to a new one.

    Raises:
        DuecourseError: If it is damaged, protected or too large.
    """
    _check_size(source)
    from xlsxwriter import Workbook

    with Workbook(str(path), {"constant_memory": False, "in_memory": True}) as book:
        book.set_properties({"created": _MADE_ON})
        formats = {name: book.add_format({"num_format": text}) for name, text in _FORMATS.items()}
        for name, hidden, rows in _sheets(source):
            page = book.add_worksheet(name)
            if hidden:
                page.hide()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    _put(page, number, column, value, formats)


def _check_size(source: Path) -> None:
    unpacked = source.stat().st_size
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            unpacked = sum(p.file_size for p in archive.infolist())
    if unpacked > UNPACKED_MAX:
        what = f"The workbook unpacks to more than {UNPACKED_MAX // 10**6} MB"
        raise DuecourseError(what, where=source.name, fix="Save the order list alone in a new workbook.")


def _sheets(source: Path) -> list[tuple[str, bool, list[list[Any]]]]:
    """Name, whether it is hidden, and rows of each worksheet, from the first row and column on."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_path(str(source)) as book:
            return [
                (s.name, s.visible != SheetVisibleEnum.Visible, _rows(book, s.name))
                for s in book.sheets_metadata
                if s.typ == SheetTypeEnum.WorkSheet
            ]
    except CalamineError as error:
        what = "The workbook is damaged or protected and cannot be read"
        raise DuecourseError(
            what, where=source.name, fix="Save it as .xlsx without a password and run again."
        ) from error


def _rows(book: Any, name: str) -> list[list[Any]]:
    return list(book.get_sheet_by_name(name).to_python(skip_empty_area=False))


def _put(page: Any, row: int, column: int, value: object, formats: dict[str, Any]) -> None:
    """One value in the kind that it has; text is never a formula or a link."""
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, str):
        if value:
            page.write_string(row, column, value)
    elif (kind := _kind(value)) is not None:
        page.write_datetime(row, column, value, formats[kind])


def _kind(value: object) -> str | None:
    kinds = ((timedelta, "span"), (time, "time"), (datetime, "instant"), (date, "day"))
    return next((name for kind, name in kinds if isinstance(value, kind)), None)
