"""The words of order lists in six languages, from `headings/<language>.toml`: a language costs one file."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All languages, made ready for look-up; every word `plain`.

    Args:
        names: Language to field to whole headings, as the files spell them.
        contains: Words of a heading that must all appear, its field, its language; in the order of the files.
        parts: deposit, balance, received, day, amount, share to their words.
        hints: Field to words that may still mean it, if the column holds what the field needs.
        cells: total, same, yes, no, unknown, void, closed to their words.
        months: Name of a month to its number.
        money: Word for a currency to its code.
    """

    names: Mapping[str, Mapping[str, list[str]]]
    contains: tuple[tuple[tuple[str, ...], str, str], ...]
    parts: Mapping[str, tuple[str, ...]]
    hints: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, frozenset[str]]
    months: Mapping[str, int]
    money: Mapping[str, str]


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Small letters without accents, width and outer space; punctuation stays."""
    if text.isascii():
        return " ".join(text.casefold().split())
    split = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).split())


def bare(text: str) -> str:
    """`plain` without anything but letters, digits and the per-cent sign."""
    return re.sub(r"[^\w%]|_", "", plain(text))


def says_total(text: str) -> bool:
    """Whether a text begins with 'total' in any language, as the first cell of a row of sums does."""
    return _totals().match(plain(text).rstrip(": ：")) is not None


@lru_cache(maxsize=1)
def _totals() -> re.Pattern[str]:
    """'total' as a word of its own; in Chinese as the beginning of one."""
    words = lexicon().cells["total"]
    return re.compile("|".join(re.escape(w) + (r"(?: |\Z)" if w.isascii() else "") for w in sorted(words)))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All languages, read once."""
    languages = _languages()
    contains = tuple(
        (tuple(plain(w) for w in entry.split("+")), field, code)
        for code, said in languages.items()
        for field, entries in said["contains"].items()
        for entry in entries
    )
    return Lexicon(
        {code: said["names"] for code, said in languages.items()},
        contains,
        {k: tuple(plain(w) for w in ws) for k, ws in _joined(languages, "parts").items()},
        {k: tuple(plain(w) for w in ws) for k, ws in _joined(languages, "hints").items()},
        {k: frozenset(plain(w) for w in ws) for k, ws in _joined(languages, "cells").items()},
        {plain(name): number for said in languages.values() for name, number in said["months"].items()},
        {plain(w): code for said in languages.values() for code, words in said["money"].items() for w in words},
    )


def _languages() -> dict[str, dict[str, Any]]:
    """Language code to what its file says; English first."""
    folder = files("duecourse.adapters.orders").joinpath("headings")
    found = sorted(
        (f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: (f.name != "en.toml", f.name)
    )
    return {f.name[:-5]: tomllib.loads(f.read_text(encoding="utf-8")) for f in found}


def _joined(languages: Mapping[str, Mapping[str, Any]], section: str) -> dict[str, list[str]]:
    joined: dict[str, list[str]] = {}
    for said in languages.values():
        for key, words in said[section].items():
            joined.setdefault(key, []).extend(words)
    return joined
