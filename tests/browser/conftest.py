"""Pages in a real browser: the folder of collected styles is there, and Django may be asked beside the browser's loop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from browser.hands import Hands
from browser.looking import browser, session_of

MORNING = "2026-11-23T01:12"
"""Monday 23 November 2026, 09:12 in Ningbo."""


@pytest.fixture(autouse=True, scope="session")
def _beside_a_browser() -> Iterator[None]:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for the tests of a file; it ends with them, so that its loop is in nobody else's way."""
    with browser() as opened:
        yield opened


@pytest.fixture
def sit_down(chromium: Any, live_server: Any) -> Iterator[Callable[..., Hands]]:
    """Gives somebody a window of his own; a fault of a page fails the test that opened it."""
    wrong: list[str] = []
    contexts = []

    def opened(user: Any = None, *, language: str = "en", width: int = 1440, **more: Any) -> Hands:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="en-US", timezone_id="Asia/Shanghai", **more
        )
        contexts.append(context)
        cookies = {"language": language} | ({settings.SESSION_COOKIE_NAME: session_of(user)} if user else {})
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda e: wrong.append(f"script: {e}"))
        page.on(
            "console",
            lambda m: wrong.append(m.text) if m.type == "error" and "status of 4" not in m.text else None,
        )
        page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        return Hands(page, live_server.url)

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of which the stories tell."""
    monkeypatch.setenv("DUECOURSE_TODAY", MORNING)
