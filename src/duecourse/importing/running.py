"""Long imports beside the page that began them: a thread does the work, a small file tells how far it is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import connections

from duecourse.errors import DuecourseError
from duecourse.importing import runs
from duecourse.ledger.models import ImportRun
from duecourse.recording.by import By

LONG: Final = 1_000
"""Payments from which on an import runs beside the page."""

_TOLD_EVERY: Final = 0.3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is.

    Args:
        step: read, write or judge; failed where it ended with an error, then `why` says which.
        done, all: How much of the step.
    """

    step: str
    done: int
    all: int
    why: str = ""

    @property
    def percent(self) -> int:
        """Of the step."""
        return min(100 * self.done // self.all, 100) if self.all else 0


# The transaction of the import is the only one that may write meanwhile, so its progress cannot stand in the database.
def place(run: int) -> Path:
    """The file that tells how far an import is."""
    return Path(settings.HOME, "imports", f"{run}.json")


def progress_of(run: ImportRun) -> Progress | None:
    """How far it is; None if it is not running."""
    try:
        found = json.loads(place(run.pk).read_text(encoding="utf-8"))
        return Progress(str(found["step"]), int(found["done"]), int(found["all"]), str(found["why"]))
    except (OSError, ValueError, KeyError):
        return None


def start(by: By, run: ImportRun) -> None:
    """Begins an import beside the page; one that is running already goes on."""
    if any(t.name == _name(run) for t in threading.enumerate()):
        return
    _tell(run.pk, Progress("read", 0, 1))
    threading.Thread(target=_work, args=(by, run), name=_name(run), daemon=True).start()


def _name(run: ImportRun) -> str:
    return f"import-{run.pk}"


def _work(by: By, run: ImportRun) -> None:
    try:
        runs.run(by, run, _teller(run.pk))
    except DuecourseError as error:
        _tell(run.pk, Progress("failed", 0, 1, str(error)))
    except BaseException:
        _tell(run.pk, Progress("failed", 0, 1))
        raise
    else:
        with suppress(OSError):
            place(run.pk).unlink()
    finally:
        connections.close_all()


def _teller(run: int) -> Callable[[str, int, int], None]:
    """Writes how far it is, some times a second."""
    step_before, at_before = "", 0.0

    def told(step: str, done: int, all_: int) -> None:
        nonlocal step_before, at_before
        now = monotonic()
        if step != step_before or now - at_before > _TOLD_EVERY:
            step_before, at_before = step, now
            _tell(run, Progress(step, done, all_))

    return told


def _tell(run: int, told: Progress) -> None:
    path = place(run)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"step": told.step, "done": told.done, "all": told.all, "why": told.why}), "utf-8")
    part.replace(path)
