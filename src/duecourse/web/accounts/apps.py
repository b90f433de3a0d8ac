"""The accounts as Django knows them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Sign-in and what belongs to it."""

    name = "duecourse.web.accounts"
    label = "web_accounts"

    def ready(self) -> None:
        """The table of the shared cache is no model's; it comes with those of the ledger."""
        # Django tells of a migration only those apps that have models; this one has none.
        post_migrate.connect(_make_cache_table, sender=apps.get_app_config("ledger"))


def _make_cache_table(using: str = "default", **_: Any) -> None:
    call_command("createcachetable", database=using, verbosity=0)
