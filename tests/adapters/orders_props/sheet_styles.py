"""How one person keeps an order list: language, order of columns, numbers, dates, money, rows that are no orders.

A style that nobody could read with certainty is not drawn here; why it is left out stands beside the rule that does so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from babel.dates import format_date
from heading_words import EXTRAS, GROUPS, LANGUAGES, headings
from hypothesis import strategies as st
from known_orders import DIGITS

COMMA: Final = frozenset({"de", "es", "fr", "pt"})
"""Languages with a decimal comma and the day before the month."""

_NUMBERS: Final = {
    "plain": ("", "."), "en": (",", "."), "de": (".", ","), "fr": (" ", ","), "fr hard": ("\u00a0", ","), "fr narrow": ("\u202f", ","),
    "ch": ("'", "."), "bare comma": ("", ","),
}  # fmt: skip
"""Name to the sign between thousands and the decimal sign."""


def _patterned(pattern: str) -> Callable[[date, str], Any]:
    return lambda d, _: d.strftime(pattern)


def _local(form: str) -> Callable[[date, str], Any]:
    return lambda d, language: format_date(d, form, locale=language)


def _bare(sign: str, *, month_first: bool = False, short: bool = False) -> Callable[[date, str], Any]:
    def spelt(d: date, _: str) -> str:
        one, two = (d.month, d.day) if month_first else (d.day, d.month)
        return f"{one}{sign}{two}{sign}{d.year % 100 if short else d.year}"

    return spelt


DATES: Final[dict[str, Callable[[date, str], Any]]] = {
    "cell": lambda d, _: d,
    "instant": lambda d, _: datetime.combine(d, time(14, 30)),
    "serial": lambda d, _: (d - date(1899, 12, 30)).days,
    "iso": _patterned("%Y-%m-%d"),
    "iso time": _patterned("%Y-%m-%d 00:00:00"),
    "year/": _patterned("%Y/%m/%d"),
    "year.": _patterned("%Y.%m.%d"),
    "compact": _patterned("%Y%m%d"),
    "dots": _bare("."),
    "dots 00": _patterned("%d.%m.%Y"),
    "dots short": _patterned("%d.%m.%y"),
    "d/m": _bare("/"),
    "d/m 00": _patterned("%d/%m/%Y"),
    "d/m short": _bare("/", short=True),
    "d-m": _bare("-"),
    "m/d": _bare("/", month_first=True),
    "m/d 00": _patterned("%m/%d/%Y"),
    "m/d short": _bare("/", month_first=True, short=True),
    "chinese": lambda d, _: f"{d.year}年{d.month}月{d.day}日",
    "chinese short": lambda d, _: f"{d.month}月{d.day}日",
    "named": _patterned("%d-%b-%Y"),
    "named short": _patterned("%d %b %y"),
    "named us": _patterned("%b %d, %Y"),
    "weekday": _patterned("%a %d %b %Y"),
    "long": _local("long"),
    "medium": _local("medium"),
}
SLASHED: Final = frozenset({"d/m", "d/m 00", "d/m short", "d-m", "m/d", "m/d 00", "m/d short"})
_WORKBOOK: Final = frozenset({"cell", "instant", "serial"})


MONEYS: Final = ("column", "cell", "heading", "title", "nowhere")
"""Where the currency may stand."""


@dataclass(frozen=True)
class Column:
    """One column: its field ('' for none), its heading, and the group above it in a header of two rows."""

    field: str
    heading: str
    group: str = ""

    @property
    def named(self) -> str:
        """How a message names it."""
        return " ".join(f"{self.group} {self.heading}".split())


@dataclass(frozen=True)
class Style:
    """Everything of a sheet that its orders do not decide.

    Args:
        columns: From left to right.
        money: Where the currency stands: column, cell, heading, title, nowhere.
        customers: How a customer's further rows name it: again, merged, blank, ditto.
        items: Rows of an order: one, again (the order repeated with each item), first (said once).
        ditto: The word for 'the same as above', in any column; empty for none.
    """

    language: str
    second: str
    columns: tuple[Column, ...]
    numbers: str
    money: str
    sign: str
    date: str
    titles: tuple[str, ...]
    blank_above: int
    tall: bool
    customers: str
    ditto: str
    items: str
    subtotal: str
    total: str
    again: bool
    notes: tuple[str, ...]
    gaps: bool
    delimiter: str
    encoding: str

    @property
    def workbook(self) -> bool:
        """Whether it is an .xlsx."""
        return not self.delimiter

    @property
    def grouped(self) -> bool:
        """Whether the header has two rows."""
        return any(c.group for c in self.columns)

    @property
    def fields(self) -> frozenset[str]:
        """Fields that the sheet has."""
        return frozenset(c.field for c in self.columns if c.field)

    def day(self, value: date) -> Any:
        """A day as a cell of this sheet."""
        return DATES[self.date](value, self.language)

    def figure(self, value: Decimal, currency: str) -> Any:
        """An amount as a cell of this sheet."""
        thousands, decimal = _NUMBERS[self.numbers]
        if self.numbers == "plain" and self.money != "cell":
            return value if self.workbook else str(value)
        digits = 0 if value == value.to_integral_value() and DIGITS[currency] != 3 else DIGITS[currency]
        text = f"{value:,.{digits}f}".replace(",", "_").replace(".", decimal).replace("_", thousands)
        put = "{1}{0}" if self.sign == "€" else self.sign
        return put.format(text, self.code(currency)) if self.money == "cell" else text

    def code(self, currency: str) -> str:
        """A currency as this sheet writes it."""
        return _SIGNS.get(currency, currency) if self.sign == "€" else currency


_SIGNS: Final = {"USD": "US$", "EUR": "€", "GBP": "£"}
_TITLES: Final = (
    "Order list", "Open orders 2028", "Stand: 10.01.2028", "Orders of Ana and Bruno, week 2", "订单跟踪表", "ALL OPEN ORDERS",
    "TOP CUSTOMERS", "Pedidos pendientes", "Total: see below", "Deposits and balances",
)  # fmt: skip
MONEY_TITLES: Final = {
    "en": "Currency: {}", "zh": "币种：{}", "de": "Alle Beträge in {}", "es": "Importes en {}", "fr": "Montants en {}", "pt": "Valores em {}",
}  # fmt: skip
MONEY_HEADINGS: Final = ("{} ({})", "{} {}", "{} in {}", "{} [{}]", "{}\n{}", "{}/{}")
_DITTO: Final = {"en": "ditto", "zh": "同上", "de": "dito", "es": "ídem", "fr": "idem", "pt": "idem"}
_TOTALS: Final = {
    "en": ("Subtotal", "Grand total:"), "zh": ("小计", "合计："), "de": ("Zwischensumme", "Gesamtsumme"), "es": ("Subtotal", "Total general"),
    "fr": ("Sous-total", "TOTAL"), "pt": ("Subtotal", "Total geral"),
}  # fmt: skip
_NOTES: Final = (
    "Goods stay ours until they are paid.",
    "* prices FOB Ningbo",
    "制表：Ana",
    "Page 1 of 1",
    "Total orders: 5",
)
OPTIONAL: Final = (
    "deliver_on",
    "promised_on",
    "last_contact_on",
    "deposit_paid",
    "balance_paid",
    "bl_on",
    "invoice_on",
    "remarks",
)
_WESTERN: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
_ANY: Final = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def currencies_of(money: str, language: str, second: str, numbers: str) -> tuple[str, ...]:
    """Currencies that such a sheet may hold.

    '120,500' dinars under English headings and '120.500' under German ones can each be two amounts, and no other cell
    tells: three decimals only where sign and language agree. Where no currency is named, two decimals are custom.
    """
    agree = not second and (_NUMBERS[numbers][1] == ",") == (language in COMMA)
    known = ("USD", "EUR", "GBP", "JPY", *(("KWD",) if agree else ()))
    return known if money != "nowhere" else ("USD",)


def dates_of(language: str, second: str, *, workbook: bool) -> list[str]:
    """Styles of dates that such a sheet may have.

    Month first occurs in English and Chinese lists alone; '03/04' in a Chinese list without a proof is March by custom.
    """
    names = [n for n in DATES if workbook or n not in _WORKBOOK]
    return [n for n in names if not n.startswith("m/d") or {language, second} <= {"en", "zh", ""}]


@st.composite
def styles(
    draw: st.DrawFn, *, plain_rows: bool = False, languages: Sequence[str] = LANGUAGES, moneys: Sequence[str] = MONEYS
) -> Style:
    """Any style; with `plain_rows` each order is one row that says all of itself; one language alone is told as such."""
    language = draw(st.sampled_from(languages))
    second = draw(st.sampled_from(("", "", *(n for n in ("en", "zh", "de") if n != language))))
    # Two languages stand side by side in two scripts.
    second = second if "zh" in {language, second} and len(languages) > 1 else ""
    delimiter = draw(st.sampled_from(("", ",", ";", "\t", "|")))
    western = "zh" not in {language, second}
    money = draw(st.sampled_from(moneys))
    numbers = draw(st.sampled_from(tuple(_NUMBERS)))
    columns = draw(_columns(language, second, money, grouped=not second and draw(st.booleans())))
    # cp1252 has no narrow space; GB 18030 with accents or hard spaces among its Chinese is told as unknown, not read.
    older = (
        numbers != "fr narrow" if western else {language, second} <= {"zh", "en", ""} and not numbers.startswith("fr ")
    )
    encodings = (_WESTERN if western else _ANY)[: None if older else -1]
    encoding = draw(st.sampled_from(encodings)) if delimiter else ""
    of_dates = [
        d for d in dates_of(language, second, workbook=not delimiter) if encoding != "cp1252" or "chinese" not in d
    ]
    of_notes, of_titles = ([t for t in ts if encoding != "cp1252" or t.isascii()] for ts in (_NOTES, _TITLES))
    pick = st.sampled_from
    return Style(
        language, second, tuple(columns), numbers, money, draw(pick(_PUT)),
        draw(pick(of_dates)), tuple(draw(st.lists(pick(of_titles), max_size=2))), draw(st.integers(0, 3)), draw(st.booleans()),
        "again" if plain_rows else draw(pick(("again", "merged", "blank", "ditto"))),
        "" if plain_rows else draw(pick(("", _DITTO[language], '"'))),
        "one" if plain_rows else draw(pick(("one", "again", "first"))),
        *(w if draw(st.booleans()) else "" for w in _TOTALS[language]), draw(st.booleans()),
        tuple(draw(st.lists(pick(of_notes), max_size=2, unique=True))), draw(st.booleans()), delimiter, encoding,
    )  # fmt: skip


DAY_FIELDS: Final = (
    "confirmed_on",
    "deliver_on",
    "promised_on",
    "last_contact_on",
    "bl_on",
    "invoice_on",
    "deposit_paid",
    "balance_paid",
)
_PUT: Final = ("{1} {0}", "{0} {1}", "{1}{0}", "{0}{1}", "€")
"""Code and figure; '€' stands for signs instead of codes, before the figure."""


@st.composite
def _columns(draw: st.DrawFn, language: str, second: str, money: str, *, grouped: bool) -> list[Column]:
    """Columns in any order; those of a group stay side by side."""
    whole = draw(st.sampled_from(("total", "amount")))
    fields = ["customer", "order", whole, "terms", "confirmed_on", *(f for f in OPTIONAL if draw(st.booleans()))]
    fields += ["currency"] if money == "column" else []
    if grouped:
        fields = [f for f in fields if f not in {"deposit_paid", "balance_paid"}]
    blocks: list[list[Column]] = []
    for field in fields:
        spelt = draw(headings(language, second, field, slips=not (field == whole and money == "heading")))
        blocks.append([Column(field, spelt)])
    for extra in draw(st.lists(st.sampled_from(EXTRAS[language]), max_size=3, unique=True)):
        blocks.append([Column("", extra)])
    for name, (group, amount, received) in zip(
        ("deposit", "balance"), GROUPS[language] if grouped else (), strict=False
    ):
        blocks.append([Column(f"{name}_amount", amount, group), Column(f"{name}_paid", received, group)])
    return [c for block in draw(st.permutations(blocks)) for c in block]


def headed(columns: Sequence[Column], text: str, currency: str) -> tuple[Column, ...]:
    """The columns with the currency in the heading of the order's value."""
    return tuple(
        Column(c.field, text.format(c.heading.strip(), currency), c.group) if c.field in {"total", "amount"} else c
        for c in columns
    )
