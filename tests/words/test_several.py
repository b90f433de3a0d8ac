"""Several payments in one message: nothing is said of all that is true of one; and what is not for Ana to send."""

from __future__ import annotations

from datetime import date

import pytest

from duecourse.plan.worklist import Item
from duecourse.words.daily import together
from duecourse.words.draft import Draft, Writer, write
from duecourse.words.facts import About
from told import AS_OF, PEOPLE, about, second

JANA = PEOPLE["en"]
NONE = {"kind": None, "topic": None}


def drafted(*payments: About) -> Draft:
    found = write(payments, JANA, Writer("Ana"))
    assert found is not None
    return found


def test_what_is_the_same_for_all_is_said_so_and_what_is_not_is_not() -> None:
    assert "The same for:\n– SC-2640" in drafted(about(), second()).said.text
    other = second(kind="packing_draft", topic=None, rule="R25")
    assert "Also:\n– SC-2640 (20 L foldable bag): packing draft attached" in drafted(about(), other).said.text


def test_two_payments_of_one_order_are_told_apart() -> None:
    paid = {"action": "thanks", "rule": "R01", **NONE}
    balance = second(order="SC-2618", milestone="balance_before_shipment", **paid)
    text = drafted(about(**paid), balance).said.text
    assert "– SC-2618 (20 L foldable bag), balance: EUR 4,800.00 received" in text


def test_a_subject_of_several_names_no_day_of_one() -> None:
    notice = {"action": "notice", "rule": "R19", **NONE}
    assert drafted(about(**notice)).said.subject == "SC-2618: 7 December keeps your delivery date"
    assert drafted(about(**notice), second(**notice)).said.subject == "SC-2618 and SC-2640: your delivery dates"


def test_a_subject_of_thanks_for_different_payments_names_none_of_them() -> None:
    paid = {"action": "thanks", "rule": "R01", **NONE}
    both = drafted(about(**paid), second(milestone="open_account", **paid))
    assert both.said.subject == "SC-2618 and SC-2640: payments received, thank you"


def test_each_question_stands_in_its_line() -> None:
    asked = {"action": "answer", "rule": "R07", **NONE}
    text = drafted(about(**asked), second(facts={"question": "when do you ship?"}, **asked)).said.text
    assert "“how thick the film is”." in text
    assert "– SC-2640 (20 L foldable bag): “when do you ship?”" in text


@pytest.mark.parametrize(
    "question", ["Please send your bank details again", "请再发一下账户", "¿Cuál es su cuenta?", "IBAN?"]
)
def test_a_question_for_bank_details_has_no_message(question: str) -> None:
    asked = about(action="answer", rule="R07", facts={"question": question}, **NONE)
    assert write([asked], JANA) is None
    assert write([asked], JANA, answer="I ring you today.") is not None


def test_thanks_speak_of_no_production_that_is_over_or_not_in_order() -> None:
    paid = {"action": "thanks", "rule": "R01", **NONE}
    assert "Production is now fixed, for delivery on 19 February" in drafted(about(**paid)).said.text
    assert "Production" not in drafted(about(facts={"fix_open": True}, **paid)).said.text
    assert drafted(about(facts={"delivered": True}, **paid)).pattern == "thanks_delivered"
    past = drafted(about(facts={"deliver_on": date(2026, 11, 1)}, **paid)).said.text
    assert "November" not in past


def test_a_new_date_that_is_past_is_not_announced() -> None:
    old = about(action="notice", topic="new_date", kind=None, rule="R20", facts={"new_date": date(2026, 11, 20)})
    assert drafted(old).pattern != "notice_new_date"


def test_a_late_level_is_told_of_its_own_invoices_alone() -> None:
    late = {"action": "dunning", "milestone": "open_account", "rule": "R06", **NONE}
    last, soon = about(level=4, **late), second(level=2, **late)
    assert together(Item(last.verdict, (soon.verdict,))) == [last.verdict]
    first = about(level=1, **late)
    assert together(Item(first.verdict, (soon.verdict,))) == [first.verdict, soon.verdict]


@pytest.mark.parametrize(
    ("more", "by", "mailed"),
    [
        ({}, "", True),
        ({"action": "escalate", "kind": "manager", "topic": None, "rule": "R29"}, "manager", False),
        ({"action": "escalate", "rule": "R24", **NONE}, "manager", False),
        ({"action": "dunning", "level": 4, "milestone": "open_account", "rule": "R06", **NONE}, "manager", False),
        ({"action": "soft", "rule": "R26", "needs_approval": True, **NONE}, "", False),
        ({"action": "call", "rule": "R28", **NONE}, "", False),
    ],
)
def test_what_another_writes_or_approves_is_no_mail_of_ana(more: dict[str, object], by: str, mailed: bool) -> None:
    found = drafted(about(**more))
    assert (found.by, found.mailed) == (by, mailed)


def test_a_legal_matter_without_a_word_of_theirs_has_no_message() -> None:
    legal = about(action="escalate", rule="R04", **NONE)
    assert write([legal], JANA) is None
    said = write([about(action="escalate", rule="R04", facts={"says": "The seams leak."}, **NONE)], JANA)
    assert said is not None
    assert said.pattern == "dispute_taken"


def test_a_past_due_day_of_another_year_has_its_year() -> None:
    late = {"action": "dunning", "level": 1, "milestone": "open_account", "rule": "R06", **NONE}
    text = drafted(about(facts={"due_on": date(AS_OF.year - 1, 12, 5)}, **late)).said.text
    assert f"due on 5 December {AS_OF.year - 1}" in text
