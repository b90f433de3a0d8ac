"""The page of one payment: what it shows, to whom, in how many questions to the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from case_world import NOW, TODAY, World, at, firm, shelved
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from duecourse.ledger.models import Membership, Standing
from duecourse.ledger.pages import live as live_pages
from duecourse.ledger.pages.case import case_of, milestone_of
from duecourse.recording import contacts

QUERIES_MAX = 20


def text_of(response: Any) -> str:
    """The answer as text, non-breaking spaces as plain ones."""
    return str(response.content.decode()).replace("\u00a0", " ")


def queries(w: World) -> int:
    """How often the page asks the ledger for one case."""
    with scope(workspace=w.workspace), CaptureQueriesContext(connection) as asked:
        found = milestone_of(w.case.pk)
        assert found is not None
        case_of(found, TODAY)
    return len(asked)


def test_the_page_shows_what_is_done_and_the_one_thing_that_is_missing(ana: Client, w: World) -> None:
    text = text_of(ana.get(f"/case/{w.case.pk}"))
    assert "Eight of eight confirmed" in text
    assert "USD 18,360.00" in text
    assert "by Mon 7 Dec" in text
    assert "Promised once, for Tue 17 Nov. A promise is not counted as money." in text
    assert "02:12 in Hamburg, night there" in text
    assert "Send the production calendar." in text
    assert "After 28 December, New Year stop adds 21 days." in text


def test_what_would_change_it_is_judged(ana: Client, w: World) -> None:
    text = text_of(ana.get(f"/case/{w.case.pk}?now"))
    pairs = [
        ("Jana names a date (Mon 30 Nov)", "wait until Fri 4 Dec"),
        ("Jana asks something", "answer their question first"),
    ]
    for when, then in [*pairs, ("Jana says it is paid", "wait until Thu 26 Nov")]:
        assert f"<dt>{when}</dt><dd>{then}</dd>" in text
    assert "Then quiet until Tue 1 Dec, unless they write." in text
    assert "<dd>0.42</dd>" in text, "one useful contact weighs .4 on what stands"
    assert "<dd>1.02</dd>" in text, "a bare reminder weighs 1"


def test_the_live_part_is_judged_once_for_a_revision(ana: Client, w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.get(f"/case/{w.case.pk}/live", headers={"HX-Request": "true"})

    def never(*_: Any) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr(live_pages, "_judged", never)
    assert "What would change it" in text_of(ana.get(f"/case/{w.case.pk}/live", headers={"HX-Request": "true"}))


def test_the_number_of_questions_is_small_and_does_not_grow(w: World) -> None:
    before = queries(w)
    for number in range(4):
        shelved(w, f"Photo {number}", "production_photo", at(20, number))
        contacts.heard(w.by(at(20, number)), w.customer, contacts.Heard(f"word {number}"), w.case)
    assert queries(w) == before <= QUERIES_MAX


def test_another_workspace_sees_a_plain_404_everywhere(w: World, signed: Any) -> None:
    _other, clara, _bruno = firm("Other Works", "other")
    client, pk = signed(clara), w.case.pk
    for path in ("", "/live", "/replay", "/card", "/file/1"):
        assert client.get(f"/case/{pk}{path}").status_code == 404
    for path in ("/record/fix", "/record/promise", "/write", "/off-plan", "/upload"):
        assert client.post(f"/case/{pk}{path}", {"what": "x"}).status_code == 404
    assert signed(w.ana).get(f"/case/{pk}").status_code == 200


def test_a_row_of_another_payment_is_a_404(ana: Client, w: World) -> None:
    with scope(workspace=w.workspace):
        balance = w.order.milestones.get(step=2)
        promise = case_of(milestone_of(w.case.pk), TODAY).promises[0]  # type: ignore[arg-type]
    assert ana.post(f"/case/{balance.pk}/record/withdrawn", {"row": promise.pk}).status_code == 404
    assert ana.post(f"/case/{w.case.pk}/record/withdrawn", {"row": promise.pk}).status_code == 302


def test_a_stranger_signs_in_first(w: World) -> None:
    assert Client().get(f"/case/{w.case.pk}").status_code == 302


def test_finance_records_money_but_puts_nothing_on_the_shelf(w: World, signed: Any) -> None:
    with scope(workspace=w.workspace):
        Membership.objects.filter(user=w.bruno).update(role="finance")
    client = signed(w.bruno)
    assert client.post(f"/case/{w.case.pk}/upload", {"title": "x"}).status_code == 403
    assert client.post(f"/case/{w.case.pk}/record/payment", {"amount": "18,360.00"}).status_code == 302


def test_their_words_are_shown_as_words(ana: Client, w: World) -> None:
    evil = '<script>alert(1)</script> "quoted" & <img src=x onerror=alert(2)>'
    contacts.heard(w.by(), w.customer, contacts.Heard(evil, question=evil), w.case)
    for path in ("", "?now", "/replay", "/card"):
        text = text_of(ana.get(f"/case/{w.case.pk}{path}"))
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_no_style_or_script_stands_in_the_page(ana: Client, w: World) -> None:
    text = text_of(ana.get(f"/case/{w.case.pk}?now"))
    for forbidden in (" style=", " onclick=", " onload=", "<style", "javascript:"):
        assert forbidden not in text


def test_chinese_leaves_no_english_sentence(w: World, ana: Client) -> None:
    ana.cookies["language"] = "zh-hans"
    text = text_of(ana.get(f"/case/{w.case.pk}?now"))
    assert "八项中八项已确认" in text
    assert "承诺不算到款。" in text
    assert "发送生产日历。" in text
    for english in ("Both sides", "What would change it", "Next look", "in hand", "What happened?"):
        assert english not in text


def test_the_story_is_told_day_by_day(ana: Client, w: World) -> None:
    text = text_of(ana.get(f"/case/{w.case.pk}/replay"))
    assert text.index("Wait until Sat 21 Nov.") < text.index("Wait until Mon 23 Nov, then: ask one easy question.")
    assert "R17" in text


def test_the_card_says_all_on_paper(ana: Client, w: World) -> None:
    text = text_of(ana.get(f"/case/{w.case.pk}/card"))
    for told in (
        "The deposit, 30 %: USD 18,360.00",
        "jana.brandt@regenwerk.example",
        "travels until the 18th",
        "2,400 pieces",
    ):
        assert told in text


def test_a_case_nobody_has_judged_says_so(ana: Client, w: World) -> None:
    with scope(workspace=w.workspace):
        Standing.objects.filter(milestone=w.case).delete()
    assert "has not been judged yet" in text_of(ana.get(f"/case/{w.case.pk}"))


def test_on_a_later_day_only_what_is_true_that_day_is_said(
    w: World, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", NOW.replace(day=24, tzinfo=None).isoformat())
    text = text_of(ana.get(f"/case/{w.case.pk}"))
    assert "13 days in hand" in text
    assert date(2026, 11, 24).strftime("%d Nov") in text
