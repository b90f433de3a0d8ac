"""The worker of a workplace: its ticks, until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from types import FrameType
from typing import Final

_LOOK_SECONDS: Final = 1.0


class Stop:
    """Whether it is time to stop: a signal came, or the server that started the worker is gone.

    Args:
        with_parent: Whether it lives only as long as the process that started it.
    """

    def __init__(self, *, with_parent: bool = False) -> None:
        self._told = threading.Event()
        self._parent = os.getppid() if with_parent else None

    def on_signals(self) -> None:
        """SIGINT and SIGTERM end it after the tick that runs."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._told.set()

    def now(self) -> None:
        """Ends it."""
        self._told.set()

    def wait(self, seconds: float, /) -> bool:
        """Waits; True as soon as it is time to stop."""
        left = seconds
        while left > 0 and not self._told.wait(min(left, _LOOK_SECONDS)):
            left -= _LOOK_SECONDS
            if self._parent is not None and os.getppid() != self._parent:
                self._told.set()
        return self._told.is_set()


def tend(clock: Callable[[], datetime], stop: Stop, told: Callable[[str], None]) -> None:
    """Ticks each minute; what fails is told and tried again with the next one.

    Args:
        clock: Tells the instant.
        stop: When to end.
        told: What takes a sentence about a fault.
    """
    from duecourse.jobs.ticks import work

    work(clock, stop.wait, told=told)
