"""The only place that reads the clock."""

from __future__ import annotations

import os
from datetime import date
from typing import Final

from duecourse.errors import DuecourseError

VARIABLE: Final = "DUECOURSE_TODAY"
"""Environment variable that stands for today, so that examples and tests do not age."""


def today() -> date:
    """Today by the local clock, or the day of `DUECOURSE_TODAY`.

    Raises:
        DuecourseError: If the variable holds no day.
    """
    told = os.environ.get(VARIABLE)
    if not told:
        return date.today()  # noqa: TID251, DTZ011 - the one place; a day on the seller's own clock
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise DuecourseError(
            f"{VARIABLE} holds '{told}', but a day like 2026-11-23 was expected", fix="Correct it, or unset it."
        ) from None
