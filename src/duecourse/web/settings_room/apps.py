"""The settings as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class SettingsConfig(AppConfig):
    """Pages of settings."""

    name = "duecourse.web.settings_room"
    label = "web_settings_room"
