"""What the page shows of a case: plain values for its templates, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecourse.decide.verdict import Verdict
from duecourse.decide.words import said
from duecourse.history.money import Money
from duecourse.history.places import in_ramadan, time_zone, window
from duecourse.ledger.models import Standing
from duecourse.ledger.pages.case import Case, Point, Thing
from duecourse.ledger.pages.live import Live
from duecourse.plan.filling import number_words
from duecourse.plan.sending import contact_kind
from duecourse.policy.model import Policy
from duecourse.web.case import wordings
from duecourse.web.case.gates import GateChip, gate_chips
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language

_NIGHT, _MORNING = 21, 7
_AFTER_OPENING: Final = timedelta(minutes=10)
_POINT_NAMES = {"basic_information": ("Product", "产品"), "payment": ("Payment terms", "付款条件")}


@dataclass(frozen=True, slots=True)
class Head:
    """The order in one line."""

    title: str
    line: str
    person: str
    country: str
    there: str
    stage: str
    owner: str


@dataclass(frozen=True, slots=True)
class PointShown:
    """One point: code, name, value, state in words; `own` whether it is our move."""

    code: str
    name: str
    state: str
    state_words: str
    value: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Glass:
    """The plate and the one thing behind the pane."""

    title: str
    points: tuple[PointShown, ...]
    foot: str
    missing: str
    amount: str
    by_when: str
    easy: tuple[str, ...]
    promised: str
    nothing: bool


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """The verdict in words; `fresh` whether it was judged just now."""

    chip: str
    tone: str
    rule: str
    title: str
    because: tuple[str, ...]
    next: str
    changes: tuple[tuple[str, str], ...]
    gates: tuple[GateChip, ...]
    fresh: bool


def money(minor: int | None, currency: str) -> str:
    """USD 18,360.00, without a place to break; empty where it is not known."""
    return str(Money(minor, currency)).replace(" ", "\u00a0") if minor is not None and currency else ""


def head(case: Case, at: datetime) -> Head:
    """Who, what, how much, and what time it is there."""
    order, customer, person = case.order, case.order.customer, case.contact
    place = " ".join(p for p in (order.incoterm, order.place) if p)
    goods = order.goods or (order.product.name if order.product else "")
    parts = (goods, place, money(order.amount_minor, order.currency))
    return Head(
        title=f"{customer.name}, {order.number}",
        line=" · ".join(p for p in parts if p),
        person=person.name if person else "",
        country=customer.country,
        there=_clock(customer.zone, customer.city or customer.country, at),
        stage=wordings.stage(case.verdict),
        owner=str(customer.owner) if customer.owner else "",
    )


def _clock(zone: str, place: str, at: datetime) -> str:
    """02:12 in Hamburg, night there; empty where nobody knows their zone."""
    if not zone:
        return ""
    there = at.astimezone(ZoneInfo(zone))
    text = _("{time} in {place}, night there") if _sleeps(there) else _("{time} in {place}")
    return text.format(time=f"{there:%H:%M}", place=place)


def goes(case: Case, here: str, at: datetime) -> str:
    """When it meets their working hours: 16:10 here, 09:10 in Hamburg; empty where nobody knows their clock."""
    customer = case.order.customer
    if not (customer.zone or customer.country):
        return ""
    zone = time_zone(customer.country or None, customer.zone or None)
    day = at.astimezone(ZoneInfo(zone)).date()
    opens, closes = window(day, zone, ramadan=in_ramadan(customer.country, day))
    when = max(opens + _AFTER_OPENING, at)
    if when >= closes:
        return ""
    clocks = (f"{when.astimezone(ZoneInfo(z)):%H:%M}" for z in (here, zone))
    return _("{ours} here, {theirs} in {place}").format(
        **dict(zip(("ours", "theirs"), clocks, strict=True)), place=customer.city or customer.country
    )


def _sleeps(there: datetime) -> bool:
    return not _MORNING <= there.hour < _NIGHT


def glass(case: Case, today: date) -> Glass:
    """What is done, and the one thing that is missing."""
    due = case.verdict.facts.get("must_pay_by") or case.verdict.facts.get("due_on") if case.verdict else None
    return Glass(
        title=_points_title(case),
        points=tuple(_point(p, today) for p in case.points),
        foot=_signed(case, today),
        missing=wordings.payment_name(case.milestone.kind, _share(case)),
        amount=money(case.open_minor, case.milestone.currency or case.order.currency),
        by_when=_("by {day}").format(day=day_words(due, today))
        if isinstance(due, date)
        else _("no day is computed yet"),
        easy=tuple(_easy(case)),
        promised=_promised(case, today),
        nothing=case.open_minor == 0 or case.milestone.paid_on is not None,
    )


def _points_title(case: Case) -> str:
    done, zh = case.settled_points, language()
    if not any(p.state != "unknown" for p in case.points):
        return _("The eight points of the confirmation")
    words = number_words(done, zh)
    title = _("{done} of eight confirmed").format(done=words)
    return title[:1].upper() + title[1:]


def _point(point: Point, today: date) -> PointShown:
    names = _POINT_NAMES.get(point.name)
    name = names[language() == "zh"] if names else said(point.name, language())
    value, _comma, evidence = point.evidence.partition("; ")
    on = day_words(point.on, today) if point.on else ""
    return PointShown(
        point.name,
        name[:1].upper() + name[1:],
        point.state,
        str(wordings.STATES[point.state]),
        value,
        " · ".join(p for p in (evidence, on) if p),
    )


def _signed(case: Case, today: date) -> str:
    paper = case.confirmation
    if paper is None or paper.signed_on is None:
        return _("{number}: no signed version is recorded.").format(number=case.order.number)
    words = (
        _("{number} v{version}, signed by {who} on {day}.")
        if paper.signed_by
        else _("{number} v{version}, signed on {day}.")
    )
    return words.format(
        number=case.order.number, version=paper.version, who=paper.signed_by, day=day_words(paper.signed_on, today)
    )  # fmt: skip


def _share(case: Case) -> int | None:
    """Percent of the order, where it is a whole number of them."""
    whole, part = case.order.amount_minor, case.milestone.amount_minor
    if not whole or not part or case.milestone.currency not in {"", case.order.currency}:
        return None
    return part * 100 // whole if part * 100 % whole == 0 and part != whole else None


def _easy(case: Case) -> Iterator[str]:
    """What makes this step easy for them: only what is recorded."""
    points = {p.name: p.state for p in case.points}
    if points.get("payment") in {"confirmed", "not_needed"}:
        yield _("the payment terms are confirmed")
    if any("proforma" in t.kind.lower() or "proforma" in t.title.lower() for t in case.things if t.state == "sent"):
        yield _("they have the proforma")
    if case.milestone.terms_sent_on:
        yield _("their bank has our draft terms")
    if case.contact and case.contact.verified_on:
        yield _("we write to a confirmed contact")
    yield _("reference: {number}").format(number=case.order.number)


def _promised(case: Case, today: date) -> str:
    """A promise is not counted as money."""
    live = [p for p in case.promises if p.withdrawn_on is None]
    if not live:
        return ""
    day = day_words(live[-1].pay_on, today)
    once = ngettext("Promised once, for {day}.", "Promised {n} times, last for {day}.", len(live))
    parts = (once.format(n=len(live), day=day), _("A promise is not counted as money."))
    return (" " if language() == "en" else "").join(parts)


def verdict(
    case: Case, stored: Verdict, live: Live | None, policy: Policy, today: date, standing: Standing | None
) -> VerdictShown:  # fmt: skip
    """The verdict as a card: the one judged now, or the stored one with the clause of the day."""
    now = live.verdict if live else stored
    because = now.because if live or _said_today(stored, today) else _clause(standing)
    return VerdictShown(
        chip=wordings.chip(now),
        tone=wordings.TONES.get(now.action, "harbour"),
        rule=_("{rule} · policy {name}, v{version}").format(rule=now.rule, name=now.policy, version=now.policy_version),
        title=wordings.title(now, today),
        because=because,
        next=_next(now, live, today),
        changes=tuple(_changes(case, live, today)) if live else (),
        gates=tuple(gate_chips(now, policy, fresh=live is not None)) if contact_kind(now) else (),
        fresh=live is not None,
    )


def _said_today(stored: Verdict, today: date) -> bool:
    """The stored sentences are English, and count days from the day on which they were made."""
    return stored.as_of == today and language() == "en"


def _clause(standing: Standing | None) -> tuple[str, ...]:
    if standing is None:
        return ()
    text = standing.because_zh if language() == "zh" else standing.because_en
    return (f"{text[:1].upper()}{text[1:]}{'。' if language() == 'zh' else '.'}",) if text else ()


def _next(now: Verdict, live: Live | None, today: date) -> str:
    """When we look again; after a contact, how long it is quiet then."""
    goes = next((a.verdict for a in live.answers if a.question == "it_goes"), None) if live else None
    if goes is not None and goes.until is not None:
        return _("Then quiet until {day}, unless they write.").format(day=day_words(goes.until, today))
    if now.next_review is None:
        return ""
    return _("Next look on {day}.").format(day=day_words(now.next_review, today))


def _changes(case: Case, live: Live, today: date) -> Iterator[tuple[str, str]]:
    who = case.contact.name.split(" ")[0] if case.contact and case.contact.name.strip() else _("They")
    labels = {
        "names_a_date": _("{who} names a date ({day})"),
        "asks": _("{who} asks something"),
        "says_paid": _("{who} says it is paid"),
        "stays_quiet": _("Still quiet on {day}"),
    }
    for answer in live.answers:
        if answer.question in labels:
            when = labels[answer.question].format(who=who, day=day_words(answer.on, today))
            yield when, wordings.short_answer(answer.verdict, answer.on)


def things(case: Case, today: date) -> list[dict[str, Any]]:
    """The shelf: in this draft, ready, to come, sent."""
    order = {"draft": 0, "ready": 1, "expired": 3, "sent": 4}
    shown = [_thing(t, today) | {"place": order[t.state]} for t in case.things]
    ours = _("ours, since {day}")
    shown += [
        {"name": f.what, "note": ours.format(day=day_words(f.happened_on, today)), "state": "coming", "place": 2}
        for f in case.fixes
    ]
    return sorted(shown, key=lambda t: t["place"])


def _thing(thing: Thing, today: date) -> dict[str, Any]:
    notes = {
        "draft": _("in this draft"),
        "ready": _("ready, not sent"),
        "expired": _("no longer valid"),
        "sent": _("sent {day}").format(day=day_words(thing.sent_on, today)) if thing.sent_on else "",
    }
    confirms = said(thing.confirms, language()) if thing.confirms else ""
    notes_more = [notes[thing.state]]
    if confirms:
        notes_more.append(_("confirms: {point}").format(point=confirms))
    if thing.valid_until and thing.state != "sent":
        notes_more.append(_("valid until {day}").format(day=day_words(thing.valid_until, today)))
    return {
        "name": thing.title,
        "note": " · ".join(notes_more),
        "state": thing.state,
        "pk": thing.pk if thing.has_file else 0,
    }


def shelf_line(shown: Sequence[dict[str, Any]]) -> str:
    """1 in the draft, 2 ready, 1 to come, 2 sent."""
    counts = {s: sum(t["state"] == s for t in shown) for s in ("draft", "ready", "coming", "sent")}
    said_ = {"draft": _("{n} in the draft"), "ready": _("{n} ready"), "coming": _("{n} to come"), "sent": _("{n} sent")}
    return ("，" if language() == "zh" else ", ").join(said_[s].format(n=n) for s, n in counts.items() if n)
