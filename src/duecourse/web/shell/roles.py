"""Who may open a view: everybody of a workspace, or those whose role may do a thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from duecourse.ledger.models import Membership, User, Workspace
from duecourse.ledger.roles import ACTS, can


class MemberRequest(HttpRequest):
    """A request of somebody who belongs to a workspace; what views behind `may` and `member_required` are given."""

    user: User
    member: Membership
    workspace: Workspace


View: TypeAlias = Callable[..., HttpResponseBase]


def member_required(view: View) -> View:
    """Lets members in; a stranger signs in first, somebody without a workspace is told so (403)."""

    @wraps(view)
    def for_members(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if getattr(request, "member", None) is None:
            raise PermissionDenied("no workspace")
        return view(request, *args, **kwargs)

    return for_members


def may(act: str) -> Callable[[View], View]:
    """Lets in whoever's role may do that (`duecourse.ledger.roles`); other members see a calm 403.

    Raises:
        KeyError: There is no such act; found when the view is defined.
    """
    if act not in ACTS:
        raise KeyError(f"No role knows the act {act!r}; add it to the table in ledger/roles.py")

    def guarded(view: View) -> View:
        @member_required
        @wraps(view)
        def for_some(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not can(request.member.role, act):
                raise PermissionDenied(act)
            return view(request, *args, **kwargs)

        for_some.act = act  # type: ignore[attr-defined]  # the matrix of roles and addresses is tested by it
        return for_some

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page cannot show the sign-in; then the whole page goes there."""
    back = redirect_to_login(request.get_full_path())
    return HttpResponseClientRedirect(back.url) if getattr(request, "htmx", False) else back
