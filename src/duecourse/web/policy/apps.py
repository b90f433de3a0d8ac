"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Rules and numbers."""

    name = "duecourse.web.policy"
    label = "web_policy"
