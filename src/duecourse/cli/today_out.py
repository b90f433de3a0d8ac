"""Writes the lists of a day as a sheet of text; nothing in it is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from duecourse.errors import DuecourseError
from duecourse.plan.rows import COLUMNS, plan_rows
from duecourse.plan.worklist import Worklist

SUFFIXES: Final = (".xlsx", ".csv")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS: Final = (26, 14, 22, 14, 32, 12, 70, 10)


def check_path(path: Path, inputs: Sequence[Path]) -> None:
    """Before anything is judged: whether the plan can be written there.

    Raises:
        DuecourseError: Another type of file, or one of the order lists themselves.
    """
    if path.suffix.lower() not in SUFFIXES:
        what = f"The plan cannot be written as '{path.suffix or path.name}'"
        raise DuecourseError(what, where=str(path), fix="End the name in .xlsx or .csv.")
    if any(path.resolve() == file.resolve() for file in inputs):
        raise DuecourseError("The plan would overwrite the order list", where=str(path), fix="Choose another name.")


def write_plan(day: Worklist, path: Path, language: str) -> None:
    """One row for each payment and task; an earlier plan of that name is replaced.

    Raises:
        DuecourseError: The file cannot be written.
    """
    table = [COLUMNS[language], *plan_rows(day, language)]
    write = _write_csv if path.suffix.lower() == ".csv" else _write_xlsx
    try:
        write(path, table)
    except OSError as error:
        what, fix = f"The plan cannot be written: {error.strerror}", "Close the file, or choose another name."
        raise DuecourseError(what, where=str(path), fix=fix) from error


def _write_csv(path: Path, table: Sequence[Sequence[str]]) -> None:
    """An apostrophe keeps a spreadsheet from calculating what begins like a formula."""
    rows = [[f"'{text}" if text.startswith(_FORMULA_STARTS) else text for text in row] for row in table]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _write_xlsx(path: Path, table: Sequence[Sequence[str]]) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(str(path))
    sheet = book.add_worksheet()
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for number, row in enumerate(table):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, wrapped if number else bold)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(0, str(error)) from error
