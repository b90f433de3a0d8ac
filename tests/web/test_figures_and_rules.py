"""Insights, Team and Policy: what they count, who may answer, what a change would do before it is saved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django_scopes import scope

from duecourse.errors import DuecourseError
from duecourse.jobs.daily import plan
from duecourse.ledger.models import Inbound, Message, PolicyVersion, Standing
from duecourse.ledger.pages import insights
from duecourse.ledger.pages.insights import Period
from duecourse.recording import contacts, messages, orders, ours, payments
from duecourse.recording.contacts import Heard
from duecourse.recording.deciding import policy_of
from duecourse.web.team.templatetags.team_tags import digest
from recording.desk import Firm as Desk
from recording.desk import deposit, standing

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


@pytest.fixture
def desk(firm):
    with scope(workspace=firm.workspace):
        yield Desk(firm.workspace, firm.ana.user, firm.bruno.user, MONDAY)


def test_a_share_comes_with_its_interval() -> None:
    share, low, high = insights.wilson(27, 38)
    assert (round(share, 2), round(low, 2), round(high, 2)) == (0.71, 0.55, 0.83)
    assert insights.wilson(0, 0) is None


def test_months_are_whole_up_to_today() -> None:
    assert Period.months(date(2026, 2, 10), 6) == Period(date(2025, 9, 1), date(2026, 2, 10))


def test_one_delay_has_one_reason_the_last(desk: Desk) -> None:
    customer = desk.customer()
    case = deposit(desk.order(customer))
    for days, reason in ((9, "artwork"), (4, "approval")):
        contacts.heard(desk.on(-days), customer, Heard(says="not yet", reason=reason), case)
    other = deposit(desk.order(customer, "SC-2"))
    contacts.heard(desk.on(-2), customer, Heard(says="the sample", reason="sample"), other)
    found = insights.delays(Period.months(desk.today))
    assert (found.ours, found.theirs, found.unknown) == ({"sample": 1}, {"approval": 1}, 0)


def test_days_to_fix_are_working_days(desk: Desk) -> None:
    case = deposit(desk.order(desk.customer()))
    row = ours.fix(desk.on(-10), case, "correct the proforma")  # Friday 13 November
    ours.fixed(desk.on(-6), row)  # Tuesday 17 November
    ours.fix(desk.by, case, "send the certificate")
    fix, _ = insights.days_to_fix(desk.workspace, Period.months(desk.today))
    assert (fix.count, fix.middle, fix.open_) == (1, 2.0, 1)


def test_promises_are_kept_late_in_part_or_replaced(desk: Desk) -> None:
    customer = desk.customer()
    cases = [deposit(desk.order(customer, f"SC-{n}")) for n in range(5)]
    for case in cases:
        payments.promised(desk.on(-20), case, desk.today - timedelta(days=14))  # Monday 9 November
    payments.paid(desk.on(-15), cases[0], 1_836_000)
    payments.paid(desk.on(-11), cases[1], 1_836_000)  # Thursday: the third banking day
    payments.paid(desk.on(-12), cases[2], 100)
    payments.promised(desk.on(-12), cases[3], desk.today + timedelta(days=9))
    found = insights.promises(desk.workspace, policy_of(desk.workspace), Period.months(desk.today))
    assert (found.on_day, found.in_grace, found.part, found.replaced, found.broken) == (1, 1, 1, 1, 1)


def test_contacts_before_the_first_money_count_once_for_a_message(desk: Desk) -> None:
    customer = desk.customer()
    first = desk.order(customer)
    desk.order(customer, "SC-2")
    messages.sent(desk.by, customer.message)
    payments.paid(desk.on(1), deposit(first), 1_836_000)
    [*_, month] = insights.contacts_per_order(Period.months(desk.on(1).today))
    assert (month.orders, month.contacts, month.running) == (1, 1, True)


def test_the_page_of_insights_and_its_tables(desk: Desk, firm, as_) -> None:
    customer = desk.customer()
    contacts.heard(desk.by, customer, Heard(says="later", reason="no_hurry"), deposit(desk.order(customer)))
    page = as_(firm.ana).get("/insights/").content.decode()
    assert "More delays began with them than with us." in page
    table = as_(firm.ana).get("/insights/export.csv?months=3")
    assert "No hurry, season moved" in table.content.decode()
    assert "attachment" in table["Content-Disposition"]


def test_the_manager_answers_a_price_push_on_the_page_of_the_team(desk: Desk, firm, as_) -> None:
    customer = desk.customer()
    case = deposit(desk.order(customer))
    push = contacts.heard(desk.by, customer, Heard(says="5 % less <b>?", marks=frozenset({"price_push"})), case)
    sales = as_(firm.ana)
    assert "5 % less &lt;b&gt;?" in sales.get("/team/").content.decode()
    assert sales.post(f"/team/price/{push.pk}", {"text": "no"}).status_code == 403
    manager = as_(firm.bruno)
    assert manager.post(f"/team/price/{push.pk}", {"text": " "}).status_code == 422
    assert manager.post(f"/team/price/{push.pk}", {"text": "The price stands."}).status_code == 302
    assert (standing(case).rule, standing(case).action) == ("R10", "wait")
    again = manager.post(f"/team/price/{push.pk}", {"text": "Still."})
    assert again.status_code == 409
    assert "Still." in again.content.decode()


def test_an_approval_holds_for_the_text_that_was_read(desk: Desk, firm, as_) -> None:
    customer = desk.customer(thin_margin=True)
    case = deposit(desk.order(customer))
    contacts.heard(desk.on(-12), customer, Heard(says="5 %?", reason="price", marks=frozenset({"price_push"})), case)
    ours.price_answered(desk.on(-11), case_inbound(case), "The price stands.")
    plan(desk.workspace, desk.at)
    message = Message.objects.get(customer=customer)
    assert message.needs_approval
    manager = as_(firm.bruno)
    old = manager.post(f"/team/approve/{message.pk}", {"digest": "0" * 16, "yes": "1"})
    assert old.status_code == 302
    with pytest.raises(DuecourseError, match="approves"):
        messages.sent(desk.by, message)
    read = {"digest": digest(message.text), "yes": "1"}
    assert as_(firm.ana).post(f"/team/approve/{message.pk}", read).status_code == 403
    assert manager.post(f"/team/approve/{message.pk}", read).status_code == 302
    messages.sent(desk.by, Message.objects.get(customer=customer))


def case_inbound(case):
    return Inbound.objects.get(milestone=case, later__isnull=True)


def test_a_change_is_tried_before_it_is_saved(desk: Desk, firm, as_, typed) -> None:
    customer = desk.customer()
    order = desk.order(customer)
    messages.sent(desk.by, customer.message)
    assert standing(deposit(order)).action == "wait"
    manager = typed(firm.bruno)
    page = manager.post("/policy/try", {"n.gap_base_days": "12", "seen": "1"}).content.decode()
    assert "It would change one of today’s 2 verdicts." in page
    assert PolicyVersion.objects.count() == 1
    assert manager.post("/policy/save", {"n.gap_base_days": "12", "seen": "1"}).status_code == 422
    saved = manager.post("/policy/save", {"n.gap_base_days": "12", "seen": "1", "why": "calmer before the fair"})
    assert saved.status_code == 302
    assert PolicyVersion.objects.latest("number").number == 2
    assert Standing.objects.get(milestone=deposit(order)).verdict.policy.number == 2
    assert "Why" in manager.get("/policy/versions").content.decode()


def test_rules_that_somebody_else_changed_meanwhile_are_not_overwritten(desk: Desk, firm, typed) -> None:
    manager = typed(firm.bruno)
    first = {"n.gap_base_days": "12", "seen": "1", "why": "calmer"}
    assert manager.post("/policy/save", first).status_code == 302
    assert manager.post("/policy/save", {**first, "n.gap_base_days": "5"}).status_code == 409


def test_an_earlier_version_holds_again(desk: Desk, firm, typed) -> None:
    manager = typed(firm.bruno)
    manager.post("/policy/save", {"n.gap_base_days": "12", "seen": "1", "why": "calmer"})
    assert manager.post("/policy/versions/1/back", {"seen": "2"}).status_code == 302
    firm.workspace.refresh_from_db()
    assert firm.workspace.policy.number == 3
    assert policy_of(firm.workspace).value("gap_base_days") == 6


def test_what_cannot_be_a_number_is_kept_and_told(desk: Desk, firm, as_) -> None:
    page = as_(firm.bruno).post("/policy/try", {"n.gap_base_days": "soon"})
    assert page.status_code == 422
    assert 'value="soon"' in page.content.decode()
    assert "Write a number like 6 or 1.6." in page.content.decode()
    assert as_(firm.ana).post("/policy/try", {"n.gap_base_days": "9"}).status_code == 403


def test_orders_of_a_week_show_the_money_by_currency(desk: Desk, firm, as_) -> None:
    order = desk.order(desk.customer(), deliver_on=desk.today + timedelta(days=30))
    assert "USD\xa061,200.00" in as_(firm.ana).get("/team/").content.decode()
    orders.closed(desk.by, order)
    assert "USD\xa061,200.00" not in as_(firm.ana).get("/team/").content.decode()
