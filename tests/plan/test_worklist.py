"""The lists of a day: nothing lost, nothing twice, one message per customer, one order for the same verdicts."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecourse.decide.verdict import Verdict
from duecourse.plan.worklist import Item, Worklist, amount_of, amounts_of, customer_of, list_of, slack_of, worklist
from duecourse.policy.model import ACTIONS, CONVERSATION_ACTIONS

DAY = date(2026, 11, 23)


def verdict(case: str = "1", action: str = "wait", customer: str = "Ana's", **fields: Any) -> Verdict:
    """A verdict with what a test needs said; everything else is quiet."""
    facts = {"case": case, "as_of": DAY, **fields.pop("facts", {})}
    plain: dict[str, Any] = {
        "case": case, "customer": customer, "order": f"SC-{case}", "milestone": "deposit", "as_of": DAY,
        "action": action, "kind": None, "topic": None, "level": None, "until": None, "then": None, "rule": "R32",
        "step": "", "gates": (), "because": ("Nothing new.",), "task": "", "facts": facts, "next_review": DAY,
        "needs_approval": False, "policy": "normal", "policy_version": 1,
    }  # fmt: skip
    return Verdict(**plain | fields)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """Facts that the lists look at, with the ties and the missing ones that real lists have."""
    found: dict[str, Any] = {"country": draw(st.sampled_from(["DE", "BR", None]))}
    found["slack_days"] = draw(st.sampled_from([None, -3, 0, 5, 14]))
    found["past_due_days"] = draw(st.sampled_from([None, None, -2, 16]))
    found["amount_minor"] = draw(st.sampled_from([None, 100, 200, 10**9]))
    found["currency"] = draw(st.sampled_from(["USD", "EUR", None]))
    found["fix_open"] = draw(st.booleans())
    found["fix_what"] = draw(st.sampled_from(["Correct the proforma", "Send the sample"]))
    found["fix_due_on"] = DAY + timedelta(days=draw(st.integers(0, 3)))
    found |= {name: draw(st.booleans()) for name in ("under_control", "promise_live", "held")}
    return {k: v for k, v in found.items() if v is not None}


@st.composite
def days(draw: st.DrawFn) -> list[Verdict]:
    """The verdicts of one day: few customers, so that several orders meet."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        action = draw(st.sampled_from(ACTIONS))
        rule = "R08" if action == "own_fix" else draw(st.sampled_from(["R17", "R25", "R04", "R06w"]))
        until = draw(st.none() | st.integers(0, 20).map(lambda n: DAY + timedelta(days=n)))
        found.append(
            verdict(
                str(number), action, draw(st.sampled_from(["Rio", "Tuinland", "客户"])), rule=rule, until=until,
                kind=draw(st.sampled_from(["manager", None])), facts=draw(facts()), task="Take it over",
                gates=draw(st.sampled_from([(), ("G9",), ("G3",)])) if action == "wait" else (),
            )
        )  # fmt: skip
    return found


def contacts(day: Worklist) -> list[Verdict]:
    return [v for item in day.contact for v in item.verdicts]


@settings(deadline=None)
@given(days())
def test_every_verdict_stands_in_exactly_one_list(found: list[Verdict]) -> None:
    day = worklist(found)
    fixes = {v.case for t in day.fix for v in t.verdicts if list_of(v) == "fix"}
    listed = [
        *(v.case for v in contacts(day)),
        *(w.verdict.case for w in day.wait),
        *(v.case for v in day.rest),
        *fixes,
    ]
    assert Counter(listed) == Counter(v.case for v in found)
    assert {v.case for v in day.rest} == {v.case for v in found if v.action == "none"}


@settings(deadline=None)
@given(days())
def test_a_customer_gets_one_message(found: list[Verdict]) -> None:
    day = worklist(found)
    assert max(Counter(customer_of(i.lead) for i in day.contact).values(), default=0) <= 1
    assert all(len({customer_of(v) for v in i.verdicts}) == 1 for i in day.contact)


@settings(deadline=None)
@given(days())
def test_conversation_leads_and_paced_contacts_wait_for_their_turn(found: list[Verdict]) -> None:
    for item in worklist(found).contact:
        talks = item.lead.action in CONVERSATION_ACTIONS
        assert all((v.action in CONVERSATION_ACTIONS) == talks for v in item.also)
        assert all(v.action not in CONVERSATION_ACTIONS and talks for v in item.then)


@settings(deadline=None)
@given(days(), st.randoms(use_true_random=False))
def test_the_order_of_the_verdicts_does_not_matter(found: list[Verdict], chance: Any) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert worklist(shuffled) == worklist(found)


def rank(item: Item) -> tuple[bool, bool, int]:
    slack = slack_of(item.lead)
    return item.lead.action != "answer", slack is None, slack or 0


@settings(deadline=None)
@given(days())
def test_answers_come_first_then_the_nearest_deadline(found: list[Verdict]) -> None:
    ranks = [rank(i) for i in worklist(found).contact]
    assert ranks == sorted(ranks)


@settings(deadline=None)
@given(days())
def test_of_equal_days_and_currency_the_larger_amount_comes_first(found: list[Verdict]) -> None:
    items = worklist(found).contact
    for first, second in itertools.pairwise(items):
        one, other = amount_of(first.lead), amount_of(second.lead)
        if rank(first) == rank(second) and one and other and one[0] == other[0]:
            assert amounts_of(first.verdicts)[one[0]] >= amounts_of(second.verdicts)[one[0]]


@settings(deadline=None)
@given(days())
def test_the_payment_with_the_least_slack_leads(found: list[Verdict]) -> None:
    for item in worklist(found).contact:
        mine = [slack_of(v) for v in (item.lead, *item.also) if v.action == item.lead.action]
        known = [s for s in mine if s is not None]
        assert slack_of(item.lead) == (min(known) if known else None)


@settings(deadline=None)
@given(days())
def test_every_open_fix_is_listed_once_whatever_the_verdict(found: list[Verdict]) -> None:
    tasks = [t for t in worklist(found).fix if t.rule == "R08" and t.what != "Take it over"]
    wanted = {(customer_of(v), v.facts["fix_what"]) for v in found if v.facts.get("fix_open")}
    assert Counter((customer_of(t.lead), t.what) for t in tasks) == Counter(wanted)


@settings(deadline=None)
@given(days())
def test_the_bank_feed_is_one_task(found: list[Verdict]) -> None:
    held = {v.case for v in found if "G9" in v.gates}
    tasks = [t for t in worklist(found).fix if t.rule == "G9"]
    assert [{v.case for v in t.verdicts} for t in tasks] == ([held] if held else [])


@settings(deadline=None)
@given(days())
def test_waiting_is_sorted_by_the_next_look(found: list[Verdict]) -> None:
    looks = [w.look_on for w in worklist(found).wait]
    assert looks == sorted(looks)  # type: ignore[type-var]


def test_amounts_of_two_currencies_are_never_one_sum() -> None:
    dollars = verdict("1", "useful", facts={"amount_minor": 100, "currency": "USD", "slack_days": 3})
    euros = verdict("2", "useful", facts={"amount_minor": 900, "currency": "EUR", "slack_days": 5})
    more = verdict("3", "useful", facts={"amount_minor": 50, "currency": "USD", "slack_days": 9})
    (item,) = worklist([euros, more, dollars]).contact
    assert amounts_of(item.verdicts) == {"USD": 150, "EUR": 900}


def test_an_invoice_is_as_pressing_as_it_is_late() -> None:
    late = verdict("1", "dunning", "Late", facts={"past_due_days": 30})
    near = verdict("2", "useful", "Near", facts={"slack_days": 1})
    assert [i.lead.customer for i in worklist([near, late]).contact] == ["Late", "Near"]


def test_thanks_press_nobody() -> None:
    paid = verdict("1", "thanks", "Paid", facts={"slack_days": -40, "paid": True})
    open_ = verdict("2", "useful", "Open", facts={"slack_days": 9})
    assert [i.lead.customer for i in worklist([paid, open_]).contact] == ["Open", "Paid"]


def test_the_same_task_of_one_customer_is_said_once() -> None:
    bounced = [verdict(c, "own_fix", rule="R05", task="Find the right person", until=DAY) for c in "12"]
    (task,) = worklist(bounced).fix
    assert [v.case for v in task.verdicts] == ["1", "2"]


def test_a_manager_writes_but_a_person_who_judges_does_not() -> None:
    day = worklist(
        [verdict("1", "escalate", "A", kind="manager"), verdict("2", "escalate", "B", task="Take over", until=DAY)]
    )
    assert [i.lead.case for i in day.contact] == ["1"]
    assert [(t.lead.case, t.due_on) for t in day.fix] == [("2", None)]


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"facts": {"under_control": True}}, True),
        ({"facts": {"promise_live": True}}, True),
        ({"facts": {"earlier_unpaid": True}}, True),
        ({"rule": "R06w"}, True),
        ({"rule": "R25w"}, False),
        ({"rule": "R26", "gates": ("G3",), "facts": {"promise_live": False}}, False),
    ],
)
def test_a_reason_is_known_or_not_known_yet(said: dict[str, Any], known: bool) -> None:
    (waiting,) = worklist([verdict(**said)]).wait
    assert waiting.known is known


def test_an_empty_day_has_empty_lists() -> None:
    assert worklist([]) == Worklist((), (), (), ())
