"""Today and Case at 100,000 open cases: 50 people who think a second between two pages, for a minute, three times.

Run: make bench-pages (BENCH_ARGS="--database sqlite --cases 20000 --seconds 20" for a smaller one; --folder keeps the
ledger for the next run). Served as `duecourse serve` does it; before the crowd, pages are asked one by one to tell the
processor time of each. Other work on the machine lengthens waits but hardly processor time: both are told, with the load.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from datetime import time as clock
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from world import AS_OF

from ledger import DATABASES, fill, server, set_up

AT = datetime.combine(AS_OF, clock(1, 12), UTC)
MANAGERS_EVERY = 10
"""Of ten people one manages, and sees what is everybody's; the others see their own customers."""
PAGES = ("today", "case")
_TICKS = os.sysconf("SC_CLK_TCK")


# ---------------------------------------------------------------- the ledger
def prepare(cases: int, events: int, people: int, database: str) -> None:
    """Fills the ledger, gives each customer to somebody, and makes the plan of the day."""
    from django_scopes import scope

    from duecourse.jobs.daily import plan
    from duecourse.ledger.models import Customer, PolicyVersion
    from duecourse.ledger.rules import FIRST

    firm = fill(database, cases, events)
    with scope(workspace=firm):
        firm.policy = PolicyVersion.objects.create(workspace=firm, number=1, text=FIRST, made_at=AT)
        firm.save()
        users = [_person(firm, n) for n in range(people)]
        keys = list(Customer.objects.values_list("pk", flat=True))
        for n, user in enumerate(users):
            mine = keys[n::people]
            for at in range(0, len(mine), 500):
                Customer.objects.filter(pk__in=mine[at : at + 500]).update(owner=user)
    _like_a_sequence(database)
    plan(firm, AT)


def _person(firm: Any, number: int) -> Any:
    from duecourse.ledger.models import Membership, User

    user = User.objects.create_user(f"person{number}@bench.example", name=f"Person {number}")
    role = "sales" if number % MANAGERS_EVERY else "manager"
    Membership.objects.create(workspace=firm, user=user, role=role)
    return user


def _like_a_sequence(database: str) -> None:
    """Rows that were written in bulk with keys of their own; the next key follows them."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(apps.get_app_config("ledger").get_models())):
            cursor.execute(sql)
        cursor.execute("ANALYZE" if database == "sqlite" else "VACUUM ANALYZE")


def browsers(people: int) -> list[str]:
    """A session for each person, as his browser keeps it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from duecourse.ledger.models import User

    made = []
    for user in User.objects.filter(email__endswith="@bench.example").order_by("pk")[:people]:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        made.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return made


def cases_of(people: int, each: int = 200) -> list[list[int]]:
    """Payments of each person's customers, as he would open them."""
    from django_scopes import scopes_disabled

    from duecourse.ledger.models import Milestone, User

    found = []
    with scopes_disabled():
        for user in User.objects.filter(email__endswith="@bench.example").order_by("pk")[:people]:
            rows = Milestone.objects.filter(order__customer__owner=user).order_by("pk")
            found.append(list(rows.values_list("pk", flat=True)[:each]))
    return found


# ---------------------------------------------------------------- serving
@contextmanager
def served(home: Path, url: str) -> Iterator[tuple[str, int]]:
    """`duecourse serve`, and its process; the worker is left out, as the day is planned."""
    told = {"DUECOURSE_HOME": str(home), "DUECOURSE_TODAY": f"{AT:%Y-%m-%dT%H:%M}"} | (
        {"DATABASE_URL": url} if url else {}
    )
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | told
    command = [sys.executable, "-m", "duecourse", "serve", "--no-worker", "--port", "8321"]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        line = next((x for x in child.stdout or () if "http://" in x), "")
        address = line.split("http://")[1].split()[0]
        yield address, child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(30)


def processor_seconds(root: int) -> float:
    """Processor time of a process and its children, of what lives now."""
    parents: dict[int, tuple[int, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                told = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(told[1]), (int(told[11]) + int(told[12])) / _TICKS
    family, grew = {root}, True
    while grew:
        more = {pid for pid, (parent, _) in parents.items() if parent in family} - family
        family, grew = family | more, bool(more)
    return sum(parents[pid][1] for pid in family if pid in parents)


def database_seconds() -> float:
    """Processor time of all servers of PostgreSQL on this machine."""
    found = 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                name, told = (entry / "stat").read_text().rsplit(")", 1)
            except OSError:
                continue
            if "postgres" in name:
                found += sum(map(int, told.split()[11:13])) / _TICKS
    return found


# ---------------------------------------------------------------- asking
class Person(threading.Thread):
    """Opens Today and a case in turn, with a second's thought after each."""

    def __init__(self, address: str, cookie: str, cases: list[int], until: float, number: int) -> None:
        super().__init__(daemon=True)
        self.connection = HTTPConnection(*address.split(":"), timeout=60)  # type: ignore[arg-type]
        self.cookie, self.cases, self.until, self.chance = cookie, cases, until, random.Random(number)
        self.took: list[tuple[str, float]] = []
        self.faults: list[str] = []

    def run(self) -> None:
        time.sleep(self.chance.random())
        turn = 0
        while time.perf_counter() < self.until:
            page = PAGES[turn % 2]
            self.took.append((page, self.ask(page)))
            turn += 1
            time.sleep(1)

    def ask(self, page: str) -> float:
        """Seconds until the whole page is here."""
        path = "/" if page == "today" else f"/case/{self.chance.choice(self.cases)}"
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            self.faults.append(f"{path}: {answer.status}")
        return time.perf_counter() - began


def alone(address: str, pid: int, person: Person, times: int) -> None:
    """Each page one after the other, and the processor time of one."""
    for page in PAGES:
        for _ in range(20):
            person.ask(page)
        began, busy, base = time.perf_counter(), processor_seconds(pid), database_seconds()
        took = sorted(person.ask(page) for _ in range(times))
        wall, busy = time.perf_counter() - began, processor_seconds(pid) - busy
        base = database_seconds() - base
        more = f" and {base / times * 1000:.1f} ms of the database" if base > 0.05 else ""
        print(
            f"  {page:<6} alone: {busy / times * 1000:6.1f} ms of processor{more}; "
            f"median {took[len(took) // 2] * 1000:.1f} ms, {times / wall:.0f} a second",
            flush=True,
        )


def crowd(address: str, pid: int, cookies: list[str], cases: list[list[int]], seconds: float) -> None:
    """All people at once; how long they waited."""
    until = time.perf_counter() + seconds
    people = [Person(address, c, m, until, n) for n, (c, m) in enumerate(zip(cookies, cases, strict=True))]
    began, mine, busy, base = time.perf_counter(), time.process_time(), processor_seconds(pid), database_seconds()
    for person in people:
        person.start()
    for person in people:
        person.join()
    wall = time.perf_counter() - began
    shares = [(processor_seconds(pid) - busy), database_seconds() - base, time.process_time() - mine]
    took = [t for p in people for t in p.took]
    faults = [f for p in people for f in p.faults]
    load = os.getloadavg()[0]
    print(
        f"  {len(took)} pages, {len(took) / wall:.0f} a second, {len(faults)} faults; load {load:.1f}; of {os.cpu_count()} processors "
        f"server {shares[0] / wall:.2f}, database {shares[1] / wall:.2f}, client {shares[2] / wall:.2f}",
        flush=True,
    )
    for page in PAGES:
        waits = sorted(t for name, t in took if name == page)
        told = "  ".join(f"p{q} {waits[min(len(waits) * q // 100, len(waits) - 1)] * 1000:6.0f}" for q in (50, 95, 99))
        print(f"    {page:<6} {told} ms", flush=True)


def one(told: argparse.Namespace, home: Path) -> None:
    """Fills one ledger if it is empty, serves it and asks."""
    set_up(told.url, home)
    from duecourse.ledger.models import Workspace

    if not Workspace.objects.filter(name="Bench").exists():
        began = time.perf_counter()
        prepare(told.cases, told.events, told.people, told.database)
        print(f"{told.database}: {told.cases:,} open cases made and planned in {time.perf_counter() - began:.0f} s")
    cookies, cases = browsers(told.people), cases_of(told.people)
    from django.db import connections

    connections.close_all()
    print(
        f"{told.database}: {told.people} people, {told.seconds:g} s, load {os.getloadavg()[0]:.1f} before", flush=True
    )
    with served(home, told.url) as (address, pid):
        alone(address, pid, Person(address, cookies[1], cases[1], 0, 1), told.times)
        for _ in range(told.runs):
            crowd(address, pid, cookies, cases, told.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--times", type=int, default=100, help="Pages that one person asks for, one by one.")
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--url", default="")
    parser.add_argument("--folder", type=Path)
    told = parser.parse_args()
    if told.database and (told.url or told.database == "sqlite"):
        with tempfile.TemporaryDirectory() as folder:
            one(told, told.folder or Path(folder))
        return
    for database in [told.database] if told.database else DATABASES:
        url = (told.url or server()) if database == "postgresql" else ""
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--database", database, "--url", url], check=True)


if __name__ == "__main__":
    main()
