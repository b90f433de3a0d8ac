"""What was decided: kept verdicts, the lists of the day, and the runs that made them."""

from __future__ import annotations

from typing import Final

from django.db import models

from duecourse.ledger.models.base import NAME_MAX, WORD_MAX, Owned, word
from duecourse.ledger.models.customers import Customer
from duecourse.ledger.models.orders import Milestone

LISTS: Final = ("contact", "fix", "wait", "rest")


class Verdict(Owned):
    """A verdict with all that it saw; kept when it differs from the last one of its case, or when someone acted on it.

    `said` is `decide.verdict.Verdict.as_dict()`; judging its facts by its policy gives it again.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="verdicts")
    as_of = models.DateField()
    action = models.CharField(max_length=WORD_MAX)
    rule = models.CharField(max_length=10)
    digest = models.CharField(max_length=32)
    policy = models.ForeignKey("ledger.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    said = models.JSONField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["milestone", "-id"])]


class Standing(Owned):
    """Where a case stands today: its latest verdict as the lists need it; one row for each case, written anew."""

    milestone = models.OneToOneField(Milestone, on_delete=models.CASCADE, related_name="standing")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey("ledger.User", null=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    in_list = word(*LISTS)
    rank = models.CharField(max_length=120)
    action = models.CharField(max_length=WORD_MAX)
    then = models.CharField(max_length=WORD_MAX, blank=True)
    rule = models.CharField(max_length=10)
    look_on = models.DateField(null=True)
    known = models.BooleanField(default=False)
    needs_approval = models.BooleanField(default=False)
    because_en = models.CharField(max_length=400, blank=True)
    because_zh = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "in_list", "owner", "rank"]),
            models.Index(fields=["workspace", "in_list", "rank"]),
            models.Index(fields=["workspace", "in_list", "owner", "known"]),
            models.Index(fields=["workspace", "in_list", "known"]),
            models.Index(fields=["workspace", "rule", "owner"]),
            models.Index(fields=["customer"]),
        ]


class Message(Owned):
    """The one message of the day for a customer: who leads it, and its text, ready to go."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="message")
    owner = models.ForeignKey("ledger.User", null=True, on_delete=models.SET_NULL, related_name="+")
    lead = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    rank = models.CharField(max_length=120)
    needs_approval = models.BooleanField(default=False)
    later_at = models.DateTimeField(null=True)
    subject = models.CharField(max_length=NAME_MAX, blank=True)
    text = models.TextField(blank=True)
    draft = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "owner", "rank"]),
            models.Index(fields=["workspace", "rank"]),
        ]


class Task(Owned):
    """One thing of ours to do for a customer; `cases` are the payments that wait for it, the most pressing first."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tasks")
    owner = models.ForeignKey("ledger.User", null=True, on_delete=models.SET_NULL, related_name="+")
    lead = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateField()
    rank = models.CharField(max_length=120)
    rule = models.CharField(max_length=10)
    due_on = models.DateField(null=True)
    what_en = models.CharField(max_length=400)
    what_zh = models.CharField(max_length=400)
    because_en = models.CharField(max_length=400, blank=True)
    because_zh = models.CharField(max_length=400, blank=True)
    cases = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "owner", "rank"]),
            models.Index(fields=["workspace", "rank"]),
            models.Index(fields=["customer"]),
        ]


class PlanRun(Owned):
    """One daily plan: which day, by which policy, what came of it; one for each tick."""

    tick = models.CharField(max_length=WORD_MAX)
    as_of = models.DateField()
    policy = models.ForeignKey("ledger.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    took_ms = models.IntegerField(default=0)
    ran_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "tick"], name="plan_tick")]
