"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """What waits for a colleague."""

    name = "duecourse.web.team"
    label = "web_team"
