"""What the check is told of a case: its true dates and its contacts."""

from __future__ import annotations

from datetime import date

from duecourse.words.check import check
from duecourse.words.context import context_of
from told import AS_OF, verdict

TEXT = "Dear Jana,\nattached is the packing draft. The plan holds when the deposit is with us by {}.\nAna"


def test_computed_days_are_true_deadlines_and_others_are_none() -> None:
    context = context_of(verdict())
    assert context.deadlines is not None
    assert {date(2026, 12, 7), date(2027, 2, 19)} <= context.deadlines
    assert date(2026, 12, 8) not in context.deadlines


def test_a_false_deadline_is_heard_and_named() -> None:
    context = context_of(verdict())
    false, true = (check(TEXT.format(day), language="en", context=context) for day in ("1 December", "7 December"))
    assert [f.name for f in false.faults] == ["false_deadline"]
    assert true.faults == ()


def test_rhythm_comes_from_the_history() -> None:
    told = {"paced_today": 1, "last_contact_any_on": AS_OF}
    text = "Dear Jana,\nattached is the packing draft; does it suit your warehouse?\nAna"
    quiet = check(text, language="en", context=context_of(verdict()))
    again = check(text, language="en", context=context_of(verdict(facts=told)))
    assert quiet.faults == ()
    assert {f.group for f in again.faults} == {"rhythm"}


def test_a_delivered_invoice_may_be_stated() -> None:
    assert context_of(verdict(milestone="open_account", facts={"delivered": True})).delivered
