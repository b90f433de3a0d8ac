"""Dates in a draft: which are true deadlines, and which were made up to press.

A date may stand when it is one of the computed dates of the order. Where those are not known, a time limit is a fault
only beside a threat, an offer or a plea: nobody can tell a calendar from an invention otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from duecourse.words.check.lexicon import Lexicon, Span, overlap
from duecourse.words.check.model import Context, Fault

_ISO: Final = re.compile(r"\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_HAN: Final = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_DAY_MONTH: Final = re.compile(r"\b(\d{1,2})[./](\d{1,2})\b\.?(?:(20\d\d))?")
_DAY: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er)?\.?,? ?$")
_AFTER: Final = re.compile(r"^\.?,? ?(\d{1,2})(?:st|nd|rd|th)?\b(?![.,:]\d)")
_LEANING: Final = frozenset({"threat", "discount_begging", "neediness"})
_HALF_YEAR: Final = 183


def days_in(text: str, lexicon: Lexicon, as_of: date | None) -> Iterator[tuple[Span, date]]:
    """Dates of a folded text; without a year the one nearest to the day of writing, which may be missing."""
    for match in _ISO.finditer(text):
        yield from _dated(match.span(), int(match[1]), int(match[2]), int(match[3]))
    if as_of is None:
        return
    for match in _HAN.finditer(text):
        yield from _nearest(match.span(), int(match[1]), int(match[2]), as_of)
    if lexicon.language in {"de", "es", "fr"}:
        for match in _DAY_MONTH.finditer(text):
            yield from _nearest(match.span(), int(match[2]), int(match[1]), as_of)
    yield from _with_months(text, lexicon, as_of)
    yield from _by_name(text, lexicon, as_of)


def _with_months(text: str, lexicon: Lexicon, as_of: date) -> Iterator[tuple[Span, date]]:
    for match in re.finditer(r"[a-z]{3,}", text):
        month = lexicon.months.get(match[0])
        if not month:
            continue
        before = _DAY.search(text[max(0, match.start() - 9) : match.start()].replace(" de ", " ").replace(" of ", " "))
        after = _AFTER.search(text[match.end() : match.end() + 8])
        if before:
            yield from _nearest((max(0, match.start() - 3), match.end()), month, int(before[1]), as_of)
        elif after:
            yield from _nearest((match.start(), match.end() + after.end()), month, int(after[1]), as_of)


def _by_name(text: str, lexicon: Lexicon, as_of: date) -> Iterator[tuple[Span, date]]:
    """Today, tomorrow and the next of each weekday."""
    names = {name: number for number, group in enumerate(lexicon.weekdays) for name in group}
    near = {name: number for number, group in enumerate(lexicon.near) for name in group}
    if not names and not near:
        return
    for match in re.finditer("|".join(sorted(map(re.escape, {*names, *near}), key=len, reverse=True)), text):
        ahead = near[match[0]] if match[0] in near else (names[match[0]] - as_of.weekday()) % 7
        yield match.span(), as_of + timedelta(days=ahead)


def _dated(span: Span, year: int, month: int, day: int) -> Iterator[tuple[Span, date]]:
    try:
        yield span, date(year, month, day)
    except ValueError:
        return


def _nearest(span: Span, month: int, day: int, as_of: date) -> Iterator[tuple[Span, date]]:
    for year in (as_of.year - 1, as_of.year, as_of.year + 1):
        yield from ((s, d) for s, d in _dated(span, year, month, day) if abs((d - as_of).days) <= _HALF_YEAR)


def true_spans(text: str, lexicon: Lexicon, context: Context) -> list[Span]:
    """Sentences of a folded text that hold a computed date: the limit they set may stand."""
    if not context.deadlines:
        return []
    return [sentence_at(text, span) for span, day in days_in(text, lexicon, context.as_of) if day in context.deadlines]


def dated(
    text: str, lexicon: Lexicon, context: Context, said: Sequence[Fault], fine: Sequence[Span]
) -> Iterator[tuple[str, Span]]:
    """Time limits that press: names of faults with their folded spans."""
    limits = lexicon.spans("time_limit", text, fine)
    groups = {fault.group for fault in said if fault.severity == "block"}
    if limits and groups & _LEANING:
        yield "unfounded_deadline", limits[0]
    if context.deadlines is None:
        return
    bys, money = lexicon.spans("by_date", text), lexicon.spans("money", text)
    for span, day in days_in(text, lexicon, context.as_of):
        sentence = sentence_at(text, span)
        if day not in context.deadlines and all(any(overlap(sentence, s) for s in group) for group in (bys, money)):
            yield "false_deadline", span


def sentence_at(text: str, span: Span) -> Span:
    """The sentence around a place of a folded text."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    return start, len(text) if end < 0 else end
