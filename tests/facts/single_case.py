"""One small case to bend: a deposit of one order, given as a case file would give it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from duecourse.adapters.casebook import Case, case_of
from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.facts.pipeline import facts
from duecourse.history.history import History, strict
from duecourse.policy.load import load
from duecourse.policy.model import Policy
from rulecases import merged

Row = dict[str, Any]
TODAY = date(2026, 3, 18)  # A Wednesday without holidays in Britain or China.
BASE: Row = {
    "as_of": TODAY,
    "customer": {"name": "Greenfield Ltd", "country": "GB"},
    "order": {
        "number": "SC-2026-101",
        "product": "20L foldable waterproof bag",
        "confirmed_on": date(2026, 3, 2),
        "deliver_on": date(2026, 6, 15),
        "production_days": 35,
    },
    "milestone": {"kind": "deposit", "clearing_days": 5},
}


def given(**tables: Any) -> Case:
    """The base case with some tables changed, key by key."""
    return case_of(merged(BASE, tables), "case")


def facts_of(policy: Policy | None = None, **tables: Any) -> Row:
    """All facts of the case on its day."""
    case = given(**tables)
    return facts(case.history, case.as_of, policy or load("normal"))[0].row(0, named=True)


def judged(case: Case, policy: Policy | None = None) -> Row:
    """The judged row of a case."""
    return judge(case.history, case.as_of, policy or load("normal")).row(0, named=True)


def verdict_of(policy: Policy | None = None, language: str = "en", **tables: Any) -> Verdict:
    """The verdict of the case on its day."""
    case, chosen = given(**tables), policy or load("normal")
    return next(verdicts(judge(case.history, case.as_of, chosen), case.history, chosen, language))


def rows(**frames: Any) -> dict[str, Any]:
    """Rows of a firm with one customer, order and deposit, each frame given taking the place of the usual one."""
    usual: dict[str, list[Row]] = {
        "sellers": [{"seller": "s", "country": "CN", "bank_feed_age_days": 0}],
        "customers": [{"customer": "c", "seller": "s", "name": "Greenfield Ltd", "country": "GB"}],
        "orders": [
            {"order": "o", "customer": "c", "number": "SC-1", "deliver_on": date(2026, 6, 15), "assets_recorded": True}
        ],
        "milestones": [{"case": "m", "order": "o", "kind": "deposit"}],
    }
    return usual | frames


def row_of(day: date = TODAY, columns: Iterable[str] = (), **frames: Any) -> Row:
    """The judged row of these rows."""
    frame: pl.DataFrame = judge(history_of(**frames), day, load("normal"))
    return frame.select(list(columns) or pl.all()).row(0, named=True)


def history_of(**frames: Any) -> History:
    """A history of these rows, which must all fit."""
    return strict(rows(**frames))
