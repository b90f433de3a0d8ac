"""Order lists for tests, invented; and the same read by `duecourse today`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from duecourse.cli.today import run_today
from duecourse.ledger.models import Standing

HEAD = ("customer", "country", "order", "product", "amount", "currency", "payment terms", "confirmed on", "delivery")
USUAL = {
    "country": "DE",
    "product": "dry bag 20 L",
    "amount": "10,000.00",
    "currency": "USD",
    "payment terms": "30% deposit, balance before shipment",
    "confirmed on": "2026-11-02",
    "delivery": "2027-01-20",
}


def listed(*rows: Mapping[str, str], more: Sequence[str] = ()) -> bytes:
    """A csv list; what a row does not state is usual."""
    names = [*HEAD, *more]
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="")
    writer.writeheader()
    writer.writerows({**{n: USUAL.get(n, "") for n in names}, **row} for row in rows)
    return out.getvalue().encode()


SAID = ("action", "kind", "topic", "level", "until", "then", "rule", "next_review", "needs_approval")


def of_today(path: Path, day: date) -> dict[tuple[str, str, int], dict[str, Any]]:
    """What `duecourse today` says: by order, payment and place among those of its kind."""
    out = io.StringIO()
    run_today([path], as_of=day, as_json=True, stream=out)
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for line in map(json.loads, out.getvalue().splitlines()):
        if "case" in line:
            number = int(line["case"].rpartition("/")[2]) if line["case"].rpartition("/")[2].isdecimal() else 1
            found[line["order"], line["milestone"], number] = {n: line.get(n) for n in SAID}
    return found


def of_ledger() -> dict[tuple[str, str, int], dict[str, Any]]:
    """The same from the kept verdicts."""
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in Standing.objects.select_related("verdict", "milestone__order"):
        milestone = row.milestone
        key = (milestone.order.number, milestone.kind, milestone.step // 100 + 1)
        found[key] = {n: row.verdict.said.get(n) for n in SAID}
    return found
