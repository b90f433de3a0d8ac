"""Numbers as spreadsheets keep them: plain decimals, and days counted from 1900 or 1904."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from duecourse.adapters.sheets.cells import Cell

DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show a day or a time of day; 27–36 and 50–58 are those of East Asian programs.

Source: ECMA-376 part 1, 18.8.30.
"""

_LAST_DAY: Final = 2_958_465
"""9999-12-31 counted from 1900."""

_NOT_PATTERN: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|standard', re.IGNORECASE)
_PATTERN: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_SHOWN: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
"""Decimals that would be written the same way again, if they are short."""

_DIGITS_SHOWN: Final = 15
_WHOLE: Final = re.compile(r"-?[0-9]+")


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day or a time of day: yyyy"年"m"月"d"日" does, 0.00E+00 and #,##0"d" do not."""
    return _PATTERN.search(_NOT_PATTERN.sub("", code).split(";")[0]) is not None


def decimals(text: str) -> str | None:
    """Plain decimals of the 15 digits that a spreadsheet shows; None if it is no number.

    5985.000000000001 is noise of the spreadsheet's arithmetic.
    """
    if _WHOLE.fullmatch(text):
        return text
    try:
        value = float(text)
    except ValueError:
        return None
    return _shown(value) if math.isfinite(value) else None


def _shown(value: float) -> str:
    shown = f"{value:.15g}"
    return f"{Decimal(shown):f}" if "e" in shown else shown


def number_cell(text: str, *, from_1904: bool = False) -> Cell:
    """A cell of a number as the file writes it; what is no number is an error."""
    shown = text if len(text) <= _DIGITS_SHOWN and _SHOWN.fullmatch(text) else decimals(text)
    if shown is None:
        return Cell("#NUM!", "error")
    return Cell(shown, "text" if from_1904 else "number")


def day_cell(text: str, *, from_1904: bool = False) -> Cell:
    """A cell of a count of days whose format shows a day or a time.

    A time of day and a span of hours are texts; what is out of the calendar is an error.
    """
    try:
        days = float(text)
    except ValueError:
        return Cell("#VALUE!", "error")
    if 0 <= days < 1:
        return Cell(_clock(days), "text")
    if not 1 <= days < (_LAST_DAY + 1 - (1_462 if from_1904 else 0)):
        return Cell("#VALUE!", "error")
    return Cell(_day(int(days), from_1904=from_1904).isoformat(), "date")


def _day(count: int, *, from_1904: bool) -> date:
    """The calendar of 1900 has a 29 February, which never was: days before it count from one day later."""
    if from_1904:
        return date(1904, 1, 1) + timedelta(days=count)
    return date(1899, 12, 31 if count < 60 else 30) + timedelta(days=count)


def _clock(part: float) -> str:
    seconds = round(part * 86_400)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
