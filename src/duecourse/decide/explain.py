"""The trace of one verdict: every rule in order with what it read, every gate, and what would change the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import day_words, said
from duecourse.history.history import History
from duecourse.policy.model import Policy
from duecourse.policy.sql import compiled, conjuncts, names

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: whether it spoke, the facts it read, and the conditions that were not met."""

    key: str
    title: str
    spoke: bool
    reads: Mapping[str, object]
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate on the proposed contact: whether it applies, whether it holds, what it read, when it lets go."""

    id: str
    title: str
    applies: bool
    holds: bool
    reads: Mapping[str, object]
    free_on: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would change the verdict, and the verdict it would then be."""

    if_: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict with everything behind it."""

    verdict: Verdict
    rules: tuple[RuleLine, ...]
    gates: tuple[GateLine, ...]
    changes: tuple[Change, ...]


def explained(history: History, as_of: date, policy: Policy, language: str = "en") -> Explanation:
    """Everything behind the verdict of a history with one case.

    Args:
        history: One case; `history.sliced` cuts one customer out of many.
        as_of: The day.
        policy: Rules, gates and numbers.
        language: Of the sentences.
    """
    judged = judge(history, as_of, policy)[:1]
    verdict = next(verdicts(judged, history, policy, language))
    return Explanation(
        verdict,
        _rules(judged, policy, language),
        _gates(judged, policy, language),
        _changes(history, as_of, policy, language),
    )


def _rules(judged: pl.DataFrame, policy: Policy, language: str) -> tuple[RuleLine, ...]:
    """Rules up to the one that decided; the later ones were not asked."""
    row = judged.row(0, named=True)
    asked = policy.rules[: row["rule_ix"] + 1]
    parts = {r.key: conjuncts(r.when) for r in asked}
    texts = list(dict.fromkeys(t for ts in parts.values() for t in ts))
    truth = judged.select(compiled(t).alias(str(i)) for i, t in enumerate(texts)).row(0)
    met = dict(zip(texts, truth, strict=True))
    return tuple(
        RuleLine(
            r.key,
            r.title[language],
            r is asked[-1],
            {n: row[n] for n in names(r.when)},
            tuple(t for t in parts[r.key] if not met[t]),
        )
        for r in asked
    )


def _gates(judged: pl.DataFrame, policy: Policy, language: str) -> tuple[GateLine, ...]:
    row = judged.row(0, named=True)
    if not row["contact"]:
        return ()
    free = judged.select(compiled(g.free).alias(g.id) for g in policy.gates if g.free).row(0, named=True)
    return tuple(
        GateLine(
            g.id,
            g.title[language],
            row["contact"] in g.kinds,
            g.id in row["held_by"],
            {n: row[n] for n in names(g.fails)},
            free.get(g.id) if g.id in row["held_by"] else None,
        )
        for g in policy.gates
    )


_Edit = Callable[[History], History]


def _changes(history: History, as_of: date, policy: Policy, language: str) -> tuple[Change, ...]:
    """What-if questions, each really judged; only those that change the verdict."""
    now = _signature(judge(history, as_of, policy))
    seen = history.seen_on(as_of)
    found = []
    for text, edit in _questions(seen, as_of, language):
        changed = edit(seen)
        judged = judge(changed, as_of, policy)[:1]
        if _signature(judged) != now:
            found.append(Change(text, next(verdicts(judged, changed, policy, language))))
    return (*found, *_with_time(seen, as_of, policy, language, now))


def _signature(judged: pl.DataFrame) -> tuple[object, ...]:
    return judged.select("rule_ix", "action", "then", "what", "topic", "level").row(0)


def _questions(history: History, as_of: date, language: str) -> list[tuple[str, _Edit]]:
    """Things that may happen today, as sentences and as edits of the history."""
    zh = language == "zh"
    case, customer = history["milestones"]["case"][0], history["customers"]["customer"][0]
    soon = as_of + timedelta(days=3)
    about = {"case": case, "customer": customer, "on": as_of}

    def writes(**more: object) -> _Edit:
        return lambda h: h.with_rows("inbounds", [{**about, **more}])

    def promises(h: History) -> History:
        promise = {"case": case, "made_on": as_of, "pay_on": soon}
        return h.with_rows("inbounds", [about]).with_rows("promises", [promise])

    def paid(h: History) -> History:
        return h.with_column("milestones", paid_on=as_of)

    listed: list[tuple[str, _Edit]] = [
        ("款项今天到账" if zh else "the money arrives today", paid),
        ("对方今天来信" if zh else "they write today", writes()),
        ("对方今天提问" if zh else "they ask something today", writes(question="?")),
        (
            f"对方承诺{day_words(soon, as_of, language)}付款"
            if zh
            else f"they promise {day_words(soon, as_of, language)}",
            promises,
        ),
        ("对方称已付款" if zh else "they say it is paid", writes(paid_claim=True)),
    ]
    if history["fixes"].filter(pl.col("closed_on").is_null()).height:
        listed.append(
            (
                "我方问题今天解决" if zh else "our own fix is done today",
                lambda h: h.with_column("fixes", closed_on=as_of),
            )
        )
    if history["inbounds"].filter(pl.col("question").is_not_null()).height:
        answer = {**about, "kind": "answer"}
        listed.append(("我们今天答复" if zh else "we answer today", lambda h: h.with_rows("touches", [answer])))
    return listed


_LOOK_DAYS = 60


def _with_time(history: History, as_of: date, policy: Policy, language: str, now: tuple[object, ...]) -> list[Change]:
    """The next day on which the verdict changes if nothing happens."""
    days = [as_of + timedelta(days=n) for n in range(1, _LOOK_DAYS + 1)]
    ahead = history.on_days(days)
    judged = judge(ahead, None, policy).sort("as_of")
    for i in range(judged.height):
        row = judged[i]
        if _signature(row) != now:
            day = day_words(row["as_of"][0], as_of, language)
            text = f"什么都没发生，到{day}" if language == "zh" else f"nothing happens until {day}"
            return [Change(text, next(verdicts(row, ahead, policy, language)))]
    return []


def shown(value: object, today: date, language: str = "en") -> str:
    """A fact's value as a person reads it in a trace."""
    if value is None:
        return "?"
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
    if isinstance(value, date):
        return day_words(value, today, language)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return said(str(value), language)
