"""What would change a verdict: the same history with one hypothetical event each, really judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.history.events import DAY_MOMENTS
from duecourse.history.history import History
from duecourse.policy.model import CONTACT_ACTIONS, CONVERSATION_ACTIONS, Policy

QUESTIONS: Final = ("names_a_date", "asks", "says_paid", "it_goes", "stays_quiet")
"""What may happen: they name a day for the money, they ask something, they say it is paid; our contact goes today;
and then nothing until we look again."""

_WEEK: Final = timedelta(days=7)
_LAST_PLACE: Final = DAY_MOMENTS - 1
"""After all that has happened today already."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that may happen, and the verdict it would give.

    Args:
        question: One of `QUESTIONS`.
        on: The day that they would name, or on which we look again; else the day judged.
        verdict: What it would then be.
    """

    question: str
    on: date
    verdict: Verdict


def what_if(history: History, now: Verdict, policy: Policy, language: str = "en") -> list[Answer]:
    """An answer for each question that can be asked of a case; none where it is finished.

    Args:
        history: The customer's, with all his cases, as known on the day of the verdict.
        now: The verdict that stands, with its facts.
        policy: What judges.
        language: Of the sentences.
    """
    if now.action == "none":
        return []
    named = promised_day(now)
    said = {
        "names_a_date": (named, _promised(history, now, named)),
        "asks": (now.as_of, _wrote(history, now, question="?")),
        "says_paid": (now.as_of, _wrote(history, now, paid_claim=True)),
    }
    found = [Answer(q, on, _judged(h, now.case, now.as_of, policy, language)) for q, (on, h) in said.items()]
    after = now
    if now.action in {*CONTACT_ACTIONS, *CONVERSATION_ACTIONS}:
        history = _went(history, now)
        after = _judged(history, now.case, now.as_of, policy, language)
        found.append(Answer("it_goes", now.as_of, after))
    look = after.until or after.next_review
    if look is not None and look > now.as_of:
        found.append(Answer("stays_quiet", look, _judged(history, now.case, look, policy, language)))
    return found


def promised_day(now: Verdict) -> date:
    """The day that we suppose they name: in a week, or the pay-by date where that is nearer and still ahead."""
    week, limit = now.as_of + _WEEK, now.facts.get("must_pay_by")
    return limit if isinstance(limit, date) and now.as_of < limit < week else week


def _wrote(history: History, now: Verdict, **said: object) -> History:
    """A message of theirs, last thing today."""
    return history.with_rows("inbounds", [{**_about(history, now), "seq": _LAST_PLACE, "on": now.as_of, **said}])


def _went(history: History, now: Verdict) -> History:
    """The contact that the verdict proposes, last thing today, with the useful thing that it carries."""
    about, on = _about(history, now), now.as_of
    words = {"kind": now.action, "topic": now.topic, "level": now.level, "to_review": now.action == "useful"}
    if now.action in CONVERSATION_ACTIONS and history["inbounds"].height:
        history = history.with_column("inbounds", handled_on=on)
    gone = history.with_rows("touches", [{**about, **words, "seq": _LAST_PLACE, "on": on}])
    if now.action != "useful" or now.topic:
        return gone
    if now.facts.get("useful_is_standing") and now.rule != "R09":
        return gone.with_rows("standing", [{"order": _order(history, now), "kind": now.kind, "on": on}])
    ready = str(now.facts.get("point_title" if now.rule == "R09" else "useful_title") or "")
    carried = history["assets"].filter(pl.col("title") == ready)["asset"].to_list()[:1]
    return gone.with_rows("asset_sends", [{"asset": a, "customer": about["customer"], "on": on} for a in carried])


def _promised(history: History, now: Verdict, day: date) -> History:
    promise = {"case": now.case, "made_on": now.as_of, "pay_on": day}
    return _wrote(history, now, reason="promise").with_rows("promises", [promise])


def _about(history: History, now: Verdict) -> Mapping[str, object]:
    orders = history["orders"]
    customer = orders.filter(pl.col("order") == _order(history, now))["customer"][0]
    return {"case": now.case, "customer": customer}


def _order(history: History, now: Verdict) -> str:
    return str(history["milestones"].filter(pl.col("case") == now.case)["order"][0])


def _judged(history: History, case: str, day: date, policy: Policy, language: str) -> Verdict:
    rows = judge(history, day, policy).filter(pl.col("case") == case)
    return next(verdicts(rows, history, policy, language))
