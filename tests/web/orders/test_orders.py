"""The pages of orders: found, taken in, imported, changed; each role sees what it may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope
from people_of_pages import Firm

from duecourse.importing import running
from duecourse.ledger.models import Customer, ImportRun, Membership, Order
from duecourse.recording import customers
from duecourse.recording import orders as recording
from duecourse.recording.by import By
from duecourse.web.shell.now import now

Door = Callable[[Membership], Client]
NEW = {
    "customer": "Polder BV",
    "number": "SC-1",
    "goods": "dry bag 20 L",
    "amount": "20,000.00",
    "currency": "USD",
    "terms": "30% deposit, balance before shipment",
    "confirmed_on": "2026-11-02",
    "deliver_on": "2027-01-20",
}
LIST = b"""customer,country,order,amount,currency,payment terms,confirmed on,delivery,deposit received,depart
Polder BV,NL,A-1,"10,000.00",USD,"30% deposit, balance before shipment",2026-11-02,2027-01-20,2026-11-10,x
Kite Ltd,GB,B-1,"5,000.00",USD,"30% deposit, 80% before shipment",2026-11-02,2027-01-20,,
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23")


def by(member: Membership) -> By:
    return By(member.workspace, member.user, now())


def order_of(firm: Firm, number: str = "SC-1") -> Order:
    with scope(workspace=firm.workspace):
        shares = [recording.Share("deposit", 600_000), recording.Share("balance_before_shipment", 1_400_000)]
        return customers.order_taken(by(firm.ana), "Polder BV", number, shares, product="dry bag", currency="USD")


def told(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def uploaded(client: Client, content: bytes = LIST, name: str = "list.csv") -> object:
    return client.post("/orders/import", {"file": SimpleUploadedFile(name, content)}, follow=True)


# ---------------------------------------------------------------- the list
def test_the_list_finds_by_number_customer_and_goods(firm: Firm, as_: Door) -> None:
    order_of(firm)
    client = as_(firm.ana)
    for text in ("sc-1", "polder", "dry"):
        assert "One order found" in told(client.get("/orders", {"q": text})) or "SC-1" in told(
            client.get("/orders", {"q": text})
        )
    assert "SC-1" not in told(client.get("/orders", {"q": "kite"}))
    assert "SC-1" in told(client.get("/orders", {"sort": "look"}))
    assert "SC-1" not in told(client.get("/orders", {"state": "closed"}))


def test_a_page_has_fifty_orders(firm: Firm, as_: Door) -> None:
    with scope(workspace=firm.workspace):
        row = Customer.objects.create(workspace=firm.workspace, name="Many", owner=firm.ana.user)
        Order.objects.bulk_create(Order(workspace=firm.workspace, customer=row, number=f"N-{n}") for n in range(60))
    client = as_(firm.ana)
    first, second = (told(client.get("/orders", {"page": page})) for page in ("1", "2"))
    assert ("N-59 " in first, "N-9 " in first, "N-9 " in second) == (True, False, True)


@pytest.mark.parametrize("asked", ["?page=x", "?page=-1", "?sort=none&state=none", "?page=999999999999999"])
def test_an_address_that_asks_nonsense_is_answered(asked: str, firm: Firm, as_: Door) -> None:
    assert as_(firm.ana).get(f"/orders{asked}").status_code == 200


def test_the_number_of_queries_does_not_grow(firm: Firm, as_: Door, django_assert_max_num_queries) -> None:
    for n in range(8):
        order_of(firm, f"SC-{n}")
    client = as_(firm.ana)
    client.get("/orders")
    with django_assert_max_num_queries(12):
        assert client.get("/orders").status_code == 200


# ---------------------------------------------------------------- a new order
def test_seven_fields_make_an_order_with_its_payments_and_customer(firm: Firm, as_: Door) -> None:
    answer = as_(firm.ana).post("/orders/new", NEW)
    assert answer.status_code == 302
    with scope(workspace=firm.workspace):
        order = Order.objects.select_related("customer__owner", "product").get()
        amounts = list(order.milestones.order_by("step").values_list("kind", "amount_minor"))
        assert amounts == [("deposit", 600_000), ("balance_before_shipment", 1_400_000)]
        assert (order.customer.owner, order.product.name) == (firm.ana.user, "dry bag 20 L")
        assert order.milestones.filter(standing__isnull=False).count() == 2


def test_the_payments_are_shown_before_anything_is_stored(firm: Firm, as_: Door) -> None:
    client = as_(firm.ana)
    page = told(client.post("/orders/new", {**NEW, "show": "1"}))
    assert "30 % USD\xa06,000.00" in page.replace("USD 6", "USD\xa06") or "6,000.00" in page
    live = told(client.get("/orders/new/shares", {"terms": NEW["terms"], "amount": "20,000.00", "currency": "USD"}))
    assert "6,000.00" in live
    assert "14,000.00" in live
    with scope(workspace=firm.workspace):
        assert Order.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("amount", "much", "is no amount in USD"),
        ("terms", "30% deposit, 80% before shipment", "add up to 110"),
        ("deliver_on", "2026-10-01", "lies before the confirmation"),
        ("customer", "", "required"),
    ],
)
def test_what_cannot_be_read_is_told_and_what_was_typed_stays(
    field: str, value: str, says: str, firm: Firm, as_: Door
) -> None:
    answer = as_(firm.ana).post("/orders/new", {**NEW, field: value})
    assert answer.status_code == 422
    assert says in told(answer)
    assert 'value="SC-1"' in answer.content.decode()


def test_the_same_number_twice_is_refused(firm: Firm, as_: Door) -> None:
    client = as_(firm.ana)
    client.post("/orders/new", NEW)
    assert "has an order SC-1 already" in told(client.post("/orders/new", {**NEW, "customer": "polder bv"}))


def test_known_customers_are_offered(firm: Firm, as_: Door) -> None:
    order_of(firm)
    assert 'value="Polder BV"' in as_(firm.ana).get("/orders/new/names", {"customer": "old"}).content.decode()


# ---------------------------------------------------------------- import
def test_a_file_is_shown_then_run_then_taken_back(firm: Firm, as_: Door) -> None:
    client = as_(firm.ana)
    page = told(shown := uploaded(client))
    assert "One new order." in page
    assert "The shares add up to 110 %" in page
    assert "3,000.00" in page
    with scope(workspace=firm.workspace):
        assert Order.objects.count() == 0
        run = ImportRun.objects.get()
    assert shown.redirect_chain[-1][0] == f"/orders/import/{run.pk}"
    assert "list.csv is in the list." in told(client.post(f"/orders/import/{run.pk}/run", follow=True))
    with scope(workspace=firm.workspace):
        assert Order.objects.get().number == "A-1"
    assert "imported on" in told(uploaded(client))
    assert "Nothing of it stays." in told(client.post(f"/orders/import/{run.pk}/undo", follow=True))
    with scope(workspace=firm.workspace):
        assert Order.objects.count() == 0


def test_pasted_rows_are_read_like_a_file(firm: Firm, as_: Door) -> None:
    rows = "customer\torder\tpayment\tamount\tcurrency\nPolder BV\tA-1\tdeposit\t3000\tUSD\n"
    assert "One new order." in told(as_(firm.ana).post("/orders/import", {"rows": rows}, follow=True))


def test_a_column_can_be_corrected(firm: Firm, as_: Door) -> None:
    client = as_(firm.ana)
    uploaded(client)
    with scope(workspace=firm.workspace):
        run = ImportRun.objects.get()
    page = told(client.post(f"/orders/import/{run.pk}", {"heading": ["deposit received"], "field": [""]}, follow=True))
    assert "receipts" not in page
    with scope(workspace=firm.workspace):
        assert ImportRun.objects.get().mapping == {"deposit received": ""}


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b""), ("a.xlsx", b"no book"), ("a.exe", b"\0\1"), ("a.csv", b"a,b\n1,2")]
)
def test_a_file_that_is_no_list_says_why(name: str, content: bytes, firm: Firm, as_: Door) -> None:
    answer = uploaded(as_(firm.ana), content, name)
    assert answer.status_code == 422
    assert "wrong" in answer.content.decode()


def test_nothing_chosen_is_asked_for(firm: Firm, as_: Door) -> None:
    assert "one of the two" in told(as_(firm.ana).post("/orders/import", {}))


def test_a_long_import_tells_how_far_it_is(firm: Firm, as_: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LONG", 1)
    begun: list[int] = []
    monkeypatch.setattr(running, "start", lambda _by, run: begun.append(run.pk))
    client = as_(firm.ana)
    uploaded(client)
    with scope(workspace=firm.workspace):
        run = ImportRun.objects.get()
    answer = client.post(f"/orders/import/{run.pk}/run")
    assert (begun, answer["Location"]) == ([run.pk], f"/orders/import/{run.pk}/progress")
    running._tell(run.pk, running.Progress("write", 30, 120))
    assert 'value="25"' in client.get(f"/orders/import/{run.pk}/progress").content.decode()
    running._tell(run.pk, running.Progress("failed", 0, 1))
    assert "Nothing was stored" in told(client.get(f"/orders/import/{run.pk}/progress"))


# ---------------------------------------------------------------- editing
def edited(client: Client, order: Order, **changes: str) -> object:
    page = client.get(f"/orders/{order.pk}/edit").content.decode()
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', page))
    fields |= {"slot": "held", "currency": "USD", **changes}
    return client.post(f"/orders/{order.pk}/edit", fields)


def test_an_order_is_changed_with_its_payments(firm: Firm, as_: Door) -> None:
    order = order_of(firm)
    with scope(workspace=firm.workspace):
        deposit = order.milestones.get(kind="deposit")
    answer = edited(as_(firm.ana), order, deliver_on="2027-02-02", **{f"amount_{deposit.pk}": "7,000.00"})
    assert answer.status_code == 302
    with scope(workspace=firm.workspace):
        order.refresh_from_db()
        deposit.refresh_from_db()
        assert (order.deliver_on, deposit.amount_minor) == (date(2027, 2, 2), 700_000)


def test_who_was_slower_sees_what_changed_and_keeps_his_text(firm: Firm, as_: Door) -> None:
    order = order_of(firm)
    client = as_(firm.ana)
    page = client.get(f"/orders/{order.pk}/edit").content.decode()
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*?value="([^"]*)"', page))
    with scope(workspace=firm.workspace):
        recording.changed(by(firm.bruno), order, recording.revision_of(order), deliver_on=date(2027, 3, 3))
    answer = client.post(f"/orders/{order.pk}/edit", {**fields, "slot": "held", "currency": "USD", "incoterm": "CIF"})
    assert answer.status_code == 422
    assert "Somebody has changed" in told(answer)
    assert 'value="CIF"' in answer.content.decode()
    with scope(workspace=firm.workspace):
        order.refresh_from_db()
        assert (order.deliver_on, order.incoterm) == (date(2027, 3, 3), "")


# ---------------------------------------------------------------- who may
@pytest.mark.parametrize("path", ["/orders/new", "/orders/import"])
def test_who_keeps_the_books_reads_only(path: str, firm: Firm, as_: Door) -> None:
    client = as_(firm.chen)
    assert client.get("/orders").status_code == 200
    assert client.get(path).status_code == 403


def test_another_firm_finds_nothing(firm: Firm, clara: Membership, as_: Door) -> None:
    order = order_of(firm)
    uploaded(as_(firm.ana))
    with scope(workspace=firm.workspace):
        run = ImportRun.objects.get()
    client = as_(clara)
    assert client.get(f"/orders/{order.pk}/edit").status_code == 404
    for path in ("", "/run", "/progress", "/done", "/undo"):
        method = client.post if path in {"/run", "/undo"} else client.get
        assert method(f"/orders/import/{run.pk}{path}").status_code == 404
    assert "SC-1" not in told(client.get("/orders"))


def test_the_pages_speak_chinese(firm: Firm, as_: Door) -> None:
    order = order_of(firm)
    client = as_(firm.ana)
    client.cookies["language"] = "zh-hans"
    assert "一个订单进行中" in told(client.get("/orders"))
    assert "付款方式" in told(client.get(f"/orders/{order.pk}/edit"))
