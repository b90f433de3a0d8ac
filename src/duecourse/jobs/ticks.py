"""What the worker does each minute; safe at any time, by anyone, any number of times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from duecourse.jobs.daily import plan
from duecourse.ledger.models import PlanRun, Workspace


class Pause(Protocol):
    """Something that waits, and tells whether to stop: `threading.Event.wait`."""

    def __call__(self, seconds: float, /) -> bool:
        """Waits; True means that it is time to stop."""


def tick(at: datetime) -> list[PlanRun]:
    """Makes every plan of today that is missing."""
    return [plan(workspace, at) for workspace in Workspace.objects.select_related("policy").order_by("pk")]


def work(clock: Callable[[], datetime], pause: Pause, seconds: float = 60.0) -> None:
    """Ticks until it is told to stop."""
    while True:
        tick(clock())
        if pause(seconds):
            return
