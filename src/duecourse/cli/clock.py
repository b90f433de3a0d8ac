"""The only place of the command line that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Final

from duecourse.errors import DuecourseError

VARIABLE: Final = "DUECOURSE_TODAY"
"""Environment variable that stands for today, so that examples and tests do not age: a day, or an instant in UTC."""


def today() -> date:
    """Today by the local clock, or the day of `DUECOURSE_TODAY`.

    Raises:
        DuecourseError: If the variable holds no day.
    """
    told = os.environ.get(VARIABLE)
    if not told:
        return date.today()  # noqa: TID251, DTZ011 - the one place; a day on the seller's own clock
    return _told(told).date()


def now() -> datetime:
    """The instant in UTC; on a day that was told, the time of the clock.

    Raises:
        DuecourseError: If the variable holds no day.
    """
    real = datetime.now(UTC)  # noqa: TID251 - the one place
    told = os.environ.get(VARIABLE)
    if not told:
        return real
    return _told(told) if "T" in told else datetime.combine(_told(told).date(), real.timetz())


def _told(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise DuecourseError(
            f"{VARIABLE} holds '{text}', but a day like 2026-11-23 was expected", fix="Correct it, or unset it."
        ) from None
