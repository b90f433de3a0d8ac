"""Which workspace and language a request has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django_scopes import scope, scopes_disabled

from duecourse.ledger.models import Membership

Answer: TypeAlias = Callable[[HttpRequest], HttpResponse]
WORKSPACE_KEY = "workspace"


class WorkspaceOfUser:
    """Puts the member's workspace on the request and everything it asks of the ledger into its scope."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers within the scope of the member's workspace; without a member nothing of any workspace is seen."""
        request.member = member = _member(request)  # type: ignore[attr-defined]
        request.workspace = member.workspace if member else None  # type: ignore[attr-defined]
        if member is None:
            return self.answer(request)
        with scope(workspace=member.workspace):
            return self.answer(request)


def _member(request: HttpRequest) -> Membership | None:
    """The membership in the workspace chosen last, else the first one; None for a stranger."""
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get(WORKSPACE_KEY)
    with scopes_disabled():
        mine = list(
            Membership.objects.filter(user=request.user, active=True)
            .select_related("workspace", "workspace__policy", "user")
            .order_by("id")[:20]
        )
    return next((m for m in mine if m.workspace_id == chosen), mine[0] if mine else None)


class LanguageOfUser:
    """Speaks the language that the person chose, kept in a cookie; else the one that his browser asks for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers in that language."""
        language = request.COOKIES.get("language") or translation.get_language_from_request(request)
        with translation.override(language if language in ("en", "zh-hans") else "en"):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            response = self.answer(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response
