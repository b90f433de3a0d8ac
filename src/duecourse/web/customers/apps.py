"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """The pages of customers."""

    name = "duecourse.web.customers"
    label = "web_customers"
