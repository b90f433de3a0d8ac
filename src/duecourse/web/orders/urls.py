"""Addresses of the pages of orders."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.orders import editing, importing, making, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders", views.orders, name="orders"),
    path("orders/new", making.new, name="order_new"),
    path("orders/new/shares", making.shares, name="order_shares"),
    path("orders/new/names", making.names, name="order_names"),
    path("orders/<int:pk>/edit", editing.edit, name="order_edit"),
    path("orders/<int:pk>/slot", editing.slot, name="order_slot"),
    path("orders/import", importing.choose, name="orders_import"),
    path("orders/import/<int:pk>", importing.shown, name="orders_import_shown"),
    path("orders/import/<int:pk>/run", importing.run, name="orders_import_run"),
    path("orders/import/<int:pk>/progress", importing.progress, name="orders_import_progress"),
    path("orders/import/<int:pk>/done", importing.done, name="orders_import_done"),
    path("orders/import/<int:pk>/undo", importing.undo, name="orders_import_undo"),
]
