"""A message says only facts of its verdicts: the right sums, no deadline but the computed one, one line as subject."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecourse.history.money import Money
from duecourse.words.draft import Draft, Writer, language_of, with_thread, write
from duecourse.words.facts import About
from duecourse.words.figures import day_text, locale_of
from duecourse.words.people import Person
from told import ANSWER, AS_OF, FACTS, PEOPLE, about, second, verdict

JANA = PEOPLE["en"]


def drafted(*payments: About, to: Person = JANA, **more: Any) -> Draft:
    found = write(payments or (about(),), to, Writer("Ana"), **more)
    assert found is not None
    return found


def test_the_useful_thing_stands_first_and_the_facts_are_those_of_the_verdict() -> None:
    found = drafted()
    assert found.pattern == "calendar"
    assert found.said.subject == "SC-2618: production calendar"
    assert found.said.text.split("\n\n")[1].startswith("Here is the production calendar")
    said = {at.name: found.said.text[at.start : at.end] for at in found.said.locked}
    assert said == {
        "named": "SC-2618 (225 L rain barrel)",
        "production_start": "14 December",
        "delivery": "19 February",
        "pay_by": "7 December",
        "writer": "Ana",
    }


def test_a_day_that_is_past_is_no_deadline() -> None:
    past = about(action="notice", kind=None, topic=None, rule="R18", facts={"must_pay_by": AS_OF - timedelta(days=1)})
    found = drafted(past)
    assert found.pattern == "notice_plain"
    assert not {at.name for at in found.said.locked} & {"pay_by"}


def test_nothing_fits_what_is_no_contact() -> None:
    assert write([about(action="own_fix", rule="R08")], JANA) is None


def test_a_waiting_contact_gives_the_words_for_its_day_only_when_asked() -> None:
    held = about(action="wait", then="soft", kind=None, topic=None, rule="R26")
    assert drafted(held).pattern == "soft"  # the caller decides who waits: `today` never asks for these


def test_all_orders_of_a_customer_are_one_message_with_a_line_each() -> None:
    found = drafted(about(), second())
    assert found.orders == ("SC-2618", "SC-2640")
    assert "– SC-2640 (20 L foldable bag): deposit by 21 December, delivery 19 February" in found.said.text
    assert found.said.subject == "SC-2618 and SC-2640: production calendar"


def test_a_statement_adds_up_each_currency_by_itself() -> None:
    late = {"action": "dunning", "level": 1, "kind": None, "topic": None, "milestone": "open_account"}
    third = about(case="SC-2700/x", order="SC-2700", facts={"amount_minor": 164_000}, **late)
    found = drafted(about(**late), second(**late), third)
    assert "Together: USD 20,000.00 and EUR 4,800.00" in found.said.text


def test_no_sum_where_an_amount_is_unknown() -> None:
    late = {"action": "dunning", "level": 1, "kind": None, "topic": None, "milestone": "open_account"}
    found = drafted(about(**late), second(facts={"amount_minor": None}, **late))
    assert "Together" not in found.said.text
    assert "USD 18,360.00" in found.said.text


def test_a_foreign_mail_has_a_gloss_and_a_language_nobody_read_has_english_beside_it() -> None:
    german = drafted(to=PEOPLE["de"])
    assert german.said.language == "de"
    assert german.gloss is not None
    assert "生产排期" in german.gloss.text
    assert german.beside is not None
    assert "production calendar" in german.beside.text
    chinese = drafted(to=PEOPLE["zh"])
    assert chinese.gloss is None


def test_what_the_reader_cannot_read_is_left_out_and_never_mixed_in() -> None:
    found = drafted(about(goods="225L 集雨桶"))
    assert "集雨桶" not in found.said.text
    assert "your order SC-2618:" in found.said.text
    assert found.gloss is not None
    assert "集雨桶" in found.gloss.text


def test_the_language_is_the_one_recorded_else_that_of_the_country() -> None:
    assert language_of(Person(country="DE")) == "en"
    assert language_of(Person(country="CN")) == "zh"
    assert language_of(Person(country="CN", language="es")) == "es"
    assert language_of(Person(country="BR", language="pt")) == "en"


def test_an_answer_of_a_person_is_the_first_thing_said() -> None:
    asked = about(action="answer", kind=None, topic=None, rule="R07")
    assert drafted(asked, answer=ANSWER).said.text.split("\n\n")[1] == ANSWER
    assert drafted(asked).pattern == "answer_soon"


def test_the_thread_keeps_its_subject() -> None:
    assert with_thread(drafted(), "SC-2618 rain barrels\r\nBcc: x").said.subject == "Re: SC-2618 rain barrels Bcc: x"
    assert with_thread(drafted(), "RE: barrels").said.subject == "RE: barrels"


@pytest.mark.parametrize(
    "reason", ["wrong_docs", "approval", "vendor_setup", "bank_fx", "cash_flow", "trust", "sample"]
)
def test_what_goes_after_our_own_work_fits_their_reason(reason: str) -> None:
    plain = drafted(about(action="fix", kind=None, topic=None))
    found = drafted(about(action="fix", kind=None, topic=None, facts={"reason": reason}))
    assert found.pattern != plain.pattern == "fix_done"


# ---------------------------------------------------------------- any facts, names and amounts
nasty = st.text(max_size=90) | st.sampled_from(
    [
        "{{ pay_by }}", "{% if %}", "\ue000pay_by\ue001", "a\r\nBcc: all@x.example", "<b>x</b>", "\u202egnp", "陈",
        "=1+1", "  ", "x" * 300, "\x00", "[[amount]]",
    ]
)  # fmt: skip
days = st.dates(AS_OF - timedelta(days=400), AS_OF + timedelta(days=400))
DAY_FACTS = [k for k, v in FACTS.items() if isinstance(v, date) and k != "as_of"]


@st.composite
def payments(draw: st.DrawFn) -> list[About]:
    """Up to twelve payments of one customer, of any kind, with any facts known."""
    does = draw(st.sampled_from(["useful", "soft", "ask", "notice", "call", "dunning", "close", "thanks", "answer"]))
    kinds = ["calendar", "later_date", "lc_terms", "artwork_confirmation", "packing_draft", None]
    known = st.fixed_dictionaries(
        {"amount_minor": st.none() | st.integers(1, 10**12), "question": st.none() | nasty, "useful_title": nasty},
        optional=dict.fromkeys(DAY_FACTS, days),
    )
    found = []
    for number in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(kinds)) if does == "useful" else None
        facts = dict.fromkeys(DAY_FACTS) | draw(known) | {"currency": draw(st.sampled_from(["USD", "JPY", "KWD"]))}
        about_ = verdict(
            case=f"c{number}", order=f"S{draw(nasty)}", customer="Regenwerk", action=does, kind=kind, topic=kind,
            level=draw(st.integers(0, 4)), facts=facts,
            milestone=draw(st.sampled_from(["deposit", "lc_opening", "balance_before_shipment", "open_account"])),
        )  # fmt: skip
        found.append(About(about_, draw(nasty)))
    return found


@given(
    payments(), nasty, nasty, st.sampled_from(["en", "zh", "de", "es", "fr", ""]), st.sampled_from(["US", "DE", "CN"])
)
@settings(max_examples=300, deadline=None)
def test_no_facts_make_a_message_say_what_is_not_so(
    some: list[About], name: str, writer: str, language: str, country: str
) -> None:
    found = write(some, Person(name, country, language=language), Writer(writer), answer="Yes, it is.")
    assert found is not None
    for said in filter(None, (found.said, found.gloss, found.beside)):
        assert not any(unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs", "Co"} for c in said.subject)
        assert not any(unicodedata.category(c) in {"Cc", "Co"} for c in said.text.replace("\n", ""))
        assert said.too_long is (said.words > 120)
        locale = locale_of(said.language, country)
        for at in said.locked:
            value, (fact, _, number) = said.text[at.start : at.end], at.name.partition("_by")
            if fact == "pay":
                whose = some[int(number.strip("_") or 1) - 1].verdict
                assert value == day_text(whose.facts["must_pay_by"], AS_OF, locale)  # type: ignore[arg-type]
                assert whose.facts["must_pay_by"] >= AS_OF  # type: ignore[operator]
            if at.name == "total":
                assert _sums(value) == _expected(some, said.language)


def _sums(text: str) -> dict[str, Decimal]:
    """Currency to sum, as a reader of any of the languages reads it."""
    found = re.findall(r"([A-Z]{3}) ([\d.,\u202f\u00a0]*\d)|([\d.,\u202f\u00a0]*\d) ([A-Z]{3})", text)
    return {a or d: Decimal(re.sub(r"\D", "", b or c)) for a, b, c, d in found}


def _expected(some: list[About], language: str) -> dict[str, Decimal]:
    totals: dict[str, Money] = {}
    for one in some:
        money = Money(one.verdict.facts["amount_minor"], str(one.verdict.facts["currency"]))  # type: ignore[arg-type]
        totals[money.currency] = totals[money.currency] + money if money.currency in totals else money
    return {code: Decimal(money.minor) for code, money in totals.items()}
