"""Who waits on whom: approvals and price answers, orders by batch with their money, contacts per order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from duecourse.history.codes import CONVERSATION_KINDS
from duecourse.ledger.models import Approval, Inbound, Message, Milestone, Standing, Touch

ROWS_MAX: Final = 50
_STANDS: Final = Q(later__isnull=True, void=False)
_WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that waits for a person's word.

    Args:
        kind: approval, price, or matter (a dispute, a complaint, broken promises).
        what: Our reason, English and Chinese, or their words.
        waits_on: Who waits for it: the owner's name.
    """

    kind: str
    milestone_id: int
    customer: str
    country: str
    order: str
    what: tuple[str, str]
    waits_on: str
    since: date | None
    inbound_id: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders that are to be ready in one week, and the money that has not come for them, by currency."""

    week: date
    orders: int
    money: tuple[tuple[str, int], ...]
    numbers: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Contacted:
    """An open order and how many contacts of ours it has had."""

    milestone_id: int
    order: str
    customer: str
    contacts: int
    last_on: date


def asked() -> list[Asked]:
    """Approvals, price answers and matters that wait for a manager, the oldest first."""
    return [*_approvals(), *_prices(), *_matters()]


def _approvals() -> list[Asked]:
    rows = (
        Message.objects.filter(needs_approval=True).select_related("customer", "owner", "lead__order").order_by("rank")
    )
    open_ = [m for m in rows[:ROWS_MAX] if not _approved(m)]
    because = _because([m.lead_id for m in open_])
    return [
        Asked("approval", m.lead_id, m.customer.name, m.customer.country, m.lead.order.number,
              because.get(m.lead_id, ("", "")), m.owner.name if m.owner else "", m.as_of)
        for m in open_
    ]  # fmt: skip


def _approved(message: Message) -> bool:
    from hashlib import sha256

    last = Approval.objects.filter(_STANDS, milestone_id=message.lead_id).order_by("pk").last()
    return bool(last and last.approved and last.text_hash == sha256(message.text.encode()).hexdigest())


def _prices() -> list[Asked]:
    rows = Inbound.objects.filter(_STANDS, Q(price_push=True) | Q(reason="price"), handled_on__isnull=True)
    rows = rows.select_related("customer__owner", "milestone__order").order_by("happened_on", "pk")
    return [
        Asked("price", i.milestone_id, i.customer.name, i.customer.country, i.milestone.order.number,
              (i.says, i.says), i.customer.owner.name if i.customer.owner else "", i.happened_on, i.pk)
        for i in rows.filter(milestone__isnull=False)[:ROWS_MAX]
        if i.milestone is not None and i.milestone_id is not None
    ]  # fmt: skip


def _matters() -> list[Asked]:
    """What the rules hand to a person: disputes, complaints, a file to hand over."""
    rows = Standing.objects.filter(in_list="fix", action="escalate").exclude(rule="R10")
    rows = rows.select_related("customer", "owner", "milestone__order").order_by("rank")
    return [
        Asked("matter", s.milestone_id, s.customer.name, s.customer.country, s.milestone.order.number,
              (s.because_en, s.because_zh), s.owner.name if s.owner else "", s.as_of)
        for s in rows[:ROWS_MAX]
    ]  # fmt: skip


def _because(milestones: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = Standing.objects.filter(milestone_id__in=milestones)
    return {m: (en, zh) for m, en, zh in rows.values_list("milestone_id", "because_en", "because_zh")}


def batches(day: date) -> list[Batch]:
    """Open orders by the week in which they are to be ready, and the money that has not come for them.

    The week is that of `ready_on`, or of the delivery date where no day is recorded.
    """
    first = day - timedelta(days=day.weekday())
    rows = Milestone.objects.filter(order__closed_on__isnull=True, order__delivered_on__isnull=True)
    unpaid = rows.filter(paid_on__isnull=True).exclude(standing__in_list="rest").exclude(standing__rule="R01")
    columns = (
        "order_id",
        "order__number",
        "order__customer__name",
        "order__ready_on",
        "order__deliver_on",
        "pk",
        "amount_minor",
        "currency",
    )
    weeks: dict[date, list[tuple[object, ...]]] = {}
    for row in unpaid.order_by("order__deliver_on", "order__number", "step").values_list(*columns).iterator():
        on = row[3] or row[4]
        if on is not None and first <= on < first + timedelta(weeks=_WEEKS):
            weeks.setdefault(on - timedelta(days=on.weekday()), []).append(row)
    return [_batch(week, found) for week, found in sorted(weeks.items())]


def _batch(week: date, rows: Sequence[tuple[object, ...]]) -> Batch:
    money: dict[str, int] = {}
    orders: dict[object, tuple[int, str, str]] = {}
    for order, number, customer, _ready, _deliver, pk, minor, currency in rows:
        orders.setdefault(order, (int(str(pk)), str(number), str(customer)))
        if isinstance(minor, int) and currency:
            money[str(currency)] = money.get(str(currency), 0) + minor
    return Batch(week, len(orders), tuple(sorted(money.items())), tuple(orders.values())[:ROWS_MAX])


def contacted(day: date, days: int = 30) -> list[Contacted]:
    """Open orders with the most contacts of ours in the last days; a message about several payments is one."""
    since = day - timedelta(days=days)
    rows = Touch.objects.filter(_STANDS, happened_on__gte=since, milestone__order__closed_on__isnull=True).exclude(
        kind__in=CONVERSATION_KINDS
    )
    seen: dict[int, dict[str, date]] = {}
    names: dict[int, tuple[int, str, str]] = {}
    columns = (
        "milestone_id",
        "milestone__order_id",
        "milestone__order__number",
        "customer__name",
        "group",
        "pk",
        "happened_on",
    )
    for case, order, number, customer, group, pk, on in rows.values_list(*columns).iterator():
        seen.setdefault(order, {})[group or str(pk)] = on
        names[order] = (case, number, customer)
    found = [Contacted(*names[o], len(g), max(g.values())) for o, g in seen.items()]
    return sorted(found, key=lambda c: (-c.contacts, c.order))[:10]
