"""Addresses of the pages of customers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from duecourse.web.customers import acting, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("customers", views.customers, name="customers"),
    path("customers/new", acting.new, name="customer_new"),
    path("customers/<int:pk>", views.customer, name="customer"),
    path("customers/<int:pk>/edit", acting.edit, name="customer_edit"),
    path("customers/<int:pk>/people/new", acting.add_person, name="customer_person_new"),
    path("customers/<int:pk>/people/<int:person>", acting.edit_person, name="customer_person"),
    path("customers/<int:pk>/people/<int:person>/verified", acting.verified, name="customer_person_verified"),
    path("customers/<int:pk>/people/<int:person>/left", acting.left, name="customer_person_left"),
    path("customers/<int:pk>/holiday", acting.holiday, name="customer_holiday"),
]
