"""Amounts: exact, of one currency, and never a float."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.errors import CurrencyMismatchError, DuecourseError
from duecourse.history.money import _DIGITS, MINOR_MAX, Money, is_currency, minor_digits

currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF", "HUF"])
minors = st.one_of(st.integers(-MINOR_MAX, MINOR_MAX), st.integers(-1001, 1001))


@pytest.mark.parametrize(
    ("digits", "codes"),
    [
        (0, "JPY KRW CLP ISK VND XOF XAF PYG UGX"),
        (2, "USD EUR CNY HUF TWD IDR LBP MMK RSD IRR AFN ALL YER MGA"),
        (3, "KWD BHD OMR JOD TND IQD LYD"),
        (4, "CLF UYW"),
    ],
)
def test_decimals_are_those_of_iso_4217(digits: int, codes: str) -> None:
    assert {code: minor_digits(code) for code in codes.split()} == dict.fromkeys(codes.split(), digits)


def test_babel_differs_only_where_we_know() -> None:
    """CLDR counts the digits people use, not those of ISO; a new difference must be looked at."""
    from babel.numbers import get_currency_precision

    differs = sorted(code for code, digits in _DIGITS.items() if get_currency_precision(code) != digits)
    assert " ".join(differs) == "AFN ALL IQD IRR KPW LAK LBP MGA MMK MRO RSD SLL SOS STD SYP YER"


@pytest.mark.parametrize("code", ["USD", "CNY", "XOF", "BGN"])
def test_a_currency_is_known(code: str) -> None:
    assert is_currency(code)


@pytest.mark.parametrize("code", ["", "usd", "RMB", "XXX", "XAU", "US", "USDT", "Euro"])
def test_what_is_no_currency(code: str) -> None:
    assert not is_currency(code)
    with pytest.raises(DuecourseError, match="is no currency code"):
        Money(1, code)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("18360", "USD", "USD 18,360.00"),
        (1200, "JPY", "JPY 1,200"),
        ("3.5", "KWD", "KWD 3.500"),
        (Decimal("-1234567.8"), "EUR", "EUR -1,234,567.80"),
        ("-0.05", "GBP", "GBP -0.05"),
        ("0.0001", "CLF", "CLF 0.0001"),
        ("1E3", "JPY", "JPY 1,000"),
        ("0", "USD", "USD 0.00"),
        ("0E-999999999", "USD", "USD 0.00"),
        (Decimal("12.5000"), "USD", "USD 12.50"),
    ],
)
def test_an_amount_reads_as_people_write_it(amount: Decimal | str | int, currency: str, text: str) -> None:
    assert str(Money.from_major(amount, currency)) == text


@pytest.mark.parametrize(
    ("amount", "currency", "why"),
    [
        ("12.505", "USD", "at most 2 decimals"),
        ("1200.5", "JPY", "at most 0 decimals"),
        ("1E-999999999", "USD", "at most 2 decimals"),
        (12.5, "USD", "never a float"),
        (True, "USD", "never a float"),
        ("12,50", "EUR", "a plain number"),
        ("", "EUR", "a plain number"),
        ("NaN", "EUR", "a plain number"),
        ("-Infinity", "EUR", "a plain number"),
        ("1E999999", "EUR", "at most 9223372036854775807 minor units"),
        ("100000000000000000", "USD", "at most 9223372036854775807"),
    ],
)
def test_a_doubtful_amount_is_refused(amount: Decimal | str | int, currency: str, why: str) -> None:
    with pytest.raises(DuecourseError, match=why):
        Money.from_major(amount, currency)


@pytest.mark.parametrize("minor", [1.0, True, MINOR_MAX + 1, -MINOR_MAX - 1])
def test_minor_units_are_whole_numbers_of_an_int64(minor: int) -> None:
    with pytest.raises(DuecourseError, match="whole number of minor units"):
        Money(minor, "USD")


def test_the_refusal_says_what_and_the_next_step() -> None:
    with pytest.raises(DuecourseError) as caught:
        Money.from_major("12.505", "USD")
    assert str(caught.value) == (
        "The amount is '12.505', but at most 2 decimals was expected for USD. Correct the amount and try again."
    )


def test_different_currencies_never_meet() -> None:
    dollars, euros = Money(100, "USD"), Money(100, "EUR")
    assert dollars != euros
    for meet in (Money.__add__, Money.__sub__, Money.__lt__):
        with pytest.raises(CurrencyMismatchError, match="are of different currencies"):
            meet(dollars, euros)
    with pytest.raises(CurrencyMismatchError):
        assert dollars >= euros


def test_order_of_one_currency() -> None:
    assert Money(-1, "USD") < Money(0, "USD") <= Money(0, "USD") < Money(1, "USD")
    assert max(Money(5, "JPY"), Money(7, "JPY")) == Money(7, "JPY")


@given(minors, currencies)
def test_major_units_come_back_exactly(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.from_major(money.major(), currency) == money
    assert Money.from_major(str(money).removeprefix(f"{currency} ").replace(",", ""), currency) == money


@given(st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40), currencies)
def test_what_was_added_can_be_taken_away(left: int, right: int, currency: str) -> None:
    total = Money(left, currency) + Money(right, currency)
    assert total - Money(right, currency) == Money(left, currency)
    assert total == Money(right, currency) + Money(left, currency)
