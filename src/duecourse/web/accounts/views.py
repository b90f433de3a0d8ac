"""One-time links: the first admin, an invitation, a demo; and the end of one session."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.utils import perform_login
from allauth.account.views import password_change
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from duecourse.ledger.models import Invitation, User
from duecourse.recording.by import By
from duecourse.recording.people import LinkOverError, invitation_of, joined
from duecourse.recording.place import begun, is_new
from duecourse.web.accounts import demo
from duecourse.web.accounts.forms import Begin, BeginAs, NewPerson
from duecourse.web.shell.middleware import WORKSPACE_KEY
from duecourse.web.shell.now import now
from duecourse.web.shell.said import say

_HIDDEN = sensitive_post_parameters("password1", "password2")


@never_cache
@_HIDDEN
def begin(request: HttpRequest, token: str) -> HttpResponseBase:
    """The first admin tells of himself and his firm; then the workspace is his."""
    invitation = invitation_of(token, now())
    if invitation is None or not is_new(invitation.workspace):
        return _over(request)
    kind = BeginAs if request.user.is_authenticated else Begin
    form = kind(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/begin.html", {"form": form})
    firm = form.firm_told(form.cleaned_data["language"])
    by = By(invitation.workspace, _user(request), now())
    return _in(request, invitation, partial(begun, by, invitation, firm, _person(request, form)))


@never_cache
@_HIDDEN
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Somebody comes in by an invitation: a new person tells of himself, one who has signed in says yes."""
    invitation = invitation_of(token, now())
    if invitation is None or is_new(invitation.workspace):
        return _over(request)
    form = _yes(request) if request.user.is_authenticated else NewPerson(request.POST or None, email=invitation.email)
    if not form.is_valid():
        return render(request, "accounts/join.html", {"form": form, "invitation": invitation})
    by = By(invitation.workspace, _user(request), now())
    return _in(request, invitation, lambda: joined(by, invitation, _person(request, form)).user)


@never_cache
def demo_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Signs in as somebody of a demo."""
    user = demo.opened(token)
    return _over(request) if user is None else _signed_in(request, user)


@require_POST
@login_required
def session_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ends one of the person's own sessions."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    say(request, gettext("That browser is signed out."))
    return redirect("usersessions_list")


@login_required
def password(request: HttpRequest) -> HttpResponseBase:
    """A new password, for people who have one; those of a demo have none."""
    if not _user(request).has_usable_password():  # type: ignore[union-attr]  # signed in
        raise PermissionDenied("no password")
    return password_change(request)  # type: ignore[no-any-return]  # allauth has no types


def _in(request: HttpRequest, invitation: Invitation, come: Any) -> HttpResponseBase:
    """Lets somebody in; whoever was a moment too late is told so."""
    try:
        user = come()
    except LinkOverError:
        return _over(request)
    request.session[WORKSPACE_KEY] = invitation.workspace_id
    return _signed_in(request, user)


def _signed_in(request: HttpRequest, user: User) -> HttpResponseBase:
    """To the first page, as that person; whoever was signed in before as another one is signed out."""
    if request.user == user:
        return redirect("/")
    return perform_login(request, user, email_verification="none", redirect_url="/")  # type: ignore[no-any-return]


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/over.html", {"sign_in": reverse("account_login")}, status=404)


def _yes(request: HttpRequest) -> Form:
    """A form without fields is valid as soon as it is sent."""
    return Form(request.POST if request.method == "POST" else None)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _person(request: HttpRequest, form: Any) -> Any:
    return _user(request) or form.person()
