"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """The pages of orders."""

    name = "duecourse.web.orders"
    label = "web_orders"
