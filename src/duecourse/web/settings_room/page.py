"""What all pages of the settings share: who asks, the tabs he may open, how an answer is drawn."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duecourse.ledger.models import User
from duecourse.ledger.roles import can
from duecourse.recording.by import By
from duecourse.web.shell.door import member_of
from duecourse.web.shell.now import now

_TABS: Final = (
    ("settings", _("My account"), "own.edit"),
    ("settings_people", _("People"), "people.read"),
    ("settings_days", _("Closed days"), "days.edit"),
    ("settings_workspace", _("Workspace"), "workspace.edit"),
    ("settings_audit", _("Audit"), "audit.read"),
)


def by(request: HttpRequest) -> By:
    """Who acts, where and when."""
    member = member_of(request)
    return By(member.workspace, user(request), now())


def user(request: HttpRequest) -> User:
    """The person himself, as he was loaded for this request."""
    assert isinstance(request.user, User)  # behind the door everybody is somebody
    return request.user


def page(request: HttpRequest, name: str, **told: Any) -> HttpResponse:
    """A page of the settings, with the tabs that this member may open."""
    role = member_of(request).role
    tabs = [
        {"href": reverse(tab), "label": label, "here": request.path.startswith(reverse(tab)) and tab != "settings"}
        for tab, label, act in _TABS
        if can(role, act)
    ]
    tabs[0]["here"] = not any(tab["here"] for tab in tabs[1:])
    return render(request, f"settings_room/{name}.html", {"tabs": tabs, **told})
