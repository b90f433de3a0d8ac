"""Puts rows of one customer or order together; a later row that contradicts an earlier one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from duecourse.adapters.orders.entries import Entry, Place
from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.refusal import Refusal
from duecourse.adapters.orders.words import identity

CUSTOMER_FIELDS: Final = ("country", "relationship", "phone")
ORDER_FIELDS: Final = (
    "product", "confirmed_on", "deliver_on", "incoterm", "production_days", "transport_days", "booking_days",
    "delivered_on", "new_date", "new_date_named_on",
)  # fmt: skip
_OF_CUSTOMER: Final = ("customer", *CUSTOMER_FIELDS)
_OF_ORDER: Final = ("customer", *ORDER_FIELDS)
_OF_PART: Final = ("delivered_on",)
"""What further payments of one row may state anew; all else stands in the same cells."""


@dataclass(frozen=True, slots=True)
class Merged:
    """All rows that fit together.

    Args:
        entries: In the order of the file.
        customers: Identity of a name to the rows that state something of him which none before them did; the first
            one spells his name.
        orders: Identity of a number to the same.
        refused: Rows that contradict or repeat an earlier one.
    """

    entries: list[Entry] = field(default_factory=list)
    customers: dict[str, list[Entry]] = field(default_factory=dict)
    orders: dict[str, list[Entry]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def customer(self, entry: Entry) -> str:
        """The customer's name as first spelt."""
        return self.customers[identity(entry.customer)][0].customer

    def order(self, entry: Entry) -> str:
        """The order's number as first spelt."""
        return self.orders[identity(entry.order)][0].order

    def stated_of_customer(self, entry: Entry) -> dict[str, Any]:
        """All that rows of the customer state of him, by `CUSTOMER_FIELDS`."""
        return _all(self.customers[identity(entry.customer)], CUSTOMER_FIELDS)

    def stated_of_order(self, entry: Entry) -> dict[str, Any]:
        """All that rows of the order state of it, by `ORDER_FIELDS`."""
        return _all(self.orders[identity(entry.order)], ORDER_FIELDS)

    def of_customer(self, entry: Entry, name: str) -> Any:
        """What any row of the customer states, or None."""
        return _first(self.customers[identity(entry.customer)], name)

    def of_order(self, entry: Entry, name: str) -> Any:
        """What any row of the order states, or None."""
        return _first(self.orders[identity(entry.order)], name)


def _first(stating: Iterable[Entry], name: str) -> Any:
    for entry in stating:
        value = getattr(entry, name)
        if value is not None:
            return value
    return None


def _all(stating: Sequence[Entry], names: Sequence[str]) -> dict[str, Any]:
    if len(stating) == 1:
        (only,) = stating
        return {n: v for n in names if (v := getattr(only, n)) is not None}
    return {n: v for n in names if (v := _first(stating, n)) is not None}


def merge(entries: Iterable[Entry], place: Place) -> Merged:
    """Takes the rows in the order of the file; one that does not fit changes nothing."""
    merged = Merged()
    seen = _Seen()
    kept: Entry | None = None
    for entry in entries:
        if kept is not None and kept.row == entry.row and kept.cells is entry.cells:
            refused = list(_conflicts(entry, merged, place, (), _OF_PART))
            names: tuple[Sequence[str], Sequence[str]] = ((), _OF_PART)
        else:
            first = seen.before(entry)
            names = (_OF_CUSTOMER, _OF_ORDER)
            refused = [_repeats(entry, first, place)] if first else list(_conflicts(entry, merged, place, *names))
        merged.refused.extend(refused)
        if not refused:
            kept = entry
            _keep(entry, merged, *names)
    return merged


class _Seen:
    """Rows so far, to tell one that repeats another; only those of one order can."""

    def __init__(self) -> None:
        self._of_order: dict[str, Entry] = {}
        self._by_cells: dict[int, Entry] = {}

    def before(self, entry: Entry) -> int | None:
        """Number of an earlier row with the same cells."""
        of_order = self._of_order.setdefault(identity(entry.order), entry)
        if of_order is entry:
            return None
        self._by_cells.setdefault(_hash(of_order), of_order)
        first = self._by_cells.setdefault(_hash(entry), entry)
        return first.row if first.row != entry.row and [*first.cells.items()] == [*entry.cells.items()] else None


def _hash(entry: Entry) -> int:
    return hash(tuple(entry.cells.items()))


def _repeats(entry: Entry, first: int, place: Place) -> Refusal:
    fix = then_mend("delete_one")
    return place.refusal(entry.row, "order", entry.order, said("no_repeat", row=first), fix)


def _conflicts(
    entry: Entry, merged: Merged, place: Place, of_customer: Sequence[str], of_order: Sequence[str]
) -> Iterator[Refusal]:
    """What earlier rows of the customer, then of the order, say otherwise; of these fields."""
    for whose, known, names in (
        ("customer", merged.customers.get(identity(entry.customer)), of_customer),
        ("order", merged.orders.get(identity(entry.order)), of_order),
    ):
        for name in names if known else ():
            value = getattr(entry, name)
            before = None if value is None else _stating(known or (), name)
            if before is not None and _differs(value, getattr(before, name)):
                why = said(f"same_{whose}", holds=before.text(name), row=before.row)
                fix = said("agree", one=before.row, two=entry.row)
                yield place.refusal(entry.row, name, entry.text(name), why, fix)


def _stating(known: Iterable[Entry], name: str) -> Entry | None:
    return next((e for e in known if getattr(e, name) is not None), None)


def _differs(one: object, other: object) -> bool:
    if one is other:
        return False
    if isinstance(one, str) and isinstance(other, str):
        return identity(one) != identity(other)
    return one != other


def _keep(entry: Entry, merged: Merged, of_customer: Sequence[str], of_order: Sequence[str]) -> None:
    merged.entries.append(entry)
    _note(entry, merged.customers, identity(entry.customer), of_customer)
    _note(entry, merged.orders, identity(entry.order), of_order)


def _note(entry: Entry, homes: dict[str, list[Entry]], key: str, names: Sequence[str]) -> None:
    """Keeps a row among those that state something first."""
    known = homes.get(key)
    if known is None:
        homes[key] = [entry]
    elif any(getattr(entry, n) is not None and _stating(known, n) is None for n in names):
        known.append(entry)
