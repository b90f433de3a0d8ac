"""Why a pay-by date is that day: the way back from delivery as spans of days, for a picture and for a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_NEAR: Final = timedelta(days=14)
"""A closure that begins so soon after the end is shown too."""
_DOCUMENTS: Final = timedelta(days=7)
BEFORE_PRODUCTION: Final = frozenset({"deposit", "lc_opening"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that belong to one thing, from its first day to the day before `to_on`.

    Args:
        kind: in_hand, bank, production, booking, transport, documents, closure.
        name: Of a closure, as recorded.
    """

    kind: str
    from_on: date
    to_on: date
    name: str = ""

    @property
    def days(self) -> int:
        """Its length in calendar days."""
        return (self.to_on - self.from_on).days


@dataclass(frozen=True, slots=True)
class Band:
    """The days of a payment, from today or the pay-by date to the delivery.

    Args:
        today: The day.
        pay_by: Latest day for the money.
        ends_on: Delivery, arrival or the day on which the goods are ready.
        end: What that day is: delivery, arrival, ready.
        stretches: In the order of their days, without gaps and without overlap.
        closures: Closures of the factory that lie in the band.
        tips_on: Last day on which the money still keeps production out of the next closure; None if none is near.
        tip: That closure.
    """

    today: date
    pay_by: date
    ends_on: date
    end: str
    stretches: tuple[Stretch, ...]
    closures: tuple[Stretch, ...]
    tips_on: date | None = None
    tip: Stretch | None = None

    @property
    def starts_on(self) -> date:
        """The first day that it shows."""
        return min(self.today, self.pay_by)


def band_of(
    kind: str, facts: Mapping[str, object], closures: Sequence[Stretch], production_days: int | None
) -> Band | None:
    """The band of one payment; None where no pay-by date is known.

    Args:
        kind: Of the milestone.
        facts: Of its verdict: must_pay_by, production_starts_on, ready_by, deliver_on, as_of.
        closures: Recorded closures of the factory.
        production_days: Of the order.
    """
    today, pay_by, ready, deliver = (_day(facts, n) for n in ("as_of", "must_pay_by", "ready_by", "deliver_on"))
    if today is None or pay_by is None:
        return None
    starts = _day(facts, "production_starts_on")
    if kind in BEFORE_PRODUCTION and starts and ready and deliver:
        way = _way(pay_by, starts - timedelta(days=_number(facts, "closure_days")), ready, deliver)
        tips_on, tip = _tip(pay_by, way[0].days, production_days, closures, ready)
        return replace(_band(today, pay_by, "delivery", way, closures), tips_on=tips_on, tip=tip)
    if kind == "balance_before_shipment" and ready:
        way = [Stretch("bank", pay_by, ready), *([Stretch("transport", ready, deliver)] if deliver else [])]
        return _band(today, pay_by, "delivery" if deliver else "ready", way, closures)
    end = deliver if deliver and deliver > pay_by else pay_by + _DOCUMENTS
    return _band(today, pay_by, "arrival", [Stretch("documents", pay_by, end)], closures)


def _way(pay_by: date, starts: date, ready: date, deliver: date) -> list[Stretch]:
    """From the pay-by date to the delivery, closures counted inside the production."""
    return [
        Stretch("bank", pay_by, starts),
        Stretch("production", starts, ready),
        Stretch("transport", ready, deliver),
    ]


def with_booking(band: Band, booking_days: int) -> Band:
    """The band with the booking set apart from the transport."""
    parts: list[Stretch] = []
    for part in band.stretches:
        cut = part.from_on + booking_days * _DAY
        if part.kind == "transport" and booking_days > 0 and cut < part.to_on:
            parts += [Stretch("booking", part.from_on, cut), Stretch("transport", cut, part.to_on)]
        else:
            parts.append(part)
    return replace(band, stretches=tuple(parts))


def _band(today: date, pay_by: date, end: str, way: Sequence[Stretch], closures: Sequence[Stretch]) -> Band:
    hand = [Stretch("in_hand", today, pay_by)] if today < pay_by else []
    kept = tuple(s for s in (*hand, *way) if s.days > 0)
    ends_on = max((s.to_on for s in kept), default=pay_by)
    near = tuple(c for c in closures if c.to_on > min(today, pay_by) and c.from_on <= ends_on + _NEAR)
    return Band(today, pay_by, ends_on, end, kept, near)


def _tip(
    pay_by: date, bank_days: int, production_days: int | None, closures: Sequence[Stretch], ready: date
) -> tuple[date | None, Stretch | None]:
    """The last pay day with which production ends before the next closure begins."""
    ahead = sorted((c for c in closures if c.from_on >= ready), key=lambda c: c.from_on)
    if not ahead or production_days is None:
        return None, None
    last = ahead[0].from_on - (bank_days + production_days) * _DAY
    return (last, ahead[0]) if last >= pay_by else (None, None)


def _day(facts: Mapping[str, object], name: str) -> date | None:
    value = facts.get(name)
    return value if isinstance(value, date) else None


def _number(facts: Mapping[str, object], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
