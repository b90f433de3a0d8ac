"""Many new rows at once: keys are taken beforehand, so that rows can name one another before they are stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final, TypeAlias, cast

from django.db import connection, models

from duecourse.ledger.models import User, Workspace

CHUNK: Final = 5_000
"""Rows that go to the database in one call."""

Values: TypeAlias = dict[str, Any]
Told: TypeAlias = Callable[[int], None]
"""Is told how many rows have been stored."""


@dataclass(slots=True)
class Bulk:
    """New rows of several tables, parents before children.

    A row gets a number below zero when it is added; where another row names it, that number stands for its key.

    Args:
        workspace: Whose rows.
        user: Who makes them.
        at: When.
        imported: Key of the import.
        rows: Table to its new rows.
        keys: Table to their keys, once they are stored.
    """

    workspace: Workspace
    user: User | None
    at: datetime
    imported: int
    rows: dict[type[models.Model], list[Values]] = field(default_factory=dict)
    keys: dict[type[models.Model], Sequence[int]] = field(default_factory=dict)

    def add(self, model: type[models.Model], values: Values) -> int:
        """Adds a row and gives the number that stands for its key."""
        mine = self.rows.setdefault(model, [])
        mine.append(values)
        return -len(mine)

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    def key(self, model: type[models.Model], number: int) -> int:
        """The key of a row: itself, or what its number stood for; needs the rows to be stored."""
        return number if number > 0 else self.keys[model][-number - 1]

    def counts(self) -> dict[str, int]:
        """Table to how many rows."""
        return {str(model._meta.model_name): len(rows) for model, rows in self.rows.items() if rows}

    def stored(self, order: Sequence[type[models.Model]], told: Told) -> tuple[dict[str, list[list[int]]], str]:
        """Stores all rows.

        Args:
            order: The tables, parents before children.
            told: Is told how many rows have been stored so far.

        Returns:
            Table to its new keys as spans, both ends included; and SHA-256 over all rows with their keys.
        """
        keys = self.keys
        digest, spans, done = sha256(), {}, 0
        for model in order:
            rows = self.rows.get(model, [])
            if not rows:
                continue
            keys[model] = reserved(model, len(rows))
            for part in self._parts(model, rows):
                digest.update(json.dumps([model._meta.model_name, part], default=str).encode())
                _insert(model, part)
                done += len(part)
                told(done)
            spans[str(model._meta.model_name)] = spans_of(keys[model])
        return spans, digest.hexdigest()

    def _parts(self, model: type[models.Model], rows: Sequence[Values]) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a table as the database takes them, some thousand at a time."""
        columns = [_Column(f, self.keys, self._shared()) for f in model._meta.concrete_fields]
        mine = self.keys[model]
        for begin in range(0, len(rows), CHUNK):
            part = rows[begin : begin + CHUNK]
            numbered = ({"id": mine[begin + n], **row} for n, row in enumerate(part))
            yield list(zip(*_by_column(columns, list(numbered)), strict=True))

    def _shared(self) -> Values:
        return {
            "workspace_id": self.workspace.pk,
            "imported_id": self.imported,
            "recorded_at": self.at,
            "recorded_by_id": self.user.pk if self.user else None,
        }


def _by_column(columns: Sequence[_Column], rows: Sequence[Values]) -> list[list[Any]]:
    return [column.of(rows) for column in columns]


class _Column:
    """One column: its values for many rows, as the database takes them."""

    def __init__(
        self, of: models.Field[Any, Any], keys: Mapping[type[models.Model], Sequence[int]], shared: Values
    ) -> None:
        self._name = of.attname
        self._usual = shared.get(self._name, of.get_default())
        self._keys = keys.get(cast("type[models.Model]", of.related_model)) if of.is_relation else None
        self._most = getattr(of, "max_length", None) if isinstance(of, models.CharField) else None
        # Days and instants need the form of the database; everything else is what it is.
        prepared = isinstance(of, models.DateField)
        self._prepare: Callable[[Any], Any] | None = (
            (lambda value: of.get_db_prep_save(value, connection)) if prepared else None
        )

    def of(self, rows: Sequence[Values]) -> list[Any]:
        """The column's values; text is cut where the column ends, and a number below zero becomes a key."""
        name, usual = self._name, self._usual
        values = [row.get(name, usual) for row in rows]
        if self._keys is not None:
            keys = self._keys
            return [keys[-v - 1] if v is not None and v < 0 else v for v in values]
        if self._most is not None:
            most = self._most
            return [v if v is None or len(v) <= most else v[: most - 1] + "…" for v in values]
        return _prepared(values, self._prepare) if self._prepare else values


def _prepared(values: Sequence[Any], prepare: Callable[[Any], Any]) -> list[Any]:
    """Few different days stand in many rows."""
    known = {v: prepare(v) for v in {*values}}
    return [known[v] for v in values]


def reserved(model: type[models.Model], count: int) -> Sequence[int]:
    """New keys of a table, ascending; nobody else gets them.

    Needs a transaction that writes: on SQLite it is the only one.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [int(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0])
        return range(last + 1, last + 1 + count)


def spans_of(keys: Sequence[int]) -> list[list[int]]:
    """Ascending keys as spans, both ends included."""
    if isinstance(keys, range):
        return [[keys[0], keys[-1]]]
    cuts = [n + 1 for n, (a, b) in enumerate(pairwise(keys)) if b != a + 1]
    starts, ends = [0, *cuts], [*cuts, len(keys)]
    return [[keys[a], keys[b - 1]] for a, b in zip(starts, ends, strict=True)]


def _insert(model: type[models.Model], rows: Sequence[tuple[Any, ...]]) -> None:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = ", ".join(quote(str(f.column)) for f in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(model._meta.concrete_fields))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  names of our tables
