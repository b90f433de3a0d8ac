"""Addresses of the rules."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.policy import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("policy/", views.policy, name="policy"),
    path("policy/try", views.attempt, name="policy_try"),
    path("policy/save", views.save, name="policy_save"),
    path("policy/versions", views.versions, name="policy_versions"),
    path("policy/versions/<int:number>/back", views.back, name="policy_back"),
]
