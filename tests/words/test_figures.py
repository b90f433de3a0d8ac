"""Days and amounts in the reader's form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from duecourse.words.counting import word_count
from duecourse.words.figures import day_text, joined, locale_of, money_text

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "country", "day", "money"),
    [
        ("en", "DE", "7 December", "USD 18,360.50"),
        ("en", "US", "December 7", "USD 18,360.50"),
        ("en", None, "7 December", "USD 18,360.50"),
        ("zh", "CN", "12月7日", "USD 18,360.50"),
        ("de", "DE", "7. Dezember", "18.360,50 USD"),
        ("de", "CH", "7. Dezember", "18’360.50 USD"),
        ("es", "ES", "7 de diciembre", "18.360,50 USD"),
        ("es", "MX", "7 de diciembre", "18,360.50 USD"),
        ("fr", "FR", "7 décembre", "18\u202f360,50 USD"),
        ("es", "XX", "7 de diciembre", "18.360,50 USD"),
    ],
)
def test_by_language_and_country(language: str, country: str | None, day: str, money: str) -> None:
    locale = locale_of(language, country)
    assert day_text(date(2026, 12, 7), TODAY, locale) == day
    assert money_text(1_836_050, "USD", locale) == money


def test_the_year_stands_only_where_another_could_be_meant() -> None:
    english = locale_of("en", None)
    assert day_text(date(2027, 2, 19), TODAY, english) == "19 February"
    assert day_text(date(2027, 8, 1), TODAY, english) == "1 August 2027"
    assert day_text(date(2026, 1, 5), date(2026, 12, 30), english) == "5 January"
    assert day_text(date(2025, 12, 30), date(2026, 1, 5), english) == "30 December 2025"
    assert day_text(date(2027, 2, 1), TODAY, locale_of("fr", None)) == "1er février"


def test_minor_units_are_those_of_the_currency() -> None:
    english = locale_of("en", None)
    assert money_text(2_480_000, "JPY", english) == "JPY 2,480,000"
    assert money_text(1_234_567, "KWD", english) == "KWD 1,234.567"


def test_lists_are_joined_as_spoken() -> None:
    assert joined(["A", "B", "C"], locale_of("en", None)) == "A, B and C"
    assert joined(["A", "B", "C"], locale_of("zh", None)) == "A、B和C"
    assert joined(["A"], locale_of("de", None)) == "A"


@pytest.mark.parametrize(
    ("text", "count"),
    [("Dear Jana,\n\nall is well.", 5), ("陈总，您好：", 2), ("SC-1（集雨桶）的排期", 4), ("– one – two", 2), ("", 0)],
)
def test_words_are_counted_as_a_reader_takes_them_in(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize("language", ["en", "zh", "es", "de", "fr"])
@pytest.mark.parametrize("country", [None, "US", "DE", "CH", "AT", "FR", "CA", "MX", "ES"])
def test_an_amount_has_the_signs_that_the_locale_has(language: str, country: str | None) -> None:
    locale = locale_of(language, country)
    for minor in (5, -5, 99_999, 100_000, -1_234_567, 123_456_789_012):
        known = format_decimal(Decimal(minor).scaleb(-2), format="#,##0.00", locale=locale)
        assert known in money_text(minor, "USD", locale)
