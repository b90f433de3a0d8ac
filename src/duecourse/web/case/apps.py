"""The room of the Case page."""

from __future__ import annotations

from django.apps import AppConfig


class Room(AppConfig):
    """Its name among the apps."""

    name = "duecourse.web.case"
    label = "web_case"
