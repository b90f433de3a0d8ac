"""People and roles: who is here, who is asked in, what each may do, who stands in for whom."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from duecourse.ledger.models import Invitation, Membership
from duecourse.ledger.roles import GIVES, can
from duecourse.recording import people as recording
from duecourse.web.accounts.again import asks_again
from duecourse.web.accounts.links import invitation_link, reset_link
from duecourse.web.settings_room.forms import Absence, Invite, Role
from duecourse.web.settings_room.page import by, page
from duecourse.web.shell.context import role_words
from duecourse.web.shell.door import member_of
from duecourse.web.shell.now import now
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say


@require_safe
@may("people.read")
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody of the workspace, and the links that wait for somebody."""
    return _list(request, Invite(given=GIVES[member_of(request).role]))


@require_POST
@never_cache
@may("people.invite")
def invite(request: HttpRequest) -> HttpResponseBase:
    """Makes a link that lets one person in, and shows it this once."""
    role = member_of(request).role
    form = Invite(request.POST, given=GIVES[role])
    if not form.is_valid():
        return _list(request, form)
    told = form.cleaned_data
    token = recording.invited(by(request), told["role"], role, told["email"])
    return page(request, "link", link=invitation_link(request, token), for_role=role_words(told["role"]))


@require_POST
@may("people.invite")
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ends a link before somebody uses it."""
    invitation = get_object_or_404(Invitation, pk=pk, used_at=None, expires_at__gt=now())
    if invitation.role not in GIVES[member_of(request).role]:
        raise PermissionDenied("people.invite")
    recording.withdrawn(by(request), invitation)
    say(request, gettext("That link lets nobody in any more."))
    return redirect("settings_people")


@require_safe
@may("people.read")
def person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One member, and what may be changed about him."""
    member = _member(pk)
    return _person(request, member, Absence(member=member))


@require_POST
@may("people.edit")
@asks_again
def role(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Gives a member another role."""
    member, form = _member(pk), Role(request.POST)
    if not form.is_valid():
        return _person(request, member, Absence(member=member), wrong=gettext("There is no such role. Choose another."))
    try:
        recording.role_given(by(request), member, form.cleaned_data["role"])
    except recording.LastAdminError:
        return _nobody_left(request, member)
    say(request, gettext("The new role holds from now on."))
    return redirect("settings_person", pk)


@require_POST
@may("people.edit")
@asks_again
def active(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lets a member in again, or not any more."""
    member = _member(pk)
    try:
        recording.activated(by(request), member, request.POST.get("active") == "yes")
    except recording.LastAdminError:
        return _nobody_left(request, member)
    say(request, gettext("It holds from now on."))
    return redirect("settings_person", pk)


@require_POST
@never_cache
@may("people.edit")
@asks_again
def reset(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Makes a link for a new password, and shows it this once."""
    member = _ours_alone(request, pk)
    link = reset_link(request, member.user)
    recording.reset_link_made(by(request), member)
    return page(request, "link", link=link, for_person=member.user.name)


@require_POST
@may("people.edit")
@asks_again
def second_step(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes the second step from somebody who has lost his phone."""
    member = _ours_alone(request, pk)
    Authenticator.objects.filter(user=member.user).delete()
    recording.second_step_taken(by(request), member)
    say(request, gettext("The password alone is enough for now."))
    return redirect("settings_person", pk)


@require_POST
@may("people.away")
def away(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keeps when a member is away, and who stands in for him."""
    member = _member(pk)
    form = Absence(request.POST, member=member)
    if not form.is_valid():
        return _person(request, member, form)
    recording.absent(by(request), member, **form.cleaned_data)
    say(request, gettext("The days away are kept."))
    return redirect("settings_person", pk)


def _member(pk: int) -> Membership:
    """A member of this workspace; one of another is not there (404)."""
    return get_object_or_404(Membership.objects.select_related("user", "substitute"), pk=pk)


def _ours_alone(request: HttpRequest, pk: int) -> Membership:
    """A member of no other workspace: its admin could otherwise come into the other one in his name."""
    member = _member(pk)
    if not recording.belongs_here_alone(member.user, member_of(request).workspace):
        raise PermissionDenied("people.edit")
    return member


def _list(request: HttpRequest, form: Invite) -> HttpResponseBase:
    members = Membership.objects.select_related("user", "substitute").order_by("-active", "user__name")
    rows = [{"member": m, "role": role_words(m.role)} for m in members]
    waiting = Invitation.objects.filter(used_at=None, expires_at__gt=now()).select_related("invited_by")
    links = [{"invitation": i, "role": role_words(i.role)} for i in waiting.order_by("expires_at")]
    count = sum(row["member"].active for row in rows)  # type: ignore[attr-defined]  # a membership
    return page(request, "people", rows=rows, links=links, count=count, form=form)


def _person(request: HttpRequest, member: Membership, absence: Absence, wrong: str = "") -> HttpResponseBase:
    asks = member_of(request).role
    told = {
        "one": member,
        "one_role": role_words(member.role),
        "role_form": Role(initial={"role": member.role}),
        "absence": absence,
        "wrong": wrong,
        "edits": can(asks, "people.edit"),
        "ours_alone": recording.belongs_here_alone(member.user, member_of(request).workspace),
        "second_step": Authenticator.objects.filter(user=member.user).exists(),
    }
    return page(request, "person", **told)


def _nobody_left(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """Shows the member as the ledger has him, with what to do first."""
    wrong = gettext("Nobody could manage the workspace then. Make somebody else an admin first.")
    fresh = _member(member.pk)
    return _person(request, fresh, Absence(member=fresh), wrong=wrong)
