"""What one records on the page: the ledger has it, and the verdict changes as the method says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from case_world import NOW, World
from django.test import Client
from django_scopes import scope
from test_case_page import text_of

from duecourse.ledger.models import (
    CheckStep,
    Fix,
    Hold,
    Inbound,
    Order,
    Payment,
    Promise,
    Standing,
    StandingAnswer,
    Touch,
)
from duecourse.recording import contacts, orders


def verdict(w: World) -> tuple[str, str]:
    """Action and rule of the payment as they stand."""
    with scope(workspace=w.workspace):
        standing = Standing.objects.select_related("verdict").get(milestone=w.case)
        return standing.action, standing.verdict.rule


def record(client: Client, w: World, what: str, /, **data: Any) -> Any:
    """Posts one form with the revision that the ledger has now."""
    stamp = {"revision": w.fresh().revision, "since": NOW.isoformat()}
    return client.post(f"/case/{w.case.pk}/record/{what}", {**stamp, **data}, follow=True)


CHANGES = [
    ("promise", {"pay_on": "2026-11-30", "channel": "mail", "said": "On the 30th."}, ("wait", "R13")),
    ("heard", {"says": "Which valve?", "question": "Which valve?", "channel": "mail"}, ("answer", "R07")),
    ("heard", {"says": "Paid.", "marks": ["paid_claim"], "channel": "mail"}, ("wait", "R02")),
    ("heard", {"says": "Too dear.", "marks": ["price_push"], "channel": "call"}, ("escalate", "R10")),
    ("heard", {"says": "Stop it.", "marks": ["wants_fewer_mails"], "channel": "mail"}, ("escalate", "R03")),
    ("heard", {"says": "Broken.", "marks": ["dispute"], "channel": "mail"}, ("escalate", "R04")),
    ("fix", {"what": "Correct the proforma"}, ("own_fix", "R08")),
    ("hold", {"to_on": "2026-12-01", "why": "trade fair"}, ("wait", "R00h")),
    ("payment", {"amount": "18,360.00"}, ("thanks", "R01")),
    ("point", {"point": "packaging", "state": "open"}, ("own_fix", "R09")),
    ("closed", {"note": "let go"}, ("none", "R00")),
    ("delivered", {"on": "2026-11-20"}, ("useful", "R17")),
    ("released", {}, ("useful", "R17")),
    ("new_date", {"day": "2027-03-12"}, ("notice", "R20")),
]


@pytest.mark.parametrize(("what", "data", "becomes"), CHANGES, ids=[f"{c[0]}-{c[2][1]}" for c in CHANGES])
def test_an_act_changes_the_verdict_as_the_method_says(
    ana: Client, w: World, what: str, data: dict[str, Any], becomes: tuple[str, str]
) -> None:
    response = record(ana, w, what, **data)
    assert response.redirect_chain == [(f"/case/{w.case.pk}", 302)]
    assert verdict(w) == becomes
    said = "The verdict stays" if becomes == ("useful", "R17") else "Was: send the production calendar. Becomes:"
    assert said in text_of(response)


def test_words_that_were_typed_are_kept_with_what_is_wrong(ana: Client, w: World) -> None:
    response = record(ana, w, "promise", pay_on="soon", amount="18.360,00x", said="By the end of the week, we hope.")
    text = text_of(response)
    assert response.status_code == 422
    assert "By the end of the week, we hope." in text
    assert "Write it as 18360.00, in USD." in text
    with scope(workspace=w.workspace):
        assert Promise.objects.count() == 1


@pytest.mark.parametrize("what", ["hold", "new_date"])
def test_a_day_that_has_passed_is_refused(ana: Client, w: World, what: str) -> None:
    data = {"hold": {"to_on": "2026-11-23", "why": "fair"}, "new_date": {"day": "2026-11-01"}}[what]
    response = record(ana, w, what, **data)
    assert response.status_code == 422
    assert "choose one that is still ahead" in text_of(response)
    with scope(workspace=w.workspace):
        assert not Hold.objects.exists()


def test_money_may_not_have_come_tomorrow(ana: Client, w: World) -> None:
    assert record(ana, w, "payment", amount="1", on="2026-11-24").status_code == 422
    with scope(workspace=w.workspace):
        assert not Payment.objects.exists()


def test_the_second_sees_what_changed_and_loses_nothing(ana: Client, w: World, signed: Any) -> None:
    seen = {"revision": w.fresh().revision, "since": NOW.isoformat()}
    contacts.heard(w.by(NOW + timedelta(minutes=5), w.bruno), w.customer, contacts.Heard("We pay on Friday."), w.case)
    response = ana.post(f"/case/{w.case.pk}/record/fix", {**seen, "what": "Correct the proforma"})
    text = text_of(response)
    assert response.status_code == 422
    assert "Something was recorded here meanwhile" in text
    assert "Bruno · Mon 23 Nov · We pay on Friday." in text
    assert 'value="Correct the proforma"' in text
    with scope(workspace=w.workspace):
        assert not Fix.objects.exists()
    assert f'name="revision" value="{w.fresh().revision}"' in text
    assert record(ana, w, "fix", what="Correct the proforma").status_code == 200
    with scope(workspace=w.workspace):
        assert Fix.objects.count() == 1


def test_a_step_taken_is_taken_back(ana: Client, w: World) -> None:
    response = record(ana, w, "promise", pay_on="2026-11-30", channel="mail")
    token = text_of(response).split('name="what" value="')[1].split('"')[0]
    assert token.startswith("promise-")
    ana.post("/undo", {"what": token, "next": f"/case/{w.case.pk}"})
    assert verdict(w) == ("useful", "R17")
    with scope(workspace=w.workspace):
        assert Inbound.objects.filter(later__isnull=True, void=False).count() == 2, "their words went with the promise"


def test_rows_are_closed_from_the_timeline(ana: Client, w: World) -> None:
    record(ana, w, "fix", what="Correct the proforma")
    record(ana, w, "heard", says="Which valve?", question="Which valve?", channel="mail")
    record(ana, w, "hold", to_on="2026-12-01", why="fair")
    with scope(workspace=w.workspace):
        fix, question, hold = Fix.objects.get(), Inbound.objects.get(question="Which valve?"), Hold.objects.get()
    for what, row in (("fixed", fix), ("handled", question), ("lifted", hold)):
        assert record(ana, w, what, row=row.pk).status_code == 200
        assert record(ana, w, what, row=row.pk).status_code == 404, "it is closed already"
    assert verdict(w)[1] == "R17"


def test_the_manager_alone_answers_on_price(ana: Client, w: World, signed: Any) -> None:
    record(ana, w, "heard", says="Too dear.", marks=["price_push"], channel="mail")
    with scope(workspace=w.workspace):
        push = Inbound.objects.get(price_push=True)
    assert record(ana, w, "price_answer", row=push.pk, text="The price stands.").status_code == 403
    bruno = signed(w.bruno)
    assert "The price was reopened" in text_of(bruno.get(f"/case/{w.case.pk}"))
    assert record(bruno, w, "price_answer", row=push.pk, text="The price stands.").status_code == 200
    assert verdict(w)[1] == "R10"
    assert verdict(w)[0] == "wait"


def test_a_new_date_is_agreed_and_becomes_the_delivery_date(ana: Client, w: World) -> None:
    record(ana, w, "new_date", day="2027-03-12")
    record(ana, w, "accepted")
    with scope(workspace=w.workspace):
        assert Order.objects.get(pk=w.order.pk).deliver_on.isoformat() == "2027-03-12"  # type: ignore[union-attr]


def test_accepting_a_date_that_nobody_named_is_refused_in_words(ana: Client, w: World) -> None:
    response = record(ana, w, "accepted")
    assert response.status_code == 422
    assert "No new date is named" in text_of(response)


def test_a_point_is_confirmed_with_its_evidence(ana: Client, w: World) -> None:
    record(ana, w, "point", point="packaging", state="open")
    assert "Seven of eight confirmed" in text_of(ana.get(f"/case/{w.case.pk}"))
    record(ana, w, "point", point="packaging", state="confirmed", evidence="artwork v4; her mail")
    text = text_of(ana.get(f"/case/{w.case.pk}"))
    assert "Eight of eight confirmed" in text
    assert "artwork v4" in text
    with scope(workspace=w.workspace):
        assert CheckStep.objects.filter(point="packaging").count() == 3


def test_a_point_that_is_none_is_refused(ana: Client, w: World) -> None:
    assert record(ana, w, "point", point="colour_of_the_door", state="confirmed").status_code == 422


def test_a_contact_and_a_standing_answer_and_a_letter_of_credit_are_recorded(ana: Client, w: World) -> None:
    record(ana, w, "contact", kind="call", channel="call", outcome="no answer")
    record(ana, w, "standing", kind="qc_plan", have="none")
    record(ana, w, "credit", stage="applied")
    with scope(workspace=w.workspace):
        assert Touch.objects.filter(kind="call", outcome="no answer").count() == 1
        assert StandingAnswer.objects.get().sent is False
    assert "Letter of credit: applied for" in text_of(ana.get(f"/case/{w.case.pk}"))


def test_nobody_records_by_a_link(ana: Client, w: World) -> None:
    assert ana.get(f"/case/{w.case.pk}/record/fix").status_code == 405
    assert ana.post(f"/case/{w.case.pk}/record/nothing_known").status_code == 404


def test_a_closed_order_is_taken_up_again(ana: Client, w: World) -> None:
    with scope(workspace=w.workspace):
        orders.closed(w.by(), w.order)
    record(ana, w, "reopened")
    assert verdict(w) == ("useful", "R17")
