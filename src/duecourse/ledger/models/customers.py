"""Customers and the people there; products and materials."""

from __future__ import annotations

from typing import Final

from django.db import models

from duecourse.history.codes import RELATIONSHIPS
from duecourse.ledger.models.base import NAME_MAX, Owned, word

CONTACT_ROLES: Final = ("buyer", "finance", "owner")


class Customer(Owned):
    """One customer; `owner` writes to him."""

    name = models.CharField(max_length=NAME_MAX)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=NAME_MAX, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10, blank=True)
    relationship = word(*RELATIONSHIPS, default="B")
    reply_days_median = models.FloatField(null=True, blank=True)
    thin_margin = models.BooleanField(default=False)
    new = models.BooleanField(default=False)
    legal_flag = models.BooleanField(default=False)
    legal_taken_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey("ledger.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    imported = models.ForeignKey("ledger.ImportRun", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["workspace", "name"])]

    def __str__(self) -> str:
        return self.name


class CustomerHoliday(Owned):
    """A further day on which a customer does not work."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=NAME_MAX, blank=True)


class Contact(Owned):
    """A person at a customer; only a verified one is written to, and nobody who has left."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=NAME_MAX)
    role = word(*CONTACT_ROLES, default="buyer")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    whatsapp = models.CharField(max_length=40, blank=True)
    wechat = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Material(Owned):
    """What a product is made of."""

    name = models.CharField(max_length=NAME_MAX)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="material_name")]

    def __str__(self) -> str:
        return self.name


class Product(Owned):
    """What is sold."""

    name = models.CharField(max_length=NAME_MAX)
    material = models.ForeignKey(Material, null=True, blank=True, on_delete=models.PROTECT, related_name="products")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="product_name")]

    def __str__(self) -> str:
        return self.name
