"""How long the check of an audit chain takes: `python bench/audit.py [--rows 1000000]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from hashlib import sha256
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecourse.web.settings")
INSERT = "INSERT INTO ledger_auditentry (workspace_id, number, payload, hash) VALUES (%s, %s, %s, %s)"
PAYLOAD = (
    '{"after":{"amount_minor":%d,"reference":"Bank slip 2026-11"},"at":"2026-11-23T01:12:00Z","before":null,'
    '"number":%d,"subject":"Payment %d: Harbour Outdoor","verb":"payment.recorded","who":{"id":3,"name":"Ana"}}'
)


def rows(count: int, workspace: int):
    previous = "0" * 64
    for number in range(1, count + 1):
        payload = PAYLOAD % (number * 7, number, number)
        previous = sha256((previous + payload).encode()).hexdigest()
        yield workspace, number, payload, previous


def fill(count: int):
    from django.db import connection, transaction

    from duecourse.ledger.models import Workspace

    workspace = Workspace.objects.create(name="Long memory")
    made = rows(count, workspace.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        while part := list(islice(made, 10_000)):
            cursor.executemany(INSERT, part)
    return workspace


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DUECOURSE_HOME"] = home
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from duecourse.ledger.audit import verify

        began = time.perf_counter()
        workspace = fill(told.rows)
        print(f"{told.rows:,} entries written in {time.perf_counter() - began:.1f} s")
        for _ in range(3):
            began, spent = time.perf_counter(), time.process_time()
            found = verify(workspace)
            took, spent = time.perf_counter() - began, time.process_time() - spent
            print(f"checked {found.head.count:,} in {took:.2f} s, of which {spent:.2f} s of this processor's time")


if __name__ == "__main__":
    main()
