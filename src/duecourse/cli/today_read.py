"""Several order lists as one history: customers and orders that stand in two files are one, payments are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from duecourse.adapters.orders import OrderList
    from duecourse.history.history import History

Row: TypeAlias = dict[str, Any]

_SHARED_KEYS: Final = {"sellers": "seller", "customers": "customer", "orders": "order"}


@dataclass(slots=True)
class Read:
    """What all files say together.

    Args:
        lists: One for each file that could be read.
        rows: Frame name to rows of all of them.
        refused: Rows and files left out: the sentence, and the same by parts for JSON.
    """

    lists: list[OrderList] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    refused: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def refuse(self, error: DuecourseError, file: str) -> None:
        """Keeps an error as a refusal."""
        parts = {"file": file, "where": error.where, "why": error.what, "fix": error.fix}
        self.refused.append((str(error), parts))


def read_all(files: Sequence[Path]) -> Read:
    """Every file; one that cannot be read is a refusal, and the others go on."""
    from duecourse.adapters.orders import read_orders

    read = Read()
    for file in files:
        try:
            found = read_orders(file)
        except DuecourseError as error:
            read.refuse(error, file.name)
            continue
        read.lists.append(found)
        read.refused += [(r.line(), r.as_dict()) for r in found.refused]
        _join(read, found)
    return read


def _join(read: Read, found: OrderList) -> None:
    """Adds the rows of one more file but for payments that an earlier one holds already."""
    doubled = _doubled(read, found)
    spelt = _spelt([read.rows, found.rows])
    for frame, rows in found.rows.items():
        kept = read.rows.setdefault(frame, [])
        key = _SHARED_KEYS.get(frame, "")
        have = {r[key] for r in kept} if key else set()
        alike = (_respelt(r, spelt) for r in rows if r.get("case") not in doubled)
        kept += [r for r in alike if not key or r[key] not in have]


def _doubled(read: Read, found: OrderList) -> set[str]:
    """Cases of a file that stand in an earlier one; each is refused."""
    from duecourse.adapters.orders.words import fold

    known = {fold(r["case"]) for r in read.rows.get("milestones", ())}
    doubled = [r["case"] for r in found.rows.get("milestones", ()) if fold(r["case"]) in known]
    for case in doubled:
        where = f"{found.file}, row {found.places.get(case, '?')}"
        fix = "Delete it from one of the lists and run again; the first was kept."
        what = f"The payment '{case}' stands in an earlier list already"
        read.refuse(DuecourseError(what, where=where, fix=fix), found.file)
    return set(doubled)


def _spelt(sources: Sequence[Mapping[str, list[Row]]]) -> dict[str, dict[str, str]]:
    """How customers and orders are spelt where they first stand."""
    from duecourse.adapters.orders.words import fold

    spelt: dict[str, dict[str, str]] = {"customer": {}, "order": {}}
    for source in sources:
        for frame, key in (("customers", "customer"), ("orders", "order")):
            for row in source.get(frame, ()):
                spelt[key].setdefault(fold(row[key]), row[key])
    return spelt


def _respelt(row: Row, spelt: Mapping[str, Mapping[str, str]]) -> Row:
    from duecourse.adapters.orders.words import fold

    return row | {k: spelt[k].get(fold(row[k]), row[k]) for k in spelt if isinstance(row.get(k), str)}


def history_of(read: Read) -> History:
    """The history of all rows; one that it refuses is named by its place in the file, where that is known."""
    from duecourse.history.history import build

    history, bad = build(read.rows)
    places = {case: f"{o.file}, row {row}" for o in read.lists for case, row in o.places.items()}
    for refused in bad:
        row, plain = read.rows[refused.frame][refused.row - 1], refused.error()
        where = places.get(str(row.get("case")), plain.where)
        read.refuse(DuecourseError(plain.what, where=where, fix=plain.fix), "")
    return history


def payments_of(found: OrderList) -> Iterator[dict[str, object]]:
    """Each payment of a list with what the list says of it; null is not known."""
    orders = {r["order"]: r for r in found.rows["orders"]}
    promised = {r["case"]: r["pay_on"] for r in found.rows.get("promises", ())}
    touched = _last_touches(found)
    for row in found.rows["milestones"]:
        order = orders[row["order"]]
        dates = {
            "due_on": row.get("due_on"),
            "deliver_on": order.get("deliver_on"),
            "confirmed_on": order.get("confirmed_on"),
            "promised_on": promised.get(row["case"]),
            "last_contact_on": touched.get(row["order"]),
            "paid_on": row.get("paid_on"),
        }
        named = {"order": order["number"], "customer": order["customer"], "kind": row["kind"]}
        place = {"file": found.file, "row": found.places.get(row["case"])}
        plain = {k: d.isoformat() if d else None for k, d in dates.items()}
        yield {**place, **named, **_amount(row), **plain, "paid": row.get("paid_on") is not None}


def _last_touches(found: OrderList) -> dict[str, date]:
    """Order to the day of our last contact about it."""
    order_of = {r["case"]: r["order"] for r in found.rows["milestones"]}
    touched: dict[str, date] = {}
    for row in sorted(found.rows.get("touches", ()), key=lambda r: r["on"]):
        touched[order_of[row["case"]]] = row["on"]
    return touched


def _amount(row: Row) -> dict[str, object]:
    from duecourse.history.money import Money

    minor, currency = row.get("amount_minor"), row.get("currency")
    amount = None if minor is None or currency is None else str(Money(minor, currency).major())
    return {"amount": amount, "currency": currency}
