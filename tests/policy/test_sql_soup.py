"""Random soups of tokens: refused, or evaluated on facts without a crash and without touching a file."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import date

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duecourse.policy.sql import FUNCTIONS, KEYWORDS, LENGTH_MAX, compiled, conjuncts, faults, names, tokens
from duecourse.policy.vocabulary import vocabulary

KNOWN = {**vocabulary(), "gap_base_days": pl.Float64()}
FACTS = [
    "closed",
    "paid",
    "slack_days",
    "paced_7d",
    "kind",
    "reason",
    "as_of",
    "must_pay_by",
    "pressure",
    "gap_base_days",
]
PLAIN = [*FACTS, *sorted(KEYWORDS | FUNCTIONS), "0", "1", "14", "2.5", "'deposit'", "'3 days'", "'/etc/hostname'"]
SIGNS = ["<", "<=", ">", ">=", "=", "<>", "!=", "(", ")", ",", "+", "-"]
FOREIGN = ["select", "from", "read_csv", "read_parquet", "cast", "max", "over", "current_date", "*", ";", "::", "--", "/*", "\\", '"',
           "`", ".", "é", "\u200b", "[", "]", "{", "}", "$1", "?", "||", "~", "x'41'", "e'a'"]  # fmt: skip
opened: list[str] = []
watching = [False]


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if watching[0] and event in {"open", "os.open", "socket.connect"}:
        opened.append(str(arguments[0]))


sys.addaudithook(_note)
EDGES = pl.DataFrame(
    {
        "closed": [True, False, None],
        "slack_days": [-(2**31), None, 2**31 - 1],
        "kind": ["deposit", "", None],
        "as_of": [date(1, 1, 1), date(9999, 12, 31), None],
        "pressure": [float("inf"), 0.0, None],
    }
)


def world() -> pl.DataFrame:
    """Three rows of facts at the edges of their types; unknown where nothing is given."""
    return pl.DataFrame(
        [
            EDGES[n].cast(t) if n in EDGES.columns else pl.repeat(None, 3, dtype=t, eager=True).alias(n)
            for n, t in KNOWN.items()
        ]
    )


WORLD = world()
soups = st.lists(st.sampled_from([*PLAIN, *SIGNS, *SIGNS]), min_size=1, max_size=14).map(" ".join)
mixed = st.lists(st.sampled_from([*PLAIN, *SIGNS, *FOREIGN]), min_size=1, max_size=14).map(" ".join)
texts = st.text(max_size=60)
predicates = st.recursive(
    st.sampled_from(
        [
            "closed",
            "paid",
            "not closed",
            "slack_days > 3",
            "slack_days between 1 and 3",
            "kind in ('deposit', 'x')",
            "as_of <= must_pay_by",
            "reason is null",
            "pressure >= gap_base_days",
        ]
    ),
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join) | inner.map("({})".format),
    max_leaves=7,
)


def evaluated(text: str) -> list[object] | None:
    """The values on the three rows; None if Polars cannot read the text, which `policy check` then tells."""
    watching[0] = True
    try:
        with suppress(pl.exceptions.PolarsError, pl.exceptions.PanicException):
            return WORLD.select(x=compiled(text))["x"].to_list()
        return None
    finally:
        watching[0] = False


@settings(max_examples=400, deadline=None)
@given(soups | mixed | texts)
@example("closed and paid in (select * from read_csv('/etc/hostname'))")
@example("('/etc/hostname')")
@example("kind '/etc/hostname'")
def test_what_passes_the_guard_touches_no_file(text: str) -> None:
    opened.clear()
    if not faults(text, KNOWN, "when"):
        evaluated(text)
    assert opened == []


@settings(max_examples=300, deadline=None)
@given(mixed)
def test_a_foreign_word_or_sign_never_passes(text: str) -> None:
    words = set(text.split(" "))
    if words & set(FOREIGN):
        assert faults(text, KNOWN, "when")


@settings(max_examples=300, deadline=None)
@given(texts | mixed)
def test_tokens_cover_every_character_that_is_no_blank(text: str) -> None:
    """So nothing can hide between two tokens."""
    covered = set()
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        covered |= set(range(token.start, token.end))
    assert all(c.isspace() for i, c in enumerate(text) if i not in covered)


@settings(max_examples=200, deadline=None)
@given(predicates)
def test_honest_predicates_pass_and_can_be_evaluated(text: str) -> None:
    if len(text) <= LENGTH_MAX:
        assert faults(text, KNOWN, "when") == []
        assert evaluated(text) is not None


@settings(max_examples=200, deadline=None)
@given(predicates)
def test_a_predicate_is_true_exactly_when_all_its_conjuncts_are(text: str) -> None:
    """The explanation says "not: …" of single conjuncts, so together they must mean the whole."""
    parts = [evaluated(p) for p in conjuncts(text)]
    whole = evaluated(text)
    assert whole is not None
    assert None not in parts
    assert [v is True for v in whole] == [all(p[i] is True for p in parts if p is not None) for i in range(3)]


@settings(max_examples=200, deadline=None)
@given(predicates)
def test_what_a_predicate_reads_is_what_its_conjuncts_read(text: str) -> None:
    assert names(text) == list(dict.fromkeys(n for p in conjuncts(text) for n in names(p)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("closed", ["closed"]),
        ("closed and paid", ["closed", "paid"]),
        ("closed AND paid And held", ["closed", "paid", "held"]),
        ("closed or paid", ["closed or paid"]),
        ("closed and paid or held", ["closed and paid or held"]),
        ("closed and (paid or held)", ["closed", "(paid or held)"]),
        ("(closed and paid)", ["(closed and paid)"]),
        ("not (closed and paid) and held", ["not (closed and paid)", "held"]),
        ("slack_days between 1 and 3 and paid", ["slack_days between 1 and 3", "paid"]),
        ("paid and slack_days BETWEEN 1 AND 3", ["paid", "slack_days BETWEEN 1 AND 3"]),
        ("(slack_days between 1 and 3) and paid", ["(slack_days between 1 and 3)", "paid"]),
        ("a between 1 and 3 and b between 2 and 4 and c", ["a between 1 and 3", "b between 2 and 4", "c"]),
        ("says = 'this and that' and paid", ["says = 'this and that'", "paid"]),
        ("says = '(' and paid", ["says = '('", "paid"]),
        ("reason is not null and paid", ["reason is not null", "paid"]),
        ("true", ["true"]),
    ],
)
def test_conjuncts_are_what_the_outermost_ands_join(text: str, parts: list[str]) -> None:
    assert conjuncts(text) == parts


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("closed AND NOT paid", ["closed", "paid"]),
        ("slack_days > 3 and slack_days < 5", ["slack_days"]),
        ("coalesce(slack_days, 0) between 1 and greatest(paced_7d, 2)", ["slack_days", "paced_7d"]),
        ("kind in ('deposit', 'paid')", ["kind"]),
        ("true", []),
        ("as_of + INTERVAL '3 days'", ["as_of"]),
    ],
)
def test_names_are_the_facts_and_numbers_that_a_text_reads(text: str, read: list[str]) -> None:
    assert names(text) == read


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("as_of", True),
        ("as_of + INTERVAL '3 days'", True),
        ("as_of - INTERVAL '1 day'", True),
        ("greatest(as_of, must_pay_by + INTERVAL '14 days')", True),
        ("coalesce(due_on, as_of)", True),
        ("as_of + INTERVAL '3 weeks'", False),
        ("as_of + INTERVAL '-3 days'", False),
        ("as_of + interval '3 Days'", False),
        ("as_of + slack_days", False),
    ],
)
def test_a_date_moves_only_by_an_interval_of_days(text: str, fine: bool) -> None:
    assert (faults(text, KNOWN, "date") == []) is fine
