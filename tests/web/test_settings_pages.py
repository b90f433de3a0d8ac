"""The settings: every address by every role, another firm's ids, and what each page keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from people_of_pages import PASSWORD

from duecourse.ledger import audit
from duecourse.ledger.models import ClosedDay, Closure, Invitation, Membership
from duecourse.web.accounts.urls import urlpatterns as door
from duecourse.web.settings_room.urls import urlpatterns as room
from duecourse.web.shell.now import now, today
from duecourse.web.shell.roles import may

ALL, MANAGING, ADMIN = {"sales", "finance", "manager", "admin"}, {"manager", "admin"}, {"admin"}
GET, POST = "get", "post"
MATRIX = {
    "settings": (GET, ALL),
    "settings_away": (POST, ALL),
    "settings_go": (POST, ALL),
    "settings_people": (GET, MANAGING),
    "settings_invite": (POST, MANAGING),
    "settings_withdraw": (POST, MANAGING),
    "settings_person": (GET, MANAGING),
    "settings_role": (POST, ADMIN),
    "settings_active": (POST, ADMIN),
    "settings_reset": (POST, ADMIN),
    "settings_second_step": (POST, ADMIN),
    "settings_person_away": (POST, MANAGING),
    "settings_days": (GET, MANAGING),
    "settings_day_add": (POST, MANAGING),
    "settings_day_remove": (POST, MANAGING),
    "settings_factory_add": (POST, MANAGING),
    "settings_factory_remove": (POST, MANAGING),
    "settings_workspace": (GET, ADMIN),
    "settings_audit": (GET, MANAGING),
    "settings_audit_check": (POST, MANAGING),
    "settings_audit_export": (GET, MANAGING),
}
OWN_DOOR = {
    "account_reauthenticate",
    "account_change_password",
    "mfa_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "session_end",
}
SENSITIVE = ("settings_role", "settings_active", "settings_reset", "settings_second_step")


def rows_of(member: Membership) -> dict[str, int]:
    """Ids that addresses of a workspace name."""
    workspace = member.workspace
    with scope(workspace=workspace):
        day = ClosedDay.objects.create(workspace=workspace, on=date(2026, 12, 24))
        closure = Closure.objects.create(workspace=workspace, from_on=date(2027, 2, 1), to_on=date(2027, 2, 20))
        link = Invitation.objects.create(
            workspace=workspace, role="sales", token_hash=workspace.name, expires_at=now() + timedelta(hours=1)
        )
    return {
        **dict.fromkeys([n for n in MATRIX if "_person" in n or n in SENSITIVE], member.pk),
        "settings_go": workspace.pk,
        "settings_day_remove": day.pk,
        "settings_factory_remove": closure.pk,
        "settings_withdraw": link.pk,
    }


def ask(client: Client, name: str, ids: dict[str, int]):
    address = reverse(name, args=[ids[name]] if name in ids else [])
    return getattr(client, MATRIX[name][0])(address)


def test_every_address_of_the_settings_is_in_the_matrix() -> None:
    assert {p.name for p in room} == set(MATRIX)


@pytest.mark.parametrize("name", MATRIX)
def test_each_role_opens_what_it_may_and_nothing_else(firm, as_, name: str) -> None:
    for member in firm.all:
        with scopes_disabled():
            ClosedDay.objects.all().delete()
            Closure.objects.all().delete()
            Invitation.objects.all().delete()
        answer = ask(as_(member), name, rows_of(firm.chen))
        allowed = answer.status_code != 403
        assert allowed is (member.role in MATRIX[name][1]), (member.role, answer.status_code)
        assert answer.status_code in {200, 302, 403}


@pytest.mark.parametrize("name", MATRIX)
def test_a_stranger_signs_in_first(firm, name: str) -> None:
    answer = ask(Client(), name, rows_of(firm.ana))
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("name", sorted(OWN_DOOR))
def test_a_stranger_does_not_open_anybodys_door(firm, name: str) -> None:
    assert name in {p.name for p in door}
    address = reverse(name, args=[1] if name == "session_end" else [])
    answer = Client().post(address) if name == "session_end" else Client().get(address)
    assert answer.status_code == 302
    assert answer.url.startswith(("/sign-in/", "/again/"))


def test_somebody_without_a_workspace_sees_a_calm_403(firm, as_) -> None:
    client = as_(firm.ana)
    with scopes_disabled():
        firm.ana.delete()
    answer = client.get("/settings/")
    assert answer.status_code == 403
    assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("name", [p.name for p in room if "<int:pk>" in str(p.pattern)])
def test_ids_of_another_firm_are_a_plain_404(firm, clara, typed, name: str) -> None:
    theirs = rows_of(clara)
    client = typed(firm.dora)
    answer = ask(client, name, theirs)
    assert answer.status_code == 404
    assert "Clara" not in answer.content.decode()
    nobody = ask(client, name, dict.fromkeys(theirs, 999_999))
    assert answer.content == nobody.content, "it reads as if there were nothing"


def test_lists_show_nothing_of_another_firm(firm, clara, as_) -> None:
    rows_of(clara)
    audit_of(clara)
    client = as_(firm.dora)
    for name in ("settings_people", "settings_days", "settings_audit", "settings_audit_export", "settings"):
        answer = client.get(reverse(name))
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for word in (b"Clara", b"clara@", b"Candle", b"2027"):
            assert word not in text, name


def audit_of(member: Membership) -> None:
    with scope(workspace=member.workspace):
        audit.record(member.workspace, member.user, "changed", "Candle House 2027", at=now())


def test_a_misspelt_act_is_found_when_the_view_is_made() -> None:
    with pytest.raises(KeyError, match="polciy"):
        may("polciy.edit")


def test_a_view_that_is_guarded_twice_still_refuses(rf, firm) -> None:
    request = rf.get("/")
    request.user, request.member = firm.ana.user, firm.ana
    with pytest.raises(PermissionDenied):
        may("policy.edit")(lambda _: None)(request)


# ---------------------------------------------------------------- what matters asks for the password
@pytest.mark.parametrize("name", SENSITIVE)
def test_what_matters_asks_for_the_password_first(firm, as_, name: str) -> None:
    ids = rows_of(firm.ana)
    answer = ask(as_(firm.dora), name, ids)
    assert answer.status_code == 302
    assert answer.url.startswith("/again/")
    with scope(workspace=firm.workspace):
        assert audit.head(firm.workspace).count == 0


def test_what_was_asked_for_is_done_after_the_password(firm, as_) -> None:
    client = as_(firm.dora)
    asked = client.post(f"/settings/people/{firm.ana.pk}/role/", {"role": "finance"})
    assert client.post(asked.url, {"password": PASSWORD}).status_code == 302
    firm.ana.refresh_from_db()
    assert firm.ana.role == "finance"
    assert client.post(f"/settings/people/{firm.ana.pk}/role/", {"role": "sales"}).url.startswith("/settings/")


# ---------------------------------------------------------------- people
def entries(firm) -> list[tuple[str, str, object, object]]:
    with scope(workspace=firm.workspace):
        return [(e.verb, e.subject, e.before, e.after) for e in audit.entries(firm.workspace)]


@pytest.mark.parametrize(("code", "said"), [("en", "Four people work here."), ("zh-hans", "共有四位成员。")])
def test_the_page_of_people_begins_with_how_many_they_are(firm, as_, code: str, said: str) -> None:
    client = as_(firm.dora)
    client.cookies["language"] = code
    assert said in client.get("/settings/people/").content.decode()


def test_instants_are_told_on_the_clock_of_the_workspace(firm, as_) -> None:
    with scope(workspace=firm.workspace):
        audit.record(firm.workspace, None, "changed", "row 1", at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert "2026-11-23 07:30" in as_(firm.dora).get("/settings/audit/").content.decode()


def test_a_new_role_stands_in_the_audit_with_both_sides(firm, typed) -> None:
    typed(firm.dora).post(f"/settings/people/{firm.ana.pk}/role/", {"role": "manager"})
    assert entries(firm)[0] == ("changed", f"membership {firm.ana.pk}", {"role": "sales"}, {"role": "manager"})


@pytest.mark.parametrize(("act", "told"), [("role", {"role": "sales"}), ("active", {"active": "no"})])
def test_the_only_admin_stays_one(firm, typed, act: str, told: dict[str, str]) -> None:
    client = typed(firm.dora)
    page = client.post(f"/settings/people/{firm.dora.pk}/{act}/", told).content.decode()
    assert "Make somebody else an admin first" in page
    firm.dora.refresh_from_db()
    assert (firm.dora.role, firm.dora.active) == ("admin", True)
    client.post(f"/settings/people/{firm.bruno.pk}/role/", {"role": "admin"})
    assert client.post(f"/settings/people/{firm.dora.pk}/{act}/", told).status_code in {302, 403}
    firm.dora.refresh_from_db()
    assert (firm.dora.role, firm.dora.active) != ("admin", True)


def test_an_admin_who_is_switched_off_does_not_count(firm, typed) -> None:
    firm.bruno.role, firm.bruno.active = "admin", False
    firm.bruno.save()
    page = typed(firm.dora).post(f"/settings/people/{firm.dora.pk}/active/", {"active": "no"}).content.decode()
    assert "Make somebody else an admin first" in page


def test_a_role_that_is_none_is_refused_in_words(firm, typed) -> None:
    page = typed(firm.dora).post(f"/settings/people/{firm.ana.pk}/role/", {"role": "owner"}).content.decode()
    assert "There is no such role" in page
    assert entries(firm) == []


def test_switched_off_and_let_in_again(firm, typed, as_) -> None:
    client = typed(firm.dora)
    for told, code in (("no", 403), ("yes", 200)):
        client.post(f"/settings/people/{firm.ana.pk}/active/", {"active": told})
        assert as_(firm.ana).get("/settings/").status_code == code


def test_days_away_and_who_stands_in(firm, as_) -> None:
    told = {"substitute": firm.bruno.user_id, "from_on": "2026-12-21", "to_on": "2027-01-04"}
    assert as_(firm.ana).post("/settings/away/", told).status_code == 302
    firm.ana.refresh_from_db()
    assert (firm.ana.substitute, firm.ana.away_from, firm.ana.away_to) == (
        firm.bruno.user,
        date(2026, 12, 21),
        date(2027, 1, 4),
    )
    assert "2026-12-21" in as_(firm.ana).get("/settings/").content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"from_on": "2026-12-21", "to_on": "2026-12-20"}, "comes before the first one"),
        ({"to_on": "2026-12-20"}, "From which day on"),
        ({"substitute": "bruno"}, "From which day on"),
        ({"substitute": "clara", "from_on": "2026-12-21"}, "valid choice"),
        ({"substitute": "ana", "from_on": "2026-12-21"}, "valid choice"),
    ],
)
def test_days_away_that_make_no_sense_are_refused_in_words(firm, clara, as_, told: dict[str, str], said: str) -> None:
    ids = {"bruno": firm.bruno.user_id, "clara": clara.user_id, "ana": firm.ana.user_id}
    told = told | {"substitute": ids.get(told.get("substitute", ""), "")}
    page = as_(firm.ana).post("/settings/away/", told).content.decode()
    assert said in page.replace("&#x27;", "'")
    firm.ana.refresh_from_db()
    assert firm.ana.away_from is None


def test_a_lost_phone(firm, typed) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=firm.ana.user, type="totp", data={})
    client = typed(firm.dora)
    assert "Take the second step away" in client.get(f"/settings/people/{firm.ana.pk}/").content.decode()
    client.post(f"/settings/people/{firm.ana.pk}/second-step/")
    assert not Authenticator.objects.exists()
    assert entries(firm)[0][0] == "took the second step from"


# ---------------------------------------------------------------- one's own, the calendar, the workspace
def test_ones_own_name_and_language(firm, as_) -> None:
    client = as_(firm.ana)
    answer = client.post("/settings/", {"name": "Ana Li", "language": "zh-hans", "theme": "dark"})
    assert (answer.cookies["language"].value, answer.cookies["theme"].value) == ("zh-hans", "dark")
    firm.ana.user.refresh_from_db()
    assert (firm.ana.user.name, firm.ana.user.single_keys) == ("Ana Li", False)
    page = client.get("/settings/").content.decode()
    assert 'lang="zh-hans"' in page
    assert "我的账户" in page


def test_somebody_of_two_firms_goes_from_one_to_the_other(firm, clara, as_) -> None:
    with scopes_disabled():
        Membership.objects.create(workspace=firm.workspace, user=clara.user, role="sales")
    client = as_(clara)
    page = client.get("/settings/").content.decode()
    assert "Candle House" in page
    assert "Harbour Outdoor</button>" in page
    client.post(f"/settings/go/{firm.workspace.pk}/")
    page = client.get("/settings/").content.decode()
    assert "Candle House</button>" in page
    assert client.get("/settings/workspace/").status_code == 403, "there she sells"


def test_a_name_that_is_missing_is_asked_for_and_the_rest_stays(firm, as_) -> None:
    page = as_(firm.ana).post("/settings/", {"name": "", "language": "zh-hans", "theme": "dark"}).content.decode()
    assert '<option value="zh-hans" selected>' in page
    firm.ana.user.refresh_from_db()
    assert firm.ana.user.language == "en"


def test_closed_days_are_added_named_anew_and_taken_out(firm, as_) -> None:
    client, day = as_(firm.bruno), today(firm.workspace) + timedelta(days=30)
    for name in ("Party", "Autumn party"):
        assert client.post("/settings/days/add/", {"on": day.isoformat(), "name": name}).status_code == 302
    with scope(workspace=firm.workspace):
        row = ClosedDay.objects.get()
    page = client.get("/settings/days/").content.decode()
    assert "Autumn party" in page
    client.post(f"/settings/days/{row.pk}/remove/")
    assert "Autumn party" not in client.get("/settings/days/").content.decode()
    assert entries(firm)[0][:3] == ("removed", f"closedday {row.pk}", {"on": day.isoformat(), "name": "Autumn party"})


def test_a_closure_keeps_both_days_and_their_order(firm, as_) -> None:
    client, day = as_(firm.bruno), today(firm.workspace)
    told = {"from_on": day.isoformat(), "to_on": (day - timedelta(days=1)).isoformat(), "name": "Spring"}
    page = client.post("/settings/factory/add/", told).content.decode()
    assert "comes before the first one" in page
    assert 'value="Spring"' in page
    assert client.post("/settings/factory/add/", told | {"to_on": told["from_on"]}).status_code == 302
    with scope(workspace=firm.workspace):
        assert Closure.objects.get().to_on == day


def test_the_workspace_moves(firm, as_) -> None:
    client = as_(firm.dora)
    told = {"firm": "Harbour & Sons", "country": "DE", "zone": "", "city": "Hamburg", "language": "en"}
    assert client.post("/settings/workspace/", told).status_code == 302
    firm.workspace.refresh_from_db()
    assert (firm.workspace.name, firm.workspace.zone) == ("Harbour & Sons", "Europe/Berlin")
    assert entries(firm)[0][2] == {
        "name": "Harbour Outdoor",
        "country": "CN",
        "zone": "Asia/Shanghai",
        "language": "en",
        "city": "",
    }


# ---------------------------------------------------------------- the audit page
def test_the_audit_page_says_what_the_check_found(firm, as_) -> None:
    client = as_(firm.bruno)
    for name in ("one", "two", "three"):
        client.post("/settings/days/add/", {"on": "2026-12-24", "name": name})
    assert "All 3 entries are as they were written." in client.post("/settings/audit/check/").content.decode()
    with scopes_disabled():
        from duecourse.ledger.models import AuditEntry

        row = AuditEntry.objects.get(number=2)
        AuditEntry.objects.filter(pk=row.pk).update(payload=row.payload.replace("two", "six"))
        assert "Entry 2 is not as it was written." in client.post("/settings/audit/check/").content.decode()
        row.delete()
    assert "Entry 2 is missing." in client.post("/settings/audit/check/").content.decode()


def test_older_entries_are_a_page_away(firm, as_) -> None:
    with scope(workspace=firm.workspace):
        for number in range(60):
            audit.record(firm.workspace, None, "changed", f"row {number + 1}", at=now())
    client = as_(firm.bruno)
    newest = client.get("/settings/audit/").content.decode()
    assert "row 60" in newest
    assert "row 11<" in newest
    assert "row 10<" not in newest
    assert "?before=11" in newest
    older = client.get("/settings/audit/?before=11").content.decode()
    assert "row 10<" in older
    assert "Older entries" not in older
    assert client.get("/settings/audit/?before=" + "9" * 40).status_code == 200


def test_the_file_of_the_audit_is_json_lines(firm, as_) -> None:
    with scope(workspace=firm.workspace):
        audit.record(firm.workspace, firm.ana.user, "changed", "row 1", at=now())
    answer = as_(firm.bruno).get("/settings/audit/export/")
    assert answer["Content-Disposition"].endswith('.jsonl"')
    (line,) = b"".join(answer.streaming_content).decode().splitlines()
    assert line.startswith('{"entry":{')


def test_no_page_of_the_settings_has_inline_style_or_script(firm, typed) -> None:
    client = typed(firm.dora)
    for name, (method, _) in MATRIX.items():
        if method == GET and name not in {"settings_person", "settings_audit_export"}:
            page = client.get(reverse(name)).content.decode()
            assert " style=" not in page
            assert " onclick=" not in page
