"""What a page counts of the payments of a day, most of which it does not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LATER_RULE: Final = "R00m"
"""Payments whose turn comes after an earlier one of the same order share one line."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one day.

    Args:
        leads: Action of the payment that leads a message to how many messages it leads.
        unfed: Whether a paced contact was decided without a bank feed.
        waiting: Payments that wait.
        known: Those of which we know why.
        later: Those whose turn comes after an earlier one of their order.
        several: Name and country of customers, at least those shown, of whom several payments have a line of their own.
        unplanned: Orders whose pay-by date nobody can know, for want of their production time.
        new_year: Orders whose production meets Chinese New Year with no closure recorded.
    """

    leads: Mapping[str, int]
    unfed: bool
    waiting: int
    known: int
    later: int
    several: frozenset[tuple[str, str]]
    unplanned: int
    new_year: int

    @property
    def messages(self) -> int:
        """Messages of the day."""
        return sum(self.leads.values())

    @property
    def alone(self) -> int:
        """Payments that wait with a line of their own; a single later one has one too."""
        return self.waiting - self.later if self.later > 1 else self.waiting
