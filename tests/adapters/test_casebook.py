"""Casebook files: what the format knows, what it refuses with a sentence, and how an expectation is compared."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duecourse.adapters.casebook import Case, case_of, read
from duecourse.adapters.expected import FIELDS, failures
from duecourse.errors import DuecourseError
from facts.single_case import given, judged, verdict_of

DAY = "as_of = 2026-03-18\n"


def case(text: str) -> Case:
    return case_of(tomllib.loads(DAY + text), "x.toml")


def refused(text: str) -> str:
    """Why a file is refused, as a person reads it."""
    with pytest.raises(DuecourseError) as caught:
        case_of(tomllib.loads(text), "x.toml")
    assert "x.toml" in caught.value.where
    assert caught.value.fix
    return str(caught.value)


def facts(text: str) -> dict[str, Any]:
    return judged(case(text))


# ------------------------------------------------------------------ the format
def test_a_file_of_one_day_alone_is_a_case() -> None:
    found = case("")
    assert (found.as_of, found.policy, found.title, found.expect) == (date(2026, 3, 18), "normal", "x.toml", None)
    assert judged(found)["case"] == "x.toml"


def test_title_policy_and_expectation_are_kept() -> None:
    found = case('title = "A story"\npolicy = "patient"\n[expect]\naction = "wait"\n')
    assert (found.title, found.policy, found.expect) == ("A story", "patient", {"action": "wait"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = 'x'", "The case has no as_of date"),
        ("as_of = '2026-03-18'", "The case has no as_of date"),
        ("as_of = 10:00:00", "The case has no as_of date"),
        ("as_of = 2026-03-18T10:00:00", "as_of"),
        ("as_of = 2026-03-18T10:00:00Z", "as_of"),
    ],
)
def test_a_case_needs_a_day(text: str, told: str) -> None:
    assert told in refused(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[ordr]\nnumber = 'x'", "the file holds 'ordr', which the format does not know"),
        ("[order]\nnumbr = 'x'", "[order] holds 'numbr', which the format does not know"),
        ("[[touch]]\non = 2026-03-01\nkind = 'soft'\ntopik = 'x'", "[[touch]] holds 'topik'"),
        ("[checklist]\nopened = []", "[checklist] holds 'opened'"),
        ("[[order]]\nnumber = 'x'", "'order' is no table"),
        ("order = 5", "'order' is no table"),
        ("[touch]\non = 2026-03-01", "'touch' is no list of tables"),
        ("touch = [1, 2]", "'touch' is no list of tables"),
    ],
)
def test_an_unknown_or_misshapen_table_is_named(text: str, told: str) -> None:
    assert told in refused(DAY + text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[order]\nconfirmed_on = '2026-02-30'", "'2026-02-30' in confirmed_on, but a date like 2026-03-31"),
        ("[order]\ndeliver_on = 'soon'", "'soon' in deliver_on"),
        ("[order]\nproduction_days = 'ten'", "'ten' in production_days, but a whole number, at least 0"),
        ("[[touch]]\non = 2026-03-01\nkind = 'sof'", "'sof' in kind, but one of soft, ask"),
        ("[[touch]]\nkind = 'soft'", "nothing in on"),
        ("[[touch]]\non = 2026-03-01", "nothing in kind"),
        ("[customer]\nrelationship = 'D'", "'D' in relationship, but one of A, B, C"),
        ("[customer]\nreply_days_median = -1", "'-1.0' in reply_days_median"),
        ("[milestone]\nkind = 'depost'", "'depost' in kind, but one of deposit"),
        ("[lc]\nstage = 'applid'", "'applid' in stage"),
        ("[checklist]\nopen = ['weather']", "'weather' in point"),
        ("[checklist]\nnot_recorded = ['weather']", "weather"),
        ("[[asset]]\nkind = 'x'\nconfirms = 'weather'", "'weather' in confirms"),
        ("[[asset]]\nkind = 'x'\nsent_on = 'soon'", "'soon' in on"),
        ("[[hold]]\nfrom = 2026-03-01", "nothing in to_on"),
        ("[seller]\nclosure = [{ from = 2026-04-01 }]", "nothing in to_on"),
        ("[seller]\nclosed_days = ['soon']", "'soon' in on"),
        ("[[inbound]]\non = 2026-03-01\nreason = 'pric'", "'pric' in reason"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_was_expected(text: str, told: str) -> None:
    assert told in refused(DAY + text)


@pytest.mark.parametrize(
    "text",
    [
        "[checklist]\nopen = 5",
        "[seller]\nclosure = 5",
        "[seller]\nclosure = [2026-04-01]",
        "[seller]\nclosed_days = 2026-04-01",
        "[customer]\nextra_holidays = 2026-04-01",
        "[[touch]]\non = [1]\nkind = 'soft'",
        "[[touch]]\non = 2026-03-01\nkind = 'soft'\nother_order = 'no'",
        "as_imported = 'no'",
        "expect = 5",
    ],
)
def test_a_value_of_the_wrong_shape_is_named_and_never_a_crash(text: str) -> None:
    assert refused(DAY + text)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be opened: No such file or directory"),
        (b"as_of = ", "not readable as TOML"),
        (b"\xff\xfe\x00", "not readable as TOML"),
        (b"as_of = 2026-02-30\n", "not readable as TOML"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes | None, told: str, tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DuecourseError, match=told) as caught:
        read(file)
    assert caught.value.where == str(file)


def test_a_folder_is_no_case_file(tmp_path: Path) -> None:
    with pytest.raises(DuecourseError, match="cannot be opened"):
        read(tmp_path)


# ------------------------------------------------------------------ what is left out
def test_what_a_case_file_leaves_out_is_none_and_what_a_list_leaves_out_is_unknown() -> None:
    order = "[order]\ndeliver_on = 2026-08-31\n"
    assert facts(order)["must_pay_by"] == date(2026, 8, 26)
    assert facts("as_imported = true\n" + order)["must_pay_by"] is None
    assert facts(order)["useful_kind"] is None
    assert facts("as_imported = true\n" + order)["useful_is_standing"] is True


@pytest.mark.parametrize(
    "written", ["packaging", "Packaging", "packing", "delivery date", "delivery-date", "Basic information"]
)
def test_a_point_is_read_as_people_write_it(written: str) -> None:
    assert len(facts(f"[checklist]\nopen = ['{written}']\n")["points_open"]) == 1
    assert facts(f"[checklist]\nopen = ['{written}']\n")["points_confirmed"] == 7


def test_all_points_are_confirmed_but_the_open_and_the_unrecorded_ones() -> None:
    found = facts("[checklist]\nopen = ['packaging']\nnot_recorded = ['price', 'payment']\n")
    assert (found["points_confirmed"], found["points_recorded"], found["points_open"]) == (5, 6, ["packaging"])
    assert facts("")["points_confirmed"] == 8


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1250.5", "USD", 125050),
        ("1250", "JPY", 1250),
        ("12.345", "KWD", 12345),
        ("'12.50'", "EUR", 1250),
        ("0", "USD", 0),
    ],
)
def test_an_amount_is_kept_in_minor_units_of_its_currency(amount: str, currency: str, minor: int) -> None:
    found = facts(f"[milestone]\namount = {amount}\ncurrency = '{currency}'\n")
    assert (found["amount_minor"], found["currency"]) == (minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("12.505", "USD"),
        ("12.5", "JPY"),
        ("'12,50'", "USD"),
        ("nan", "USD"),
        ("1e25", "USD"),
        ("true", "USD"),
        ("'much'", "USD"),
    ],
)
def test_an_amount_that_is_none_is_named(amount: str, currency: str) -> None:
    assert "in amount_minor" in refused(DAY + f"[milestone]\namount = {amount}\ncurrency = '{currency}'\n")


@pytest.mark.parametrize("currency", ["usd", "DOLLAR", ""])
def test_an_unknown_currency_is_named_and_no_amount_is_guessed(currency: str) -> None:
    assert "currency" in refused(DAY + f"[milestone]\namount = 12\ncurrency = '{currency}'\n")


def test_a_promise_may_name_a_part_of_the_amount() -> None:
    text = (
        "[milestone]\namount = 100\ncurrency = 'USD'\n[[promise]]\nmade_on = 2026-03-10\npay_on = 2026-03-25\namount = "
    )
    assert case(text + "40\n").history["promises"]["amount_minor"].to_list() == [4000]
    assert "'x' in amount_minor" in refused(DAY + text + "'x'\n")


# ------------------------------------------------------------------ events
def test_a_contact_about_another_order_is_felt_but_not_counted_for_this_case() -> None:
    found = facts("[[touch]]\non = 2026-03-17\nkind = 'soft'\nother_order = true\n")
    assert (found["unanswered"], found["unanswered_any"], found["soft_unanswered"]) == (0, 1, False)
    mine = facts("[[touch]]\non = 2026-03-17\nkind = 'soft'\n")
    assert (mine["unanswered"], mine["unanswered_any"], mine["soft_unanswered"]) == (1, 1, True)


def test_a_question_about_another_order_is_not_answered_here() -> None:
    text = "[[inbound]]\non = 2026-03-17\nquestion = 'which valve?'\n"
    assert facts(text)["question_open"] is True
    assert facts(text + "other_order = true\n")["question_open"] is False


@pytest.mark.parametrize(
    ("says", "hard"),
    [
        ("550 5.1.1 no such user", True),
        ("", True),
        ("Address not found", True),
        ("Mailbox full", False),
        ("Mailbox is full", False),
        ("over quota", False),
        ("temporarily deferred", False),
        ("4.2.2 try again", False),
        ("soft bounce", False),
    ],
)
def test_a_bounce_is_hard_unless_it_says_soft(says: str, hard: bool) -> None:
    found = facts(f"[[inbound]]\non = 2026-03-17\nkind = 'bounce'\nsays = '{says}'\n")
    assert found["bounce_open"] is hard


def test_events_of_one_day_keep_the_order_of_the_file_ours_then_theirs_then_our_answer() -> None:
    text = "".join(f"[[touch]]\non = 2026-03-17\nkind = '{k}'\n" for k in ("answer", "soft", "ask"))
    text += "".join(f"[[inbound]]\non = 2026-03-17\nsays = '{s}'\nreason = 'trust'\n" for s in ("first", "second"))
    events = case(text).history.events
    assert events["kind"].to_list() == ["soft", "ask", "human", "human", "answer"]
    assert facts(text)["says"] == "second"
    assert facts(text)["ask_unanswered"] is False


def test_an_order_within_the_day_that_is_given_wins() -> None:
    text = "[[touch]]\non = 2026-03-17\nkind = 'ask'\nseq = 15\n[[inbound]]\non = 2026-03-17\n"
    assert facts(text)["ask_unanswered"] is True


def test_earlier_payments_of_the_order_come_first() -> None:
    text = "[[earlier]]\nkind = 'deposit'\n{}[milestone]\nkind = 'balance_before_shipment'\n"
    assert facts(text.format(""))["earlier_unpaid"] is True
    assert facts(text.format("paid_on = 2026-03-01\n"))["earlier_unpaid"] is False
    assert facts(text.format(""))["kind"] == "balance_before_shipment"


# ------------------------------------------------------------------ expectations
WAITING = {"touch": [{"on": date(2026, 3, 18), "kind": "useful"}], "order": {"deliver_on": date(2026, 6, 1)}}


@pytest.mark.parametrize(
    ("expect", "wrong"),
    [
        ({"action": "wait"}, ""),
        ({"action": "soft"}, "action is wait, but soft was expected"),
        ({"not_action": "soft"}, ""),
        ({"not_action": "wait"}, "action is wait, which it must not be"),
        ({"until": date(2026, 3, 24)}, ""),
        ({"until": date(2026, 3, 25)}, "until is 2026-03-24, but 2026-03-25 was expected"),
        ({"until_one_of": [date(2026, 3, 23), date(2026, 3, 24)]}, ""),
        ({"until_one_of": [date(2026, 3, 23)]}, "until is 2026-03-24, but 2026-03-23 was expected"),
        ({"kind": "artwork"}, "kind is None, but artwork was expected"),
        ({"topic": "calendar"}, "topic is None, but calendar was expected"),
        ({"level": 2}, "level is None, but 2 was expected"),
        ({"rule": "R26"}, ""),
        ({"rule": "R27"}, "rule is R26, but R27 was expected"),
        ({"gates": ["G1", "G3"]}, ""),
        ({"gates": ["G3"]}, "gates is G1, G3, but G3 was expected"),
        ({"gates": []}, "gates is G1, G3, but  was expected"),
        ({"then": "soft"}, ""),
        ({"then": "ask"}, "then is soft, but ask was expected"),
        ({"needs_approval": False}, ""),
        ({"needs_approval": True}, "needs_approval is False, but True was expected"),
        ({"because_has": ["heard from us TODAY"]}, ""),
        ({"because_has": ["the moon"]}, "because does not say 'the moon'"),
        ({"acton": "wait"}, "expects 'acton', which the format does not know"),
        ({}, ""),
    ],
)  # fmt: skip
def test_an_expectation_is_compared_field_by_field(expect: dict[str, Any], wrong: str) -> None:
    assert failures(expect, verdict_of(**WAITING)) == ([wrong] if wrong else [])


def test_every_difference_is_told() -> None:
    found = failures({"action": "soft", "rule": "R01", "because_has": ["x1", "y2"]}, verdict_of(**WAITING))
    assert len(found) == 4


def test_each_known_field_can_fail() -> None:
    wrong: dict[str, Any] = dict.fromkeys(FIELDS, "nonsense") | {
        "not_action": "wait",
        "until_one_of": [],
        "gates": ["x"],
        "because_has": ["x9"],
    }
    assert len(failures(wrong, verdict_of(**WAITING))) == len(FIELDS)


def test_a_case_keeps_its_history_when_it_is_asked_about_another_day() -> None:
    later = replace(given(**WAITING), as_of=date(2026, 3, 24))
    assert judged(later)["action"] == "soft"
