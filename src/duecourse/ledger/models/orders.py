"""Orders, the versions of their sales confirmation, and their payments."""

from __future__ import annotations

from django.db import models

from duecourse.history.codes import MILESTONE_KINDS, SLOTS
from duecourse.ledger.models.base import NAME_MAX, Owned, word
from duecourse.ledger.models.customers import Customer, Product


class Order(Owned):
    """One confirmed order; columns as in the history, null means not known."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=60)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    goods = models.CharField(max_length=NAME_MAX, blank=True)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    terms = models.CharField(max_length=NAME_MAX, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    deliver_on = models.DateField(null=True, blank=True)
    delivery_agreed_on = models.DateField(null=True, blank=True)
    incoterm = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=NAME_MAX, blank=True)
    production_days = models.IntegerField(null=True, blank=True)
    transport_days = models.IntegerField(null=True, blank=True)
    booking_days = models.IntegerField(null=True, blank=True)
    ready_on = models.DateField(null=True, blank=True)
    eta_on = models.DateField(null=True, blank=True)
    slot = word(*SLOTS, default="held")
    new_date = models.DateField(null=True, blank=True)
    new_date_named_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    imported = models.ForeignKey("ledger.ImportRun", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "customer", "number"], name="order_number")]
        indexes = [models.Index(fields=["workspace", "number"])]

    def __str__(self) -> str:
        return self.number


class Confirmation(Owned):
    """One version of the sales confirmation: who signed it and when."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="confirmations")
    version = models.IntegerField()
    signed_by = models.CharField(max_length=NAME_MAX, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey("ledger.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=NAME_MAX, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "version"], name="confirmation_version")]


class Milestone(Owned):
    """One payment of one order: a case.

    `revision` grows with everything that is recorded about it; a form that was opened at an older one is told what
    has changed meanwhile.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="milestones")
    kind = word(*MILESTONE_KINDS)
    step = models.IntegerField(default=1)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    clearing_days = models.IntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    terms_sent_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    slow_corridor = models.BooleanField(default=False)
    own_bank_checked_on = models.DateField(null=True, blank=True)
    revision = models.IntegerField(default=0)
    imported = models.ForeignKey("ledger.ImportRun", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "kind", "step"], name="milestone_step")]
