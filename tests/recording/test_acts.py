"""Each act, and the verdict that follows from it in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from duecourse.errors import DuecourseError
from duecourse.ledger import audit
from duecourse.ledger.models import Asset, Fix, Inbound, Message, Promise, Standing, Touch, UnchangeableError, Verdict
from duecourse.recording import contacts, messages, orders, ours, payments
from duecourse.recording.contacts import Heard, Said
from duecourse.recording.door import StaleError
from duecourse.recording.undo import token_of, undo
from recording.desk import Firm, at_work, deposit, message, standing

pytestmark = pytest.mark.both


@pytest.fixture
def firm() -> Iterator[Firm]:
    with at_work() as made:
        yield made


def test_a_new_order_stands_in_a_list_at_once(firm: Firm) -> None:
    order = firm.order(firm.customer())
    assert standing(deposit(order)).in_list == "contact"
    assert standing(order.milestones.get(step=2)).rule == "R00m"
    text = message(order.customer).text
    assert "Jana" in text and "SC-2618" in message(order.customer).subject + text


def test_a_promise_is_waited_for_and_its_grace(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    payments.promised(firm.by, case, firm.today + timedelta(days=4), who="Jana", said="We pay on Friday")
    now = standing(case)
    assert (now.in_list, now.rule, now.known) == ("wait", "R13", True)
    assert not Message.objects.exists()


def test_a_promise_taken_back_is_none(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    promise = payments.promised(firm.by, case, firm.today + timedelta(days=4))
    payments.withdrawn(firm.by, promise)
    assert standing(case).rule != "R13"


def test_what_was_sent_is_not_sent_again(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    first = message(customer)
    messages.sent(firm.by, first, "mail")
    assert standing(case).in_list == "wait"
    assert standing(case).rule.startswith("G")
    with pytest.raises(StaleError, match="out of date"):
        messages.sent(firm.by, first, "mail")
    assert Touch.objects.count() == 1


def test_a_useful_thing_goes_once_and_is_then_theirs(firm: Firm) -> None:
    customer = firm.customer()
    order = firm.order(customer)
    asset = Asset(
        workspace=firm.workspace, title="PVC mesh certificate", kind="material_certificate", reach="product",
        product=order.product, added_on=firm.today,
    )  # fmt: skip
    ours.shelved(firm.by, asset)
    assert message(customer).draft["action"] == "useful"
    messages.sent(firm.by, message(customer))
    assert list(asset.sends.values_list("customer_id", flat=True)) == [customer.pk]
    firm.pass_days(20)
    contacts.heard(firm.by, customer, Heard(says="Thank you."), deposit(order))
    assert "PVC mesh" not in str(standing(deposit(order)).verdict.said)


def test_an_open_point_is_asked_for_and_confirmed(firm: Firm) -> None:
    order = firm.order(firm.customer())
    orders.point(firm.by, order, "packaging", "open")
    assert standing(deposit(order)).rule == "R09"
    orders.point(firm.by, order, "packaging", "confirmed", "artwork v3, approved 13 Nov")
    assert standing(deposit(order)).rule != "R09"


def test_their_question_comes_first(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    asked = contacts.heard(firm.by, customer, Heard(says="How thick is it?", question="how thick the film is"), case)
    assert (standing(case).rule, standing(case).action) == ("R07", "answer")
    contacts.answered(firm.by, asked, Said("answer", text="0.45 mm"))
    assert standing(case).rule != "R07"
    assert Inbound.objects.filter(later__isnull=True, handled_on__isnull=True).count() == 0


def test_nobody_who_paid_is_reminded(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    payments.paid(firm.by, case, 1_836_000, reference="MT103 77")
    assert (standing(case).rule, standing(case).action) == ("R01", "thanks")


def test_a_paid_claim_waits_for_the_bank_and_then_for_our_look(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    contacts.heard(firm.by, customer, Heard(says="paid", marks=frozenset({"paid_claim"})), case)
    assert standing(case).rule == "R02"
    firm.pass_days(7)
    payments.nothing_there(firm.by, [case])
    case.refresh_from_db()
    assert case.own_bank_checked_on == firm.today
    assert standing(case).verdict.said["topic"] == "mt103"


def test_a_fix_holds_all_urging_until_it_is_done(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    row = ours.fix(firm.by, case, "correct the proforma: 1,500 pieces")
    assert standing(case).rule == "R08"
    done = ours.fixed(firm.by, row)
    assert standing(case).rule != "R08"
    assert done.closed_on == firm.today
    with pytest.raises(StaleError, match="changed this meanwhile"):
        ours.fixed(firm.by, row)


def test_a_hold_and_its_end(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    row = ours.hold(firm.by, case, firm.today + timedelta(days=9), "they are moving house")
    assert standing(case).rule == "R00h"
    ours.lifted(firm.by, row)
    assert standing(case).rule != "R00h"


def test_the_manager_answers_a_price_push_once(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    push = contacts.heard(firm.by, customer, Heard(says="5 % less?", marks=frozenset({"price_push"})), case)
    assert (standing(case).rule, standing(case).action) == ("R10", "escalate")
    ours.price_answered(firm.manager, push, "The price stands; 3,000 pieces would change it.")
    assert (standing(case).action, standing(case).rule) == ("wait", "R10")


def test_a_new_date_is_told_and_accepted(firm: Firm) -> None:
    order = firm.order(firm.customer(), deliver_on=firm.today + timedelta(days=20))
    assert standing(deposit(order)).rule == "R20a"
    orders.new_date(firm.by, order, firm.today + timedelta(days=120))
    assert standing(deposit(order)).rule == "R20"
    order.refresh_from_db()
    orders.accepted(firm.by, order)
    assert order.deliver_on == firm.today + timedelta(days=120)
    assert standing(deposit(order)).rule not in {"R20", "R20a"}


def test_an_edit_of_an_older_form_is_refused(firm: Firm) -> None:
    order = firm.order(firm.customer())
    seen = orders.revision_of(order)
    orders.changed(firm.by, order, seen, place="Hamburg")
    with pytest.raises(StaleError):
        orders.changed(firm.by, order, seen, place="Bremen")
    order.refresh_from_db()
    assert order.place == "Hamburg"


def test_an_act_is_taken_back(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    before = standing(case).rule
    [touch] = messages.sent(firm.by, message(customer))
    assert standing(case).in_list == "wait"
    undo(firm.by, token_of(touch))
    assert standing(case).rule == before
    with pytest.raises(DuecourseError, match="nothing of yours"):
        undo(firm.by, token_of(touch))


def test_taking_back_a_closing_opens_it_again(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    closed = ours.fixed(firm.by, ours.fix(firm.by, case, "send the right proforma"))
    undo(firm.by, token_of(closed))
    assert standing(case).rule == "R08"
    assert Fix.objects.filter(later__isnull=True, void=False, closed_on__isnull=True).count() == 1


def test_only_one_s_own_acts_of_the_last_minutes_are_taken_back(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    promise = payments.promised(firm.by, case, firm.today)
    with pytest.raises(DuecourseError, match="nothing of yours"):
        undo(firm.manager, token_of(promise))
    firm.at += timedelta(minutes=11)
    with pytest.raises(DuecourseError, match="ten minutes"):
        undo(firm.by, token_of(promise))
    assert Promise.objects.filter(void=True).count() == 0


def test_events_are_never_changed(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    row = ours.fix(firm.by, case, "send the right proforma")
    row.what = "nothing"
    with pytest.raises(UnchangeableError):
        row.save()
    with pytest.raises(UnchangeableError):
        row.delete()


def test_a_verdict_is_kept_when_it_differs_and_when_somebody_acts(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    assert Verdict.objects.filter(milestone=case).count() == 1
    orders.standing(firm.by, case.order, "photos", sent=False)
    kept = Verdict.objects.filter(milestone=case).count()
    messages.sent(firm.by, message(customer))
    assert Verdict.objects.filter(milestone=case).count() == kept + 1
    assert standing(case).verdict.said["facts"]["amount_minor"] == 1_836_000


def test_several_orders_are_one_message_that_counts_once(firm: Firm) -> None:
    customer = firm.customer()
    first, second = firm.order(customer), firm.order(customer, "SC-2619")
    assert set(message(customer).draft["cases"]) == {deposit(first).pk, deposit(second).pk}
    messages.sent(firm.by, message(customer))
    assert Touch.objects.count() == 2
    facts = standing(deposit(second)).verdict.said["facts"]
    assert facts["paced_7d"] == 1


def test_a_message_that_is_put_off_stays_so_when_the_day_is_judged_again(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    messages.later(firm.by, message(customer), firm.at + timedelta(hours=3))
    orders.point(firm.by, case.order, "quantity", "confirmed", "SC-2618 v2")
    assert message(customer).later_at == firm.at + timedelta(hours=3)


def test_not_today_asks_for_a_reason_and_holds(firm: Firm) -> None:
    customer = firm.customer()
    case = deposit(firm.order(customer))
    messages.not_today(firm.by, message(customer), "their fair is this week", firm.today + timedelta(days=5))
    assert standing(case).rule == "R00h"
    assert "fair" in standing(case).because_en


def test_every_act_stands_in_the_audit_chain(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    ours.fix(firm.by, case, "send the right proforma")
    checked = audit.verify(firm.workspace)
    assert checked.broken is None
    assert checked.head.count >= 4


def test_a_refused_act_leaves_nothing(firm: Firm) -> None:
    case = deposit(firm.order(firm.customer()))
    before = (audit.verify(firm.workspace).head.count, Standing.objects.get(milestone=case).verdict_id)
    with pytest.raises(DuecourseError, match="cannot be recorded"):
        contacts.wrote(firm.by, case.order.customer, Said("chase"), [case])
    assert (audit.verify(firm.workspace).head.count, Standing.objects.get(milestone=case).verdict_id) == before
