"""Rules as sentences, numbers in a form, what a change would do before it is saved, and earlier versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from duecourse.errors import DuecourseError
from duecourse.jobs import rules
from duecourse.ledger.models import Milestone, PolicyVersion
from duecourse.ledger.roles import can
from duecourse.plan.sending import ACTIONS
from duecourse.policy.model import Policy
from duecourse.recording.deciding import policy_of
from duecourse.web.accounts.again import asks_again
from duecourse.web.policy import numbers
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.door import member_of, signed_in, workspace_of
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say
from duecourse.web.shell.templatetags.duecourse_tags import language

_WHY_MAX = 200
_EXAMPLES_MAX = 12


@require_safe
@signed_in
def policy(request: HttpRequest) -> HttpResponseBase:
    """The rules in force."""
    return _page(request, {}, {})


@require_POST
@may("policy.edit")
def attempt(request: HttpRequest) -> HttpResponseBase:
    """What a change of numbers would do to today's verdicts; nothing is saved."""
    now = policy_of(workspace_of(request))
    typed = numbers.read(now, request.POST)
    if typed.wrong:
        return _page(request, request.POST, typed.wrong, status=422)
    if not typed.changed:
        return _page(request, request.POST, {}, told=_("Nothing is changed: these are the numbers in force."))
    try:
        trial = rules.tried(by_of(request), _text(request, typed.changed))
    except DuecourseError as error:
        return _page(request, request.POST, {}, told=str(error), status=422)
    return _page(request, request.POST, {}, trial=trial, change=_told(now, typed.changed), cases=_cases(trial))


@require_POST
@may("policy.edit")
@asks_again
def save(request: HttpRequest) -> HttpResponseBase:
    """A new version of the rules; everybody is judged by it at once."""
    typed = numbers.read(policy_of(workspace_of(request)), request.POST)
    why = request.POST.get("why", "").strip()[:_WHY_MAX]
    if typed.wrong or not typed.changed or not why:
        told = "" if typed.wrong else _("Say why, in a few words, so that it can be understood later.")
        return _page(request, request.POST, typed.wrong, told=told, status=422)
    try:
        version = rules.saved(by_of(request), _text(request, typed.changed), why, _seen(request))
    except DuecourseError as error:
        return _page(request, request.POST, {}, told=str(error), status=409)
    say(request, _("Version {number} holds from now on.").format(number=version.number))
    return redirect("policy")


@require_safe
@signed_in
def versions(request: HttpRequest) -> HttpResponseBase:
    """Every version that there was: when, by whom, why."""
    rows = list(PolicyVersion.objects.select_related("made_by").order_by("-number")[:200])
    holds = workspace_of(request).policy_id
    edits = can(member_of(request).role, "policy.edit")
    return render(request, "policy/versions.html", {"rows": rows, "holds": holds, "may_edit": edits})


@require_POST
@may("policy.edit")
@asks_again
def back(request: HttpRequest, number: int) -> HttpResponseBase:
    """An earlier version holds again, as a new one."""
    try:
        version = rules.rolled_back(by_of(request), number, _seen(request))
    except DuecourseError as error:
        say(request, str(error))
    else:
        say(request, _("Version {number} holds from now on.").format(number=version.number))
    return redirect("policy_versions")


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _text(request: HttpRequest, changed: Mapping[str, float]) -> str:
    version = workspace_of(request).policy
    return rules.with_numbers(version.text if version else "", changed)


def _page(
    request: HttpRequest, form: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200, **more: Any
) -> HttpResponseBase:
    now, version = policy_of(workspace_of(request)), workspace_of(request).policy
    told = {
        "groups": numbers.groups(now, form, wrong),
        "rules": _sentences(now),
        "gates": [(g.id, g.title[language()], g.source) for g in now.gates],
        "version": version,
        "title": now.title[language()],
        "sentence": _("{title}. Calm is a rule here, not a mood.").format(title=now.title[language()].rstrip(".。")),
        "why": form.get("why", ""),
        "may_edit": can(member_of(request).role, "policy.edit"),
        **more,
    }
    if "trial" in more:
        told["would"] = _would(more["trial"])
    return render(request, "policy/policy.html", told, status=status)


def _sentences(now: Policy) -> list[tuple[str, str, str, str]]:
    """Each rule: its key, what it says, what it does, and where it comes from."""
    zh = language() == "zh"
    return [(r.id, r.title[language()], ACTIONS.get(r.do, (r.do, r.do))[zh], r.source) for r in now.rules]


def _would(trial: rules.Trial) -> str:
    if not trial.moved:
        return _("It would change none of today’s {n} verdicts.").format(n=trial.judged)
    return ngettext(
        "It would change one of today’s {n} verdicts.", "It would change {moved} of today’s {n} verdicts.", trial.moved
    ).format(moved=trial.moved, n=trial.judged)


def _told(now: Policy, changed: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """Each changed number: its name in words, what it was, what it would be."""
    rows = [(now.numbers[n], value) for n, value in changed.items()]
    return [(x.title.get(language()) or x.name, f"{x.value:g}", f"{value:g}") for x, value in rows]


def _cases(trial: rules.Trial) -> list[tuple[int, str, str, str, str]]:
    """Some of the verdicts that would be others: case, order, customer, action before and after."""
    zh, shown = language() == "zh", trial.examples[:_EXAMPLES_MAX]
    rows = Milestone.objects.filter(pk__in=[m.milestone_id for m in shown]).select_related("order__customer")
    known = {m.pk: m for m in rows}
    return [
        (m.milestone_id, known[m.milestone_id].order.number, known[m.milestone_id].order.customer.name,
         ACTIONS.get(m.was, (m.was, m.was))[zh], ACTIONS.get(m.now, (m.now, m.now))[zh])
        for m in shown
        if m.milestone_id in known
    ]  # fmt: skip
