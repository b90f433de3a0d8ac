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

# A weekend is no change of mind: a contact that only their closed day holds counts as the contact itself.
_SAME_CONTACT: Final = (pl.col("held_by").list.len() == 1) & (pl.col("held_by").list.first() == "G5")
_KEY: Final = (
    "rule_ix",
    pl.coalesce("then", "action").alias("proposed"),
    "what",
    "topic",
    "level",
    (pl.col("then").is_not_null() & ~_SAME_CONTACT).alias("held"),
)


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


def story(
    history: History, days: Sequence[date], policy: Policy, language: str = "en", *, mornings: bool = False
) -> list[Turn]:
    """The turns of a one-case history over consecutive days, judged in one pass; later events are not seen.

    Args:
        history: One case.
        days: Consecutive days, the first is always a turn.
        policy: What judges.
        language: Of the sentences.
        mornings: The day before we act on it; else with our own contacts of that day.
    """
    worlds = history.on_days(days, before_ours=mornings)
    judged = judge(worlds, None, policy).sort("as_of")
    keys = judged.select(_KEY).rows()
    untils = judged.select("rule_ix", "action", "until").rows()
    at = [i for i, key in enumerate(keys) if i == 0 or (key != keys[i - 1] and untils[i] != untils[i - 1])]
    told = list(verdicts(judged[at], worlds, policy, language)) if at else []
    return [
        Turn(
            days[i],
            verdict,
            happened := tuple(_happened(history, days[at[n - 1]] if n else None, days[i], language, mornings)),
            () if happened or not i else tuple(_changed(judged, i, policy, language)),
        )
        for n, (i, verdict) in enumerate(zip(at, told, strict=True))
    ]


def _happened(history: History, after: date | None, until: date, language: str, mornings: bool) -> Iterator[str]:
    """What both sides did on the days after the last turn, this one included."""
    zh = language == "zh"
    for day, ours, _, text in sorted(_events(history, zh)):
        # In a morning's story our contact of a day is news on the next.
        late = int(mornings and ours)
        if (day.toordinal() + late <= until.toordinal()) and (
            after is None or day.toordinal() + late > after.toordinal()
        ):
            yield text if day == until else f"{day_words(day, until, language)}: {text}"


def _events(history: History, zh: bool) -> Iterator[tuple[date, bool, int, str]]:
    for row in history["inbounds"].iter_rows(named=True):
        words = f"“{row['says']}”" if row["says"] else said(row["kind"], "zh" if zh else "en")
        yield row["on"], False, 10, (f"对方：{words}" if zh else f"they: {words}")
    for row in history["touches"].iter_rows(named=True):
        what = said(row["topic"] or row["kind"], "zh" if zh else "en")
        yield row["on"], True, 20 if row["kind"] == "answer" else 0, (f"我们：{what}" if zh else f"we: {what}")
    for row in history["fixes"].iter_rows(named=True):
        yield row["opened_on"], False, 5, (f"我方待办：{row['what']}" if zh else f"our side: {row['what']}")
        if row["closed_on"]:
            yield row["closed_on"], False, 5, (f"已解决：{row['what']}" if zh else f"done: {row['what']}")
    for row in history["credits"].iter_rows(named=True):
        if row["on"]:
            stage = said(row["stage"], "zh" if zh else "en")
            yield row["on"], False, 15, (f"信用证：{stage}" if zh else f"letter of credit: {stage}")
    for row in history["orders"].iter_rows(named=True):
        if row["new_date_named_on"]:
            day = row["new_date"]
            yield (
                row["new_date_named_on"],
                False,
                5,
                (f"生产部给出新交期 {day}" if zh else f"production names a new date, {day_words(day, day, 'en')}"),
            )
        if row["confirmed_on"]:
            yield row["confirmed_on"], False, -5, ("销售确认书已签" if zh else "sales confirmation signed")
    for row in history["milestones"].iter_rows(named=True):
        if row["paid_on"]:
            yield row["paid_on"], False, 30, ("款项到账" if zh else "the money is here")


# What the passing of time means in words; a fact that is not here is shown with its two values.
_FLIPS: Final[dict[tuple[str, bool], tuple[str, str]]] = {
    ("promise_live", False): ("the promise and its grace have passed", "承诺及其宽限期已过"),
    ("fitting_promise_live", False): ("the promise and its grace have passed", "承诺及其宽限期已过"),
    ("under_control", False): ("what they explained has run its time", "对方说明的时间已过"),
    ("claim_waiting", False): ("the money should be here by now", "款项按理应已到账"),
    ("claim_expired", True): ("the money should be here by now", "款项按理应已到账"),
    ("lc_at_bank", False): ("their bank has had its usual time", "银行的通常时间已过"),
    ("held", False): ("the hold has ended", "暂停已结束"),
}


def _changed(judged: pl.DataFrame, i: int, policy: Policy, language: str) -> Iterator[str]:
    """What time alone changed, among the facts that the old and the new rule read."""
    now, before = judged.row(i, named=True), judged.row(i - 1, named=True)
    read = [*names(policy.rules[now["rule_ix"]].when), *names(policy.rules[before["rule_ix"]].when)]
    different = [n for n in dict.fromkeys(read) if now[n] != before[n]]
    yield from dict.fromkeys(_in_words(n, before, now, language) for n in different)
    freed = [g for g in before["held_by"] if g not in now["held_by"]]
    if freed:
        yield f"{', '.join(freed)} 不再限制" if language == "zh" else f"{', '.join(freed)} no longer holds"


def _in_words(name: str, before: dict[str, Any], now: dict[str, Any], language: str) -> str:
    zh = language == "zh"
    if name == "slack_days" and now[name] is not None:
        days, by = now[name], day_words(now["must_pay_by"], now["as_of"], language)
        return (
            f"距付款期限{by}还有 {days} 天" if zh else f"{days} day{'s' * (days != 1)} in hand to the pay-by date {by}"
        )
    flip = _FLIPS.get((name, now[name])) if isinstance(now[name], bool) else None
    if flip:
        return flip[zh]
    values = [shown(row[name], row["as_of"], language) for row in (before, now)]
    return f"{name.replace('_', ' ')}: {values[0]} → {values[1]}"
