"""Whether the workplace lives and can work; language and theme; taking a step back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from duecourse.errors import DuecourseError
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.context import LANGUAGES, THEMES
from duecourse.web.shell.door import signed_in
from duecourse.web.shell.said import back, refuse, say

_YEAR: Final = timedelta(days=365)


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """The ledger answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_workspace LIMIT 1")
    except DatabaseError:
        return HttpResponse("the ledger does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Language or theme of this browser, kept for a year; a word that is none of them changes nothing."""
    response = back(request)
    for name, known in (("language", tuple(LANGUAGES)), ("theme", THEMES)):
        if (word := request.POST.get(name)) in known:
            response.set_cookie(name, str(word), max_age=_YEAR, samesite="Lax", httponly=True)
    return response


@require_POST
@signed_in
def undo(request: HttpRequest) -> HttpResponseBase:
    """Takes back what the person has just done."""
    from duecourse.recording.undo import undo as take_back

    try:
        take_back(by_of(request), request.POST.get("what", ""))
        say(request, gettext("Taken back."))
    except DuecourseError as error:
        refuse(request, error)
    return back(request)
