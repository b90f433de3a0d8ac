"""The pages of customers: the list, one of them, the people there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django_scopes import scope
from people_of_pages import Firm

from duecourse.ledger.models import Contact, Customer, CustomerHoliday, Membership, Milestone
from duecourse.recording import contacts, customers, orders, payments
from duecourse.recording.by import By
from duecourse.web.shell.now import now

Door = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23")


def told(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def polder(firm: Firm) -> Customer:
    """A customer with an order and a buyer whose address nobody has verified."""
    by = By(firm.workspace, firm.ana.user, now())
    with scope(workspace=firm.workspace):
        shares = [orders.Share("deposit", 600_000)]
        order = customers.order_taken(by, "Polder BV", "SC-1", shares, currency="USD", confirmed_on=date(2026, 11, 2))
        customers.contact_added(by, order.customer, name="Anneke", email="anneke@polder.example")
        return order.customer


def test_the_list_tells_orders_money_and_state(firm: Firm, as_: Door) -> None:
    polder(firm)
    page = told(as_(firm.ana).get("/customers"))
    assert "One customer." in page
    assert "6,000.00" in page
    assert "Ana" in page
    assert "Polder BV" in told(as_(firm.ana).get("/customers", {"q": "anneke"}))
    assert "Polder BV" not in told(as_(firm.ana).get("/customers", {"q": "kite"}))


def test_one_customer_tells_rhythm_promises_and_people(firm: Firm, as_: Door) -> None:
    row = polder(firm)
    by = By(firm.workspace, firm.ana.user, now())
    with scope(workspace=firm.workspace):
        deposit = Milestone.objects.select_related("order__customer").get()
        payments.promised(by, deposit, by.today + timedelta(days=3))
        contacts.wrote(by, row, contacts.Said("reminder"), [deposit])
    page = told(as_(firm.ana).get(f"/customers/{row.pk}"))
    assert "one made, 1 running" in page
    assert re.search(r"Pressure (light|noticed|heavy), \d\.\d\d", page)
    assert "not verified yet" in page


def test_an_address_is_verified_and_a_new_one_is_not(firm: Firm, as_: Door) -> None:
    row = polder(firm)
    with scope(workspace=firm.workspace):
        person = Contact.objects.get()
    client = as_(firm.ana)
    client.post(f"/customers/{row.pk}/people/{person.pk}/verified")
    with scope(workspace=firm.workspace):
        person.refresh_from_db()
        assert person.verified_on == date(2026, 11, 23)
    fields = {"name": "Anneke", "role": "buyer", "email": "new@polder.example"}
    assert client.post(f"/customers/{row.pk}/people/{person.pk}", fields).status_code == 302
    with scope(workspace=firm.workspace):
        person.refresh_from_db()
        assert (person.email, person.verified_on) == ("new@polder.example", None)


def test_somebody_who_left_is_written_to_no_more(firm: Firm, as_: Door) -> None:
    row = polder(firm)
    with scope(workspace=firm.workspace):
        person = Contact.objects.get()
    page = told(as_(firm.ana).post(f"/customers/{row.pk}/people/{person.pk}/left", follow=True))
    assert "Nobody writes to Anneke any more." in page
    assert "left on" in page


def test_what_stands_about_a_customer_is_changed(firm: Firm, as_: Door) -> None:
    row = polder(firm)
    fields = {
        "name": "Polder BV",
        "country": "NL",
        "relationship": "A",
        "owner": firm.bruno.user_id,
        "zone": "Europe/Amsterdam",
    }
    assert as_(firm.ana).post(f"/customers/{row.pk}/edit", fields).status_code == 302
    with scope(workspace=firm.workspace):
        row.refresh_from_db()
        assert (row.country, row.relationship, row.owner_id) == ("NL", "A", firm.bruno.user_id)


def test_a_customer_of_the_same_name_is_refused(firm: Firm, as_: Door) -> None:
    polder(firm)
    answer = as_(firm.ana).post("/customers/new", {"name": "polder bv", "relationship": "B"})
    assert "There is a customer polder bv already" in told(answer)
    assert answer.status_code == 422


def test_a_holiday_is_added(firm: Firm, as_: Door) -> None:
    row = polder(firm)
    assert as_(firm.ana).post(f"/customers/{row.pk}/holiday", {"on": "2026-12-07"}).status_code == 302
    assert as_(firm.ana).post(f"/customers/{row.pk}/holiday", {"on": "never"}).status_code == 422
    with scope(workspace=firm.workspace):
        assert CustomerHoliday.objects.get().on == date(2026, 12, 7)


def test_who_keeps_the_books_reads_only_and_another_firm_finds_nothing(
    firm: Firm, clara: Membership, as_: Door
) -> None:
    row = polder(firm)
    assert as_(firm.chen).get(f"/customers/{row.pk}").status_code == 200
    assert as_(firm.chen).get(f"/customers/{row.pk}/edit").status_code == 403
    assert as_(clara).get(f"/customers/{row.pk}").status_code == 404
    assert "Polder" not in told(as_(clara).get("/customers"))


def test_the_pages_speak_chinese(firm: Firm, as_: Door) -> None:
    row = polder(firm)
    client = as_(firm.ana)
    client.cookies["language"] = "zh-hans"
    assert "一位客户" in told(client.get("/customers"))
    assert "尚未核实" in told(client.get(f"/customers/{row.pk}"))
