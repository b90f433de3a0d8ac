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


def at_hand(hands: Hands) -> str:
    """The name of the item in which the focus is, or of the card that is unfolded."""
    said = """() => {
      const item = document.activeElement.closest('[data-item]') || document.querySelector('[data-selected]');
      return item ? item.innerText : '';
    }"""
    return " ".join(hands.page.evaluate(said).split())


def test_a_message_is_read_and_sent(ana: Hands) -> None:
    first = at_hand(ana)
    press(ana, "j")
    ana.page.wait_for_function(
        "was => document.querySelector('[data-selected]').innerText.trim().slice(0, 40) !== was",
        arg=ana.page.locator("[data-selected]").inner_text().strip()[:40],
    )
    assert at_hand(ana) != first
    second = ana.page.locator("[data-selected] h3").inner_text()
    press(ana, "Enter")
    ana.page.wait_for_url("**/case/*#composer")
    press(ana, "Control+Enter")
    ana.page.wait_for_selector("#notes .note")
    assert "Recorded as sent." in ana.told()
    assert "Wait until" in ana.verdict()
    press(ana, "u")
    ana.page.wait_for_function("() => !document.querySelector('#verdict-title').innerText.startsWith('Wait')")
    press(ana, "Escape")
    ana.page.wait_for_url(f"{ana.url}/")
    assert second in ana.page.locator("main").inner_text(), "taken back, it stands in the list again"


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
    assert ana.page.evaluate("document.activeElement.name") == "pay_on"
    ana.page.keyboard.type("12012026")
    for _ in range(20):
        if ana.page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        press(ana, "Tab")
    press(ana, "Enter")
    ana.page.wait_for_selector("#notes .note")
    assert "The promise is recorded." in ana.told()
    press(ana, "u")
    ana.page.wait_for_function("() => !document.querySelector('#notes').innerText.includes('The promise is recorded')")
    assert ana.verdict() == before


def test_a_thing_of_ours_is_done_and_a_message_put_off(ana: Hands) -> None:
    press(ana, "2")
    mine = ana.page.locator("article.chore", has=ana.page.locator("[data-key=D]")).first
    task = mine.locator("h3").inner_text()
    for _ in range(10):
        if task.split()[0] in at_hand(ana) and ana.page.evaluate(
            "!!document.activeElement.closest('[data-item]')?.querySelector('[data-key=D]')"
        ):
            break
        press(ana, "j")
    assert " ".join(task.split()) in at_hand(ana)
    press(ana, "d")
    ana.page.wait_for_function(
        "what => ![...document.querySelectorAll('article.chore h3')].some(h => h.innerText === what)", arg=task
    )
    press(ana, "u")
    ana.page.wait_for_function(
        "what => [...document.querySelectorAll('article.chore h3')].some(h => h.innerText === what)", arg=task
    )
    press(ana, "1")
    ana.page.wait_for_function("() => document.activeElement.id === 'contact-head'")
    press(ana, "l")
    ana.page.wait_for_selector("text=put off until")


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
