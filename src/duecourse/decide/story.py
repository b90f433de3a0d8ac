"""The story of a case: each day on which the verdict changes, what it became, and what changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from duecourse.decide.explain import shown
from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import day_words, said
from duecourse.history.events import ANSWER_SEQ, DAY_MOMENTS, OURS_SEQ, THEIRS_SEQ
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
    history: History,
    days: Sequence[date],
    policy: Policy,
    language: str = "en",
    *,
    mornings: bool = False,
    case: str = "",
) -> list[Turn]:
    """The turns of one case over consecutive days, judged in one pass; later events are not seen.

    Args:
        history: One case; or one customer, with `case`.
        days: Consecutive days, the first is always a turn.
        policy: What judges.
        language: Of the sentences.
        mornings: The day before we act on it; else with our own contacts of that day.
        case: Key of the case, where the customer has several; what happened about the others is not told.
    """
    worlds = history.on_days(days, before_ours=mornings)
    judged = judge(worlds, None, policy).sort("as_of")
    if case:
        judged = judged.filter(pl.col("case").str.starts_with(f"{case}@"))
        history = _about(history, case)
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


def _about(history: History, case: str) -> History:
    """What happened about one case of a customer, and about no other."""
    order = history["milestones"].filter(pl.col("case") == case)["order"]
    frames = dict(history.frames)
    for name, frame in frames.items():
        if "case" in frame.columns:
            frames[name] = frame.filter(pl.col("case").is_null() | (pl.col("case") == case))
        elif name == "orders":
            frames[name] = frame.filter(pl.col("order").is_in(order.to_list()))
    return History(frames, history.events)


def _happened(history: History, after: date | None, until: date, language: str, mornings: bool) -> Iterator[str]:
    """What both sides did on the days after the last turn, this one included."""
    for event in sorted(_events(history, language)):
        # In a morning's story our contact of a day is news on the next.
        told = event.day.toordinal() + int(mornings and event.ours)
        if told <= until.toordinal() and (after is None or told > after.toordinal()):
            yield event.text if event.day == until else f"{day_words(event.day, until, language)}: {event.text}"


class _Event(NamedTuple):
    """One thing that happened: the day we came to know it, its place in that day, whether we did it, in words."""

    day: date
    place: int
    ours: bool
    text: str


_FIRST, _OWN, _CREDIT, _LAST = -5, 5, 15, DAY_MOMENTS


def _events(history: History, language: str) -> Iterator[_Event]:
    yield from _said_events(history, language)
    yield from _own_events(history, language)
    yield from _money_events(history, language)


def _said_events(history: History, language: str) -> Iterator[_Event]:
    """Messages of both sides, on the day on which we came to know them."""
    they, we = ("对方：", "我们：") if language == "zh" else ("they: ", "we: ")
    for row in history["inbounds"].iter_rows(named=True):
        words = f"“{row['says']}”" if row["says"] else said(row["kind"], language)
        yield _Event(_known(row), THEIRS_SEQ if row["seq"] is None else row["seq"], False, they + words)
    for row in history["touches"].iter_rows(named=True):
        usual = ANSWER_SEQ if row["kind"] == "answer" else OURS_SEQ
        place = usual if row["seq"] is None else row["seq"]
        yield _Event(_known(row), place, True, we + said(row["topic"] or row["kind"], language))


def _known(row: dict[str, Any]) -> date:
    return max(row["on"], row["recorded_on"] or row["on"])  # type: ignore[no-any-return]


def _own_events(history: History, language: str) -> Iterator[_Event]:
    """Fixes, the sales confirmation and new dates of production."""
    zh = language == "zh"
    for row in history["fixes"].iter_rows(named=True):
        yield _Event(row["opened_on"], _OWN, False, ("我方待办：" if zh else "our side: ") + row["what"])
        if row["closed_on"]:
            yield _Event(row["closed_on"], _OWN, False, ("已解决：" if zh else "done: ") + row["what"])
    for row in history["orders"].iter_rows(named=True):
        if row["confirmed_on"]:
            yield _Event(row["confirmed_on"], _FIRST, False, "销售确认书已签" if zh else "sales confirmation signed")
        if row["new_date_named_on"] and row["new_date"]:
            day = day_words(row["new_date"], row["new_date_named_on"], language)
            text = f"生产部给出新交期{day}" if zh else f"production names a new date, {day}"
            yield _Event(row["new_date_named_on"], _OWN, False, text)


def _money_events(history: History, language: str) -> Iterator[_Event]:
    """The letter of credit, and the money; part of it by that name."""
    zh = language == "zh"
    for row in history["credits"].filter(pl.col("on").is_not_null()).iter_rows(named=True):
        stage = said(row["stage"], language)
        yield _Event(row["on"], _CREDIT, False, f"信用证：{stage}" if zh else f"letter of credit: {stage}")
    here, part = ("款项到账", "部分款项到账") if zh else ("the money is here", "part of the money is here")
    for case in history["milestones"].iter_rows(named=True):
        if case["paid_on"]:
            yield _Event(case["paid_on"], _LAST, False, here)
        received = 0
        for row in history["payments"].filter(pl.col("case") == case["case"]).sort("on").iter_rows(named=True):
            received += row["amount_minor"]
            yield _Event(row["on"], _LAST, False, here if received >= (case["amount_minor"] or 0) else part)


# What the passing of time means in words; a fact that is not here is shown with its two values.
_FLIPS: Final[dict[tuple[str, bool], tuple[str, str]]] = {
    ("promise_live", False): ("the promise and its grace have passed", "承诺及其宽限期已过"),
    ("fitting_promise_live", False): ("the promise and its grace have passed", "承诺及其宽限期已过"),
    ("under_control", False): ("what they explained has run its time", "对方说明的时间已过"),
    ("claim_waiting", False): ("the money should be here by now", "款项按理应已到账"),
    ("claim_expired", True): ("the money should be here by now", "款项按理应已到账"),
    ("lc_at_bank", False): ("their bank has had its usual time", "银行的通常时间已过"),
    ("held", False): ("the hold has ended", "暂停已结束"),
    ("held", True): ("a person decided to leave it alone", "已由人决定暂停"),
}


def _changed(judged: pl.DataFrame, i: int, policy: Policy, language: str) -> Iterator[str]:
    """What time alone changed, among the facts that the old and the new rule read."""
    now, before = judged.row(i, named=True), judged.row(i - 1, named=True)
    read = [*names(policy.rules[now["rule_ix"]].when), *names(policy.rules[before["rule_ix"]].when)]
    different = [n for n in dict.fromkeys(read) if now[n] != before[n]]
    told = dict.fromkeys(_in_words(n, before, now, language) for n in different)
    said_so = [text for text in told if text]
    yield from said_so
    freed = [g for g in before["held_by"] if g not in now["held_by"]]
    if freed:
        yield f"{', '.join(freed)} 不再限制" if language == "zh" else f"{', '.join(freed)} no longer holds"
    elif not said_so:
        yield "日子到了" if language == "zh" else "the day has come"


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
    if zh:
        return ""  # facts go by English names; the verdict beside it says why
    values = [shown(row[name], row["as_of"], language) for row in (before, now)]
    return f"{name.replace('_', ' ')}: {values[0]} → {values[1]}"
