"""Pictures made on the server: the band of days and the rhythm, as shapes with their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import Final

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecourse.ledger.pages.live import Live
from duecourse.plan.calendar import Band, Stretch
from duecourse.web.case import wordings
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language

WIDTH: Final = 960
_LEFT, _RIGHT = 16, 944
_MIDDLE: Final = (_LEFT + _RIGHT) // 2
_HEIGHT, _LIFT = 118, -32
_NAME_PX: Final = 108
"""Room that the name of a day takes."""
_LABEL_PX: Final = 7.2
"""Width of a letter of a label, on average; a wider label goes below its bar."""
_LANE_PX: Final = 15
"""Height of a line of labels below the bars."""
_GAP_PX: Final = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of days as a bar: place, words, whether they stand inside, and how far down if not."""

    kind: str
    x: float
    width: float
    label: str
    inside: bool
    middle: float
    drop: int = 0

    @property
    def words_px(self) -> float:
        """Room that its words take."""
        return _label_px(self.label)


@dataclass(frozen=True, slots=True)
class Mark:
    """A day with a name; `lift` raises the name where another one stands close by."""

    kind: str
    x: float
    label: str
    day: str
    anchor: str
    lift: int = 0


@dataclass(frozen=True, slots=True)
class BandPicture:
    """The band: bars, marks, first days of months, closures; and the same as rows of a table."""

    title: str
    sentence: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    months: tuple[Mark, ...]
    closures: tuple[Bar, ...]
    rows: tuple[tuple[str, str, str, int], ...]
    width: int = WIDTH

    @property
    def top(self) -> int:
        """Where the picture begins: higher up where a name is raised."""
        return min(m.lift for m in self.marks)

    @property
    def height(self) -> int:
        """Its height."""
        return _HEIGHT + self.drop - self.top

    @property
    def drop(self) -> int:
        """How much the lines of labels below the bars take beyond the first."""
        return max((b.drop for b in (*self.bars, *self.closures)), default=0)


def band_picture(band: Band, place: str) -> BandPicture:
    """The band of a payment as a picture.

    Args:
        band: Its days.
        place: Where the goods go; empty if nobody knows.
    """
    scale = _Scale(band)
    bars = _dropped([scale.bar(s, _words(s, place)) for s in band.stretches], ())
    closed = [scale.bar(c, c.name or _("our closure")) for c in band.closures]
    return BandPicture(
        title=_("Why {day}").format(day=_short(band.pay_by)),
        sentence=_sentence(band),
        bars=bars,
        marks=tuple(_marks(band, scale, place)),
        months=tuple(_months(scale)),
        closures=_dropped([replace(c, inside=False) for c in closed], [_below(b) for b in bars if not b.inside]),
        rows=tuple(_row(s, band.today, place) for s in (*band.stretches, *band.closures)),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to places."""

    band: Band

    @property
    def first(self) -> date:
        return self.band.starts_on

    @property
    def last(self) -> date:
        return max([self.band.ends_on, *(c.to_on for c in self.band.closures)]) + timedelta(days=3)

    def at(self, day: date) -> float:
        length = max((self.last - self.first).days, 1)
        return round(_LEFT + (_RIGHT - _LEFT) * (day - self.first).days / length, 1)

    def bar(self, part: Stretch, label: str) -> Bar:
        x, end = self.at(part.from_on), self.at(part.to_on)
        wide, half = _label_px(label) + 8 <= end - x, _label_px(label) / 2
        middle = (x + end) / 2 if wide else min(max((x + end) / 2, half), WIDTH - half)
        return Bar(part.kind, x, round(max(end - x - 2, 2), 1), label, wide, round(middle, 1))


def _label_px(label: str) -> float:
    return len(label) * (2 if language() == "zh" else 1) * _LABEL_PX


def _below(bar: Bar) -> tuple[float, float, int]:
    """From where to where a bar takes room below the bars, and in which line; a closure has its words to the left."""
    if bar.kind == "closure":
        return bar.x - bar.words_px - _GAP_PX, bar.x + bar.width, bar.drop
    return bar.middle - bar.words_px / 2, bar.middle + bar.words_px / 2, bar.drop


def _dropped(bars: Iterable[Bar], taken: Sequence[tuple[float, float, int]]) -> tuple[Bar, ...]:
    """Labels below their bars go down a line where another one stands."""
    room, placed = list(taken), []
    for bar in bars:
        if not bar.inside:
            start, end, _line = _below(bar)
            full = {line for a, b, line in room if a < end + _GAP_PX and start < b + _GAP_PX}
            bar = replace(bar, drop=next(n for n in range(0, 9_999, _LANE_PX) if n not in full))  # noqa: PLW2901
            room.append(_below(bar))
        placed.append(bar)
    return tuple(placed)


def _words(part: Stretch, place: str) -> str:
    days = ngettext("{n} day", "{n} days", part.days).format(n=part.days)
    names = {
        "in_hand": wordings.in_days(part.days),
        "bank": _("bank {days}"),
        "production": _("production · {days}"),
        "booking": _("booking {days}"),
        "transport": _("way to {place} · {days}") if place else _("transport · {days}"),
        "documents": _("documents · {days}"),
    }
    return names[part.kind].format(days=days, place=place)


def _marks(band: Band, scale: _Scale, place: str) -> list[Mark]:
    ends = {"delivery": _("Delivery {place}"), "arrival": _("Arrival {place}"), "ready": _("Goods ready")}
    name, day = ends[band.end].format(place=place).strip(), day_words(band.ends_on, band.today)
    last = Mark("delivery", scale.at(band.ends_on), name, day, "end")
    pay_by = Mark("pay", scale.at(band.pay_by), _("Must-pay-by"), day_words(band.pay_by, band.today), "start")
    pay_by = replace(pay_by, anchor="end") if pay_by.x > _RIGHT - _NAME_PX else pay_by
    here = scale.at(band.today)
    now = Mark("today", here, _("Today"), day_words(band.today, band.today), "end" if here > _MIDDLE else "start")
    return _apart([pay_by, last] if band.pay_by == band.today else [now, pay_by, last])


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Names that would stand on each other are raised, one after the other."""
    placed: list[Mark] = []
    for mark in marks:
        start = mark.x - _NAME_PX * (mark.anchor == "end")
        taken = {m.lift for m in placed if abs(m.x - _NAME_PX * (m.anchor == "end") - start) < _NAME_PX}
        free = next(n for n in range(len(marks) + 1) if n * _LIFT not in taken)
        placed.append(replace(mark, lift=free * _LIFT))
    return placed


def _months(scale: _Scale) -> list[Mark]:
    found = []
    year, month = scale.first.year, scale.first.month
    while (first := date(year + month // 12, month % 12 + 1, 1)) < scale.last:
        year, month = first.year, first.month
        name = str(MONTHS[month]) + (f" {year}" if month == 1 else "")
        found.append(Mark("month", scale.at(first), name, "", "start"))
    return found


def _short(day: date) -> str:
    """7 December."""
    if language() == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month]}"


def _sentence(band: Band) -> str:
    parts = [_("Each day after it moves delivery by one day.")] if band.end == "delivery" else []
    if band.tips_on is not None and band.tip is not None:
        weeks = ngettext("{n} day", "{n} days", band.tip.days).format(n=band.tip.days)
        name = band.tip.name or _("our closure")
        parts.append(_("After {day}, {name} adds {days}.").format(day=_short(band.tips_on), name=name, days=weeks))
    return (" " if language() == "en" else "").join(parts)


def _row(part: Stretch, today: date, place: str) -> tuple[str, str, str, int]:
    name = part.name or _("our closure") if part.kind == "closure" else _names(part.kind, place)
    return name, day_words(part.from_on, today), day_words(part.to_on - timedelta(days=1), today), part.days


def _names(kind: str, place: str) -> str:
    return {
        "in_hand": _("in hand"),
        "bank": _("way of the money"),
        "production": _("production"),
        "booking": _("booking"),
        "transport": _("way to {place}").format(place=place) if place else _("transport"),
        "documents": _("documents"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Dot:
    """Answers that took the same number of days, stacked."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long they take to answer: each answer as a dot, the half, four fifths, and how long it is quiet now."""

    dots: tuple[Dot, ...]
    half_x: float
    half: str
    most_x: float
    most: str
    now_x: float
    now: str
    sentence: str
    rows: tuple[tuple[str, str], ...]
    width: int = 320

    @property
    def words(self) -> tuple[tuple[str, str, float, int], ...]:
        """The labels: which, its words, the middle, the line; above the dots in two lines if they would meet."""
        half, most, now = (
            self._inside(x, text)
            for x, text in ((self.half_x, self.half), (self.most_x, self.most), (self.now_x, self.now))
        )
        close = abs(half - now) < (_label_px(self.half) + _label_px(self.now)) / 2
        return (
            ("half-label", self.half, half, 12),
            ("most-label", self.most, most, 68),
            ("now-label", self.now, now, 12 - _LANE_PX * close),
        )

    @property
    def top(self) -> int:
        """Where the picture begins: higher up where a label is raised."""
        return min(y for *_, y in self.words) - 12

    @property
    def height(self) -> int:
        """Its height."""
        return 74 - self.top

    def _inside(self, x: float, text: str) -> float:
        """The middle of a label, so far in that none of it is cut."""
        half = _label_px(text) / 2
        return round(min(max(x, half), self.width - half), 1)


_SPAN: Final = 280
_STACK_PX: Final = 11


def rhythm(live: Live) -> Rhythm | None:
    """The picture of a customer's answers; None where none was measured."""
    facts, days = live.verdict.facts, live.replies
    if not days:
        return None
    usual, p80, quiet = facts.get("reply_days_usual"), facts.get("reply_days_p80"), facts.get("quiet_days")
    half, most = float(median(days)), float(p80) if isinstance(p80, int | float) else float(max(days))
    now = quiet if isinstance(quiet, int) else 0
    top = max([*days, int(most) + 1, now, 6])

    def at(value: float) -> float:
        return round(20 + _SPAN * value / top, 1)

    return Rhythm(
        dots=tuple(_stacked(days, at)),
        half_x=at(half),
        half=_("half within {n}").format(n=ceil(half)),
        most_x=at(most),
        most=ngettext("80 % within {n} day", "80 % within {n} days", ceil(most)).format(n=ceil(most)),
        now_x=at(now),
        now=_("now, {n}").format(n=now),
        sentence=_rhythm_sentence(len(days), usual),
        rows=tuple((str(d), str(days.count(d))) for d in sorted(set(days))),
    )


def _rhythm_sentence(count: int, usual: object) -> str:
    answers = ngettext("Days until they answered, {n} answer.", "Days until they answered, {n} answers.", count)
    text = answers.format(n=count)
    if isinstance(usual, int | float):
        blended = _("With the usual five days of new customers that makes {n}.").format(n=_number(float(usual)))
        text += (" " if language() == "en" else "") + blended
    return text


def _stacked(days: Sequence[int], at: object) -> list[Dot]:
    place = at if callable(at) else float
    return [Dot(place(d), 34 - _STACK_PX * days[:i].count(d)) for i, d in enumerate(days)]


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
