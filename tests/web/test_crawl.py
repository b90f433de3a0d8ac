"""Every address, by everybody, with the keys of another firm: nothing of theirs is seen, nothing of theirs changes.

A new address fails here until `asks.py` has an entry for it; a new table until `houses.py` has a row of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from asks import ASKS, DEEDS, OF_ONESELF, OPEN, Ask, routes
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from houses import MARK, PASSWORD, TODAY, House, house, marked, state, unmarked

from duecourse.ledger.models import Membership
from duecourse.ledger.roles import MAY
from duecourse.web.case.acting import DEEDS as ACTS
from duecourse.web.shell.middleware import WORKSPACE_KEY

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HUGE = (2**31, 2**63, 10**19, 10**40)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


@pytest.fixture
def mine(db) -> House:
    return house("Harbour")


@pytest.fixture
def theirs(db) -> House:
    return marked(house(f"{MARK} House"))


def browser(member: Membership | None) -> Client:
    """Somebody who has typed his password just now; with nobody, a stranger."""
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(member.user, backend=BACKEND)
        if member.active and not member.user.authenticator_set.exists():
            assert client.post("/again/", {"password": PASSWORD, "next": "/"}).status_code == 302
    return client


class Answer:
    """What came back for one ask; whatever it did is undone, so that the next one finds the same world."""

    def __init__(self, client: Client, method: str, name: str, ask: Ask) -> None:
        self.about = f"{method} {name} {ask.args} {dict(ask.form) if method == 'POST' else dict(ask.query)}"
        kept = client.cookies.copy()
        with transaction.atomic():
            address = reverse(name, args=ask.args)
            told = client.post(address, ask.form) if method == "POST" else client.get(address, ask.query)
            body = b"".join(told.streaming_content) if told.streaming else told.content
            self.code, self.body = told.status_code, body.decode()
            self.seen = f"{self.body}{dict(told.headers)}{told.cookies}{self._notes(told)}".lower()
            transaction.set_rollback(True)
        client.cookies = kept

    @staticmethod
    def _notes(told) -> list[str]:
        request = getattr(told, "wsgi_request", None)
        return [str(m) for m in get_messages(request)] if hasattr(request, "_messages") else []


def asked(client: Client, samples: dict[str, list[Ask]]) -> Iterator[tuple[str, Ask, str, Answer]]:
    """Every ask by both methods."""
    for name, asks in samples.items():
        for ask, method in itertools.product(asks, ("GET", "POST")):
            yield name, ask, method, Answer(client, method, name, ask)


def samples(h: House, o: House) -> dict[str, list[Ask]]:
    return {name: sample(h, o) for name, sample in ASKS.items()}


def strange(mine: House, theirs: House) -> dict[str, list[Ask]]:
    """Every address with at least one key of the other firm in it, and their keys in its form."""
    found: dict[str, list[Ask]] = {}
    for name, sample in ASKS.items():
        for own, other in zip(sample(mine, mine), sample(theirs, theirs), strict=True):
            pairs = itertools.product(*zip(own.args, other.args, strict=True))
            mixed = {args for args in pairs if args != own.args}
            found.setdefault(name, []).extend(
                Ask(args, other.form, other.query, own.none) for args in sorted(mixed, key=str)
            )
    return found


def leaks(answer: Answer, but: str = "") -> bool:
    return MARK.lower() in (answer.seen.replace(but.lower(), "") if but else answer.seen)


# ---------------------------------------------------------------- the tables are whole
def test_every_address_has_an_entry() -> None:
    names = [r.name for r in routes()]
    nameless = [str(r.pattern) for r in routes() if not r.name]
    assert nameless == [], "Give these addresses a name, and an entry of it in tests/web/asks.py."
    assert sorted(set(names) - set(ASKS)) == [], (
        "New addresses: add them to ASKS in tests/web/asks.py, with keys of a firm for their arguments and a form for a post."
    )
    assert sorted(set(ASKS) - set(names)) == [], (
        "No address has these names any more; take them out of tests/web/asks.py."
    )
    assert len(names) == len(set(names)), "Two addresses share a name."


def test_every_act_of_a_case_has_a_form() -> None:
    assert set(DEEDS) == set(ACTS), "Add the new act to DEEDS in tests/web/asks.py, or take the old one out."


@pytest.mark.django_db
def test_arguments_have_keys(mine: House, theirs: House) -> None:
    wrong = [
        r.name
        for r in routes()
        for ask in ASKS[r.name](mine, theirs)
        if len(ask.args) != len(r.pattern.regex.groupindex if hasattr(r.pattern, "_regex") else r.pattern.converters)
    ]
    assert wrong == [], "The entries of these in tests/web/asks.py have too few or too many arguments."


def test_the_other_firm_has_a_marked_row_of_everything(theirs: House) -> None:
    assert unmarked(theirs) == []


def test_a_mark_would_be_seen(theirs: House) -> None:
    client = browser(theirs.people["admin"])
    blind = [
        f"{answer.about}: {answer.code}"
        for name, _ask, method, answer in asked(client, samples(theirs, theirs))
        if method == "GET" and answer.code == 200 and name in SHOWS and not leaks(answer)
    ]
    assert blind == [], "The firm's own admin sees no mark there; the crawl would not notice a leak."


SHOWS = {
    "today", "case", "case_live", "case_replay", "case_card", "case_file", "orders", "order_edit", "orders_import_shown",
    "orders_import_done", "customers", "customer", "customer_edit", "customer_person", "team", "policy_versions",
    "settings", "settings_people", "settings_person", "settings_days", "settings_workspace", "settings_audit",
    "settings_audit_export", "order_names",
}  # fmt: skip
"""Pages that show words of a firm."""


# ---------------------------------------------------------------- who comes in at all
@pytest.mark.django_db
def test_a_stranger_opens_nothing_but_the_door(mine: House) -> None:
    client, open_to_all = browser(None), []
    for name, _ask, _method, answer in asked(client, samples(mine, mine)):
        shut = answer.code == 405 or (answer.code == 302 and answer.seen.count("'/sign-in/"))
        if not shut and name not in OPEN:
            open_to_all.append(f"{answer.about}: {answer.code}")
    assert open_to_all == [], (
        "These views answer a stranger. Guard each with @member_required or @may (web/shell/roles.py), below @require_POST; "
        "one that must be open stands in OPEN of tests/web/asks.py with the reason."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["deactivated", "without a workspace"])
def test_nobody_without_a_place_comes_in(mine: House, theirs: House, why: str) -> None:
    with scopes_disabled():
        member = mine.people["admin"]
        client = browser(member)
        Membership.objects.filter(pk=member.pk).update(active=False) if why == "deactivated" else member.delete()
    found = [
        f"{answer.about}: {answer.code}"
        for name, _ask, _method, answer in asked(client, samples(mine, theirs))
        if name not in OPEN and name not in OF_ONESELF and answer.code not in {403, 405}
    ]
    assert found == [], (
        "These views let somebody in who is of no workspace. Guard each with @member_required or @may (web/shell/roles.py); "
        "an address of one's own account stands in OF_ONESELF of tests/web/asks.py."
    )


# ---------------------------------------------------------------- the crawl
@pytest.mark.slow
@pytest.mark.parametrize("role", [*MAY, "stranger"])
def test_nothing_of_another_firm_is_seen_or_changed(mine: House, theirs: House, role: str) -> None:
    before = state(theirs)
    client = browser(mine.people.get(role))
    faults = []
    for name, ask, _method, answer in asked(client, strange(mine, theirs)):
        calm = answer.code in {403, 404, 405} or (answer.code == 302 and "'/sign-in/" in answer.seen)
        if name not in OPEN and not ask.none and not calm:
            faults.append(f"{answer.about}: {answer.code}, not 404")
        faults += [f"{answer.about}: shows a word of theirs"] if leaks(answer) else []
        faults += [f"{answer.about}: {answer.code}"] if answer.code >= 500 else []
    for _name, _ask, _method, answer in asked(client, samples(mine, theirs)):
        faults += [f"{answer.about}: shows a word of theirs"] if leaks(answer) else []
        faults += [f"{answer.about}: {answer.code}"] if answer.code >= 500 and _name != "readyz" else []
    assert faults == [], "Ask the ledger within the scope, and answer 404 for what is not there."
    assert state(theirs) == before


@pytest.mark.slow
@pytest.mark.parametrize("who", ["of both firms", "substitute"])
def test_somebody_with_a_second_tie_sees_one_firm_at_a_time(mine: House, theirs: House, who: str) -> None:
    member = mine.people["sales"]
    with scopes_disabled():
        if who == "of both firms":
            Membership.objects.create(workspace=theirs.workspace, user=member.user, role="admin")
        # A colleague of the other firm names her as the one who stands in for him: that opens nothing there.
        Membership.objects.filter(workspace=theirs.workspace).update(substitute=member.user, away_from=TODAY)
    client, faults, before = browser(member), [], state(theirs)
    session = client.session
    session[WORKSPACE_KEY] = mine.workspace.pk
    session.save()
    for name, _ask, _method, answer in asked(client, strange(mine, theirs)):
        # Her own settings name the other firm, and lead to it.
        shown = leaks(answer, theirs.workspace.name) if name in {"settings", "settings_away"} else leaks(answer)
        faults += [answer.about] if shown or answer.code >= 500 else []
    assert faults == []
    assert state(theirs) == before


@pytest.mark.slow
def test_keys_beyond_all_numbers_are_a_404(mine: House) -> None:
    client, wrong = browser(mine.people["admin"]), []
    for name, asks in samples(mine, mine).items():
        for ask in asks[:1]:
            if not any(isinstance(a, int) for a in ask.args) or ask.none:
                continue
            for huge, method in itertools.product(HUGE, ("GET", "POST")):
                args = tuple(huge if isinstance(a, int) else a for a in ask.args)
                answer = Answer(client, method, name, Ask(args, ask.form))
                wrong += [f"{answer.about[:120]}: {answer.code}"] if answer.code not in {404, 405} else []
    assert wrong == []
