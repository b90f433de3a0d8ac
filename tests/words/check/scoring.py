"""Labelled drafts and how well the check agrees with their labels."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duecourse.words.check import Checked, Context, check

HERE = Path(__file__).parent
GROUPS = {"pressure", "neediness", "threat", "blame", "all_caps", "discount_begging", "naked_reminder"}


def drafts(file: Path) -> list[dict[str, Any]]:
    """The drafts of a file, one object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def judged(draft: dict[str, Any]) -> Checked:
    """A draft as the command line would judge it."""
    return check(draft["text"], language=draft["lang"], context=Context(note=draft["context"]))


def groups(checked: Checked) -> set[str]:
    """The groups that labels speak of, of the faults that hold the draft."""
    return {f.group for f in checked.faults if f.severity == "block"} & GROUPS


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement with the labels: wrongly sent or held ids, fine ones that were held, F1 of the groups."""

    wrong: list[str]
    held: list[str]
    f1: float


def scored(cases: list[dict[str, Any]]) -> Score:
    """All drafts judged and compared."""
    count: Counter[str] = Counter()
    wrong, held = [], []
    for case in cases:
        checked = judged(case)
        got, wanted = groups(checked), set(case["faults"])
        count.update(hit=len(got & wanted), more=len(got - wanted), less=len(wanted - got))
        if checked.ok_to_send != case["ok_to_send"]:
            wrong.append(case["id"])
            held += [case["id"]] * case["ok_to_send"]
    f1 = 2 * count["hit"] / max(1, 2 * count["hit"] + count["more"] + count["less"])
    return Score(wrong, held, f1)
