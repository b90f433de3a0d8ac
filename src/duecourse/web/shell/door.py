"""Who may open a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from duecourse.ledger.models import Membership, Workspace

_P = ParamSpec("_P")
_View = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


def member_of(request: HttpRequest) -> Membership:
    """The member who asks.

    Raises:
        PermissionDenied: Nobody's membership is on the request.
    """
    member: Membership | None = getattr(request, "member", None)
    if member is None:
        raise PermissionDenied
    return member


def workspace_of(request: HttpRequest) -> Workspace:
    """The workspace in whose scope the request is answered."""
    return member_of(request).workspace


def signed_in(view: _View[_P]) -> _View[_P]:
    """Only members of a workspace come in; a stranger is asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        member_of(request)
        return view(request, *args, **kwargs)

    return login_required(guarded)


def with_role(*roles: str) -> Callable[[_View[_P]], _View[_P]]:
    """Only members with one of these roles come in."""

    def door(view: _View[_P]) -> _View[_P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
            if member_of(request).role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return signed_in(guarded)

    return door
