"""Puts rows of one customer or order together; a later row that contradicts an earlier one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from duecourse.adapters.orders.entries import Entry, Place
from duecourse.adapters.orders.refusal import MEND, Refusal
from duecourse.adapters.orders.words import identity

CUSTOMER_FIELDS: Final = ("country", "relationship", "phone")
ORDER_FIELDS: Final = (
    "product", "confirmed_on", "deliver_on", "incoterm", "production_days", "transport_days", "booking_days",
    "delivered_on", "new_date", "new_date_named_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A value and the row that stated it first."""

    value: Any
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """All rows that fit together.

    Args:
        entries: In the order of the file.
        customers: Identity of a name to what any of its rows states, by field; "customer" is the name as first spelt.
        orders: Identity of a number to the same; "order" is the number as first spelt.
        refused: Rows that contradict or repeat an earlier one.
    """

    entries: list[Entry] = field(default_factory=list)
    customers: dict[str, dict[str, Stated]] = field(default_factory=dict)
    orders: dict[str, dict[str, Stated]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def of_customer(self, entry: Entry, name: str) -> Any:
        """What any row of the customer states, or None."""
        return _value(self.customers[identity(entry.customer)], name)

    def of_order(self, entry: Entry, name: str) -> Any:
        """What any row of the order states, or None."""
        return _value(self.orders[identity(entry.order)], name)


def _value(known: dict[str, Stated], name: str) -> object:
    return known[name].value if name in known else None


def merge(entries: Iterable[Entry], place: Place) -> Merged:
    """Takes the rows in the order of the file; one that does not fit changes nothing."""
    merged = Merged()
    seen: dict[frozenset[tuple[str, str]], int] = {}
    for entry in entries:
        first = seen.setdefault(frozenset(entry.texts.items()), entry.row)
        refused = [_repeats(entry, first, place)] if first != entry.row else list(_conflicts(entry, merged, place))
        merged.refused.extend(refused)
        if not refused:
            _keep(entry, merged)
    return merged


def _repeats(entry: Entry, first: int, place: Place) -> Refusal:
    fix = f"Delete one of the two rows; if it is a further payment, say what differs, such as its due date. {MEND}"
    return place.refusal(entry.row, "order", entry.order, f"a row that does not repeat row {first}", fix)


def _known(entry: Entry, merged: Merged) -> Iterator[tuple[str, dict[str, Stated], tuple[str, ...]]]:
    """What is known so far of the customer and the order of a row, and which fields belong there."""
    yield "customer", merged.customers.get(identity(entry.customer), {}), CUSTOMER_FIELDS
    yield "order", merged.orders.get(identity(entry.order), {}), ("customer", *ORDER_FIELDS)


def _conflicts(entry: Entry, merged: Merged, place: Place) -> Iterator[Refusal]:
    for whose, known, names in _known(entry, merged):
        for name in names:
            value, before = getattr(entry, name), known.get(name)
            if value is not None and before is not None and _differs(value, before.value):
                said = f"'{before.text}', as row {before.row} says of the same {whose},"
                fix = f"Make rows {before.row} and {entry.row} agree and run again; the other rows were kept."
                yield place.refusal(entry.row, name, entry.texts[name], said, fix)


def _differs(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return identity(one) != identity(other)
    return one != other


def _keep(entry: Entry, merged: Merged) -> None:
    merged.entries.append(entry)
    homes = (
        (merged.customers.setdefault(identity(entry.customer), {}), ("customer", *CUSTOMER_FIELDS)),
        (merged.orders.setdefault(identity(entry.order), {}), ("order", "customer", *ORDER_FIELDS)),
    )
    for known, names in homes:
        for name in names:
            value = getattr(entry, name)
            if value is not None and name not in known:
                known[name] = Stated(value, entry.row, entry.texts[name])
