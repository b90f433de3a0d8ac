"""The clock of the pages; everything below them takes the day or the instant as an argument."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from duecourse.ledger.models import Workspace


def now() -> datetime:
    """The instant it is, in UTC."""
    return timezone.now()


def today(workspace: Workspace) -> date:
    """The day it is at the seller's."""
    return now().astimezone(ZoneInfo(workspace.zone)).date()
