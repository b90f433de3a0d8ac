"""From the lists of a day to its messages: which payments one message speaks of, and what it may say of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from duecourse.decide.verdict import Verdict, verdicts
from duecourse.history.history import History
from duecourse.plan.worklist import Item
from duecourse.policy.model import Policy
from duecourse.words.facts import NEEDED, About

_ALONE_FROM: Final = 3
"""Dunning level from which on a message is about invoices of that level alone."""


def together(item: Item) -> list[Verdict]:
    """The payments of one message: a late level of one invoice is not told of others that have not come so far."""
    lead = item.lead
    if lead.action != "dunning" or (lead.level or 0) < _ALONE_FROM:
        return [lead, *item.also]
    return [lead, *(v for v in item.also if v.action == "dunning" and (v.level or 0) >= (lead.level or 0))]


def abouts(cases: Sequence[str], judged: pl.DataFrame, history: History, policy: Policy) -> dict[str, About]:
    """What the messages may say of each of these payments."""
    rows = judged.filter(pl.col("case").is_in(cases))
    goods = history["orders"]["product"].gather(rows["order_ix"]).to_list()
    told = verdicts(rows, history, policy, facts=NEEDED, sentences=False)
    return {v.case: About(v, product or "") for v, product in zip(told, goods, strict=True)}
