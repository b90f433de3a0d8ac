"""A made world to measure on: open payments with contacts of both sides, as frames of the history."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from duecourse.history.history import History, strict
from duecourse.history.schema import CHECKLIST_POINTS, INBOUND_KINDS, MILESTONE_KINDS, TOUCH_KINDS

AS_OF = date(2026, 3, 18)
_COUNTRIES = ["DE", "NL", "US", "GB", "FR", "ES", "BR", "SA", "JP", "AU", "MX", "PL", "IT", "SE", "CA"]
_KIND_SHARES = [0.55, 0.08, 0.15, 0.07, 0.15]
_TOUCH_WEIGHTS = {
    "useful": 0.4,
    "soft": 0.15,
    "ask": 0.1,
    "notice": 0.08,
    "answer": 0.12,
    "thanks": 0.05,
    "call": 0.05,
    "manager": 0.02,
    "dunning": 0.03,
}


def keys(prefix: str, numbers: np.ndarray) -> pl.Series:
    """Text keys such as c000017."""
    return pl.Series(numbers).cast(pl.String).str.zfill(8).str.replace("^", prefix)


def days(ago: np.ndarray) -> pl.Series:
    """Dates so many days before the day of judgement; negative is later."""
    base = (AS_OF - date(1970, 1, 1)).days
    return pl.Series((base - ago).astype(np.int32)).cast(pl.Date)


def frames(cases: int, events: int, seed: int = 7) -> dict[str, pl.DataFrame]:
    """Frames of `cases` open payments and `events` contacts; four payments a customer, 70 % of the events ours."""
    rng = np.random.default_rng(seed)
    people = max(1, cases // 4)
    owner = np.sort(rng.integers(0, people, cases))
    number = np.arange(cases)
    confirmed = rng.integers(3, 90, cases)
    kinds = rng.choice(len(MILESTONE_KINDS), cases, p=_KIND_SHARES)
    out = {
        "sellers": pl.DataFrame({"seller": ["us"], "country": ["CN"], "bank_feed_age_days": [1]}),
        "customers": pl.DataFrame(
            {
                "customer": keys("c", np.arange(people)),
                "seller": pl.repeat("us", people, eager=True),
                "name": keys("Customer ", np.arange(people)),
                "country": pl.Series(np.array(_COUNTRIES)[rng.integers(0, len(_COUNTRIES), people)]),
                "relationship": pl.Series(np.array(["A", "B", "C"])[rng.choice(3, people, p=[0.15, 0.7, 0.15])]),
            }
        ),
        "orders": pl.DataFrame(
            {
                "order": keys("o", number),
                "customer": keys("c", owner),
                "number": keys("SC-", number),
                "confirmed_on": days(confirmed),
                "deliver_on": days(-rng.integers(20, 160, cases)),
                "production_days": pl.Series(rng.integers(15, 45, cases)).cast(pl.Int32),
                "transport_days": pl.Series(rng.integers(0, 30, cases)).cast(pl.Int32),
                "booking_days": pl.Series(np.full(cases, 5)).cast(pl.Int32),
                "delivered_on": pl.select(
                    pl.when(pl.Series(kinds) == 4).then(days(rng.integers(30, 60, cases)))
                ).to_series(),
                "assets_recorded": pl.Series(rng.random(cases) < 0.5),
            }
        ),
        "milestones": pl.DataFrame(
            {
                "case": keys("m", number),
                "order": keys("o", number),
                "kind": pl.Series(np.array(MILESTONE_KINDS)[kinds]),
                "amount_minor": pl.Series(rng.integers(100_000, 9_000_000, cases)),
                "currency": pl.repeat("USD", cases, eager=True),
                "due_on": pl.select(
                    pl.when(pl.Series(kinds) == 4).then(days(rng.integers(-20, 70, cases)))
                ).to_series(),
            }
        ),
    }
    return out | _events(rng, cases, events, owner, confirmed) | _details(rng, cases, confirmed)


def sometimes(words: np.ndarray, chosen: np.ndarray) -> pl.Series:
    """The word where chosen, else null."""
    return pl.select(pl.when(pl.Series(chosen)).then(pl.Series(words).cast(pl.String))).to_series()


def _events(
    rng: np.random.Generator, cases: int, events: int, owner: np.ndarray, confirmed: np.ndarray
) -> dict[str, pl.DataFrame]:
    ours = int(events * 0.7)
    about = rng.integers(0, cases, events)
    ago = (rng.random(events) * confirmed[about]).astype(np.int64)
    touch = rng.choice(list(_TOUCH_WEIGHTS), ours, p=list(_TOUCH_WEIGHTS.values()))
    topic = sometimes(np.full(ours, "calendar"), (touch == "useful") & (rng.random(ours) < 0.2))
    heard = about[ours:]
    reason = sometimes(
        rng.choice(["approval", "cash_flow", "no_hurry", "price", "artwork"], len(heard)), rng.random(len(heard)) < 0.15
    )
    question = sometimes(np.full(len(heard), "which valve?"), rng.random(len(heard)) < 0.05)
    return {
        "touches": pl.DataFrame(
            {
                "customer": keys("c", owner[about[:ours]]),
                "case": keys("m", about[:ours]),
                "on": days(ago[:ours]),
                "kind": pl.Series(touch),
                "topic": topic,
                "level": pl.select(pl.when(pl.Series(touch) == "dunning").then(1)).to_series().cast(pl.Int32),
            }
        ),
        "inbounds": pl.DataFrame(
            {
                "customer": keys("c", owner[heard]),
                "case": keys("m", heard),
                "on": days(ago[ours:]),
                "kind": pl.Series(rng.choice(INBOUND_KINDS, len(heard), p=[0.93, 0.04, 0.02, 0.01])),
                "reason": reason,
                "question": question,
                "handled_on": days(ago[ours:]),
            }
        ),
    }


def _details(rng: np.random.Generator, cases: int, confirmed: np.ndarray) -> dict[str, pl.DataFrame]:
    promised = np.flatnonzero(rng.random(cases) < 0.2)
    shelf = np.flatnonzero(rng.random(cases) < 0.3)
    fixes = np.flatnonzero(rng.random(cases) < 0.03)
    points = np.flatnonzero(rng.random(cases) < 0.1)
    made = (rng.random(len(promised)) * confirmed[promised]).astype(np.int64)
    return {
        "promises": pl.DataFrame(
            {
                "case": keys("m", promised),
                "made_on": days(made),
                "pay_on": days(made - rng.integers(1, 20, len(promised))),
            }
        ),
        "assets": pl.DataFrame(
            {
                "asset": keys("a", shelf),
                "seller": pl.repeat("us", len(shelf), eager=True),
                "kind": pl.repeat("production_photo", len(shelf), eager=True),
                "title": pl.repeat("Photos of the sewing line", len(shelf), eager=True),
                "reach": pl.repeat("order", len(shelf), eager=True),
                "reach_key": keys("o", shelf),
            }
        ),
        "fixes": pl.DataFrame(
            {
                "case": keys("m", fixes),
                "what": pl.repeat("correct the proforma", len(fixes), eager=True),
                "opened_on": days(rng.integers(0, 5, len(fixes))),
            }
        ),
        "checklist": pl.DataFrame(
            {
                "order": keys("o", points),
                "point": pl.Series(np.array(CHECKLIST_POINTS)[rng.integers(0, 8, len(points))]),
                "state": pl.repeat("open", len(points), eager=True),
            }
        ),
    }


def world(cases: int, events: int) -> History:
    """The same as a validated history."""
    return strict(frames(cases, events))


assert set(_TOUCH_WEIGHTS) <= set(TOUCH_KINDS)
