"""Short answers to a person's own act, with the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from duecourse.errors import DuecourseError
from duecourse.web.shell.templatetags.duecourse_tags import UNDO


def say(request: HttpRequest, text: str, undo: str = "") -> None:
    """Tells what was recorded.

    Args:
        request: Whose act it was.
        text: One short sentence.
        undo: What `recording.undo` takes back; empty if nothing can be taken back.
    """
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def refuse(request: HttpRequest, error: DuecourseError) -> None:
    """Tells what could not be recorded, and the next step."""
    messages.warning(request, str(error))


def back(request: HttpRequest, otherwise: str = "/") -> HttpResponseBase:
    """To the page that the form came from, as long as it is one of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    # An address, never a name that `redirect` would look up: nobody knows the names that a form may send.
    return HttpResponseRedirect(asked if ours and asked.startswith("/") else otherwise)
