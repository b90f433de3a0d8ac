"""An order list of many rows, from file to page: seconds by step and peak memory.

Run: make bench-orders (BENCH_ARGS="--rows 20000" for a smaller one). Nothing here is a test; figures go to docs/speed.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

AS_OF = date(2026, 11, 20)
HEADINGS = (
    "PO / SC", "Customer", "Country", "Item", "Qty", "Amount", "Currency", "Payment terms", "Deposit rec'd on",
    "Balance rec'd on", "Confirmed on", "Delivery", "Promised", "Last contact", "Remarks",
)  # fmt: skip
TERMS = (
    "30% deposit T/T, 70% before shipment", "L/C at sight", "30% deposit, balance against copy of B/L", "net 30",
    "100% before shipment",
)  # fmt: skip
CHILD = "--measure"


def made(rows: int) -> list[list[str]]:
    """The same list every time: five orders a customer, payments in all states."""
    chance = random.Random(1)
    return [[*HEADINGS], *(order(n, chance) for n in range(rows))]


def order(number: int, chance: random.Random) -> list[str]:
    confirmed = AS_OF - timedelta(days=chance.randrange(10, 110))

    def day(days: int, wanted: bool = True) -> str:
        return (confirmed + timedelta(days=days)).isoformat() if wanted else ""

    return [
        f"SC-{number}", f"Customer {number // 5}", "Germany", "Dry bag 20 L", str(chance.randrange(100, 5000)),
        f"{chance.randrange(1000, 50000)}.00", "USD", chance.choice(TERMS), day(20, number % 4 == 0), "", day(0),
        day(100), day(110, number % 9 == 0), day(chance.randrange(5, 20), number % 3 > 0), "artwork v3 sent",
    ]  # fmt: skip


def write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def write_xlsx(path: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Orders")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value:
                    sheet.write(number, place, float(value) if place in {4, 5} and number else value)


def measure(path: Path) -> None:
    """Each step of `duecourse today`, in a process of its own."""
    import resource

    from duecourse.cli.collecting import uncollected
    from duecourse.cli.today_out import write_answers
    from duecourse.cli.today_read import history_of, read_all
    from duecourse.cli.today_words import drafts_of, worded
    from duecourse.decide.judge import judge
    from duecourse.plan.day import lists_of
    from duecourse.plan.rows import answers
    from duecourse.policy.load import load
    from duecourse.words.draft import Writer

    wall, cpu = time.perf_counter(), time.process_time()

    def lap(name: str) -> None:
        nonlocal wall, cpu
        now, used = time.perf_counter(), time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {name:<10} {now - wall:7.2f} s   processor {used - cpu:7.2f} s   peak so far {peak:6.0f} MB")
        wall, cpu = now, used

    with uncollected():
        policy = load("normal")
        read = read_all([path], AS_OF)
        lap("read")
        history = history_of(read)
        read.rows.clear()
        lap("history")
        judged = judge(history, AS_OF, policy)
        lap("judge")
        lists_of(judged, history, policy)
        lap("lists")
        day = lists_of(judged, history, policy, whole=True)
        lap("all lists")
        drafts = drafts_of(day.contact, judged, history, policy, people=(), writer=Writer())
        lap("messages")
        told = worded(answers(day), drafts)
        write_answers(list(zip(read.files, read.lists, strict=True)), told, path.with_name(f"out{path.suffix}"), "en")
        lap("--out")


def command(path: Path) -> None:
    """The whole command as a person runs it, with the page."""
    start = time.perf_counter()
    run = [sys.executable, "-m", "duecourse", "today", str(path), "--as-of", AS_OF.isoformat()]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    print(f"  duecourse today {time.perf_counter() - start:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument(CHILD, type=Path)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure)
        return
    rows = made(asked.rows)
    with tempfile.TemporaryDirectory() as folder:
        for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
            path = Path(folder) / f"orders{suffix}"
            write(path, rows)
            print(f"{asked.rows:,} rows, {suffix}", flush=True)
            subprocess.run([sys.executable, __file__, CHILD, str(path)], check=True)
            command(path)


if __name__ == "__main__":
    main()
