"""From tokens to items: shares, amounts, days and ratios as numbers, beside the words by their meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from duecourse.trade.terms_model import TermsError
from duecourse.trade.terms_tokens import Token, fraction, money

MARKS: Final = frozenset({"share", "money", "rest"})
"""Items that say how much; each payment has one."""

_UNITS: Final = {"day": 1, "week": 7}
_ONE: Final = frozenset({"a", "one", "einem", "eines", "un", "um", "uno"})
_SPANS: Final = frozenset({"net", "open", "lc", "collection", "month_end", "month_end_first", "sight"})
_ARTICLES: Final = frozenset({"le", "el", "the", "am", "au", "dia"})
_COUNTED: Final = frozenset(
    [
        "instalments",
        "installments",
        "instalment",
        "installment",
        "parts",
        "payments",
        "raten",
        "plazos",
        "cuotas",
        "parcelas",
        "echeances",
        "fois",
        "times",
        "tranches",
        "prestacoes",
        "versements",
        "pagos",
        "pagamentos",
        "vezes",
        "期",
        "次",
        "笔",
        "分期",
    ]
)
_GOODS: Final = frozenset(
    [
        "goods",
        "cargo",
        "merchandise",
        "products",
        "ware",
        "waren",
        "mercancia",
        "mercaderia",
        "marchandise",
        "marchandises",
        "mercadoria",
        "货",
    ]
)
_DISCOUNT_MAX: Final = 10
_DAYS_MAX: Final = 999
_SAID_MAX: Final = 160
_FIX: Final = "Write the terms like '30 % deposit, 70 % before shipment' or 'net 30'."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the terms say, with its number.

    Args:
        means: share, money, days, months, ratio, days_list, day_of_month, early (a discount's rate), separator,
            unknown, or a meaning of the words.
        text: The folded text, for messages.
        value: Share (1 is all), amount in major units, or number of days or months.
        currency: Currency of an amount; empty where it is not named.
        values: Numbers of a ratio or of a list of days.
    """

    means: str
    text: str = ""
    value: Fraction = Fraction(0)
    currency: str = ""
    values: tuple[Fraction, ...] = ()


def refused(what: str, fix: str = _FIX) -> TermsError:
    """The error for terms that cannot be read."""
    return TermsError(what if len(what) <= _SAID_MAX else f"{what[:_SAID_MAX]}…", fix=fix)


def _without_colons(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens; of the colons only those of a ratio like 3:7."""
    means = ["", *(t.means for t in tokens), ""]
    for at, token in enumerate(tokens):
        if token.means != "colon" or means[at] == means[at + 2] == "number":
            yield token


class Reader:
    """Walks over the tokens once and collects items.

    Args:
        tokens: Tokens of the whole text.

    Raises:
        TermsError: On reading, where a number is neither a share, an amount nor a span of days.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens, self.at = list(_without_colons(tokens)), 0
        self.items: list[Item] = []

    def read(self) -> list[Item]:
        """All items, in order."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.means == "number":
                self._number()
            elif token.means == "currency" and self._means(1) == "number":
                self.at += 1
                self._money(token.value, 1)
            else:
                self._word(token)
        return self.items

    def _means(self, ahead: int) -> str:
        at = self.at + ahead
        return self.tokens[at].means if 0 <= at < len(self.tokens) else ""

    def _text(self, ahead: int) -> str:
        at = self.at + ahead
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def _put(self, item: Item, size: int) -> None:
        self.items.append(item)
        self.at += size

    def _word(self, token: Token) -> None:
        fixed = {"half": Fraction(1, 2), "third": Fraction(1, 3), "full": Fraction(1)}
        if token.means in fixed:
            near_rest = "rest" in (self._means(1), self._means(-1)) and token.means == "full"
            self._put(Item("fill" if near_rest else "share", token.text, fixed[token.means]), 1)
        elif token.means in {"receipt", "now"} and self._goods_follow():
            self._put(Item("arrival", token.text), 1)
        elif token.means == "month" and self._text(-1) in _ONE:
            self._put(Item("months", token.text, Fraction(1)), 1)
        else:
            loose = token.means in {"day", "week", "month", "percent", "currency", "colon"}
            self._put(Item("fill" if loose else token.means, token.text), 1)

    def _goods_follow(self) -> bool:
        """Whether what is received is the goods: "upon receipt of the goods"."""
        near = [self._text(n).split() for n in (1, 2, 3) if self._means(n) == "fill"]
        return any(_GOODS & set(words) for words in near)

    def _money(self, currency: str, trailing: int) -> None:
        text = self.tokens[self.at].text
        amount = money(text)
        if amount is None or amount <= 0:
            raise refused(f"The amount '{text}' in the terms can be read in several ways", "Write it like 5000.00.")
        times = {"k": 1000, "万": 10000}.get(self._text(1), 1)
        self._put(Item("money", text, amount * times, currency), 1 + (times > 1) + (trailing == 0))

    def _number(self) -> None:
        chain = self._chain()
        text = self._text(0)
        scaled = 1 if self._text(1) in {"k", "万"} else 0
        if len(chain) > 1:
            self._several(chain)
        elif self._means(1 + scaled) == "currency" and self._means(2 + scaled) != "number":
            self._money(self.tokens[self.at + 1 + scaled].value, 0)
        elif self._means(1) == "percent":
            self._put(Item("share", text, self._plain(text) / 100), 2)
        elif self._means(1) in _UNITS:
            self._days(2, _UNITS[self._means(1)])
        elif self._means(1) == "month" and self._means(2) != "month_end":
            self._put(Item("months", text, self._whole(text)), 2)
        else:
            self._bare(text)

    def _plain(self, text: str) -> Fraction:
        value = fraction(text)
        if value is None:
            raise refused(f"'{text}' in the terms is no number")
        return value

    def _whole(self, text: str) -> Fraction:
        value = self._plain(text)
        if value.denominator != 1 or value > _DAYS_MAX:
            raise refused(f"'{text}' in the terms is no number of days up to {_DAYS_MAX}")
        return value

    def _days(self, size: int, times: int = 1) -> None:
        text = self._text(0)
        days = self._whole(text) * times
        named = "next_month" in (self._last(), self._means(size))
        means = "day_of_month" if named or self._article_before() else "days"
        self._put(Item(means, text, days), size)

    def _last(self) -> str:
        """Meaning of the last item that says something."""
        quiet = {"fill", "separator", "from", "after", "after_it"}
        return next((i.means for i in reversed(self.items) if i.means not in quiet), "")

    def _article_before(self) -> bool:
        """Whether this is the day of "fin de mois le 10"."""
        return self._text(-1) in _ARTICLES and self._last() in {"month_end", "month_end_first"}

    def _bare(self, text: str) -> None:
        ordinal = 1 if self._text(1) in {"th", "st", "er", "."} else 0
        if self._text(1) in _COUNTED:
            self.at += 2
        elif self._means(1 + ordinal) == "next_month" or self._last() == "next_month" or self._article_before():
            self._put(Item("day_of_month", text, self._whole(text)), 1 + ordinal)
        elif self._last() in _SPANS or self._means(1) in {"net", "month_end", "month_end_first"} or self._early():
            self._put(Item("days", text, self._whole(text)), 1)
        else:
            raise refused(f"The number {text} in the terms is neither a share (30 %), an amount nor a span of days")

    def _early(self) -> bool:
        """Whether these are the days of a discount: "1% 10, net 45"."""
        return self._last() == "share" and self._means(1) == "separator" and self._means(2) == "net"

    def _chain(self) -> list[str]:
        """Numbers joined by strokes, colons, plus signs or hyphens, from here on."""
        found = [self._text(0)]
        while (
            self._text(2 * len(found) - 1) in {"/", ":", "+", "-", "\u2013"} and self._means(2 * len(found)) == "number"
        ):
            found.append(self._text(2 * len(found)))
        return found

    def _several(self, chain: list[str]) -> None:
        size = 2 * len(chain) - 1
        values = tuple(self._plain(t) for t in chain)
        shown = self._text(1).join(chain)
        if self._means(size) in {"day", "week", "month"}:
            self._put(self._days_list(values, shown, size), size + 1)
        elif self._net_follows(size) and values[0] <= _DISCOUNT_MAX and len(values) == 2:
            self.items.append(Item("early", shown, values[0] / 100))
            self._put(Item("days", shown, values[1]), size)
        elif len(values) == 2 and values[0] < values[1] <= 6 and sum(values) != 10:
            self._put(Item("share", shown, values[0] / values[1]), size)
        else:
            self._put(self._ratio(values, shown), size + (self._means(size) == "percent"))

    def _net_follows(self, size: int) -> bool:
        return "net" in (self._means(size), self._means(size + 1)) or self._means(size + 2) == "net"

    def _days_list(self, values: tuple[Fraction, ...], shown: str, size: int) -> Item:
        if self._text(1) != "/" or self._means(size) == "month" or list(values) != sorted(set(values)):
            raise refused(f"'{shown}' in the terms is a range of days, and one number was expected")
        return Item("days_list", shown, values=tuple(v * _UNITS[self._means(size)] for v in values))

    def _ratio(self, values: tuple[Fraction, ...], shown: str) -> Item:
        whole = sum(values)
        if whole not in (10, 100) and any(v > 100 or v < 5 for v in values):
            raise refused(f"The numbers {shown} in the terms are neither shares nor days")
        base = 10 if whole == 10 else 100
        return Item("ratio", shown, values=tuple(v / base for v in values))


def without_discounts(items: list[Item]) -> tuple[list[Item], list[tuple[Fraction, int | None]]]:
    """The items without what speaks of early payment, and the discounts as rate and days."""
    items = _without_denied(items)
    found: list[tuple[Fraction, int | None]] = []
    while (at := _discount_at(items)) is not None:
        days = _days_near(items, at)
        found.append((items[at].value, None if days is None else int(items[days].value)))
        gone = {at, days, *_words_near(items, at)}
        items = [i for n, i in enumerate(items) if n not in gone]
    return items, sorted(found, key=lambda d: d[0])[::-1] if len(found) > 1 else found


def _without_denied(items: list[Item]) -> list[Item]:
    """Without "no deposit" and "ohne Skonto".

    Raises:
        TermsError: If something else is denied.
    """
    kept: list[Item] = []
    denied = False
    for item in items:
        if item.means == "none":
            denied = True
        elif denied and item.means in {"deposit", "advance", "discount"}:
            denied = False
        elif denied and item.means not in {"fill"}:
            break
        elif not denied:
            kept.append(item)
    if denied:
        raise refused("The terms deny something, and what they leave is not plain")
    return kept


def _discount_at(items: list[Item]) -> int | None:
    """Where a rate for early payment stands; null if there is none."""
    early = [n for n, i in enumerate(items) if i.means == "early"]
    words = [n for n, i in enumerate(items) if i.means == "discount"]
    marks = [n for n, i in enumerate(items) if i.means in MARKS or i.means == "ratio"]
    shares = [n for n in marks if items[n].means == "share" and 0 < items[n].value * 100 <= _DISCOUNT_MAX]
    if early or not shares:
        return early[0] if early else None
    if words:
        return min(shares, key=lambda n: min(abs(n - w) for w in words))
    spans = sum(i.means == "days" for i in items)
    return shares[0] if marks == shares and spans > len(shares) else None


def _days_near(items: list[Item], at: int) -> int | None:
    """Where the days of a discount stand: the nearest that no "net" claims, and not the only ones of the terms."""
    spans = [n for n, i in enumerate(items) if i.means == "days"]
    free = [n for n in spans if not _claimed(items, n)]
    return min(free or spans[:-1], key=lambda n: _distance(items, n, at), default=None)


def _claimed(items: list[Item], at: int) -> bool:
    near = [items[n].means for n in (at - 1, at + 1) if 0 <= n < len(items)]
    return "net" in near


def _distance(items: list[Item], a: int, b: int) -> int:
    between = items[min(a, b) : max(a, b)]
    return abs(a - b) + 20 * sum(i.means == "separator" for i in between)


def _words_near(items: list[Item], at: int) -> list[int]:
    """Where the word 'discount' of this rate stands, so that it is read once."""
    words = [n for n, i in enumerate(items) if i.means == "discount"]
    return [min(words, key=lambda n: _distance(items, n, at))] if words else []


def with_share(item: Item, share: Fraction) -> Item:
    """The same item as a share of the whole."""
    return replace(item, means="share", value=share)
