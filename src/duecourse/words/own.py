"""Patterns of one's own, laid over those of duecourse: checked when they are saved, so that none fails in the morning.

[calendar.en]                      # other words for a pattern that there is
subject = "{{ orders }}: your calendar"
text = "Here is the calendar for {{ named }}: delivery on {{ delivery }}."

[tea]                              # a pattern of one's own, tried before those of duecourse
does = "useful"
about = ["certificate_of_origin"]
[tea.en]
subject = "…"
text = "…"
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from duecourse.errors import DuecourseError, ManyErrors
from duecourse.history.codes import REASONS
from duecourse.policy.model import ACTIONS
from duecourse.policy.sql import did_you_mean
from duecourse.words.facts import DAYS, FLAGS, KNOWN, TEXTS
from duecourse.words.figures import LANGUAGES
from duecourse.words.liquid import UnknownFactError, facts_named, render, unknown_facts, with_tokens
from duecourse.words.literal import loose
from duecourse.words.locked import finished, token
from duecourse.words.patterns import ROOT, Library, Pattern, Words, words_of

PATTERNS_MAX: Final = 300
"""Patterns of a file."""

_SILENT: Final = frozenset({"wait", "none", "own_fix", "release"})
_DOES: Final = tuple(action for action in (*ACTIONS, "manager", "fix", "confirm") if action not in _SILENT)
_PARTS: Final = ("subject", "text", "line")
_KEYS: Final = frozenset({"situation", "does", "about", "when", "spoken", *LANGUAGES})
_WORD_KEYS: Final = frozenset({*_PARTS, "read_by_native"})


def laid_over(base: Library, text: str, file: str) -> Library:
    """A library with patterns of one's own.

    Args:
        base: The patterns of duecourse.
        text: The file.
        file: Its name, for messages.

    Raises:
        ManyErrors: Every fault of the file.
        DuecourseError: It is no TOML.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise DuecourseError(f"The file is no TOML: {wrong}", where=file, fix="Correct that line.") from wrong
    faults = list(_faults(raw, base, file))
    if faults:
        raise ManyErrors(faults)
    known = {p.id: p for p in base.patterns}
    new = tuple(_made(id_, table) for id_, table in raw.items() if id_ not in known)
    old = tuple(_reworded(p, raw[p.id]) if p.id in raw else p for p in base.patterns)
    return replace(base, patterns=(*new, *old))


def _made(id_: str, raw: Mapping[str, Any]) -> Pattern:
    words = {code: words_of(raw[code]) for code in LANGUAGES if code in raw}
    about, when = tuple(raw.get("about", ())), tuple(raw.get("when", ()))
    return Pattern(id_, raw.get("situation", "any"), raw["does"], about, when, raw.get("spoken", False), words)


def _reworded(pattern: Pattern, raw: Mapping[str, Any]) -> Pattern:
    return replace(pattern, words={**pattern.words, **{c: words_of(raw[c]) for c in LANGUAGES if c in raw}})


def _faults(raw: Mapping[str, Any], base: Library, file: str) -> Iterator[DuecourseError]:
    if len(raw) > PATTERNS_MAX:
        fix = "Leave out those that are not used."
        yield DuecourseError(f"The file has {len(raw)} patterns, {PATTERNS_MAX} at most", where=file, fix=fix)
        return
    known = {p.id for p in base.patterns}
    for id_, table in raw.items():
        where = f"{file}, [{id_}]"
        if not isinstance(table, dict):
            yield DuecourseError(f"'{id_}' is no pattern", where=where, fix=f"Write a table: [{id_}.en].")
            continue
        yield from _shape(id_ in known, table, where)
        for code in LANGUAGES:
            if isinstance(table.get(code), dict):
                yield from _word_faults(table[code], f"{file}, [{id_}.{code}]")


def _shape(known: bool, table: Mapping[str, Any], where: str) -> Iterator[DuecourseError]:
    for key in table.keys() - _KEYS:
        near = did_you_mean(key, tuple(_KEYS))
        yield DuecourseError(f"There is no key or language '{key}'{near.rstrip('?')}", where=where, fix="Take it out.")
    for code in LANGUAGES:
        if code in table and not isinstance(table[code], dict):
            yield DuecourseError(f"'{code}' is no table", where=where, fix="Write subject and text under it.")
    for key in ("about", "when"):
        if not _is_texts(table.get(key, [])):
            yield DuecourseError(f"'{key}' is no list of words", where=where, fix=f'Write {key} = ["calendar"].')
    if _is_texts(table.get("when", [])):
        yield from _flag_faults(table.get("when", []), where)
    if known:
        for key in ("does", "about", "when", "situation", "spoken"):
            if key in table:
                fix = "Only the words of a pattern of duecourse may differ; give yours another name for more."
                yield DuecourseError(f"'{key}' of a pattern of duecourse cannot be changed", where=where, fix=fix)
        return
    if table.get("does") not in _DOES:
        fix = f"Write does = one of {', '.join(_DOES)}."
        yield DuecourseError("A pattern of your own needs to say what it is for", where=where, fix=fix)
    if ROOT not in table:
        fix = "Write a table for en: other languages are shown with the English beside them."
        yield DuecourseError("A pattern of your own needs English words", where=where, fix=fix)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _flag_faults(flags: Sequence[str], where: str) -> Iterator[DuecourseError]:
    known = (*FLAGS, *(f"reason_{reason}" for reason in REASONS))
    for flag in flags:
        if flag not in known:
            near = did_you_mean(flag, known).rstrip("?")
            fix = "`duecourse draft facts` lists them all."
            yield DuecourseError(f"There is no flag '{flag}'{near}", where=where, fix=fix)


def _steers(text: str) -> bool:
    """Whether it holds characters that could steer a page or pass for a token; line ends are none."""
    return any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for c in text.replace("\n", ""))


def _word_faults(raw: Mapping[str, Any], where: str) -> Iterator[DuecourseError]:
    """Faults of the words of one language; the text is rendered with all facts and with those alone that it needs."""
    wrong = [k for k in raw if k not in _WORD_KEYS] + [k for k in _PARTS if not isinstance(raw.get(k, ""), str)]
    if wrong or not isinstance(raw.get("text"), str):
        fix = "Words have subject, text and line, each in quotes, and read_by_native."
        what = f"'{wrong[0]}' does not belong here" if wrong else "There is no text"
        yield DuecourseError(what, where=where, fix=fix)
        return
    words = words_of(raw)
    if not words.text.strip() or any(_steers(getattr(words, part)) for part in _PARTS):
        what = "The text is empty" if not words.text.strip() else "The words hold characters that cannot be seen"
        yield DuecourseError(what, where=where, fix="Write the text as it should read.")
        return
    for part in _PARTS:
        try:
            yield from (DuecourseError(f.what, where=where, fix=f.fix) for f in part_faults(getattr(words, part)))
        except DuecourseError as fault:
            yield DuecourseError(fault.what, where=where, fix=fault.fix)


def part_faults(source: str) -> Iterator[DuecourseError]:
    """Faults of one text: unknown facts, figures that are none, and what cannot be rendered.

    Raises:
        DuecourseError: It is no pattern at all.
    """
    named = facts_named(source)
    yield from unknown_facts(source, {*KNOWN, "lines"})
    for values in ({n: token(n) for n in named}, {}):
        try:
            shown = render(source, values)
        except UnknownFactError:
            continue
        for found in loose(shown):
            fix = "Put the fact in its place, such as {{ pay_by }} or {{ amount }}."
            yield DuecourseError(f"'{found}' stands in the words, where only facts may say figures and days", fix=fix)


def facts_of(words: Words) -> frozenset[str]:
    """Every fact that the words name."""
    return frozenset().union(*(facts_named(getattr(words, part)) for part in _PARTS))


def sample_of(words: Words, language: str) -> str:
    """The text as it will read, with facts of an invented order; for the check of a pattern before it is used.

    Args:
        words: Words without faults.
        language: Their language.
    """
    facts = frozenset(_SAMPLE)
    unfinished = with_tokens(words.text, facts, frozenset())
    return finished(unfinished, _SAMPLE | _SAMPLE_IN.get(language, {}))[0]


_DAY: Final = {"en": "7 December", "zh": "12月7日", "de": "7. Dezember", "es": "7 de diciembre", "fr": "7 décembre"}
_SAMPLE_IN: Final = {code: dict.fromkeys(DAYS, day) for code, day in _DAY.items()}
_SAMPLE: Final = {
    **dict.fromkeys([*TEXTS, *DAYS], "Regenwerk"),
    **dict.fromkeys(("order", "orders", "named"), "SC-2618"),
    **dict.fromkeys(("amount", "total"), "USD 18,360.00"),
    "goods": "rain barrel",
    "thing": "REACH report",
    "payment": "deposit",
    "question": "how thick the film is",
    "answer": "The film is thick.",
    "days_past_due": "21",
    "lines": "– SC-2640",
    "writer": "Ana",
}
