"""One-time links: the first admin, invitations, resets, demos."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django_scopes import scope, scopes_disabled
from people_of_pages import PASSWORD, made, person

from duecourse.errors import DuecourseError
from duecourse.ledger import audit
from duecourse.ledger.models import Invitation, Membership, User, Workspace
from duecourse.policy.load import parsed
from duecourse.recording.people import hashed
from duecourse.web.accounts import demo
from duecourse.web.accounts.first import make_link

NEW = "nine boats and a lantern"
FIRST = {
    "name": "Dora",
    "email": "Dora@Harbour.example",
    "password1": NEW,
    "password2": NEW,
    "firm": "Harbour Outdoor",
    "country": "CN",
    "zone": "",
    "language": "zh-hans",
}
PERSON = {"name": "Ana", "email": "ana@harbour.example", "password1": NEW, "password2": NEW, "language": "en"}


def path(link: str) -> str:
    return link.removeprefix("http://testserver")


def over(client: Client, link: str, told: dict[str, str] | None = None) -> bool:
    answer = client.post(link, told) if told else client.get(link)
    return answer.status_code == 404 and "does not open anything" in answer.content.decode()


@pytest.fixture
def first(db) -> str:
    return path(make_link("http://testserver/"))


def age(link: str, **by: float) -> None:
    with scopes_disabled():
        row = Invitation.objects.get(token_hash=hashed(link.rstrip("/").rsplit("/", 1)[1]))
        row.expires_at -= timedelta(**by)
        row.save()


# ---------------------------------------------------------------- the first admin
def test_the_first_link_makes_a_workspace_with_its_admin_and_rules(first) -> None:
    client = Client()
    assert client.get(first).status_code == 200
    assert client.post(first, FIRST).status_code == 302
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.country, workspace.zone, workspace.language) == (
        "Harbour Outdoor",
        "CN",
        "Asia/Shanghai",
        "zh-hans",
    )
    with scope(workspace=workspace):
        member = Membership.objects.get()
        assert (member.user.email, member.role) == ("dora@harbour.example", "admin")
        assert [e.verb for e in audit.entries(workspace)] == ["began", "joined"]
    assert client.get("/settings/people/").status_code == 200
    assert (workspace.policy.number, workspace.policy.made_by) == (1, member.user)


def test_the_first_rules_are_those_of_the_preset(first) -> None:
    Client().post(first, FIRST)
    policy, preset = (
        parsed(Workspace.objects.get().policy.text, "policy 1"),
        parsed('extends="normal"\nname="x"\nversion=1\ntitle.en="x"\ntitle.zh="x"', "x"),
    )
    assert policy.rules == preset.rules
    assert policy.numbers == preset.numbers


def test_only_a_hash_of_the_token_is_kept(first) -> None:
    token = first.rstrip("/").rsplit("/", 1)[1]
    with scopes_disabled():
        kept = Invitation.objects.values_list("token_hash", flat=True).get()
    assert kept == hashed(token)
    assert token not in kept
    assert len(token) >= 40


def test_the_first_link_opens_once(first) -> None:
    Client().post(first, FIRST)
    assert over(Client(), first)
    assert over(Client(), first, FIRST | {"email": "eva@harbour.example"})
    assert User.objects.count() == 1


@pytest.mark.parametrize(("hours", "open_"), [(23.9, True), (24.1, False)])
def test_the_first_link_is_over_after_a_day(first, hours: float, open_: bool) -> None:
    age(first, hours=hours)
    assert over(Client(), first) is not open_


def test_a_new_first_link_ends_the_one_before_and_makes_no_second_workspace(first) -> None:
    later = path(make_link("http://testserver"))
    assert over(Client(), first)
    assert Client().get(later).status_code == 200
    assert Workspace.objects.count() == 1


def test_a_first_link_beside_a_working_firm_makes_another_workspace(firm) -> None:
    link = path(make_link("http://testserver"))
    client = Client()
    client.force_login(firm.dora.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(link).content.decode()
    assert 'name="password1"' not in page, "who has an account is not asked for another one"
    assert client.post(link, {"firm": "Second", "country": "DE", "language": "en"}).status_code == 302
    assert Workspace.objects.get(name="Second").zone == "Europe/Berlin"
    assert "Second" in client.get("/settings/workspace/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password2": "something else here"}, "not the same password"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"firm": ""}, "required"),
        ({"country": "ZZ"}, "valid choice"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(first, wrong: dict[str, str], said: str) -> None:
    page = Client().post(first, FIRST | wrong).content.decode()
    assert said in page
    assert 'value="Dora"' in page
    assert not User.objects.exists()
    assert Client().post(first, FIRST).status_code == 302


def test_an_address_that_is_taken_asks_to_sign_in_first(firm) -> None:
    link = path(make_link("http://testserver"))
    page = Client().post(link, FIRST | {"email": firm.ana.user.email.upper()}).content.decode()
    assert "Sign in first" in page


# ---------------------------------------------------------------- invitations
def invite(client: Client, role: str = "sales") -> str:
    page = client.post("/settings/people/invite/", {"role": role, "email": ""}).content.decode()
    return re.search(r"http://testserver(/join/[^<]+)<", page)[1]


def test_an_invitation_lets_one_person_in(firm, as_) -> None:
    link = invite(as_(firm.bruno))
    client = Client()
    assert "Harbour Outdoor invites you." in client.get(link).content.decode()
    assert client.post(link, PERSON).status_code == 302
    with scope(workspace=firm.workspace):
        member = Membership.objects.get(user__email="ana@harbour.example")
        assert (member.role, member.active) == ("sales", True)
    assert client.get("/settings/").status_code == 200
    assert over(Client(), link)
    assert over(Client(), link, PERSON | {"email": "eva@harbour.example"})


def test_somebody_who_was_here_before_comes_back_with_the_role_of_the_link(firm, as_) -> None:
    firm.ana.active = False
    firm.ana.save()
    link, client = invite(as_(firm.dora), "finance"), as_(firm.ana)
    assert client.post(link).status_code == 302
    firm.ana.refresh_from_db()
    assert (firm.ana.role, firm.ana.active) == ("finance", True)


def test_somebody_of_another_firm_joins_and_keeps_both(firm, clara, as_) -> None:
    link, client = invite(as_(firm.dora)), as_(clara)
    assert "signed in as Clara" in client.get(link).content.decode()
    client.post(link)
    with scopes_disabled():
        assert Membership.objects.filter(user=clara.user, active=True).count() == 2


def test_opening_the_page_does_not_use_the_link(firm, as_) -> None:
    link, client = invite(as_(firm.dora)), as_(firm.ana)
    for _ in range(2):
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("giver", "role", "made_"),
    [("bruno", "finance", True), ("bruno", "admin", False), ("bruno", "manager", False), ("dora", "admin", True)],
)
def test_nobody_invites_above_himself(firm, as_, giver: str, role: str, made_: bool) -> None:
    answer = as_(getattr(firm, giver)).post("/settings/people/invite/", {"role": role})
    assert ("/join/" in answer.content.decode()) is made_
    with scopes_disabled():
        assert Invitation.objects.exists() is made_


def test_a_withdrawn_or_old_invitation_opens_nothing(firm, as_) -> None:
    client = as_(firm.dora)
    withdrawn, old = invite(client), invite(client)
    with scopes_disabled():
        row = Invitation.objects.get(token_hash=hashed(withdrawn.split("/")[2]))
    assert client.post(f"/settings/people/link/{row.pk}/withdraw/").status_code == 302
    age(old, hours=25)
    assert over(Client(), withdrawn)
    assert over(Client(), old, PERSON)


def test_a_manager_does_not_withdraw_what_only_an_admin_gives(firm, as_) -> None:
    link = invite(as_(firm.dora), "admin")
    with scopes_disabled():
        row = Invitation.objects.get()
    assert as_(firm.bruno).post(f"/settings/people/link/{row.pk}/withdraw/").status_code == 403
    assert Client().get(link).status_code == 200


def test_an_invitation_does_not_begin_a_workspace_nor_a_first_link_join_one(firm, as_, db) -> None:
    joins, begins = invite(as_(firm.dora)), path(make_link("http://testserver"))
    assert over(Client(), joins.replace("/join/", "/begin/"))
    assert over(Client(), begins.replace("/begin/", "/join/"))


def test_a_guessed_token_opens_nothing(db) -> None:
    assert over(Client(), "/join/abc/")
    assert over(Client(), "/begin/abc/")
    assert over(Client(), "/demo/abc/")


# ---------------------------------------------------------------- a password by an admin
def test_an_admin_makes_a_reset_link_that_opens_once(firm, typed) -> None:
    page = typed(firm.dora).post(f"/settings/people/{firm.ana.pk}/reset/").content.decode()
    link = re.search(r"http://testserver(/password/new/[^<]+)<", page)[1]
    client = Client()
    form = client.get(link, follow=True).request["PATH_INFO"]
    assert client.post(form, {"password1": NEW, "password2": NEW}).url == "/password/new/"
    assert "does not open anything" in Client().get(link, follow=True).content.decode()
    firm.ana.user.refresh_from_db()
    assert firm.ana.user.check_password(NEW)


def test_a_reset_link_is_over_after_a_day(firm, typed, settings) -> None:
    page = typed(firm.dora).post(f"/settings/people/{firm.ana.pk}/reset/").content.decode()
    link = re.search(r"http://testserver(/password/new/[^<]+)<", page)[1]
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not open anything" in Client().get(link, follow=True).content.decode()


def test_no_admin_resets_somebody_who_also_belongs_to_another_firm(firm, clara, typed) -> None:
    with scopes_disabled():
        here = Membership.objects.create(workspace=firm.workspace, user=clara.user, role="sales")
    client = typed(firm.dora)
    assert "by mail alone" in client.get(f"/settings/people/{here.pk}/").content.decode()
    for act in ("reset", "second-step"):
        assert client.post(f"/settings/people/{here.pk}/{act}/").status_code == 403


# ---------------------------------------------------------------- demos
@pytest.fixture
def seller(db) -> User:
    with scopes_disabled():
        return person(made("Open Day", demo=True), "Ana", "sales").user


def test_a_demo_link_signs_in_once(seller) -> None:
    link, client = demo.sign_in_link(seller), Client()
    assert client.get(link).status_code == 302
    assert client.get("/settings/").status_code == 200
    assert over(Client(), link)


def test_a_demo_link_is_over_after_an_hour(seller, monkeypatch) -> None:
    link = demo.sign_in_link(seller)
    monkeypatch.setattr(demo, "LASTS", timedelta(seconds=-1))
    assert over(Client(), link)


def test_a_forged_demo_link_opens_nothing(seller) -> None:
    link = demo.sign_in_link(seller)
    forged = link[:-5] + ("A" if link[-5] != "A" else "B") + link[-4:]
    assert over(Client(), forged)
    cache.clear()
    assert Client().get(link).status_code == 302


def test_real_workspaces_have_no_demo_links(firm, seller) -> None:
    with pytest.raises(DuecourseError, match="real workspace"):
        demo.sign_in_link(firm.ana.user)
    link = demo.sign_in_link(seller)
    with scopes_disabled():
        Membership.objects.create(workspace=firm.workspace, user=seller, role="sales")
    assert over(Client(), link), "he has come into a real one since"


def test_a_demo_address_names_the_server(seller) -> None:
    assert demo.sign_in_link(seller, "http://127.0.0.1:8765/").startswith("http://127.0.0.1:8765/demo/")


def test_passwords_of_these_tests_pass_the_rules() -> None:
    from django.contrib.auth.password_validation import validate_password

    assert validate_password(PASSWORD) is None
