"""Facts as tokens: a text is written with tokens, and each becomes its value at the very end, in a known place.

A token is the name of a fact between two characters of private use, which no cleaned value contains. What lies between
tokens are the words of the pattern. So a re-worded text can be compared token by token, and a page can underline what
nobody may change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

_OPEN, _SHUT = "\ue000", "\ue001"
_TOKEN: Final = re.compile(f"{_OPEN}([a-z0-9_]+){_SHUT}")
_STEERING: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Locked:
    """A fact in a text: its name, and where its value stands (code points, end not included)."""

    name: str
    start: int
    end: int


def token(name: str) -> str:
    """What stands for a fact until the text is finished."""
    return f"{_OPEN}{name}{_SHUT}"


def tokens_in(text: str) -> list[str]:
    """Names of the facts of an unfinished text, in their order, each as often as it stands there."""
    return _TOKEN.findall(text)


def clean(value: str) -> str:
    """A value on one line, without anything that could steer a page, a terminal or a mail, or pass for a token."""
    if value.isprintable() and "  " not in value and value == value.strip():
        return value
    spaced = "".join(" " if c.isspace() and c != "\u00a0" else c for c in value)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _STEERING)
    return " ".join(part for part in kept.split(" ") if part)


def spaced(text: str, values: Mapping[str, str], days: Container[str]) -> str:
    """A Chinese text with a space between Chinese words and Latin values, but for days, as Chinese is set.

    Args:
        text: Unfinished.
        values: Token to value.
        days: Names of tokens that are days.
    """
    parts: list[str] = []
    at = 0
    for found in _TOKEN.finditer(text):
        before, value = text[at : found.start()], values[found.group(1)]
        is_day = found.group(1).rstrip("_0123456789") in days
        left = not is_day and value[:1].isascii() and value[:1].isalnum() and _is_han(before[-1:])
        right = not is_day and value[-1:].isascii() and value[-1:].isalnum() and _is_han(text[found.end() :][:1])
        parts += [before, " " * left, found.group(), " " * right]
        at = found.end()
    return "".join([*parts, text[at:]])


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" if char else False


def finished(text: str, values: Mapping[str, str]) -> tuple[str, tuple[Locked, ...]]:
    """The text with its values, and where each of them stands.

    Raises:
        KeyError: A token has no value; `render` in `liquid.py` never gives such a text.
    """
    parts: list[str] = []
    places: list[Locked] = []
    at = length = 0
    for found in _TOKEN.finditer(text):
        before, value = text[at : found.start()], values[found.group(1)]
        start = length + len(before)
        parts += [before, value]
        at, length = found.end(), start + len(value)
        places.append(Locked(found.group(1), start, length))
    return "".join([*parts, text[at:]]), tuple(places)
