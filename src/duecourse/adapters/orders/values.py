"""One cell to one value: a day, an amount, a number of days, a name; anything doubtful is a `MisreadError`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from duecourse.adapters.orders.refusal import MEND
from duecourse.adapters.orders.table import Cell
from duecourse.adapters.orders.words import INCOTERMS, POINTS, REASONS, YES_NO, MisreadError, Words, fold
from duecourse.errors import DuecourseError
from duecourse.history.money import Money, is_currency, minor_digits

DAY: Final = "a date like 2026-03-31 or 31 Mar 2026"
AMOUNT: Final = "an amount like 18,360.00 or USD 18,360.00"
NAME_MAX: Final = 200
SPAN_DAYS_MAX: Final = 1500
YEARS: Final = range(2000, 2100)
"""Years in which an order can lie; others are slips of the pen, or an empty cell shown as 1900."""

_BLANKS: Final = frozenset(
    {"-", "--", "---", "–", "—", "/", "?", "？", "n/a", "tbc", "tbd", "tba", "待定", "未定", "待确认"}
)
_NOTHING: Final = frozenset({"无", "没有", "暂无", "none", "nil", "no"})
_NOT_KNOWN: Final = frozenset({"unknown", "notknown", "未知", "不明", "不清楚"})

_YEAR_FIRST: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*)?"
    r"|(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"
    r"|(\d{4})(\d\d)(\d\d)"
)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]*([a-z]{3,9})\.?,?[\s./-]*(\d{4})", re.IGNORECASE)
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE)
_NUMERIC: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS: Final = {
    **{name: i for i, name in enumerate(_MONTH_NAMES, start=1)},
    **{name[:3]: i for i, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}
_SERIAL_ZERO: Final = date(1899, 12, 30)

_FIGURE: Final = re.compile(r"([^\d.,+-]*)(\d[\d,]*(?:\.\d+)?)([^\d.,+-]*)")
_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")
_SIGNS: Final = {
    "$": "USD CAD AUD NZD SGD HKD TWD MXN", "US$": "USD", "HK$": "HKD", "A$": "AUD", "C$": "CAD", "€": "EUR",
    "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "¥": "CNY JPY", "元": "CNY", "RMB": "CNY", "人民币": "CNY",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD", "港元": "HKD",
    "澳元": "AUD", "加元": "CAD",
}  # fmt: skip
_SPAN: Final = re.compile(r"(\d{1,5})\s*(?:d|days?|天|日)?", re.IGNORECASE)


class Figure(NamedTuple):
    """An amount as a cell states it.

    Args:
        value: Major units.
        decimals_max: Decimals as written; None for a number cell, whose decimals are those of the value.
        currencies: What the sign beside it can mean; None without a sign.
    """

    value: Decimal
    decimals_max: int | None
    currencies: frozenset[str] | None


def is_blank(cell: Cell | None, *, nothing: bool = True) -> bool:
    """Whether the cell says nothing: empty, a dash, TBC, 待定; with `nothing` also 'none', 'no', 无."""
    if cell is None:
        return True
    text = cell.text.casefold()
    return text in _BLANKS or (nothing and text in _NOTHING)


def name(cell: Cell) -> str:
    """A short text on one line."""
    text = " ".join(cell.text.split())
    if len(text) > NAME_MAX:
        raise MisreadError(f"at most {NAME_MAX} characters")
    return text


def words(cell: Cell) -> str:
    """A text of any length, as it stands."""
    return cell.text


def chosen(among: Words) -> Callable[[Cell], str]:
    """A reader for a column with few values."""

    def code(cell: Cell) -> str:
        return among.code(cell.text)

    return code


def reason(cell: Cell) -> str | None:
    """A reason's code; 'unknown' says that nobody knows it, which is no reason given."""
    return None if fold(cell.text) in _NOT_KNOWN else REASONS.code(cell.text)


def points(cell: Cell) -> tuple[str, ...]:
    """Points of the checklist, separated by a comma, semicolon, 、 or line break."""
    parts = [p.strip() for p in re.split(r"[,;、，；\n]", cell.text)]
    return tuple(dict.fromkeys(POINTS.code(p) for p in parts if p))


def other_way(cell: Cell) -> bool:
    """Whether another way than mail is known: yes, no, or the telephone number itself."""
    if sum(c.isdigit() for c in cell.text) >= 5:
        return True
    return YES_NO.code(cell.text) == "yes"


def incoterm(cell: Cell) -> str:
    """The Incoterm, without the place behind it: 'FOB Ningbo' is FOB."""
    head = re.match(r"[A-Za-z&]+", unicodedata.normalize("NFKC", cell.text))
    return INCOTERMS.code(head.group() if head else cell.text)


def span_days(cell: Cell) -> int:
    """Whole calendar days: 45, '45 days', 45天."""
    match = _SPAN.fullmatch(unicodedata.normalize("NFKC", cell.text))
    if cell.kind == "date" or not match or int(match[1]) > SPAN_DAYS_MAX:
        raise MisreadError(f"a whole number of days from 0 to {SPAN_DAYS_MAX}")
    return int(match[1])


def day(cell: Cell) -> date:
    """A day that can be read in one way only; a whole number in a workbook is a day without its format.

    Raises:
        MisreadError: If it is no day, none of this century, or 03/04/2026, which may be in March or in April.
    """
    serial = cell.kind == "number" and cell.text.isdecimal() and len(cell.text) == 5
    found = _SERIAL_ZERO + timedelta(days=int(cell.text)) if serial else _day_of_text(cell.text)
    if found.year not in YEARS:
        raise MisreadError(f"{DAY}, from {YEARS[0]} to {YEARS[-1]}")
    return found


@lru_cache(maxsize=4096)
def _day_of_text(written: str) -> date:
    text = unicodedata.normalize("NFKC", written)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day_ = (int(g) for g in match.groups() if g and g.isdecimal())
        return _real(year, month, day_)
    if match := _DAY_MONTH.fullmatch(text):
        return _real(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _real(int(match[3]), _month(match[1]), int(match[2]))
    if match := _NUMERIC.fullmatch(text):
        return _only_reading(int(match[4]), int(match[1]), int(match[3]))
    raise MisreadError(DAY)


def _month(word: str) -> int:
    return _MONTHS.get(word.lower(), 0)


def _real(year: int, month: int, day_: int) -> date:
    try:
        return date(year, month, day_)
    except ValueError:
        raise MisreadError(f"a day that exists, {DAY},") from None


def _only_reading(year: int, first: int, second: int) -> date:
    """Day and month in either order, if only one of them is a day."""
    orders = {(m, d) for m, d in ((first, second), (second, first)) if m <= 12}
    if len(orders) > 1:
        early, late = (f"{d} {_MONTH_NAMES[m - 1].capitalize()}" for m, d in sorted(orders))
        fix = f"Write the year first, like {year}-03-31. {MEND}"
        raise MisreadError(f"a date that can be read in one way ({early} or {late}?)", fix)
    return _real(year, *(orders.pop() if orders else (0, 0)))


def figure(cell: Cell) -> Figure:
    """An amount above zero, with the currency if the cell names it: 18360, '18,360.00', 'USD 18,360.00'."""
    if cell.kind == "date":
        raise MisreadError(AMOUNT)
    text = unicodedata.normalize("NFKC", cell.text)
    match = _FIGURE.fullmatch(text)
    if not match or not _GROUPED.fullmatch(match[2]):
        raise MisreadError(AMOUNT)
    value = Decimal(match[2].replace(",", ""))
    if not value:
        raise MisreadError("an amount above zero", f"Leave the cell blank if the amount is not known. {MEND}")
    written = None if cell.kind == "number" else len(match[2].partition(".")[2])
    return Figure(value, written, _currencies(match[1].strip(), match[3].strip()))


def _currencies(before: str, after: str) -> frozenset[str] | None:
    sign = before or after
    if (before and after) or (sign and not _meant(sign)):
        raise MisreadError(AMOUNT)
    return _meant(sign) if sign else None


def _meant(sign: str) -> frozenset[str]:
    """The currencies that a code, sign or name can mean; none if it is neither."""
    upper = sign.upper()
    return frozenset({upper}) if is_currency(upper) else frozenset(_SIGNS.get(upper, "").split())


def currency(cell: Cell) -> str:
    """An ISO 4217 code, also from a sign or name that means one currency only."""
    meant = sorted(_meant(unicodedata.normalize("NFKC", cell.text)))
    if len(meant) != 1:
        raise MisreadError(f"a currency code ({' or '.join(meant) if meant else 'three letters like USD'})")
    return meant[0]


def money(stated: Figure, column: str | None) -> Money:
    """The amount in the currency of the cell or of the currency column.

    Raises:
        MisreadError: If neither names one, they differ, or the amount is finer than the currency's minor unit.
    """
    code = _agreed(stated.currencies, column)
    digits = minor_digits(code)
    if stated.decimals_max is not None and stated.decimals_max > digits:
        raise MisreadError(_at_most(digits, code))
    try:
        return Money.from_major(stated.value, code)
    except DuecourseError:
        raise MisreadError(_at_most(digits, code)) from None


def _agreed(cell: frozenset[str] | None, column: str | None) -> str:
    if cell is None and column is None:
        raise MisreadError("an amount with its currency", f"Write its code, like USD, into the currency column. {MEND}")
    if cell is not None and column is not None and column not in cell:
        raise MisreadError(f"an amount in {column}, as the currency column says,")
    if column is None and cell is not None and len(cell) > 1:
        raise MisreadError(f"a currency code beside the amount ({' or '.join(sorted(cell))})")
    return column if column is not None else next(iter(cell or ()))


def _at_most(digits: int, code: str) -> str:
    decimals = f"at most {digits} decimals" if digits else "no decimals"
    return f"an amount with {decimals}, as {code} has them,"
