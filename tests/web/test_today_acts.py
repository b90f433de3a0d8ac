"""What one does on the page of the day: with htmx and without, refused and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django_scopes import scope

from duecourse.ledger.models import Fix, Hold, Message, Milestone, Payment, Standing, Task, Touch
from web import seed

pytest.importorskip("duecourse.recording.messages", reason="acts need the recording room")
pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


@pytest.fixture
def firm() -> seed.Firm:
    return seed.story()


@pytest.fixture
def ana(firm: seed.Firm) -> Client:
    client = Client()
    client.force_login(firm.people["Ana"], backend=BACKEND)
    return client


def first(firm: seed.Firm) -> Message:
    with scope(workspace=firm.workspace):
        return Message.objects.order_by("rank")[0]


def test_sent_in_one_click_and_back_to_the_page(firm: seed.Firm, ana: Client) -> None:
    message = first(firm)
    answer = ana.post(f"/today/message/{message.pk}/sent", {"next": "/?column=contact"})
    assert (answer.status_code, answer["Location"]) == (302, "/?column=contact")
    with scope(workspace=firm.workspace):
        assert Touch.objects.get().customer_id == message.customer_id
    html = ana.get("/").content.decode()
    assert "Noted as sent to Regenwerk GmbH." in html and 'name="what" value="touch-' in html


def test_htmx_gets_the_lists_the_sentence_and_the_note(firm: seed.Firm, ana: Client) -> None:
    answer = ana.post(f"/today/message/{first(firm).pk}/sent", {"next": "/"}, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in html
    assert html.lstrip().startswith('<div id="desk"')
    assert [f'id="{part}" hx-swap-oob="true"' in html for part in ("opening", "bank")] == [True, True]
    assert "Noted as sent" in html and "Two useful messages" in html


def test_what_was_sent_is_taken_back(firm: seed.Firm, ana: Client) -> None:
    ana.post(f"/today/message/{first(firm).pk}/sent", {"next": "/"})
    with scope(workspace=firm.workspace):
        token = f"touch-{Touch.objects.get().pk}"
    assert ana.post("/undo", {"what": token, "next": "/"}).status_code == 302
    with scope(workspace=firm.workspace):
        assert not Touch.objects.filter(void=False, later__isnull=True).exists()
    assert "Taken back." in ana.get("/").content.decode()


def test_what_is_not_hers_to_take_back_is_refused_in_words(ana: Client) -> None:
    ana.post("/undo", {"what": "touch-999", "next": "/"})
    assert "There is nothing of yours to take back" in ana.get("/").content.decode()


def test_later_today_and_back_to_now(firm: seed.Firm, ana: Client) -> None:
    message = first(firm)
    html = ana.post(f"/today/message/{message.pk}/later", {"next": "/"}, headers=HTMX).content.decode()
    assert "put off until <b>12:12</b>" in html.replace("\n", "") or f"message-{message.pk}" in html
    page = ana.get(f"/?card={message.pk}").content.decode()
    assert "put off until <b>12:12</b>" in page and "Back to now" in page
    ana.post(f"/today/message/{message.pk}/later", {"next": "/", "now": "1"})
    assert "put off until" not in ana.get("/").content.decode()


def test_not_today_keeps_its_reason(firm: seed.Firm, ana: Client) -> None:
    message = first(firm)
    ana.post(
        f"/today/message/{message.pk}/not-today",
        {"reason": "another day suits them", "until": "2026-11-27", "next": "/"},
    )
    with scope(workspace=firm.workspace):
        hold = Hold.objects.get()
    assert (hold.why, hold.to_on) == ("another day suits them", date(2026, 11, 27))


@pytest.mark.parametrize(("form", "says"), [({}, "No reason was given"), ({"why": "x", "until": "soon"}, "is no day")])
def test_not_today_without_reason_or_day_says_what_is_missing(
    firm: seed.Firm, ana: Client, form: dict[str, str], says: str
) -> None:
    ana.post(f"/today/message/{first(firm).pk}/not-today", {**form, "next": "/"})
    with scope(workspace=firm.workspace):
        assert not Hold.objects.exists()
    assert says in ana.get("/").content.decode()


def test_a_fix_is_done(firm: seed.Firm, ana: Client) -> None:
    with scope(workspace=firm.workspace):
        task = Task.objects.order_by("rank")[0]
        Fix.objects.create(
            workspace=firm.workspace,
            milestone=task.lead,
            what=task.what_en,
            happened_on=seed.DAY,
            recorded_on=seed.DAY,
            recorded_at=seed.AT,
        )
    ana.post(f"/today/task/{task.pk}/done", {"next": "/"})
    with scope(workspace=firm.workspace):
        assert Fix.objects.filter(later__isnull=True).get().closed_on == seed.DAY


def test_nothing_there_for_one_and_for_the_whole_list(firm: seed.Firm, ana: Client) -> None:
    firm.workspace.bank_loaded_on = None
    firm.workspace.save()
    with scope(workspace=firm.workspace):
        one = Standing.objects.get(rule="R02").milestone_id
    ana.post("/today/bank/nothing", {"case": one, "next": "/"})
    with scope(workspace=firm.workspace):
        assert list(Milestone.objects.filter(own_bank_checked_on=seed.DAY).values_list("pk", flat=True)) == [one]
    ana.post("/today/bank/nothing", {"next": "/"})
    with scope(workspace=firm.workspace):
        assert Milestone.objects.filter(own_bank_checked_on=seed.DAY).count() == 4


@pytest.mark.parametrize(("said", "minor"), [("", 100_000), ("1,000.00", 100_000), ("USD 250.5", 25_050)])
def test_money_is_there(firm: seed.Firm, ana: Client, said: str, minor: int) -> None:
    with scope(workspace=firm.workspace):
        one = Standing.objects.get(rule="R02").milestone_id
    ana.post("/today/bank/money", {"case": one, "amount": said, "on": "2026-11-20", "next": "/"})
    with scope(workspace=firm.workspace):
        paid = Payment.objects.get()
    assert (paid.milestone_id, paid.amount_minor, paid.happened_on) == (one, minor, seed.DAY - timedelta(days=3))


def test_an_amount_that_is_none_is_said_and_nothing_recorded(firm: seed.Firm, ana: Client) -> None:
    with scope(workspace=firm.workspace):
        one = Standing.objects.get(rule="R02").milestone_id
    ana.post("/today/bank/money", {"case": one, "amount": "a lot", "next": "/"})
    with scope(workspace=firm.workspace):
        assert not Payment.objects.exists()
    assert "is no amount" in ana.get("/").content.decode().replace("&#x27;", "'")


def test_a_form_leads_nowhere_else(firm: seed.Firm, ana: Client) -> None:
    answer = ana.post(f"/today/message/{first(firm).pk}/later", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
