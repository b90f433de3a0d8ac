"""Rows of one order put together: exports with a row for each item repeat the order, or split its amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from duecourse.adapters.orders.body import JOIN
from duecourse.adapters.orders.entries import Line, Reading
from duecourse.adapters.orders.layout import Layout
from duecourse.adapters.orders.values import Figure
from duecourse.adapters.orders.words import identity

_JOINED: Final = ("remarks", "log", "product")
_OF_ORDERS: Final = frozenset(
    {"terms", "deposit_amount", "deposit_paid", "balance_amount", "balance_paid", "total", "line_amount", "outstanding"}
)


def is_by_order(layout: Layout) -> bool:
    """Whether a row is an order or an item of one; in the template it is a payment."""
    if layout.preset is not None:
        return True
    return "payment" not in layout.fields and bool(layout.fields & _OF_ORDERS)


class Keys(NamedTuple):
    """What makes the customer and the order of each row of a table the same as those of others; empty for none."""

    customers: Sequence[str]
    orders: Sequence[str]


def keys_of(reading: Reading) -> Keys:
    """The keys of all rows; an order without a number goes by its invoice."""
    blank: list[Any] = [None] * len(reading.numbers)
    orders, invoices, customers = (reading.columns.get(n, blank) for n in ("order", "invoice", "customer"))
    key = {customer: identity(customer) if customer else "" for customer in {*customers}}
    numbers = (order or invoice for order, invoice in zip(orders, invoices, strict=True))
    return Keys([*map(key.__getitem__, customers)], [identity(str(n)) if n else "" for n in numbers])


def groups_of(reading: Reading, keys: Keys, *, by_order: bool) -> Iterator[Sequence[int]]:
    """Places of the rows of each line: of a row that is kept; `by_order` of each order of a customer."""
    return _groups(reading, keys) if by_order else ((place,) for place in reading.places)


def line_of(reading: Reading, group: Sequence[int], layout: Layout, *, by_order: bool) -> Line:
    """The line of one of these groups."""
    return _one([*map(reading.line, group)], layout) if by_order else reading.line(group[0])


def _groups(reading: Reading, keys: Keys) -> Iterator[Sequence[int]]:
    """In the order of the first rows; a row that names no order is one by itself."""
    customers, orders = keys
    firsts: dict[object, int] = {}
    others: dict[int, list[int]] = {}
    for place in reading.places:
        first = firsts.setdefault((orders[place], customers[place]) if orders[place] else place, place)
        if first != place:
            others.setdefault(first, []).append(place)
    return ((first, *others[first]) if first in others else (first,) for first in firsts.values())


def _one(group: Sequence[Line], layout: Layout) -> Line:
    """Several rows of an order as one line: what its first row states wins, and amounts of items are added."""
    first = group[0]
    if len(group) == 1 and "total" in first.values:
        return first
    total = _total(group, layout)
    if len(group) == 1:
        if total is not None:
            first.values["total"] = total
        return first
    values: dict[str, Any] = {}
    for line in group:
        for name, value in line.values.items():
            values.setdefault(name, value)
    values |= {n: _texts(group, n) for n in _JOINED if n in values}
    if total is not None:
        values["total"] = total
    return Line(first.row, values, [d for line in group for d in line.doubts], tuple(line.row for line in group))


def _texts(group: Sequence[Line], name: str) -> str:
    return JOIN.join(dict.fromkeys(str(line.values[name]) for line in group if name in line.values))


def _total(group: Sequence[Line], layout: Layout) -> Figure | None:
    """The order's value: as stated, or the sum of its items; None if no row says."""
    name = "total" if "total" in layout.fields else "amount"
    stated = [line.values[name] for line in group if name in line.values]
    if "line_amount" in layout.fields and not stated:
        return _sum([line.values["line_amount"] for line in group if "line_amount" in line.values])
    if not stated and {"unit_price", "quantity"} <= layout.fields:
        return _sum([f for line in group if (f := _of_item(line.values))])
    if len(stated) > 1 and len({f.value for f in stated}) > 1:
        return _sum(stated)
    return stated[0] if stated else None


def _of_item(values: Mapping[str, Any]) -> Figure | None:
    price: Figure | None = values.get("unit_price")
    pieces: Decimal | None = values.get("quantity")
    if price is None or pieces is None:
        return None
    return Figure(price.value * pieces, None, price.currencies)


def _sum(figures: Sequence[Figure]) -> Figure | None:
    if not figures:
        return None
    signs = [f.currencies for f in figures if f.currencies is not None]
    return Figure(sum((f.value for f in figures), Decimal(0)), None, frozenset.intersection(*signs) if signs else None)
