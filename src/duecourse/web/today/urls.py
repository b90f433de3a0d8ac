"""Addresses of the page of the day and of what one does there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.today import acts, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("today/message/<int:pk>/sent", acts.sent, name="today_sent"),
    path("today/message/<int:pk>/later", acts.later, name="today_later"),
    path("today/message/<int:pk>/not-today", acts.not_today, name="today_not_today"),
    path("today/task/<int:pk>/done", acts.done, name="today_done"),
    path("today/bank/nothing", acts.nothing_there, name="today_bank_nothing"),
    path("today/bank/money", acts.money_there, name="today_bank_money"),
]
