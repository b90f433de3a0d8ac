"""The story of a case: each day on which the verdict changes, what it became, and what changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from duecourse.decide.explain import shown
from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import day_words, said
from duecourse.history.history import History
from duecourse.policy.model import Policy
from duecourse.policy.sql import names

_KEY: Final = ("rule_ix", "action", "then", "what", "topic", "level")


@dataclass(frozen=True, slots=True)
class Turn:
    """One day on which the verdict changed.

    Args:
        day: The day.
        verdict: What it became; later events unseen.
        happened: What both sides did since the last turn, in words, in order.
        changed: If nobody did anything: the facts that time changed, as "fact: before → now".
    """

    day: date
    verdict: Verdict
    happened: tuple[str, ...]
    changed: tuple[str, ...]


def story(history: History, days: Sequence[date], policy: Policy, language: str = "en") -> list[Turn]:
    """The turns of a one-case history over consecutive days, judged in one pass; later events are not seen.

    Args:
        history: One case.
        days: Consecutive days, the first is always a turn.
        policy: What judges.
        language: Of the sentences.
    """
    worlds = history.on_days(days)
    judged = judge(worlds, None, policy).sort("as_of")
    keys = judged.select(_KEY).rows()
    at = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    told = list(verdicts(judged[at], worlds, policy, language)) if at else []
    return [
        Turn(
            days[i], verdict, happened := tuple(_happened(history, days[at[n - 1]] if n else None, days[i], language)),
            () if happened or not i else tuple(_changed(judged, i, policy, language)),
        )
        for n, (i, verdict) in enumerate(zip(at, told, strict=True))
    ]


def _happened(history: History, after: date | None, until: date, language: str) -> Iterator[str]:
    """What both sides did on the days after the last turn, this one included."""
    zh = language == "zh"
    for day, _, text in sorted(_events(history, zh)):
        if day <= until and (after is None or day > after):
            yield text if day == until else f"{day_words(day, until, language)}: {text}"


def _events(history: History, zh: bool) -> Iterator[tuple[date, int, str]]:
    for row in history["inbounds"].iter_rows(named=True):
        words = f"“{row['says']}”" if row["says"] else said(row["kind"], "zh" if zh else "en")
        yield row["on"], 10, (f"对方：{words}" if zh else f"they: {words}")
    for row in history["touches"].iter_rows(named=True):
        what = said(row["topic"] or row["kind"], "zh" if zh else "en")
        yield row["on"], 20 if row["kind"] == "answer" else 0, (f"我们：{what}" if zh else f"we: {what}")
    for row in history["fixes"].iter_rows(named=True):
        yield row["opened_on"], 5, (f"我方待办：{row['what']}" if zh else f"our side: {row['what']}")
        if row["closed_on"]:
            yield row["closed_on"], 5, (f"已解决：{row['what']}" if zh else f"done: {row['what']}")
    for row in history["orders"].iter_rows(named=True):
        if row["new_date_named_on"]:
            day = row["new_date"]
            yield row["new_date_named_on"], 5, (f"生产部给出新交期 {day}" if zh else f"production names a new date, {day_words(day, day, 'en')}")
        if row["confirmed_on"]:
            yield row["confirmed_on"], -5, ("销售确认书已签" if zh else "sales confirmation signed")
    for row in history["milestones"].iter_rows(named=True):
        if row["paid_on"]:
            yield row["paid_on"], 30, ("款项到账" if zh else "the money is here")


def _changed(judged: pl.DataFrame, i: int, policy: Policy, language: str) -> Iterator[str]:
    """Facts of the old and the new rule that differ from the day before; day counts only where a rule reads them."""
    now, before = judged.row(i, named=True), judged.row(i - 1, named=True)
    read = [*names(policy.rules[now["rule_ix"]].when), *names(policy.rules[before["rule_ix"]].when)]
    for name in dict.fromkeys(read):
        if now[name] != before[name]:
            yield f"{name.replace('_', ' ')}: {_value(before, name, language)} → {_value(now, name, language)}"
    if now["held_by"] != before["held_by"]:
        freed = [g for g in before["held_by"] if g not in now["held_by"]]
        yield (f"{', '.join(freed)} 不再限制" if language == "zh" else f"{', '.join(freed)} no longer holds") if freed else ", ".join(now["held_by"])


def _value(row: dict[str, Any], name: str, language: str) -> str:
    return shown(row[name], row["as_of"], language)
