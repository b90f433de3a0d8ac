"""The little SQL that policies may use, and the check that nothing else reaches the compiler.

`polars.sql_expr` is no sandbox: while compiling it opens files and addresses named in a sub-select, and folds the
current date. So a text is first cut into tokens, and only names of facts and numbers, literals, comparisons and a
handful of keywords pass; what is left cannot name a table or a function of its own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final, Literal

import polars as pl

KEYWORDS: Final = frozenset({"AND", "OR", "NOT", "IS", "NULL", "IN", "BETWEEN", "TRUE", "FALSE", "INTERVAL"})
FUNCTIONS: Final = frozenset({"COALESCE", "GREATEST", "LEAST"})
LENGTH_MAX: Final = 600
TOKENS_MAX: Final = 120
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<word>[A-Za-z_][A-Za-z_0-9]*)|(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^'\\\n]*')"
    r"|(?P<sign><=|>=|<>|!=|[<>=(),+-])|(?P<bad>\S))"
)
_INTERVAL: Final = re.compile(r"'\d{1,4} days?'")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `sort` is word, number, text, sign or bad; `start` and `end` its place in the text."""

    sort: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, in order; characters that no token may hold come as `bad`."""
    for match in _TOKEN.finditer(text):
        sort = str(match.lastgroup)
        yield Token(sort, match.group(sort), match.start(sort), match.end(sort))


def names(text: str) -> list[str]:
    """Facts and numbers that a text reads, in order, each once."""
    words = (t.text for t in tokens(text) if t.sort == "word")
    return list(dict.fromkeys(w for w in words if w.upper() not in KEYWORDS | FUNCTIONS))


def faults(text: str, known: Mapping[str, pl.DataType], use: Literal["when", "date"]) -> list[str]:
    """What keeps a text from the compiler, in words; empty if it may pass.

    Args:
        text: A predicate (`use` when) or a date (`use` date).
        known: Facts and numbers by name with their types.
    """
    if len(text) > LENGTH_MAX:
        return [f"is {len(text)} characters long, {LENGTH_MAX} are allowed"]
    found = list(tokens(text))
    if len(found) > TOKENS_MAX:
        return [f"has {len(found)} words and signs, {TOKENS_MAX} are allowed"]
    wrong = [f"holds {t.text!r}, which rules do not know" for t in found if t.sort == "bad"]
    wrong += _calls(found) + _joints(found)
    wrong += [_unknown(n, known) for n in names(text) if n not in known]
    return wrong + _arithmetic(found, use)


def _calls(found: list[Token]) -> list[str]:
    """Every word before a bracket must be a function or keyword that we know."""
    pairs = itertools.pairwise(found)
    calls = [a.text for a, b in pairs if a.sort == "word" and b.text == "("]
    allowed = FUNCTIONS | KEYWORDS
    return [f"calls {c}, but only {', '.join(sorted(FUNCTIONS))} are known" for c in calls if c.upper() not in allowed]


def _joints(found: list[Token]) -> list[str]:
    """Two values need a word or a sign between them (else the second would silently be a name for the first)."""
    wrong = []
    for before, after in pairwise(found):
        if _is_value(before, ends=True) and _is_value(after, ends=False) and not _opens(before, after):
            wrong.append(f"has nothing between {before.text!r} and {after.text!r}")
    alone = [
        t
        for t, after in zip_longest(found, found[1:])
        if t.text.upper() in FUNCTIONS and (not after or after.text != "(")
    ]
    return wrong + [f"names the function {t.text} without brackets" for t in alone]


def _is_value(token: Token, *, ends: bool) -> bool:
    """Whether a value ends (or begins) with this token."""
    word = token.text.upper()
    if token.sort == "word":
        return word in {"TRUE", "FALSE", "NULL"} or word not in KEYWORDS or (word == "INTERVAL" and not ends)
    return token.sort in {"number", "text"} or token.text == (")" if ends else "(")


def _opens(before: Token, after: Token) -> bool:
    """A word and its bracket; whether it is a function that we know is another question."""
    return before.sort == "word" and after.text == "("


def _arithmetic(found: list[Token], use: Literal["when", "date"]) -> list[str]:
    """Days are counted in facts: a predicate only negates a number, a date only moves by an interval."""
    wrong = []
    for before, sign, after in zip([None, *found], found, [*found[1:], None], strict=False):
        interval = after is not None and after.text.upper() == "INTERVAL"
        if sign.text in {"+", "-"} and not (_unary(before) if use == "when" else interval):
            wrong.append(f"reckons with {sign.text!r}; facts give day counts, compare those")
        if sign.text.upper() == "INTERVAL" and (use == "when" or after is None or not _INTERVAL.fullmatch(after.text)):
            wrong.append("holds an INTERVAL other than one like '3 days' in a date")
    return wrong


def _unary(before: Token | None) -> bool:
    if before is None:
        return True
    return before.text in {"<", "<=", ">", ">=", "=", "<>", "!=", "(", ","} or before.text.upper() in KEYWORDS - {
        "NULL",
        "TRUE",
        "FALSE",
    }


def _unknown(name: str, known: Mapping[str, pl.DataType]) -> str:
    return f"reads {name!r}, which is no fact and no number{did_you_mean(name, known)}"


def did_you_mean(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """A hint at the nearest known word, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def compiled(text: str) -> pl.Expr:
    """The expression of a text that `faults` found none in."""
    return pl.sql_expr(text)


def conjuncts(text: str) -> list[str]:
    """The parts of a predicate that its outermost ANDs join, for "why it stayed silent"."""
    depth, start, parts = 0, 0, []
    between = False
    for token in tokens(text):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        word = token.text.upper()
        between = word == "BETWEEN" or (between and word != "AND")
        if depth == 0 and word == "OR":
            return [text]
        if depth == 0 and word == "AND" and not _closes_between(text, token):
            parts.append(text[start : token.start].strip())
            start = token.end
    return [*parts, text[start:].strip()]


def _closes_between(text: str, token: Token) -> bool:
    """Whether this AND belongs to a BETWEEN."""
    words = [t.text.upper() for t in tokens(text[: token.start])]
    last = len(words) - 1 - words[::-1].index("BETWEEN") if "BETWEEN" in words else None
    return last is not None and "AND" not in words[last:]
