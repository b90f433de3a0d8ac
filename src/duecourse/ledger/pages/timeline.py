"""Both sides of a payment: what happened, in one order, whoever did it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from duecourse.ledger.models import (
    Contact,
    CreditStep,
    Event,
    Fix,
    Hold,
    Inbound,
    Milestone,
    OrderStep,
    Payment,
    Promise,
    Touch,
    User,
)

OURS, LAST, THEIRS, ANSWER = 0, 86_380, 86_390, 86_395
ROWS_MAX: Final = 200
"""Events of one kind that a page shows, the latest ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened.

    Args:
        sort: touch, inbound, promise, payment, fix, fixed, hold, credit, order.
        side: ours, theirs or neither.
        code: What it was: a kind, reason, stage or step.
        who: The person of theirs, where recorded.
        text: Words, as they were said or written.
        row: The event itself, with its columns.
        by: Who recorded it; empty for the daily plan.
        other: Whether it is about another matter of that customer.
    """

    sort: str
    side: str
    on: date
    place: int
    code: str
    who: str
    text: str
    row: Any
    by: str
    recorded_at: datetime
    other: bool = False


def timeline(milestone: Milestone, people: Mapping[int, Contact]) -> list[Entry]:
    """What both sides did about a payment, first things first; messages about other orders of that customer too."""
    order = milestone.order
    of_case, of_order = {"milestone": milestone}, {"order": order}
    about = Q(customer=order.customer)
    found = [
        *(_touch(t, milestone, people) for t in _once(_rows(Touch, about), milestone)),
        *(_inbound(i, milestone, people) for i in _rows(Inbound, about)),
        *(_plain(p, "promise", "theirs", "promise", p.said) for p in _rows(Promise, Q(**of_case))),
        *(_plain(p, "payment", "theirs", "paid", p.reference) for p in _rows(Payment, Q(**of_case))),
        *(e for f in _rows(Fix, Q(**of_case)) for e in _fix(f)),
        *(_plain(h, "hold", "neither", "hold", h.why) for h in _rows(Hold, Q(**of_case))),
        *(_plain(c, "credit", "theirs", c.stage, c.points) for c in _rows(CreditStep, Q(**of_case))),
        *(_plain(s, "order", "neither", s.step, s.note) for s in _rows(OrderStep, Q(**of_order))),
    ]
    names = _names(found)
    named = [replace(e, by=names.get(e.row.recorded_by_id, "")) for e in found]
    return sorted(named, key=lambda e: (e.on, e.place, e.row.pk))


def _names(entries: list[Entry]) -> dict[int, str]:
    """Who recorded them; people are few, so they are asked for once and not with every row."""
    keys = {e.row.recorded_by_id for e in entries if e.row.recorded_by_id}
    return {u.pk: str(u) for u in User.objects.filter(pk__in=keys).only("name", "email")} if keys else {}


def _rows(model: Any, where: Q) -> list[Any]:
    rows = model.objects.filter(where, later__isnull=True, void=False)
    return list(rows.order_by("-happened_on", "-pk")[:ROWS_MAX])


def _once(touches: list[Touch], milestone: Milestone) -> Iterator[Touch]:
    """One message about several payments is one contact: the row about this payment, else the first."""
    chosen: dict[str, Touch] = {}
    for touch in touches:
        key = touch.group or str(touch.pk)
        if key not in chosen or touch.milestone_id == milestone.pk:
            chosen[key] = touch
    yield from chosen.values()


def _touch(touch: Touch, milestone: Milestone, people: Mapping[int, Contact]) -> Entry:
    other = touch.milestone_id not in {milestone.pk, None}
    words = touch.outcome or touch.text
    return _entry(touch, "touch", "ours", touch.kind, words, who=_name(touch.contact_id, people), other=other)


def _inbound(inbound: Inbound, milestone: Milestone, people: Mapping[int, Contact]) -> Entry:
    other = inbound.milestone_id not in {milestone.pk, None}
    code = inbound.reason or inbound.kind
    return _entry(inbound, "inbound", "theirs", code, inbound.says, who=_name(inbound.contact_id, people), other=other)


def _fix(fix: Fix) -> Iterator[Entry]:
    yield _plain(fix, "fix", "neither", "fix", fix.what)
    if fix.closed_on:
        yield _entry(fix, "fixed", "neither", "fixed", fix.what, on=fix.closed_on)


def _plain(row: Any, sort: str, side: str, code: str, text: str) -> Entry:
    return _entry(row, sort, side, code, text)


def _entry(
    row: Event,
    sort: str,
    side: str,
    code: str,
    text: str,
    *,
    who: str = "",
    other: bool = False,
    on: date | None = None,
) -> Entry:
    return Entry(
        sort=sort,
        side=side,
        on=on or row.happened_on,
        place=_place(row, side, code),
        code=code,
        who=who,
        text=text,
        row=row,
        by="",
        recorded_at=row.recorded_at,
        other=other,
    )


def _place(row: Event, side: str, code: str) -> int:
    """Where only the day is known: ours first, then theirs, then our answer."""
    if row.seq is not None:
        return row.seq
    return ANSWER if code == "answer" else {"ours": OURS, "theirs": THEIRS}.get(side, LAST)


def _name(contact: int | None, people: Mapping[int, Contact]) -> str:
    person = people.get(contact) if contact else None
    return person.name if person else ""
