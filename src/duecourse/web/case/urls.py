"""Addresses of one payment."""

from __future__ import annotations

from django.urls import path

from duecourse.web.case import acting, composing, files, views

urlpatterns = [
    path("case/<int:pk>", views.case, name="case"),
    path("case/<int:pk>/live", views.live, name="case_live"),
    path("case/<int:pk>/replay", views.replay, name="case_replay"),
    path("case/<int:pk>/card", views.card, name="case_card"),
    path("case/<int:pk>/record/<slug:what>", acting.record, name="case_record"),
    path("case/<int:pk>/write", composing.write, name="case_write"),
    path("case/<int:pk>/off-plan", composing.off_plan, name="case_off_plan"),
    path("case/<int:pk>/upload", files.upload, name="case_upload"),
    path("case/<int:pk>/file/<int:asset>", files.download, name="case_file"),
]
