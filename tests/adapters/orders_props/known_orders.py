"""Orders that are known before a sheet is made of them, and the payments that any reading of it must give back.

What a payment comes to is stated here by the words of the trade, not by the reader's code: shares of the total that
sum to it exactly, each less than one minor unit from its share.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from hypothesis import strategies as st

AS_OF: Final = date(2028, 1, 10)
"""Day of reading; half a year around it holds a 29 February, a turn of the year and every month."""

DIGITS: Final = {"USD": 2, "EUR": 2, "GBP": 2, "CNY": 2, "JPY": 0, "KWD": 3}
Receipt: TypeAlias = date | Literal["yes", "no"] | None


@dataclass(frozen=True)
class Part:
    """One payment that terms ask for: kind, share, and what its due day is counted from."""

    kind: str
    share: Fraction
    start: str = ""
    days: int = 0
    month_end: bool = False


@dataclass(frozen=True)
class Wording:
    """Payment terms in words, with what they say."""

    text: str
    parts: tuple[Part, ...]


def _terms(text: str, *parts: tuple[str, int] | Part) -> Wording:
    """Shares are given in per cent; the only one is the whole."""
    return Wording(text, tuple(p if isinstance(p, Part) else Part(p[0], Fraction(p[1], 100)) for p in parts))


_WHOLE, _THIRD = Fraction(1), Fraction(1, 3)
_BEFORE, _DOCS = "balance_before_shipment", "balance_against_documents"
WORDINGS: Final = {
    "en": (
        _terms("30% deposit, 70% before shipment", ("deposit", 30), (_BEFORE, 70)),
        _terms("30% deposit, balance against B/L copy", ("deposit", 30), (_DOCS, 70)),
        _terms("T/T 30/70", ("deposit", 30), (_BEFORE, 70)),
        _terms("100% in advance", ("deposit", 100)),
        _terms("100% TT before shipment", (_BEFORE, 100)),
        _terms("L/C at sight", ("lc_opening", 100)),
        _terms("D/P at sight", (_DOCS, 100)),
        _terms("Net 30", Part("open_account", _WHOLE, "invoice_on", 30)),
        _terms("O/A 60 days after B/L date", Part("open_account", _WHOLE, "bl_on", 60)),
        _terms(
            "1/3 with order, 1/3 before shipment, 1/3 30 days after delivery",
            Part("deposit", _THIRD), Part(_BEFORE, _THIRD), Part("open_account", _THIRD),
        ),
        _terms("20% deposit, 50% before shipment, 30% 30 days after arrival", ("deposit", 20), (_BEFORE, 50), ("open_account", 30)),
    ),
    "zh": (
        _terms("30%定金，70%发货前付清", ("deposit", 30), (_BEFORE, 70)),
        _terms("前T/T 30%，余款见提单复印件付清", ("deposit", 30), (_DOCS, 70)),
        _terms("即期信用证", ("lc_opening", 100)),
        _terms("全款预付", ("deposit", 100)),
    ),
    "de": (
        _terms("30% Anzahlung, Rest vor Auslieferung", ("deposit", 30), (_BEFORE, 70)),
        _terms("30 Tage netto", Part("open_account", _WHOLE, "invoice_on", 30)),
        _terms("Vorkasse", ("deposit", 100)),
    ),
    "fr": (
        _terms("acompte 30 % à la commande, solde avant expédition", ("deposit", 30), (_BEFORE, 70)),
        _terms("30 jours fin de mois", Part("open_account", _WHOLE, "invoice_on", 30, month_end=True)),
    ),
    "es": (
        _terms("30% anticipo, 70% contra copia de B/L", ("deposit", 30), (_DOCS, 70)),
        _terms("60 días fecha factura", Part("open_account", _WHOLE, "invoice_on", 60)),
    ),
    "pt": (
        _terms("30% sinal, 70% antes do embarque", ("deposit", 30), (_BEFORE, 70)),
        _terms("30 dias da fatura", Part("open_account", _WHOLE, "invoice_on", 30)),
    ),
}  # fmt: skip

# Names that a reader may take for something else: a total, 'same as above', nothing, a number, a code of money.
CUSTOMERS: Final = (
    "Nordwind GmbH", "Ana Belém Lda", "Total Fitness Ltd", "Summe & Söhne KG", "Idem Trading", "Open Air BV",
    "2026 Sports", "N/A Fashion", "USD Parts Inc", "Müller; Meier, Kunz", 'The "Old" Mill', "No Limits SA", "Deposit Bags Ltd",
)  # fmt: skip
FAR_CUSTOMERS: Final = ("宁波青屿户外用品", "合计贸易公司", "Łódź Światło Sp. z o.o.", "İstanbul Tekstil A.Ş.")
"""Their letters do not fit into every encoding."""

# Numbers of orders that look like days, amounts, formulas and counts of days.
NUMBERS: Final = (
    "SC-{n}", "PI2027-{n:04}", "{n:04}/27", "2027-08-{n:03}", "202708{n:02}", "SC202708{n:02}", "27-08-{n:02}",
    "{n:05}", "4620{n}", "No. {n}", "A{n} / B", "10.{n:03}",
)  # fmt: skip
REMARKS: Final = (
    "colour box by Friday", "12 cartons, 3 pallets; see mail", 'size 10" ok?', "line one\nline two", "Total: 12 cartons",
    "new artwork 2", "=3 pallets", "same as last time",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """One order; None is what its sheet does not say."""

    customer: str
    order: str
    total: Decimal
    currency: str
    terms: Wording
    confirmed_on: date | None
    deliver_on: date | None = None
    promised_on: date | None = None
    last_contact_on: date | None = None
    deposit_paid: Receipt = None
    balance_paid: Receipt = None
    bl_on: date | None = None
    invoice_on: date | None = None
    remarks: str | None = None

    def minor(self) -> int:
        """The total in minor units."""
        return int(self.total.scaleb(DIGITS[self.currency]))

    def split(self) -> list[Decimal]:
        """Amounts of the parts for a sheet that states them: rounded half up, the last takes the rest."""
        found: list[int] = []
        for part in self.terms.parts[:-1]:
            found.append(int(part.share * self.minor() + Fraction(1, 2)))
        found.append(self.minor() - sum(found))
        return [Decimal(n).scaleb(-DIGITS[self.currency]) for n in found]

    def receipt(self, part: int) -> Receipt:
        """What the sheet says of the money of a part: the column of deposits speaks of the first deposit alone."""
        parts = self.terms.parts
        return self.deposit_paid if parts[part].kind == "deposit" and part == 0 else self.balance_paid


@dataclass(frozen=True)
class Payment:
    """One payment as it must be read; `amount` is compared within its minor unit, see `agrees`."""

    customer: str
    kind: str
    currency: str
    confirmed_on: date | None
    deliver_on: date | None
    promised_on: date | None
    paid: bool
    paid_on: date | None
    due_on: date | None
    remarks: str | None


def payments(known: Known) -> list[Payment]:
    """The payments of an order in the order of its terms; news speaks of the first that is open."""
    paid = [isinstance(known.receipt(n), date) or known.receipt(n) == "yes" for n in range(len(known.terms.parts))]
    speaks = paid.index(False) if False in paid else None
    return [
        Payment(
            known.customer, part.kind, known.currency, known.confirmed_on, known.deliver_on,
            known.promised_on if n == speaks else None, paid[n],
            on if isinstance(on := known.receipt(n), date) else None, _due(part, known), known.remarks,
        )
        for n, part in enumerate(known.terms.parts)
    ]  # fmt: skip


def _due(part: Part, known: Known) -> date | None:
    start: date | None = getattr(known, part.start) if part.start else None
    if start is None:
        return None
    day = start + timedelta(days=part.days)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if part.month_end else day


def agrees(known: Known, minors: Sequence[int]) -> bool:
    """Whether amounts in minor units are the parts of an order: they sum to it, each less than one unit from its share."""
    near = all(abs(m - p.share * known.minor()) < 1 for m, p in zip(minors, known.terms.parts, strict=True))
    return near and sum(minors) == known.minor()


# ------------------------------------------------------------------ strategies
_EDGES: Final = (
    date(2027, 12, 31), date(2028, 1, 1), date(2028, 2, 29), date(2027, 10, 9), date(2027, 8, 31), date(2027, 12, 12),
    date(2028, 3, 4), date(2027, 9, 1), date(2027, 11, 10), AS_OF,
)  # fmt: skip


def days(first: int, last: int) -> st.SearchStrategy[date]:
    """Days counted from the day of reading; half of them at an edge of the calendar or readable in two orders."""
    edges = [d for d in _EDGES if first <= (d - AS_OF).days <= last]
    free = st.integers(first, last).map(lambda n: AS_OF + timedelta(days=n))
    return st.one_of(st.sampled_from(edges), free) if edges else free


@st.composite
def totals(draw: st.DrawFn, currency: str) -> Decimal:
    """Amounts at which digits group, carry or do not divide; always enough to split in three."""
    digits = DIGITS[currency]
    edges = (100_000, 99_999, 100, 1_000_000, 123_456_789, 12_050, 1_000_001, 120_500, 10**9)
    return Decimal(draw(st.one_of(st.sampled_from(edges), st.integers(100, 10**10)))).scaleb(-digits)


@st.composite
def receipts(draw: st.DrawFn, *, words: bool) -> Receipt:
    """A day of money up to the day of reading, nothing, or a word."""
    said: list[Receipt] = [None, "no", "yes"] if words else [None]
    return draw(st.one_of(st.sampled_from(said), days(-160, 0)))


@st.composite
def known_orders(draw: st.DrawFn, language: str, currencies: Sequence[str], *, far: bool, words: bool) -> list[Known]:
    """One to five orders of few customers; `far` lets letters in that not every encoding holds."""
    names = CUSTOMERS + (FAR_CUSTOMERS if far else ())
    spelt = draw(st.sampled_from(NUMBERS))
    wordings = WORDINGS[language] + (WORDINGS["en"] if language != "en" else ())
    few = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    found = []
    for n in range(draw(st.integers(1, 5))):
        currency, terms = draw(st.sampled_from(currencies)), draw(st.sampled_from(wordings))
        deposit = terms.parts[0].kind == "deposit"
        balance = len(terms.parts) > 1 or not deposit
        found.append(
            Known(
                draw(st.sampled_from(few)), spelt.format(n=n + 1), draw(totals(currency)), currency, terms,
                draw(days(-160, 0)), draw(st.none() | days(-100, 160)), draw(st.none() | days(-60, 60)),
                draw(st.none() | days(-100, 0)), draw(receipts(words=words)) if deposit else None,
                draw(receipts(words=words)) if balance else None, draw(st.none() | days(-90, 0)),
                draw(st.none() | days(-90, 0)), draw(st.none() | st.sampled_from(REMARKS)),
            )
        )  # fmt: skip
    return sorted(found, key=lambda o: names.index(o.customer))
