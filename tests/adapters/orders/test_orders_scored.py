"""Whole lists scored against their right answers: ours, and the larger set beside the project where it is at hand."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from duecourse.cli.headings_file import FOLDER
from duecourse.cli.today import run_today

OURS = Path(__file__).parents[1] / "lists"
SHARED = [p / "shared" / "data" / "orders" for p in Path(__file__).parents]
THEIRS = next((p for p in SHARED if p.is_dir()), None)
FIELDS = (
    *("customer", "amount", "currency", "due_on", "deliver_on", "confirmed_on", "promised_on", "last_contact_on"),
    *("paid_on", "paid"),
)
Answer = dict[str, Any]


def answers(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.expected.json"))


def read(answer: Path) -> tuple[Answer, list[Answer]]:
    """What should be read, and what was."""
    expected = json.loads(answer.read_text(encoding="utf-8"))
    name = answer.name.removesuffix(".expected.json")
    source = next(p for p in answer.parent.glob(f"{name}.*") if p != answer)
    to = io.StringIO()
    run_today([source], as_of=date.fromisoformat(expected["as_of"]), dry_run=True, stream=to)
    return expected, [json.loads(line) for line in to.getvalue().splitlines()]


def squeezed(text: object) -> str:
    return "".join(str(text or "").split()).casefold()


def same(field: str, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    if field == "amount":
        return abs(Decimal(str(one)) - Decimal(str(other))) <= Decimal("0.01")
    return squeezed(one) == squeezed(other) if field == "customer" else one == other


def score(expected: Answer, got: list[Answer]) -> tuple[Counter[str], list[str]]:
    """Fields expected and right, and in words what is invented, missing or wrongly refused."""
    count: Counter[str] = Counter()
    wanted = {(squeezed(m["order"]), m["kind"]): m for m in expected["milestones"]}
    found = {(squeezed(g["order"]), g["kind"]): g for g in got if "kind" in g}
    doubtful = {a["row"] for a in expected["ambiguous"]} | {r["row"] for r in expected["refused"]}
    free = {squeezed(a["order"]) for a in expected["ambiguous"] if a.get("order") and not a.get("field")}
    bad = [
        f"invented {k}" for k, g in found.items() if k not in wanted and k[0] not in free and g["row"] not in doubtful
    ]
    for key, milestone in wanted.items():
        for field in (f for f in FIELDS if f in milestone and f not in milestone.get("from_remarks", ())):
            want, have = milestone[field], found.get(key, {}).get(field)
            if want is not None:
                count["expected"] += 1
                count["right"] += same(field, want, have)
            elif have is not None:
                bad.append(f"invented {field} of {key}: {have}")
    refused = {(g["refused"]["row"], squeezed(g["refused"]["column"])) for g in got if "refused" in g}
    named = {(r["row"], squeezed(r["column"])) for r in expected["refused"]}
    bad += [f"not refused: {r}" for r in named - refused]
    bad += [f"refused: {r}" for r in refused if r[0] not in doubtful]
    (nothing,) = [g["nothing_to_judge"] for g in got if "nothing_to_judge" in g]
    return count, bad if nothing is expected["nothing_to_judge"] else [*bad, f"nothing_to_judge is {nothing}"]


def assert_well_read(files: list[Path]) -> None:
    total: Counter[str] = Counter()
    for answer in files:
        count, bad = score(*read(answer))
        assert bad == [], answer.name
        total += count
    assert total["expected"] > 0
    assert total["right"] >= 0.98 * total["expected"], dict(total)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))


def test_our_lists_are_read_well() -> None:
    assert len(answers(OURS)) >= 9
    assert_well_read(answers(OURS))


@pytest.mark.skipif(THEIRS is None, reason="no folder shared/data/orders beside the project")
def test_the_lists_beside_the_project_are_read_well() -> None:
    assert THEIRS is not None
    assert_well_read(answers(THEIRS))


def test_a_worse_reading_scores_less() -> None:
    expected, got = read(OURS / "bags_zh.expected.json")
    first = next(g for g in got if "kind" in g)
    right, _ = score(expected, got)
    wrong, _ = score(expected, [{**g, "amount": "1.00"} if g is first else g for g in got])
    missing, _ = score(expected, [g for g in got if g is not first])
    assert right["right"] == right["expected"] == missing["expected"]
    assert wrong["right"] == right["right"] - 1
    assert missing["right"] < wrong["right"]
    assert score(expected, [*got, {**first, "order": "new"}])[1] == [f"invented ('new', '{first['kind']}')"]
    assert score(expected, [*got, {"refused": {"row": first["row"], "column": "金额"}}])[1] == [
        f"refused: ({first['row']}, '金额')"
    ]
