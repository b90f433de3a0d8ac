"""One message about several orders of a customer is one contact, theirs and ours."""

from __future__ import annotations

from datetime import date

from duecourse.decide.judge import judge
from duecourse.history.history import History, strict
from duecourse.policy.load import load

DAY = date(2026, 3, 18)
SENT = date(2026, 3, 9)


def five_orders(kinds: list[str], seqs: list[int | None] | None = None, replied: bool = False) -> History:
    """Five orders of one customer and one contact about each, on one day."""
    numbers = range(len(kinds))
    seqs = seqs or [None] * len(kinds)
    return strict(
        {
            "sellers": [{"seller": "us"}],
            "customers": [{"customer": "c", "seller": "us", "name": "Polder BV", "country": "NL"}],
            "orders": [
                {"order": f"o{n}", "customer": "c", "number": f"SC-{n}", "confirmed_on": date(2026, 3, 2)}
                for n in numbers
            ],
            "milestones": [{"case": f"m{n}", "order": f"o{n}", "kind": "deposit"} for n in numbers],
            "touches": [
                {"customer": "c", "case": f"m{n}", "on": SENT, "kind": k, "seq": s}
                for n, (k, s) in enumerate(zip(kinds, seqs, strict=True))
            ],
            "inbounds": [{"customer": "c", "case": f"m{n}", "on": date(2026, 3, 10)} for n in numbers]
            if replied
            else [],
        }
    )


def test_one_mail_about_five_orders_counts_once_for_caps_gap_and_pressure() -> None:
    judged = judge(five_orders(["useful"] * 5), DAY, load("normal"))
    assert judged["paced_30d"].unique().to_list() == [1]
    assert judged["unanswered_any"].unique().to_list() == [1]
    assert judged["unanswered"].to_list() == [1] * 5
    assert round(judged["pressure"][0], 4) == round(0.4 * 2 ** (-9 / 7), 4)


def test_five_mails_of_one_day_count_five_times() -> None:
    judged = judge(five_orders(["useful"] * 5, [0, 1, 2, 3, 4]), DAY, load("normal"))
    assert judged["paced_30d"].unique().to_list() == [5]
    assert round(judged["pressure"][0], 4) == round(0.4 * 9 * 2 ** (-9 / 7), 4)


def test_their_one_answer_about_five_orders_calms_once() -> None:
    judged = judge(five_orders(["useful"] * 5, replied=True), DAY, load("normal"))
    assert round(judged["pressure"][0], 4) == round(0.4 * 2 ** (-1 / 7) * 0.4 * 2 ** (-8 / 3), 4)
    assert judged.height == 5
