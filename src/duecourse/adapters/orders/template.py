"""Writes an order list to fill in, empty or with rows; .xlsx with lists to choose from and a help sheet, or .csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from duecourse.adapters.orders.columns import BY_NAME, FIELDS, LANGUAGES, Field
from duecourse.adapters.orders.extras import SHEETS, template_columns
from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_SHEETS: Final = {"en": ("orders", "help"), "zh": ("订单", "说明")}
_HELP_HEAD: Final = {"en": ("column", "what to write", "needed"), "zh": ("列", "填写说明", "必填")}
_NEEDED: Final = {"en": "yes", "zh": "是"}
_SHAPES: Final = {"day": "yyyy-mm-dd", "receipt": "yyyy-mm-dd", "amount": "#,##0.00##", "span": "0", "text": "@"}
_HEADS: Final = {True: "#E8F0EA", False: "#F4F5F3"}
"""Colour of a header: of a required column, of another one."""

_LISTED_ROWS: Final = 5000
"""Rows below the header that offer lists to choose from."""

_LISTS_FROM: Final = 4
"""First column of the help sheet with the values of a list, counted from 0."""

_CREATED: Final = datetime(2020, 1, 1)  # noqa: DTZ001  a fixed day, so that the same template has the same bytes
_FORMULA_STARTS: Final = ("=", "+", "-", "@")


def write_template(
    path: Path,
    language: str,
    rows: Sequence[Mapping[str, object]] = (),
    more: Mapping[str, Sequence[Sequence[str]]] = MappingProxyType({}),
) -> None:
    """A new order list; an existing file is never overwritten.

    Args:
        path: Ends in .xlsx or .csv.
        language: "en" or "zh": headers, words and help sheet.
        rows: Field name (`columns.FIELDS`) to value: dates, numbers, text, codes of a list (written as the word of the
            language), true or false, or several codes; None is blank.
        more: Rows of the worksheets `shelf` and `contacts`, cells in the order of their headings; .xlsx only.

    Raises:
        DuecourseError: If the language, type of file or a field is unknown, or the file exists or cannot be written.
    """
    _check(path, language, rows)
    table = [[_shown(f, row.get(f.name), language) for f in FIELDS] for row in rows]
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(path, language, table)
        else:
            _write_xlsx(path, language, table, more)
    except OSError as error:
        raise _unwritten(path, error) from error


def _check(path: Path, language: str, rows: Sequence[Mapping[str, object]]) -> None:
    where = str(path)
    if language not in LANGUAGES:
        raise DuecourseError(f"There is no template in '{language}'", fix=f"Take one of {', '.join(LANGUAGES)}.")
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        wrong = f"'{path.suffix or path.name}' is no type of template"
        raise DuecourseError(wrong, where=where, fix="End the name in .xlsx or .csv.")
    if unknown := sorted({n for row in rows for n in row} - BY_NAME.keys()):
        raise DuecourseError(f"The template has no field '{unknown[0]}'", fix=f"Known: {', '.join(BY_NAME)}.")
    if path.exists():
        raise DuecourseError("The file exists already", where=where, fix="Choose another name; it is not overwritten.")
    if not path.parent.is_dir():
        raise DuecourseError("The folder does not exist", where=where, fix="Create it or choose another one.")


def _shown(column: Field, value: object, language: str) -> object:
    """The value as the template spells it; dates and exact numbers stay what they are."""
    if value is None or (isinstance(value, date | int | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, list | tuple):
        return ("、" if language == "zh" else ", ").join(str(_shown(column, v, language)) for v in value)
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return column.words.label(text, language) if column.words and text in column.words.spoken else text


def _write_csv(path: Path, language: str, table: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f.header(language) for f in FIELDS])
        writer.writerows([[_safe(v) for v in row] for row in table])


def _safe(value: object) -> str:
    """Text that a spreadsheet would calculate gets an apostrophe, which reading takes off again."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _write_xlsx(
    path: Path, language: str, table: list[list[object]], more: Mapping[str, Sequence[Sequence[str]]]
) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), dict.fromkeys(("strings_to_formulas", "strings_to_urls"), False))
    book.set_properties({"created": _CREATED})
    orders, helps = (book.add_worksheet(title) for title in _SHEETS[language])
    _fill_orders(book, orders, language, table)
    _fill_help(book, helps, language)
    for name in SHEETS:
        _offer_sheet(book, name, language, more.get(name, ()))
    _offer_lists(orders, language)
    try:
        book.close()
    except FileCreateError as error:
        raise _unwritten(path, error) from error


def _offer_sheet(book: Workbook, name: str, language: str, rows: Sequence[Sequence[str]]) -> None:
    """One of the worksheets that may stay empty: the shelf of useful things, the contacts of customers."""
    sheet = book.add_worksheet(SHEETS[name][language])
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": _HEADS[False]})
    for place, text in enumerate(template_columns(name, language)):
        sheet.set_column(place, place, 22)
        sheet.write_string(0, place, text, head)
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text)
    sheet.freeze_panes(1, 0)


def _unwritten(path: Path, error: Exception) -> DuecourseError:
    return DuecourseError(f"The template cannot be written: {error}", where=str(path), fix="Choose another folder.")


def _fill_orders(book: Workbook, sheet: Worksheet, language: str, table: list[list[object]]) -> None:
    head = {needed: book.add_format({"bold": True, "bottom": 1, "bg_color": c}) for needed, c in _HEADS.items()}
    shapes = {shape: book.add_format({"num_format": code}) for shape, code in _SHAPES.items()}
    for place, column in enumerate(FIELDS):
        sheet.set_column(place, place, column.width, shapes[column.shape])
        sheet.write_string(0, place, column.header(language), head[column.required])
    for number, row in enumerate(table, start=1):
        for place, (column, value) in enumerate(zip(FIELDS, row, strict=True)):
            _write_cell(sheet, number, place, value, shapes[column.shape])
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Worksheet, row: int, place: int, value: object, shape: Any) -> None:
    """Text is always a string cell, never a formula; a number only if a spreadsheet keeps all its digits."""
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), shape)  # noqa: DTZ001
    elif isinstance(value, int | Decimal) and Decimal(f"{float(value):.15g}") == value:
        sheet.write_number(row, place, float(value), shape)
    else:
        sheet.write_string(row, place, str(value), shape)


def _listed() -> list[Field]:
    """Columns with a list to choose from, in the order of the help sheet; several points do not fit such a list."""
    return [f for f in FIELDS if f.words and f.name != "open_points"]


def _fill_help(book: Workbook, sheet: Worksheet, language: str) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    sheet.write_row(0, 0, _HELP_HEAD[language], bold)
    for number, column in enumerate(FIELDS, start=1):
        needed = _NEEDED[language] if column.required else ""
        sheet.write_row(number, 0, [column.header(language), _help(column, language), needed], wrap)
    for place, column in enumerate(_listed(), start=_LISTS_FROM):
        sheet.set_column(place, place, 24)
        sheet.write_string(0, place, column.header(language), bold)
        sheet.write_column(1, place, _labels(column, language))


def _help(column: Field, language: str) -> str:
    """The help line; for the points of the checklist with all of them, for they have no list to choose from."""
    if column.name == "open_points":
        return f"{column.help(language)} ({', '.join(_labels(column, language))})"
    return column.help(language)


def _labels(column: Field, language: str) -> list[str]:
    return [column.words.label(c, language) for c in column.words.spoken] if column.words else []


def _offer_lists(sheet: Worksheet, language: str) -> None:
    """Lists to choose from; another entry is only pointed out, for reading knows more words than the lists show."""
    from xlsxwriter.utility import xl_col_to_name

    for place, column in enumerate(_listed(), start=_LISTS_FROM):
        letter, last = xl_col_to_name(place), len(_labels(column, language)) + 1
        source = f"='{_SHEETS[language][1]}'!${letter}$2:${letter}${last}"
        at = FIELDS.index(column)
        offer = {"validate": "list", "source": source, "error_type": "information"}
        sheet.data_validation(1, at, _LISTED_ROWS, at, offer)
