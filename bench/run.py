"""What we claim about speed, measured in one run: medians, ratios, memory, and where the time goes.

Run: make bench (BENCH_ARGS="--cases 200000" for a smaller one). Nothing here is a test; figures go to docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from world import AS_OF, world

import duecourse.decide.judge as judging
from duecourse.adapters.casebook import read
from duecourse.adapters.parquet import write_history
from duecourse.decide.judge import judge
from duecourse.decide.verdict import verdicts
from duecourse.facts import contacts, deadline, pipeline, promises, said, shelf
from duecourse.history.history import History
from duecourse.policy.load import load

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "src" / "duecourse" / "cli" / "example" / "bag.toml"


def median(times: int, work: Callable[[], object]) -> float:
    """Median seconds of so many runs, after one that warms up."""
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def one_verdict() -> None:
    """A case that is in memory, and one with its file read; warm."""
    policy, case = load("normal"), read(EXAMPLE)
    alone = median(31, lambda: next(verdicts(judge(case.history, case.as_of, policy), case.history, policy)))
    whole = median(15, lambda: judge(read(EXAMPLE).history, case.as_of, policy))
    print(
        f"one verdict, warm                      {alone * 1000:8.1f} ms   (with reading its file {whole * 1000:.1f} ms)"
    )


def command_start() -> None:
    """The command from the shell: its version, its help, one verdict."""
    for name, arguments in (("--version", ["--version"]), ("--help", ["--help"]), ("decide", ["decide", str(EXAMPLE)])):
        took = median(
            5,
            lambda a=arguments: subprocess.run(
                [sys.executable, "-m", "duecourse", *a], check=True, capture_output=True
            ),
        )
        print(f"duecourse {name:<28} {took * 1000:8.0f} ms")


def bare(history: History) -> float:
    """The limit: a scan of the same data, one group-by over the events, one hand-written expression over the cases."""
    events, cases, orders = history.events, history["milestones"], history["orders"]

    def work() -> object:
        grouped = events.group_by("customer_ix").agg(pl.len(), pl.col("on").max())
        joined = cases.with_columns(orders["deliver_on"].gather(cases["order_ix"]).alias("deliver_on"))
        slack = (pl.col("deliver_on").cast(pl.Int32) - pl.lit(AS_OF).cast(pl.Int32) - 35).alias("slack")
        acted = joined.with_columns(slack).with_columns(pl.when(pl.col("slack") <= 0).then(1).otherwise(2).alias("act"))
        sums = [f.select(pl.all().null_count()) for f in history.frames.values() if f.height]
        return grouped, acted, sums

    return median(3, work)


class Stopwatch:
    """Adds up the seconds spent in functions of the pipeline."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def watch(self, module: Any, name: str, label: str) -> None:
        inner = getattr(module, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            out = inner(*args, **kwargs)
            self.spent[label] += time.perf_counter() - start
            return out

        setattr(module, name, timed)


WATCHED = (
    (contacts, "marked", "order of both sides' contacts"),
    (contacts, "weighed", "weights, and what is left of them"),
    (contacts, "by_customer", "pressure and caps by customer"),
    (contacts, "by_case", "last contacts by case"),
    (contacts, "rhythm", "rhythm"),
    (said, "about_cases", "what they said, by case"),
    (said, "about_customers", "what they said, by customer"),
    (shelf, "shelf_of", "shelf"),
    (shelf, "checklist_of", "checklist"),
    (promises, "promises_of", "promises"),
    (pipeline, "base", "case, order, customer side by side"),
    (deadline, "with_deadline", "must-pay-by"),
    (pipeline, "attached", "joins to the cases"),
    (pipeline, "_finished", "the other facts"),
    (judging, "decided", "rules"),
    (judging, "gated", "gates"),
)


def in_memory(cases: int, events: int) -> None:
    """All cases judged at once, beside the limit, and where the time goes."""
    history, policy = world(cases, events), load("normal")
    limit = bare(history)
    took = median(3, lambda: judge(history, AS_OF, policy))
    print(
        f"{cases:,} cases, {events:,} events in memory  {took:8.2f} s     bare scan {limit:.2f} s, ratio {took / limit:.0f}"
    )
    watch = Stopwatch()
    for module, name, label in WATCHED:
        watch.watch(module, name, label)
    judge(history, AS_OF, policy)
    for label, seconds in watch.spent.most_common():
        print(f"    {label:<40} {seconds:6.2f} s")


def from_parquet(cases: int, events: int, part: int) -> None:
    """The batch command over Parquet parts, in a process of its own, with its peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        write_history(world(cases, events), Path(folder) / "in", part)
        command = [
            sys.executable,
            "-m",
            "duecourse",
            "decide",
            "--history",
            f"{folder}/in",
            "--out",
            f"{folder}/out.parquet",
            "--as-of",
            AS_OF.isoformat(),
        ]
        start = time.perf_counter()
        done = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(done.pid, 0)
        took = time.perf_counter() - start
        assert status == 0
        size = sum(f.stat().st_size for f in Path(folder).rglob("*.parquet")) / 1e6
        print(
            f"{cases:,} cases from Parquet ({size:.0f} MB)   {took:8.2f} s     peak memory {usage.ru_maxrss / 1e3:.0f} MB in parts of {part:,}"
        )


def main() -> None:
    """Runs every measure and prints it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=0, help="default: five for each case")
    parser.add_argument("--part", type=int, default=250_000)
    arguments = parser.parse_args()
    events = arguments.events or 5 * arguments.cases
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, Polars {pl.__version__}")
    one_verdict()
    command_start()
    in_memory(arguments.cases, events)
    from_parquet(arguments.cases, events, arguments.part)
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
