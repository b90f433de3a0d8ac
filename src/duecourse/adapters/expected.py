"""Compares a verdict with the `[expect]` table of a case file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from duecourse.decide.verdict import Verdict

FIELDS: Final = frozenset(
    {
        "action",
        "not_action",
        "until",
        "until_one_of",
        "kind",
        "topic",
        "level",
        "rule",
        "gates",
        "then",
        "needs_approval",
        "because_has",
    }
)


def failures(expect: Mapping[str, Any], verdict: Verdict) -> list[str]:
    """What does not come out as expected, one sentence each; empty if all does."""
    wrong = [f"expects {k!r}, which the format does not know" for k in expect if k not in FIELDS]
    plain = ("action", "until", "kind", "topic", "level", "rule", "then", "needs_approval")
    wrong += [
        _differs(k, expect[k], getattr(verdict, k)) for k in plain if k in expect and getattr(verdict, k) != expect[k]
    ]
    if expect.get("not_action") == verdict.action:
        wrong.append(f"action is {verdict.action}, which it must not be")
    if "until_one_of" in expect and verdict.until not in expect["until_one_of"]:
        wrong.append(_differs("until", " or ".join(map(str, expect["until_one_of"])), verdict.until))
    if "gates" in expect and list(verdict.gates) != list(expect["gates"]):
        wrong.append(_differs("gates", ", ".join(expect["gates"]), ", ".join(verdict.gates)))
    because = " ".join(verdict.because).casefold()
    return wrong + [
        f"because does not say {w!r}" for w in expect.get("because_has", ()) if str(w).casefold() not in because
    ]


def _differs(field: str, expected: object, got: object) -> str:
    show = got.isoformat() if isinstance(got, date) else got
    return f"{field} is {show}, but {expected} was expected"
