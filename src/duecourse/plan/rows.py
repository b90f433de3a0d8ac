"""The lists as rows of a sheet: plain text only, one row for each payment and task."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.plan.sending import ACTIONS, action_words, contact_kind, payment_words, what_goes
from duecourse.plan.worklist import Task, Worklist

COLUMNS: Final = {
    "en": ("customer", "order", "payment", "list", "verdict", "until", "because", "rule"),
    "zh": ("客户", "订单", "款项", "列表", "结论", "日期", "理由", "规则"),
}
_LISTS: Final = {
    "contact": ("contact", "联系客户"),
    "fix": ("fix our side", "先办好自己的事"),
    "wait": ("wait", "安心等待"),
}


def plan_rows(day: Worklist, language: str = "en") -> Iterator[tuple[str, ...]]:
    """Rows under `COLUMNS`, in the order of the lists; dates as 2026-12-07."""
    for item in day.contact:
        for verdict in item.verdicts:
            yield _row(verdict, "contact", _verdict(verdict, language), verdict.until, language)
    for task in day.fix:
        yield from _task_rows(task, language)
    for waiting in day.wait:
        yield _row(waiting.verdict, "wait", _verdict(waiting.verdict, language), waiting.look_on, language)


def _task_rows(task: Task, language: str) -> Iterator[tuple[str, ...]]:
    for verdict in task.verdicts:
        row = _row(verdict, "fix", task.what, task.due_on, language)
        yield (*row[:-1], task.rule)


def _row(verdict: Verdict, name: str, says: str, until: date | None, language: str) -> tuple[str, ...]:
    payment = payment_words(verdict.milestone, language)
    day = until.isoformat() if until else ""
    rules = ", ".join([verdict.rule, *verdict.gates])
    because = ("" if language == "zh" else " ").join(verdict.because)
    return verdict.customer, verdict.order, payment, _LISTS[name][language == "zh"], says, day, because, rules


def _verdict(verdict: Verdict, language: str) -> str:
    """Useful: production calendar; wait, then check-in."""
    zh = language == "zh"
    if verdict.action != "wait":
        return f"{action_words(verdict, language)}{'：' if zh else ': '}{what_goes(verdict, language)}"
    wait = ACTIONS["wait"][zh]
    if not contact_kind(verdict):
        return wait
    return f"{wait}{'，之后' if zh else ', then '}{action_words(verdict, language)}"
