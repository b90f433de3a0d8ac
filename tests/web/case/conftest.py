"""The order of the pictures, and somebody who is signed in to look at it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent))

from case_world import NOW, World, world

from duecourse.ledger.models import User

Signs = Callable[..., Client]


@pytest.fixture
def w(db: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """Harbour Outdoor on Monday 23 November 2026."""
    monkeypatch.setenv("DUECOURSE_TODAY", NOW.replace(tzinfo=None).isoformat())
    return world()


@pytest.fixture
def signed() -> Signs:
    """Signs somebody in."""

    def sign(user: User, **headers: Any) -> Client:
        client = Client(**headers)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign


@pytest.fixture
def ana(w: World, signed: Signs) -> Client:
    """Ana, who sells."""
    return signed(w.ana)
