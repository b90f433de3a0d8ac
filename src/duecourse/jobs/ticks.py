"""What the worker does each minute; safe at any time, by anyone, any number of times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.db import connections

from duecourse.jobs.daily import plan
from duecourse.ledger.models import PlanRun, Workspace


class Pause(Protocol):
    """Something that waits, and tells whether to stop: `threading.Event.wait`."""

    def __call__(self, seconds: float, /) -> bool:
        """Waits; True means that it is time to stop."""


def tick(at: datetime, told: Callable[[str], None] | None = None) -> list[PlanRun]:
    """Makes every plan of today that is missing.

    Args:
        at: The instant.
        told: Takes a sentence about a workspace whose plan could not be made, so that the others get theirs; without
            it the fault is raised.
    """
    # A workspace for which nobody came yet has no rules.
    begun = Workspace.objects.filter(policy__isnull=False).select_related("policy").order_by("pk")
    made = (_made(workspace, at, told) for workspace in begun)
    return [run for run in made if run is not None]


def _made(workspace: Workspace, at: datetime, told: Callable[[str], None] | None) -> PlanRun | None:
    try:
        return plan(workspace, at)
    except Exception as error:
        # The edge of the jobs: one workspace that cannot be judged must not stop the others, nor the worker.
        if told is None:
            raise
        told(f"The plan of {workspace.name} was not made: {_plain(error)}. It is tried again in a minute.")
        return None


def work(
    clock: Callable[[], datetime],
    pause: Pause,
    seconds: float = 60.0,
    told: Callable[[str], None] | None = None,
) -> None:
    """Ticks until it is told to stop.

    Args:
        clock: Tells the instant.
        pause: Waits between two ticks.
        seconds: How long.
        told: Takes a sentence about a fault; without it a fault ends the work.
    """
    while True:
        _reconnect()
        _ticked(clock, told)
        if pause(seconds):
            return


def _reconnect() -> None:
    """A database that was started anew meanwhile is reached by a new connection."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _ticked(clock: Callable[[], datetime], told: Callable[[str], None] | None) -> None:
    try:
        tick(clock(), told)
    except Exception as error:
        if told is None:
            raise
        told(f"The database did not answer: {_plain(error)}. It is tried again in a minute.")


def _plain(error: Exception) -> str:
    """Its words without the last full stop."""
    return str(error).strip().rstrip(".") or type(error).__name__
