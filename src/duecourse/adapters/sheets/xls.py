"""An Excel workbook of before 2007 (.xls), read with xlrd, which looks at no macro and follows no link."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from io import StringIO
from pathlib import Path
from typing import Any, Final

from duecourse.adapters.sheets.cells import (
    COLUMNS_MAX,
    MERGES_MAX,
    Cell,
    Layout,
    Row,
    Sheet,
    Span,
    counted,
    damaged,
    protected,
    text_cell,
    too_merged,
)
from duecourse.adapters.sheets.moneyformats import currency_of, priced
from duecourse.adapters.sheets.numbers import day_cell, number_cell
from duecourse.errors import DuecourseError

BYTES_MAX: Final = 50_000_000
"""Size of the file; 65,536 full rows of 40 columns have about that."""

OLD_HEAD: Final = b"\xd0\xcf\x11\xe0"
"""First bytes of the container that Excel used before 2007, and uses for protected workbooks to this day."""

_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a workbook, hidden ones included, in their order.

    Raises:
        DuecourseError: If it is no workbook, is protected, damaged or too large.
    """
    if path.stat().st_size > BYTES_MAX:
        raise DuecourseError(
            f"The workbook is larger than {BYTES_MAX // 10**6} MB", where=path.name, fix="Save it as .xlsx."
        )
    raw = path.read_bytes()
    if is_protected(raw):
        raise protected(path.name)
    book = _loaded(raw, path.name)
    yield [_sheet(book, path.name, index) for index in range(book.nsheets)]


def is_protected(raw: bytes) -> bool:
    """Whether the container holds an encrypted workbook of 2007 or later."""
    return _ENCRYPTED in raw


def _loaded(raw: bytes, file: str) -> Any:
    import xlrd

    try:
        # Formats must be read too: merged cells and hidden columns are among them.
        return xlrd.open_workbook(
            file_contents=raw, logfile=StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except (*_damage(),) as error:
        if "encrypted" in str(error):
            raise protected(file) from error
        raise damaged(file) from error


def _damage() -> tuple[type[Exception], ...]:
    """What xlrd raises on damaged input; it asserts much."""
    from xlrd import XLRDError
    from xlrd.compdoc import CompDocError

    return (
        XLRDError, CompDocError, struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError,
        ArithmeticError, EOFError, NotImplementedError, RecursionError, MemoryError,
    )  # fmt: skip


def _sheet(book: Any, file: str, index: int) -> Sheet:
    page = cache(partial(_page, book, file, index))

    def rows() -> Iterator[Row]:
        return counted(_rows(page(), from_1904=book.datemode == 1), file)

    hidden = book._sheet_visibility[index] != 0
    return Sheet(file, book.sheet_names()[index], hidden, rows, lambda: _layout(page(), file))


def _page(book: Any, file: str, index: int) -> Any:
    try:
        return book.sheet_by_index(index)
    except (*_damage(),) as error:
        raise damaged(file) from error


def _rows(page: Any, *, from_1904: bool) -> Iterator[Row]:
    moneys = _moneys(page.book)
    for index in range(page.nrows):
        pairs = zip(page.row_types(index), page.row_values(index), strict=True)
        row = [_cell(kind, value, from_1904=from_1904) for kind, value in pairs]
        if moneys:
            row = [priced(c, moneys.get(page.cell_xf_index(index, at), "")) if c else c for at, c in enumerate(row)]
        while row and row[-1] is None:
            row.pop()
        if row:
            yield Row(index + 1, row)


def _moneys(book: Any) -> dict[int, str]:
    """Number of a style to the currency that its format shows."""
    formats = {key: currency_of(form.format_str or "") for key, form in book.format_map.items()}
    return {style: code for style, xf in enumerate(book.xf_list) if (code := formats.get(xf.format_key, ""))}


def _cell(kind: int, value: Any, *, from_1904: bool) -> Cell | None:
    import xlrd

    if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
        return None
    if kind == xlrd.XL_CELL_TEXT:
        return text_cell(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell("yes" if value else "no", "text")
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(value, "#VALUE!"), "error")
    read = day_cell if kind == xlrd.XL_CELL_DATE else number_cell
    return read(repr(value).removesuffix(".0"), from_1904=from_1904)


def _layout(page: Any, file: str) -> Layout:
    if len(page.merged_cells) > MERGES_MAX:
        raise too_merged(file)
    merged = tuple(Span(top + 1, left, bottom, right - 1) for top, bottom, left, right in page.merged_cells)
    hidden = (column for column, info in page.colinfo_map.items() if info.hidden or not info.width)
    return Layout(merged, frozenset(column for column in hidden if column < COLUMNS_MAX))
