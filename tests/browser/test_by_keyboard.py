"""The daily acts with keys alone: nothing is clicked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

pytest.importorskip("playwright", reason="a browser needs playwright")

from browser.conftest import MORNING
from browser.hands import Hands
from browser.looking import NEEDS_CHROMIUM
from duecourse.demo.story import tell

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


@pytest.fixture
def ana(sit_down: Callable[..., Hands]) -> Hands:
    """Ana on Today, in the demo; her hands stay off the mouse."""
    made = tell(datetime.fromisoformat(MORNING).replace(tzinfo=UTC))
    hands = sit_down(made.people["ana"])
    hands.go("/")
    return hands


def press(hands: Hands, *keys: str) -> None:
    for key in keys:
        hands.page.keyboard.press(key)


def test_a_message_is_read_and_sent(ana: Hands) -> None:
    first = ana.page.locator("[data-selected]").get_attribute("id")
    press(ana, "j")
    ana.page.wait_for_selector(f"[data-selected]:not(#{first})")
    press(ana, "k")
    ana.page.wait_for_selector(f"#{first}[data-selected]")
    who = ana.page.locator("[data-selected] .to").inner_text()
    press(ana, "Enter")
    ana.page.wait_for_url("**/case/*#composer")
    press(ana, "Control+Enter")
    ana.page.wait_for_selector("#notes .note")
    assert "Recorded as sent." in ana.told()
    assert ana.page.locator("#composer").inner_text().startswith("Nothing goes today")
    press(ana, "u")
    ana.page.wait_for_selector("#composer #text")
    press(ana, "Escape")
    ana.page.wait_for_url(f"{ana.url}/")
    assert who in ana.page.locator("main").inner_text(), "taken back, it stands in the list again"


def test_keys_are_listed_and_lead_to_every_page(ana: Hands) -> None:
    press(ana, "?")
    listed = ana.page.locator("dialog#keys")
    assert listed.is_visible() and "take the last step back" in listed.inner_text()
    press(ana, "Escape")
    assert not listed.is_visible()
    for key, path in {
        "o": "/orders",
        "c": "/customers",
        "m": "/team/",
        "n": "/insights/",
        "p": "/policy/",
        "s": "/settings/",
        "t": "/",
    }.items():
        press(ana, "g", key)
        ana.page.wait_for_url(ana.url + path)


def test_a_promise_is_noted_and_taken_back(ana: Hands) -> None:
    press(ana, "c")
    ana.page.wait_for_url("**/case/*")
    before = ana.verdict()
    press(ana, "p")
    ana.page.wait_for_selector("[name=pay_on]:focus")
    ana.page.keyboard.type("12012026")
    for _ in range(20):
        if ana.page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        press(ana, "Tab")
    press(ana, "Enter")
    ana.page.wait_for_selector("#notes .note")
    assert "The promise is recorded." in ana.told()
    press(ana, "u")
    ana.page.wait_for_selector("#notes .note >> text=Taken back")
    assert ana.verdict() == before


def test_a_thing_of_ours_is_done_and_a_message_put_off(ana: Hands) -> None:
    closing = "article.chore:focus:has([data-key=D])"
    press(ana, "2")
    for _ in range(10):
        if ana.page.locator(closing).count():
            break
        press(ana, "j")
    task = ana.page.locator(closing).get_attribute("id")
    press(ana, "d")
    ana.page.wait_for_selector(f"#{task}", state="detached")
    press(ana, "u")
    ana.page.wait_for_selector("#notes .note >> text=Taken back")
    assert ana.page.url == f"{ana.url}/", "back on the page that she saw"
    assert ana.page.locator(closing.replace(":focus", "")).count() >= 1, "it is there again, as a new row"
    press(ana, "1")
    ana.page.wait_for_selector("#contact-head:focus")
    press(ana, "l")
    ana.page.wait_for_selector("text=put off until")
    assert ana.page.locator("text=put off until").count() >= 1


def test_the_focus_is_always_seen_and_goes_through_the_page_in_order(ana: Hands) -> None:
    press(ana, "Tab")
    assert ana.page.evaluate("document.activeElement.className") == "skip"
    press(ana, "Enter")
    tops = []
    for _ in range(12):
        press(ana, "Tab")
        ring = ana.page.evaluate(
            """() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth), s.boxShadow]; }"""
        )
        assert (ring[0] != "none" and ring[1] >= 2) or ring[2] != "none", ana.page.evaluate(
            "document.activeElement.outerHTML.slice(0, 120)"
        )
        tops.append(ana.page.evaluate("document.querySelector('main').contains(document.activeElement)"))
    assert all(tops), "the skip link leads past the frame"
