"""What a condition compares with what: a date with a date, a count with a number, a word with a word of its fact.

Polars keeps a date as a number and would compare the two; so the tokens that `sql.faults` let pass are read once more,
as a grammar with a sort for every value. What does not read as a sentence is told here too, before anything compiles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import polars as pl

from duecourse.history.schema import CHECKLIST_POINTS, LC_STAGES, MILESTONE_KINDS, REASONS, RELATIONSHIPS
from duecourse.policy.sql import FUNCTIONS, KEYWORDS, Token, did_you_mean, tokens

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "reason": REASONS,
    "lc_stage": LC_STAGES,
    "kind": MILESTONE_KINDS,
    "relationship": RELATIONSHIPS,
    "point_ready": CHECKLIST_POINTS,
    "point_bare": CHECKLIST_POINTS,
    "ball": ("ours", "bank", "theirs", "nobody"),
    "stage": ("confirming", "only_payment_left", "paid", "closed"),
}
_SIGNS: Final = frozenset({"<", "<=", ">", ">=", "=", "<>", "!="})
_ORDERED: Final = frozenset({"number", "date", "unknown"})
_NAMES: Final = {
    "number": "a number",
    "date": "a date",
    "flag": "a yes or no",
    "text": "a text",
    "names": "a list of words",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value inside a condition: how it is written, its sort, the facts of words and the words in it."""

    text: str
    sort: str
    facts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} ({_NAMES[self.sort]})" if self.sort in _NAMES else self.text


_Part: TypeAlias = Callable[[], Value]


class _Unread(Exception):
    """The text does not read as a condition."""


def operand_faults(text: str, known: Mapping[str, pl.DataType]) -> list[str]:
    """Comparisons without a meaning, in words, and where a text stops being one; empty if it can be compiled.

    Args:
        text: A predicate or a date in which `sql.faults` found nothing.
        known: Facts and numbers by name with their types.
    """
    reader = _Reader(list(tokens(text)), known)
    try:
        reader.whole()
    except _Unread as stop:
        return [*reader.wrong, str(stop)]
    return list(dict.fromkeys(reader.wrong))


def sort_of(dtype: pl.DataType) -> str:
    """Sort of the values of a column: number, date, flag, text or names."""
    if dtype.is_numeric():
        return "number"
    named = {"Date": "date", "Boolean": "flag", "String": "text", "List": "names"}
    return named[str(dtype.base_type())]


@dataclass(slots=True)
class _Reader:
    """Reads tokens from left to right, the weakest word first: or, and, not, comparison, value."""

    found: Sequence[Token]
    known: Mapping[str, pl.DataType]
    here: int = 0
    wrong: list[str] = field(default_factory=list)

    def whole(self) -> None:
        if not self.found:
            raise _Unread("is empty")
        self._either()
        if self._word():
            raise _Unread(f"cannot be read from {self._word()!r} on")

    def _word(self, ahead: int = 0) -> str:
        place = self.here + ahead
        return self.found[place].text if place < len(self.found) else ""

    def _take(self, *words: str) -> str:
        """The next token if it is one of these, in capitals; else nothing."""
        word = self._word().upper()
        if word not in words:
            return ""
        self.here += 1
        return word

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _Unread(f"lacks {word!r} before {self._word()!r}" if self._word() else f"ends without {word!r}")

    def _either(self) -> Value:
        return self._joined("OR", self._both)

    def _both(self) -> Value:
        return self._joined("AND", self._denied)

    def _joined(self, word: str, part: _Part) -> Value:
        value = part()
        while self._take(word):
            self._asked(value, word)
            value = part()
            self._asked(value, word)
            value = Value("the condition", "flag")
        return value

    def _asked(self, value: Value, word: str) -> None:
        """Only a yes or no can be joined or denied."""
        if value.sort not in {"flag", "unknown"}:
            self.wrong.append(f"has {value} beside {word}, but a yes or no was expected")

    def _denied(self) -> Value:
        if not self._take("NOT"):
            return self._compared()
        value = self._denied()
        self._asked(value, "NOT")
        return Value("the condition", "flag")

    def _compared(self) -> Value:
        value = self._value()
        while self._comparison(value):
            value = Value("the comparison", "flag")
        return value

    def _comparison(self, left: Value) -> bool:
        sign = self._take(*_SIGNS, "IS", "IN", "BETWEEN", "NOT")
        if sign == "NOT":
            sign = self._take("IN", "BETWEEN")
            if not sign:
                raise _Unread(f"cannot be read from 'not {self._word()}' on")
        if sign == "IS":
            self._state()
        elif sign:
            self._same([left, *self._rights(sign)], sign)
        return bool(sign)

    def _state(self) -> None:
        self._take("NOT")
        if not self._take("NULL", "TRUE", "FALSE"):
            raise _Unread("has an 'is' without null, true or false")

    def _rights(self, sign: str) -> list[Value]:
        """What stands on the right of a comparison."""
        if sign == "IN":
            return self._list(self._value)
        first = self._value()
        if sign != "BETWEEN":
            return [first]
        self._need("AND")
        return [first, self._value()]

    def _list(self, part: _Part) -> list[Value]:
        self._need("(")
        values = [part()]
        while self._take(","):
            values.append(part())
        self._need(")")
        return values

    def _value(self) -> Value:
        sign = self._take("-", "+")
        value = self._single()
        if sign and value.sort != "number":
            self.wrong.append(f"has {sign!r} before {value}, but a number was expected")
        while self._word() in {"+", "-"} and self._word(1).upper() == "INTERVAL":
            self.here += 3
            if value.sort != "date":
                self.wrong.append(f"moves {value} by days, but a date was expected")
        return value

    def _single(self) -> Value:
        if self._take("("):
            value = self._either()
            self._need(")")
            return value
        if self.here >= len(self.found):
            raise _Unread("ends where a fact or a value was expected")
        token = self.found[self.here]
        if token.text.upper() in FUNCTIONS:
            self.here += 1
            return self._same(self._list(self._either), token.text.upper())
        return self._plain(token)

    def _plain(self, token: Token) -> Value:
        self.here += 1
        if token.sort == "number":
            return Value(token.text, "number")
        if token.sort == "text":
            return Value(token.text, "text", words=(token.text[1:-1],))
        if token.text.upper() in {"TRUE", "FALSE", "NULL"}:
            return Value(token.text, "unknown" if token.text.upper() == "NULL" else "flag")
        if token.sort != "word" or token.text.upper() in KEYWORDS:
            raise _Unread(f"has {token.text!r} where a fact or a value was expected")
        sort = sort_of(self.known[token.text])
        return Value(token.text, sort, (token.text,) if sort == "text" else ())

    def _same(self, values: list[Value], sign: str) -> Value:
        """All values of one comparison or function are of one sort; facts of words meet only words that they know."""
        sorted_ = [v for v in values if v.sort != "unknown"]
        first = sorted_[0] if sorted_ else values[0]
        other = next((v for v in sorted_ if v.sort != first.sort), None)
        together = Value(
            f"{sign}(…)",
            first.sort,
            tuple(dict.fromkeys(f for v in values for f in v.facts)),
            tuple(dict.fromkeys(w for v in values for w in v.words)),
        )
        self.wrong += [f"compares {first} with {other}"] if other else _meaningless(together, first, sign)
        return together


def _meaningless(together: Value, first: Value, sign: str) -> list[str]:
    if first.sort == "names":
        return [f"compares {first}; ask how many there are instead"]
    if first.sort not in _ORDERED and sign not in {"=", "<>", "!=", "IN", "COALESCE"}:
        return [f"asks for an order of {first}, which has none"]
    if len(together.facts) > 1:
        return [f"compares {together.facts[0]} with {together.facts[1]}; compare each with a word in quotes"]
    return [
        f"compares {fact} with {word!r}, which it never is{did_you_mean(word, CHOICES[fact])}"
        for fact in together.facts
        for word in together.words
        if word not in CHOICES.get(fact, (word,))
    ]
