"""What waits for a person, and the manager's two answers: a price, an approval."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Inbound, Message
from duecourse.ledger.pages import team as ledger
from duecourse.ledger.roles import can
from duecourse.plan.filling import number_words
from duecourse.recording import ours
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.door import member_of, signed_in, workspace_of
from duecourse.web.shell.now import today
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say
from duecourse.web.shell.templatetags.duecourse_tags import language
from duecourse.web.shell.typed import typed
from duecourse.web.team.templatetags.team_tags import digest

_TEXT_MAX = 4_000


@require_safe
@signed_in
def team(request: HttpRequest) -> HttpResponseBase:
    """Who waits on me; orders by batch; contacts per order."""
    return render(request, "team/team.html", _page(request))


def _page(request: HttpRequest, **more: object) -> dict[str, object]:
    day, role = today(workspace_of(request)), member_of(request).role
    asked = ledger.asked()
    texts = {
        m.lead_id: m
        for m in Message.objects.filter(lead_id__in=[a.milestone_id for a in asked if a.kind == "approval"])
    }
    return {
        "asked": [(a, a.what[language() == "zh"], texts.get(a.milestone_id)) for a in asked],
        "batches": ledger.batches(day),
        "contacted": ledger.contacted(day),
        "sentence": _sentence(len(asked)),
        "may_answer": can(role, "price.answer"),
        "may_approve": can(role, "approve"),
        **more,
    }


def _sentence(count: int) -> str:
    if not count:
        return _("Nobody waits for anybody’s word.")
    words = number_words(count, language())
    text = ngettext("One thing waits for a manager’s word.", "{n} things wait for a manager’s word.", count)
    return text.format(n=words[:1].upper() + words[1:])


@require_POST
@may("price.answer")
def price(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The manager's one answer in writing; what was typed stays if it cannot be recorded."""
    inbound = get_object_or_404(Inbound.objects.filter(void=False), pk=pk)
    text = typed(request.POST, "text", _TEXT_MAX)
    if not text:
        return render(
            request, "team/team.html", _page(request, wrong=pk, why_not=_("Write the answer first.")), status=422
        )
    try:
        ours.price_answered(by_of(request), inbound, text)
    except DuecourseError as error:
        return render(
            request, "team/team.html", _page(request, wrong=pk, why_not=str(error), typed=text, kept=text), status=409
        )
    say(request, _("Answered once, in writing. No reminder goes for ten days."))
    return redirect("team")


@require_POST
@may("approve")
def approve(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lets a message go as it stands, or not."""
    message = get_object_or_404(Message.objects.select_related("lead__order"), pk=pk)
    if request.POST.get("digest") != digest(message.text):
        say(request, _("The message has changed meanwhile; read it again."))
        return redirect("team")
    ours.approved(by_of(request), message.lead, message.text, yes=request.POST.get("yes") == "1")
    said = (
        _("Approved: it may go as it stands.") if request.POST.get("yes") == "1" else _("Not approved; it stays here.")
    )
    say(request, said)
    return redirect("team")
