"""Payment terms in words, read as the payments that they ask for: kinds, shares, days, amounts and due dates."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Final

from duecourse.history.money import Money
from duecourse.trade.terms_items import Reader, refused, without_discounts
from duecourse.trade.terms_model import KINDS, STARTS, Discount, Part, Terms, TermsError
from duecourse.trade.terms_parts import reading
from duecourse.trade.terms_tokens import tokens

__all__ = ["KINDS", "STARTS", "TEXT_MAX", "Discount", "Part", "Terms", "TermsError", "amounts", "due_on", "read_terms"]

TEXT_MAX: Final = 500
"""Longest text that is read, in characters."""

_SHORTER: Final = "Keep to the terms themselves: shares, and when each is due."


@lru_cache(maxsize=4096)
def read_terms(text: str) -> Terms:
    """The payments that terms in words ask for; English, German, Spanish, French, Portuguese and Chinese, also mixed.

    Raises:
        TermsError: If the text is empty, longer than 500 characters, unknown, contradicts itself, offers a choice, or
            its shares do not add up to 100 %. Nothing is guessed; what custom fills in is listed in `assumed`.
    """
    if len(text) > TEXT_MAX:
        raise refused(f"The terms have {len(text)} characters, and at most {TEXT_MAX} were expected", _SHORTER)
    try:
        return _read(text)
    except TermsError:
        for spelt in (_ratio_spelt_out(text), _per_cent_signs(text), _words_spelt_out(text)):
            found = _maybe(spelt)
            if found is not None:
                return replace(found, text=text)
        raise


_RATIO: Final = re.compile(
    r"\s*(?:t/?t\s*)?(\d{1,2})\s*[/:：]\s*(\d{1,2})\s*[,;，、]\s*(?:the |and |& )*(?:second|other|remaining|2nd)?\s*"
    r"(?:half|balance|rest|remainder|part|payment|instal?lment|尾款|余款|后款)?\s*(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERS: Final = re.compile(
    r"(?<![\w.,/:])(\d{1,3})(?![\d.,/:%]|\s*(?:%|days?|d\b|tage|días|jours|dias|天))", re.IGNORECASE
)


def _ratio_spelt_out(text: str) -> str | None:
    """'50/50, second half against B/L copy': two shares, then when the second of them is due."""
    match = _RATIO.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None or int(match[1]) + int(match[2]) not in {10, 100} or not int(match[1]):
        return None
    share = int(match[1]) * (10 if int(match[1]) + int(match[2]) == 10 else 1)
    return f"{share}% deposit, balance {match[3]}"


def _per_cent_signs(text: str) -> str | None:
    """'30 dep / 70 b4 shpt': bare numbers that come to a hundred are shares."""
    plain = unicodedata.normalize("NFKC", text)
    numbers = [int(n) for n in _NUMBERS.findall(plain)]
    if "%" in plain or len(numbers) < 2 or sum(numbers) != 100:
        return None
    return _NUMBERS.sub(lambda m: f"{m[1]}%", plain)


_SHORT: Final = (
    (re.compile(r"(\d+)\s*jdf\b", re.IGNORECASE), r"\1 jours date de facture"),
    (re.compile(r"(\d+)\s*ddf\b", re.IGNORECASE), r"\1 dias data da fatura"),
    (re.compile(r"\bcbs\b", re.IGNORECASE), "100% before shipment"),
    (re.compile(r"\bw/\s*(?=order|po\b|pi\b|contract)", re.IGNORECASE), "with "),
    (re.compile(r"\bb/(?=ship|dispatch|load)", re.IGNORECASE), "before "),
    (re.compile(r"(?<=\b[bB]/[lL])\s*\+\s*(\d{1,3})(?!\d|\s*%)(?:\s*(?:days?|d)\b)?", re.IGNORECASE), r" \1 days"),
    (re.compile(r"(\d)\s*[/:：]\s*(\d)\s*开"), r"\1:\2"),
)
"""Abbreviations that are no words of their own, and what they stand for."""


def _words_spelt_out(text: str) -> str | None:
    """'30 JDF', 'CBS', '50% w/order': abbreviations in full; null if there is none."""
    spelt = unicodedata.normalize("NFKC", text)
    for pattern, full in _SHORT:
        spelt = pattern.sub(full, spelt)
    return spelt if spelt != unicodedata.normalize("NFKC", text) else None


def _maybe(text: str | None) -> Terms | None:
    if text is None:
        return None
    try:
        return _read(text)
    except TermsError:
        return None


def _read(text: str) -> Terms:
    items, discounts = without_discounts(Reader(tokens(text)).read())
    if not any(i.means not in {"fill", "separator", "unknown"} for i in items):
        raise refused("The terms say nothing of when to pay" if text.strip() else "The terms are empty")
    found = reading(items)
    rates = tuple(Discount(Decimal(r.numerator) / Decimal(r.denominator), days) for r, days in discounts)
    return Terms(found.parts, text, rates, found.assumed)


def amounts(parts: Sequence[Part], total_minor: int, currency: str = "USD") -> list[int]:
    """What each part comes to, in minor units, in the order of the parts; they sum to the total exactly.

    Shares by the largest remainder, so that each differs by less than one minor unit from its share; the first of equal
    remainders is rounded up. Beside fixed amounts shares are rounded half up and the rest takes what is left.

    Args:
        parts: Payments of one order.
        total_minor: Order value in minor units, not below 0.
        currency: Of the order value; gives fixed amounts their decimals.

    Raises:
        TermsError: If fixed amounts are of another currency or do not fit the total.
    """
    if total_minor < 0:
        raise refused(
            f"The order value is {total_minor} minor units, and none below 0 was expected", "Correct the value."
        )
    weights = weights_of(parts)
    return _beside_fixed(parts, total_minor, currency) if weights is None else by_weights(weights, total_minor)


def weights_of(parts: Sequence[Part]) -> tuple[int, ...] | None:
    """Whole numbers in the ratio of the shares, for `by_weights`; None if some part is no share of the total."""
    shares = tuple([p.share for p in parts if p.share is not None])
    return _weights(shares) if len(shares) == len(parts) else None


@lru_cache(maxsize=4096)
def _weights(shares: tuple[Decimal, ...]) -> tuple[int, ...]:
    """Whole numbers in the ratio of the shares: 30 % and 70 % are 3 and 7."""
    exact = [Fraction(s) for s in shares]
    common = lcm(*(f.denominator for f in exact))
    whole = [f.numerator * (common // f.denominator) for f in exact]
    shared = gcd(*whole) or 1
    return tuple(w // shared for w in whole)


def by_weights(weights: Sequence[int], total: int) -> list[int]:
    """A total by the largest remainder, as `amounts` splits it where all parts are shares."""
    if len(weights) == 1:
        return [total]
    whole = sum(weights)
    found = [w * total // whole for w in weights]
    missing = total - sum(found)
    if not missing:
        return found
    order = sorted(range(len(weights)), key=lambda n: (-(weights[n] * total % whole), n))
    up = frozenset(order[:missing])
    return [minor + (n in up) for n, minor in enumerate(found)]


def _beside_fixed(parts: Sequence[Part], total: int, currency: str) -> list[int]:
    found = [_fixed(p, total, currency) for p in parts]
    left = total - sum(found)
    rest = next((n for n, p in enumerate(parts) if p.rest), None)
    if left < 0 or (left and rest is None):
        raise refused(
            f"The payments of the terms come to {sum(found)} minor units of {currency}, the order to {total}",
            "Correct the amounts in the terms or the order value.",
        )
    return [left if n == rest else amount for n, amount in enumerate(found)]


def _fixed(part: Part, total: int, currency: str) -> int:
    if part.amount is None:
        return int(Fraction(part.share) * total + Fraction(1, 2)) if part.share is not None else 0
    if part.currency not in (None, currency):
        raise refused(f"The terms state {part.currency}, the order {currency}", "Write both in one currency.")
    return Money.from_major(part.amount, currency).minor


def due_on(part: Part, dates: Mapping[str, date]) -> date | None:
    """The day on which a part is due; null where the terms do not name the start, or its date is not known.

    Args:
        part: A payment.
        dates: Known dates by what they are, one of STARTS: {"invoice": …, "bl": …}.
    """
    start = dates.get(part.start) if part.start else None
    if start is None or not _dated(part):
        return None
    day = _month_end(start) if part.month_end == "first" else start
    day = _months_on(day, part.months or 0, last=part.month_end == "first") + timedelta(days=part.days or 0)
    day = _month_end(day) if part.month_end == "last" else day
    return _day_after(day, part.day_of_month) if part.day_of_month else day


def _dated(part: Part) -> bool:
    return part.days is not None or part.months is not None or bool(part.month_end) or part.day_of_month is not None


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_on(day: date, months: int, *, last: bool) -> date:
    """The same day some months later, or the last day of a shorter month; from a month's end to a month's end."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    end = _month_end(first)
    return end if last else min(first + timedelta(days=day.day - 1), end)


def _day_after(day: date, day_of_month: int) -> date:
    """That day of the month after; the last day of a shorter month."""
    end = _month_end(_month_end(day) + timedelta(days=1))
    return min(end.replace(day=1) + timedelta(days=day_of_month - 1), end)
