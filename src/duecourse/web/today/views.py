"""The page of the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecourse.ledger.models import Membership, Workspace
from duecourse.ledger.pages import today as ledger
from duecourse.web.shell.door import member_of, signed_in, workspace_of
from duecourse.web.shell.now import now
from duecourse.web.shell.now import today as day_of
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language
from duecourse.web.today import words
from duecourse.web.today.asked import Asked
from duecourse.web.today.calendar import Week, weeks
from duecourse.web.today.cards import Card, chore, groups, payment
from duecourse.web.today.cards import cards as cards_of
from duecourse.web.today.done import done_today
from duecourse.web.today.hours import Strip, strip


@require_safe
@signed_in
def today(request: HttpRequest) -> HttpResponseBase:
    """What is ours to give, what is ours to repair, what rests."""
    return render(request, "today/today.html", page(request, Asked.of(request.GET, member_of(request))))


def again(request: HttpRequest) -> HttpResponse:
    """The lists anew after an act, for the part of the page that htmx swaps."""
    asked = Asked.of(QueryDict(urlsplit(request.POST.get("next", "")).query), member_of(request))
    return render(request, "today/again.html", page(request, asked))


def page(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """All that the page shows."""
    member, workspace = member_of(request), workspace_of(request)
    day, at = day_of(workspace), now()
    whose = ledger.whose(member, day, everybody=asked.everybody)
    desk = ledger.desk(workspace, whose, asked.pages, day)
    cards = cards_of(desk.letters.rows, asked, workspace, day, at)
    nothing = not (desk.letters.count or desk.chores.count)
    return {
        "asked": asked,
        "desk": desk,
        "head": _head(workspace, day, at),
        "sentence": words.sentence(desk.letters.rows, desk.letters.count, desk.chores.count, desk.rests.count),
        "nothing": nothing,
        "finished": words.finished(desk.rests.count),
        "cards": cards,
        "chores": [chore(c, day) for c in desk.chores.rows],
        "groups": groups(desk.rests.rows, day),
        "claims": [(c, payment(c), words.clause(c.because[language() == "zh"], opens=True)) for c in desk.claims.rows],
        "strip": _strip(cards, workspace, day, at),
        "after": words.after_these(desk.letters.count, _next_look(desk), day),
        "segments": _segments(desk, asked),
        "filters": _filters(member, asked),
        "here": asked.link(),
        "bank_link": asked.link(bank="" if asked.pages.bank else "open"),
        "reasons": words.reasons(),
        "tomorrow": day + timedelta(days=1),
        "more": {name: _more(part, asked, name) for name, part in _parts(desk)},
        **(_finished(whose, request, day) if nothing else {}),
    }


def _parts(desk: ledger.Desk) -> list[tuple[str, ledger.Part[Any]]]:
    return [("contact", desk.letters), ("fix", desk.chores), ("wait", desk.rests)]


def _more(part: ledger.Part[Any], asked: Asked, name: str) -> dict[str, object]:
    """Addresses of the neighbouring parts of a list."""
    before = asked.link(**{name: part.page - 1 if part.page > 2 else ""}, card="") if part.page > 1 else ""
    after = asked.link(**{name: part.page + 1}, card="") if part.left else ""
    return {"before": before, "after": after, "count": part.left}


def _head(workspace: Workspace, day: date, at: datetime) -> tuple[str, str]:
    """Clock and place; how old the bank data are."""
    local = at.astimezone(ZoneInfo(workspace.zone))
    place = _("{time} in {city}").format(time=f"{local:%H:%M}", city=workspace.city) if workspace.city else ""
    loaded = workspace.bank_loaded_on
    if loaded is None:
        return place or f"{local:%H:%M}", _("no bank data set up")
    when = _("today") if loaded == day else day_words(loaded, day)
    return place or f"{local:%H:%M}", _("bank data of {day}").format(day=when)


def _next_look(desk: ledger.Desk) -> date | None:
    return next((r.look_on for r in desk.rests.rows if r.look_on), None) if desk.rests.page == 1 else None


def _strip(cards: list[Card], workspace: Workspace, day: date, at: datetime) -> Strip | None:
    return strip([c.going for c in cards if c.going], day, at, workspace.zone)


def _segments(desk: ledger.Desk, asked: Asked) -> list[tuple[str, str, str, int, bool]]:
    labels = (_("Contact"), _("Our side"), _("Wait"))
    return [
        (name, label, asked.link(column="" if name == "contact" else name), part.count, asked.column == name)
        for label, (name, part) in zip(labels, _parts(desk), strict=True)
    ]


def _filters(member: Membership, asked: Asked) -> list[tuple[str, str, bool]]:
    """Mine, everybody's; nothing for a salesperson, who looks at his own."""
    if member.role == "sales":
        return []
    base = Asked(asked.everybody, asked.mine, 0, asked.column, ledger.Pages())
    return [
        (_("Everybody’s"), base.link(who=""), asked.everybody),
        (_("Mine"), base.link(who="mine"), not asked.everybody),
    ]


def _finished(whose: ledger.Whose, request: HttpRequest, day: date) -> dict[str, Any]:
    """What an empty day shows: what was done, and the next looks as a calendar."""
    shown: tuple[Week, ...] = weeks(whose, day)
    return {"weeks": shown, "done": done_today(member_of(request), day, workspace_of(request).zone)}
