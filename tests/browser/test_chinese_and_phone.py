"""A case from Today to a promise: in Chinese, on a phone; nothing scrolls sideways, nothing stays English."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

pytest.importorskip("playwright", reason="a browser needs playwright")

from browser.conftest import MORNING
from browser.demo_pages import pages
from browser.hands import Hands
from browser.looking import NEEDS_CHROMIUM, faults
from duecourse.demo.story import tell

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]

# Words of ours that are the same in Chinese; names, numbers and what somebody wrote stand in other places.
CONTROLS = "main button:not([lang]), main label, main summary, main h2, nav a, main legend, main th[scope=col]"


@pytest.fixture
def made() -> Any:
    return tell(datetime.fromisoformat(MORNING).replace(tzinfo=UTC))


def test_a_seller_works_in_chinese_on_a_phone(sit_down: Callable[..., Hands], made: Any) -> None:
    ana = sit_down(made.people["ana"], width=390, has_touch=True, is_mobile=True)
    ana.go("/")
    ana.page.locator(".side > .person > summary").tap()
    ana.page.get_by_role("button", name="中文").tap()
    ana.page.wait_for_selector("html[lang=zh-hans]")
    assert faults(ana.page) == []
    ana.page.locator("[data-selected]").get_by_role("link", name="查看并发送").tap()
    ana.page.wait_for_url("**/case/*")
    assert faults(ana.page) == []
    ana.page.locator("#deed-promise summary").tap()
    ana.page.locator("#deed-promise [name=pay_on]").fill("2026-12-01")
    assert faults(ana.page) == []
    ana.page.locator("#deed-promise form button").last.tap()
    ana.page.wait_for_selector("#notes .note")
    assert "12月5日" in ana.told() and not _latin(ana.told())
    assert "静候" in ana.page.locator("#verdict h2").inner_text()


def test_every_control_is_chinese(sit_down: Callable[..., Hands], made: Any) -> None:
    lin = sit_down(made.people["bruno"], language="zh-hans")
    english: dict[str, set[str]] = {}
    for name, path in pages(made).items():
        lin.go(path)
        lin.page.wait_for_load_state("networkidle")  # a kept verdict is judged anew beside
        said = {" ".join(t.split()) for t in lin.page.locator(CONTROLS).all_inner_texts()}
        if left := {t for t in said if _latin(t) and not _han(t)}:
            english[name] = left
    english.pop("replay", None)  # it quotes what people typed, in their language
    assert english == {}


def _latin(text: str) -> bool:
    """Whether an English word stands in it: four small letters in a row."""
    return bool(re.search(r"\b[A-Z]?[a-z]{3,}\b", text))


def _han(text: str) -> bool:
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def test_every_page_fits_a_phone(sit_down: Callable[..., Hands], made: Any) -> None:
    for language in ("en", "zh-hans"):
        bruno = sit_down(made.people["bruno"], width=390, language=language)
        wrong = {}
        for name, path in pages(made).items():
            bruno.go(path)
            if found := faults(bruno.page):
                wrong[name] = found
        assert wrong == {}, json.dumps(wrong, indent=1)
