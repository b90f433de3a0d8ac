"""One cell to one value: an amount, a receipt, a number of days, a name; anything doubtful is a `MisreadError`.

Days have a module of their own, `days`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from duecourse.adapters.orders.days import bare_day, day
from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.lexicon import lexicon, plain
from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.words import INCOTERMS, POINTS, REASONS, YES_NO, DoubtError, MisreadError, Words, fold
from duecourse.adapters.sheets import Cell
from duecourse.errors import DuecourseError
from duecourse.history.money import Money, is_currency, minor_digits

AMOUNT: Final = said("amount")
NAME_MAX: Final = 200
SPAN_DAYS_MAX: Final = 1500
_MAJOR_DIGITS: Final = 12

_BLANKS: Final = frozenset(
    {"-", "--", "---", "–", "—", "/", "?", "？", "n/a", "tbc", "tbd", "tba", "待定", "未定", "待确认"}
)
_NOTHING: Final = frozenset({"无", "没有", "暂无", "none", "nil", "no"})
_NOT_KNOWN: Final = frozenset({"unknown", "notknown", "未知", "不明", "不清楚"})

_FIGURE: Final = re.compile(
    r"([^\d.,+()-]*)(\d[\d.,'’ \u00a0\u202f]*?)\s*(,-|,--|\.-|\.--|\.–|,–|/-)?\s*"
    r"(万|萬|千|[kK](?![a-zA-Z])|[mM](?:io)?\.?(?![a-zA-Z]))?([^\d.,+()-]*)"
)
_BESIDE: Final = re.compile(
    r"\s*\(([A-Za-z$€£¥]{1,4})\)$|\s+(?:FOB|CIF|CFR|EXW|FCA|DAP|DDP|CIP|CPT|net|netto|neto|HT)$", re.IGNORECASE
)
"""What may stand behind an amount: its currency in brackets, or what the price covers."""

_SCALES: Final = {"万": 10_000, "萬": 10_000, "千": 1000, "k": 1000, "m": 1_000_000, "mio": 1_000_000}
_GROUPED: Final = re.compile(r"(?!0\d*[.,])\d{1,3}(?:([,.'’ \u00a0\u202f])\d{3})(?:\1\d{3})*(?:([.,])(\d+))?")
_PLAIN: Final = re.compile(r"(\d+)(?:([.,])(\d+))?")
_BARE: Final = re.compile(r"[0-9]+(?:\.([0-9]{1,2}))?")
_LAKH: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.(\d+))?")
_SIGNS: Final = {
    "$": "USD CAD AUD NZD SGD HKD TWD MXN", "US$": "USD", "HK$": "HKD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "NZ$": "NZD", "S$": "SGD", "R$": "BRL", "$CA": "CAD", "$US": "USD", "$AU": "AUD", "$NZ": "NZD",
    "$HK": "HKD", "€": "EUR", "£": "GBP", "¥": "CNY JPY", "元": "CNY", "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY",
    "₹": "INR", "₩": "KRW", "₺": "TRY", "FR.": "CHF", "SFR.": "CHF", "YUAN": "CNY", "DOLLAR": "USD",
    "USDOLLAR": "USD", "STG": "GBP", "KR": "SEK NOK DKK", "ZŁ": "PLN", "KČ": "CZK",
    "CAD$": "CAD", "RS": "INR", "FR": "CHF", "円": "JPY", "NT$": "TWD", "TL": "TRY", "U$S": "USD", "MEX$": "MXN",
    "฿": "THB", "AUD$": "AUD", "USD$": "USD", "NZD$": "NZD", "SGD$": "SGD", "HKD$": "HKD",
}  # fmt: skip
_SPAN: Final = re.compile(r"(\d{1,5})\s*(?:d|days?|天|日)?", re.IGNORECASE)


class Figure(NamedTuple):
    """An amount as a cell states it.

    Args:
        value: Major units.
        decimals_max: Decimals as written; None for a number cell, whose decimals are those of the value.
        currencies: What the sign beside it can mean; None without a sign.
        thousandths: The same digits read as thousandths ('3.120' as 3.12), for currencies that have three decimals.
        sign: The sign between them.
    """

    value: Decimal
    decimals_max: int | None
    currencies: frozenset[str] | None
    thousandths: Decimal | None = None
    sign: str = ""


class Receipt(NamedTuple):
    """What a column of receipts says.

    Args:
        paid: The money came in full.
        on: The day, where the cell names it.
        amount: What came, where the cell names that instead.
        words: The cell, where it says something else, such as 'slip sent'.
    """

    paid: bool
    on: date | None = None
    amount: Figure | None = None
    words: str = ""


def is_blank(cell: Cell | None, *, nothing: bool = True) -> bool:
    """Whether the cell says nothing: empty, a dash, TBC, 待定; with `nothing` also 'none', 'no', 无."""
    if cell is None:
        return True
    text = cell.text.casefold()
    return text in _BLANKS or (nothing and text in _NOTHING)


def is_unknown(cell: Cell) -> bool:
    """Whether the cell says in any language that nobody knows yet: 'to be confirmed', 'por confirmar', offen."""
    return cell.kind == "text" and plain(cell.text) in lexicon().cells["unknown"]


def name(cell: Cell) -> str:
    """A short text on one line."""
    text = " ".join(cell.text.split())
    if len(text) > NAME_MAX:
        raise MisreadError(said("characters", most=NAME_MAX))
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
        raise MisreadError(said("days_count", most=SPAN_DAYS_MAX))
    return int(match[1])


def quantity(cell: Cell) -> Decimal | None:
    """A number of pieces, not below zero; what is no plain number ('2 x 40 HQ') is not needed here."""
    match = re.fullmatch(r"(-?)\s*\(?(\d[\d.,' ]*)\)?\D{0,12}", unicodedata.normalize("NFKC", cell.text))
    if not match:
        return None
    if match[1] and cell.text.strip("-(") != "":
        raise MisreadError(said("quantity"))
    digits = re.sub(r"[^\d]", "", match[2])
    return Decimal(cell.text) if cell.kind == "number" else Decimal(digits or "0")


def figure(cell: Cell) -> Figure:
    """An amount above zero, with the currency if the cell names it: 18360, '18,360.00', 'USD 18.360,00', '8.6万'."""
    found = figure_or_zero(cell)
    if not found.value:
        raise MisreadError(said("above_zero"), then_mend("blank_amount"))
    return found


def figure_or_zero(cell: Cell) -> Figure:
    """The same where nothing may be left: an amount of zero says so."""
    text, kind = cell
    if bare := _BARE.fullmatch(text):  # as programs write it; there are too many to remember them all
        return Figure(Decimal(text), None if kind == "number" else len(bare[1] or ""), None)
    return _figure(text, kind)


@lru_cache(maxsize=65536)
def _figure(written: str, kind: str) -> Figure:
    match = _FIGURE.fullmatch(_BESIDE.sub(r"\1", unicodedata.normalize("NFKC", written).strip()))
    if kind in {"date", "error"} or not match:
        raise MisreadError(AMOUNT)
    written_as = match[2].strip()
    digits, decimals, thousandths = _number(written_as, exact=kind == "number")
    scale = _SCALES.get((match[4] or "").lower().rstrip("."), 1)
    signs = _currencies(match[1].strip(), match[5].strip())
    if scale > 1:  # 0.448万 and 12.500万 have decimals: nobody groups the digits of ten thousands
        exact = thousandths if thousandths is not None and "." in written_as else digits
        return Figure(exact * scale, None, signs)
    sign = next((c for c in written_as if c in ".,"), "") if thousandths is not None else ""
    return Figure(digits, None if kind == "number" else decimals, signs, thousandths, sign)


def _number(text: str, *, exact: bool) -> tuple[Decimal, int, Decimal | None]:
    """Value, decimals, and the other reading of one sign with three digits behind it."""
    if exact:
        return Decimal(text), 0, None
    if (match := _LAKH.fullmatch(text)) or (
        (match := _GROUPED.fullmatch(text)) and not (match[2] and match[2] == match[1])
    ):
        tail = match[match.re.groups] or ""
        head = text[: len(text) - len(tail) - 1] if tail else text
        whole = re.sub(r"\D", "", head)
        alone = not tail and re.fullmatch(r"\d{1,3}[.,]\d{3}", text)
        other = Decimal(text.replace(",", ".")) if alone else None
        return Decimal(f"{whole}.{tail}" if tail else whole), len(tail), other
    if match := _PLAIN.fullmatch(text):
        return Decimal(f"{match[1]}.{match[3]}" if match[3] else match[1]), len(match[3] or ""), None
    raise MisreadError(AMOUNT)


def _currencies(before: str, after: str) -> frozenset[str] | None:
    found = [_meant(s) for s in (before.rstrip(":："), after) if s]
    if any(not m for m in found) or (len(found) == 2 and not found[0] & found[1]):
        raise MisreadError(AMOUNT)
    return frozenset.intersection(*found) if found else None


@lru_cache(maxsize=1024)
def _meant(sign: str) -> frozenset[str]:
    """The currencies that a code, sign or name can mean; none if it is neither."""
    upper = sign.upper().replace(" ", "")
    if is_currency(upper):
        return frozenset({upper})
    if upper in _SIGNS:
        return frozenset(_SIGNS[upper].split())
    code = lexicon().money.get(plain(sign))
    return frozenset({code}) if code else frozenset()


def currencies(cell: Cell) -> frozenset[str]:
    """What a currency cell can mean: an ISO 4217 code, a sign or a name; '¥' may be two."""
    meant = _meant(unicodedata.normalize("NFKC", cell.text))
    if not meant:
        raise MisreadError(said("currency"))
    return meant


def currency(cell: Cell) -> str:
    """An ISO 4217 code, also from a sign or name that means one currency only."""
    meant = sorted(currencies(cell))
    if len(meant) != 1:
        raise MisreadError(said("currency_of", codes=" or ".join(meant)))
    return meant[0]


def receipt(cell: Cell, habits: Habits) -> Receipt | None:
    """Whether the money came: a day, 'yes', both, an amount, or other words; None where it did not.

    Raises:
        MisreadError: The cell looks like a day, but is none.
    """
    text = cell.text
    if plain(text) in lexicon().cells["no"]:
        return None
    if cell.kind != "date" and any(c.isalpha() or c in _TICKS for c in text):
        return Receipt(paid=False, amount=figure_or_zero(cell)) if _money_like(text) else _told(text, habits)
    try:
        return _on(day(cell, habits), text, habits)
    except MisreadError:
        if cell.kind == "number" or _money_like(text):
            return Receipt(paid=False, amount=figure_or_zero(cell))
        raise


def _on(came: date, text: str, habits: Habits) -> Receipt:
    """Money that came on a day; a day that is still to come is a plan, and somebody must look."""
    if habits.as_of is not None and came > habits.as_of:
        return Receipt(paid=False, words=text)
    return Receipt(paid=True, on=came)


def _money_like(text: str) -> bool:
    try:
        found = _figure(text, "text")
    except MisreadError:
        return False
    return found.currencies is not None or bool(
        re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+[.,]\d{2}|\d{1,7}", text)
    )


_TICKS: Final = "✓✔√☑✅"
_JOINING: Final = ("on", "in", "am", "den", "dem", "vom", "el", "la", "le", "em", "full", "all", "t/t", "tt", "\ufe0f")
"""Words beside a 'received' that change nothing of it."""


@lru_cache(maxsize=1)
def _yes() -> re.Pattern[str]:
    """Words that say the money came, and those that join them to a day."""
    words = sorted({*lexicon().cells["yes"], *_JOINING, *_TICKS}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() else re.escape(w) for w in words))


def _told(text: str, habits: Habits) -> Receipt:
    """'06.10.2026 erhalten' is a day; 'slip sent 06.10.' and 'due 06.10.' are words that somebody must look at."""
    rest, count = _yes().subn(" ", plain(text))
    rest = rest.strip(" .,:;-–—()!，。：；")
    if count and not rest:
        return Receipt(paid=True)
    try:
        return _on(bare_day(rest, habits), text, habits)
    except DoubtError:
        return Receipt(paid=False, words=text)
    except MisreadError:
        if any(c.isalpha() for c in text) and not count:
            raise
        return Receipt(paid=False, words=text)


def money(stated: Figure, code: str, habits: Habits | None = None) -> Money:
    """The amount in a currency.

    Raises:
        MisreadError: As `minor_units`.
    """
    return Money(minor_units(stated, code, habits), code)


def minor_units(stated: Figure, code: str, habits: Habits | None = None) -> int:
    """The amount in minor units of a currency.

    Raises:
        MisreadError: If the cell names another one, or the amount is finer than the currency's minor unit.
    """
    if stated.currencies is not None and code not in stated.currencies:
        raise MisreadError(said("amount_of_column", codes=code))
    digits = minor_digits(code)
    value, written = stated.value, stated.decimals_max
    if digits == 3 and stated.thousandths is not None and habits is not None and habits.decimal == stated.sign:
        value, written = stated.thousandths, 3
    if written is not None and written > digits:
        raise MisreadError(_at_most(digits, code))
    try:
        if written is not None and value.adjusted() < _MAJOR_DIGITS:  # as most are: no more decimals than there may be
            return int(value.scaleb(digits))
        return Money.from_major(value, code).minor
    except DuecourseError:
        raise MisreadError(_at_most(digits, code)) from None


def _at_most(digits: int, code: str) -> str:
    return said("decimals", digits=digits, code=code) if digits else said("no_decimals", code=code)
