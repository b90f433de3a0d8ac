"""Every address of the workplace: the rooms bring their own."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

_rooms: list[URLPattern | URLResolver] = [
    path("", include(f"duecourse.web.{room}.urls"))
    for room in settings.ROOMS
    if find_spec(f"duecourse.web.{room}") is not None
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include("duecourse.web.shell.urls")), *_rooms]
