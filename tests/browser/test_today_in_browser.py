"""The page of the day as hands meet it: keys, cards that unfold, a phone, and no JavaScript at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="a browser needs playwright")

from browser.looking import NEEDS_CHROMIUM, browser, context_for, session_of
from web import seed

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_TODAY", "2026-11-23T01:12")


@pytest.fixture
def opened() -> Iterator[Any]:
    with browser() as chromium:
        yield chromium


def selected(window: Any) -> str:
    return str(window.locator("[data-selected] h3").inner_text())


def test_keys_move_along_the_cards_and_the_columns(live_server: Any, opened: Any) -> None:
    made = seed.story()
    window = context_for(opened, live_server.url, session_of(made.people["Ana"])).new_page()
    window.goto(live_server.url)
    assert selected(window).startswith("Production calendar")
    window.keyboard.press("j")
    window.wait_for_selector("[data-selected] >> text=Colour-box")
    assert "card=" in window.url
    window.keyboard.press("k")
    window.wait_for_selector("[data-selected] >> text=Production calendar")
    window.keyboard.press("2")
    assert window.evaluate("document.activeElement.id").startswith("task-")
    first = window.evaluate("document.activeElement.id")
    window.keyboard.press("j")
    assert window.evaluate("document.activeElement.id") not in ("", first)


def test_all_keys_are_listed_and_escape_closes_them(live_server: Any, opened: Any) -> None:
    made = seed.story()
    window = context_for(opened, live_server.url, session_of(made.people["Ana"])).new_page()
    window.goto(live_server.url)
    window.keyboard.press("?")
    assert window.locator("dialog#keys").is_visible()
    window.keyboard.press("Escape")
    assert not window.locator("dialog#keys").is_visible()
    window.goto(f"{live_server.url}/?column=wait")
    window.keyboard.press("g")
    window.keyboard.press("t")
    window.wait_for_url(f"{live_server.url}/")


def test_single_keys_rest_where_somebody_types_and_where_they_are_switched_off(live_server: Any, opened: Any) -> None:
    made = seed.story()
    ana = made.people["Ana"]
    window = context_for(opened, live_server.url, session_of(ana)).new_page()
    window.goto(live_server.url)
    window.locator("summary", has_text="Not today").first.click()
    window.locator("input[name=why]").first.fill("")
    window.locator("input[name=why]").first.press("j")
    assert selected(window).startswith("Production calendar")
    assert window.locator("input[name=why]").first.input_value() == "j"
    ana.single_keys = False
    ana.save()
    window.goto(live_server.url)
    window.keyboard.press("j")
    window.keyboard.press("?")
    assert selected(window).startswith("Production calendar") and not window.locator("dialog#keys").is_visible()


def test_without_javascript_cards_unfold_and_language_and_theme_are_chosen(live_server: Any, opened: Any) -> None:
    made = seed.story()
    window = context_for(opened, live_server.url, session_of(made.people["Ana"]), java_script_enabled=False).new_page()
    window.goto(live_server.url)
    window.locator(".message:not([data-selected]) h3 a").first.click()
    assert selected(window).startswith("Colour-box")
    window.locator(".side > .person > summary").click()
    window.locator("button[name=theme][value=dark]").click()
    assert window.locator("html").get_attribute("data-theme") == "dark"
    window.locator(".side > .person > summary").click()
    window.locator("button[name=language][value=zh-hans]").click()
    assert window.locator("html").get_attribute("lang") == "zh-hans"


def test_a_phone_shows_one_list_at_a_time_and_targets_for_thumbs(live_server: Any, opened: Any) -> None:
    made = seed.story()
    window = context_for(opened, live_server.url, session_of(made.people["Ana"]), width=390).new_page()
    window.goto(live_server.url)
    assert [window.locator(f".column-{c}").is_visible() for c in ("contact", "fix", "wait")] == [True, False, False]
    window.locator(".segments a").nth(2).click()
    window.wait_for_load_state()
    assert [window.locator(f".column-{c}").is_visible() for c in ("contact", "fix", "wait")] == [False, False, True]
    small = "els => els.filter(e => e.getClientRects().length && !e.closest('.unseen') && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"
    assert window.locator(".button, .segments a, .nav a, .nav summary, .side summary").evaluate_all(small) == []
