"""Rows that say the same but for names, goods and one amount: what follows from their cells is decided once.

None of these four decides which payments there are, when they fall due, what came of them or what was said. So the
payments of the first such row are a pattern for the others, into which their own are put. A row whose cells leave a
doubt, or name a further amount, with which the first would have to be compared, is always decided by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import repeat
from operator import attrgetter
from typing import Any, Final

from duecourse.adapters.orders.body import Table
from duecourse.adapters.orders.entries import Entry, Line, Reading
from duecourse.adapters.orders.lines import Keys
from duecourse.adapters.orders.setting import Setting
from duecourse.adapters.orders.shares import UNKNOWN, Total, all_told, code_of, parts_of, split, total_in
from duecourse.adapters.orders.values import Figure, Receipt, minor_units
from duecourse.adapters.orders.words import MisreadError
from duecourse.history.money import Money
from duecourse.trade.terms import Part, TermsError, by_weights, weights_of

PATTERNS_MAX: Final = 50_000
"""Further combinations of cells are decided row by row; so many take some 50 MB."""

_ITEMS: Final = frozenset({"quantity", "unit_price", "line_amount"})
"""Columns that give an order its value where no cell states it."""

_OWN: Final = _ITEMS | {"customer", "order", "invoice", "amount", "total"}
"""Fields that may differ between rows that are alike; goods may too, where a list names many."""

GOODS_MAX: Final = 20
"""Different goods up to which rows are alike only if they are of the same."""

_ASKED: Final = frozenset({"lc_no"})
"""Fields of which only matters whether they are filled."""

_DECIDED: Final = attrgetter(*[f.name for f in fields(Entry)][[f.name for f in fields(Entry)].index("due_on") :])
"""What an entry holds beside names, places and amount."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The payments of rows that are alike.

    Args:
        signs: What the sign beside the amount can mean; None without a sign.
        code: Currency of the amount; None where nobody knows it.
        parts: How the amount is split; None where that is not told.
        weights: The same for `by_weights`; None where the parts are not all shares.
        entries: The payments of the first such row, what that says of its order but for the goods, and the rest of it.
    """

    signs: frozenset[str] | None
    code: str | None
    parts: Sequence[Part] | None
    weights: tuple[int, ...] | None
    entries: Sequence[tuple[Entry, Mapping[str, Any], tuple[Any, ...]]]


class Alike:
    """The payments of rows by those of rows before that are alike."""

    def __init__(self, reading: Reading, keys: Keys, at: Setting) -> None:
        table, blank = at.place.table, [None] * len(reading.numbers)
        self._goods_free = len(table.different.get("product", ())) > GOODS_MAX
        own = _OWN | {"product"} if self._goods_free else _OWN
        deciding = [_deciding(n, cells) for n, cells in table.columns.items() if n not in own and _varies(table, n)]
        self._cells: Sequence[object] = [*zip(*deciding, strict=True)] or [()] * len(blank)
        self._figures: Sequence[Figure | None] = reading.columns.get(total_in(at), blank)
        self._customers, self._orders, self._invoices, self._goods = (
            reading.columns.get(name, blank) for name in ("customer", "order", "invoice", "product")
        )
        self._summed = at.by_order and bool(at.layout.fields & _ITEMS)
        self._reading, self._keys, self._at = reading, keys, at
        self._patterns: tuple[dict[object, _Pattern], dict[object, _Pattern]] = {}, {}
        self._said: dict[tuple[int, object], Mapping[str, Any]] = {}

    def payments(self, place: int) -> list[Entry] | None:
        """The payments of the row at a place; None if it must be decided by itself."""
        figure = self._figures[place]
        pattern = self._patterns[figure is None].get(self._cells[place])
        if pattern is None or place in self._reading.doubts:
            return None
        customer, order = self._customers[place], self._orders[place] or self._invoices[place]
        shares = self._shares(pattern, figure) if customer and order else None
        return None if shares is None else self._copied(pattern, place, customer, str(order), shares)

    def learn(self, place: int, line: Line, made: Sequence[Entry]) -> None:
        """Keeps the payments of a row as a pattern, if they can be one; its line is as `payments` left it."""
        figure, key = self._figures[place], self._cells[place]
        patterns = self._patterns[figure is None]
        if key in patterns or len(patterns) >= PATTERNS_MAX or (figure is None and self._summed):
            return
        if place in self._reading.doubts or line.doubts or any(e.doubts for e in made) or _compares(line.values):
            return
        code = code_of(figure, line, self._at, total_in(self._at)) if figure else None
        parts = parts_of(line, self._at) if figure and self._at.by_order else ()
        signs = figure.currencies if figure else None
        entries = _entries(made, goods=not self._goods_free)
        told = parts if parts and all_told(parts) else None
        patterns[key] = _Pattern(signs, code, told, weights_of(told) if told else None, entries)

    def _shares(self, pattern: _Pattern, figure: Figure | None) -> Iterable[Total] | None:
        """The amount of each payment; None if it does not fit, which the row must tell by itself."""
        if figure is None:
            return repeat(UNKNOWN)
        if figure.currencies != pattern.signs:
            return None
        try:
            code = pattern.code
            exact = minor_units(figure, code, self._at.habits) if code else 0
            if code and pattern.weights:
                return [(Money(minor, code), None) for minor in by_weights(pattern.weights, exact)]
            total = (Money(exact, code), None) if code else (None, figure.value)
            if not self._at.by_order:
                return (total,)
            return repeat(UNKNOWN) if pattern.parts is None else split(pattern.parts, total)
        except (MisreadError, TermsError):
            return None

    def _copied(self, pattern: _Pattern, place: int, customer: str, order: str, shares: Iterable[Total]) -> list[Entry]:
        number, goods = self._reading.numbers[place], self._goods[place] if self._goods_free else None
        whose = (number, customer, order, self._keys.customers[place], self._keys.orders[place])
        rows, made = (number,), []
        for (first, said, decided), (amount, bare) in zip(pattern.entries, shares, strict=False):
            told = said if goods is None else self._with_goods(said, goods)
            code = amount.currency if amount else first.currency
            made.append(Entry(*whose, told, rows, first.part, first.payment, amount, bare, code, *decided))
        return made

    def _with_goods(self, said: Mapping[str, Any], goods: object) -> Mapping[str, Any]:
        """What a row says of its order; one object for all rows that say the same."""
        key = (id(said), goods)
        told = self._said.get(key)
        if told is None:
            told = self._said[key] = {**said, "product": goods}
        return told


def _deciding(name: str, cells: Sequence[object]) -> Sequence[object]:
    return [cell is not None for cell in cells] if name in _ASKED else cells


def _compares(values: Mapping[str, Any]) -> bool:
    """Whether a row names a further amount, with which the first is compared."""
    beside = [value for name, value in values.items() if name not in _OWN]
    return any(isinstance(v, Figure) or (isinstance(v, Receipt) and v.amount is not None) for v in beside)


def _varies(table: Table, name: str) -> bool:
    return len(table.different[name]) > 1


def _entries(made: Sequence[Entry], *, goods: bool) -> Sequence[tuple[Entry, Mapping[str, Any], tuple[Any, ...]]]:
    """Payments with what they say of their order, one object where it was one, and what was decided."""
    said = {id(e.said): {n: v for n, v in e.said.items() if goods or n != "product"} for e in made}
    return [(e, said[id(e.said)], _DECIDED(e)) for e in made]
