"""Addresses of the team's page."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.team import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("team/", views.team, name="team"),
    path("team/price/<int:pk>", views.price, name="team_price"),
    path("team/approve/<int:pk>", views.approve, name="team_approve"),
]
