"""What the pages of customers show: a list, and one customer with his people, orders, rhythm and promises."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Sum

from duecourse.decide.judge import judge
from duecourse.ledger.frames import load
from duecourse.ledger.models import (
    Contact,
    Customer,
    CustomerHoliday,
    Membership,
    Milestone,
    Order,
    Promise,
    Standing,
    User,
    Workspace,
)
from duecourse.ledger.pages.orders import COUNT_MAX
from duecourse.ledger.pages.today import ROWS_MAX, Part, Whose
from duecourse.policy.model import Policy

LIGHT_MAX: Final = 0.6
NOTICED_MAX: Final = 1.2
"""Up to where a customer's pressure is light, and noticed; heavy above."""

_LISTED: Final = ("contact", "fix", "wait")


@dataclass(frozen=True, slots=True)
class Row:
    """One customer in the list.

    Args:
        orders: How many of his orders are open.
        owed: Currency to minor units of his payments that are not settled.
        state: The most pressing list in which something of his stands; empty if nothing is open.
        look_on: The first next look.
    """

    pk: int
    name: str
    country: str
    owner: str
    relationship: str
    orders: int
    owed: Mapping[str, int]
    state: str
    look_on: date | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a customer answers and feels us, as of today.

    Args:
        pressure: Over all his orders; None where nothing is open.
        level: light, noticed or heavy.
        usual_days: His usual time to reply, drawn toward what is usual of others while few replies are known.
        replies: How many reply times were measured.
        next_contact_day: The next day on which he may hear from us.
        other_way: Whether a telephone or another person is known.
    """

    pressure: float | None
    level: str
    usual_days: float | None
    slow_days: float | None
    replies: int
    next_contact_day: date | None
    other_way: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """How his promises went: all that he made, those that money followed, that passed their grace, that run."""

    made: int
    kept: int
    broken: int
    live: int


def listed(whose: Whose, text: str, page: int) -> Part[Row]:
    """One page of the customers, by name."""
    rows = Customer.objects.all() if whose.owners is None else Customer.objects.filter(owner_id__in=whose.owners)
    if text.strip():
        people = Contact.objects.filter(Q(name__icontains=text) | Q(email__icontains=text)).values("customer_id")
        rows = rows.filter(Q(name__icontains=text.strip()) | Q(pk__in=people))
    count = rows.order_by()[: COUNT_MAX + 1].count()
    found = rows.select_related("owner").order_by("name", "pk")[(page - 1) * ROWS_MAX : page * ROWS_MAX]
    return Part(tuple(_rows(list(found))), count, page)


def _rows(customers: Sequence[Customer]) -> list[Row]:
    keys = [c.pk for c in customers]
    open_orders = Order.objects.filter(customer_id__in=keys, closed_on__isnull=True).order_by()
    orders = dict(open_orders.values_list("customer_id").annotate(Count("pk")))
    lists: dict[int, list[Standing]] = defaultdict(list)
    for standing in Standing.objects.filter(customer_id__in=keys, in_list__in=_LISTED):
        lists[standing.customer_id].append(standing)
    owed = _owed(keys)
    return [_row(c, orders.get(c.pk, 0), owed.get(c.pk, {}), lists[c.pk]) for c in customers]


def _owed(keys: Sequence[int]) -> dict[int, Counter[str]]:
    """Customer to what is not settled, by currency; of payments whose amount is known."""
    open_ = Standing.objects.filter(customer_id__in=keys, in_list__in=_LISTED).values("milestone_id")
    sums = Milestone.objects.filter(pk__in=open_, amount_minor__isnull=False).order_by()
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for customer, currency, of_order, minor in sums.values_list(
        "order__customer_id", "currency", "order__currency"
    ).annotate(Sum("amount_minor")):
        found[customer][currency or of_order] += minor
    return found


def _row(customer: Customer, orders: int, owed: Mapping[str, int], standings: Sequence[Standing]) -> Row:
    states = {s.in_list for s in standings}
    looks = [s.look_on for s in standings if s.look_on]
    return Row(
        customer.pk,
        customer.name,
        customer.country,
        str(customer.owner or ""),
        customer.relationship,
        orders,
        dict(owed),
        next((s for s in _LISTED if s in states), ""),
        min(looks, default=None),
    )


# ---------------------------------------------------------------- one customer
def customer_of(pk: int) -> Customer | None:
    """A customer; None if there is none of that number here."""
    return Customer.objects.select_related("owner").filter(pk=pk).first()


def people_of(customer: Customer) -> list[Contact]:
    """The people there: buyers first, those who left last."""
    rows = list(customer.contacts.order_by("pk"))
    return sorted(rows, key=lambda c: (c.left_on is not None, c.role != "buyer", c.verified_on is None))


def contact_of(customer: Customer, pk: int) -> Contact | None:
    """Somebody there."""
    return customer.contacts.filter(pk=pk).first()


def holidays_of(customer: Customer, today: date) -> list[CustomerHoliday]:
    """His further holidays that are to come."""
    return list(customer.holidays.filter(on__gte=today).order_by("on")[:ROWS_MAX])


def orders_of(customer: Customer) -> QuerySet[Order]:
    """His orders, the newest first."""
    return customer.orders.order_by("-pk")


def owners() -> list[User]:
    """Who may look after customers."""
    members = Membership.objects.filter(active=True).exclude(role="finance").values("user_id")
    return list(User.objects.filter(pk__in=members).order_by("name"))


def rhythm_of(workspace: Workspace, customer: Customer, day: date, policy: Policy) -> tuple[Rhythm, Promises]:
    """His rhythm, the pressure that he feels and his promises, judged now."""
    history = load(workspace, day, customers=[customer.pk])
    rows = judge(history, day, policy).to_dicts() if len(history) else []
    return _rhythm(rows), _promises(customer, rows)


def _rhythm(rows: Sequence[Mapping[str, Any]]) -> Rhythm:
    if not rows:
        return Rhythm(None, "", None, None, 0, None, False)
    one = rows[0]  # these facts are the customer's: every case of his has the same
    pressure = float(one["pressure"])
    level = "light" if pressure <= LIGHT_MAX else "noticed" if pressure <= NOTICED_MAX else "heavy"
    usual, slow = one["reply_days_usual"], one["reply_days_p80"]
    return Rhythm(
        pressure, level, usual, slow, int(one["replies"] or 0), one["next_contact_day"], bool(one["other_way"])
    )


def _promises(customer: Customer, rows: Sequence[Mapping[str, Any]]) -> Promises:
    stand = Promise.objects.filter(milestone__order__customer=customer, later__isnull=True, void=False)
    made = Counter(stand.filter(withdrawn_on__isnull=True).values_list("milestone_id", flat=True))
    kept = broken = live = 0
    for row in rows:
        count, off, runs = made[int(row["case"])], int(row["broken_count"] or 0), int(bool(row["promise_live"]))
        paid = bool(row["paid"])
        broken += off
        live += 0 if paid else runs
        kept += int(paid and count > off)
    return Promises(sum(made.values()), kept, broken, live)
