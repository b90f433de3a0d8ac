"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The page of the day."""

    name = "duecourse.web.today"
    label = "web_today"
