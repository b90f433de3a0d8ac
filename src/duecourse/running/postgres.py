"""The ledger in PostgreSQL: its tables, row by row, as they stood at one instant.

Our own copy rather than pg_dump: it needs no program that fits the server's version, and a later one reads it too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from duecourse.errors import DuecourseError
from duecourse.running.archive import Writer

TABLES: Final = "tables"
LEFT_OUT: Final = frozenset({"django_migrations", "django_session", "web_cache"})
"""Not copied: what the steps of the tables make by themselves, and what ends with a restart anyway."""

_CHUNK: Final = 1 << 20


def copied(writer: Writer) -> Mapping[str, int]:
    """Puts every table into a backup, all as of one instant; people go on working.

    Returns:
        Table to its number of rows.
    """
    with _at_one_instant() as cursor:
        return {table: _table(cursor, table, writer) for table in _tables()}


@contextmanager
def _at_one_instant() -> Iterator[Any]:
    """A cursor of the driver, in a transaction that sees one state of the database."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor.cursor


def _table(cursor: Any, table: str, writer: Writer) -> int:
    names = ", ".join(f'"{name}"' for name in columns_of(table))
    with writer.part(part_of(table)) as target:
        target.write(f"{names}\n".encode())
        with cursor.copy(f'COPY "{table}" ({names}) TO STDOUT') as stream:
            for chunk in stream:
                target.write(chunk)
    return _count(cursor, table)


def restored(file: Path, tables: Sequence[str], migrations: Mapping[str, str]) -> Mapping[str, int]:
    """Replaces everything in the database by what a verified backup holds, in one transaction.

    Args:
        file: The backup.
        tables: Those in it.
        migrations: App to the step of its tables at the time of the backup.

    Returns:
        Table to its number of rows now.
    """
    _as_of(migrations)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        names = ", ".join(f'"{t}"' for t in _tables())
        cursor.execute(f"TRUNCATE {names} CASCADE")
        with zipfile.ZipFile(file) as archive:
            for table in tables:
                _fill(cursor.cursor, table, archive)
        cursor.execute("DELETE FROM django_session")
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(sql)
        return {table: _count(cursor.cursor, table) for table in tables}


def _fill(cursor: Any, table: str, archive: zipfile.ZipFile) -> None:
    with archive.open(part_of(table)) as source:
        names = source.readline().decode().strip()
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)


def _as_of(migrations: Mapping[str, str]) -> None:
    """Tables as they were when the backup was made; on from there with the ordinary steps."""
    runner = MigrationExecutor(connection)
    known = set(runner.loader.graph.nodes)
    wanted = [(app, name) for app, name in migrations.items()]
    if later := [f"{app}.{name}" for app, name in wanted if (app, name) not in known]:
        raise DuecourseError(
            f"The backup is of a later version: this one does not know the step {later[0]}",
            fix="Install the version that wrote it, or a later one.",
        )
    runner.migrate(wanted)


def rows_there() -> bool:
    """Whether anything of a workplace is in the database."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if "ledger_user" not in tables:
            return False
        cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_user) OR EXISTS (SELECT 1 FROM ledger_workspace)")
        return bool(cursor.fetchone()[0])


def part_of(table: str) -> str:
    """Where a table stands in a backup."""
    return f"{TABLES}/{table}.copy"


def columns_of(table: str) -> list[str]:
    """Columns of a table, in their order."""
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _tables() -> list[str]:
    found = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(found) - LEFT_OUT)


def _count(cursor: Any, table: str) -> int:
    return int(cursor.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608  # our own table
