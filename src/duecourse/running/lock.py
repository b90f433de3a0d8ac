"""Who works in the folder of a workplace: any number that serve it, or one that replaces it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from duecourse.errors import DuecourseError

_FILE: Final = "running.lock"


@contextmanager
def together(home: Path) -> Iterator[None]:
    """Serving: others may serve too, nobody may replace the ledger.

    Raises:
        DuecourseError: It is being replaced just now.
    """
    with _locked(home, "A backup is being restored here just now", "Wait until it is done.", shared=True):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Replacing the ledger: nobody may serve it.

    Raises:
        DuecourseError: Somebody does.
    """
    with _locked(home, "The workplace is running", "Stop duecourse serve and worker first.", shared=False):
        yield


@contextmanager
def _locked(home: Path, what: str, fix: str, *, shared: bool) -> Iterator[None]:
    if sys.platform == "win32":  # Windows itself refuses to replace files that are open.
        yield
        return
    import fcntl

    with (home / _FILE).open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DuecourseError(what, where=str(home), fix=fix) from error
        yield
