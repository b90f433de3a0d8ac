"""Several order lists as one: customers and orders that stand in two lists are one, payments are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.extras import asset_rows, other_ways, send_rows
from duecourse.adapters.orders.frames import SELLER
from duecourse.adapters.orders.read import OrderList
from duecourse.adapters.orders.words import identity
from duecourse.errors import DuecourseError
from duecourse.history.history import History, build

Row: TypeAlias = dict[str, Any]

_SHARED_KEYS: Final = {"sellers": "seller", "customers": "customer", "orders": "order"}


@dataclass(slots=True)
class Read:
    """What all files say together.

    Args:
        lists: One for each sheet that could be read.
        files: The file of each list.
        rows: Frame name to rows of all of them.
        refused: Rows left out: the sentence, and the same by parts for JSON.
        unread: Files that could not be opened, or hold no order list.
    """

    lists: list[OrderList] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    rows: dict[str, Sequence[Row]] = field(default_factory=dict)
    refused: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    unread: list[DuecourseError] = field(default_factory=list)

    def forget_payments(self) -> None:
        """Frees what only a list that is given back needs."""
        self.lists[:] = [replace(found, entries={}) for found in self.lists]

    def refuse(self, error: DuecourseError, file: str, row: int | None = None) -> None:
        """Keeps an error as a refusal."""
        parts = {"file": file, "row": row, "column": None, "where": error.where, "why": error.what, "fix": error.fix}
        self.refused.append((str(error), parts))


def add(read: Read, found: OrderList, file: Path, speaks: str = "en") -> None:
    """Adds one more list of a file; the rows that it refuses are told in "en" or "zh"."""
    read.lists.append(replace(found, rows={}))  # they stand in read.rows, until the history is made
    read.files.append(file)
    read.refused += [(r.line(speaks), r.as_dict()) for r in found.refused]
    _join(read, found)


def _join(read: Read, found: OrderList) -> None:
    """Adds the rows of one more file but for payments that an earlier one holds already."""
    if not read.rows:
        read.rows.update(found.rows)
        return
    doubled = _doubled(read, found)
    spelt = _spelt([read.rows, found.rows])
    for frame, rows in found.rows.items():
        kept = [*read.rows.get(frame, ())]
        key = _SHARED_KEYS.get(frame, "")
        have = {r[key] for r in kept} if key else set()
        alike = (_respelt(r, spelt) for r in rows if r.get("case") not in doubled)
        read.rows[frame] = [*kept, *(r for r in alike if not key or r[key] not in have)]


def _doubled(read: Read, found: OrderList) -> set[str]:
    """Cases of a file that stand in an earlier one; each is refused."""
    known = {identity(r["case"]) for r in read.rows.get("milestones", ())}
    doubled = [r["case"] for r in found.rows.get("milestones", ()) if identity(r["case"]) in known]
    for case in doubled:
        where = f"{found.file}, row {found.places.get(case, '?')}"
        fix = "Delete it from one of the lists and run again; the first was kept."
        what = f"The payment '{case}' stands in an earlier list already"
        read.refuse(DuecourseError(what, where=where, fix=fix), found.file, found.places.get(case))
    return set(doubled)


def _spelt(sources: Sequence[Mapping[str, Sequence[Row]]]) -> dict[str, dict[str, str]]:
    """How customers and orders are spelt where they first stand."""
    spelt: dict[str, dict[str, str]] = {"customer": {}, "order": {}}
    for source in sources:
        for frame, key in (("customers", "customer"), ("orders", "order")):
            for row in source.get(frame, ()):
                spelt[key].setdefault(identity(row[key]), row[key])
    return spelt


def _respelt(row: Row, spelt: Mapping[str, Mapping[str, str]]) -> Row:
    return row | {k: spelt[k].get(identity(row[k]), row[k]) for k in spelt if isinstance(row.get(k), str)}


def add_extras(read: Read) -> None:
    """The shelf and the ways to reach customers, where the workbooks have such sheets."""
    shelf = [thing for found in read.lists for thing in found.extras.shelf]
    ways = other_ways(person for found in read.lists for person in found.extras.people)
    orders = read.rows.get("orders", [])
    if shelf:
        assets = asset_rows(shelf, orders, SELLER)
        sends = send_rows(assets, read.rows.get("touches", ()), orders)
        read.rows |= {"assets": assets, "asset_sends": sends}
    if ways and "customers" in read.rows:
        read.rows["customers"] = [
            {"other_way": ways[key], **row} if (key := identity(row["customer"])) in ways else row
            for row in read.rows["customers"]
        ]


def history_of(read: Read) -> History:
    """The history of all rows; one that it refuses is named by its place in the file, where that is known."""
    add_extras(read)
    history, bad = build(read.rows)
    for refused in bad:
        row, plain = read.rows[refused.frame][refused.row - 1], refused.error()
        case = str(row.get("case"))
        placed = (f"{o.file}, row {o.places[case]}" for o in reversed(read.lists) if case in o.places)
        where = next(placed, plain.where)
        read.refuse(DuecourseError(plain.what, where=where, fix=plain.fix), "")
    return history


def payments_of(found: OrderList) -> Iterator[dict[str, object]]:
    """Each payment of a list with what the list says of it; null is not known."""
    contacts = _last_contacts(found)
    for entry in found.entries.values():
        dates = {
            "due_on": entry.due_on,
            "deliver_on": entry.deliver_on,
            "confirmed_on": entry.confirmed_on,
            "promised_on": entry.promised_on,
            "last_contact_on": contacts.get(entry.order),
            "paid_on": entry.paid_on,
        }
        place = {"file": found.file, "sheet": found.sheet or None, "row": entry.row}
        named = {"order": entry.order, "customer": entry.customer, "kind": entry.payment}
        plain = {k: d.isoformat() if d else None for k, d in dates.items()}
        yield {**place, **named, **_amount(entry), **plain, "paid": entry.paid}


def _last_contacts(found: OrderList) -> dict[str, date]:
    """Order to the day of our last contact about it."""
    contacts: dict[str, date] = {}
    for entry in found.entries.values():
        days = [d for d in (entry.last_contact_on, contacts.get(entry.order), *(on for on, _, _ in entry.log)) if d]
        if days:
            contacts[entry.order] = max(days)
    return contacts


def _amount(entry: Entry) -> dict[str, object]:
    amount = entry.amount.major() if entry.amount else entry.figure
    return {"amount": None if amount is None else str(amount), "currency": entry.currency}


def doubts_of(found: OrderList) -> Iterator[dict[str, object]]:
    """Cells that were left unknown because they may mean several things, or nothing that we know."""
    for doubt in found.doubts:
        place = {"file": found.file, "row": doubt.row, "column": doubt.column, "field": doubt.name}
        yield {**place, "holds": doubt.holds, "why": str(doubt.why), "readings": list(doubt.readings)}


def mapping_of(found: OrderList) -> dict[str, object]:
    """Which column was read as what, how sure that is, and which columns were not read."""
    columns = {c.heading: {"field": c.field.name, "score": c.score} for c in found.layout.columns}
    ignored = {i.column: i.meant or None for i in found.ignored if not i.known}
    unneeded = [i.column for i in found.ignored if i.known]
    preset = found.layout.preset
    made_by = {"program": preset.name, "tested": preset.tested} if preset else None
    place = {"file": found.file, "sheet": found.sheet or None, "header_row": found.layout.row}
    return {**place, "made_by": made_by, "columns": columns, "not_needed": unneeded, "ignored": ignored}
