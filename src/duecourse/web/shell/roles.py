"""Who may open a view: everybody of a workspace, or those whose role may do a thing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from duecourse.ledger.roles import ACTS, can
from duecourse.web.shell.door import member_of, signed_in

View: TypeAlias = Callable[..., HttpResponseBase]

member_required: Final = signed_in
"""Lets members in; a stranger signs in first, somebody without a workspace sees a calm 403."""


def may(act: str) -> Callable[[View], View]:
    """Lets in whoever's role may do that (`duecourse.ledger.roles`); other members see a calm 403.

    Raises:
        KeyError: There is no such act; found when the view is defined.
    """
    if act not in ACTS:
        raise KeyError(f"No role knows the act {act!r}; add it to the table in ledger/roles.py")

    def guarded(view: View) -> View:
        @wraps(view)
        def for_some(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not can(member_of(request).role, act):
                raise PermissionDenied(act)
            return view(request, *args, **kwargs)

        let_in = signed_in(for_some)
        let_in.act = act  # type: ignore[attr-defined]  # the matrix of roles and addresses is tested by it
        return let_in

    return guarded
