"""The composer at work: its check while one types, suggestions taken, and what went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duecourse.errors import DuecourseError
from duecourse.ledger.models.events import CHANNELS
from duecourse.recording import messages, ours
from duecourse.web.case import forms, offplan
from duecourse.web.case.acting import stale_form, tell_change
from duecourse.web.case.asking import Asked, asked
from duecourse.web.case.page import Again, judged, made, page, parts
from duecourse.web.case.templatetags.case_tags import clock_here
from duecourse.web.shell.roles import member_required
from duecourse.web.shell.said import say
from duecourse.words.composing import TEXT_MAX, Reading, calmed, taken

_SUBJECT_MAX: Final = 200


@require_POST
@member_required
def write(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The check of a text, a suggestion taken, an approval, or that it went."""
    a = asked(request, pk)
    step = "calm" if "take" in request.POST else request.POST.get("step", "check")
    does = _STEPS.get(step, _checked)
    return does(a, _typed(request))


def _typed(request: HttpRequest) -> tuple[str, str]:
    """Subject and text as somebody has typed them, on plain line ends."""
    subject = " ".join(request.POST.get("subject", "").split())[:_SUBJECT_MAX]
    return subject, request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")[:TEXT_MAX]


def _checked(a: Asked, typed: tuple[str, str]) -> HttpResponse:
    """The same text with its check; while one types only what stands around the field is answered."""
    request = a.request
    context = parts(a, judged(a, now=True), typed)
    if getattr(request, "htmx", False):
        return render(request, "case/_checked.html", context)
    return page_with(a, typed)


def page_with(a: Asked, typed: tuple[str, str]) -> HttpResponse:
    """The whole page, with the text as it was typed."""
    return page(a, now=True, typed=typed)


def _reading(a: Asked, typed: tuple[str, str]) -> Reading | None:
    found = made(a, judged(a, now=True), typed)
    return found.reading if found else None


def _calmed(a: Asked, typed: tuple[str, str]) -> HttpResponse:
    """One suggestion taken, or all; the field itself changes, as it was asked to."""
    reading, which = _reading(a, typed), a.request.POST.get("take", "all")
    if reading is None:
        return page_with(a, typed)
    text = taken(reading, int(which)) if which.isdecimal() and len(which) <= 3 else calmed(reading)
    again = (typed[0], text)
    if getattr(a.request, "htmx", False):
        return render(a.request, "case/_composer.html", parts(a, judged(a, now=True), again))
    return page_with(a, again)


def _sent(a: Asked, typed: tuple[str, str]) -> HttpResponseBase:
    """It went: by mail, WhatsApp or another way."""
    message = a.case.message
    if message is None:
        say(a.request, _("This message is out of date: something has happened meanwhile."))
        return redirect("case", a.case.milestone.pk)
    asked_for = a.request.POST.get("channel", "mail")
    channel = asked_for if asked_for in CHANNELS else "mail"
    try:
        with transaction.atomic():
            rows = messages.sent(a.by, message, channel, subject=typed[0], text=typed[1], contact=a.case.contact)
    except DuecourseError as error:
        return page(a, Again("sent", None, more={"wrong": str(error)}), typed=typed)
    tell_change(a, _("Recorded as sent."), rows[0])
    return redirect("case", a.case.milestone.pk)


def _approved(a: Asked, typed: tuple[str, str]) -> HttpResponseBase:
    """The manager lets this very text go."""
    if not a.may("approve"):
        raise PermissionDenied("approve")
    message = a.case.message
    if message is not None:
        ours.approved(a.by, message.lead, typed[1])
        say(a.request, _("This text may go."))
    return page_with(asked(a.request, a.case.milestone.pk), typed)


_STEPS: Final[Mapping[str, Callable[[Asked, tuple[str, str]], HttpResponseBase]]] = {
    "check": _checked,
    "calm": _calmed,
    "sent": _sent,
    "approve": _approved,
}


@require_POST
@member_required
def off_plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A contact against the plan: weighed, given a reason, and kept back where they feel enough already."""
    a = asked(request, pk)
    step = request.POST.get("step", "")
    if step in {"went", "drop"}:
        return _settled(a, went=step == "went")
    form = forms.OffPlanForm(request.POST, case=a.case, today=a.day, auto_id="off_plan_%s")
    if not form.is_valid():
        return page(a, Again("off_plan", form))
    if (stale := stale_form(a, "off_plan", form)) is not None:
        return stale
    live = judged(a, now=True)
    scales = offplan.weighed(a, live.verdict.facts, form.cleaned_data["kind"]) if live else None
    if scales is not None and not form.cleaned_data["reason"]:
        return page(a, Again("off_plan", form, more={"scales": scales}))
    if scales is not None and scales.waits:
        ready = offplan.keep_back(a, form.cleaned_data)
        say(
            request,
            _("They feel enough of us already. Your text is kept and may go from {time}.").format(
                time=clock_here(ready, a.member.workspace.zone)
            ),
        )
        return redirect("case", pk)
    tell_change(a, _("Recorded, off the plan."), offplan.went(a, form.cleaned_data))
    return redirect("case", pk)


def _settled(a: Asked, *, went: bool) -> HttpResponseBase:
    """A text that waited goes, or is left."""
    pk = a.case.milestone.pk
    kept = offplan.kept_back(a.request, pk, a.at)
    if kept is None or (went and not kept.ready):
        say(a.request, _("It is not time yet; the text is kept.") if kept else _("No text waits here."))
        return redirect("case", pk)
    offplan.drop(a.request, pk)
    if went:
        data = {"kind": kept.kind, "channel": kept.channel, "text": kept.text, "reason": kept.reason}
        tell_change(a, _("Recorded, off the plan."), offplan.went(a, data))
    else:
        say(a.request, _("It stays unsent."))
    return redirect("case", pk)
