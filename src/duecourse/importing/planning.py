"""What an import would make and change: the rows of a list beside those of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Model

from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.events import STEPS
from duecourse.adapters.orders.extras import Person
from duecourse.adapters.orders.several import Row
from duecourse.adapters.orders.words import identity
from duecourse.importing.bulk import Bulk, Values
from duecourse.importing.known import ORDER_COLUMNS, Known, plain
from duecourse.importing.reading import Found
from duecourse.ledger.models import Contact, Customer, Milestone, Order, Payment, Product
from duecourse.words.people import language_code

_HUNDRED: Final = 100
"""Further payments of one kind keep their place among the payments of the order; hundreds tell them apart."""

_BUYING: Final = ("buy", "purchas", "procure", "采购", "einkauf", "compra", "achat")
_PAYING: Final = ("financ", "account", "财务", "会计", "buchhalt", "contab", "compta", "treasur")


@dataclass(frozen=True, slots=True)
class Changed:
    """Columns of a known row that the list says otherwise.

    Args:
        model: Its table.
        key: Its key.
        before, after: Column to value.
        order, customer: Where a person looks for it.
    """

    model: type[Model]
    key: int
    before: Values
    after: Values
    order: str = ""
    customer: str = ""

    @property
    def currency(self) -> str:
        """Of the amounts among the columns, if it changes too."""
        return str(self.after.get("currency") or "")


@dataclass(slots=True)
class Plan:
    """What an import does.

    Args:
        found: What the list says.
        known: What the ledger has.
        bulk: New rows, events among them.
        today: Day of the import.
        changed: Columns of known rows.
        customers, orders, cases: Name, number and case key of the list to key, or to the number of a new row.
        whose: Case key to order.
        buyer: Order to customer.
        products, goods: Name of a product to its key or number, and back.
        named: Identity of a customer's name to key or number.
        touched: Known customers of whom anything is new.
        stirred: Known orders of which anything is new.
        reached: What new things on the shelf fit, by reach and key.
        left: Why something of the list was not taken, one sentence each.
        said: Table, then key, to what the list says of a known row.
    """

    found: Found
    known: Known
    bulk: Bulk
    today: date
    changed: list[Changed] = field(default_factory=list)
    customers: dict[str, int] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)
    buyer: dict[str, str] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    goods: dict[int, str] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    stirred: set[int] = field(default_factory=set)
    reached: list[tuple[str, int]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    said: dict[str, dict[int, Values]] = field(default_factory=lambda: defaultdict(dict))

    def ordinary(self) -> None:
        """Customers, contacts, products, orders and payments."""
        for row in self.found.rows("customers"):
            self._customer(row)
        for person in (p for each in self.found.lists for p in each.extras.people):
            self._contact(person)
        money = _totals(self.found)
        for row in self.found.rows("orders"):
            self._order(row, money.get(row["order"], {}))
        for kind_rows in _by_kind(self.found).values():
            self._payments(kind_rows)

    def stir(self, order: str) -> None:
        """Something of an order is new: its customer is judged again, and open forms of it are out of date."""
        customer, key = self.customers[self.buyer[order]], self.orders[order]
        if customer > 0:
            self.touched.add(customer)
        if key > 0:
            self.stirred.add(key)

    # ------------------------------------------------------------ customers
    def _customer(self, row: Row) -> None:
        name = row["customer"]
        stated: Values = {n: row[n] for n in ("country", "relationship") if n in row}
        known = self.known.customers.get(identity(name))
        if known is None:
            owner = {"owner_id": self.bulk.user.pk if self.bulk.user else None}
            self.customers[name] = self.bulk.add(Customer, {"name": name, **stated, **owner})
        else:
            self.customers[name] = known["id"]
            if self._compare(Customer, known, stated, customer=known["name"]):
                self.touched.add(known["id"])
        self.named[identity(name)] = self.customers[name]
        if row.get("other_way") is False and not self._people(name):
            self.bulk.add(Contact, {"customer_id": self.customers[name], "name": name})

    def _people(self, name: str) -> bool:
        """Whether anybody is known, or named by the list, at a customer."""
        listed = any(identity(p.customer) == identity(name) for each in self.found.lists for p in each.extras.people)
        return listed or bool(self.known.contacts.get(self.customers[name]))

    def _contact(self, person: Person) -> None:
        key = self.named.get(identity(person.customer))
        if key is None:
            self.left.append(f"{person.name or person.email}: no order of '{person.customer}' stands in the list.")
            return
        stated = _of_person(person)
        known = _same_person(self.known.contacts[key], stated)
        if known is None:
            values = {"customer_id": key, **stated}
            self.known.contacts[key].append({"id": 0, "verified_on": None, "left_on": None, **values})
            self.bulk.add(Contact, values)
            self.touched |= {key} if key > 0 else set()
        elif known["id"] and not known["verified_on"]:
            # An address that somebody verified is never changed by a file.
            self._compare(
                Contact, known, {n: v for n, v in stated.items() if v and n != "name"}, customer=person.customer
            )

    # ------------------------------------------------------------ orders
    def _order(self, row: Row, total: Values) -> None:
        number, name = row["order"], row["customer"]
        self.buyer[number] = name
        key = self.customers[name]
        known = self.known.orders.get((key, identity(number))) if key > 0 else None
        stated: Values = {n: row[n] for n in ORDER_COLUMNS if n in row}
        if "product" in row:
            stated["product_id"] = self._product(row["product"])
        if known is None:
            self.orders[number] = self.bulk.add(Order, {"customer_id": key, "number": number, **stated, **total})
            self.stir(number)
            return
        self.orders[number] = known["id"]
        if self._compare(Order, known, stated, order=number, customer=name):
            self.stir(number)

    def _product(self, name: str) -> int:
        known = self.products.get(name) or self.known.products.get(name)
        if known is None:
            known = self.bulk.add(Product, {"name": name})
        self.products[name], self.goods[known] = known, name
        return known

    # ------------------------------------------------------------ payments
    def _payments(self, rows: Sequence[Row]) -> None:
        """The payments of one kind of one order."""
        order = self.orders[rows[0]["order"]]
        known = list(self.known.payments.get((order, rows[0]["kind"]), ())) if order > 0 else []
        for place, (row, old) in enumerate(_paired(rows, known)):
            self.whose[row["case"]] = row["order"]
            if old is None:
                self._new_payment(row, order, len(known) + place if known else place)
            else:
                self._known_payment(row, old)

    def _new_payment(self, row: Row, order: int, place: int) -> None:
        stated: Values = {n: row[n] for n in ("amount_minor", "currency", "due_on") if n in row}
        step = row["step"] + _HUNDRED * place
        values: Values = {"order_id": order, "kind": row["kind"], "step": step, **stated}
        entry = self.found.entries.get(row["case"])
        paid = self._paid(row, entry, row.get("amount_minor"))
        if paid is not None and not isinstance(paid, tuple):
            values["paid_on"] = paid
        self.cases[row["case"]] = self.bulk.add(Milestone, values)
        if isinstance(paid, tuple):
            self._money(row["case"], *paid)
        self.stir(row["order"])

    def _known_payment(self, row: Row, old: Values) -> None:
        self.cases[row["case"]] = old["id"]
        stated: Values = {n: row[n] for n in ("amount_minor", "currency", "due_on") if n in row}
        changed = self._compare(Milestone, old, stated, order=row["order"], customer=self.buyer[row["order"]])
        amount = row.get("amount_minor", old["amount_minor"])
        settled = old["paid_on"] is not None or (amount is not None and old["received"] >= amount)
        if row.get("paid_on") and not settled:
            paid = self._paid(row, self.found.entries.get(row["case"]), amount, old["received"])
            if isinstance(paid, tuple):
                self._money(row["case"], *paid)
            else:
                self._compare(Milestone, old, {"paid_on": paid}, order=row["order"], customer=self.buyer[row["order"]])
            changed = True
        if changed:
            self.stir(row["order"])

    def _paid(self, row: Row, entry: Entry | None, amount: int | None, came: int = 0) -> date | tuple[date, int] | None:
        """How a receipt is kept: with day and amount as money that came, otherwise as the day that it was settled."""
        if row.get("paid_on") is None:
            return None
        if entry is None or entry.paid_on is None or amount is None:
            return row["paid_on"]  # type: ignore[no-any-return]
        return row["paid_on"], amount - came

    def _money(self, case: str, on: date, amount: int) -> None:
        self.bulk.add(Payment, {**self.event(on), "milestone_id": self.cases[case], "amount_minor": amount})

    def event(self, on: date, seq: int | None = None) -> Values:
        """What every event has; the list knew it on its day, so that is the day on which we came to know."""
        return {"happened_on": on, "recorded_on": min(on, self.today), "seq": seq}

    def _compare(
        self, model: type[Model], known: Values, stated: Values, *, order: str = "", customer: str = ""
    ) -> bool:
        """Notes what the list says otherwise than the ledger, and than the list before it."""
        table, key = str(model._meta.model_name), known["id"]
        differs = {n: v for n, v in stated.items() if known.get(n) != v}
        new = {n: v for n, v in differs.items() if self.known.moved(table, key, n, self._spelt(n, v))}
        self.said[table].setdefault(key, {}).update({n: plain(self._spelt(n, v)) for n, v in stated.items()})
        if new:
            before = {n: known.get(n) for n in new}
            self.changed.append(Changed(model, key, before, new, order, customer))
        return bool(new)

    def _spelt(self, name: str, value: Any) -> Any:
        """Products by name: a new one has no key yet."""
        return self.goods.get(value, value) if name == "product_id" else value


def _by_kind(found: Found) -> dict[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in found.rows("milestones"):
        groups.setdefault((row["order"], row["kind"]), []).append({"step": STEPS[row["kind"]], **row})
    return groups


def _totals(found: Found) -> Mapping[str, Values]:
    """Order to its value, where all of its payments state amounts of one currency; else its currency alone."""
    sums: dict[str, list[Any]] = {}
    for row in found.rows("milestones"):
        code, amount = row.get("currency", ""), row.get("amount_minor")
        known = sums.setdefault(row["order"], [code, 0])
        if known[0] != code:
            known[0] = ""
        known[1] = None if known[1] is None or amount is None else known[1] + amount
    return {order: {"currency": code, "amount_minor": amount} if code else {} for order, (code, amount) in sums.items()}


def _paired(rows: Sequence[Row], known: Sequence[Values]) -> list[tuple[Row, Values | None]]:
    """Payments of the list with those of the ledger: by due day and amount, then by one of them, then in order."""
    free = list(known)
    found: dict[int, Values] = {}
    for names in (("due_on", "amount_minor"), ("due_on",), ("amount_minor",), ()):
        for at, row in enumerate(rows):
            same = (k for k in free if all(row.get(n) is not None and row.get(n) == k[n] for n in names))
            if at not in found and (one := next(same, None)) is not None:
                found[at] = one
                free.remove(one)
    return [(row, found.get(at)) for at, row in enumerate(rows)]


def _of_person(person: Person) -> Values:
    role = person.role.casefold()
    pays, buys = any(w in role for w in _PAYING), any(w in role for w in _BUYING)
    return {
        "name": person.name or person.email or person.customer,
        "role": "buyer" if buys or not role else "finance" if pays else "owner",
        "email": person.email.strip() if person.email.count("@") == 1 else "",
        "phone": person.phone,
        "language": language_code(person.language),
    }


def _same_person(known: Sequence[Values], stated: Values) -> Values | None:
    """The person with the same address, else with the same name."""
    by_mail = (k for k in known if stated["email"] and k["email"].casefold() == stated["email"].casefold())
    by_name = (k for k in known if identity(k["name"]) == identity(stated["name"]))
    return next(by_mail, None) or next(by_name, None)
