"""The lists of a day from judged rows, and what a page leaves out of long ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_worklist import DAY, verdict

from duecourse.decide.judge import judge
from duecourse.decide.verdict import verdicts
from duecourse.plan import day as days
from duecourse.plan import leading
from duecourse.plan import page as pages
from duecourse.plan.day import BRIEF, briefs, lists_of
from duecourse.plan.notes import tally_of
from duecourse.plan.page import SHOWN_MAX, WHOLE_MAX, Page, View, page_of
from duecourse.plan.worklist import Worklist, worklist
from duecourse.policy.load import load
from rulecases import by_preset

NORMAL = load("normal")


def page(day: Worklist, language: str = "en", **view: object) -> Page:
    return page_of(day, View(DAY, NORMAL, language, zones={}, command="orders.csv", **view))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("most", "first"), [(WHOLE_MAX, SHOWN_MAX), (9, 4), (3, 1)])
def test_a_page_of_judged_rows_is_that_of_all_verdicts(
    language: str, most: int, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pages, leading, days):
        monkeypatch.setattr(module, "WHOLE_MAX", most)
        monkeypatch.setattr(module, "SHOWN_MAX", first)
    _, history = by_preset()["normal"]
    judged = judge(history, None, NORMAL)
    whole = worklist(verdicts(judged, history, NORMAL, language), language)
    light = lists_of(judged, history, NORMAL, language)
    assert page(light, language) == page(whole, language)
    assert light.contact == pages.shown(whole.contact)
    assert len(light.wait) < len(whole.wait)
    assert [w for w in whole.wait if w in light.wait] == [*light.wait]
    assert light.tally is not None
    assert light.tally == replace(tally_of(whole), several=light.tally.several)
    assert light.tally.several <= tally_of(whole).several


def test_all_messages_are_there_where_they_are_asked_for() -> None:
    _, history = by_preset()["normal"]
    judged = judge(history, None, NORMAL)
    whole = worklist(verdicts(judged, history, NORMAL))
    told = lists_of(judged, history, NORMAL, messages=True)
    assert [[v.case for v in i.verdicts] for i in told.contact] == [[v.case for v in i.verdicts] for i in whole.contact]
    assert page(told) == page(whole)


def test_brief_verdicts_keep_what_is_true_and_nothing_that_is_false() -> None:
    _, history = by_preset()["normal"]
    judged = judge(history, None, NORMAL)
    whole = [{n: v for n, v in verdict.facts.items() if n in BRIEF} for verdict in verdicts(judged, history, NORMAL)]
    brief = [dict(verdict.facts) for verdict in briefs(judged, history, NORMAL)]
    assert brief == [{n: v for n, v in facts.items() if v is not False} for facts in whole]
    assert brief != whole


@pytest.mark.parametrize(
    ("language", "says"), [("en", "and 1,190 more; --out gives all"), ("zh", "另有 1,190 条；--out 给出全部。")]
)
def test_a_long_list_is_cut_and_says_so(language: str, says: str) -> None:
    waits = [verdict(f"w{n:04}", "wait", f"W{n:04}", until=DAY) for n in range(SHOWN_MAX + 1190)]
    (section,) = page(worklist(waits), language).sections
    assert len(section.rows) == SHOWN_MAX
    assert section.below == (says,)
    assert any("1250" in text for text, _ in section.heading)


def test_a_short_list_is_whole() -> None:
    waits = [verdict(f"w{n:04}", "wait", f"W{n:04}", until=DAY) for n in range(WHOLE_MAX - 1)]
    (section,) = page(worklist(waits)).sections
    assert (len(section.rows), section.below) == (WHOLE_MAX - 1, ())


def test_long_lists_of_what_was_not_read_are_cut_too() -> None:
    told = page(worklist([]), refused=["a row"] * 300, remarks=["a cell"] * 300)
    assert told.refused is not None
    assert told.refused.below[SHOWN_MAX:] == told.remarks[SHOWN_MAX:] == ("and 240 more; --dry-run gives all",)
