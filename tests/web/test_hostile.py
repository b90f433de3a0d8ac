"""A hostile colleague, customer and file: words that want to be code, links that lead away, files that lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any
from zipfile import ZipFile

import pytest
from asks import ASKS, OPEN, Ask, routes
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from houses import PASSWORD, House, house, marked
from test_crawl import Answer, asked, browser, samples

from duecourse.ledger.models import Asset, Contact, Customer, StoredFile, User, Workspace

TAG = '"><img src=x onerror=a()>'
AWAY = (
    "//evil.example/", "https://evil.example/", "/\\evil.example/", "\\\\evil.example", "javascript:alert(1)",
    "http:///evil.example", "///evil.example", " //evil.example", "data:text/html,x", "/\t/evil.example", "https:evil.example",
)  # fmt: skip
SAFE = ("/", "#", "?", "mailto:", "tel:", "https://wa.me/", "data:image/svg+xml;base64,")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


@pytest.fixture
def mine(db) -> House:
    return house("Harbour")


@pytest.fixture
def admin(mine: House) -> Client:
    return browser(mine.people["admin"])


def with_words(ask: Ask, text: str) -> Ask:
    """The same form with that text wherever somebody could have typed one."""
    return Ask(ask.args, {k: text if isinstance(v, str) else v for k, v in ask.form.items()}, ask.query)


def shown(client: Client, h: House) -> Iterator[Answer]:
    """Every page and every form of a firm."""
    found = {n: a for n, a in samples(h, h).items() if n != "account_logout"}
    yield from (answer for *_, answer in asked(client, found))


# ---------------------------------------------------------------- words that want to be code
@pytest.mark.slow
def test_words_of_the_ledger_are_never_code(mine: House) -> None:
    marked(mine, TAG)
    with scopes_disabled():
        for member in mine.people.values():
            User.objects.filter(pk=member.user_id).update(name=TAG)
        Workspace.objects.filter(pk=mine.workspace.pk).update(name=TAG, city=TAG)
    client, seen, wrong = browser(mine.people["admin"]), 0, []
    for answer in shown(client, mine):
        seen += "&lt;img src=x" in answer.body
        wrong += [answer.about] if "<img src=x" in answer.body and answer.body.lstrip().startswith("<") else []
        wrong += [f"{answer.about}: {h}" for h in hrefs(answer.body) if not h.startswith(SAFE)]
    assert wrong == []
    assert seen > 40, "the pages no longer show the words; nothing was tested"


def hrefs(body: str) -> list[str]:
    """Where links and forms of a page lead."""
    return re.findall(r'(?:href|src|action|hx-get|hx-post)="([^"]+)"', body) if body.lstrip().startswith("<") else []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["code", "long", "zero", "turned"])
@pytest.mark.both
def test_words_of_a_form_are_kept_or_refused_but_break_nothing(database: str, mine: House, what: str) -> None:
    text = {
        "code": TAG,
        "long": "ü" * 10_000,
        "zero": "a\x00b",
        "turned": "\u202egnp.exe\u2066\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    }[what]
    client, wrong = browser(mine.people["admin"]), []
    for name, asks in samples(mine, mine).items():
        for ask in asks:
            tried = with_words(ask, text)
            found = [Answer(client, "POST", name, tried)] if tried.form else []
            query = dict.fromkeys((*ask.query, "q", "page", "before", "months", "who", "sort", "contact"), text)
            found.append(Answer(client, "GET", name, Ask(ask.args, {}, query)))
            wrong += [f"{a.about[:200]}: {a.code}" for a in found if a.code >= 500]
            wrong += [
                f"{a.about[:200]} is code" for a in found if "<img src=x" in a.body and a.body.lstrip().startswith("<")
            ]
    assert wrong == []


@pytest.mark.parametrize("text", ["9" * 5_000, "٣"])
def test_numbers_that_are_none_break_nothing(admin: Client, mine: House, text: str) -> None:
    wrong = []
    for name, asks in samples(mine, mine).items():
        query = dict.fromkeys(("page", "contact", "fix", "wait", "card", "before", "months", "seen"), text)
        answer = Answer(admin, "GET", name, Ask(asks[0].args, {}, query))
        wrong += [answer.about[:80]] if answer.code >= 500 else []
        form = {
            k: text for k, v in asks[0].form.items() if isinstance(v, int) or k in {"seen", "revision", "row", "case"}
        }
        answer = Answer(admin, "POST", name, Ask(asks[0].args, dict(asks[0].form) | form | {"revision": text}))
        wrong += [answer.about[:80]] if answer.code >= 500 else []
    assert wrong == []


def test_a_mail_link_carries_no_further_heads(mine: House, admin: Client) -> None:
    with scope(workspace=mine.workspace):
        Contact.objects.filter(pk=mine.contact).update(email="jana?bcc=eve%40evil.example&x@nordsee.example")
    form = {
        "step": "check",
        "subject": "Hello\r\nBcc: eve@evil.example",
        "text": "Dear Jana,\r\n\r\n&bcc=eve@evil.example",
    }
    page = admin.post(reverse("case_write", args=[mine.case]), form).content.decode()
    links = [h.replace("&amp;", "&") for h in hrefs(page) if h.startswith("mailto:")]
    assert links, "the page offers no mail link any more"
    for link in links:
        assert link.count("?") == 1
        assert re.findall(r"[?&](\w+)=", link) == ["subject", "body"]
        assert "%0D%0ABcc" not in link.split("&body=")[0]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    from duecourse.web.insights.views import _plain

    assert str(_plain(f"{start}cmd|' /C calc'!A0"))[0] == "'"
    assert _plain("calm") == "calm"


# ---------------------------------------------------------------- links that lead away
def test_no_form_leads_to_another_site(mine: House, admin: Client) -> None:
    found = [(n, a) for n, asks in samples(mine, mine).items() for a in asks[:1] if "next" in a.form]
    assert len(found) > 5, "no form says any more where it came from"
    away = []
    for (name, ask), next_ in product(found, AWAY):
        answer = Answer(admin, "POST", name, Ask(ask.args, dict(ask.form) | {"next": next_}))
        there = re.search(r"'location': '([^']*)'", answer.seen)
        away += [f"{name}: {there[1]}"] if there and not re.match(r"^/(?![/\\\s])", there[1]) else []
    assert away == []


def test_signing_in_leads_to_no_other_site(mine: House) -> None:
    for next_ in AWAY:
        told = {"login": mine.people["sales"].user.email, "password": PASSWORD, "next": next_}
        answer = Client().post("/sign-in/", told)
        assert (answer.status_code, answer["Location"]) == (302, "/"), next_


# ---------------------------------------------------------------- requests that nobody made
def test_every_post_needs_its_token(mine: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(mine.people["admin"].user, backend=settings.AUTHENTICATION_BACKENDS[0])
    answers = [(n, Answer(client, "POST", n, asks[0])) for n, asks in samples(mine, mine).items()]
    assert [f"{n}: {a.code}" for n, a in answers if a.code != 403] == []


def test_unknown_methods_change_nothing(mine: House, admin: Client) -> None:
    wrong = []
    for route in routes():
        address = reverse(route.name, args=ASKS[route.name](mine, mine)[0].args)
        for method in ("put", "delete", "patch", "trace"):
            code = getattr(admin, method)(address).status_code
            wrong += [f"{method} {route.name}: {code}"] if code >= 500 else []
    assert wrong == []
    with scope(workspace=mine.workspace):
        assert Customer.objects.filter(pk=mine.customer).exists()


def test_a_huge_form_is_refused_calmly(mine: House, admin: Client) -> None:
    address = reverse("case_record", args=[mine.case, "heard"])
    assert admin.post(address, {"says": "x" * (6 * 1024 * 1024)}).status_code == 400
    assert admin.post(address, {f"f{n}": "x" for n in range(1_200)}).status_code == 400


# ---------------------------------------------------------------- what stands on every answer
def test_every_answer_has_its_policy_and_says_what_it_is(mine: House, admin: Client) -> None:
    wrong = []
    for name, asks in samples(mine, mine).items():
        for method in ("GET", "POST", "PUT"):
            told = getattr(admin if name not in OPEN else Client(), method.lower())(reverse(name, args=asks[0].args))
            wrong += faults_of(told, f"{method} {name}")
    for path in (
        "/nothing",
        "/static/duecourse/base.css",
        "/static/nothing.css",
        "/case/abc",
        "/case/99999999999999999999999",
    ):
        wrong += faults_of(admin.get(path), path)
    wrong += faults_of(admin.get("/", HTTP_HOST="evil.example"), "another host")
    assert wrong == []


def faults_of(told: Any, about: str) -> list[str]:
    # Files are closed; the answer as a whole would close the test's database too.
    for closes in told._resource_closers:
        closes()
    csp = told.headers.get("Content-Security-Policy", "")
    found = (
        []
        if "default-src 'none'" in csp and "unsafe" not in csp
        else [f"{about}: {told.status_code} without the policy"]
    )
    found += [] if told.headers.get("X-Content-Type-Options") == "nosniff" else [f"{about}: without nosniff"]
    # A cookie without a value is one that is taken away.
    for cookie in filter(lambda c: c.value, told.cookies.values()):
        found += [] if cookie["httponly"] and cookie["samesite"] else [f"{about}: cookie {cookie.key} is open"]
    return found


def test_an_error_tells_no_secret(mine: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from duecourse.web.today import views

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"secret {settings.SECRET_KEY}")

    monkeypatch.setattr(views, "page", broken)
    client = browser(mine.people["sales"])
    told = client.get("/")
    page = told.content.decode()
    assert told.status_code == 500
    assert faults_of(told, "500") == []
    assert not any(
        word in page for word in ("secret", settings.SECRET_KEY, "Traceback", "RuntimeError", str(settings.HOME))
    )


# ---------------------------------------------------------------- files that lie
def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


LIES = {
    "page.pdf": b"<!doctype html><script>alert(1)</script>",
    "page.txt": b"\n\n  <html><script>alert(1)</script>",
    "marked.txt": b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "tool.pdf": b"MZ\x90\x00\x03\x00\x00\x00",
    "elf.txt": b"\x7fELF\x02\x01\x01",
    "shell.txt": b"#!/bin/sh\nrm -rf /\n",
    "book.docx": zipped(word__vbaProject_bin=b"x", word__document_xml=b"<x/>"),
    "archive.docx": zipped(readme_txt=b"x"),
    "page.html": b"<p>hello</p>",
}


def uploaded(client: Client, h: House, name: str, content: bytes) -> Any:
    """What comes back for a file, whose kind is said to be another one."""
    file = SimpleUploadedFile("n.txt", content, content_type="application/pdf")
    file._name = name  # as a browser may send it; the setter would tidy it
    return client.post(
        reverse("case_upload", args=[h.case]), {"title": "paper", "kind": "qc_plan", "reach": "order", "file": file}
    )


def test_a_file_that_lies_is_refused(mine: House, admin: Client) -> None:
    taken = [name for name, content in LIES.items() if uploaded(admin, mine, name, content).status_code != 422]
    assert taken == []
    with scope(workspace=mine.workspace):
        assert StoredFile.objects.count() == 1


NAMES = (
    "../../../etc/passwd", "..\\..\\evil.exe", 'a"; filename="b.html', "a\r\nX-Evil: 1.txt", "\u202egpj.exe", "x" * 400,
    "/abs.txt", "名片.txt",
)  # fmt: skip


def test_a_file_name_steers_nothing(mine: House, admin: Client) -> None:
    for name in NAMES:
        assert uploaded(admin, mine, name, b"plain words").status_code == 302, name
        with scope(workspace=mine.workspace):
            made = Asset.objects.filter(file__isnull=False).latest("pk")
        answer = admin.get(reverse("case_file", args=[mine.case, made.pk]))
        head = answer["Content-Disposition"]
        assert head.startswith("attachment")
        assert "x-evil" not in {k.lower() for k in answer.headers}
        assert not re.search(r"[\r\n/\\\u202e]|%2F|%E2%80%AE|%0D|%5C", head), head
        assert b"".join(answer.streaming_content) == b"plain words"
