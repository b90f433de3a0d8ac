"""Patterns: what each is for, and its words in each language; the first that fits and can be filled is taken.

`templates/which.toml` says what every pattern is for, in the order in which they are tried; `templates/<language>.toml`
has the words. A language without words for a pattern leaves it to English, which has them all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from duecourse.decide.verdict import Verdict
from duecourse.errors import DuecourseError
from duecourse.plan.sending import contact_kind
from duecourse.words.figures import LANGUAGES

ROOT: Final = "en"
"""The language that has words for every pattern."""

_PACKAGE: Final = "duecourse.words"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one pattern in one language.

    Args:
        subject: Subject line; empty for what is spoken.
        text: What stands between greeting and closing.
        line: How a further order of the same customer is told, one line.
        read_by_native: Whether a person who grew up with the language has read it.
    """

    subject: str
    text: str
    line: str
    read_by_native: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a message is for.

    Args:
        id: Its name.
        situation: explained, silent, promised, broken, price, no_hurry, lc, paid, open_account, close, or any.
        does: Kind of contact, or what a person sends for a task of ours.
        about: Kinds, topics or levels, one of which it is for; empty for all.
        when: Flags that must all be true.
        spoken: Said on the telephone or sent on another channel: no subject.
        words: Language to its words.
    """

    id: str
    situation: str
    does: str
    about: tuple[str, ...]
    when: tuple[str, ...]
    spoken: bool
    words: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Speech:
    """What every message of a language has in common.

    Args:
        closing: The line before the name.
        further, also: What leads to further payments: the same is said of them, or something else.
        dates, thanks: Subject of several payments that have days of their own, or came together.
        payments: Kind of payment to its name.
    """

    closing: str
    further: str
    also: str
    dates: str
    thanks: str
    payments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Library:
    """All patterns in the order in which they are tried, and what each language has in common."""

    patterns: tuple[Pattern, ...]
    speech: Mapping[str, Speech]

    def fitting(self, verdict: Verdict, flags: Mapping[str, bool]) -> Iterator[Pattern]:
        """Patterns for a verdict, the most particular first."""
        does, about = key_of(verdict)
        for pattern in self.patterns:
            told = not pattern.about or about & set(pattern.about)
            if pattern.does == does and told and all(flags.get(f) for f in pattern.when):
                yield pattern

    def named(self, id_: str) -> Pattern:
        """The pattern of that name.

        Raises:
            DuecourseError: There is none.
        """
        found = next((p for p in self.patterns if p.id == id_), None)
        if found is None:
            raise DuecourseError(f"There is no pattern '{id_}'", fix="`duecourse draft patterns` lists them.")
        return found


def key_of(verdict: Verdict) -> tuple[str, set[str]]:
    """What a verdict wants said: kind of contact (or the rule, for tasks that a person writes for), and about what."""
    does = contact_kind(verdict) or verdict.action
    if does == "dunning":
        return does, {str(verdict.level or 0)}
    about = {t for t in (verdict.topic, verdict.kind) if t}
    return does, {*about, verdict.rule}


@lru_cache(maxsize=1)
def library() -> Library:
    """The patterns that come with duecourse."""
    which = _read("which.toml")["pattern"]
    by_language = {code: _read(f"{code}.toml") for code in LANGUAGES}
    return Library(
        tuple(_pattern(raw, by_language) for raw in which),
        {code: _speech(raw["common"]) for code, raw in by_language.items()},
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(_PACKAGE).joinpath("templates", name).read_text(encoding="utf-8"))


def _speech(raw: Mapping[str, Any]) -> Speech:
    return Speech(*(raw[name] for name in ("closing", "further", "also", "dates", "thanks", "payments")))


def _pattern(raw: Mapping[str, Any], by_language: Mapping[str, Mapping[str, Any]]) -> Pattern:
    words = {c: words_of(found) for c, lang in by_language.items() if (found := lang["pattern"].get(raw["id"]))}
    when, about = tuple(raw.get("when", ())), tuple(raw.get("about", ()))
    return Pattern(raw["id"], raw["situation"], raw["does"], about, when, raw.get("spoken", False), words)


def words_of(raw: Mapping[str, Any]) -> Words:
    """The words of a pattern from its table."""
    text = raw["text"].strip("\n")
    return Words(raw.get("subject", ""), text, raw.get("line", ""), raw.get("read_by_native", False))
