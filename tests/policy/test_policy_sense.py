"""Conditions must have a meaning: a date beside a date, a count beside a number, a word that its fact can hold."""

from __future__ import annotations

import pytest
from policy_texts import gate, rule, said

FINE = [
    "closed",
    "not not closed",
    "closed = paid",
    "closed is true and paid is not null",
    "slack_days is null",
    "slack_days in (1, -2, null)",
    "slack_days not in (1, 2)",
    "slack_days not between 1 and 14 and closed",
    "as_of between must_pay_by and deliver_on",
    "as_of <> due_on",
    "slack_days <= gap_base_days",
    "pressure >= 0.5",
    "coalesce(slack_days, paced_7d, 0) > least(gap_days, 7)",
    "coalesce(due_on, deliver_on, as_of) = as_of",
    "coalesce(closed, false)",
    "(slack_days > 3) = closed",
    "kind = 'deposit' or ('price' = reason and ball in ('ours', 'theirs'))",
    "country = 'DE' and currency <> 'EUR'",
    "says = 'anything at all'",
    "slack_days > +3",
    "useful_kind = 'calendar'",
]
SENSELESS = {
    "as_of > 5": "as_of (a date)",
    "5 < as_of": "as_of (a date)",
    "as_of = slack_days": "slack_days (a number)",
    "as_of between 3 and due_on": "as_of (a date)",
    "as_of in (due_on, 3)": "3 (a number)",
    "slack_days = closed": "closed (a yes or no)",
    "closed = 1": "1 (a number)",
    "closed > paid": "closed (a yes or no), which has none",
    "slack_days > 3 > 2": "the comparison (a yes or no)",
    "slack_days = 'three'": "'three' (a text)",
    "kind > 'a'": "which has none",
    "kind = reason": "compares kind with reason",
    "kind in (reason)": "compares kind with reason",
    "points_open = 'price'": "a list of words",
    "coalesce(as_of, 3) = as_of": "compares as_of (a date) with 3 (a number)",
    "greatest(slack_days, as_of) > 3": "compares slack_days (a number) with as_of (a date)",
    "not slack_days": "slack_days (a number) beside NOT",
    "slack_days and closed": "slack_days (a number) beside AND",
    "closed or 'x'": "'x' (a text) beside OR",
    "closed and as_of": "as_of (a date) beside AND",
    "-closed = paid": "'-' before closed",
    "-as_of < as_of": "'-' before as_of",
}
UNREAD = ["slack_days >", "> 3", "closed and", "and closed", "closed is", "closed is 3", "slack_days in 3", "slack_days in ()", "slack_days in (1,)",
          "slack_days between 1", "slack_days between 1 or 3", "closed not", "not", "coalesce()", "coalesce(closed,)", "closed = = paid",
          "(closed", "closed)", "()", ",", "null null", "3 3", "closed closed", "slack_days not 3", "is null"]  # fmt: skip


@pytest.mark.parametrize("text", FINE)
def test_a_sensible_condition_is_taken(text: str) -> None:
    assert said(rule(text)) == ""
    assert said(gate(text)) == ""


@pytest.mark.parametrize(("text", "words"), SENSELESS.items())
def test_a_comparison_without_a_meaning_is_named_with_what_each_side_is(text: str, words: str) -> None:
    told = said(rule(text))
    assert "H1: `when`" in told
    assert words in told
    assert "H9: `fails`" in said(gate(text))


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_no_sentence_is_named_in_a_few_words(text: str) -> None:
    told = said(rule(text))
    assert "H1: `when`" in told
    assert len(told) < 400


@pytest.mark.parametrize(
    "text",
    [
        "as_of + INTERVAL '1 day'",
        "greatest(must_pay_by, as_of)",
        "coalesce(due_on, as_of) - INTERVAL '2 days'",
        "tomorrow",
    ],
)
def test_a_sensible_date_is_taken(text: str) -> None:
    assert said(rule("closed", "wait", more=f'until = "{text}"\n')) == ""
    assert said(gate(free=text)) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slack_days + INTERVAL '1 day'", "moves slack_days (a number) by days"),
        ("closed", "Boolean"),
        ("greatest(as_of, slack_days)", "compares as_of (a date) with slack_days (a number)"),
        ("coalesce(due_on, 'soon')", "'soon' (a text)"),
        ("INTERVAL '1 day'", "H1: `until`"),
        ("as_of as_of", "H1: `until`"),
    ],
)
def test_a_senseless_date_is_named(text: str, words: str) -> None:
    assert words in said(rule("closed", "wait", more=f'until = "{text}"\n'))


def test_one_call_of_an_unknown_function_is_one_fault_not_three() -> None:
    """A reader who meets three sentences for one slip looks for three slips."""
    told = said(rule("max(paced_7d) > 3"))
    assert "calls max" in told
    assert "has nothing between" not in told
