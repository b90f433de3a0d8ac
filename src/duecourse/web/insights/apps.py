"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Figures of the past."""

    name = "duecourse.web.insights"
    label = "web_insights"
