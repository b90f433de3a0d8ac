"""The page of one payment, put together and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from duecourse.ledger.models import Inbound
from duecourse.ledger.pages.live import Live, key_of, live, remembered
from duecourse.ledger.pages.timeline import Entry
from duecourse.plan.calendar import band_of, with_booking
from duecourse.web.case import blank, forms, picture, shown, sides
from duecourse.web.case.asking import Asked
from duecourse.web.case.composer import Composer, composer
from duecourse.web.case.offplan import kept_back


@dataclass(frozen=True, slots=True)
class Again:
    """A form that comes back as it was typed.

    Args:
        what: Its act.
        form: Bound, with what is wrong.
        stale: Whether somebody else has recorded something meanwhile.
        meanwhile: What that was.
        more: Further values for its template.
    """

    what: str
    form: Any
    stale: bool = False
    meanwhile: tuple[Entry, ...] = ()
    more: Mapping[str, Any] | None = None


def judged(a: Asked, *, now: bool = False) -> Live | None:
    """The case judged anew: at once if asked for, else only if this process still knows it."""
    standing = a.case.standing
    if standing is None:
        return None
    key = key_of(a.case.milestone, standing.verdict_id, a.day, a.policy, a.language)
    return live(a.case.milestone, a.day, a.policy, a.language, key) if now else remembered(key)


def page(
    a: Asked,
    again: Again | None = None,
    *,
    now: bool = False,
    whole: bool = False,
    typed: tuple[str, str] | None = None,
) -> HttpResponse:
    """The whole page; a refused form makes it 422, so that nobody takes it for recorded."""
    found = judged(a, now=now or again is not None)
    context = parts(a, found, typed) | {"again": again} | _sides(a, whole=whole) | {"forms": _forms(a, again)}
    return render(a.request, "case/case.html", context, status=422 if again else 200)


def parts(a: Asked, found: Live | None, typed: tuple[str, str] | None = None) -> dict[str, Any]:
    """What depends on how the case is judged, and the case itself."""
    case = a.case
    verdict = found.verdict if found else case.verdict
    return {
        "case": case,
        "at": a.at,
        "head": shown.head(case, a.at),
        "glass": shown.glass(case, a.day),
        "goes": shown.goes(case, a.member.workspace.zone, a.at),
        "verdict": shown.verdict(case, case.verdict, found, a.policy, a.day, case.standing) if case.verdict else None,
        "band": _band(a, found),
        "rhythm": picture.rhythm(found) if found else None,
        "composer": made(a, found, typed),
        "proposed": _proposed(verdict.facts) if verdict and found else "",
        "things": (things := shown.things(case, a.day)),
        "shelf_line": shown.shelf_line(things),
        "kept_back": kept_back(a.request, case.milestone.pk, a.at),
        "may": {name: a.may(act) for name, act in _MAY.items()},
    }


_MAY: Final = {
    "record": "events.record",
    "pay": "payments.record",
    "price": "price.answer",
    "approve": "approve",
    "shelf": "shelf.edit",
}


def made(a: Asked, found: Live | None, typed: tuple[str, str] | None = None) -> Composer | None:
    """The composer of the page."""
    verdict = found.verdict if found else a.case.verdict
    if verdict is None:
        return None
    approves = a.may("approve")
    return composer(a.case, verdict, a.policy, fresh=found is not None, typed=typed, may_approve=approves)


def _proposed(facts: Mapping[str, object]) -> str:
    """Kind of the standing list that is proposed, to ask whether we have it; empty if none is."""
    return str(facts.get("useful_kind") or "") if facts.get("useful_is_standing") else ""


def _band(a: Asked, found: Live | None) -> picture.BandPicture | None:
    verdict = found.verdict if found else a.case.verdict
    if verdict is None:
        return None
    order, facts = a.case.order, {**verdict.facts, "as_of": a.day}
    band = band_of(a.case.milestone.kind, facts, a.case.closures, order.production_days)
    if band is None:
        return None
    usual = int(a.policy.value("booking_default_days"))
    booking = order.booking_days if order.booking_days is not None else usual
    return picture.band_picture(with_booking(band, booking), order.place)


def _sides(a: Asked, *, whole: bool) -> dict[str, Any]:
    shown_lines, left = sides.lines(a.case, a.day, whole=whole)
    return {"lines": shown_lines, "left": left}


def _forms(a: Asked, again: Again | None) -> dict[str, Any]:
    """The fields of every form of the page, empty but for those of the one that comes back."""
    fields = blank.fields_of(a.case, get_language() or "en")
    off_plan: Any = forms.OffPlanForm(case=a.case, today=a.day, auto_id="off_plan_%s")
    if again is not None and again.form is not None:
        fields = fields | {again.what: blank.rendered(again.form)}
        off_plan = again.form if again.what == "off_plan" else off_plan
    return fields | {"off_plan": off_plan, "pushed": _open_price(a)}


def _open_price(a: Asked) -> list[Inbound]:
    """Price messages that nobody has answered."""
    rows = (e.row for e in a.case.entries if e.sort == "inbound")
    return [i for i in rows if (i.price_push or i.reason == "price") and i.handled_on is None]
