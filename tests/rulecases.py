"""Worked cases of rules and gates (tests/cases/*.toml): how they are read and judged, all in one pass."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from duecourse.adapters.casebook import check_shape, rows_of
from duecourse.decide.judge import judge
from duecourse.history.history import History, as_frame, strict
from duecourse.history.schema import FRAMES
from duecourse.history.seen import seen
from duecourse.policy.load import load
from duecourse.policy.model import Policy

HERE = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class RuleCase:
    """One worked case: of which rule or gate, what is given, and what must come out."""

    name: str
    subject: str
    is_gate: bool
    expect: str
    verdict: Mapping[str, Any]
    facts: Mapping[str, Any]
    given: Mapping[str, Any]


def merged(base: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` over `base`: tables key by key, lists and values as a whole."""
    out = dict(base)
    for key, value in given.items():
        out[key] = {**base.get(key, {}), **value} if isinstance(value, dict) else value
    return out


@cache
def all_cases() -> tuple[RuleCase, ...]:
    """Every worked case, in the order of the files."""
    found = []
    for path in sorted(HERE.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        is_gate = "gate" in raw
        subject = raw["gate" if is_gate else "rule"]
        for row in raw["case"]:
            name = f"{path.stem}: {row['name']}"
            given = merged(raw.get("base", {}), row["given"])
            facts = row.get("facts", {})
            found.append(RuleCase(name, subject, is_gate, row["expect"], row.get("verdict", {}), facts, given))
    return tuple(found)


def stacked_on_days(cases: Iterable[RuleCase]) -> History:
    """Cases with different days as one history whose sellers carry their own `as_of`; later events unseen."""
    rows: dict[str, list[dict[str, Any]]] = {f.name: [] for f in FRAMES}
    for case in cases:
        check_shape(case.given, case.name)
        for frame, found in rows_of(case.given, case.name).items():
            rows[frame] += [{**r, "as_of": case.given["as_of"]} for r in found]  # type: ignore[union-attr]
    frames = {n: as_frame(n, r) for n, r in rows.items()}
    known = {n: seen(n, f, pl.col("as_of")) if f.height else f for n, f in frames.items()}
    return strict({n: f if n == "sellers" else f.drop("as_of", strict=False) for n, f in known.items()})


@cache
def by_preset() -> dict[str, tuple[tuple[RuleCase, ...], History]]:
    """The cases of each preset with their history, read once for all mutants."""
    presets = sorted({c.given["policy"] for c in all_cases()})
    groups = {p: tuple(c for c in all_cases() if c.given["policy"] == p) for p in presets}
    return {p: (cs, stacked_on_days(cs)) for p, cs in groups.items()}


def failures(changed: Mapping[str, Policy] | None = None) -> list[str]:
    """Names of the cases that do not come out as they must, with what came out."""
    found = []
    for preset, (cases, history) in by_preset().items():
        policy = (changed or {}).get(preset) or load(preset)
        judged = judge(history, None, policy)
        rows = {r["case"]: r for r in judged.iter_rows(named=True)}
        found += [f"{c.name}: {w}" for c in cases for w in wrong(c, rows[c.name], policy)]
    return found


def wrong(case: RuleCase, row: Mapping[str, Any], policy: Policy) -> list[str]:
    """What differs between a judged row and what the case expects, in words."""
    got = outcome(row, policy)
    heard = case.subject in got["gates"] if case.is_gate else case.subject == got["rule"]
    expected = case.expect in {"holds", "speaks"}
    out = [] if heard == expected else [f"expected {case.expect}, got {got['rule']} {got['action']} {got['gates']}"]
    out += [f"{k} is {row[k]}, expected {v}" for k, v in case.facts.items() if not same(row[k], v)]
    return out + [f"{k} is {got.get(k)}, expected {v}" for k, v in case.verdict.items() if not agrees(got, k, v)]


def same(got: object, expected: object) -> bool:
    """Equal; numbers to four places, dates and words exactly."""
    return round(got, 4) == expected if isinstance(got, float) else got == expected


def outcome(row: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """The fields that cases compare."""
    keys = ("action", "until", "topic", "level", "then", "needs_approval")
    return {k: row[k] for k in keys} | {
        "kind": row["what"],
        "gates": list(row["held_by"]),
        "rule": policy.rules[row["rule_ix"]].id,
        "step": policy.rules[row["rule_ix"]].step,
    }


def agrees(got: Mapping[str, Any], key: str, value: Any) -> bool:
    """Whether one expected field came out; `not_action` and lists of allowed days included."""
    if key == "not_action":
        return got["action"] != value
    if key == "until_one_of":
        return got["until"] in value
    return bool(got.get(key, value) == value) if key != "because_has" else True
