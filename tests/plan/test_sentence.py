"""The sentence of the day counts what the lists hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_worklist import DAY, days, verdict

from duecourse.decide.verdict import Verdict
from duecourse.plan.filling import number_words
from duecourse.plan.sentence import sentence
from duecourse.plan.worklist import Worklist, worklist

NUMBERS = {language: {number_words(n, language): n for n in range(21)} for language in ("en", "zh")}


def day_of(contacts: str = "", fixes: int = 0, waits: int = 0) -> Worklist:
    """A day with a message for each action named, and so many fixes and waits."""
    told = [verdict(f"c{n}", a, f"C{n}") for n, a in enumerate(contacts.split())]
    fixed = [verdict(f"f{n}", "own_fix", f"F{n}", task="Mend", until=DAY, rule="R20a") for n in range(fixes)]
    return worklist([*told, *fixed, *(verdict(f"w{n}", "wait", f"W{n}", until=DAY) for n in range(waits))])


@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [
        (
            day_of("useful useful useful", 2, 14),
            "Three useful messages, two things of ours to fix, fourteen calmly waiting.",
            "三封有用的邮件可以发，两件自己的事要先办好，十四笔静候即可。",
        ),
        (day_of("useful", 1, 1), "One useful message, one thing of ours to fix, one calmly waiting.", None),
        (
            day_of("", 0, 14),
            "Nothing left to do today; fourteen calmly waiting.",
            "今天没有要办的事了；十四笔静候即可。",
        ),
        (day_of(), "Nothing left to do today.", "今天没有要办的事了。"),
        (day_of("", 2, 0), "Two things of ours to fix.", "两件自己的事要先办好。"),
        (day_of("answer useful useful"), "One answer, two useful messages.", "一封回复可以发，两封有用的邮件可以发。"),
        (day_of("answer soft dunning"), "One answer, two other messages.", None),
        (day_of("soft ask notice"), "Three messages.", "三封邮件可以发。"),
        (day_of("call"), "One call.", "一通电话可以打。"),
        (day_of("answer useful soft call"), "Four contacts.", "四位客户可以联系。"),
        (day_of("", 0, 21), "Nothing left to do today; 21 calmly waiting.", None),
    ],
)
def test_the_sentence_reads_well(day: Worklist, en: str, zh: str | None) -> None:
    assert sentence(day, "en") == en
    assert zh is None or sentence(day, "zh") == zh


@settings(deadline=None)
@given(days(), st.sampled_from(["en", "zh"]))
def test_the_sentence_counts_what_the_lists_hold(found: list[Verdict], language: str) -> None:
    day = worklist(found)
    told = sentence(day, language)
    counted = [count(part, language) for part in re.split(r"[,;，；]", told) if count(part, language)]
    assert sum(counted) == len(day.contact) + len(day.fix) + len(day.wait)


def count(part: str, language: str) -> int:
    """The number that a part of the sentence begins with."""
    if language == "en":
        return NUMBERS["en"].get(part.split(maxsplit=1)[0].lower(), 0)
    words = sorted(NUMBERS["zh"], key=len, reverse=True)
    return next((NUMBERS["zh"][w] for w in words if part.startswith(w)), 0)
