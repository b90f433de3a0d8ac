"""The ledger in SQLite: copied while people work, and looked over."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from duecourse.errors import DuecourseError

_PAGES: Final = 4_096
_BUSY_SECONDS: Final = 20.0


def copied(source: Path, target: Path) -> Mapping[str, int]:
    """Copies a database as it stood at one instant, and looks the copy over.

    Args:
        source: The database; others may write to it meanwhile.
        target: A new file.

    Returns:
        Table to its number of rows.

    Raises:
        DuecourseError: The copy is not whole, or holds other rows than the source did.
    """
    # An ordinary connection that only reads: one that is opened as read-only cannot always see a write-ahead log.
    with closing(sqlite3.connect(source, timeout=_BUSY_SECONDS, isolation_level=None)) as live:
        live.execute("BEGIN")
        rows = counts(live)
        with closing(sqlite3.connect(target)) as copy:
            live.backup(copy, pages=_PAGES, sleep=0.005)
        live.execute("ROLLBACK")
    if looked_over(target) != rows:
        raise DuecourseError("The copy holds other rows than the ledger", where=str(source), fix="Try it again.")
    return rows


def looked_over(file: Path) -> Mapping[str, int]:
    """Tables of a database and their rows, after a check of every page and link.

    Raises:
        DuecourseError: It is damaged.
    """
    with closing(sqlite3.connect(file)) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise _damaged(file, found[0])
            if loose := connection.execute("PRAGMA foreign_key_check").fetchone():
                raise _damaged(file, f"a row of {loose[0]} names what is not there")
            return counts(connection)
        except sqlite3.DatabaseError as error:
            raise _damaged(file, str(error)) from error


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Table to its number of rows."""
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [row[0] for row in connection.execute(names)]
    return {t: int(connection.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0]) for t in tables}  # noqa: S608


def journal_mode(file: Path) -> str:
    """How a database keeps its writes: wal is what we want."""
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def _damaged(file: Path, why: str) -> DuecourseError:
    fix = "Restore the last good backup: duecourse restore FILE --force"
    return DuecourseError(f"The database is damaged: {why}", where=str(file), fix=fix)
