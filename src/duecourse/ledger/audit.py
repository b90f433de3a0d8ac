"""The audit chain: write an entry, read entries, and find out whether anybody touched them since.

Each entry's hash is SHA-256 over the hash before it (hexadecimal; 64 zeros before the first) and its payload, both as
UTF-8 text. The payload is JSON with sorted keys and without spaces. Numbers begin at 1 and have no gaps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, TypeAlias

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from duecourse.ledger.models import AuditEntry, User, Workspace

START: Final = "0" * 64
"""What stands before the first entry."""

PAGE: Final = 50
Row: TypeAlias = tuple[int, str, str]
_ROWS: Final = 2_000
_BEFORE_ALL: Final = -(1 << 63)
_SELECT: Final = (
    "SELECT number, payload, hash FROM ledger_auditentry WHERE workspace_id = %s AND number > %s "
    "ORDER BY number LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain went at some time; whoever keeps it elsewhere notices when the end is cut off."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it; `before` and `after` are None or the fields that changed."""

    number: int
    at: datetime
    who: str
    verb: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: how far the chain holds, and the number of the first entry that does not fit (None: all do).

    `fault` is one of changed, missing, cut; empty when all is well.
    """

    head: Head
    broken: int | None = None
    fault: str = ""


def record(
    workspace: Workspace,
    by: User | None,
    verb: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    *,
    at: datetime,
) -> AuditEntry:
    """Appends an entry, in the transaction of the change it tells of.

    Args:
        workspace: Whose chain.
        by: Who did it; None is the program itself.
        verb: What was done, as `people.role`.
        subject: To what, as people would name it (`Membership 3: Ana`); never a password, token or code.
        before: The changed fields as they were; days, instants and decimals may be among the values.
        after: The same fields as they are now.
        at: When it was done.
    """
    with transaction.atomic():
        # Two at a time would take the same number; the row of the workspace is the lock.
        last = _kept(Workspace.objects.select_for_update().get(pk=workspace.pk))
        said = {"verb": verb, "subject": subject, "before": before, "after": after}
        number = last.count + 1
        payload = _payload(number, at, by, said)
        row = AuditEntry(workspace=workspace, number=number, payload=payload, hash=chained(last.hash, payload))
        row.save(force_insert=True)
        Workspace.objects.filter(pk=workspace.pk).update(audit_count=number, audit_head=row.hash)
        return row


def chained(previous: str, payload: str) -> str:
    """The hash of an entry."""
    return sha256((previous + payload).encode()).hexdigest()


def head(workspace: Workspace) -> Head:
    """Number and hash of the last entry, as the workspace keeps them; 0 and 64 zeros for an empty chain."""
    return _kept(Workspace.objects.get(pk=workspace.pk))


def entries(workspace: Workspace, before: int | None = None, limit: int = PAGE) -> list[Entry]:
    """The newest entries, or the newest of those with a number below `before`; at most `limit`."""
    rows = AuditEntry.objects.filter(workspace=workspace).order_by("-number")
    return [_entry(row) for row in (rows.filter(number__lt=before) if before else rows)[:limit]]


def verify(workspace: Workspace, kept: Head | None = None) -> Checked:
    """Whether the chain is as it was written; reads part by part, so its length needs no memory.

    Finds an entry that was edited, moved or taken out and names its number. An end that was cut off is found only
    against a `kept` head, that which the workspace keeps if none is given: the chain alone cannot know how long it was.
    """
    at, kept = Head(0, START), kept or head(workspace)
    for rows in _batches(workspace.pk):
        at, fault = _follow(at, rows)
        if fault:
            return Checked(at, at.count + 1, fault)
        if kept and at.count - len(rows) < kept.count <= at.count and rows[kept.count - at.count - 1][2] != kept.hash:
            return Checked(at, kept.count, "changed")
    return Checked(at, at.count + 1, "cut") if kept and kept.count > at.count else Checked(at)


def _follow(at: Head, rows: list[Row]) -> tuple[Head, str]:
    """How far the rows continue the chain, and what is wrong with the next one; a million must take few seconds."""
    # A copy of an empty hash is made in half the time that a new one takes.
    previous, count, empty = at.hash, at.count, sha256()
    for number, payload, digest in rows:
        if number != count + 1:
            return Head(count, previous), "missing"
        running = empty.copy()
        running.update((previous + payload).encode())
        if running.hexdigest() != digest:
            return Head(count, previous), "changed"
        previous, count = digest, number
    return Head(count, previous), ""


def exported(workspace: Workspace) -> Iterator[str]:
    """The chain as JSON Lines, many at a time: `entry` is the payload as it was hashed, `hash` its hash."""
    for rows in _batches(workspace.pk):
        yield "".join(f'{{"entry":{payload},"hash":"{digest}"}}\n' for _, payload, digest in rows)


def _batches(workspace: int) -> Iterator[list[Row]]:
    """Rows in order, some thousand at a time, each asked for after the last one that came.

    One long question would hold back whoever writes (SQLite's log grows), or be written out first (PostgreSQL).
    """
    last = _BEFORE_ALL
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_SELECT, [workspace, last, _ROWS])
            rows = cursor.fetchall()
            if not rows:
                return
            yield rows
            last = rows[-1][0]


def _kept(workspace: Workspace) -> Head:
    return Head(workspace.audit_count, workspace.audit_head or START)


def _payload(number: int, at: datetime, by: User | None, said: dict[str, Any]) -> str:
    entry = {"number": number, "at": at, "who": {"id": by.pk, "name": str(by)} if by else None, **said}
    return json.dumps(entry, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _entry(row: AuditEntry) -> Entry:
    said = json.loads(row.payload)
    who = said["who"]["name"] if said["who"] else ""
    at = datetime.fromisoformat(said["at"])
    return Entry(row.number, at, who, said["verb"], said["subject"], said["before"], said["after"])
