"""Orders: taken in, confirmed point by point, moved to another date, delivered, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from duecourse.errors import DuecourseError
from duecourse.ledger.models import (
    CheckStep,
    Confirmation,
    CreditStep,
    Customer,
    Milestone,
    Order,
    OrderStep,
    Product,
    StandingAnswer,
    StoredFile,
)
from duecourse.recording.by import By
from duecourse.recording.door import Act, StaleError, act

_STEPS: Final = ("new_date_named", "new_date_accepted", "slot_released", "delivered", "closed", "reopened")


@dataclass(frozen=True, slots=True)
class Share:
    """One payment of a new order: kind, amount in minor units, and its due day for open account."""

    kind: str
    amount_minor: int | None
    due_on: date | None = None


def made(
    by: By, customer: Customer, number: str, shares: Sequence[Share], *, product: str = "", **columns: Any
) -> Order:
    """A new order with its payments.

    Args:
        by: Who, where and when.
        customer: Whose.
        number: Number of the sales confirmation.
        shares: Its payments, in their order.
        product: What is sold; known products are found by name.
        columns: Further columns of `Order`.

    Raises:
        DuecourseError: The customer has an order of that number, or a column holds what it may not.
    """
    if Order.objects.filter(customer=customer, number=number).exists():
        raise DuecourseError(f"{customer.name} has an order {number} already", fix="Open it, or give another number.")
    with act(by, customers=[customer.pk]) as doing:
        order = Order(workspace=by.workspace, customer=customer, number=number, **columns)
        order.product = product_of(doing, product)
        doing.made(order)
        for step, share in enumerate(shares, start=1):
            values = {"amount_minor": share.amount_minor, "currency": order.currency, "due_on": share.due_on}
            doing.made(Milestone(workspace=by.workspace, order=order, kind=share.kind, step=step, **values))
        return order


def product_of(doing: Act, name: str) -> Product | None:
    """The product of a name, made if it is new; None for an empty name."""
    if not name.strip():
        return None
    known = Product.objects.filter(name=name.strip()).first()
    if known is None:
        known = Product(workspace=doing.by.workspace, name=name.strip())
        doing.made(known)
    return known


def changed(by: By, order: Order, seen: int, **columns: Any) -> None:
    """Changes what stands in an order.

    Args:
        by: Who, where and when.
        order: Which.
        seen: The revision that the form was opened at; see `revision_of`.
        columns: What is changed.

    Raises:
        StaleError: Somebody has changed it meanwhile.
        DuecourseError: A column holds what it may not.
    """
    with act(by, *order.milestones.all()) as doing:
        # The payments' revisions have just grown by one each.
        if revision_of(order) != seen + order.milestones.count():
            raise StaleError("Somebody has changed this order meanwhile", fix="Look at it again and save once more.")
        doing.changed(order, **columns)


def revision_of(order: Order) -> int:
    """A number that grows with everything that is recorded about an order."""
    return sum(order.milestones.values_list("revision", flat=True))


def point(by: By, order: Order, name: str, state: str, evidence: str = "") -> CheckStep:
    """A point of the confirmation checklist got a state: confirmed, open or not_needed."""
    with act(by, *order.milestones.all()) as doing:
        return doing.happened(CheckStep, order=order, point=name, state=state, evidence=evidence)


def standing(by: By, order: Order, kind: str, *, sent: bool) -> StandingAnswer:
    """An answer to a proposal of the standing list: it was sent, or we do not have it."""
    with act(by, *order.milestones.all()) as doing:
        return doing.happened(StandingAnswer, order=order, kind=kind, sent=sent)


def confirmed(
    by: By, order: Order, signed_by: str, signed_on: date | None, file: StoredFile | None = None, note: str = ""
) -> Confirmation:
    """A new version of the sales confirmation."""
    with act(by, *order.milestones.all()) as doing:
        version = order.confirmations.count() + 1
        row = Confirmation(
            workspace=by.workspace, order=order, version=version, signed_by=signed_by, signed_on=signed_on, note=note
        )
        row.file = file
        doing.made(row)
        if signed_on is not None and order.confirmed_on is None:
            doing.changed(order, confirmed_on=signed_on)
        return row


def new_date(by: By, order: Order, day: date, note: str = "") -> None:
    """Production named a new delivery date."""
    _step(by, order, "new_date_named", day, note, new_date=day, new_date_named_on=by.today)


def accepted(by: By, order: Order) -> None:
    """The customer accepted the new date: it becomes the delivery date, and everything is computed anew.

    Raises:
        DuecourseError: No new date is named.
    """
    if order.new_date is None:
        raise DuecourseError(f"No new date is named for {order.number}", fix="Let production name one first.")
    agreed = {"deliver_on": order.new_date, "delivery_agreed_on": by.today, "ready_on": None, "eta_on": None}
    _step(by, order, "new_date_accepted", order.new_date, "", **agreed, slot="held")


def released(by: By, order: Order) -> None:
    """The production slot went to another order."""
    _step(by, order, "slot_released", None, "", slot="released")


def delivered(by: By, order: Order, on: date) -> None:
    """The goods were delivered."""
    _step(by, order, "delivered", on, "", delivered_on=on)


def closed(by: By, order: Order, note: str = "") -> None:
    """The order is finished, or let go with the door open."""
    _step(by, order, "closed", None, note, closed_on=by.today)


def reopened(by: By, order: Order) -> None:
    """A closed order is taken up again."""
    _step(by, order, "reopened", None, "", closed_on=None)


def _step(by: By, order: Order, step: str, day: date | None, note: str, **columns: Any) -> None:
    with act(by, *order.milestones.all()) as doing:
        doing.happened(OrderStep, order=order, step=step, day=day, note=note)
        doing.changed(order, **columns)


def credit(by: By, milestone: Milestone, stage: str, on: date | None = None, **columns: Any) -> CreditStep:
    """A letter of credit reached a stage: promised, applied, advised, checked, to_amend, clean."""
    with act(by, milestone) as doing:
        return doing.happened(CreditStep, on, milestone=milestone, stage=stage, **columns)
