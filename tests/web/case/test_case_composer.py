"""The composer: its check, suggestions, the ways in which a message goes, and contacts against the plan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from case_world import NOW, World
from django.test import Client
from django_scopes import scope
from test_case_acts import record, verdict
from test_case_page import text_of

from duecourse.ledger.models import Message, Touch
from duecourse.recording import contacts

PRESSING = "Dear Jana,\n\nI am still waiting for the transfer. Please pay as soon as possible.\n\nKind regards"


def write(client: Client, w: World, **data: Any) -> Any:
    """Posts the composer."""
    return client.post(f"/case/{w.case.pk}/write", {"subject": "SC-2618", **data}, follow=True)


def message(w: World) -> Message:
    """The message of the day."""
    with scope(workspace=w.workspace):
        return Message.objects.get()


def test_the_check_underlines_and_changes_the_button(ana: Client, w: World) -> None:
    text = text_of(write(ana, w, text=PRESSING))
    assert '<mark class="calm">still waiting for<sup>1</sup></mark>' in text
    assert "Calm both phrases" in text
    assert "Open in mail program" not in text
    calm = text_of(write(ana, w, text=message(w).text))
    assert "Open in mail program" in calm
    assert "4 of 4 facts agree with the order" in calm


def test_while_one_types_the_field_itself_is_never_answered(ana: Client, w: World) -> None:
    answer = ana.post(f"/case/{w.case.pk}/write", {"text": PRESSING}, headers={"HX-Request": "true"})
    text = text_of(answer)
    assert "<textarea" not in text
    assert all(f'id="{part}"' in text for part in ("layer", "feel", "goes"))


def test_one_suggestion_is_taken_or_all(ana: Client, w: World) -> None:
    one = text_of(write(ana, w, text=PRESSING, take="1"))
    assert "still waiting" not in one
    assert "as soon as possible" in one
    both = text_of(write(ana, w, text=PRESSING, take="all"))
    assert "as soon as possible" not in both
    assert "Dear Jana," in both


@pytest.mark.parametrize("take", ["9", "0", "-1", "²", "99999999999999999999", "x"])
def test_a_suggestion_that_is_none_breaks_nothing(ana: Client, w: World, take: str) -> None:
    assert write(ana, w, text="Dear Jana,\n\nall is well.", take=take).status_code == 200


def test_a_changed_fact_no_longer_agrees(ana: Client, w: World) -> None:
    text = text_of(write(ana, w, text=message(w).text.replace("7 December", "3 December")))
    assert "3 of 4 facts agree with the order" in text


def test_links_carry_the_text_and_nothing_else(ana: Client, w: World) -> None:
    text = text_of(write(ana, w, subject="a&bcc=x@y.example\r\nBcc: z", text="One & two?\nThree."))
    assert "mailto:jana.brandt@regenwerk.example?subject=a%26bcc%3Dx%40y.example%20Bcc%3A%20z&amp;body=" in text
    assert "https://wa.me/491705550101?text=One%20%26%20two%3F%0AThree." in text


def test_sent_in_one_click_and_then_it_waits(ana: Client, w: World) -> None:
    response = write(ana, w, text=message(w).text, step="sent", channel="whatsapp")
    assert "Recorded as sent. Was: send the production calendar. Becomes: wait until" in text_of(response)
    assert verdict(w)[0] == "wait"
    with scope(workspace=w.workspace):
        touch = Touch.objects.get(topic="calendar")
        assert (touch.channel, touch.contact_id) == ("whatsapp", w.jana.pk)
    assert "Nothing goes today" in text_of(response)
    assert write(ana, w, text="again", step="sent").status_code == 200
    with scope(workspace=w.workspace):
        assert Touch.objects.filter(topic="calendar").count() == 1, "a second click sends nothing twice"


def off_plan(client: Client, w: World, **data: Any) -> Any:
    """Posts a contact against the plan."""
    stamp = {"revision": w.fresh().revision, "since": NOW.isoformat()}
    return client.post(
        f"/case/{w.case.pk}/off-plan", {**stamp, "channel": "mail", "text": "A word.", **data}, follow=True
    )


def touches(w: World, kind: str) -> int:
    """Contacts of that kind."""
    with scope(workspace=w.workspace):
        return Touch.objects.filter(kind=kind, void=False, later__isnull=True).count()


@pytest.mark.parametrize("kind", ["answer", "useful", "confirm"])
def test_an_answer_or_something_useful_goes_at_once(ana: Client, w: World, kind: str) -> None:
    before = touches(w, kind)
    off_plan(ana, w, kind=kind)
    assert touches(w, kind) == before + 1


def test_a_naked_one_is_weighed_first_and_takes_a_reason(ana: Client, w: World) -> None:
    weighed = off_plan(ana, w, kind="reminder", text="Where is the money?")
    text = text_of(weighed)
    assert weighed.status_code == 422
    assert "they feel 0.02 of us now, and would feel 1.02 after it" in text
    assert "Useful instead:" in text
    assert "PVC mesh certificate, REACH" in text
    assert "Where is the money?" in text
    assert touches(w, "reminder") == 0
    done = off_plan(ana, w, kind="reminder", reason="they_asked")
    assert touches(w, "reminder") == 1
    assert 'name="what" value="touch-' in text_of(done), "ten minutes to take it back"
    with scope(workspace=w.workspace):
        assert Touch.objects.get(kind="reminder").off_plan == "they_asked"


def test_above_the_limit_it_waits_two_hours(ana: Client, w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts.wrote(w.by(NOW - timedelta(days=1)), w.customer, contacts.Said("reminder"), [w.case])
    response = off_plan(ana, w, kind="reminder", reason="manager_says", text="Once more.")
    assert "may go from 11:12" in text_of(response)
    assert touches(w, "reminder") == 1
    kept = f"/case/{w.case.pk}/off-plan"
    ana.post(kept, {"step": "went"})
    assert touches(w, "reminder") == 1, "not before its time"
    monkeypatch.setenv("DUECOURSE_TODAY", (NOW + timedelta(hours=2)).replace(tzinfo=None).isoformat())
    assert "Once more." in text_of(ana.get(f"/case/{w.case.pk}"))
    ana.post(kept, {"step": "went"})
    assert touches(w, "reminder") == 2
    ana.post(kept, {"step": "went"})
    assert touches(w, "reminder") == 2


def test_a_text_that_waits_may_be_left(ana: Client, w: World) -> None:
    contacts.wrote(w.by(NOW - timedelta(days=1)), w.customer, contacts.Said("reminder"), [w.case])
    off_plan(ana, w, kind="soft", reason="other")
    ana.post(f"/case/{w.case.pk}/off-plan", {"step": "drop"})
    assert "A text of yours waits" not in text_of(ana.get(f"/case/{w.case.pk}"))
    assert touches(w, "soft") == 0


def test_a_form_opened_before_somebody_wrote_is_not_sent(ana: Client, w: World) -> None:
    old = w.fresh().revision
    record(ana, w, "heard", says="We paid.", marks=["paid_claim"], channel="mail")
    response = off_plan(ana, w, kind="reminder", reason="other", revision=old)
    assert response.status_code == 422
    assert touches(w, "reminder") == 0
