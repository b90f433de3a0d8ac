"""A small firm for tests: Ana sells, Bruno manages; one customer with one order of two payments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django_scopes import scope

from duecourse.ledger.models import (
    Contact,
    Customer,
    Membership,
    Message,
    Milestone,
    Order,
    PolicyVersion,
    Standing,
    User,
    Workspace,
)
from duecourse.ledger.rules import FIRST
from duecourse.recording import orders
from duecourse.recording.by import By

MORNING = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
"""Monday 23 November 2026, 09:12 in Ningbo."""


@dataclass
class Firm:
    """A workspace and its people; `at` moves on as the story does."""

    workspace: Workspace
    ana: User
    bruno: User
    at: datetime = MORNING

    @property
    def by(self) -> By:
        """Ana, now."""
        return By(self.workspace, self.ana, self.at)

    @property
    def manager(self) -> By:
        """Bruno, now."""
        return By(self.workspace, self.bruno, self.at)

    @property
    def today(self) -> date:
        return self.by.today

    def on(self, days: int) -> By:
        """Ana, some days from now (negative: ago)."""
        return By(self.workspace, self.ana, self.at + timedelta(days=days))

    def pass_days(self, days: int) -> None:
        """Time passes."""
        self.at += timedelta(days=days)

    def customer(self, name: str = "Regenwerk GmbH", country: str = "DE", **columns: object) -> Customer:
        """A customer with a contact whose address is verified."""
        row = Customer.objects.create(workspace=self.workspace, name=name, country=country, owner=self.ana, **columns)
        contact = {"name": "Jana Brandt", "email": "jana.brandt@regenwerk.example", "verified_on": self.today}
        Contact.objects.create(workspace=self.workspace, customer=row, **contact)
        return row

    def order(self, customer: Customer, number: str = "SC-2618", confirmed_days: int = 14, **columns: object) -> Order:
        """An order with a deposit of 18,360.00 and a balance."""
        shares = [orders.Share("deposit", 1_836_000), orders.Share("balance_before_shipment", 4_284_000)]
        usual = {
            "currency": "USD",
            "amount_minor": 6_120_000,
            "confirmed_on": self.today - timedelta(days=confirmed_days),
            "deliver_on": self.today + timedelta(days=88),
            "incoterm": "CIF",
            "production_days": 30,
        }
        return orders.made(self.by, customer, number, shares, product="rain barrel 225 L", **{**usual, **columns})


def firm(name: str = "Harbour Outdoor") -> Firm:
    """A new workspace with two people and the usual rules."""
    workspace = Workspace.objects.create(name=name)
    people = [
        User.objects.create_user(f"{n}@{name.split(maxsplit=1)[0].lower()}.example", "a long password", name=n)
        for n in ("Ana", "Bruno")
    ]
    with scope(workspace=workspace):
        for user, role in zip(people, ("sales", "manager"), strict=True):
            Membership.objects.create(workspace=workspace, user=user, role=role)
        workspace.policy = PolicyVersion.objects.create(workspace=workspace, number=1, text=FIRST, made_at=MORNING)
        workspace.save()
    return Firm(workspace, *people)


@contextmanager
def at_work(name: str = "Harbour Outdoor") -> Iterator[Firm]:
    """A firm, and everything asked within it."""
    made = firm(name)
    with scope(workspace=made.workspace):
        yield made


def deposit(order: Order) -> Milestone:
    """The first payment of an order."""
    return order.milestones.select_related("order__customer").get(step=1)


def standing(milestone: Milestone) -> Standing:
    """Where a case stands now."""
    return Standing.objects.select_related("verdict").get(milestone=milestone)


def message(customer: Customer) -> Message:
    """The message of the day for a customer."""
    return Message.objects.get(customer=customer)
