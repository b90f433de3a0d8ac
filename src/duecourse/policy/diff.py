"""What differs between two policies: numbers, rules, gates, waits and overrides, each as it was and as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from duecourse.policy.model import Gate, Override, Policy, Rule

_ABSENT: Final = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Args:
        part: number, rule, gate, wait or override.
        name: Its name, or key.
        what: Which part of a rule or gate; empty for its place, or the whole.
        was, now: As text; empty where it is not there.
    """

    part: str
    name: str
    what: str
    was: str
    now: str


def changes(was: Policy, now: Policy) -> list[Change]:
    """All differences that may change a verdict, in the order of a policy file; words and titles are none."""
    numbers = [{n: f"{x.value:g}" for n, x in p.numbers.items()} for p in (was, now)]
    waits = [{r: f"{w.days} {w.clock} from {w.start}" for r, w in p.waits.items()} for p in (was, now)]
    overrides = [dict(_overrides(p.overrides)) for p in (was, now)]
    return [
        *_texts("number", *numbers),
        *_texts("wait", *waits),
        *_texts("override", *overrides),
        *_rows("rule", {r.key: r for r in was.rules}, {r.key: r for r in now.rules}, _RULE),
        *_rows("gate", {g.id: g for g in was.gates}, {g.id: g for g in now.gates}, _GATE),
    ]


_RULE: Final = ("when", "do", "kind", "topic", "level", "until")
_GATE: Final = ("kinds", "fails", "free")


def _overrides(found: tuple[Override, ...]) -> Iterator[tuple[str, str]]:
    for override in found:
        yield from ((f"{override.by} {override.key}: {n}", f"{v:g}") for n, v in override.numbers.items())


def _texts(part: str, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name, _ABSENT), now.get(name, _ABSENT)
        if before != after:
            yield Change(part, name, "", before, after)


def _rows(part: str, was: Mapping[str, Any], now: Mapping[str, Any], fields: tuple[str, ...]) -> Iterator[Change]:
    """Rows that came, went, say something else, or stand after another row than before."""
    before, after = _follows(was, now), _follows(now, was)
    for key in dict.fromkeys([*was, *now]):
        if key not in was or key not in now:
            yield Change(part, key, "", _short(was.get(key)), _short(now.get(key)))
            continue
        for name in fields:
            if getattr(was[key], name) != getattr(now[key], name):
                yield Change(part, key, name, _said(getattr(was[key], name)), _said(getattr(now[key], name)))
        if before[key] != after[key]:
            yield Change(part, key, "place", f"after {before[key]}", f"after {after[key]}")


def _follows(rows: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """Each row to the one before it, rows that only one policy has left out."""
    common = [key for key in rows if key in other]
    return dict(zip(common, ["the first", *common], strict=False))


def _short(row: Rule | Gate | None) -> str:
    if row is None:
        return _ABSENT
    return row.when if isinstance(row, Rule) else row.fails


def _said(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
