"""The frame: language and theme of a browser, where one can go, and pages for what goes wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import Client

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Workspace
from duecourse.web.shell import now
from web import seed

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ana() -> Client:
    client = Client()
    client.force_login(seed.story().people["Ana"], backend=BACKEND)
    return client


def test_language_and_theme_are_kept_in_the_browser(ana: Client) -> None:
    ana.post("/choose", {"language": "zh-hans", "next": "/"})
    ana.post("/choose", {"theme": "dark", "next": "/"})
    html = ana.get("/").content.decode()
    assert '<html lang="zh-hans" data-theme="dark">' in html
    ana.post("/choose", {"theme": "neon", "language": "xx"})
    assert '<html lang="zh-hans" data-theme="dark">' in ana.get("/").content.decode()


def test_a_form_leads_to_our_own_pages_only(ana: Client) -> None:
    assert ana.post("/choose", {"theme": "dark", "next": "//elsewhere.example"})["Location"] == "/"
    assert ana.post("/choose", {"theme": "dark", "next": "/?card=1"})["Location"] == "/?card=1"


def test_the_frame_leads_only_where_there_is_a_page(ana: Client) -> None:
    html = ana.get("/").content.decode()
    links = html[html.index('class="nav"') : html.index("</nav>")]
    assert 'aria-current="page" data-key="G T"' in links and 'href=""' not in links


@pytest.mark.parametrize(("language", "says"), [("en", "This page is not here."), ("zh-hans", "没有这个页面。")])
def test_a_page_that_is_not_here_says_so_calmly(language: str, says: str) -> None:
    client = Client()
    client.cookies["language"] = language
    answer = client.get("/nowhere")
    assert answer.status_code == 404 and says in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/choose", {"theme": "dark"})
    assert answer.status_code == 403 and "This form is too old to send." in answer.content.decode()


@pytest.mark.parametrize(("zone", "day"), [("Asia/Shanghai", date(2026, 11, 24)), ("America/Lima", date(2026, 11, 23))])
def test_today_is_a_day_of_the_workspace(zone: str, day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T20:00")
    assert now.today(Workspace(zone=zone)) == day
    assert now.now() == datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_a_day_that_was_told_is_today_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23")
    assert now.today(Workspace(zone="Pacific/Auckland")) == now.now().date() == date(2026, 11, 23)
    monkeypatch.setenv("DUECOURSE_TODAY", "soon")
    with pytest.raises(DuecourseError, match="a day like 2026-11-23"):
        now.now()


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{% money 1836000 'USD' %}", "USD\u00a018,360.00"),
        ("{% money 538000 'JPY' %}", "JPY\u00a0538,000"),
        ("{% money None 'USD' %}", ""),
        ("{% day then %}", "Mon\u00a07\u00a0Dec"),
        ("{% day next_year %}", "Thu\u00a07\u00a0Jan\u00a02027"),
        ("{% foreign 'Guten Tag' 'de' %}", '<span lang="de">Guten Tag</span>'),
        ("{% foreign said 'de' %}", '<span lang="de">&lt;b&gt;</span>'),
    ],
)
def test_tags_write_as_the_house_does(tag: str, text: str) -> None:
    context = Context({"today": seed.DAY, "then": date(2026, 12, 7), "said": "<b>", "next_year": date(2027, 1, 7)})
    assert Template("{% load duecourse_tags %}" + tag).render(context) == text
