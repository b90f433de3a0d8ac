"""Puts rows of one customer or order together; a later row that contradicts an earlier one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Merged:
    """All rows that fit together.

    Args:
        entries: In the order of the file.
        customers: Key of a customer to the rows that state something of him which none before them did; the first one
            spells his name.
        orders: Key of an order to the same.
        refused: Rows that contradict or repeat an earlier one.
    """

    entries: list[Entry] = field(default_factory=list)
    customers: dict[str, list[Entry]] = field(default_factory=dict)
    orders: dict[str, list[Entry]] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def customer(self, entry: Entry) -> str:
        """The customer's name as first spelt."""
        return self.customers[entry.customer_key][0].customer

    def order(self, entry: Entry) -> str:
        """The order's number as first spelt."""
        return self.orders[entry.order_key][0].order

    def of_order(self, entry: Entry, name: str) -> Any:
        """What any row of the order states, or None."""
        return _stated(self.orders[entry.order_key], name)


def _stating(known: Sequence[Entry], name: str) -> Entry | None:
    """The first row that states something."""
    for entry in known:
        if name in entry.said:
            return entry
    return None


def stated_by(homes: Sequence[Sequence[Entry]], names: Sequence[str]) -> dict[str, list[Any]]:
    """What the rows of each customer or order state of some fields, or None; only fields that one of them states."""
    said = [home[0].said if len(home) == 1 else _together(home) for home in homes]
    different = {id(one): one for one in said}  # many rows say the same, and then it is one object
    told = {name for one in different.values() for name in one}
    return {name: [one.get(name) for one in said] for name in names if name in told}


def _together(known: Sequence[Entry]) -> Mapping[str, Any]:
    """What several rows state; the first that states something wins."""
    return {name: value for entry in reversed(known) for name, value in entry.said.items()}


def _stated(known: Sequence[Entry], name: str) -> Any:
    stating = _stating(known, name)
    return stating.said[name] if stating else None


def merge(entries: Iterable[Entry], place: Place) -> Merged:
    """Takes the rows in the order of the file; one that does not fit changes nothing."""
    merged, seen = Merged(), _Seen(place)
    kept: Entry | None = None
    for entry in entries:
        names: Sequence[str] = ORDER_FIELDS
        if kept is not None and kept.row == entry.row:
            # Of a further payment of one row only the day of delivery may be new; all else stands in the same cells.
            names = () if kept.said is entry.said else ("delivered_on",)
            refused = [*_conflicts(entry, merged, place, (), names)] if names else []
        elif first := seen.before(entry):
            refused = [_repeats(entry, first, place)]
        else:
            refused = [*_conflicts(entry, merged, place)]
        if refused:
            merged.refused.extend(refused)
            continue
        kept = entry
        merged.entries.append(entry)
        if names:
            _note(entry, merged.customers, entry.customer_key, CUSTOMER_FIELDS)
            _note(entry, merged.orders, entry.order_key, names)
    return merged


class _Seen:
    """Rows so far, to tell one that repeats another; only those of one order can."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._of_order: dict[str, int] = {}
        self._by_cells: dict[int, int] = {}

    def before(self, entry: Entry) -> int | None:
        """Number of an earlier row with the same cells."""
        before = self._of_order.setdefault(entry.order_key, entry.row)
        if before == entry.row:
            return None
        self._by_cells.setdefault(hash(self._cells(before)), before)
        first = self._by_cells.setdefault(hash(self._cells(entry.row)), entry.row)
        return first if first != entry.row and self._cells(first) == self._cells(entry.row) else None

    def _cells(self, row: int) -> tuple[object, ...]:
        return (*self._place.table.cells(row).items(),)


def _repeats(entry: Entry, first: int, place: Place) -> Refusal:
    fix = then_mend("delete_one")
    return place.refusal(entry.row, "order", entry.order, said("no_repeat", row=first), fix)


def _conflicts(
    entry: Entry,
    merged: Merged,
    place: Place,
    of_customer: Sequence[str] = CUSTOMER_FIELDS,
    of_order: Sequence[str] = ORDER_FIELDS,
) -> Iterator[Refusal]:
    """What earlier rows of the customer, then of the order, say otherwise; of these fields."""
    told = entry.said
    for whose, known, names in (
        ("customer", merged.customers.get(entry.customer_key), of_customer),
        ("order", merged.orders.get(entry.order_key), of_order),
    ):
        if known is None:
            continue
        if whose == "order" and known[0].customer_key != entry.customer_key:
            yield _contradicts(entry, known[0], "customer", whose, place)
        for name in names:
            if name in told and (before := _stating(known, name)) and _differs(told[name], before.said[name]):
                yield _contradicts(entry, before, name, whose, place)


def _contradicts(entry: Entry, before: Entry, name: str, whose: str, place: Place) -> Refusal:
    why = said(f"same_{whose}", holds=place.text(before.rows, name), row=before.row)
    fix = said("agree", one=before.row, two=entry.row)
    return place.refusal(entry.row, name, place.text(entry.rows, name), why, fix)


def _differs(one: object, other: object) -> bool:
    if one is other:
        return False
    if isinstance(one, str) and isinstance(other, str):
        return identity(one) != identity(other)
    return one != other


def _note(entry: Entry, homes: dict[str, list[Entry]], key: str, names: Sequence[str]) -> None:
    """Keeps a row among those that state something first."""
    known = homes.get(key)
    if known is None:
        homes[key] = [entry]
        return
    for name in names:
        if name in entry.said and _stating(known, name) is None:
            known.append(entry)
            return
