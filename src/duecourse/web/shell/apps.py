"""The shell as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Frame and parts of all pages."""

    name = "duecourse.web.shell"
    label = "web_shell"
