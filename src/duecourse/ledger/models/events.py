"""What happened, event by event."""

from __future__ import annotations

from typing import Final

from django.db import models

from duecourse.history.codes import CHECKLIST_POINTS, INBOUND_KINDS, LC_STAGES, POINT_STATES, REASONS, TOUCH_KINDS
from duecourse.ledger.models.base import NAME_MAX, Event, word
from duecourse.ledger.models.customers import Contact, Customer
from duecourse.ledger.models.orders import Milestone, Order

CHANNELS: Final = ("mail", "call", "whatsapp", "wechat", "visit", "other")
OFF_PLAN: Final = ("they_asked", "agreed_by_phone", "manager_says", "deadline_moved", "other")
ORDER_STEPS: Final = (
    "new_date_named",
    "new_date_accepted",
    "slot_released",
    "production_started",
    "delivered",
    "closed",
    "reopened",
)


class _OfCustomer(Event):
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = word(*CHANNELS, default="mail")

    class Meta:
        abstract = True


class _OfMilestone(Event):
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class _OfOrder(Event):
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Touch(_OfCustomer):
    """One contact of ours, by anyone, on any channel; `also` are further payments in the same message."""

    kind = word(*TOUCH_KINDS)
    topic = models.CharField(max_length=60, blank=True)
    level = models.IntegerField(null=True, blank=True)
    to_review = models.BooleanField(default=False)
    arrived_on = models.DateField(null=True, blank=True)
    subject = models.CharField(max_length=NAME_MAX, blank=True)
    text = models.TextField(blank=True)
    outcome = models.CharField(max_length=NAME_MAX, blank=True)
    off_plan = word(*OFF_PLAN, blank=True)
    group = models.CharField(max_length=32, blank=True)


class Inbound(_OfCustomer):
    """One message of theirs, with what a person read in it."""

    kind = word(*INBOUND_KINDS, default="human")
    says = models.TextField(blank=True)
    reason = word(*REASONS, blank=True)
    until_on = models.DateField(null=True, blank=True)
    question = models.CharField(max_length=500, blank=True)
    paid_claim = models.BooleanField(default=False)
    wants_fewer_mails = models.BooleanField(default=False)
    price_push = models.BooleanField(default=False)
    dispute = models.BooleanField(default=False)
    handled_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)


class Promise(_OfMilestone):
    """One promise to pay; whether it was kept or broken follows from the payments."""

    pay_on = models.DateField()
    amount_minor = models.BigIntegerField(null=True, blank=True)
    condition = models.CharField(max_length=NAME_MAX, blank=True)
    who = models.CharField(max_length=NAME_MAX, blank=True)
    said = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)


class CreditStep(_OfMilestone):
    """One stage that a letter of credit reached."""

    stage = word(*LC_STAGES)
    number = models.CharField(max_length=40, blank=True)
    points = models.TextField(blank=True)
    points_sent_on = models.DateField(null=True, blank=True)
    dates_clash = models.BooleanField(default=False)


class CheckStep(_OfOrder):
    """A point of the confirmation checklist got a state."""

    point = word(*CHECKLIST_POINTS)
    state = word(*POINT_STATES)
    evidence = models.CharField(max_length=NAME_MAX, blank=True)


class Payment(_OfMilestone):
    """Money that a person matched to a payment; negative goes back."""

    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=NAME_MAX, blank=True)


class Fix(_OfMilestone):
    """One thing of ours to put right; `closed_on` is set by the row that supersedes the opening."""

    what = models.CharField(max_length=NAME_MAX)
    owner = models.ForeignKey("ledger.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)


class Hold(_OfMilestone):
    """A person's decision to leave a case alone, from `from_on` until the day before `to_on`."""

    from_on = models.DateField()
    to_on = models.DateField()
    why = models.CharField(max_length=NAME_MAX)


class StandingAnswer(_OfOrder):
    """An answer to a proposal of the standing list: it was sent, or we do not have it."""

    kind = models.CharField(max_length=60)
    sent = models.BooleanField(default=False)


class OrderStep(_OfOrder):
    """An order went on: a new date named or accepted, a slot released, goods delivered, closed."""

    step = word(*ORDER_STEPS)
    day = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=NAME_MAX, blank=True)


class PriceTalk(_OfMilestone):
    """The manager's answer to a price question, in writing; `inbound` is their message."""

    inbound = models.ForeignKey(Inbound, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()


class Approval(_OfMilestone):
    """A manager let a message go although it was held for him, or not; `text_hash` says which text."""

    approved = models.BooleanField()
    text_hash = models.CharField(max_length=64)
    why = models.CharField(max_length=NAME_MAX, blank=True)
