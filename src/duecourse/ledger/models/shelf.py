"""Useful things: files, and what they are good for."""

from __future__ import annotations

from django.db import models

from duecourse.history.codes import CHECKLIST_POINTS, REACHES
from duecourse.ledger.models.base import NAME_MAX, Event, Owned, word
from duecourse.ledger.models.customers import Customer, Material, Product
from duecourse.ledger.models.events import Touch
from duecourse.ledger.models.orders import Order


class StoredFile(Owned):
    """A file outside of the web's reach, named by the hash of its content."""

    name = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("ledger.User", null=True, on_delete=models.PROTECT, related_name="+")


class Asset(Owned):
    """One useful thing on the shelf; exactly one of the four keys is filled, as `reach` says."""

    title = models.CharField(max_length=NAME_MAX)
    kind = models.CharField(max_length=60)
    reach = word(*REACHES, default="order")
    order = models.ForeignKey(Order, null=True, blank=True, on_delete=models.CASCADE, related_name="assets")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="assets")
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.CASCADE, related_name="assets")
    material = models.ForeignKey(Material, null=True, blank=True, on_delete=models.CASCADE, related_name="assets")
    confirms = word(*CHECKLIST_POINTS, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    added_on = models.DateField()
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="asset_reach",
                condition=models.Q(reach="order", order__isnull=False)
                | models.Q(reach="customer", customer__isnull=False)
                | models.Q(reach="product", product__isnull=False)
                | models.Q(reach="material", material__isnull=False),
            )
        ]


class AssetSend(Event):
    """An asset went to a customer, with a message of ours."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="sends")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    touch = models.ForeignKey(Touch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
