"""Addresses that are no page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.shell import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("choose", views.choose, name="choose"),
    path("undo", views.undo, name="undo"),
]
