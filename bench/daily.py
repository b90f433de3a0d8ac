"""The daily plan of many open cases, from and to SQLite and PostgreSQL: seconds of each step.

Run: make bench-daily (BENCH_ARGS="--cases 20000" for a smaller one, "--database sqlite" for one alone). The first plan of
a ledger stores every verdict; that of the next day only those that differ. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from ledger import DATABASES, fill, server, set_up

TOOK: Counter[str] = Counter()


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Adds what happens inside to a step."""
    began = time.perf_counter()
    try:
        yield
    finally:
        TOOK[step] += time.perf_counter() - began


def watch(owner: Any, name: str, step: str) -> None:
    """Times each call of a function."""
    work: Callable[..., Any] = getattr(owner, name)

    def watched(*args: Any, **kwargs: Any) -> Any:
        with timed(step):
            return work(*args, **kwargs)

    setattr(owner, name, watched)


def watch_all() -> None:
    """The steps of a plan, in their order; those with a dot are within the one before."""
    from duecourse.jobs import daily
    from duecourse.ledger import models
    from duecourse.recording import deciding
    from duecourse.recording.desk import Desk

    watch(daily, "parts_of", "which customers")
    watch(deciding, "load", "load the history")
    watch(deciding, "judge", "judge")
    Desk.of = classmethod(_of(Desk))  # type: ignore[assignment]
    watch(Desk, "rows", "make the lists")
    watch(deciding.Judged, "told", "  . verdicts told, in two languages")
    watch(Desk, "_drafts", "  . messages written")
    watch(deciding, "_kept", "compare and keep verdicts")
    watch(Desk, "clear", "clear the old lists")
    for model in (models.Standing, models.Message, models.Task, models.Verdict):
        watch(model.objects, "bulk_create", f"  . store {model._meta.verbose_name_plural}")
    watch(daily, "digest", "digest")


def _of(desk: Any) -> Any:
    read = desk.of.__func__

    def of(cls: Any, *args: Any) -> Any:
        with timed("what is known beside"):
            return read(cls, *args)

    return of


def one(database: str, url: str, cases: int, events: int) -> None:
    """Fills one database, makes the plans of two days and prints what they took."""
    from world import AS_OF

    with tempfile.TemporaryDirectory() as folder:
        set_up(url, Path(folder))
        from django_scopes import scope

        from duecourse.jobs.daily import plan
        from duecourse.ledger.models import PolicyVersion
        from duecourse.ledger.rules import FIRST

        at = datetime.combine(AS_OF, clock(1), UTC)
        firm = fill(database, cases, events)
        with scope(workspace=firm):
            firm.policy = PolicyVersion.objects.create(workspace=firm, number=1, text=FIRST, made_at=at)
            firm.save()
        watch_all()
        for day, what in enumerate(("first plan", "plan of the next day")):
            TOOK.clear()
            began = time.perf_counter()
            run = plan(firm, at + timedelta(days=day))
            whole = time.perf_counter() - began
            print(f"\n{database}, {what}: {whole:.1f} s for {sum(run.counts.values()):,} cases, {dict(run.counts)}")
            for step, took in TOOK.items():
                print(f"  {step:<40} {took:8.2f} s")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--url", default="")
    told = parser.parse_args()
    if told.database and (told.url or told.database == "sqlite"):
        one(told.database, told.url, told.cases, told.events)
        return
    for database in [told.database] if told.database else DATABASES:
        url = (told.url or server()) if database == "postgresql" else ""
        plain = ["--cases", str(told.cases), "--events", str(told.events), "--database", database, "--url", url]
        subprocess.run([sys.executable, __file__, *plain], check=True)


if __name__ == "__main__":
    main()
