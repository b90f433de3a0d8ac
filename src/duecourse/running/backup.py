"""Backup and restore of a workplace: ledger, files and rules in one verified file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from duecourse import __version__
from duecourse.errors import DuecourseError
from duecourse.running import postgres, sqlite
from duecourse.running.archive import Manifest, Writer, close_with, extract, verified, writing
from duecourse.running.lock import alone

LEDGER: Final = "ledger.sqlite3"
FILES: Final = "files"
POLICY: Final = "policy"
DISARMED: Final = "disarmed.json"
"""A file in the folder of a restored workplace: while it is there, nothing goes out by itself."""

_OWN: Final = (".json", ".toml")


@dataclass(frozen=True, slots=True)
class Done:
    """What was written or read.

    Args:
        size: Bytes of the backup.
        rows: Rows of all tables.
        files: Stored files.
        moved: Where what was there before lies now; None if there was nothing.
    """

    size: int
    rows: int
    files: int
    moved: Path | None = None


def backup(file: Path, at: datetime) -> Done:
    """Copies the workplace while people work, then reads the copy back and compares it.

    Args:
        file: A new file.
        at: The instant, told in it.

    Raises:
        DuecourseError: It cannot be written, or the copy is not what the ledger holds.
    """
    with writing(file) as writer:
        tables = _ledger_into(writer, file.parent)
        _rules_into(writer)
        for name, path in _stored():
            writer.file(name, path)
        parts = dict(writer.parts)
        made_at = at.isoformat(timespec="seconds")
        close_with(writer, Manifest(__version__, made_at, connection.vendor, tables, _steps(), parts))
    try:
        verified(file)
    except DuecourseError:
        file.unlink(missing_ok=True)
        raise
    return Done(file.stat().st_size, sum(tables.values()), sum(n.startswith(f"{FILES}/") for n in parts))


def _ledger_into(writer: Writer, beside: Path) -> Mapping[str, int]:
    if connection.vendor == "postgresql":
        return postgres.copied(writer)
    with TemporaryDirectory(dir=beside, prefix=".backup-") as folder:
        copy = Path(folder, LEDGER)
        rows = sqlite.copied(Path(connection.settings_dict["NAME"]), copy)
        writer.file(LEDGER, copy)
        return rows


def _rules_into(writer: Writer) -> None:
    """Every version of the rules as a file that a person can read; they stand in the ledger too."""
    from django_scopes import scopes_disabled

    from duecourse.ledger.models import PolicyVersion

    with scopes_disabled():
        for row in PolicyVersion.objects.order_by("workspace_id", "number"):
            writer.text(f"{POLICY}/{row.workspace_id}/{row.number}.toml", row.text)


def _stored() -> Iterator[tuple[str, Path]]:
    """Stored files, and what a person keeps in the folder; never the key, so that a copy signs nobody in."""
    root = Path(settings.FILES_ROOT)
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        yield f"{FILES}/{path.relative_to(root).as_posix()}", path
    for path in sorted(Path(settings.HOME).glob("*")):
        if path.is_file() and path.suffix in _OWN and path.name != DISARMED:
            yield path.name, path


def _steps() -> Mapping[str, str]:
    """App to the last step of its tables."""
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return dict(applied)


def restore(file: Path, at: datetime, *, force: bool = False) -> Done:
    """Puts a backup in the place of an empty workplace; everything is checked before anything is changed.

    1. Every part of the backup is compared with its manifest.
    2. The workplace is empty, or `force` is given: then what is there is moved aside, not deleted.
    3. The ledger is looked over in a folder of its own, then takes its place in one step.
    4. Its rows are counted again, sessions end, and the copy is marked: it sends nothing by itself.

    Args:
        file: The backup.
        at: The instant, told in the mark.
        force: Also where there is a workplace already.

    Raises:
        DuecourseError: The backup is damaged or of another kind of database, or there is a workplace already.
    """
    manifest, home = verified(file), Path(settings.HOME)
    if manifest.database != connection.vendor:
        wanted = "Set DATABASE_URL to a PostgreSQL" if manifest.database == "postgresql" else "Unset DATABASE_URL"
        raise DuecourseError(
            f"The backup is of {manifest.database}, the ledger here is {connection.vendor}", fix=f"{wanted}."
        )
    if _taken(home) and not force:
        raise DuecourseError(
            "There is a workplace here already",
            where=str(home),
            fix="Name an empty folder in DUECOURSE_HOME, or add --force: what is there is moved aside.",
        )
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone(home), _prepared(file, home, manifest) as folder:
        moved = _moved_aside(home, at) if _taken(home) else None
        _put(folder, home)
        _ledger_from(file, manifest)
        _disarm(home, file, at)
    files = sum(name.startswith(f"{FILES}/") for name in manifest.parts)
    return Done(file.stat().st_size, sum(manifest.tables.values()), files, moved)


def _taken(home: Path) -> bool:
    if connection.vendor == "postgresql":
        return postgres.rows_there()
    files = home / FILES
    return (home / LEDGER).exists() or (files.is_dir() and any(files.iterdir()))


@contextmanager
def _prepared(file: Path, home: Path, manifest: Manifest) -> Iterator[Path]:
    """The parts in a folder beside the place they will take, looked over."""
    with TemporaryDirectory(dir=home, prefix=".restore-") as name:
        folder = Path(name)
        wanted = [p for p in manifest.parts if not p.startswith((f"{POLICY}/", f"{postgres.TABLES}/"))]
        extract(file, folder, *wanted)
        if (folder / LEDGER).exists() and sqlite.looked_over(folder / LEDGER) != manifest.tables:
            raise DuecourseError("The ledger in the backup holds other rows than its manifest says", where=str(file))
        yield folder


def _moved_aside(home: Path, at: datetime) -> Path:
    """What was there goes into a folder of its own; a ledger in PostgreSQL is backed up there."""
    aside = home / f"before-restore-{at:%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    if connection.vendor == "postgresql":
        backup(aside / "ledger.zip", at)
    connections.close_all()
    for name in (LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm", FILES, DISARMED):
        if (home / name).exists():
            (home / name).rename(aside / name)
    return aside


def _put(folder: Path, home: Path) -> None:
    connections.close_all()
    for path in sorted(folder.iterdir()):
        target = home / path.name
        if path.is_dir() and target.is_dir():
            target.rmdir()
        path.replace(target)


def _ledger_from(file: Path, manifest: Manifest) -> None:
    """Fills PostgreSQL; ends sessions; brings older tables up to date."""
    from duecourse.running.start import migrate

    if manifest.database == "postgresql":
        found = postgres.restored(file, list(manifest.tables), manifest.migrations)
        if dict(found) != dict(manifest.tables):
            raise DuecourseError("The database holds other rows than the backup", fix="Restore it once more.")
    else:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session")
    migrate()


def _disarm(home: Path, file: Path, at: datetime) -> None:
    told = {"restored_from": file.name, "restored_at": at.isoformat(timespec="seconds")}
    (home / DISARMED).write_text(json.dumps(told), encoding="utf-8")


def disarmed(home: Path) -> bool:
    """Whether the workplace is a restored copy that sends nothing by itself."""
    return (home / DISARMED).exists()
