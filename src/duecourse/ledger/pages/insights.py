"""What the past shows: why customers delay, how quickly we mend our side, promises kept, contacts per paid order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import quantiles
from typing import Any, Final

import polars as pl
from django.db.models import Q

from duecourse.history.calendars import CalendarSpec, DayTable
from duecourse.history.codes import CONVERSATION_KINDS
from duecourse.ledger.models import Fix, Inbound, Payment, Promise, Touch, Workspace
from duecourse.policy.model import Policy

OURS: Final = ("unclear_detail", "artwork", "certificate", "sample", "wrong_docs", "documents", "price", "trust")
"""Reasons whose next step is ours; the others are theirs, but for `unknown`, which is nobody's yet."""
_NO_DELAY: Final = ("paid", "promise", "silent", "complaint_frequency", "dispute", "cancel_reduce", "contact_left", "")
_STANDS: Final = Q(later__isnull=True, void=False)
_Z: Final = 1.96
_MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    from_on: date
    to_on: date

    @classmethod
    def months(cls, day: date, count: int = _MONTHS) -> Period:
        """Whole months up to today, the running one included."""
        number = day.year * 12 + day.month - 1 - (count - 1)
        return cls(date(number // 12, number % 12 + 1, 1), day)


@dataclass(frozen=True, slots=True)
class Delays:
    """Payments that a customer gave a reason for, by the last one that a person recorded; one payment, one reason."""

    ours: Mapping[str, int]
    theirs: Mapping[str, int]
    unknown: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.ours.values()) + sum(self.theirs.values()) + self.unknown


@dataclass(frozen=True, slots=True)
class Days:
    """Working days of the seller that something took.

    Args:
        name: fix or answer.
        count: How many were finished.
        middle, low, high: Median, 20th and 80th percentile; None where there are none.
        open_: How many are not finished.
    """

    name: str
    count: int
    middle: float | None
    low: float | None
    high: float | None
    open_: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises that fell due: on the day, within the grace, in part, not, or replaced by a later one."""

    on_day: int
    in_grace: int
    part: int
    broken: int
    replaced: int

    @property
    def total(self) -> int:
        """Those that count: replaced ones do not."""
        return self.on_day + self.in_grace + self.part + self.broken

    @property
    def kept(self) -> int:
        """Those that came in full within the grace."""
        return self.on_day + self.in_grace

    @property
    def share(self) -> tuple[float, float, float] | None:
        """Share of kept ones, with a 95 % interval (Wilson); None without any."""
        return wilson(self.kept, self.total)


@dataclass(frozen=True, slots=True)
class Month:
    """Orders whose first money came in a month, and how many contacts of ours each had needed."""

    first: date
    orders: int
    contacts: int
    running: bool

    @property
    def mean(self) -> float | None:
        """Contacts per paid order; None without one."""
        return self.contacts / self.orders if self.orders else None


def wilson(hits: int, count: int) -> tuple[float, float, float] | None:
    """A share and its 95 % interval by Wilson's method; None for nothing."""
    if not count:
        return None
    share, square = hits / count, _Z * _Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _Z / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count * count))
    return share, max(middle - half, 0.0), min(middle + half, 1.0)


def delays(period: Period) -> Delays:
    """Why payments were late, as customers told us within the period."""
    rows = Inbound.objects.filter(_STANDS, milestone__isnull=False, kind="human", happened_on__range=_span(period))
    told = rows.exclude(reason__in=_NO_DELAY).order_by("happened_on", "seq", "pk").values_list("milestone_id", "reason")
    counts = Counter(dict(told).values())
    unknown = counts.pop("unknown", 0)
    ours = {reason: counts[reason] for reason in OURS if counts[reason]}
    theirs = {reason: n for reason, n in counts.most_common() if reason not in OURS}
    return Delays(dict(sorted(ours.items(), key=lambda r: -r[1])), theirs, unknown)


def days_to_fix(workspace: Workspace, period: Period) -> list[Days]:
    """How long our own corrections and answers took, in working days of the seller."""
    fixes = Fix.objects.filter(_STANDS, happened_on__range=_span(period)).values_list("happened_on", "closed_on")
    asked = Inbound.objects.filter(_STANDS, happened_on__range=_span(period)).exclude(question="")
    answers = asked.values_list("happened_on", "handled_on")
    return [_days(name, rows, workspace) for name, rows in (("fix", fixes), ("answer", answers))]


def _days(name: str, rows: Iterable[tuple[date, date | None]], workspace: Workspace) -> Days:
    known = list(rows)
    took = sorted(_working(workspace, [(a, b) for a, b in known if b is not None]))
    low, middle, high = _percentiles(took)
    return Days(name, len(took), middle, low, high, len(known) - len(took))


def _percentiles(values: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """20th, 50th and 80th percentile."""
    if not values:
        return None, None, None
    if len(values) == 1:
        return values[0], values[0], values[0]
    cuts = quantiles(values, n=10, method="inclusive")
    return cuts[1], cuts[4], cuts[7]


def _working(workspace: Workspace, spans: Sequence[tuple[date, date]]) -> list[float]:
    """Working days after the first through the second day of each span."""
    if not spans:
        return []
    spec = CalendarSpec(workspace.country, kind="work")
    table = DayTable.build([spec], min(a for a, _ in spans), max(b for _, b in spans) + timedelta(days=1))
    frame = pl.DataFrame({"a": [a for a, _ in spans], "b": [b for _, b in spans]})
    counted = frame.select(table.count(pl.lit(table.id_of(spec)), pl.col("a"), pl.col("b")))
    return [float(n) for n in counted.to_series().to_list()]


def promises(workspace: Workspace, policy: Policy, period: Period) -> Kept:
    """What became of the promises whose grace ended within the period."""
    rows = Promise.objects.filter(_STANDS, withdrawn_on__isnull=True)
    listed = list(
        rows.order_by("milestone_id", "happened_on", "pk").values_list(
            "milestone_id", "happened_on", "pay_on", "amount_minor", "milestone__amount_minor",
            "milestone__order__customer__country", "milestone__kind",
        )
    )  # fmt: skip
    ends = _grace_ends(workspace, policy, [(r[2], r[5], r[6]) for r in listed])
    money = _received({r[0] for r in listed})
    found: Counter[str] = Counter()
    for n, (row, end) in enumerate(zip(listed, ends, strict=True)):
        if not period.from_on <= end <= period.to_on:
            continue
        later = listed[n + 1] if n + 1 < len(listed) and listed[n + 1][0] == row[0] else None
        found[_became(row, end, money.get(row[0], ()), replaced=later is not None and later[1] <= end)] += 1
    return Kept(*(found[name] for name in ("on_day", "in_grace", "part", "broken", "replaced")))


def _became(row: tuple[Any, ...], end: date, money: Sequence[tuple[date, int]], *, replaced: bool) -> str:
    _, made_on, pay_on, promised, due, *_ = row
    wanted = promised or due
    came = {day: sum(m for on, m in money if made_on <= on <= day) for day in (pay_on, end)}
    if wanted and came[pay_on] >= wanted:
        return "on_day"
    if wanted and came[end] >= wanted:
        return "in_grace"
    if replaced:
        return "replaced"
    return "part" if came[end] > 0 else "broken"


def _grace_ends(workspace: Workspace, policy: Policy, rows: Sequence[tuple[date, str, str]]) -> list[date]:
    """The last day of grace of each promise: banking days of both sides after the day that was named."""
    if not rows:
        return []
    specs = {country: CalendarSpec(workspace.country, country or None, kind="bank") for _, country, _ in rows}
    last = max(day for day, *_ in rows) + timedelta(days=60)
    table = DayTable.build(list(specs.values()), min(day for day, *_ in rows), last)
    grace = {"lc_opening": int(policy.value("promise_grace_lc_days"))}
    usual = int(policy.value("promise_grace_tt_days"))
    frame = pl.DataFrame(
        {
            "on": [day for day, *_ in rows],
            "cal": [table.id_of(specs[country]) for _, country, _ in rows],
            "days": [grace.get(kind, usual) for *_, kind in rows],
        }
    )
    return frame.select(table.add(pl.col("cal"), pl.col("on"), pl.col("days"))).to_series().to_list()


def _received(milestones: set[int]) -> dict[int, list[tuple[date, int]]]:
    rows = Payment.objects.filter(_STANDS, milestone_id__in=milestones)
    money: dict[int, list[tuple[date, int]]] = {}
    for milestone, on, minor in rows.values_list("milestone_id", "happened_on", "amount_minor"):
        money.setdefault(milestone, []).append((on, minor))
    return money


def contacts_per_order(period: Period) -> list[Month]:
    """Contacts from the confirmation to the first money of an order, by the month in which that came."""
    paid = Payment.objects.filter(_STANDS, amount_minor__gt=0).order_by("happened_on", "pk")
    first: dict[int, tuple[date, date | None]] = {}
    for order, on, since in paid.values_list("milestone__order_id", "happened_on", "milestone__order__confirmed_on"):
        first.setdefault(order, (on, since))
    within = {o: span for o, span in first.items() if period.from_on <= span[0] <= period.to_on}
    counts = _contacts(within)
    by_month: dict[date, list[int]] = {m: [] for m in _firsts(period)}
    for order, (on, _) in within.items():
        by_month[on.replace(day=1)].append(counts[order])
    return [Month(m, len(c), sum(c), m == period.to_on.replace(day=1)) for m, c in by_month.items()]


def _contacts(orders: Mapping[int, tuple[date, date | None]]) -> Counter[int]:
    """How many contacts each order had before its first money; one message about several payments is one."""
    rows = Touch.objects.filter(_STANDS, milestone__order_id__in=list(orders)).exclude(kind__in=CONVERSATION_KINDS)
    seen: set[tuple[int, str]] = set()
    for order, on, group, pk in rows.values_list("milestone__order_id", "happened_on", "group", "pk"):
        until, since = orders[order]
        if on <= until and (since is None or on >= since):
            seen.add((order, group or str(pk)))
    return Counter(order for order, _ in seen)


def _firsts(period: Period) -> list[date]:
    """The first days of the months of a period."""
    first, months = period.from_on.replace(day=1), []
    while first <= period.to_on:
        months.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return months


def _span(period: Period) -> tuple[date, date]:
    return period.from_on, period.to_on
