"""Hostile and mistaken texts never reach the compiler, which opens files while it compiles."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from policy_texts import HEAD, gate, rule, said

from duecourse.errors import ManyErrors
from duecourse.policy.load import parsed, preset
from duecourse.policy.sql import LENGTH_MAX, TOKENS_MAX
from duecourse.policy.sql import faults as sql_faults
from duecourse.policy.vocabulary import vocabulary

OPENERS = {
    "a sub-select that reads a file": "closed and paid in (select paid from read_csv('{file}'))",
    "a sub-select in capitals": "paid IN (SELECT * FROM READ_PARQUET('{file}'))",
    "a file function alone": "read_csv('{file}')",
    "a file function after a space": "read_parquet ('{file}')",
    "an address": "paid in (select x from read_parquet('http://127.0.0.1:1/x'))",
    "a table named by its file": "paid in (select paid from '{file}')",
    "exists": "exists (select 1 from read_ndjson('{file}'))",
}
TRICKS = {
    "the day of the machine": "CURRENT_DATE > as_of",
    "the day of the machine in small letters": "as_of < current_date",
    "a cast": "as_of::text = 'x'",
    "a cast in words": "cast(as_of as varchar) = 'x'",
    "a comment to the end of the line": "closed -- and not paid",
    "a comment in brackets": "closed /* and not paid */",
    "a second statement": "closed; drop table facts",
    "a backslash in quotes": "kind = 'a\\'b'",
    "a quote that does not close": "kind = 'deposit",
    "double quotes": 'kind = "deposit"',
    "backquotes": "kind = `deposit`",
    "letters of another width": "ｃlosed",
    "a Cyrillic o": "clоsed",
    "a space without width": "closed\u200b",
    "a text direction mark": "\u202eclosed",
    "a null character": "closed\x00",
    "a star": "*",
    "a dollar parameter": "closed and $1",
    "a question mark parameter": "closed and ?",
    "a named table": "facts.closed",
    "brackets of an array": "slack_days in [1, 2]",
    "a number in hexadecimal": "slack_days > 0x41",
    "a number with an exponent": "slack_days > 1e3",
    "an aggregate": "max(slack_days) > 3",
    "an aggregate after a space": "sum (slack_days) > 3",
    "a count": "count(*) > 3",
    "a window": "first(closed) over (partition by case)",
    "a case expression": "case when closed then paid else held end",
    "like": "says like '%x%'",
    "a regular expression": "says ~ 'x'",
    "date minus date": "as_of - due_on > 3",
    "date minus number": "as_of - 3 > due_on",
    "number minus number": "slack_days - 3 > 0",
    "two minus signs apart": "slack_days > - - 3",
    "a product": "slack_days * 2 > 3",
    "an interval in a predicate": "as_of > due_on + INTERVAL '3 days'",
    "an interval without its sign": "as_of INTERVAL '3 days'",
    "a number of the whole policy": "halflife_days > 3",
    "a fact of gates": "pressure_max > 1",
    "ten thousand terms": " or ".join(["closed"] * 10_000),
    "more than the allowed terms": " or ".join(["paid"] * (TOKENS_MAX // 2 + 1)),
    "a very long text": "says = '" + "x" * LENGTH_MAX + "'",
    "a very long name": "x" * (LENGTH_MAX + 1),
}
UNFINISHED = {
    "an empty text": "",
    "blanks only": "  ",
    "a bracket that does not close": "(closed and paid",
    "a bracket that was never opened": "closed and paid)",
    "brackets that cross": ")closed(",
}
MUDDLED = {
    "an operator alone": "not",
    "an arrow": "closed => paid",
    "a comparison without its right side": "slack_days >",
    "two comparisons in a row": "slack_days > < 3",
    "two facts without a word between": "not paid closed",
    "a forgotten and after a comparison": "slack_days > 3 closed",
    "a fact and a text side by side": "closed 'paid'",
    "two texts side by side": "kind = 'deposit' 'x'",
    "a function without arguments": "greatest() > 3",
    "the name of a function alone": "coalesce",
}


@pytest.fixture
def compiler_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, compiling anything fails the test."""
    preset("normal")

    def unwanted(text: object, *_: object) -> None:
        raise AssertionError(f"the compiler saw {text!r}")

    monkeypatch.setattr(pl, "sql_expr", unwanted)
    monkeypatch.setattr("duecourse.policy.sql.pl.sql_expr", unwanted)
    monkeypatch.setattr("duecourse.policy.check.compiled", unwanted)


_watching: list[list[str]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event in {"open", "socket.connect", "os.open"}:
        _watching[-1].append(str(arguments[0]))


sys.addaudithook(_note)


@contextmanager
def opened() -> Iterator[list[str]]:
    """Files and addresses that Python opens meanwhile."""
    _watching.append([])
    try:
        yield _watching[-1]
    finally:
        _watching.pop()


@pytest.mark.usefixtures("compiler_unseen")
@pytest.mark.parametrize("text", [*OPENERS.values(), *TRICKS.values()], ids=[*OPENERS, *TRICKS])
def test_a_hostile_condition_is_refused_by_name_and_never_compiled(text: str) -> None:
    assert "H1: `when`" in said(rule(text))


@pytest.mark.usefixtures("compiler_unseen")
@pytest.mark.parametrize("text", OPENERS.values(), ids=OPENERS)
def test_a_hostile_gate_is_refused_by_name_and_never_compiled(text: str) -> None:
    assert "H9: `fails`" in said(gate(text))
    assert "H9: `free`" in said(gate(free=text))


@pytest.mark.usefixtures("compiler_unseen")
@pytest.mark.parametrize("text", UNFINISHED.values(), ids=UNFINISHED)
def test_an_unfinished_condition_is_refused_by_name_and_never_compiled(text: str) -> None:
    assert "H1: `when`" in said(rule(text))


@pytest.mark.parametrize("text", MUDDLED.values(), ids=MUDDLED)
def test_a_muddled_condition_is_refused_by_name_in_a_short_sentence(text: str) -> None:
    told = said(rule(text))
    assert "H1: `when`" in told
    assert len(told) < 400, "the reader gets a page of column names"


@pytest.mark.parametrize(
    "until",
    [
        "due_on - as_of",
        "as_of + 3",
        "as_of + INTERVAL '3 months'",
        "as_of + INTERVAL '3'",
        "as_of + INTERVAL '99999 days'",
        "as_of + INTERVAL",
        "INTERVAL '3 days' + as_of",
        "CURRENT_DATE + INTERVAL '1 day'",
        "(select max(x) from read_csv('/nowhere'))",
        "as_of::date",
    ],
)
@pytest.mark.usefixtures("compiler_unseen")
def test_a_hostile_date_is_refused_by_name_and_never_compiled(until: str) -> None:
    assert "H1: `until`" in said(rule("closed", "wait", more=f'until = "{until}"\n'))


@pytest.mark.parametrize("text", OPENERS.values(), ids=OPENERS)
def test_no_file_is_opened_while_a_condition_is_checked(text: str, tmp_path: Path) -> None:
    """A pipe that nobody writes to: whoever opened it would wait for ever; and Python itself opens nothing."""
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    preset("normal")
    with opened() as files:
        told = said(rule(text.format(file=pipe)))
    assert "H1" in told
    assert [f for f in files if "presets" not in f] == []


def test_all_that_the_guard_lets_through_for_the_presets_opens_nothing() -> None:
    preset("normal")
    with opened() as files:
        parsed(HEAD + rule("closed"), "house.toml")
    assert [f for f in files if "presets" not in f] == []


def test_the_audit_hook_notices_an_open_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with opened() as files:
        (tmp_path / "x").read_text()
    assert len(files) == 1


@pytest.mark.parametrize(
    "text",
    [
        "closed",
        "true",
        "not closed and (paid or held)",
        "slack_days > -3",
        "slack_days between 1 and 14",
        "kind in ('deposit', 'lc_opening')",
        "kind <> 'deposit'",
        "coalesce(slack_days, 0) <= 5",
        "greatest(paced_7d, paced_14d) >= 2",
        "reason is not null",
        "closed\n  and\tpaid",
        "says = 'a -- b /* c */ ; d'",
        "says = '汇款'",
        "amount_major >= 1250.50",
        "reason = 'price' and currency = 'USD'",
        "kind = 'deposit' and useful_kind = 'calendar'",
    ],
)
def test_an_honest_condition_is_let_through(text: str) -> None:
    assert said(rule(text)) == ""


@pytest.mark.parametrize("fact", vocabulary())
def test_every_documented_fact_can_be_asked(fact: str) -> None:
    assert sql_faults(f"{fact} is not null", vocabulary(), "when") == []
    empty = pl.DataFrame(schema=vocabulary())
    assert empty.select(x=pl.sql_expr(f"{fact} is not null")).schema["x"] == pl.Boolean


def test_the_longest_allowed_condition_is_compiled_and_judged_calmly() -> None:
    terms = " or ".join(["paid"] * (TOKENS_MAX // 2))
    assert len(terms) <= LENGTH_MAX
    assert said(rule(terms)) == ""


@pytest.mark.parametrize("depth", [10, 40, TOKENS_MAX // 2 - 1])
def test_deep_brackets_are_read_or_refused_but_never_crash(depth: int) -> None:
    try:
        parsed(HEAD + rule("(" * depth + "closed" + ")" * depth), "house.toml")
    except ManyErrors as many:
        assert "H1" in str(many)
