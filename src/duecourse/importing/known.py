"""What the ledger has already of the customers, orders and payments of a list."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from django.db.models import QuerySet, Sum

from duecourse.adapters.orders.words import identity
from duecourse.ledger.models import Asset, Contact, Customer, Event, ImportRun, Milestone, Order, Payment, Product

Values: TypeAlias = dict[str, Any]

ORDER_COLUMNS: Final = (
    "confirmed_on", "deliver_on", "incoterm", "production_days", "transport_days", "booking_days", "delivered_on",
    "new_date", "new_date_named_on",
)  # fmt: skip
"""Columns of an order that a list may state."""

_FEW: Final = 2_000
_ORDER: Final = ("id", "number", "customer_id", "product_id", "product__name", "amount_minor", "currency")
_MILESTONE: Final = ("id", "order_id", "kind", "step", "amount_minor", "currency", "due_on", "paid_on")


@dataclass(slots=True)
class Known:
    """Rows by what names them in a list.

    Args:
        customers: Identity of a name to the row.
        orders: Customer's key and identity of a number to the row.
        payments: Order's key and kind to the rows in their order; with `received`, the money that came.
        products: Name to key.
        contacts: Customer's key to rows.
        assets: Reach, key or name, kind and title to the row.
        said: Table, then key, to what the list last said of a row.
    """

    customers: dict[str, Values] = field(default_factory=dict)
    orders: dict[tuple[int, str], Values] = field(default_factory=dict)
    payments: dict[tuple[int, str], list[Values]] = field(default_factory=lambda: defaultdict(list))
    products: dict[str, int] = field(default_factory=dict)
    contacts: dict[int, list[Values]] = field(default_factory=lambda: defaultdict(list))
    assets: dict[tuple[str, Any, str, str], Values] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, Values]] = field(default_factory=dict)
    chosen: Sequence[int] | None = None

    @classmethod
    def of(cls, names: Iterable[str], products: Iterable[str]) -> Known:
        """Reads it, for customers of these names; needs the scope of a workspace."""
        wanted, goods = {identity(n) for n in names}, {*products}
        known = cls(said=_last_said())
        for row in Customer.objects.order_by("pk").values("id", "name", "country", "relationship", "owner_id"):
            if (key := identity(row["name"])) in wanted:
                known.customers.setdefault(key, dict(row))
        known.products = {n: pk for n, pk in Product.objects.values_list("name", "id") if n in goods}
        keys = [row["id"] for row in known.customers.values()]
        known.chosen = keys if len(keys) <= _FEW else None
        if keys:
            known._read_orders()
            known._read_more()
        return known

    def _read_orders(self) -> None:
        for row in self.among(Order.objects.all(), "customer_id").values(*_ORDER, *ORDER_COLUMNS):
            self.orders.setdefault((row["customer_id"], identity(row["number"])), row)
        paid = self.among(Payment.objects.filter(later__isnull=True, void=False), "milestone__order__customer_id")
        came = dict(paid.values_list("milestone_id").annotate(Sum("amount_minor")))
        rows = self.among(Milestone.objects.all(), "order__customer_id").order_by("order_id", "step", "id")
        for row in rows.values(*_MILESTONE):
            row["received"] = came.get(row["id"], 0)
            self.payments[row["order_id"], row["kind"]].append(row)

    def _read_more(self) -> None:
        columns = ("id", "customer_id", "name", "email", "phone", "language", "role", "verified_on", "left_on")
        for row in self.among(Contact.objects.all(), "customer_id").order_by("pk").values(*columns):
            self.contacts[row["customer_id"]].append(row)
        for asset in Asset.objects.filter(retired_on__isnull=True).values():
            fits = asset["order_id"] or asset["customer_id"] or asset["product_id"] or asset["material_id"]
            self.assets[asset["reach"], fits, asset["kind"], asset["title"]] = dict(asset)

    def among(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        """Rows of these customers; of all of them where they are many."""
        return rows if self.chosen is None else rows.filter(**{f"{column}__in": self.chosen})

    def events(self, model: type[Event], customer: str) -> QuerySet[Any]:
        """Rows of a kind that nobody superseded; those that a person took back too, since he knows better.

        Args:
            model: The kind.
            customer: The way from it to the customer's key.
        """
        if not self.customers:
            return model.objects.none()
        every: QuerySet[Any] = model.objects.all()
        rows = every.filter(later__isnull=True).exclude(void=True, imported__state="undone")
        return self.among(rows, customer)

    def moved(self, table: str, key: int, name: str, value: Any) -> bool:
        """Whether a list says something else of a row than the last one did: what it only repeats changes nothing."""
        before = self.said.get(table, {}).get(str(key))
        return before is None or before.get(name) != plain(value)


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def journal_of(run: ImportRun) -> dict[str, Any]:
    """What a run that is done made and changed, and what its list said."""
    content = bytes(run.content)
    found: dict[str, Any] = json.loads(zlib.decompress(content)) if content else {}
    return found


def packed(journal: Mapping[str, Any]) -> bytes:
    """A journal as it is kept."""
    return zlib.compress(json.dumps(journal, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def _last_said() -> Mapping[str, Mapping[str, Values]]:
    last = ImportRun.objects.filter(state="done").order_by("-pk").first()
    found: Mapping[str, Mapping[str, Values]] = journal_of(last).get("said", {}) if last else {}
    return found
