"""Days and amounts as the reader writes them: by his language and his country, with names and forms of Babel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

from duecourse.history.money import minor_digits

LANGUAGES: Final = ("en", "zh", "es", "de", "fr")
"""Languages that there are patterns for."""

_USUAL: Final = {"en": "en_150", "zh": "zh_Hans_CN", "es": "es_ES", "de": "de_DE", "fr": "fr_FR"}
"""English for Europe puts the day first and the month in words, which nobody takes for another day."""
_DAY_LAST: Final = frozenset({"US", "PH", "PR", "GU", "VI", "AS"})
_CODE_FIRST: Final = frozenset({"en", "zh"})
_HALF_YEAR_DAYS: Final = 182


@lru_cache(maxsize=512)
def locale_of(language: str, country: str | None) -> Locale:
    """The locale of a reader; the usual one of the language where the country has none of its own in it."""
    if language == "en":
        return Locale.parse("en_US" if country in _DAY_LAST else _USUAL["en"])
    try:
        return Locale.parse(f"{language}_{country}") if country and language != "zh" else Locale.parse(_USUAL[language])
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_USUAL.get(language, "en_150"))


@lru_cache(maxsize=8192)
def day_text(day: date, today: date, locale: Locale) -> str:
    """7 December; December 7; 12月7日; with the year if it lies far ahead or in a past year."""
    far = day.year != today.year and not 0 <= (day - today).days <= _HALF_YEAR_DAYS
    text = str(format_date(day, "long", locale) if far else format_skeleton("MMMMd", day, locale=locale))
    return f"1er{text[1:]}" if locale.language == "fr" and text.startswith("1 ") else text


@lru_cache(maxsize=8192)
def money_text(minor: int, currency: str, locale: Locale) -> str:
    """USD 18,360.00; 18.360,00 USD; always with the code of the currency, never with a sign that several have.

    Args:
        minor: Minor units.
        currency: ISO 4217 code.
        locale: The reader's.
    """
    digits = minor_digits(currency)
    number = f"{Decimal(minor).scaleb(-digits):,.{digits}f}".translate(_signs(locale))
    first = locale.language in _CODE_FIRST
    return f"{currency} {number}" if first else f"{number} {currency}"


@lru_cache(maxsize=512)
def _signs(locale: Locale) -> dict[int, str]:
    """The signs of a figure in Python to those of the reader."""
    signs = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": get_minus_sign_symbol(locale)}
    return str.maketrans(signs)


def joined(parts: list[str], locale: Locale) -> str:
    """A, B and C; A、B和C."""
    *before, last = parts
    if not before:
        return last
    word = {"zh": "和", "de": " und ", "es": " y ", "fr": " et "}.get(locale.language, " and ")
    return ("、" if locale.language == "zh" else ", ").join(before) + word + last
