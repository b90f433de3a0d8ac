"""`duecourse today --explain`: everything behind the verdicts of one customer or order of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TextIO

import polars as pl

from duecourse.cli.console import page
from duecourse.cli.decide import print_explanation
from duecourse.decide.explain import explained
from duecourse.errors import DuecourseError
from duecourse.history.history import bare, sliced, strict
from duecourse.plan.day import briefs
from duecourse.plan.sending import payment_words

if TYPE_CHECKING:
    from duecourse.decide.verdict import Verdict
    from duecourse.history.history import History
    from duecourse.policy.model import Policy

_SHOWN_NAMES: Final = 8


def explain(
    history: History, rows: pl.DataFrame, policy: Policy, name: str, notes: Mapping[str, str], *, to: TextIO, lang: str
) -> None:
    """The trace of every open payment of one customer or order.

    Args:
        history: What was judged.
        rows: Rows of `judge.judge`.
        policy: What judged.
        name: Of a customer or order, or a part of it that only one has.
        notes: Case to the remark of its row.
        to: Where the page goes.
        lang: en or zh.

    Raises:
        DuecourseError: Nobody, or several, can be meant.
    """
    paper = page(to)
    for verdict in _meant(briefs(rows, history, policy, lang), name):
        told = explained(alone(history, verdict.case), verdict.as_of, policy, lang)
        paper.gap()
        paper.line(verdict.customer, style="bold", after=f"  {verdict.order}, {payment_words(verdict.milestone, lang)}")
        for sentence in (*verdict.because, *([notes[verdict.case]] if verdict.case in notes else ())):
            paper.wrapped(sentence, indent=2)
        print_explanation(paper, told, lang)


def _meant(found: Sequence[Verdict], name: str) -> list[Verdict]:
    """Payments of the customer or order of that name; of a name that holds it, if there is only one.

    Raises:
        DuecourseError: Nobody, or several, can be meant.
    """
    wanted = name.casefold().strip()
    exact = [v for v in found if wanted in {v.customer.casefold(), v.order.casefold()}]
    part = [v for v in found if wanted in v.customer.casefold()]
    if not exact and len({v.customer for v in part}) != 1:
        raise _nobody(name, sorted({v.customer for v in part or found}), several=bool(part))
    meant = exact or part
    return [v for v in meant if v.action != "none"] or meant


def _nobody(name: str, names: Sequence[str], *, several: bool) -> DuecourseError:
    shown = ", ".join(names[:_SHOWN_NAMES]) + (", …" if len(names) > _SHOWN_NAMES else "")
    what = f"'{name}' may be several customers" if several else f"No customer or order is named '{name}'"
    return DuecourseError(what, fix=f"Name one of: {shown}.")


def alone(history: History, case: str) -> History:
    """One customer's history with that case in the first place, for `explained`; his other orders still count."""
    number = history["milestones"].get_column("case").to_list().index(case)
    order_ix = history["milestones"].get_column("order_ix")[number]
    customer = history["orders"].get_column("customer_ix")[order_ix]
    order = history["orders"].get_column("order")[order_ix]
    part = sliced(history, customer, customer + 1)
    plain = {name: bare(name, frame) for name, frame in part.frames.items()}
    plain["orders"] = plain["orders"].sort(pl.col("order") != order, maintain_order=True)
    plain["milestones"] = plain["milestones"].sort(pl.col("case") != case, maintain_order=True)
    return strict(plain)
