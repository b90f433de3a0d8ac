"""What would change a verdict: each answer is what judging the changed history gives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.whatif import Answer, promised_day, what_if
from duecourse.history.history import History
from duecourse.policy.load import load
from facts.single_case import TODAY, given

NORMAL = load("normal")


def now(history: History, day: date = TODAY) -> Verdict:
    return next(verdicts(judge(history, day, NORMAL), history, NORMAL))


def answers(**tables: Any) -> dict[str, Answer]:
    history = given(**tables).history
    return {a.question: a for a in what_if(history, now(history), NORMAL)}


def test_each_question_has_the_verdict_that_the_method_gives() -> None:
    found = answers()
    assert found["names_a_date"].verdict.rule == "R13"
    assert found["asks"].verdict.rule == "R07"
    assert found["says_paid"].verdict.rule == "R02"
    assert found["asks"].on == TODAY


def test_quiet_is_judged_on_the_day_on_which_we_look_again() -> None:
    history = given().history
    verdict = now(history)
    quiet = answers()["stays_quiet"]
    assert quiet.on > TODAY
    assert quiet.verdict.as_of == quiet.on
    if verdict.action == "wait":
        assert quiet.verdict == now(history, quiet.on)


def test_a_contact_that_may_go_is_supposed_to_go_first() -> None:
    history = given(touch=[{"on": TODAY - timedelta(days=40), "kind": "answer"}]).history
    verdict = now(history)
    found = {a.question: a for a in what_if(history, verdict, NORMAL)}
    if verdict.action in {"useful", "soft", "ask", "notice"}:
        assert found["it_goes"].verdict.action == "wait", "one contact a day"
    else:
        assert "it_goes" not in found


def test_nothing_changes_what_is_finished() -> None:
    history = given(order={"closed_on": TODAY}).history
    assert what_if(history, now(history), NORMAL) == []


def test_they_are_supposed_to_name_a_day_that_fits() -> None:
    verdict = now(given().history)
    near = verdict._replace(facts={"must_pay_by": TODAY + timedelta(days=3)})
    past = verdict._replace(facts={"must_pay_by": TODAY - timedelta(days=3)})
    assert promised_day(near) == TODAY + timedelta(days=3)
    assert promised_day(past) == TODAY + timedelta(days=7)
