"""Everything behind a verdict: each rule that was asked, each gate, and what would change the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from duecourse.adapters.casebook import case_of
from duecourse.decide.explain import Explanation, explained, shown
from duecourse.policy.load import load
from duecourse.policy.sql import conjuncts, names
from facts.single_case import TODAY, given
from rulecases import RuleCase, all_cases

NORMAL = load("normal")
KEYS = [r.key for r in NORMAL.rules]


def told(language: str = "en", **tables: Any) -> Explanation:
    return explained(given(**tables).history, tables.get("as_of", TODAY), NORMAL, language)


@cache
def plain() -> Explanation:
    """The explanation of the base case."""
    return told()


def spoken(case: RuleCase) -> Explanation:
    """The explanation of a worked case."""
    read = case_of(case.given, case.name)
    return explained(read.history, read.as_of, load(read.policy))


def changes(found: Explanation) -> Mapping[str, tuple[str, str]]:
    return {c.if_: (c.verdict.rule, c.verdict.action) for c in found.changes}


# One speaking case of every second rule and gate.
SPEAKING = list(
    {
        c.subject: c for c in reversed(all_cases()) if c.expect in {"speaks", "holds"} and c.given["policy"] == "normal"
    }.values()
)


# ------------------------------------------------------------------ rules
@pytest.mark.parametrize(
    "case",
    [pytest.param(c, id=c.subject, marks=[pytest.mark.slow] if n % 8 else []) for n, c in enumerate(SPEAKING[::2])],
)
def test_rules_are_told_in_order_up_to_the_one_that_decided(case: RuleCase) -> None:
    found = spoken(case)
    asked = [r.key for r in found.rules]
    assert asked == KEYS[: len(asked)]
    assert [r.spoke for r in found.rules] == [False] * (len(asked) - 1) + [True]
    assert NORMAL.rule(asked[-1]).id == found.verdict.rule
    for line in found.rules:
        rule = NORMAL.rule(line.key)
        assert (line.title, list(line.reads)) == (rule.title["en"], names(rule.when))
        assert set(line.unmet) <= set(conjuncts(rule.when))
        assert bool(line.unmet) is not line.spoke, f"{line.key} neither spoke nor says why it did not"


def test_a_silent_rule_shows_only_the_conditions_that_were_not_met() -> None:
    found = told(touch=[{"on": date(2026, 3, 16), "kind": "soft"}], order={"deliver_on": date(2026, 12, 1)})
    lines = {r.key: r for r in found.rules}
    assert found.verdict.rule == "R31"
    assert lines["R00"].unmet == ("closed",)
    assert lines["R25w"].unmet == ("confirmed_days < confirm_quiet_days", "not paced_ever")
    assert lines["R28"].unmet == ("ask_unanswered",)
    assert lines["R28"].reads == {
        "soft_unanswered": True,
        "ask_unanswered": False,
        "other_way": True,
        "call_unanswered": False,
    }


def test_an_unknown_fact_is_shown_as_such_and_its_condition_as_not_met() -> None:
    lines = {r.key: r for r in told(order={"deliver_on": None}).rules}
    assert lines["R20a"].reads["slack_days"] is None
    assert lines["R20a"].unmet == ("slack_days <= 0",)


def test_the_last_rule_of_all_reads_nothing_and_speaks() -> None:
    sent = [
        {"on": date(2026, 3, 10), "kind": "soft"},
        {"on": date(2026, 3, 16), "kind": "ask"},
        {"on": date(2026, 3, 17), "kind": "call"},
    ]
    found = told(touch=sent, customer={"other_way": True}, order={"deliver_on": date(2026, 6, 1)})
    assert found.verdict.rule == "R32"
    assert (found.rules[-1].reads, found.rules[-1].unmet, len(found.rules)) == ({}, (), len(KEYS))


# ------------------------------------------------------------------ gates
def test_a_rule_without_a_contact_asks_no_gate() -> None:
    assert told(inbound=[{"on": date(2026, 3, 17), "reason": "approval"}]).gates == ()


def test_every_gate_is_told_with_what_it_read_and_when_it_lets_go() -> None:
    found = told(touch=[{"on": TODAY, "kind": "useful"}], order={"deliver_on": date(2026, 6, 1)})
    lines = {g.id: g for g in found.gates}
    assert list(lines) == [g.id for g in NORMAL.gates]
    assert found.verdict.gates == ("G1", "G3")
    assert [g.id for g in found.gates if g.holds] == ["G1", "G3"]
    assert (lines["G1"].reads, lines["G1"].free_on) == ({"paced_today": 1}, date(2026, 3, 19))
    assert lines["G3"].free_on == lines["G3"].reads["contact_free_on"] == date(2026, 3, 24)
    assert all(g.free_on is None for g in found.gates if not g.holds)
    assert all(g.applies for g in found.gates if g.holds)


def test_a_gate_that_is_not_for_this_kind_is_told_as_such() -> None:
    found = told(inbound=[{"on": date(2026, 3, 17), "question": "which valve?"}])
    assert found.verdict.action == "answer"
    assert [g.id for g in found.gates if g.applies] == ["G5"]


def test_a_gate_that_only_asks_the_calendar_names_no_day_of_its_own() -> None:
    found = told(as_of=date(2026, 3, 21))  # A Saturday.
    gate = next(g for g in found.gates if g.id == "G5")
    assert (gate.holds, gate.free_on, gate.reads) == (True, None, {"contact_day": False})
    assert found.verdict.until == date(2026, 3, 23)


# ------------------------------------------------------------------ what would change it
def test_the_things_that_may_happen_today_are_really_judged() -> None:
    found = changes(told(touch=[{"on": date(2026, 3, 16), "kind": "soft"}], order={"deliver_on": date(2026, 12, 1)}))
    assert found["the money arrives today"] == ("R01", "thanks")
    assert found["they ask something today"] == ("R07", "answer")
    assert found["they promise 21 March"] == ("R13", "wait")
    assert found["they say it is paid"] == ("R02", "wait")
    assert found["they write today"][0] != "R31"


def test_our_own_part_is_among_them_when_it_is_open() -> None:
    fixing = changes(told(fix=[{"opened_on": date(2026, 3, 17), "what": "correct the proforma"}]))
    assert fixing["our own fix is done today"][0] == "R26"
    asked = changes(told(inbound=[{"on": date(2026, 3, 17), "question": "which valve?"}]))
    assert asked["we answer today"][0] != "R07"
    assert not {"our own fix is done today", "we answer today"} & set(changes(plain()))


def test_what_changes_nothing_is_not_told() -> None:
    paid = changes(told(milestone={"paid_on": date(2026, 3, 16)}, touch=[{"on": date(2026, 3, 17), "kind": "thanks"}]))
    assert "they say it is paid" not in paid
    assert "they write today" not in paid


def test_the_next_day_on_which_time_alone_changes_the_verdict_is_found() -> None:
    found = told(promise=[{"made_on": date(2026, 3, 16), "pay_on": date(2026, 3, 18)}])
    assert found.verdict.until == date(2026, 3, 24)
    last = found.changes[-1]
    assert last.if_ == "nothing happens until 24 March"
    assert (last.verdict.as_of, last.verdict.rule) == (date(2026, 3, 24), "R22")


def test_a_finished_case_is_changed_by_nothing() -> None:
    assert changes(told(order={"closed_on": date(2026, 3, 2)})) == {}


def test_later_events_are_not_seen_by_an_explanation_either() -> None:
    later = {
        "inbound": [{"on": date(2026, 3, 19), "question": "which valve?"}],
        "milestone": {"paid_on": date(2026, 3, 20)},
    }
    assert told(**later) == plain()


def test_an_explanation_in_chinese_has_titles_and_changes_in_chinese() -> None:
    found = told("zh", touch=[{"on": date(2026, 3, 16), "kind": "soft"}])
    texts = [r.title for r in found.rules] + [g.title for g in found.gates] + [c.if_ for c in found.changes]
    assert all(any("\u4e00" <= c <= "\u9fff" for c in t) for t in texts), texts


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (None, "?", "?"),
        (True, "yes", "是"),
        (False, "no", "否"),
        (date(2026, 8, 6), "6 August", "8月6日"),
        (date(2027, 8, 6), "6 August 2027", "2027年8月6日"),
        (0.5, "0.5", "0.5"),
        (1.0, "1", "1"),
        (0.3333, "0.33", "0.33"),
        (10.0, "10", "10"),
        (7, "7", "7"),
        ("packaging", "packaging", "包装"),
        ("some_code", "some code", "some code"),
    ],
)
def test_a_fact_is_shown_as_a_person_reads_it(value: object, en: str, zh: str) -> None:
    assert (shown(value, TODAY, "en"), shown(value, TODAY, "zh")) == (en, zh)


def test_explaining_a_case_changes_nothing_in_it() -> None:
    assert told() == plain()
