"""What is well with a workplace and what is not; each finding with its mend. Nothing is changed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import DatabaseError, connection
from django_scopes import scopes_disabled

from duecourse.errors import DuecourseError
from duecourse.ledger import audit
from duecourse.ledger.models import AuditEntry, PlanRun, StoredFile, Workspace
from duecourse.running import sqlite
from duecourse.running.backup import DISARMED, disarmed
from duecourse.running.start import pending

State: TypeAlias = Literal["well", "look", "fault"]

ROOM_FAULT: Final = 200 << 20
ROOM_LOOK: Final = 2 << 30
"""Bytes that should be free: below the first the ledger may stop, below the second it is time to make room."""

_POSTGRESQL_MIN: Final = 140_000
_CHUNK: Final = 1 << 20
_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Args:
        name: What it is about, in a word or two; stable, for scripts.
        state: well; look (works, but look at it); fault (does not work, or data is at stake).
        what: One sentence.
        mend: The next step; empty where all is well.
    """

    name: str
    state: State
    what: str
    mend: str = ""


def examine(at: datetime) -> Iterator[Finding]:
    """Looks at everything, the ground first; stops at a database that does not answer.

    Args:
        at: The instant.
    """
    home = Path(settings.HOME)
    yield python()
    yield from folder(home)
    yield room(home)
    yield zones()
    try:
        yield database()
        yield tables(pending())
    except DatabaseError as error:
        mend = "Start the database, or correct DATABASE_URL."
        yield Finding("database", "fault", f"It does not answer: {_first_line(error)}.", mend)
        return
    if not pending():
        with scopes_disabled():
            yield from _ledger(home, at)


def _ledger(home: Path, at: datetime) -> Iterator[Finding]:
    looks: tuple[Callable[[], Finding], ...] = (
        pages,
        lambda: clock(at),
        chain,
        lambda: files(Path(settings.FILES_ROOT)),
        lambda: worker(at),
    )
    yield from (look() for look in looks)
    if disarmed(home):
        mend = f"If it is the real one now, delete {home / DISARMED}."
        yield Finding("armed", "look", "This is a restored copy: it sends nothing by itself.", mend)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """The version of Python."""
    told = ".".join(map(str, version))
    if version < (3, 11):
        return Finding("python", "fault", f"Python {told} is too old.", "Install Python 3.11 or newer.")
    return Finding("python", "well", f"Python {told}.")


def folder(home: Path) -> Iterator[Finding]:
    """The folder and the key in it belong to one person alone."""
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "folder", "fault", f"{home} cannot be written.", f"Give it to the user who runs duecourse: {home}"
        )
        return
    yield _private("folder", home, 0o700)
    yield _private("key", home / "secret.key", 0o600)


def _private(name: str, path: Path, wanted: int) -> Finding:
    if os.name != "posix":
        return Finding(name, "well", f"{path}.")
    if not path.exists():
        return Finding(name, "fault", f"{path} is not there.", "Run: duecourse init")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding(name, "look", f"Others on this machine may read {path}.", f"chmod {wanted:o} {path}")
    return Finding(name, "well", f"{path}, yours alone.")


def room(home: Path, free: int | None = None) -> Finding:
    """Room on the disk; `free` in bytes, None to look."""
    free = shutil.disk_usage(home).free if free is None else free
    what = f"{free / (1 << 30):.1f} GB are free where the ledger is."
    if free >= ROOM_LOOK:
        return Finding("room", "well", what)
    return Finding("room", "fault" if free < ROOM_FAULT else "look", what, f"Make room on the disk of {home}.")


def zones() -> Finding:
    """The rules of time zones, by which every day is counted."""
    if {"Asia/Shanghai", "America/Los_Angeles", "Pacific/Auckland"} <= available_timezones():
        return Finding("zones", "well", "The rules of time zones are there.")
    return Finding("zones", "fault", "The rules of time zones are missing.", "pip install tzdata")


def database() -> Finding:
    """The database answers, and keeps what it was told.

    Raises:
        DatabaseError: It does not answer.
    """
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0])
        told = f"PostgreSQL {version // 10_000}"
        if version < _POSTGRESQL_MIN:
            return Finding("database", "fault", f"{told} is too old.", "Use PostgreSQL 14 or newer.")
        return Finding("database", "well", f"{told} answers.")
    file = Path(connection.settings_dict["NAME"])
    mode = sqlite.journal_mode(file)
    if mode != "wal":
        mend = "Keep it on a disk of this machine, not on a network share."
        return Finding("database", "look", f"SQLite keeps its journal as {mode}, not as wal.", mend)
    return Finding("database", "well", f"SQLite answers, with a write-ahead log: {file}.")


def tables(steps: list[str]) -> Finding:
    """The tables are those of this version."""
    if not steps:
        return Finding("tables", "well", "The tables are up to date.")
    return Finding("tables", "fault", f"{len(steps)} steps are missing, first {steps[0]}.", "Run: duecourse init")


def pages() -> Finding:
    """Every page of the database can be read, and every link leads somewhere."""
    if connection.vendor == "postgresql":
        return Finding("pages", "well", "PostgreSQL looks after its pages itself.")
    try:
        sqlite.looked_over(Path(connection.settings_dict["NAME"]))
    except DuecourseError as error:
        return Finding("pages", "fault", f"{error.what}.", error.fix)
    return Finding("pages", "well", "Every page of the database can be read.")


def clock(at: datetime) -> Finding:
    """The clock is not behind what it has recorded already."""
    last = AuditEntry.objects.order_by("-pk").values_list("payload", flat=True).first()
    recorded = _instant(last) if last else None
    if recorded and recorded > at + timedelta(hours=1):
        what = f"The clock says {at:%Y-%m-%d %H:%M}, but something was recorded at {recorded:%Y-%m-%d %H:%M}."
        return Finding("clock", "fault", what, "Set the clock of this machine, best by NTP.")
    return Finding("clock", "well", f"{at:%Y-%m-%d %H:%M} UTC.")


def _instant(payload: str) -> datetime | None:
    import json

    try:
        told = datetime.fromisoformat(json.loads(payload)["at"])
    except (ValueError, KeyError, TypeError):
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def chain() -> Finding:
    """Nobody has touched the audit chain of any workspace."""
    entries = 0
    for workspace in Workspace.objects.order_by("pk"):
        checked = audit.verify(workspace)
        if checked.broken is not None:
            what = f"{workspace.name}: entry {checked.broken} of the audit chain is {checked.fault}."
            return Finding("audit", "fault", what, "Compare it with your last backup, and ask who had access.")
        entries += checked.head.count
    return Finding("audit", "well", f"{entries:,} entries of the audit chain fit together.")


def files(root: Path) -> Finding:
    """Every stored file is there, and is what it was when it came."""
    wrong = [row.name for row in StoredFile.objects.order_by("pk").iterator() if not _same(root, row.sha256)]
    if not wrong:
        return Finding("files", "well", "Every stored file is as it came.")
    listed = ", ".join(wrong[:_LISTED]) + (" …" if len(wrong) > _LISTED else "")
    what = f"{len(wrong)} stored files are missing or changed: {listed}."
    return Finding("files", "fault", what, f"Take them from a backup into {root}.")


def _same(root: Path, digest: str) -> bool:
    return any(_hash(path) == digest for path in (root / digest, root / digest[:2] / digest) if path.is_file())


def _hash(path: Path) -> str:
    found = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def worker(at: datetime) -> Finding:
    """Every workspace has its plan of today."""
    begun = Workspace.objects.filter(policy__isnull=False).order_by("pk")
    late = [w.name for w in begun if not _planned(w, at)]
    if not late:
        return Finding("worker", "well", "Every workspace has its plan of today.")
    mend = "Let duecourse serve or duecourse worker run; the plan is made within a minute."
    return Finding("worker", "look", f"There is no plan of today yet: {', '.join(late[:_LISTED])}.", mend)


def _planned(workspace: Workspace, at: datetime) -> bool:
    day = at.astimezone(ZoneInfo(workspace.zone)).date()
    return PlanRun.objects.filter(workspace=workspace, as_of=day).exists()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
