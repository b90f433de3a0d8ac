"""A cell to a day: written in any of the languages, with day and month in the order of the file."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.lexicon import lexicon, plain
from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.words import DoubtError, MisreadError
from duecourse.adapters.sheets import Cell

DAY: Final = said("day")
YEARS: Final = range(2000, 2100)
"""Years in which an order can lie; others are slips of the pen, or an empty cell shown as 1900."""

_CLOCK: Final = r"(?:[T ]+\d{1,2}:\d{2}\S*(?: ?[+-]\d{2}:?\d{2}| ?[ap]m| UTC| GMT)?)?"
_YEAR_FIRST: Final = re.compile(
    rf"(\d{{4}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}}){_CLOCK}"
    r"|(\d{4}|\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?"
    r"|(20\d\d)(\d\d)(\d\d)",
    re.IGNORECASE,
)
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|°|o)?[\s./-]*(?:de |of )?([^\W\d_]{3,10})\.?,?[\s./-]*(?:de |del )?'?(\d{4}|\d{2})"
)
_MONTH_DAY: Final = re.compile(r"([^\W\d_]{3,10})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+'?(\d{4}|\d{2})")
_NUMERIC: Final = re.compile(rf"(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}}){_CLOCK}")
_NO_YEAR: Final = re.compile(
    r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(\d{1,2})\s*([-/.])\s*(\d{1,2})\.?"
    r"|(\d{1,2})(?:st|nd|rd|th|er)?[\s.-]*(?:de |of )?([^\W\d_]{3,10})\.?"
    r"|([^\W\d_]{3,10})\.?[\s-]*(\d{1,2})(?:st|nd|rd|th)?"
)
_WEEKDAYS: Final = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|mo|di|mi|do|fr|sa|so|mittwoch"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|lun(?:es|di)?|mar(?:tes|di)?|mie(?:rcoles)?|mer(?:credi)?|jue(?:ves)?"
    r"|jeu(?:di)?|vie(?:rnes)?|ven(?:dredi)?|sab(?:ado)?|sam(?:edi)?|dom(?:ingo)?|dim(?:anche)?"
    r"|(?:seg(?:unda)?|ter(?:ca)?|qua(?:rta)?|qui(?:nta)?|sex(?:ta)?)(?:-feira)?|(?:周|星期|礼拜)[一二三四五六日天]"
)
_WEEKDAY: Final = re.compile(
    rf"^(?:{_WEEKDAYS})\.?,?\s*(?=\d)|\s*[(（,]?\s*(?:{_WEEKDAYS}|周?[一二三四五六日])\.?[)）]?$"
)
_AROUND: Final = re.compile(
    r"^(?:etd|eta|atd|ca|circa|approx|about|around|on|by|at|before|until|till|latest|am|bis|zum|vom|spatestens|le|el|em"
    r"|au|约|预计|預計)\.?,?\s*(?=\d)"
    r"|\s*[(（](?:confirmed|agreed|ok|fix|bestatigt|fest|confirmado|confirmada|confirme|已确认|确认)[)）]$"
)
"""Words beside a day that leave it the day that it is; beside money that came only weekdays do."""

_SERIAL_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(36526, 73051)
"""Whole numbers that a spreadsheet shows as days from 2000 to 2099."""

_MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(cell: Cell, habits: Habits) -> date:
    """A day; a whole number in a workbook is a day without its format.

    Raises:
        MisreadError: If it is no day, or none of this century.
        DoubtError: If 03/04/2026 may be in March or in April, and nothing in the file tells which.
    """
    if cell.kind == "number" and cell.text.isdecimal() and int(cell.text) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(cell.text))
    found = written_day(cell.text, habits)
    if found.year not in YEARS:
        raise MisreadError(said("day_of_years", day=DAY, first=YEARS[0], last=YEARS[-1]))
    return found


@lru_cache(maxsize=65536)
def written_day(written: str, habits: Habits) -> date:
    """A day as a person wrote it; see `day`."""
    text = unicodedata.normalize("NFKC", written).strip()
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day_ = (int(g) for g in match.groups() if g and g.isdecimal())
        return _real(_century(year), month, day_)
    if match := _NUMERIC.fullmatch(text):
        dots = match[2] == "."  # 31.12.2026 is written in this order only
        first = True if dots else habits.day_first
        return _numeric(_century(int(match[4])), int(match[1]), int(match[3]), first)
    return _spelt(plain(text), habits)


def _spelt(text: str, habits: Habits) -> date:
    """With the name of a month, without a year, or behind the name of a weekday."""
    if (match := _DAY_MONTH.fullmatch(text)) and (month := lexicon().months.get(match[2])):
        return _real(_century(int(match[3])), month, int(match[1]))
    if (match := _MONTH_DAY.fullmatch(text)) and (month := lexicon().months.get(match[1])):
        return _real(_century(int(match[3])), month, int(match[2]))
    if match := _NO_YEAR.fullmatch(text):
        return _near(match, habits)
    shorter = _AROUND.sub("", _WEEKDAY.sub("", text))
    if shorter != text and not re.fullmatch(r"\d{0,4}", shorter):
        return written_day(shorter, habits)
    raise _no_day(text)


def bare_day(written: str, habits: Habits) -> date:
    """A day with nothing beside it but the name of its weekday.

    Raises:
        MisreadError: It is no day, or says more than one.
    """
    text = plain(written)
    if _AROUND.sub("", text) != text:
        raise _no_day(text)
    return day(Cell(text, "text"), habits)


def _no_day(text: str) -> MisreadError:
    """Digits alone, or with O and l among them, are a slip; words ('week 50') may be a day to a person: not to us."""
    if any(c.isalpha() and c not in "oil" for c in text):
        return DoubtError(DAY, then_mend("write_day"), [])
    return MisreadError(DAY)


def _century(year: int) -> int:
    return year + 2000 if year < 100 else year


def _near(match: re.Match[str], habits: Habits) -> date:
    """Day and month alone mean the year in which they lie nearest to the day of reading."""
    month, day_ = _month_and_day(match, habits)
    if habits.as_of is None:
        raise MisreadError(DAY)
    years = (habits.as_of.year + step for step in (-1, 0, 1))
    days = [d for y in years if (d := _maybe(y, month, day_))]
    if not days:
        raise MisreadError(said("real_day", day=DAY))
    return min(days, key=lambda d: abs((d - habits.as_of).days) if habits.as_of else 0)


def _month_and_day(match: re.Match[str], habits: Habits) -> tuple[int, int]:
    chinese, month, one, sign, two, number, name, name_first, number_last = (
        match[1], match[2], match[3], match[4], match[5], match[6], match[7], match[8], match[9],
    )  # fmt: skip
    if chinese:
        return int(chinese), int(month)
    if one:
        dots = sign == "." and habits.day_first is None  # 5.11. is in November but in China
        found = _numeric(2000, int(one), int(two), True if dots else habits.day_first)
        return found.month, found.day
    named = lexicon().months.get(name or name_first)
    if named is None:
        raise _no_day(match[0])
    return named, int(number or number_last)


def _maybe(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def _real(year: int, month: int, day_: int) -> date:
    found = _maybe(year, month, day_)
    if found is None:
        raise MisreadError(said("real_day", day=DAY))
    return found


def _numeric(year: int, first: int, second: int, day_first: bool | None) -> date:
    """Day and month in the order of the file, or in the only one that there can be."""
    orders = {(m, d) for m, d in ((first, second), (second, first)) if m <= 12}
    if len(orders) <= 1:
        return _real(year, *(orders.pop() if orders else (0, 0)))
    if day_first is not None:
        return _real(year, *((second, first) if day_first else (first, second)))
    days = sorted(_real(year, m, d) for m, d in orders)
    early, late = (f"{d.day} {_MONTH_NAMES[d.month - 1]}" for d in days)
    first_, second_ = (d.isoformat() for d in days)
    either = said("one_day", early=early, late=late, first=first_, second=second_)
    raise DoubtError(either, then_mend("year_first", year=year), [first_, second_])


_ENTRY: Final = re.compile(r"[;；\n|]+|(?<=[^\d\s])[。.]\s+")
_LEAD: Final = re.compile(
    r"^\W{0,3}(?:(?:el|am|on|le|em|il)\s+)?"
    r"(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?"
    r"|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\.?|\d{1,2}\.?[\s-]*[^\W\d_]{3,10}\.?(?:[\s-]+\d{4})?|[^\W\d_]{3,9}\.?\s+\d{1,2}(?:,?\s+\d{4})?)"
    r"(?![\d])",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def last_dated(text: str, habits: Habits) -> date | None:
    """The latest day, up to the day of reading, with which an entry of a log begins; None if none does."""
    found = [d for entry in _ENTRY.split(text) if (d := _dated(entry.strip(), habits))]
    return max((d for d in found if habits.as_of is None or d <= habits.as_of), default=None)


def _dated(entry: str, habits: Habits) -> date | None:
    match = _LEAD.match(unicodedata.normalize("NFKC", entry))
    if not match:
        return None
    try:
        found = written_day(match[1].strip(), habits)
    except MisreadError:
        return None
    return found if found.year in YEARS else None
