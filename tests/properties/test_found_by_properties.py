"""Faults that the properties and the simulation found in the engine, each as small as it gets.

A test that fails here is an open fault, not a flaw of the test; once mended it stays as its regression case.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from duecourse.decide.judge import judge
from duecourse.decide.verdict import verdicts
from duecourse.policy.load import load
from duecourse.policy.vocabulary import vocabulary
from generators import Row, World, stacked

TODAY = date(2026, 5, 6)  # A Wednesday.


def _world(key: str = "w", kind: str = "deposit", **order: Any) -> World:
    """One customer, one order, one payment, nothing else."""
    made = World(key, TODAY)
    made.add("sellers", seller="/s", country="CN")
    made.add("customers", customer="/c", seller="/s", name="customer", country="US")
    made.add("orders", order="/c/o", customer="/c", number="1", assets_recorded=True, **order)
    made.add("milestones", case="/c/o/m", order="/c/o", kind=kind)
    return made


def _judged(*worlds: World) -> Row:
    """The verdict of the first one."""
    return judge(stacked(worlds), None, load("normal")).row(0, named=True) | {"rules": load("normal").rules}


def _rule(row: Row) -> str:
    return str(row["rules"][row["rule_ix"]].key)


def _touch(world: World, ago: int, kind: str, **given: Any) -> None:
    world.add("touches", customer="/c", case="/c/o/m", on=world.ago(ago), kind=kind, to_review=False, **given)


# ------------------------------------------------------------------ facts of a batch
def test_the_days_of_closures_are_known_or_not_whoever_else_is_in_the_batch() -> None:
    """Without a delivery date they are unknown; they read 0 if no seller of the batch had a closure, else unknown."""
    closed = _world("x", deliver_on=TODAY, production_days=30)
    closed.add("closures", seller="/s", from_on=TODAY, to_on=TODAY)
    assert _judged(_world())["closure_days"] == _judged(_world(), closed)["closure_days"]


def test_a_batch_in_parts_has_one_type_for_each_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above 65,536 cases: Int64 in a part with closures, Int32 in one without a dated order; joining them raises."""
    monkeypatch.setattr("duecourse.decide.judge.PART_CASES", 1)
    closed = _world("x", deliver_on=TODAY + timedelta(days=60), production_days=30)
    closed.add("closures", seller="/s", from_on=TODAY, to_on=TODAY)
    assert judge(stacked([_world(), closed]), None, load("normal")).height == 2


def test_every_fact_has_its_documented_type() -> None:
    """With a closure, `closure_days` was Int64."""
    closed = _world("x", deliver_on=TODAY + timedelta(days=60), production_days=30)
    closed.add("closures", seller="/s", from_on=TODAY, to_on=TODAY)
    schema = judge(stacked([closed]), None, load("normal")).schema
    wrong = {
        n: schema[n] for n, t in vocabulary().items() if schema[n] != t and not isinstance(schema[n], pl.Enum | pl.List)
    }
    assert wrong == {}


def test_the_shelf_keeps_its_order_when_a_history_is_built_again() -> None:
    """`on_days` (and `seen_on`, `with_rows`) put what fits a product before what fits the order: another thing goes next."""
    made = _world(product="bag", confirmed_on=TODAY - timedelta(days=30))
    for n, (reach, key) in enumerate((("order", "/c/o"), ("product", "bag"))):
        made.add(
            "assets", asset=f"/a{n}", seller="/s", kind=f"thing_{n}", title=f"thing {n}", reach=reach, reach_key=key
        )
    history, policy = stacked([made]), load("normal")
    assert judge(history, TODAY, policy)["useful_kind"].to_list() == ["thing_0"]
    assert judge(history.on_days([TODAY]), None, policy)["useful_kind"].to_list() == ["thing_0"]


# ------------------------------------------------------------------ said twice
def test_a_late_promise_gets_one_notice_even_on_the_day_it_was_made() -> None:
    """They promise in the morning, the notice goes in the afternoon (seq 15): R18 asks for it again after the gap."""
    made = _world(kind="balance_against_documents", deliver_on=TODAY + timedelta(days=40))
    made.add("promises", case="/c/o/m", made_on=TODAY, pay_on=TODAY + timedelta(days=38))
    assert _rule(_judged(made)) == "R18"
    _touch(made, 0, "notice", seq=15)
    assert _rule(_judged(made.on(TODAY + timedelta(days=6)))) == "R13"


def test_the_last_neutral_fact_goes_once_where_nobody_recorded_the_agreement() -> None:
    """No day of agreement and none of confirmation (imported lists): a notice of three days ago does not count for R19."""
    made = _world(kind="balance_against_documents", deliver_on=TODAY + timedelta(days=9))
    _touch(made, 20, "useful", topic="calendar")
    _touch(made, 3, "notice")
    assert made.as_of < TODAY + timedelta(days=2)
    assert _rule(_judged(made)) != "R19"


def test_the_last_neutral_fact_goes_once_even_on_the_day_of_the_agreement() -> None:
    """They take the new date in the morning, slack is 5, the notice goes that day: R19 asks for it again three days later."""
    made = _world(
        kind="balance_against_documents",
        deliver_on=TODAY + timedelta(days=9),
        delivery_agreed_on=TODAY - timedelta(days=3),
    )
    made.add("inbounds", customer="/c", case="/c/o/m", on=made.ago(3), seq=10, says="fine")
    _touch(made, 20, "useful", topic="calendar")
    _touch(made, 3, "notice", seq=15)
    assert _rule(_judged(made)) != "R19"


# ------------------------------------------------------------------ waits that end on the wrong day
def _invoice(delivered: bool, due_ago: int, level: int | None) -> World:
    made = _world(kind="open_account", delivered_on=TODAY - timedelta(days=40) if delivered else None)
    made.rows["milestones"][0]["due_on"] = made.ago(due_ago)
    if level is not None:
        _touch(made, 0, "dunning", level=level)
    return made


def test_an_invoice_waits_for_the_next_level_that_has_not_gone() -> None:
    """Level 2 went four days after the due date, by hand: the wait ended on the day of level 2 (due + 15), not of level 3."""
    row = _judged(_invoice(delivered=True, due_ago=4, level=2))
    assert (_rule(row), row["until"]) == ("R06w.not_late", TODAY - timedelta(days=4) + timedelta(days=30))


def test_an_invoice_without_delivery_does_not_wait_for_a_courtesy_note() -> None:
    """A new customer, due in ten days, not delivered: due - 5 changes nothing, for the note needs a delivery as well."""
    made = _invoice(delivered=False, due_ago=-10, level=None)
    made.rows["customers"][0]["new"] = True
    row = _judged(made)
    assert _rule(row) == "R06w.not_late"
    assert _rule(_judged(made.on(row["until"]))) != "R06w.not_late"


# ------------------------------------------------------------------ words
def _sentences(made: World) -> str:
    history, policy = stacked([made]), load("normal")
    return " ".join(next(verdicts(judge(history, None, policy), history, policy)).because)


def test_a_closed_day_of_an_unknown_country_is_told_without_it() -> None:
    """'Today is not a day for it in not recorded'."""
    made = _world(kind="balance_against_documents", deliver_on=date(2026, 5, 10) + timedelta(days=17)).on(
        date(2026, 5, 10)
    )
    made.rows["customers"][0]["country"] = None
    assert "in not recorded" not in _sentences(made)


def test_a_letter_of_credit_of_an_unknown_day_is_told_without_it() -> None:
    """'The letter of credit arrived on not recorded'."""
    made = _world(kind="lc_opening")
    made.add("credits", case="/c/o/m", stage="advised")
    assert "on not recorded" not in _sentences(made)
