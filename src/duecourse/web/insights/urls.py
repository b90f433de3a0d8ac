"""Addresses of the insights."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.insights import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("insights/", views.insights, name="insights"),
    path("insights/export.csv", views.export, name="insights_export"),
]
