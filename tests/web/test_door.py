"""Signing in: who comes in, who is locked out, and for how long a session lasts."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from people_of_pages import PASSWORD

WRONG = "a loud harbour at noon"


def try_in(client: Client, email: str, password: str, address: str = "198.51.100.7"):
    return client.post("/sign-in/", {"login": email, "password": password}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def test_mail_address_and_password_let_in_whatever_the_case_of_letters(firm) -> None:
    client = Client()
    assert try_in(client, firm.ana.user.email.upper(), PASSWORD).status_code == 302
    assert is_in(client)


def test_the_browser_speaks_the_language_of_who_signed_in(firm) -> None:
    firm.ana.user.language, firm.ana.user.theme = "zh-hans", "dark"
    firm.ana.user.save()
    answer = try_in(client := Client(), firm.ana.user.email, PASSWORD)
    assert (answer.cookies["language"].value, answer.cookies["theme"].value) == ("zh-hans", "dark")
    page = client.get("/settings/").content.decode()
    assert 'lang="zh-hans"' in page
    assert 'data-theme="dark"' in page


def test_a_wrong_password_and_an_unknown_address_read_the_same(firm) -> None:
    page = try_in(Client(), firm.ana.user.email, WRONG).content.decode()
    assert "do not fit together" in page
    told = re.sub(r'value="[^"]*"', "", page)
    unknown = try_in(Client(), "nobody@harbour.example", WRONG).content.decode()
    assert re.sub(r'value="[^"]*"', "", unknown) == told


def test_five_wrong_passwords_lock_the_account_from_every_address(firm) -> None:
    for n in range(5):
        try_in(Client(), firm.ana.user.email, WRONG, f"198.51.100.{n}")
    locked = try_in(client := Client(), firm.ana.user.email, PASSWORD, "203.0.113.9")
    assert "too many attempts" in locked.content.decode()
    assert not is_in(client)
    assert try_in(other := Client(), firm.bruno.user.email, PASSWORD).status_code == 302
    assert is_in(other)


def test_four_wrong_passwords_do_not(firm) -> None:
    for _ in range(4):
        try_in(Client(), firm.ana.user.email, WRONG)
    assert try_in(Client(), firm.ana.user.email, PASSWORD).status_code == 302


def test_twenty_wrong_guesses_lock_the_address_for_everybody(firm) -> None:
    for n in range(20):
        try_in(Client(), f"guess{n}@harbour.example", WRONG)
    locked = try_in(client := Client(), firm.ana.user.email, PASSWORD)
    assert "too many attempts" in locked.content.decode()
    assert not is_in(client)
    assert try_in(Client(), firm.ana.user.email, PASSWORD, "203.0.113.9").status_code == 302


def test_an_address_that_a_stranger_claims_in_a_header_does_not_count(firm) -> None:
    for n in range(20):
        Client().post(
            "/sign-in/", {"login": f"g{n}@harbour.example", "password": WRONG}, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}"
        )
    locked = Client().post("/sign-in/", {"login": firm.ana.user.email, "password": PASSWORD})
    assert "too many attempts" in locked.content.decode()


def test_the_count_is_kept_where_all_processes_see_it(settings) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert settings.SESSION_ENGINE.endswith("backends.db")


def test_migrating_makes_the_table_of_the_count(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE web_cache")
    call_command("migrate", verbosity=0)
    assert cache.add("seen", 1)
    assert not cache.add("seen", 2)


def test_guessing_the_password_at_again_locks_as_well(firm, as_) -> None:
    client = as_(firm.ana)
    for _ in range(5):
        assert client.post("/again/", {"password": WRONG}).status_code == 200
    assert "too many attempts" in client.post("/again/", {"password": PASSWORD}).content.decode()


def test_whoever_was_switched_off_sees_nothing_although_still_signed_in(firm, as_) -> None:
    client = as_(firm.ana)
    assert is_in(client)
    firm.ana.active = False
    firm.ana.save(update_fields=["active"])
    assert client.get("/settings/").status_code == 403


def test_nobody_signs_up_and_nothing_of_allauth_is_open_that_we_do_not_draw() -> None:
    for name in ("account_signup", "account_email", "account_set_password", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_every_page_of_allauth_is_drawn_by_a_template_of_ours() -> None:
    from django.template.loader import get_template

    views = (p.callback for p in walked(get_resolver().url_patterns))
    names = {getattr(getattr(v, "view_class", None), "template_name", None) for v in views} - {None}
    assert len(names) >= 14
    for name in [*names, "429.html"]:
        assert "duecourse" in get_template(name).origin.name, f"{name} is not ours"


def walked(patterns):
    for pattern in patterns:
        yield from walked(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


def test_signing_out_needs_a_form_and_ends_the_session(firm, as_) -> None:
    client = as_(firm.ana)
    assert client.get("/sign-out/").status_code == 200
    assert is_in(client)
    assert client.post("/sign-out/").status_code == 302
    assert not is_in(client)


def test_a_person_ends_his_own_sessions_and_no_others(firm) -> None:
    from allauth.usersessions.models import UserSession

    here, phone, brunos = Client(), Client(), Client()
    for client, member in ((here, firm.ana), (phone, firm.ana), (brunos, firm.bruno)):
        try_in(client, member.user.email, PASSWORD)
    assert here.get("/sessions/").content.decode().count("Sign it out") == 1
    theirs = UserSession.objects.get(user=firm.bruno.user)
    assert here.post(f"/sessions/{theirs.pk}/end/").status_code == 404
    assert is_in(brunos)
    mine = UserSession.objects.get(session_key=phone.session.session_key)
    here.post(f"/sessions/{mine.pk}/end/")
    assert not is_in(phone)
    assert is_in(here)


def test_a_new_password_ends_all_other_sessions(firm) -> None:
    here, phone = Client(), Client()
    for client in (here, phone):
        try_in(client, firm.ana.user.email, PASSWORD)
    new = "nine boats and a lantern"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/password/", told).url == "/settings/"
    assert is_in(here)
    assert not is_in(phone)
    assert try_in(Client(), firm.ana.user.email, new).status_code == 302


def test_a_reset_mail_opens_once(firm) -> None:
    client = Client()
    assert client.post("/password/forgotten/", {"email": firm.ana.user.email}).status_code == 302
    (sent,) = mail.outbox
    assert sent.subject == "A link for a new password"
    link = re.search(r"http://testserver(/password/new/\S+)", sent.body)[1]
    form = client.get(link, follow=True)
    told = {"password1": "nine boats and a lantern", "password2": "nine boats and a lantern"}
    assert client.post(form.request["PATH_INFO"], told).url == "/password/new/"
    assert try_in(Client(), firm.ana.user.email, told["password1"]).status_code == 302
    assert "does not open anything" in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_gets_no_mail_and_reads_the_same(firm) -> None:
    known = Client().post("/password/forgotten/", {"email": firm.ana.user.email}, follow=True)
    mail.outbox.clear()
    unknown = Client().post("/password/forgotten/", {"email": "nobody@harbour.example"}, follow=True)
    assert mail.outbox == []
    body = re.compile(rb"<h1>.*?</h1>", re.S)
    assert body.search(unknown.content)[0] == body.search(known.content)[0]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_second_step_is_asked_for_once_it_is_on(firm, typed) -> None:
    client = typed(firm.ana)
    page = client.get("/second-step/on/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post("/second-step/on/", {"code": "000000"}).status_code == 200
    assert client.post("/second-step/on/", {"code": code_of(secret)}).url == "/second-step/codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/second-step/codes/").content.decode())
    assert len(codes) == 10
    assert client.get("/second-step/codes/file/").content.decode().split() == codes
    fresh = Client()
    assert try_in(fresh, firm.ana.user.email, PASSWORD).url == "/sign-in/code/"
    assert not is_in(fresh)
    assert "does not fit" in fresh.post("/sign-in/code/", {"code": "000000"}).content.decode()
    assert fresh.post("/sign-in/code/", {"code": codes[0]}).status_code == 302
    assert is_in(fresh)


def test_a_code_on_paper_works_once(firm, typed) -> None:
    from allauth.mfa.models import Authenticator

    client = typed(firm.ana)
    secret = client.get("/second-step/on/").context["form"].secret
    client.post("/second-step/on/", {"code": code_of(secret)})
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        fresh = Client()
        try_in(fresh, firm.ana.user.email, PASSWORD)
        assert fresh.post("/sign-in/code/", {"code": code}).status_code == expected


def test_setting_up_the_second_step_asks_for_the_password_first(firm, as_) -> None:
    assert as_(firm.ana).get("/second-step/on/").url.startswith("/again/")


def test_a_demo_person_without_password_is_told_calmly(firm, as_) -> None:
    firm.ana.user.set_unusable_password()
    firm.ana.user.save()
    client = as_(firm.ana)
    assert client.get("/password/").status_code == 403
    assert "/password/" not in client.get("/settings/").content.decode()
