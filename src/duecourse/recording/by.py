"""Who acts, where and when: an argument of every act, so that none reads the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from duecourse.ledger.models import User, Workspace


@dataclass(frozen=True, slots=True)
class By:
    """Somebody who acts in a workspace.

    Args:
        workspace: Where.
        user: Who; None for the daily plan.
        at: The instant, with its zone.
    """

    workspace: Workspace
    user: User | None
    at: datetime

    @property
    def local(self) -> datetime:
        """The same instant on the seller's clock."""
        return self.at.astimezone(ZoneInfo(self.workspace.zone))

    @property
    def today(self) -> date:
        """The day on the seller's clock."""
        return self.local.date()
