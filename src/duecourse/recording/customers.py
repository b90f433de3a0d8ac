"""Customers and the people there: made, corrected, verified; and an order taken in with its customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Contact, Customer, CustomerHoliday, Milestone, Order
from duecourse.recording import orders
from duecourse.recording.by import By
from duecourse.recording.door import StaleError, act


def made(by: By, name: str, **columns: Any) -> Customer:
    """A new customer; whoever makes him looks after him.

    Raises:
        DuecourseError: There is one of that name, or a column holds what it may not.
    """
    name = " ".join(name.split())
    if named(name) is not None:
        raise DuecourseError(f"There is a customer {name} already", fix="Open him, or add to the name what differs.")
    with act(by) as doing:
        row = Customer(workspace=by.workspace, name=name, **{"owner": by.user, **columns})
        doing.made(row)
        return row


def named(name: str) -> Customer | None:
    """The customer of a name, however it is written in capitals; None if there is none."""
    return Customer.objects.filter(name__iexact=" ".join(name.split())).order_by("pk").first()


def changed(by: By, customer: Customer, **columns: Any) -> None:
    """Changes what stands about a customer; he is judged again.

    Raises:
        DuecourseError: A column holds what it may not.
    """
    with act(by, customers=[customer.pk]) as doing:
        differs = {n: v for n, v in columns.items() if getattr(customer, n) != v}
        if differs:
            doing.changed(customer, **differs)


# ---------------------------------------------------------------- people there
def contact_added(by: By, customer: Customer, **columns: Any) -> Contact:
    """Somebody at a customer; nobody writes to him before his address is verified."""
    with act(by, customers=[customer.pk]) as doing:
        row = Contact(workspace=by.workspace, customer=customer, **columns)
        doing.made(row)
        return row


def contact_changed(by: By, contact: Contact, **columns: Any) -> None:
    """Corrects what stands about somebody; a new address is not verified."""
    with act(by, customers=[contact.customer_id]) as doing:
        differs = {n: v for n, v in columns.items() if getattr(contact, n) != v}
        if "email" in differs:
            differs["verified_on"] = None
        if differs:
            doing.changed(contact, **differs)


def contact_verified(by: By, contact: Contact) -> None:
    """Somebody made sure that the address is his, by telephone or from a signed paper.

    Raises:
        DuecourseError: There is no address.
    """
    if not contact.email:
        raise DuecourseError(f"{contact.name} has no mail address to verify", fix="Add it first.")
    with act(by, customers=[contact.customer_id]) as doing:
        doing.changed(contact, verified_on=by.today)


def contact_left(by: By, contact: Contact) -> None:
    """Somebody no longer works there."""
    with act(by, customers=[contact.customer_id]) as doing:
        doing.changed(contact, left_on=by.today)


def holiday_added(by: By, customer: Customer, on: date, name: str = "") -> CustomerHoliday:
    """A further day on which a customer does not work."""
    with act(by, customers=[customer.pk]) as doing:
        row = CustomerHoliday(workspace=by.workspace, customer=customer, on=on, name=name)
        doing.made(row)
        return row


# ---------------------------------------------------------------- orders
def order_taken(
    by: By, name: str, number: str, shares: Sequence[orders.Share], *, product: str = "", **columns: Any
) -> Order:
    """A new order with its payments, and its customer if he is new; see `orders.made`.

    Raises:
        DuecourseError: The customer has an order of that number, or a column holds what it may not.
    """
    with transaction.atomic():
        customer = named(name) or made(by, name)
        return orders.made(by, customer, number, shares, product=product, **columns)


def order_edited(
    by: By, order: Order, seen: int, columns: Mapping[str, Any], payments: Mapping[int, Mapping[str, Any]]
) -> None:
    """Changes an order and its payments.

    Args:
        by: Who, where and when.
        order: Which.
        seen: The revision that the form was opened at.
        columns: Of the order; `product` is a name.
        payments: Key of a payment to its columns.

    Raises:
        StaleError: Somebody has changed it meanwhile.
        DuecourseError: A column holds what it may not.
    """
    rows = list(order.milestones.select_related("order"))
    with act(by, *rows) as doing:
        if orders.revision_of(order) != seen + len(rows):
            raise StaleError("Somebody has changed this order meanwhile", fix="Look at it again and save once more.")
        values = dict(columns)
        if "product" in values:
            values["product"] = orders.product_of(doing, values["product"])
        if differs := {n: v for n, v in values.items() if getattr(order, n) != v}:
            doing.changed(order, **differs)
        for row in rows:
            _corrected(doing, row, payments.get(row.pk, {}))


def _corrected(doing: Any, row: Milestone, columns: Mapping[str, Any]) -> None:
    differs = {n: v for n, v in columns.items() if getattr(row, n) != v}
    if differs:
        doing.changed(row, **differs)
