"""The story of a case: each day on which the verdict changes, and what changed it; later events unseen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from duecourse.decide.judge import judge
from duecourse.decide.story import Turn, story
from duecourse.decide.verdict import verdicts
from duecourse.history.history import History, bare, strict
from duecourse.policy.load import load
from facts.single_case import given, history_of
from generators import bulk
from generators import stacked as history_of_worlds

NORMAL = load("normal")
CONFIRMED = date(2026, 3, 2)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def told(last: date, language: str = "en", **tables: Any) -> list[Turn]:
    return story(given(**tables).history, days(CONFIRMED, last), NORMAL, language)


TALE: dict[str, Any] = {
    "touch": [
        {"on": date(2026, 3, 9), "kind": "useful", "topic": "calendar"},
        {"on": date(2026, 3, 27), "kind": "answer"},
    ],
    "inbound": [
        {"on": date(2026, 3, 12), "says": "We pay by the 20th."},
        {"on": date(2026, 3, 26), "says": "Which valve?", "question": "which valve?"},
    ],
    "promise": [{"made_on": date(2026, 3, 12), "pay_on": date(2026, 3, 20)}],
    "milestone": {"paid_on": date(2026, 4, 2)},
}


def test_a_story_has_a_turn_for_each_day_on_which_the_verdict_changes() -> None:
    found = told(date(2026, 4, 3), **TALE)
    assert (found[0].day, found[0].happened, found[0].changed) == (CONFIRMED, ("sales confirmation signed",), ())
    assert [t.day for t in found] == sorted({t.day for t in found})
    decisive = {"R25w", "R13", "R07", "R01"}
    assert [(t.day, t.verdict.rule, t.happened) for t in found if t.verdict.rule in decisive] == [
        (CONFIRMED, "R25w", ("sales confirmation signed",)),
        (date(2026, 3, 12), "R13", ("they: “We pay by the 20th.”",)),
        (date(2026, 3, 26), "R07", ("they: “Which valve?”",)),
        (date(2026, 4, 2), "R01", ("the money is here",)),
    ]


def test_a_turn_is_the_verdict_of_its_day_alone() -> None:
    case = given(**TALE)
    for turn in told(date(2026, 4, 3), **TALE):
        alone = next(verdicts(judge(case.history, turn.day, NORMAL), case.history, NORMAL))
        for part in ("action", "rule", "until", "then", "gates", "because", "next_review"):
            assert getattr(turn.verdict, part) == getattr(alone, part), (turn.day, part)


def test_between_two_turns_the_same_rule_decides() -> None:
    case = given(**TALE)
    rules = {t.day: t.verdict.rule for t in told(date(2026, 4, 3), **TALE)}
    current = ""
    for day in days(CONFIRMED, date(2026, 4, 3)):
        current = rules.get(day, current)
        if day.weekday() in {0, 4}:
            row = judge(case.history, day, NORMAL).row(0, named=True)
            assert NORMAL.rules[row["rule_ix"]].id == current, day


def clipped(history: History, day: date) -> History:
    """The history as it stood on the evening of a day, as somebody would have written it down then."""
    seen = history.seen_on(day)
    return strict({n: bare(n, f) for n, f in seen.frames.items()})


def short(turns: list[Turn]) -> list[tuple[object, ...]]:
    return [(t.day, t.verdict.rule, t.verdict.action, t.verdict.until, t.happened, t.changed) for t in turns]


@pytest.mark.parametrize("last", days(CONFIRMED, date(2026, 4, 3))[::4])
def test_the_story_up_to_a_day_is_the_story_of_what_was_known_then(last: date) -> None:
    whole = given(**TALE).history
    full = [t for t in story(whole, days(CONFIRMED, date(2026, 4, 3)), NORMAL) if t.day <= last]
    assert short(full) == short(story(clipped(whole, last), days(CONFIRMED, last), NORMAL))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, 60, 6))
def test_the_same_holds_for_any_history(number: int) -> None:
    world = bulk(31, 60)[number]
    alone = history_of_worlds([world])
    history = strict({n: bare(n, f).drop("as_of", strict=False) for n, f in alone.frames.items()})
    if len(history) != 1:
        assert len(history) > 1
        return
    first, middle, last = (world.as_of + timedelta(days=n) for n in (-40, -9, 15))
    full = [t for t in story(history, days(first, last), NORMAL) if t.day <= middle]
    assert short(full) == short(story(clipped(history, middle), days(first, middle), NORMAL))


def test_a_message_that_was_recorded_late_is_told_on_the_day_we_came_to_know_it() -> None:
    heard = {
        "customer": "c",
        "case": "m",
        "on": date(2026, 3, 6),
        "recorded_on": date(2026, 3, 20),
        "says": "We are on it.",
    }
    order = {
        "order": "o",
        "customer": "c",
        "number": "SC-1",
        "confirmed_on": CONFIRMED,
        "deliver_on": date(2026, 12, 1),
        "assets_recorded": True,
    }
    turns = story(history_of(inbounds=[heard], orders=[order]), days(CONFIRMED, date(2026, 3, 18)), NORMAL)
    assert [h for t in turns for h in t.happened if "We are on it" in h] == []


def test_money_that_was_matched_is_told_like_money_that_somebody_ticked_off() -> None:
    milestones = [{"case": "m", "order": "o", "kind": "deposit", "amount_minor": 100, "currency": "USD"}]
    paid = [{"case": "m", "on": date(2026, 3, 20), "amount_minor": 100}]
    turns = story(history_of(milestones=milestones, payments=paid), days(date(2026, 3, 16), date(2026, 3, 24)), NORMAL)
    assert [t.happened for t in turns if t.verdict.rule == "R01"] == [("the money is here",)]


def test_several_things_since_the_last_turn_are_told_with_their_days_in_order() -> None:
    quiet = {"touch": [{"on": date(2026, 3, 3), "kind": "confirm"}, {"on": date(2026, 3, 4), "kind": "thanks"}]}
    second = told(date(2026, 3, 12), **quiet)[1].happened
    assert [h.split("we: ")[0] for h in second] == ["3 March: ", "4 March: "]


def test_ours_and_theirs_of_one_day_are_told_in_the_order_of_the_day() -> None:
    day = date(2026, 3, 9)
    tale = {
        "touch": [{"on": day, "kind": "answer"}, {"on": day, "kind": "useful"}],
        "inbound": [{"on": day, "says": "Which valve?", "question": "which valve?"}],
    }
    turn = next(t for t in told(date(2026, 3, 10), **tale) if t.day == day)
    assert turn.happened == ("we: something useful", "they: “Which valve?”", "we: answer")


def test_a_new_date_of_next_year_is_told_with_its_year() -> None:
    order = {"new_date": date(2027, 2, 5), "new_date_named_on": date(2026, 3, 20)}
    texts = [h for t in told(date(2026, 3, 20), order=order) for h in t.happened]
    assert "production names a new date, 5 February 2027" in texts


@pytest.mark.parametrize(
    ("tables", "text"),
    [
        (
            {"promise": [{"made_on": date(2026, 3, 4), "pay_on": date(2026, 3, 11)}]},
            "the promise and its grace have passed",
        ),
        ({"inbound": [{"on": date(2026, 3, 6), "reason": "approval"}]}, "what they explained has run its time"),
        ({"inbound": [{"on": date(2026, 3, 6), "paid_claim": True}]}, "the money should be here by now"),
        ({"hold": [{"from": CONFIRMED, "to": date(2026, 3, 11)}]}, "the hold has ended"),
        (
            {"milestone": {"kind": "lc_opening"}, "lc": {"stage": "applied", "on": date(2026, 3, 3)}},
            "their bank has had its usual time",
        ),
        ({"order": {"deliver_on": date(2026, 4, 30)}}, "14 days in hand to the pay-by date 21 March"),
    ],
)
def test_what_time_alone_changed_is_told_in_words(tables: dict[str, Any], text: str) -> None:
    texts = [c for t in told(date(2026, 3, 25), **tables) for c in t.changed]
    assert text in texts, texts


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_turn_says_what_changed_it(language: str) -> None:
    for turn in told(date(2026, 8, 30), language, **TALE)[1:]:
        assert turn.happened or turn.changed, turn.day
        assert not any("None" in x or "{" in x for x in (*turn.happened, *turn.changed))


def test_a_story_of_mornings_sees_our_own_contact_of_a_day_on_the_next() -> None:
    """What the morning said is what we then did: the check-in of the 9th was proposed that day."""
    history = given(touch=[{"on": date(2026, 3, 9), "kind": "soft"}], order={"deliver_on": date(2026, 6, 1)}).history
    evenings = story(history, days(CONFIRMED, date(2026, 3, 10)), NORMAL)
    mornings = story(history, days(CONFIRMED, date(2026, 3, 10)), NORMAL, mornings=True)
    assert [t.day for t in evenings if "we: check-in" in t.happened] == [date(2026, 3, 9)]
    assert [t.day for t in mornings if "9 March: we: check-in" in t.happened] == [date(2026, 3, 10)]
    assert mornings[1].verdict.then == "soft" or mornings[1].verdict.action == "soft"


def test_a_chinese_story_is_chinese_throughout() -> None:
    hold = [{"from": date(2026, 3, 16), "to": date(2026, 3, 20)}]
    turns = told(date(2026, 8, 30), "zh", hold=hold, **TALE)
    texts = [x for t in turns for x in (*t.happened, *t.changed)]
    assert [x for x in texts if not any("\u4e00" <= c <= "\u9fff" for c in x.split("→")[0])] == []


def test_a_decision_to_leave_it_alone_is_told_as_one() -> None:
    found = next(
        t
        for t in told(date(2026, 3, 20), hold=[{"from": date(2026, 3, 16), "to": date(2026, 3, 20)}])
        if t.verdict.rule == "R00h"
    )
    assert found.day == date(2026, 3, 16)
    assert "held: no → yes" not in found.changed


def test_of_a_customer_with_several_cases_one_is_told_alone() -> None:
    one, other = given(**TALE).history, given(order={"number": "SC-9"}).history
    whole = story(one, days(CONFIRMED, date(2026, 4, 3)), NORMAL)
    both = strict(
        {
            name: [*bare(name, one[name]).to_dicts(), *_renamed(name, other)]
            for name in one.frames
            if one[name].height or other[name].height
        }
    )
    case = one["milestones"]["case"][0]
    alone = story(both, days(CONFIRMED, date(2026, 4, 3)), NORMAL, case=case)
    assert [(t.day, t.verdict.rule) for t in alone] == [(t.day, t.verdict.rule) for t in whole]
    assert [t.happened for t in alone] == [t.happened for t in whole]


def _renamed(name: str, history: History) -> list[dict[str, Any]]:
    """The rows of another firm with one case, its keys other ones."""
    keys = {"seller", "customer", "order", "case"}
    rows = bare(name, history[name]).to_dicts()
    return [{k: f"{v}-other" if k in keys and v is not None else v for k, v in row.items()} for row in rows]
