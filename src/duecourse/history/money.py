"""Exact amounts: whole minor units and a currency, as the history frames hold them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import total_ordering
from typing import Final

from duecourse.errors import CurrencyMismatchError, DuecourseError

_EXACT: Final = Context(prec=60, traps=[Inexact])
"""Arithmetic that refuses to round."""

MINOR_MAX: Final = 2**63 - 1
"""Largest amount in minor units: what an Int64 column holds."""

# ISO 4217, list one of 2026-01-01, without metals, units of account and test codes. Held here because Babel gives the
# digits of use of CLDR: 0 where ISO says 2 (AFN, ALL, IRR, KPW, LAK, LBP, MGA, MMK, RSD, SOS, SYP, YER) or 3 (IQD).
_TWO: Final = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
    COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
    JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
    NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
    THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""
_OTHER: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# Withdrawn since 2015 (list three); an order list may still show them.
_WITHDRAWN: Final = "ANG BGN BYR CUC HRK LTL MRO SLL STD VEF ZWL"

_DIGITS: Final[dict[str, int]] = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_WITHDRAWN.split(), 2),
    **{code: digits for digits, codes in _OTHER.items() for code in codes.split()},
    "BYR": 0,
}


UNUSUAL_UNITS: Final = {c: 10**n for c, n in _DIGITS.items() if n != 2}
"""Minor units of one major unit, for the currencies where that is not 100."""


def is_currency(code: str) -> bool:
    """Whether this is an ISO 4217 code of money, in capitals; withdrawn codes count from 2015 on."""
    return code in _DIGITS


def minor_digits(currency: str) -> int:
    """Decimals of a currency by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD, 4 for CLF.

    Raises:
        DuecourseError: If the code is none of ISO 4217.
    """
    if not is_currency(currency):
        raise DuecourseError(
            f"'{currency}' is no currency code, but three capitals of ISO 4217 like USD were expected",
            fix="Correct the currency and try again.",
        )
    return _DIGITS[currency]


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency.

    Amounts of different currencies are never equal; ordering and adding them is an error.

    Args:
        minor: Minor units (1250 means USD 12.50, or JPY 1,250); negative is owed back. At most an Int64.
        currency: ISO 4217 code in capitals.

    Raises:
        DuecourseError: If the amount is no whole number, too large, or the currency is unknown.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in _DIGITS:
            minor_digits(self.currency)
        if type(self.minor) is not int or abs(self.minor) > MINOR_MAX:
            raise _refused(self.minor, self.currency, f"a whole number of minor units up to {MINOR_MAX}")

    @classmethod
    def from_major(cls, amount: Decimal | str | int, currency: str) -> Money:
        """The amount as people write it: `Money.from_major("12.50", "EUR")`; zeros past the last decimal are harmless.

        Raises:
            DuecourseError: If it is a float, no plain number, finer than the currency's minor unit, or too large.
        """
        if isinstance(amount, float | bool):
            raise _refused(amount, currency, "a Decimal, text or whole number, never a float,")
        return cls(_scaled(amount, currency), currency)

    def major(self) -> Decimal:
        """Major units, with all decimals of the currency: Decimal('12.50')."""
        return Decimal(f"{self.minor}E-{minor_digits(self.currency)}")

    def __add__(self, other: Money) -> Money:
        """Sum of two amounts of the same currency."""
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Difference of two amounts of the same currency."""
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Whether this is less; same currency only."""
        self._same(other)
        return self.minor < other.minor

    def __str__(self) -> str:
        return f"{self.currency} {self.major():,.{minor_digits(self.currency)}f}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(
                f"{self} and {other} are of different currencies",
                fix="Add or compare amounts of one currency only.",
            )


def _scaled(amount: Decimal | str | int, currency: str) -> int:
    digits = minor_digits(currency)
    value = _decimal(amount, currency)
    if value.adjusted() + digits > 18:
        raise _refused(amount, currency, f"at most {MINOR_MAX} minor units")
    try:
        scaled = value.scaleb(digits, _EXACT)
    except Inexact:
        scaled = None
    if scaled is None or scaled != (minor := int(scaled)):
        raise _refused(amount, currency, f"at most {digits} decimals")
    return minor


def _decimal(amount: Decimal | str | int, currency: str) -> Decimal:
    try:
        value = Decimal(amount)
    except InvalidOperation:
        raise _refused(amount, currency, "a plain number like 1250.00") from None
    if not value.is_finite():
        raise _refused(amount, currency, "a plain number like 1250.00")
    return value


def _refused(amount: object, currency: str, expected: str) -> DuecourseError:
    return DuecourseError(
        f"The amount is {amount!r}, but {expected} was expected for {currency}",
        fix="Correct the amount and try again.",
    )
