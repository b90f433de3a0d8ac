"""The page of the day: what it counts, whose customers it shows, and that it stays quick."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from duecourse.ledger.models import Membership, Message, Standing, User
from duecourse.ledger.pages import today as ledger
from web import seed

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


def as_user(user: User, language: str = "en") -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["language"] = language
    return client


def page(user: User, path: str = "/", language: str = "en") -> str:
    answer = as_user(user, language).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def text(html: str, id_or_class: str = "") -> str:
    found = re.search(rf'(?s)id="{id_or_class}"[^>]*>(.*?)</(?:h1|section|div)>', html) if id_or_class else None
    return unescape(re.sub(r"<[^>]+>", "", found.group(1) if found else html)).replace("\u00a0", " ")


def heads(html: str) -> list[int]:
    return [int(n.replace(",", "")) for n in re.findall(r'class="n">([\d,]+)<', html)]


# ---------------------------------------------------------------- what it says
def test_the_sentence_counts_the_lists_below_it() -> None:
    html = page(seed.story().people["Ana"])
    assert text(html, "sentence") == "Three useful messages, two things of ours to fix, fourteen calmly waiting."
    assert heads(html) == [3, 2, 14]


def test_the_sentence_in_chinese() -> None:
    html = page(seed.story().people["Ana"], language="zh-hans")
    assert (
        text(html, "sentence").replace("\u200b", "") == "三封有用的邮件可以发，两件自己的事要先办好，十四笔静候即可。"
    )
    assert '<html lang="zh-hans"' in html


def test_kinds_of_contact_are_told_apart() -> None:
    firm = seed.firm()
    ana = firm.person("Ana")
    with scope(workspace=firm.workspace):
        for name, action in (("A", "answer"), ("B", "answer"), ("C", "useful")):
            firm.letter(firm.payment(firm.customer(name)), ("why", "为何"), action=action, rule="R07")
    assert text(page(ana), "sentence") == "Two answers, one useful message."


def test_only_the_selected_card_unfolds_its_draft() -> None:
    firm = seed.story()
    with scope(workspace=firm.workspace):
        second = Message.objects.order_by("rank")[1]
    first, other = page(firm.people["Ana"]), page(firm.people["Ana"], f"/?card={second.pk}")
    assert [x.count("Dear Jana") for x in (first, other)] == [1, 0]
    assert [x.count("Dear Thiago") for x in (first, other)] == [0, 1]
    assert first.count("button-primary") <= 1


def test_both_clocks_stand_on_every_card() -> None:
    html = text(page(seed.story().people["Ana"]))
    assert "Goes 16:10 here, 09:10 in Hamburg" in html
    assert "Goes 22:10 here, 09:10 in Burlington" in html


def test_waiting_is_grouped_by_the_day_of_the_next_look() -> None:
    html = page(seed.story().people["Ana"])
    groups = re.findall(r'(?s)<section class="wait-group"><h3[^>]*>(.*?)</h3>(.*?)</section>', html)
    assert [(title, rows.count("data-item")) for title, rows in groups] == [
        ("This week", 5),
        ("Next week", 7),
        ("After that", 2),
    ]
    assert "10 reason known" in text(html)


def test_a_passed_due_day_reads_since() -> None:
    firm = seed.firm()
    ana = firm.person("Ana")
    with scope(workspace=firm.workspace):
        firm.task(
            firm.payment(firm.customer("Voile")), ("mend it", "改正"), ("ours", "我方"), due_on=date(2026, 11, 20)
        )
    assert "since Fri 20 Nov" in text(page(ana))


def test_a_finished_day_says_so_and_shows_the_next_looks() -> None:
    html = page(seed.story(finished=True).people["Ana"])
    assert text(html, "sentence").split() == ["Nothing", "left", "to", "do", "today.", "Fourteen", "calmly", "waiting."]
    days = re.findall(r"(?s)<h3>([^<]+)</h3>(.*?)</section>", html[html.index("calendar") :])
    assert len(days) == 15
    assert {d.replace("\u00a0", " "): r.count("data-item") for d, r in days if r.count("data-item")} == {
        "Tue 24 Nov": 1, "Wed 25 Nov": 1, "Thu 26 Nov": 2, "Fri 27 Nov": 1, "Mon 30 Nov": 2, "Tue 1 Dec": 2, "Wed 2 Dec": 1, "Thu 3 Dec": 1,
        "Fri 4 Dec": 1, "Mon 7 Dec": 2,
    }  # fmt: skip


def test_an_empty_workspace_is_calm_too() -> None:
    firm = seed.firm()
    assert "Nothing is waiting either." in text(page(firm.person("Ana")))


def test_money_days_and_draft_are_written_as_the_house_does() -> None:
    html = page(seed.story().people["Ana"])
    assert "USD\u00a018,360.00" in html and "Tue\u00a024\u00a0Nov" in html
    assert re.search(r'<p lang="en">Dear Jana', html)


# ---------------------------------------------------------------- whose
def test_a_salesperson_sees_her_own_and_those_she_stands_in_for() -> None:
    firm = seed.story()
    cleo = firm.person("Cleo")
    assert heads(page(cleo)) == [] and "Nothing left" in page(cleo)
    with scope(workspace=firm.workspace):
        Membership.objects.filter(user=firm.people["Ana"]).update(substitute=cleo, away_from=seed.DAY, away_to=seed.DAY)
    assert heads(page(cleo)) == [3, 2, 14]
    with scope(workspace=firm.workspace):
        Membership.objects.filter(user=firm.people["Ana"]).update(away_to=seed.DAY - timedelta(days=1))
    assert heads(page(cleo)) == []


def test_a_salesperson_cannot_ask_for_everybody() -> None:
    firm = seed.story()
    assert heads(page(firm.person("Cleo"), "/?who=all")) == []


@pytest.mark.parametrize("role", ["manager", "finance", "admin"])
def test_others_choose_between_everybody_and_their_own(role: str) -> None:
    firm = seed.story()
    user = firm.person("Dora", role)
    assert heads(page(user)) == [3, 2, 14]
    assert heads(page(user, "/?who=mine")) == []


def test_another_workspace_is_not_there() -> None:
    ours, theirs = seed.story(), seed.firm("Elsewhere")
    clara = theirs.person("Clara", "manager")
    with scope(workspace=ours.workspace):
        message, case = Message.objects.all()[0].pk, Standing.objects.all()[0].milestone_id
    client = as_user(clara)
    assert "Regenwerk" not in client.get("/").content.decode()
    for path, form in (
        (f"/today/message/{message}/later", {}),
        (f"/today/message/{message}/sent", {}),
        ("/today/bank/money", {"case": case}),
    ):
        assert client.post(path, form).status_code == 404


def test_a_stranger_is_asked_to_sign_in(settings: Any) -> None:
    settings.LOGIN_URL = "/enter"
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/enter?next=/")


# ---------------------------------------------------------------- the bank
def test_claims_stand_first_and_the_whole_list_is_one_button() -> None:
    ana = seed.story().people["Ana"]
    assert "one payment may be there already" in text(page(ana)) and "bank-row" not in page(ana)
    html = page(ana, "/?bank=open")
    bank = html[html.index('id="bank"') : html.index('id="desk"')]
    assert "Wetland Supply" in bank and "Regenwerk" not in bank
    assert bank.count("nothing there, for the whole list") == 1


def test_without_bank_data_every_payment_one_would_write_about_is_looked_up() -> None:
    firm = seed.story()
    firm.workspace.bank_loaded_on = None
    firm.workspace.save()
    with scope(workspace=firm.workspace):
        whose = ledger.Whose(None)
        assert len(ledger.to_look_up(firm.workspace, whose, seed.DAY)) == 4
        one = ledger.to_look_up(firm.workspace, whose, seed.DAY)[0]
        milestone = ledger.milestones([one])[0]
        milestone.own_bank_checked_on = seed.DAY
        milestone.save()
        assert one not in ledger.to_look_up(firm.workspace, whose, seed.DAY)
        assert len(ledger.to_look_up(firm.workspace, whose, seed.DAY)) == 3
    assert "no bank data set up" in text(page(firm.people["Ana"]))


def test_a_payment_that_was_never_looked_up_is_not_left_out() -> None:
    firm = seed.story()
    with scope(workspace=firm.workspace):
        assert (
            ledger.milestones(ledger.to_look_up(firm.workspace, ledger.Whose(None), seed.DAY))[0].own_bank_checked_on
            is None
        )


# ---------------------------------------------------------------- size and form
def test_a_column_shows_fifty_and_says_how_many_more() -> None:
    firm = seed.firm()
    ana = firm.person("Ana")
    with scope(workspace=firm.workspace):
        for n in range(120):
            firm.waits(f"Customer {n:03d}", "DE", date(2026, 12, 1), ("why", "为何"))
    client = as_user(ana)
    with scope(workspace=firm.workspace):
        firm.task(firm.payment(firm.customer("Voile")), ("mend it", "改正"), ("ours", "我方"))
    first, third = client.get("/").content.decode(), client.get("/?wait=3").content.decode()
    assert (first.count('class="row"'), third.count('class="row"')) == (50, 20)
    assert "and 70 more" in text(first) and "the ones before" in text(third)
    assert "Customer 049" in first and "Customer 050" not in first and "Customer 100" in third


def test_the_page_asks_at_most_eight_questions_of_the_ledger() -> None:
    firm = seed.story()
    with scope(workspace=firm.workspace), CaptureQueriesContext(connection) as asked:
        member = Membership.objects.get(user=firm.people["Ana"])
        before = len(asked)
        ledger.desk(firm.workspace, ledger.whose(member, seed.DAY, everybody=False), ledger.Pages(), seed.DAY)
        assert len(asked) - before <= 8
    client = as_user(firm.people["Ana"])
    client.get("/")
    with CaptureQueriesContext(connection) as whole:
        client.get("/")
    assert len([q for q in whole if "ledger_membership" not in q["sql"] or "substitute" in q["sql"]]) <= 9, [
        q["sql"][:80] for q in whole
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nothing_inline_stands_in_the_page(language: str) -> None:
    html = page(seed.story().people["Ana"], language=language)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:|hx-on", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []


@pytest.mark.parametrize(
    "query", ["card=x", "wait=-1", "wait=999999999999999", "column=%3Cb%3E", "contact=1e9", "card=99999999999999999999"]
)
def test_what_cannot_be_read_in_the_address_is_as_if_it_were_not_there(query: str) -> None:
    html = page(seed.story().people["Ana"], f"/?{query}")
    assert heads(html) == [3, 2, 14] and 'data-column="contact"' in html
