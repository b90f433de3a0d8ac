"""A verdict as a value: its keys, its days, and its sentences in both languages."""

from __future__ import annotations

import json
import os
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import WORDS, day_words, filled, said
from duecourse.history.history import History
from duecourse.history.schema import CHECKLIST_POINTS, REASONS
from duecourse.policy.load import load
from duecourse.policy.model import ACTIONS
from facts.single_case import TODAY, verdict_of
from generators import bulk
from generators import stacked as history_of_worlds
from rulecases import all_cases, stacked_on_days

NORMAL = load("normal")
LANGUAGES = ("en", "zh")
# DESIGN section 5, plus the step of the rule, the task and the approval.
KEYS = [
    *(
        "case",
        "customer",
        "order",
        "milestone",
        "as_of",
        "action",
        "kind",
        "topic",
        "level",
        "until",
        "then",
        "rule",
        "step",
        "gates",
    ),
    *("because", "task", "facts", "next_review", "needs_approval", "policy", "policy_version"),
]
GOLDEN = Path(__file__).parents[1] / "golden"


@cache
def crowd() -> History:
    return history_of_worlds(bulk(41, 400))


@cache
def told(language: str) -> tuple[Verdict, ...]:
    """The verdicts of four hundred random worlds."""
    history = crowd()
    return tuple(verdicts(judge(history, None, NORMAL), history, NORMAL, language))


# ------------------------------------------------------------------ the value
def test_a_verdict_as_a_dictionary_has_exactly_the_keys_that_scripts_rely_on() -> None:
    assert set(verdict_of().as_dict()) == set(KEYS)


def test_every_verdict_can_be_written_as_json_and_read_back() -> None:
    for verdict in told("en"):
        plain = verdict.as_dict()
        assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_the_json_of_a_verdict_has_iso_days_lists_and_no_unknown_facts() -> None:
    plain = verdict_of(touch=[{"on": TODAY, "kind": "useful"}], order={"deliver_on": date(2026, 6, 1)}).as_dict()
    assert (plain["as_of"], plain["action"], plain["then"], plain["gates"]) == (
        "2026-03-18",
        "wait",
        "soft",
        ["G1", "G3"],
    )
    assert plain["until"] == "2026-03-24"
    facts = plain["facts"]
    assert isinstance(facts, dict)
    assert None not in facts.values()
    assert facts["must_pay_by"] == "2026-04-22"
    assert {"promised_on", "says"}.isdisjoint(facts)
    assert (plain["policy"], plain["policy_version"], plain["milestone"]) == ("normal", 1, "deposit")
    assert (plain["customer"], plain["order"]) == ("Greenfield Ltd", "SC-2026-101")


def test_every_action_is_one_of_the_methods_and_a_waiting_contact_is_named() -> None:
    for verdict in told("en"):
        assert verdict.action in ACTIONS
        assert (verdict.then is not None) == bool(verdict.gates)
        assert verdict.action == "wait" or not verdict.gates
        assert verdict.rule


def test_we_look_again_after_today_and_within_fourteen_days() -> None:
    for verdict in told("en"):
        if verdict.action == "none":
            assert verdict.next_review is None
        else:
            assert verdict.next_review is not None
            assert timedelta(1) <= verdict.next_review - verdict.as_of <= timedelta(14), verdict.case


@pytest.mark.parametrize(
    ("tables", "review"),
    [
        ({}, date(2026, 4, 1)),  # Today + 14.
        ({"inbound": [{"on": TODAY, "reason": "approval", "until": date(2026, 3, 25)}]}, date(2026, 3, 25)),  # until
        ({"order": {"deliver_on": date(2026, 5, 15)}}, date(2026, 3, 22)),  # Slack crosses 14.
        ({"order": {"deliver_on": date(2026, 5, 7)}}, date(2026, 3, 23)),  # 10 days of slack: crosses 5.
        ({"order": {"deliver_on": date(2026, 5, 2)}}, date(2026, 3, 23)),  # 5 days of slack: crosses 0.
        ({"order": {"closed_on": TODAY}}, None),
    ],
)
def test_the_next_look_is_the_earliest_of_until_a_fortnight_and_a_crossing(
    tables: dict[str, Any], review: date | None
) -> None:
    assert verdict_of(**tables).next_review == review


# ------------------------------------------------------------------ sentences
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_an_unfilled_place_or_a_word_of_python(language: str) -> None:
    for verdict in told(language):
        assert verdict.because
        for sentence in (*verdict.because, verdict.task):
            assert not re.search(r"[{}]|\bNone\b|\bnan\b|\binf\b|\bTrue\b|\bFalse\b|\d{4}-\d\d-\d\d|00:00", sentence), (
                sentence
            )
        assert all(s.strip() == s and s for s in verdict.because)


def test_a_chinese_sentence_is_chinese_and_an_english_one_has_no_chinese() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert all(chinese.search(s) for v in told("zh") for s in v.because)
    assert not any(chinese.search(s) for v in told("en") for s in v.because)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_ends_and_has_no_doubled_sign(language: str) -> None:
    for verdict in told(language):
        for sentence in verdict.because:
            assert sentence[-1] in ".?!。？！", sentence
            assert not re.search(r"\.\.|。。|,,| ,| \.|  |？。|\?\.", sentence), sentence


def test_both_languages_give_the_same_verdict_and_as_many_sentences() -> None:
    for english, chinese in zip(told("en"), told("zh"), strict=True):
        assert (english.action, english.until, english.facts) == (chinese.action, chinese.until, chinese.facts)
        assert len(english.because) == len(chinese.because)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_fact_is_never_told_as_not_recorded_without_need(language: str) -> None:
    """Random worlds forget much; but a reason that nobody gave and an absence must not be mixed up."""
    unknown = {"en": "not recorded", "zh": "未记录"}[language]
    vague = {v.rule for v in told(language) if unknown in v.because[0]}
    assert vague <= {"R02c", "R05", "R06w", "R14", "R17", "R19", "R32"}, vague


def test_the_reason_of_an_absence_is_the_absence() -> None:
    away = [{"on": date(2026, 3, 16), "kind": "out_of_office", "until": date(2026, 4, 1)}]
    assert verdict_of(inbound=away).rule == "R16"
    assert "not recorded" not in verdict_of(inbound=away).because[0]
    assert "未记录" not in verdict_of(language="zh", inbound=away).because[0]


def test_a_gate_that_holds_adds_its_own_sentence() -> None:
    held = verdict_of(touch=[{"on": TODAY, "kind": "useful"}], order={"deliver_on": date(2026, 6, 1)})
    assert held.gates == ("G1", "G3")
    assert held.because[1] == "They heard from us today already."
    assert "24 March" in held.because[2]


@pytest.mark.parametrize(("feed", "noted"), [(None, True), (0, False)])
def test_without_a_bank_feed_a_contact_says_look_at_the_bank_first(feed: int | None, noted: bool) -> None:
    found = verdict_of(seller={"bank_feed_age_days": feed})
    assert any("look at the bank before you write" in s for s in found.because) is noted


def test_a_task_is_an_instruction_with_its_facts() -> None:
    fixing = {"fix": [{"opened_on": date(2026, 3, 17), "what": "correct the proforma"}]}
    assert verdict_of(**fixing).task == "correct the proforma"
    preparing = {"checklist": {"open": ["packaging"]}}
    assert "packaging" in verdict_of(**preparing).task
    assert "包装" in verdict_of(language="zh", **preparing).task
    assert verdict_of().task == ""


# ------------------------------------------------------------------ days and codes
@pytest.mark.parametrize(
    ("day", "en", "zh"),
    [
        (date(2026, 8, 6), "6 August", "8月6日"),
        (date(2026, 1, 1), "1 January", "1月1日"),
        (date(2026, 12, 31), "31 December", "12月31日"),
        (date(2027, 1, 1), "1 January 2027", "2027年1月1日"),
        (date(2025, 12, 31), "31 December 2025", "2025年12月31日"),
    ],
)
def test_a_day_has_its_year_only_when_it_is_another_one(day: date, en: str, zh: str) -> None:
    assert (day_words(day, TODAY, "en"), day_words(day, TODAY, "zh")) == (en, zh)


def test_a_place_is_filled_with_what_a_person_would_say() -> None:
    row = {
        "as_of": TODAY,
        "day": date(2026, 8, 6),
        "share": 0.5,
        "count": 3,
        "code": "packaging",
        "gone": None,
        "words": "their words",
    }
    text = "{day} {share} {count} {code} {gone} {words} {unheard}"
    assert filled(text, row, "en") == "6 August 0.5 3 packaging not recorded their words not recorded"
    assert filled(text, row, "zh") == "8月6日 0.5 3 包装 未记录 their words 未记录"


def test_their_words_are_kept_as_they_are_even_with_braces() -> None:
    odd = "what is {must_pay_by}?"
    found = verdict_of(inbound=[{"on": TODAY, "question": odd, "says": odd}])
    assert odd in found.because[0]


@pytest.mark.parametrize(
    "code",
    [
        *CHECKLIST_POINTS,
        *(r for r in REASONS if r not in {"price", "promise", "silent", "dispute", "complaint_frequency"}),
    ],
)
def test_every_point_and_reason_has_words_in_both_languages(code: str) -> None:
    assert code in WORDS
    assert all(WORDS[code])
    assert said(code, "zh") != code.replace("_", " ")


# ------------------------------------------------------------------ a snapshot to read
def snapshot() -> str:
    """What the first speaking case of each rule says, in both languages; kept as a page that people read."""
    chosen = list(
        {
            c.subject: c
            for c in reversed(all_cases())
            if c.expect in {"speaks", "holds"} and c.given["policy"] == "normal"
        }.values()
    )
    chosen.sort(key=lambda c: c.subject)
    history = stacked_on_days(chosen)
    judged = judge(history, None, NORMAL)
    both = zip(verdicts(judged, history, NORMAL, "en"), verdicts(judged, history, NORMAL, "zh"), strict=True)
    by_name = {e.case: (e, z) for e, z in both}
    blocks = []
    for case in chosen:
        english, chinese = by_name[case.name]
        lines = [f"{case.subject}  {case.name}", *english.because, english.task, *chinese.because, chinese.task]
        blocks.append("\n  ".join(x for x in lines if x))
    return "\n\n".join(blocks) + "\n"


def test_the_sentences_of_every_rule_and_gate_read_as_they_did() -> None:
    file = GOLDEN / "because.txt"
    if os.environ.get("GOLDEN"):
        file.write_text(snapshot(), encoding="utf-8")
    assert snapshot() == file.read_text(encoding="utf-8"), "Read the difference; keep it with `make golden`."
