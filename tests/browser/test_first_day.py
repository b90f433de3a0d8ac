"""The first day of a firm, from the one-time link to a message that went; with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("playwright", reason="a browser needs playwright")

from browser.hands import Hands, messy_sheet
from browser.looking import NEEDS_CHROMIUM
from duecourse.web.accounts.first import make_link

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PUSH = "Another firm is 5 % cheaper. What can you do?"
ANSWER = "The price stands for this quantity; from 3,000 backpacks on it is 2 % less."


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_the_first_day_of_a_firm(live_server: Any, sit_down: Callable[..., Hands], javascript: bool) -> None:
    def somebody() -> Hands:
        return sit_down(java_script_enabled=javascript, permissions=["clipboard-read", "clipboard-write"])

    dora, ana, bruno, chen = somebody(), somebody(), somebody(), somebody()
    link = make_link(live_server.url)
    dora.begin(link, "Dora", "Harbour Outdoor")
    assert dora.heading() == "Nothing left to do today. Nothing is waiting either."
    ana.page.goto(link)
    assert "It has been used" in ana.page.locator("main").inner_text(), "the link of the first admin opens once"
    ana.join(dora.invite("sales"), "Ana")
    _list_comes_in(ana)
    _one_case(ana)
    _a_message_goes(ana, javascript)
    bruno.join(dora.invite("manager"), "Bruno")
    _price_is_pushed(ana, bruno)
    chen.join(dora.invite("finance"), "Chen")
    _finance_sees_only_what_it_may(chen, ana)


def _list_comes_in(ana: Hands) -> None:
    """A messy list: what it would make with all that is wrong in it, then what it made."""
    ana.read_list("open orders.xlsx", messy_sheet())
    assert ana.heading() == "Four new orders."
    wrong = ana.page.locator(".orders-refused tbody tr").all_inner_texts()
    assert [r.split("\t")[:2] for r in wrong] == [
        ["8", name] for name in ("Total amount", "Deposit 30%", "PI date", "Delivery date")
    ]
    read = ana.page.locator("section[aria-labelledby=payments] tbody tr").all_inner_texts()
    deposits = [r.split("\t")[4].replace("\u00a0", " ") for r in read if "Deposit" in r]
    assert deposits == ["USD 18,360.00", "USD 7,020.00", "USD 11,475.00", "EUR 3,750.00"]
    ana.import_it()
    assert ana.heading() == "open orders.xlsx is in the list."
    ana.go("/")
    assert ana.heading() == "Four useful messages, four calmly waiting."
    assert ana.page.locator("article.message").count() == 4


def _one_case(ana: Hands) -> None:
    """A point, a file, a call and a promise; each moves the verdict as the method says."""
    card = ana.page.locator("article.message", has_text="Regenwerk GmbH")
    card.locator("h3 a").click()
    card.get_by_role("link", name="Read and send").click()
    ana.page.wait_for_url("**/case/*")
    assert ana.heading() == "Regenwerk GmbH, SC-2618"
    assert ana.verdict().startswith("R25") and ana.verdict().endswith("Send something useful: artwork to confirm.")
    ana.point("Packaging", "Open")
    assert ana.verdict().startswith("R09") and ana.verdict().endswith("Prepare what confirms the packaging")
    ana.upload("Colour-box artwork v3", "artwork_confirmation", "packaging", ("artwork-v3.pdf", PDF))
    assert ana.verdict().startswith("R09") and ana.verdict().endswith("Send something useful: Colour-box artwork v3.")
    assert "Becomes: send something useful: Colour-box artwork v3." in ana.told()
    _the_file_comes_back(ana)
    ana.point("Packaging", "Confirmed", "mail of 23 November")
    assert ana.verdict().startswith("R25"), "the point is settled; the artwork is still the best reason to write"
    ana.deed("We called", "Record the contact", kind="call", channel="call", outcome="They will look into it")
    assert "Wait until Mon 30 Nov, then: send something useful" in ana.verdict(), "six days of quiet after a call"
    ana.deed("They promise", "Record the promise", pay_on="2026-12-01", said="We pay on Tuesday.")
    assert ana.verdict().startswith("R13") and ana.verdict().endswith("Wait until Sat 5 Dec.")
    assert "Was: wait until Mon 30 Nov" in ana.told() and "Becomes: wait until Sat 5 Dec." in ana.told()


def _the_file_comes_back(ana: Hands) -> None:
    with ana.page.expect_download() as waited:
        ana.page.locator("a.asset", has_text="Colour-box artwork v3").click()
    assert waited.value.suggested_filename == "artwork-v3.pdf"
    assert waited.value.path().read_bytes() == PDF


def _a_message_goes(ana: Hands, javascript: bool) -> None:
    """A draft is copied, marked as sent, and its customer is left in peace."""
    ana.open_case("SC-2619")
    text = ana.page.locator("#text").input_value()
    assert "SC-2619" in text and "pay" not in text.casefold()
    copy = ana.page.locator("[data-copy]")
    assert copy.is_visible() is javascript
    if javascript:
        copy.click()
        assert ana.page.evaluate("navigator.clipboard.readText()") == text
    ana.press("It is sent")
    assert "Wait until Mon 7 Dec" in ana.verdict()
    assert ana.page.locator("#composer").inner_text().startswith("Nothing goes today")
    ana.go("/")
    assert ana.heading() == "Two useful messages, six calmly waiting."
    assert "Rio Verde" not in " ".join(ana.page.locator("article.message").all_inner_texts())


def _price_is_pushed(ana: Hands, bruno: Hands) -> None:
    """The seller notes it and may not answer; the manager answers once, and reminders rest for ten days."""
    ana.open_case("SC-2620")
    ana.deed("They said", "Record their words", says=PUSH, marks="price_push")
    assert ana.verdict().startswith("R10")
    assert ana.page.locator(".price textarea").count() == 0
    ana.go("/team/")
    assert ana.page.locator("main textarea").count() == 0
    bruno.go("/team/")
    assert PUSH in bruno.page.locator("main").inner_text()
    bruno.page.get_by_label("Your answer, once and in writing").fill(ANSWER)
    bruno.press("Record the answer")
    assert "Answered once, in writing." in bruno.told()
    assert bruno.page.locator("main textarea").count() == 0, "it is answered once"
    bruno.open_case("SC-2620")
    assert bruno.verdict().startswith("R10") and "Wait until" in bruno.verdict()
    assert ANSWER in bruno.page.locator(".both").inner_text()


def _finance_sees_only_what_it_may(chen: Hands, ana: Hands) -> None:
    """Finance notes money; it imports nothing, answers no price, invites nobody, and sees no log."""
    chen.go("/orders")
    assert chen.page.locator("main").get_by_role("link", name="New order").count() == 0
    assert ana.page.goto(f"{ana.url}/orders") and ana.page.get_by_role("link", name="New order").count() == 1
    for path in ("/orders/import", "/orders/new", "/settings/people/", "/settings/audit/", "/settings/workspace/"):
        answer = chen.page.goto(chen.url + path)
        assert answer.status == 403, path
        assert chen.page.locator("h1").inner_text(), "a calm page, not an empty one"
    chen.open_case("SC-2621")
    assert chen.page.get_by_text("Put something on the shelf").count() == 0
    chen.deed("Money came", "Record the money", amount="3750.00", reference="TT 8812")
    assert chen.verdict().startswith("R01"), "paid: thanks and the schedule"
