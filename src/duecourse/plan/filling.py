"""Short words for one line: dates, weekdays and small numbers, put into the places of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from duecourse.decide.words import said

_PLACE: Final = re.compile(r"\{([a-z_0-9]+)(?::([a-z]+))?\}")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZH_WEEKDAYS: Final = "一二三四五六日"
_NUMBERS: Final = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_ZH_NUMBERS: Final = [
    "零",
    "一",
    "两",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
]
_NEAR_DAYS: Final = 6
_WORDS_IN_TABLES_MAX: Final = 10
_HALF_YEAR_DAYS: Final = 182


def number_words(count: int, language: str) -> str:
    """A count up to twenty as a word (before a measure word in Chinese: 两), a larger one in figures."""
    words = _ZH_NUMBERS if language == "zh" else _NUMBERS
    return words[count] if 0 <= count < len(words) else str(count)


def short_day(day: date, today: date, language: str) -> str:
    """7 Dec; 12月7日; with the year only when it is another one and half a year away."""
    other = day.year != today.year and abs((day - today).days) > _HALF_YEAR_DAYS
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日" if other else f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if other else "")


def table_day(day: date, today: date, language: str) -> str:
    """Mon 7 Dec, the day of the month right-aligned so that lines stand under each other; 12月 7日 周一."""
    other = day.year != today.year
    if language == "zh":
        year = f"{day.year}年" if other else ""
        return f"{year}{day.month:>2}月{day.day:>2}日 周{_ZH_WEEKDAYS[day.weekday()]}"
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day:>2} {_MONTHS[day.month - 1]}" + (f" {day.year}" if other else "")


def full_day(day: date, language: str) -> str:
    """Monday 23 November 2026; 2026年11月23日 星期一."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日 星期{_ZH_WEEKDAYS[day.weekday()]}"
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_FULL_MONTHS[day.month - 1]} {day.year}"


def near_day(day: date, today: date, language: str) -> str:
    """Its weekday if it is less than a week away, else the date."""
    if day == today:
        return "今天" if language == "zh" else "today"
    if abs((day - today).days) > _NEAR_DAYS:
        return short_day(day, today, language)
    return f"周{_ZH_WEEKDAYS[day.weekday()]}" if language == "zh" else _WEEKDAYS[day.weekday()]


def named(texts: Iterable[str]) -> frozenset[str]:
    """The facts that texts have places for."""
    return frozenset(found[1] for text in texts for found in _PLACE.finditer(text))


def filled(text: str, values: Mapping[str, object], today: date, language: str) -> str | None:
    """A text with its places filled; None if one of them is unknown.

    A place is `{name}` or `{name:form}`. Forms: `near` (Friday, 7 Dec), `on` (on Friday, today), `words` (three),
    `days` (three days), `banking` (three banking days). Without one, dates are short, codes are said, numbers are
    figures.
    """
    places = _PLACE.findall(text)
    if any(values.get(name) is None for name, _ in places):
        return None
    return _PLACE.sub(lambda m: _shown(values[m.group(1)], m.group(2) or "", today, language), text)


def _shown(value: object, form: str, today: date, language: str) -> str:
    if isinstance(value, date):
        return _day(value, form, today, language)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else f"{value:.2f}"
    if isinstance(value, int) and form:
        return _counted(value, form, language)
    return said(value, language) if isinstance(value, str) else str(value)


def _day(day: date, form: str, today: date, language: str) -> str:
    if not form:
        return short_day(day, today, language)
    near = near_day(day, today, language)
    return f"on {near}" if form == "on" and language != "zh" and day != today else near


def _counted(count: int, form: str, language: str) -> str:
    """Small numbers as words; Chinese tables keep figures."""
    if language == "zh":
        return {"days": f"{count} 天", "banking": f"{count} 个银行日"}.get(form, str(count))
    unit = {"days": " day", "banking": " banking day"}.get(form, "")
    number = number_words(count, language) if count <= _WORDS_IN_TABLES_MAX else str(count)
    return number + unit + ("s" if unit and count != 1 else "")
