"""What people do in a story, as its file names it; each is one act of the ledger's door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeVar

from duecourse.demo.days import Days
from duecourse.history.codes import CHECKLIST_POINTS
from duecourse.ledger.models import (
    Asset,
    CheckStep,
    Confirmation,
    Contact,
    Customer,
    Fix,
    Inbound,
    Material,
    Milestone,
    Order,
    Promise,
    User,
)
from duecourse.recording import contacts, orders, ours, payments
from duecourse.recording.by import By
from duecourse.recording.contacts import Heard, Said
from duecourse.recording.door import act

Told: TypeAlias = Mapping[str, Any]
_Row = TypeVar("_Row")


@dataclass(slots=True)
class Case:
    """An order of the story while it is told, with what was said and done last."""

    days: Days
    people: Mapping[str, User]
    customer: Customer
    order: Order
    told: Told
    heard: Inbound | None = None
    promise: Promise | None = None
    fix: Fix | None = None
    assets: dict[str, Asset] = field(default_factory=dict)

    def milestone(self, step: int = 1) -> Milestone:
        """One payment of the order, as it stands now."""
        return Milestone.objects.select_related("order__customer").get(order=self.order, step=step)

    def contact(self) -> Contact | None:
        """Whom one writes to."""
        return Contact.objects.filter(customer=self.customer).order_by("pk").first()


def _signed(case: Case, by: By, told: Told) -> None:
    """The confirmation was signed, and all points that are not open are confirmed by it."""
    number, open_ = case.order.number, set(case.told.get("open", ()))
    evidence = {"payment": case.order.terms, **case.told.get("evidence", {})}
    with act(by, *_payments(case)) as doing:
        signed = {"version": 1, "signed_by": told["who"], "signed_on": by.today}
        doing.made(Confirmation(workspace=by.workspace, order=case.order, **signed))
        doing.changed(case.order, confirmed_on=by.today)
        for point in CHECKLIST_POINTS:
            state = "open" if point in open_ else "confirmed"
            proof = "" if point in open_ else evidence.get(point, f"{number}, signed by {told['who']}")
            doing.happened(CheckStep, order=case.order, point=point, state=state, evidence=proof)


def _payments(case: Case) -> list[Milestone]:
    return list(case.order.milestones.select_related("order"))


def _shelved(case: Case, by: By, told: Told) -> None:
    """A useful thing for this order, or for all that is made of its material."""
    asset = Asset(workspace=by.workspace, title=told["title"], kind=told["kind"], added_on=by.today)
    asset.confirms, asset.reach = told.get("confirms", ""), told.get("reach", "order")
    if asset.reach == "material":
        asset.material = Material.objects.get(products=case.order.product)
    else:
        asset.order = case.order
    case.assets[asset.title] = ours.shelved(by, asset)


def _wrote(case: Case, by: By, told: Told) -> None:
    sent = [case.assets[title] for title in told.get("assets", ())]
    plain = {n: told[n] for n in ("topic", "level", "channel", "subject", "text", "outcome") if n in told}
    said = Said(told["kind"], contact=case.contact(), assets=sent, **plain)
    contacts.wrote(by, case.customer, said, [case.milestone(told.get("step", 1))])


def _heard(case: Case, by: By, told: Told) -> None:
    until = case.days.weekday(told["until"]) if "until" in told else None
    marks = frozenset(told.get("marks", ()))
    plain = {n: told[n] for n in ("says", "kind", "channel", "reason", "question") if n in told}
    said = Heard(contact=case.contact(), until_on=until, marks=marks, **plain)
    case.heard = contacts.heard(by, case.customer, said, case.milestone(told.get("step", 1)))


def _answered(case: Case, by: By, told: Told) -> None:
    said = Said("answer", contact=case.contact(), subject=told.get("subject", ""), text=told["text"])
    contacts.answered(by, _last(case.heard), said)


def _price_answered(case: Case, by: By, told: Told) -> None:
    ours.price_answered(by, _last(case.heard), told["text"])


def _promised(case: Case, by: By, told: Told) -> None:
    day = case.days.weekday(told["pay"])
    case.promise = payments.promised(by, case.milestone(), day, who=told["who"], said=told["says"])


def _paid(case: Case, by: By, told: Told) -> None:
    case_ = case.milestone(told.get("step", 1))
    payments.paid(by, case_, case_.amount_minor or 0, reference=f"{case.order.number} {case.customer.name}")


def _fix(case: Case, by: By, told: Told) -> None:
    case.fix = ours.fix(by, case.milestone(), told["what"], case.people[told["owner"]])


def _fixed(case: Case, by: By, _: Told) -> None:
    ours.fixed(by, _last(case.fix))


def _held(case: Case, by: By, told: Told) -> None:
    ours.hold(by, case.milestone(), case.days.weekday(told["to"]), told["why"])


def _credit(case: Case, by: By, told: Told) -> None:
    plain = {n: told[n] for n in ("number", "points") if n in told}
    orders.credit(by, case.milestone(), told["stage"], **plain)


def _new_date(case: Case, by: By, told: Told) -> None:
    orders.new_date(by, case.order, case.days.pay_by(told["day"]), told.get("note", ""))


def _delivered(case: Case, by: By, _: Told) -> None:
    orders.delivered(by, case.order, by.today)


def _closed(case: Case, by: By, told: Told) -> None:
    orders.closed(by, case.order, told.get("note", ""))


def _last(row: _Row | None) -> _Row:
    """What was said or done last.

    Raises:
        ValueError: Nothing was; the story tells things in the wrong order.
    """
    if row is None:
        raise ValueError("the story answers or mends what has not happened yet")
    return row


ACTS: Final[Mapping[str, Callable[[Case, By, Told], None]]] = {
    "signed": _signed,
    "shelved": _shelved,
    "wrote": _wrote,
    "heard": _heard,
    "answered": _answered,
    "price_answered": _price_answered,
    "promised": _promised,
    "paid": _paid,
    "fix": _fix,
    "fixed": _fixed,
    "held": _held,
    "credit": _credit,
    "new_date": _new_date,
    "delivered": _delivered,
    "closed": _closed,
}
"""Name in a story to what is done."""
