"""Fixtures for tests of pages: a firm with its people, another one, and browsers in which they have signed in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django_scopes import scopes_disabled

sys.path.insert(0, str(Path(__file__).parent))

from people_of_pages import PASSWORD, Firm, made, person

from duecourse.ledger.models import Membership
from duecourse.ledger.pages import live


@pytest.fixture(autouse=True)
def _quick(settings) -> None:
    """Cheap hashes, and the folder whose absence is told as a warning."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _fresh_counts(request: pytest.FixtureRequest) -> None:
    """Counts of attempts belong to one test."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Keys of one test may be those of another, which no real ledger does."""
    live._kept.clear()


@pytest.fixture
def firm(db) -> Firm:
    workspace = made("Harbour Outdoor")
    roles = {"Ana": "sales", "Bruno": "manager", "Chen": "finance", "Dora": "admin"}
    with scopes_disabled():
        return Firm(workspace, *(person(workspace, n, r) for n, r in roles.items()))


@pytest.fixture
def clara(db) -> Membership:
    with scopes_disabled():
        return person(made("Candle House"), "Clara", "admin")


@pytest.fixture
def as_(db) -> Callable[[Membership], Client]:
    """A browser in which somebody has signed in, without having typed his password just now."""

    def signed_in(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def typed(db) -> Callable[[Membership], Client]:
    """A browser in which somebody has just typed his password."""

    def signed_in(member: Membership) -> Client:
        client = Client()
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.post("/again/", {"password": PASSWORD, "next": "/settings/"})
        assert answer.status_code == 302
        return client

    return signed_in
