"""The audit chain: what was done, by whom; each entry carries the hash of all before it."""

from __future__ import annotations

from django.db import models

from duecourse.ledger.models.base import Owned


class AuditEntry(Owned):
    """One entry; everything it says stands in `payload` (JSON), so that nothing of it can be edited unseen."""

    number = models.BigIntegerField()
    payload = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="audit_number")]
