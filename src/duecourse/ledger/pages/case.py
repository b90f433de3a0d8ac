"""The Case page: one payment with all that is known of it, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from duecourse.decide.verdict import Verdict
from duecourse.history.codes import CHECKLIST_POINTS
from duecourse.ledger.models import (
    Asset,
    AssetSend,
    CheckStep,
    Closure,
    Confirmation,
    Contact,
    Fix,
    Hold,
    Message,
    Milestone,
    Order,
    Promise,
    Standing,
)
from duecourse.ledger.pages.timeline import Entry, timeline
from duecourse.plan.calendar import Stretch
from duecourse.policy.vocabulary import FACTS

_DAYS = frozenset(f.name for f in FACTS if f.sort == "date")
_VERDICT_DAYS = ("as_of", "until", "next_review")
_LISTS = ("gates", "because")


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the confirmation checklist; `state` is unknown where nobody recorded any."""

    name: str
    state: str = "unknown"
    evidence: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """One useful thing on the shelf.

    Args:
        state: draft (goes with the message of the day), ready, sent, expired.
        sent_on: Day on which it went to this customer.
    """

    pk: int
    title: str
    kind: str
    reach: str
    state: str
    confirms: str
    valid_until: date | None
    sent_on: date | None
    has_file: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One payment as its page shows it; rows of the ledger where a form acts on them."""

    milestone: Milestone
    order: Order
    standing: Standing | None
    verdict: Verdict | None
    contacts: tuple[Contact, ...]
    points: tuple[Point, ...]
    confirmation: Confirmation | None
    things: tuple[Thing, ...]
    entries: tuple[Entry, ...]
    promises: tuple[Promise, ...]
    fixes: tuple[Fix, ...]
    holds: tuple[Hold, ...]
    paid_minor: int
    message: Message | None
    closures: tuple[Stretch, ...]
    payments: tuple[Milestone, ...]

    @property
    def contact(self) -> Contact | None:
        """To whom one writes: the buyer first, a verified address first."""
        return self.contacts[0] if self.contacts else None

    @property
    def open_minor(self) -> int | None:
        """What is still missing, in minor units; None where the amount is not recorded."""
        amount = self.milestone.amount_minor
        return None if amount is None else max(amount - self.paid_minor, 0)

    @property
    def settled_points(self) -> int:
        """How many points are confirmed or not needed."""
        return sum(p.state in {"confirmed", "not_needed"} for p in self.points)


def milestone_of(pk: int) -> Milestone | None:
    """The payment of that key in the scope's workspace, with its order and customer; None if there is none."""
    rows = Milestone.objects.select_related("order__customer__owner", "order__product__material")
    return rows.filter(pk=pk).first()


def case_of(milestone: Milestone, today: date) -> Case:
    """All that the page of a payment shows.

    Args:
        milestone: As `milestone_of` gives it.
        today: The seller's day.
    """
    order = milestone.order
    standing = Standing.objects.select_related("verdict").filter(milestone=milestone).first()
    message = Message.objects.filter(customer=order.customer, as_of=today).first()
    message = message if message and milestone.pk in message.draft.get("cases", [message.lead_id]) else None
    contacts = tuple(_contacts(order))
    entries = timeline(milestone, {c.pk: c for c in contacts})
    return Case(
        milestone=milestone,
        order=order,
        standing=standing,
        verdict=verdict_of(standing.verdict.said) if standing else None,
        contacts=contacts,
        points=tuple(_points(order)),
        confirmation=Confirmation.objects.filter(order=order).order_by("version").last(),
        things=tuple(_things(order, standing, message, today)),
        entries=tuple(entries),
        promises=tuple(rows_of(entries, "promise")),
        fixes=tuple(f for f in rows_of(entries, "fix") if f.closed_on is None),
        holds=tuple(h for h in rows_of(entries, "hold") if h.to_on > today),
        paid_minor=sum(p.amount_minor for p in rows_of(entries, "payment")),
        message=message,
        closures=tuple(_closures()),
        payments=tuple(order.milestones.order_by("step", "pk")),
    )


def verdict_of(said: Mapping[str, Any]) -> Verdict:
    """A verdict as it was stored, its days as days again."""
    facts = {n: date.fromisoformat(v) if n in _DAYS and isinstance(v, str) else v for n, v in said["facts"].items()}
    days = {n: date.fromisoformat(said[n]) if said.get(n) else None for n in _VERDICT_DAYS}
    lists = {n: tuple(said.get(n) or ()) for n in _LISTS}
    return Verdict(**{**said, **days, **lists, "facts": facts})


def rows_of(entries: Iterable[Entry], sort: str) -> list[Any]:
    """The events of one sort, in the order in which they happened."""
    return [e.row for e in entries if e.sort == sort]


def _closures() -> Iterable[Stretch]:
    """Recorded closures of the factory; their last day is closed too."""
    for row in Closure.objects.order_by("from_on"):
        yield Stretch("closure", row.from_on, row.to_on + timedelta(days=1), row.name)


def _contacts(order: Order) -> list[Contact]:
    rows = Contact.objects.filter(customer=order.customer, left_on__isnull=True)
    return sorted(rows, key=lambda c: (c.role != "buyer", c.verified_on is None, c.pk))


def _points(order: Order) -> Iterable[Point]:
    """All eight, in the order of the method."""
    rows = CheckStep.objects.filter(order=order, later__isnull=True, void=False)
    last = {step.point: step for step in rows.order_by("happened_on", "seq", "pk")}
    for name in CHECKLIST_POINTS:
        step = last.get(name)
        yield Point(name, step.state, step.evidence, step.happened_on) if step else Point(name)


def _things(order: Order, standing: Standing | None, message: Message | None, today: date) -> Iterable[Thing]:
    """What fits this order: its own things, those of its customer, its product and its material."""
    assets = list(Asset.objects.filter(pk__in=_fitting(order), retired_on__isnull=True).order_by("pk"))
    sends = AssetSend.objects.filter(asset__in=assets, customer=order.customer, later__isnull=True, void=False)
    sent: dict[int, date] = dict(sends.order_by("happened_on").values_list("asset_id", "happened_on"))
    going = _going(standing, message)
    for asset in assets:
        state = _state(asset, sent, going, today)
        if state == "draft":
            going = ""  # one thing goes with a message
        yield Thing(
            asset.pk,
            asset.title,
            asset.kind,
            asset.reach,
            state,
            asset.confirms,
            asset.valid_until,
            sent.get(asset.pk),
            asset.file_id is not None,
        )


def _fitting(order: Order) -> QuerySet[Asset, Any]:
    """Keys of what fits, each reach by its own index: as one condition with "or" they were searched row by row.

    Not scoped, unlike the query that takes them: the workspace's own index would be preferred to these.
    """
    rows = Asset._base_manager.order_by().values("pk")
    found = [rows.filter(order=order), rows.filter(customer=order.customer_id)]
    if order.product is not None:
        found.append(rows.filter(product=order.product))
        if order.product.material_id is not None:
            found.append(rows.filter(material=order.product.material_id))
    return found[0].union(*found[1:], all=True)


def _going(standing: Standing | None, message: Message | None) -> str:
    """Title of what the message of the day carries; as `recording.messages` finds it."""
    if standing is None or message is None or message.draft.get("action") != "useful" or message.draft.get("topic"):
        return ""
    facts = standing.verdict.said.get("facts", {})
    rule = message.draft.get("rule")
    if facts.get("useful_is_standing") and rule != "R09":
        return ""
    return str(facts.get("point_title" if rule == "R09" else "useful_title") or "")


def _state(asset: Asset, sent: Mapping[int, date], going: str, today: date) -> str:
    if asset.pk in sent:
        return "sent"
    if asset.valid_until is not None and asset.valid_until < today:
        return "expired"
    return "draft" if going and asset.title == going else "ready"


def since(entries: Sequence[Entry], at: datetime) -> list[Entry]:
    """What was recorded after an instant."""
    return [e for e in entries if e.recorded_at > at]
