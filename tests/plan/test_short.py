"""The clause of one table line: there for every rule and gate, short, true to its facts, in both languages."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from test_worklist import DAY, verdict

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.plan.filling import filled, full_day, near_day, short_day, table_day
from duecourse.plan.sending import action_words, contact_kind, what_goes
from duecourse.plan.short import CLAUSE_MAX, SHORT, clause_key, short_because, task_because, task_words
from duecourse.plan.worklist import worklist
from duecourse.policy.load import load, parsed
from rulecases import by_preset

NORMAL = load("normal")
LONGEST = 76


@cache
def worked(language: str) -> tuple[Verdict, ...]:
    """The verdicts of all worked cases of the normal policy."""
    _, history = by_preset()["normal"]
    return tuple(verdicts(judge(history, None, NORMAL), history, NORMAL, language))


def test_every_rule_and_gate_has_a_clause() -> None:
    missing = {r.key for r in NORMAL.rules if r.key not in SHORT and r.id not in SHORT}
    assert not missing | {g.id for g in NORMAL.gates if g.id not in SHORT}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_clauses_of_all_worked_cases_are_short_and_filled(language: str) -> None:
    for v in worked(language):
        clause = short_because(v, NORMAL, language)
        assert 0 < len(clause) <= LONGEST, (v.case, clause)
        assert not {"{", "}"} & set(clause), (v.case, clause)
        assert "None" not in clause, (v.case, clause)


def test_chinese_clauses_are_chinese() -> None:
    latin = [c for v in worked("zh") if (c := short_because(v, NORMAL, "zh")).isascii()]
    assert latin == []


@pytest.mark.parametrize(
    ("said", "en", "zh"),
    [
        (
            {"rule": "R17", "facts": {"must_pay_by": date(2026, 12, 7), "deliver_on": date(2027, 2, 19)}},
            "calendar never sent; paid by 7 Dec keeps 19 Feb",
            "还没看过生产日历；12月7日前到账可保证2月19日交货",
        ),
        (
            {"rule": "R13", "facts": {"promised_on": date(2026, 11, 25), "promise_grace_days": 3}},
            "promised 25 Nov, plus three banking days",
            "承诺11月25日付款，另留 3 个银行日",
        ),
        (
            {"rule": "R26", "gates": ("G3",), "facts": {"unanswered_any": 2, "gap_days": 10}},
            "two unanswered; ten days of quiet",
            "2 次未回；静候 10 天",
        ),
        (
            {"rule": "R02", "facts": {"claim_on": date(2026, 11, 20)}},
            "says paid on Friday; it may be on its way",
            "对方称周五已付；款项可能在途",
        ),
        (
            {"rule": "R13L", "facts": {"lc_on": date(2026, 11, 18)}},
            "letter of credit applied for; 10 banking days",
            "信用证已申请；通常 10 个银行日",
        ),
        (
            {"rule": "R31", "facts": {"must_pay_by": date(2027, 1, 21)}},
            "pay-by date 21 Jan; nothing depends on it yet",
            "1月21日前付款即可；眼下不受影响",
        ),
        ({"rule": "R25w", "facts": {"confirmed_on": DAY}}, "confirmed today; give their bank a few days", None),
        ({"rule": "R32"}, "nothing new", "没有新情况"),
        ({"rule": "R25", "facts": {"useful_is_standing": True}}, "from the standing list: do you have this?", None),
    ],
)
def test_clauses_as_in_the_picture(said: dict[str, Any], en: str, zh: str | None) -> None:
    assert short_because(verdict(**said), NORMAL, "en") == en
    assert zh is None or short_because(verdict(**said), NORMAL, "zh") == zh


def explained(reason: str, until: date, **more: Any) -> str:
    facts = {"reason": reason, "reason_on": date(2026, 11, 19), "reason_until": until, "explained_until": until, **more}
    return short_because(verdict(rule="R16", facts=facts), NORMAL)


def test_a_reason_says_its_usual_wait_or_the_date_they_named() -> None:
    assert explained("approval", date(2026, 11, 26)) == "waiting for an approval inside; usually 7 days"
    assert explained("cash_flow", date(2026, 11, 30)) == "cash is tight; they named 30 Nov"
    assert explained("sample", date(2026, 11, 30)) == "looking at the sample; told us on Thursday"


def test_an_absence_says_the_return_where_it_is_known() -> None:
    back = date(2026, 12, 1)
    assert explained("away", date(2026, 11, 26), away_until=back, explained_until=back).startswith(
        "away until Thursday;"
    )
    auto_reply = verdict(rule="R16", facts={"away_until": back, "explained_until": back})
    assert short_because(auto_reply, NORMAL) == "they are away; then a few days to catch up"


def test_a_shortened_gap_does_not_claim_the_whole_one() -> None:
    free = {"unanswered_any": 2, "gap_days": 10, "gap_free_on": date(2026, 12, 2)}
    held = verdict(rule="R20", gates=("G3",), until=date(2026, 11, 26), facts=free)
    assert clause_key(held) == "G3.early"
    assert short_because(held, NORMAL) == "two unanswered; a few days of quiet"


def test_a_rule_of_ones_own_speaks_with_its_own_words() -> None:
    own = parsed(
        'name = "house"\nversion = 1\nextends = "normal"\ntitle = { en = "House", zh = "自家" }\n'
        '[[rule]]\nid = "R32"\nwhen = "true"\ndo = "wait"\nuntil = "rest_until"\nsource = "house"\n'
        'title = { en = "Rest", zh = "静候" }\nbecause = { en = "Harvest time; nobody reads mail.", zh = "农忙。" }\n',
        "house.toml",
    )
    resting = verdict(rule="R32", because=("Harvest time; nobody reads mail.",))
    assert short_because(resting, own) == "Harvest time"


def test_a_long_sentence_is_cut_at_a_word() -> None:
    long = verdict(rule="R99", because=("word " * 40,))
    clause = short_because(long, NORMAL)
    assert clause.endswith("word…")
    assert len(clause) <= CLAUSE_MAX + 1


def test_a_number_that_somebody_overrides_is_not_claimed() -> None:
    own = parsed(
        'name = "house"\nversion = 1\nextends = "normal"\ntitle = { en = "House", zh = "自家" }\n'
        "[relationship.C]\nlc_bank_days = 5\n",
        "house.toml",
    )
    assert short_because(verdict(rule="R13L"), own) == "letter of credit applied for; their bank is working"


def test_what_stands_after_a_colon_in_a_fix_is_its_because() -> None:
    facts = {"fix_open": True, "fix_what": "Correct the proforma: it says 1,200", "fix_opened_on": date(2026, 11, 20)}
    (task,) = worklist([verdict(action="own_fix", rule="R08", facts=facts)]).fix
    assert (task_words(task), task_because(task, NORMAL)) == ("Correct the proforma", "it says 1,200")


def test_an_open_fix_of_a_waiting_payment_says_why_the_fix_is_there() -> None:
    facts = {"fix_open": True, "fix_what": "Send the sample", "fix_opened_on": date(2026, 11, 20)}
    (task,) = worklist([verdict(rule="R13", facts=facts)]).fix
    assert task_because(task, NORMAL) == "found on Friday; ours to put right first"


# ---------------------------------------------------------------- what goes
@pytest.mark.parametrize(
    ("said", "goes", "kind"),
    [
        ({"action": "useful", "kind": "calendar", "topic": "calendar"}, "production calendar", "useful"),
        (
            {"action": "useful", "rule": "R09", "kind": "box", "facts": {"point_kind": "box", "point_title": "Box"}},
            "Box",
            "useful",
        ),
        (
            {"action": "useful", "kind": "qc_plan", "facts": {"useful_kind": "qc_plan", "useful_title": "QC for SC-1"}},
            "QC for SC-1",
            "useful",
        ),
        (
            {"action": "useful", "kind": "qc_plan", "facts": {"useful_kind": "qc_plan", "useful_is_standing": True}},
            "inspection plan",
            "useful",
        ),
        ({"action": "dunning", "level": 1}, "statement of the invoice", "formal note L1"),
        ({"action": "escalate", "kind": "manager"}, "a few lines from the manager", "manager's note"),
        ({"action": "soft", "topic": "lc_copy"}, "one question on the L/C draft", "check-in"),
        ({"action": "wait", "then": "ask"}, "what keeps them, asked openly", "open question"),
    ],
)  # fmt: skip
def test_what_goes_has_a_name(said: dict[str, Any], goes: str, kind: str) -> None:
    assert (what_goes(verdict(**said)), action_words(verdict(**said))) == (goes, kind)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_worked_contact_has_a_name(language: str) -> None:
    named = [what_goes(v, language) for v in worked(language) if contact_kind(v)]
    assert all(named)
    assert not any("_" in text for text in named)


# ---------------------------------------------------------------- dates and numbers
def test_dates_are_short_and_unmistakable() -> None:
    assert [short_day(d, DAY, "en") for d in (date(2026, 12, 7), date(2027, 2, 19), date(2027, 8, 1))] == [
        "7 Dec", "19 Feb", "1 Aug 2027",
    ]  # fmt: skip
    assert short_day(date(2027, 8, 1), DAY, "zh") == "2027年8月1日"
    assert [table_day(date(2026, 12, 1), DAY, x) for x in ("en", "zh")] == ["Tue  1 Dec", "12月 1日 周二"]
    assert [table_day(date(2027, 1, 4), DAY, x) for x in ("en", "zh")] == ["Mon  4 Jan 2027", "2027年 1月 4日 周一"]
    assert [full_day(DAY, x) for x in ("en", "zh")] == ["Monday 23 November 2026", "2026年11月23日 星期一"]


def test_a_weekday_names_only_a_day_of_this_week_around() -> None:
    assert [near_day(date(2026, 11, d), DAY, "en") for d in (16, 17, 23, 29, 30)] == [
        "16 Nov", "Tuesday", "today", "Sunday", "30 Nov",
    ]  # fmt: skip


def test_an_unknown_place_gives_no_text() -> None:
    assert filled("{a} and {b}", {"a": 1}, DAY, "en") is None


@pytest.mark.parametrize(("count", "text"), [(1, "one day"), (10, "ten days"), (16, "16 days")])
def test_counts_of_days(count: int, text: str) -> None:
    assert filled("{n:days}", {"n": count}, DAY, "en") == text
