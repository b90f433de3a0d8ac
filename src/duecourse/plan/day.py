"""The lists of a day straight from judged rows: all facts and sentences only of what a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

import polars as pl

from duecourse.decide.verdict import ROWS, Verdict, verdicts
from duecourse.history.history import History
from duecourse.plan import resting
from duecourse.plan.leading import READ, in_contact, leading
from duecourse.plan.notes import NOTED
from duecourse.plan.page import SHOWN_MAX, WHOLE_MAX, shown
from duecourse.plan.sending import GOING
from duecourse.plan.tally import LATER_RULE
from duecourse.plan.worklist import LISTED, Item, Task, Waiting, Worklist, list_of, worklist
from duecourse.policy.model import Policy

BRIEF: Final = tuple(dict.fromkeys((*LISTED, *NOTED, *GOING)))
"""Facts that put verdicts into lists and say what goes; a page needs the others of the lines that it shows only."""

_T = TypeVar("_T")


def briefs(judged: pl.DataFrame, history: History, policy: Policy, language: str = "en") -> list[Verdict]:
    """All verdicts with their sentences and what is true of `BRIEF`; a verdict with all facts takes ten times the room.

    Args:
        judged: Rows of `judge.judge`.
        history: The history that was judged.
        language: Of the sentences: en or zh.
    """
    return list(verdicts(judged, history, policy, language, facts=BRIEF, denied=False))


def lists_of(
    judged: pl.DataFrame,
    history: History,
    policy: Policy,
    language: str = "en",
    *,
    whole: bool = False,
    messages: bool = False,
) -> Worklist:
    """The lists of a day, as `worklist` makes them, for a page.

    Payments that are finished are left out. What the page shows is complete; other verdicts have what is true of
    `BRIEF`, and sentences only if they are a task of ours, whose words the list needs. Of messages and of payments that
    wait only those are there that the page shows; the others are in the tally.

    Args:
        judged: Rows of `judge.judge`.
        history: The history that was judged.
        language: Of the sentences: en or zh.
        whole: All payments, finished ones too, and sentences for all: what a list that is given back needs.
        messages: All messages, whether a page shows them or not.
    """
    if whole:
        day = worklist(briefs(judged, history, policy, language), language)
    else:
        day = _of_page(judged, history, policy, language, messages=messages)
    rows = judged.filter(pl.col("case").is_in([v.case for v in _shown(day)]))
    return _completed(day, {v.case: v for v in verdicts(rows, history, policy, language)})


def _of_page(judged: pl.DataFrame, history: History, policy: Policy, language: str, *, messages: bool) -> Worklist:
    """The lists with verdicts for our own work and for what a page shows; the others are ranked and counted only."""
    numbers = ((judged["action"] != "none") | judged["fix_open"]).arg_true()
    light = judged[[*dict.fromkeys((*READ, *resting.READ))]][numbers]
    first, leads, unfed = leading(light, history, policy)
    resting_, tally = resting.resting(light, history, policy, leads, unfed=unfed)
    contact, places = in_contact(light), pl.int_range(light.height, eager=True)
    first = contact.arg_true() if messages else first
    needed = places.is_in([*first, *resting_]) | resting.asking(light) | ~(contact | (light["action"] == "wait"))
    day = worklist(_open(judged, numbers.filter(needed), history, policy, language), language)
    led, waits = {*light["case"].gather(first)}, {*light["case"].gather(resting_)}
    items = [item for item in day.contact if item.lead.case in led]
    cut = None if messages or tally.messages < WHOLE_MAX else SHOWN_MAX
    wait = tuple(w for w in day.wait if w.verdict.case in waits)
    return replace(day, contact=tuple(items[:cut]), wait=wait, tally=tally)


def _open(judged: pl.DataFrame, numbers: pl.Series, history: History, policy: Policy, language: str) -> list[Verdict]:
    """Verdicts of those rows, with sentences only if they are a task of ours."""
    light = judged[list(dict.fromkeys((*ROWS, *BRIEF)))][numbers]
    found = list(verdicts(light, history, policy, language, facts=BRIEF, denied=False, sentences=False))
    ours = [n for n, v in enumerate(found) if list_of(v) == "fix"]
    for n, verdict in zip(ours, briefs(judged[numbers[ours]], history, policy, language), strict=True):
        found[n] = verdict
    return found


def _shown(day: Worklist) -> Iterator[Verdict]:
    """Verdicts whose words or facts a page shows."""
    for item in shown(day.contact):
        yield from item.verdicts
    yield from (task.lead for task in shown(day.fix))
    yield from (waiting.verdict for waiting in _waiting(day))


def _waiting(day: Worklist) -> list[Waiting]:
    """Those with a line of their own, and the first of the later payments, which share one."""
    later = [w for w in day.wait if w.verdict.rule == LATER_RULE]
    return [*shown([w for w in day.wait if w.verdict.rule != LATER_RULE]), *later[:1]]


def _completed(day: Worklist, told: Mapping[str, Verdict]) -> Worklist:
    """The same lists with complete verdicts where there are some."""

    def full(found: Iterable[Verdict]) -> tuple[Verdict, ...]:
        return tuple(told.get(v.case, v) for v in found)

    def item(one: Item) -> Item:
        return Item(told[one.lead.case], full(one.also), full(one.then))

    def task(one: Task) -> Task:
        return replace(one, verdicts=(told[one.lead.case], *one.verdicts[1:]))

    contact = _first(day.contact, [item(i) for i in shown(day.contact)])
    fix = _first(day.fix, [task(t) for t in shown(day.fix)])
    wait = tuple(replace(w, verdict=told[w.verdict.case]) if w.verdict.case in told else w for w in day.wait)
    return replace(day, contact=contact, fix=fix, wait=wait)


def _first(all_: Sequence[_T], first: Sequence[_T]) -> tuple[_T, ...]:
    return (*first, *all_[len(first) :])
