"""What the worker does each minute; safe at any time, by anyone, any number of times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.db import close_old_connections

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
    made = (_made(workspace, at, told) for workspace in Workspace.objects.select_related("policy").order_by("pk"))
    return [run for run in made if run is not None]


def _made(workspace: Workspace, at: datetime, told: Callable[[str], None] | None) -> PlanRun | None:
    try:
        return plan(workspace, at)
    except Exception as error:
        # The edge of the jobs: one workspace that cannot be judged must not stop the others, nor the worker.
        if told is None:
            raise
        told(f"The plan of {workspace.name} was not made: {error}. It is tried again in a minute.")
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
        # A database that was started anew meanwhile is reached by a new connection.
        close_old_connections()
        _ticked(clock, told)
        if pause(seconds):
            return


def _ticked(clock: Callable[[], datetime], told: Callable[[str], None] | None) -> None:
    try:
        tick(clock(), told)
    except Exception as error:
        if told is None:
            raise
        told(f"The database did not answer: {error}. It is tried again in a minute.")
