"""Addresses of the settings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.settings_room import log, own, people, place

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", own.own, name="settings"),
    path("settings/away/", own.away, name="settings_away"),
    path("settings/go/<int:pk>/", own.go, name="settings_go"),
    path("settings/people/", people.people, name="settings_people"),
    path("settings/people/invite/", people.invite, name="settings_invite"),
    path("settings/people/link/<int:pk>/withdraw/", people.withdraw, name="settings_withdraw"),
    path("settings/people/<int:pk>/", people.person, name="settings_person"),
    path("settings/people/<int:pk>/role/", people.role, name="settings_role"),
    path("settings/people/<int:pk>/active/", people.active, name="settings_active"),
    path("settings/people/<int:pk>/reset/", people.reset, name="settings_reset"),
    path("settings/people/<int:pk>/second-step/", people.second_step, name="settings_second_step"),
    path("settings/people/<int:pk>/away/", people.away, name="settings_person_away"),
    path("settings/days/", place.days, name="settings_days"),
    path("settings/days/add/", place.day_add, name="settings_day_add"),
    path("settings/days/<int:pk>/remove/", place.day_remove, name="settings_day_remove"),
    path("settings/factory/add/", place.factory_add, name="settings_factory_add"),
    path("settings/factory/<int:pk>/remove/", place.factory_remove, name="settings_factory_remove"),
    path("settings/workspace/", place.workspace, name="settings_workspace"),
    path("settings/audit/", log.log, name="settings_audit"),
    path("settings/audit/check/", log.check, name="settings_audit_check"),
    path("settings/audit/export/", log.export, name="settings_audit_export"),
]
