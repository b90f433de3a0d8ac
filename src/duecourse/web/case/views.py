"""The Case page and what hangs on it: the verdict judged anew, its story day by day, the hand-over card."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duecourse.ledger.pages.live import told
from duecourse.web.case import sides, wordings
from duecourse.web.case.asking import Asked, asked
from duecourse.web.case.page import judged, page, parts
from duecourse.web.shell.roles import member_required


@require_GET
@member_required
def case(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One payment."""
    return page(asked(request, pk), now="now" in request.GET, whole="all" in request.GET)


@require_GET
@member_required
def live(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The verdict judged now, for a page that is open already; the whole page where nobody swaps parts."""
    a = asked(request, pk)
    if not getattr(request, "htmx", False):
        return page(a, now=True)
    return render(request, "case/_live.html", parts(a, judged(a, now=True)))


@require_GET
@member_required
def replay(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What it would have said, each day on which the verdict changed; later events unseen."""
    a = asked(request, pk)
    turns = told(a.case.milestone, _first(a), a.day, a.policy, a.language)
    shown = [
        {
            "turn": turn,
            "title": wordings.title(turn.verdict, turn.day),
            "tone": wordings.TONES.get(turn.verdict.action, "harbour"),
            "chip": wordings.chip(turn.verdict),
        }
        for turn in turns
    ]
    return render(request, "case/replay.html", parts(a, None) | {"turns": shown})


def _first(a: Asked) -> date:
    """The first day of which anything is known."""
    known = [e.on for e in a.case.entries if not e.other]
    confirmed = a.case.order.confirmed_on
    return min([*known, *([confirmed] if confirmed else [])], default=a.day)


@require_GET
@member_required
def card(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All of it on paper, for whoever takes over."""
    a = asked(request, pk)
    lines, _left = sides.lines(a.case, a.day, whole=True)
    return render(request, "case/card.html", parts(a, judged(a, now=True)) | {"lines": lines})
