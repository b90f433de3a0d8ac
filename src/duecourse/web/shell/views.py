"""Whether the workplace lives, and whether it can work."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse


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
