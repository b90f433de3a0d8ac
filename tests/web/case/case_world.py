"""A small firm with one order that is nearly ready: Harbour Outdoor sells rain barrels to Regenwerk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from unittest.mock import patch

from django_scopes import scope

from duecourse.ledger.models import (
    Asset,
    Closure,
    Contact,
    Customer,
    Membership,
    Milestone,
    Order,
    PolicyVersion,
    Product,
    User,
    Workspace,
)
from duecourse.recording import contacts, orders, ours, payments
from duecourse.recording.by import By
from duecourse.recording.deciding import decide

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
"""09:12 in Ningbo, 02:12 in Hamburg."""

EVIDENCE = {
    "quantity": "2,400 pieces; SC-2618 v2",
    "price": "USD 25.50 CIF Hamburg",
    "delivery_date": "19 Feb 2027; SC-2618 v2",
    "basic_information": "225 L collapsible; spec sheet rev C",
    "materials": "PVC mesh 0.45 mm; her mail of 6 Nov",
    "dimensions": "Ø 60 × 80 cm; drawing returned 6 Nov",
    "payment": "30 % T/T, 70 % against documents",
    "packaging": "colour box; artwork v3",
}


POLICY = 'name = "harbour"\nversion = 7\nextends = "normal"\ntitle.en = "Ours"\ntitle.zh = "我们的"\n'


@dataclass(frozen=True, slots=True)
class World:
    """One workspace with Ana, who sells, Bruno, who manages, and Jana Brandt's order."""

    workspace: Workspace
    ana: User
    bruno: User
    customer: Customer
    jana: Contact
    order: Order
    case: Milestone

    def by(self, at: datetime = NOW, user: User | None = None) -> By:
        """Ana, or somebody else, at an instant."""
        return By(self.workspace, user or self.ana, at)

    def fresh(self) -> Milestone:
        """The payment as the ledger has it now."""
        with scope(workspace=self.workspace):
            return Milestone.objects.select_related("order__customer").get(pk=self.case.pk)


def firm(name: str = "Harbour Outdoor", mail: str = "harbour") -> tuple[Workspace, User, User]:
    """A workspace with a salesperson and a manager."""
    workspace = Workspace.objects.create(name=name, city="Ningbo")
    with scope(workspace=workspace):
        version = PolicyVersion.objects.create(
            workspace=workspace, number=7, text=POLICY, made_at=datetime(2026, 1, 5, tzinfo=UTC)
        )
        workspace.policy = version
        workspace.save()
        people = []
        for who, role in (("Ana", "sales"), ("Bruno", "manager")):
            user = User.objects.create_user(f"{who.lower()}@{mail}.example", "a long word to sign in", name=who)
            Membership.objects.create(workspace=workspace, user=user, role=role)
            people.append(user)
        Closure.objects.create(
            workspace=workspace, from_on=date(2027, 2, 1), to_on=date(2027, 2, 21), name="New Year stop"
        )
    return workspace, people[0], people[1]


def world(*, told: bool = True) -> World:
    """The order of the pictures; without `told` nobody has written anything yet."""
    workspace, ana, bruno = firm()
    with scope(workspace=workspace):
        customer = Customer.objects.create(
            workspace=workspace, name="Regenwerk GmbH", country="DE", city="Hamburg", zone="Europe/Berlin",
            language="en", owner=ana,
        )  # fmt: skip
        jana = Contact.objects.create(
            workspace=workspace, customer=customer, name="Jana Brandt", email="jana.brandt@regenwerk.example",
            phone="+49 40 5550101", whatsapp="+49 170 5550101", verified_on=date(2026, 3, 2),
        )  # fmt: skip
        product = Product.objects.create(workspace=workspace, name="rain barrel 225 L")
        order = Order.objects.create(
            workspace=workspace, customer=customer, number="SC-2618", product=product, goods="2,400 rain barrels 225 L",
            amount_minor=6_120_000, currency="USD", terms="30 % T/T, 70 % against documents", incoterm="CIF",
            place="Hamburg", confirmed_on=date(2026, 11, 9), deliver_on=date(2027, 2, 19), production_days=30,
            transport_days=34, booking_days=5,
        )  # fmt: skip
        share = {"workspace": workspace, "order": order, "currency": "USD"}
        case = Milestone.objects.create(**share, kind="deposit", step=1, amount_minor=1_836_000)
        Milestone.objects.create(**share, kind="balance_against_documents", step=2, amount_minor=4_284_000)
        found = World(workspace, ana, bruno, customer, jana, order, case)
        if told:
            # One judgement at the end is enough: nobody looks at the days between.
            with patch("duecourse.recording.door.decide"):
                _told(found)
        decide(workspace, NOW)
    return found


def at(day: int, hour: int = 2) -> datetime:
    """An hour of a day of November, in UTC."""
    return datetime.combine(date(2026, 11, day), time(hour), tzinfo=UTC)


def _told(w: World) -> None:
    """What both sides did since the ninth."""
    orders.confirmed(w.by(at(9)), w.order, "Jana Brandt", date(2026, 11, 9), note="v2")
    for name, evidence in EVIDENCE.items():
        orders.point(w.by(at(9, 3)), w.order, name, "confirmed", evidence)
    said = "All fine from our side. We plan the deposit for 17 November."
    payments.promised(w.by(at(9, 8)), w.case, date(2026, 11, 17), amount_minor=1_836_000, who="Jana Brandt", said=said)
    contacts.wrote(w.by(at(10)), w.customer, contacts.Said("thanks", text="Thanks, with proforma PI-2618-1"), [w.case])
    artwork = shelved(w, "Colour-box artwork v3", "artwork_confirmation", at(10))
    shown = contacts.Said(
        "useful", contact=w.jana, subject="Re: SC-2618", text="Colour-box artwork v3, to confirm", assets=[artwork]
    )
    contacts.wrote(w.by(at(12)), w.customer, shown, [w.case])
    words = "Artwork is approved. Herr Vogt signs payments above 15,000 himself and travels until the 18th."
    away = contacts.Heard(words, contact=w.jana, reason="approval", until_on=date(2026, 11, 18))
    contacts.heard(w.by(at(13, 8)), w.customer, away, w.case)
    for title, kind in (
        ("PVC mesh certificate, REACH", "material_certificate"),
        ("Photos of a finished batch", "production_photo"),
    ):
        shelved(w, title, kind, at(16))


def shelved(w: World, title: str, kind: str, when: datetime) -> Asset:
    """A useful thing for this order."""
    asset = Asset(
        workspace=w.workspace, title=title, kind=kind, reach="order", order=w.order, added_on=when.date()
    )  # fmt: skip
    with scope(workspace=w.workspace):
        return ours.shelved(w.by(when), asset)
