"""What stands beside each row of a list: plain text, the most pressing payment of the row first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.plan.sending import ACTIONS, action_words, contact_kind, payment_words, what_goes
from duecourse.plan.worklist import Worklist

_LISTS: Final = {
    "contact": ("contact", "联系客户"),
    "fix": ("fix our side", "先办好自己的事"),
    "wait": ("wait", "安心等待"),
    "done": ("nothing to do", "无需处理"),
}
_RANKS: Final = tuple(_LISTS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row of a list is told of one payment.

    Args:
        rank: 0 contact, 1 fix our side, 2 wait, 3 nothing to do; the smallest of a row is shown.
        texts: list, verdict, until (2026-12-07), because, rule.
        proposed: Kind and topic of the contact that may go now; None if none may.
    """

    rank: int
    texts: dict[str, str]
    proposed: tuple[str, str] | None


def answers(day: Worklist, language: str = "en") -> dict[str, Answer]:
    """Case to what its row is told.

    Args:
        day: The lists of the day.
        language: en or zh.
    """
    told: dict[str, Answer] = {}
    for case, answer in _all(day, language):
        if case not in told or answer.rank < told[case].rank:
            told[case] = answer
    return told


def _all(day: Worklist, language: str) -> Iterator[tuple[str, Answer]]:
    for item in day.contact:
        for verdict in item.verdicts:
            yield verdict.case, _answer(verdict, "contact", _says(verdict, language), verdict.until, language)
    for task in day.fix:
        for verdict in task.verdicts:
            told = _answer(verdict, "fix", task.what, task.due_on, language)
            yield verdict.case, told
    for waiting in day.wait:
        yield (
            waiting.verdict.case,
            _answer(waiting.verdict, "wait", _says(waiting.verdict, language), waiting.look_on, language),
        )
    for verdict in day.rest:
        yield verdict.case, _answer(verdict, "done", _LISTS["done"][language == "zh"], None, language)


def _answer(verdict: Verdict, name: str, says: str, until: date | None, language: str) -> Answer:
    zh = language == "zh"
    texts = {
        "list": _LISTS[name][zh],
        "verdict": f"{payment_words(verdict.milestone, language)}{'：' if zh else ': '}{says}",
        "until": until.isoformat() if until else "",
        "because": ("" if zh else " ").join(verdict.because),
        "rule": ", ".join([verdict.rule, *verdict.gates]),
    }
    return Answer(_RANKS.index(name), texts, _proposed(verdict) if name == "contact" else None)


def _proposed(verdict: Verdict) -> tuple[str, str] | None:
    kind = contact_kind(verdict)
    if not kind or verdict.action == "wait":
        return None
    if kind == "dunning":
        return kind, str(verdict.level or 0)
    return kind, (verdict.kind if kind == "useful" else verdict.topic) or verdict.topic or ""


def _says(verdict: Verdict, language: str) -> str:
    """Useful: production calendar; wait, then check-in."""
    zh = language == "zh"
    if verdict.action != "wait":
        return f"{action_words(verdict, language)}{'：' if zh else ': '}{what_goes(verdict, language)}"
    wait = ACTIONS["wait"][zh]
    if not contact_kind(verdict):
        return wait
    return f"{wait}{'，之后' if zh else ', then '}{action_words(verdict, language)}"
