"""Layout: no line wider than the terminal, nothing lost, CJK widths right, no foreign control characters."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from test_today_story import DAY, story_verdicts

from duecourse.cli.render import rendered, wrapped
from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.plan.page import Page, Source, View, page_of
from duecourse.plan.worklist import worklist
from duecourse.policy.load import load
from rulecases import by_preset

NORMAL = load("normal")
WORDS = st.lists(
    st.sampled_from(["payment;", "客户", "承诺，", "a", "Regenwerk-Straße", "12月7日前付款；", "x" * 30]), max_size=12
)


def shown(found: list[Verdict], width: int = 100, language: str = "en", colours: bool = False, **view: Any) -> str:
    zones = {(v.customer, str(v.facts.get("country") or "")): ("Asia/Shanghai", "Europe/Berlin") for v in found}
    seen = View(DAY, NORMAL, language, **{"zones": zones, **view})
    return rendered(page_of(worklist(found, language), seen), width=width, colours=colours, encoding="utf-8")


@cache
def worked(language: str) -> list[Verdict]:
    """All worked cases as customers of one day."""
    _, history = by_preset()["normal"]
    found = verdicts(judge(history, None, NORMAL), history, NORMAL, language)
    return [v._replace(customer=f"{v.rule} {v.case[:24]}", as_of=DAY) for v in found]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [40, 79, 80, 100])
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    wide = [line for line in shown(worked(language), width, language).splitlines() if cell_len(line) > width]
    assert wide == []


@pytest.mark.parametrize("width", [60, 100])
def test_every_line_shows_its_rule(width: int) -> None:
    text = shown(story_verdicts(), width)
    assert all(v.rule in text or any(g in text for g in v.gates) for v in story_verdicts())


@settings(deadline=None)
@given(WORDS, st.integers(8, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = ["".join(t for t, _ in line) for line in wrapped([(text, "dim")], width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line.rstrip()) <= width for line in lines)


@settings(deadline=None)
@given(WORDS, st.integers(10, 40))
def test_a_line_never_begins_with_a_chinese_comma(words: list[str], width: int) -> None:
    lines = ["".join(t for t, _ in line) for line in wrapped([("".join(words), "")], width)]
    assert not any(line.startswith(("，", "；")) for line in lines[1:])


def test_a_clause_is_kept_whole_where_both_halves_fit() -> None:
    lines = [line[0][0] for line in wrapped([("calendar never sent; paid by 7 Dec keeps it", "")], 32)]
    assert lines == ["calendar never sent;", "paid by 7 Dec keeps it"]


@pytest.mark.parametrize("whole", ["7 Dec", "7 Dec 2027", "USD 18,360.00"])
def test_a_date_or_an_amount_is_never_torn(whole: str) -> None:
    for width in range(len(whole), 30):
        lines = ["".join(t for t, _ in line) for line in wrapped([(f"it was {whole}, and then some more", "")], width)]
        assert any(whole in line for line in lines)


def test_names_cannot_steer_the_terminal() -> None:
    evil = story_verdicts()[0]._replace(customer="\x1b[31mRed\x07\u202e\nName")
    text = shown([evil])
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[31mRedName" in text


def test_columns_stand_under_each_other_with_chinese_names() -> None:
    first, second = story_verdicts("zh")[:2]
    text = shown([first._replace(customer="雨水花园贸易"), second._replace(customer="Ana")], language="zh")
    starts = [cell_len(line[: line.index("16:10")]) for line in text.splitlines() if "16:10" in line]
    assert len(set(starts)) == 1
    assert len(starts) == 2


def test_a_long_name_is_wrapped_not_cut() -> None:
    long = "Hamburger Wassersport- und Gartenbedarf Handelsgesellschaft"
    found = [v._replace(customer=long) if v.customer in {"Regenwerk", "Tuinland"} else v for v in story_verdicts()]
    text = " ".join(shown(found).split())
    assert all(text.count(word) == 2 for word in long.split()[2:])


def test_the_sending_time_tells_the_other_day() -> None:
    lead = next(v for v in story_verdicts() if v.customer == "Lakeshore Paddle")
    text = shown([lead], zones={("Lakeshore Paddle", "US"): ("Asia/Shanghai", "America/Los_Angeles")})
    assert "01:10 +1" in text


def test_ramadan_hours_begin_later() -> None:
    lead = story_verdicts()[0]._replace(as_of=date(2027, 2, 15), facts={**story_verdicts()[0].facts, "country": "SA"})
    zones = {(lead.customer, "SA"): ("Asia/Shanghai", "Asia/Riyadh")}
    view = View(date(2027, 2, 15), NORMAL, "en", zones)
    text = rendered(page_of(worklist([lead]), view), width=100, colours=False, encoding="utf-8")
    assert "10:10 SA" in text


def test_without_a_country_no_time_is_invented() -> None:
    lead = story_verdicts()[0]
    nowhere = lead._replace(facts={k: v for k, v in lead.facts.items() if k != "country"})
    text = shown([nowhere], zones={(lead.customer, ""): ("Asia/Shanghai", None)})
    assert ":10" not in text


def test_later_payments_share_one_line() -> None:
    waiting = next(v for v in story_verdicts() if v.rule == "R13")
    later = [waiting._replace(case=f"b{n}", rule="R00m", facts={"earlier_unpaid": True}) for n in range(3)]
    text = shown([waiting, *later])
    assert "Wait 4" in text
    assert "three later payments" in text
    assert text.count("R00m") == 1


def test_orders_are_named_where_a_customer_waits_twice() -> None:
    waiting = next(v for v in story_verdicts() if v.rule == "R13")
    text = shown([waiting, waiting._replace(case="x", order="SC-9")])
    assert f"DE  {waiting.order}" in text
    assert "DE  SC-9" in text


def test_money_of_two_currencies_stands_on_two_lines() -> None:
    lead = story_verdicts()[0]
    yen = lead._replace(case="y", order="SC-Y", facts={**lead.facts, "amount_minor": 384000, "currency": "JPY"})
    lines = shown([lead, yen]).splitlines()
    assert any(line.startswith(" DE  JPY 384,000 ") for line in lines)
    assert any(line.startswith("     USD 18,360.00 ") for line in lines)


def test_who_approves_and_what_waits_is_said() -> None:
    lead = story_verdicts()[0]._replace(needs_approval=True)
    answer = lead._replace(case="a", action="answer", rule="R07", order="SC-7", needs_approval=False)
    assert "useful, R17, manager approves" in " ".join(shown([lead]).split())
    assert f"then {lead.order}: useful, R17" in " ".join(shown([lead, answer]).split())


def test_an_empty_page_has_no_lists() -> None:
    lines = shown([], sources=[Source("a.csv", False, 0, 0, 0)]).splitlines()
    assert lines[1:] == [
        " Nothing left to do today.",
        " Monday 23 November 2026, policy normal v1. Read 0 rows of a.csv: 0 open, 0 paid.",
    ]


def test_the_page_is_a_value_that_compares() -> None:
    seen = View(DAY, NORMAL, "en", {})
    assert page_of(worklist(story_verdicts()), seen) == page_of(worklist(story_verdicts()), seen)
    assert isinstance(page_of(worklist([]), seen), Page)
