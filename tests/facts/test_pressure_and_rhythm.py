"""What the customer feels of us and how long he takes to answer, through the whole pipeline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from duecourse.decide.judge import judge
from duecourse.history.history import build
from duecourse.history.schema import CONVERSATION_KINDS, PACED_KINDS
from duecourse.policy.load import load, parsed
from facts.single_case import TODAY, facts_of, row_of

WEIGHTS = {"reminder": 1.0, "soft": 0.7, "ask": 0.7, "notice": 0.9, "useful": 0.4, "call": 1.2, "manager": 0.8, "dunning": 1.0, "close": 0.3,
           "fix": 0.1, "thanks": 0.1, "confirm": 0.0, "answer": 0.0}  # fmt: skip


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def touches(*days_ago: int, kind: str = "reminder", **more: Any) -> list[dict[str, Any]]:
    return [{"on": ago(d), "kind": kind, **more} for d in days_ago]


def pressure(sent: list[dict[str, Any]], heard: tuple[int, ...] = (), **tables: Any) -> float:
    return facts_of(touch=sent, inbound=[{"on": ago(d)} for d in heard], **tables)["pressure"]


# ------------------------------------------------------------------ pressure
@pytest.mark.parametrize(
    ("sent", "heard", "expected"),
    [
        ([], (), 0.0),
        (touches(0), (), 1.0),
        (touches(7), (), 0.5),
        (touches(14), (), 0.25),
        (touches(21, 14, 7, 0), (), 1.88),
        (touches(4, 3, 2, 1, 0), (), 4.14),
        (touches(21, 14, 7, 0, kind="useful"), (), 0.75),
        (touches(22, 15, 8, 1), (0,), 0.68),
        (touches(22, 15, 8, 1), (0, 0), 0.27),
        (touches(0, 0), (), 3.0),
        (touches(0, 0, 0), (), 5.0),
        (touches(4), (3,), 0.18),  # 1 day of 7, then .4, then 3 days of 3.
        (touches(0), (1,), 1.0),  # What came before our contact eases nothing.
    ],
)
def test_the_pressure_has_the_values_of_the_method(
    sent: list[dict[str, Any]], heard: tuple[int, ...], expected: float
) -> None:
    assert round(pressure(sent, heard), 2) == expected


@pytest.mark.parametrize(("kind", "weight"), WEIGHTS.items())
def test_each_kind_of_contact_weighs_its_own(kind: str, weight: float) -> None:
    assert set(WEIGHTS) == {*PACED_KINDS, *CONVERSATION_KINDS}
    assert pressure(touches(0, kind=kind)) == weight


@pytest.mark.parametrize(("level", "weight"), [(None, 1.0), (0, 1.0), (1, 1.0), (2, 1.3), (3, 1.6), (4, 1.6), (5, 1.6)])
def test_a_higher_level_weighs_more(level: int | None, weight: float) -> None:
    assert pressure(touches(0, kind="dunning", level=level)) == weight


def test_a_second_contact_of_a_day_counts_double_about_another_order_too() -> None:
    assert pressure([*touches(0), *touches(0, other_order=True)]) == 3.0
    assert pressure([*touches(0), *touches(1, other_order=True)]) == round(1 + 2 ** (-1 / 7), 9)


@pytest.mark.parametrize("kind", ["out_of_office", "bounce", "soft_bounce"])
def test_a_machine_that_answers_eases_nothing(kind: str) -> None:
    found = facts_of(touch=touches(7), inbound=[{"on": ago(3), "kind": kind, "until": ago(-3)}])
    assert (found["pressure"], found["unanswered"], found["quiet_days"]) == (0.5, 1, None)


def test_pressure_of_one_customer_is_not_felt_by_the_next() -> None:
    frames = {
        "sellers": [{"seller": "s"}],
        "customers": [{"customer": c, "seller": "s", "name": c} for c in "abc"],
        "orders": [{"order": c, "customer": c, "number": c} for c in "abc"],
        "milestones": [{"case": c, "order": c, "kind": "deposit"} for c in "abc"],
        "touches": [{"customer": "b", "case": "b", "on": ago(d), "kind": "reminder"} for d in (7, 0)],
        "inbounds": [{"customer": "a", "case": "a", "on": TODAY}, {"customer": "c", "case": "c", "on": TODAY}],
    }
    found = judge(build(frames)[0], TODAY, load("normal"))
    assert dict(zip(found["case"], found["pressure"], strict=True)) == {"a": 0.0, "b": 1.5, "c": 0.0}


def test_a_contact_of_ten_years_ago_is_forgotten_and_does_no_harm() -> None:
    assert pressure([{"on": date(2016, 1, 4), "kind": "reminder"}]) == 0.0


# ------------------------------------------------------------------ caps
@pytest.mark.parametrize(
    ("days", "counts"),
    [
        ((0,), (1, 1, 1, 1)),
        ((6,), (0, 1, 1, 1)),
        ((7,), (0, 0, 1, 1)),
        ((13,), (0, 0, 1, 1)),
        ((14,), (0, 0, 0, 1)),
        ((29,), (0, 0, 0, 1)),
        ((30,), (0, 0, 0, 0)),
        ((0, 3, 6, 7, 29, 30), (1, 3, 4, 5)),
    ],
)
def test_contacts_are_counted_over_today_and_the_days_before(days: tuple[int, ...], counts: tuple[int, ...]) -> None:
    found = facts_of(touch=touches(*days, kind="useful"))
    assert tuple(found[f"paced_{n}"] for n in ("today", "7d", "14d", "30d")) == counts


@pytest.mark.parametrize("kind", CONVERSATION_KINDS)
def test_conversation_counts_in_no_cap_but_once_for_the_gap(kind: str) -> None:
    found = facts_of(touch=touches(3, 2, kind=kind))
    assert (found["paced_7d"], found["unanswered"], found["unanswered_any"]) == (0, 0, 1)


# ------------------------------------------------------------------ rhythm
def exchange(*waits: int) -> dict[str, Any]:
    """Pairs of a contact and its reply after so many days, the last reply ten days ago."""
    sent, heard, day = [], [], ago(10)
    for wait in reversed(waits):
        heard.append({"on": day})
        sent.append({"on": day - timedelta(days=wait), "kind": "useful"})
        day -= timedelta(days=wait + 5)
    return {"touch": sent[::-1], "inbound": heard[::-1]}


@pytest.mark.parametrize(
    ("waits", "usual", "p80"),
    [
        ((), 5.0, None),
        ((10,), 6.0, 10.0),  # (5 x 4 + 10 x 1) / 5
        ((1, 3), (5 * 4 + 2 * 2) / 6, 2.6),
        ((2, 2, 9), (5 * 4 + 2 * 3) / 7, 6.2),
        ((0, 0), 20 / 6, 0.0),
    ],
)
def test_the_usual_reply_time_leans_on_a_guess_until_it_is_measured(
    waits: tuple[int, ...], usual: float, p80: float | None
) -> None:
    found = facts_of(**exchange(*waits))
    assert found["replies"] == len(waits)
    assert found["reply_days_usual"] == pytest.approx(usual)
    assert found["reply_days_p80"] == (None if p80 is None else pytest.approx(p80))


def test_a_rhythm_measured_elsewhere_is_taken_as_it_is() -> None:
    assert facts_of(customer={"reply_days_median": 12}, **exchange(1, 1))["reply_days_usual"] == 12


def test_only_a_message_right_after_a_contact_of_ours_is_a_reply() -> None:
    sent = [{"on": ago(20), "kind": "useful"}]
    heard = [{"on": ago(30)}, {"on": ago(18)}, {"on": ago(17)}]
    assert facts_of(touch=sent, inbound=heard)["replies"] == 1


@pytest.mark.parametrize(("days", "ratio"), [(5, 1.0), (10, 2.0), (0, 0.0)])
def test_silence_is_measured_against_the_rhythm(days: int, ratio: float) -> None:
    assert facts_of(touch=touches(days, kind="useful"))["silence_ratio"] == ratio


def test_nothing_unanswered_is_no_silence() -> None:
    found = facts_of(touch=touches(5, kind="useful"), inbound=[{"on": ago(4)}])
    assert (found["silence_ratio"], found["gap_days"], found["gap_free_on"], found["quiet_days"]) == (
        None,
        None,
        None,
        4,
    )


# ------------------------------------------------------------------ gap
@pytest.mark.parametrize(("count", "gap"), [(1, 6), (2, 10), (3, 16), (4, 25), (5, 28), (9, 28)])
def test_the_gap_grows_with_each_unanswered_contact(count: int, gap: int) -> None:
    found = facts_of(touch=touches(*range(count, 0, -1), kind="useful"))
    assert (found["gap_days"], found["gap_free_on"]) == (gap, ago(1) + timedelta(days=gap))


@pytest.mark.parametrize(
    ("preset", "gaps"),
    [("normal", [6, 10, 16, 25, 28]), ("patient", [10, 20, 28, 28, 28]), ("brisk", [4, 6, 7, 9, 12])],
)
def test_the_presets_have_gaps_of_their_own(preset: str, gaps: list[int]) -> None:
    found = [facts_of(load(preset), touch=touches(*range(n, 0, -1), kind="useful"))["gap_days"] for n in range(1, 6)]
    assert found == gaps


OWN = """name = "own"
version = 1
extends = "normal"
title.en = "Gaps of one customer"
title.zh = "单个客户的间隔"

[customer."{name}"]
gap_base_days = 4
gap_growth = 1.5
gap_max_days = 12
"""


@pytest.mark.parametrize(("count", "gap"), [(1, 4), (2, 6), (3, 9), (4, 12), (5, 12), (9, 12)])
def test_a_customer_may_have_gaps_of_his_own(count: int, gap: int) -> None:
    sent = touches(*range(count, 0, -1), kind="useful")
    assert facts_of(parsed(OWN.replace("{name}", "Greenfield Ltd"), "own.toml"), touch=sent)["gap_days"] == gap


def test_the_gaps_of_one_customer_are_not_those_of_another() -> None:
    policy = parsed(OWN.replace("{name}", "Somebody Else"), "own.toml")
    found = [facts_of(policy, touch=touches(*range(n, 0, -1), kind="useful"))["gap_days"] for n in range(1, 6)]
    assert found == [6, 10, 16, 25, 28]


@pytest.mark.parametrize(
    ("tables", "gap"),
    [
        ({"customer": {"relationship": "A"}}, 8),  # 7.8
        ({"customer": {"reply_days_median": 7}}, 11),  # 10.5
        ({"customer": {"reply_days_median": 2}}, 6),
        ({"touch": touches(1, kind="useful", to_review=True)}, 12),
        ({"touch": touches(1, kind="useful", to_review=True), "customer": {"relationship": "A"}}, 16),  # 15.6
        ({"order": {"deliver_on": TODAY + timedelta(days=47)}}, 4),  # Slack 7: 6 x .6 = 3.6
        ({"order": {"deliver_on": TODAY + timedelta(days=48)}}, 6),
        ({"order": {"deliver_on": TODAY + timedelta(days=41)}}, 4),
        ({"order": {"deliver_on": TODAY + timedelta(days=40)}}, 6),  # Slack 0: over.
    ],
)
def test_the_gap_follows_the_customer_and_the_deadline(tables: dict[str, Any], gap: int) -> None:
    assert facts_of(**{"touch": touches(1, kind="useful"), **tables})["gap_days"] == gap


def test_the_short_gap_of_a_later_day_frees_the_contact_earlier() -> None:
    """With nine days in hand the short gap begins in two days: it is free on that day, not after the long gap."""
    found = facts_of(order={"deliver_on": TODAY + timedelta(days=49)}, touch=touches(4, kind="useful"))
    assert (found["slack_days"], found["gap_days"], found["gap_free_on"]) == (9, 6, TODAY + timedelta(days=2))
    assert row_of(columns=["gap_days"])["gap_days"] is None
