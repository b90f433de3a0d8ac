"""The words of each language, from `lexicons/<language>.toml`: a language costs one file.

`lexicons/leaks.toml` says for every leak what it is (group, severity, why); the files of the languages say how people
put it. A pattern is folded text with two signs: `{name}` stands for any entry of that slot, `~` for a few words of the
same sentence; the rest is the syntax of RE2, which takes time in proportion to the text whatever the pattern.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

import re2

from duecourse.errors import DuecourseError
from duecourse.words.check.fold import folded_sign, is_han

LANGUAGES: Final = ("en", "zh", "de", "es", "fr")
Span = tuple[int, int]

_SLOT: Final = re.compile(r"\{([a-z_]+)\}")
_UMLAUTS: Final = {"ä": "ae?", "ö": "oe?", "ü": "ue?"}
_GAPS: Final = {"zh": r"[^\n]{0,12}?"}
_GAP: Final = r"(?: |[ ,:][^\n]{0,40}?[ ,:(])"
_MATCHES_MAX: Final = 50
"""Of one leak in one text; more say nothing new."""


@dataclass(frozen=True, slots=True)
class Words:
    """Phrases that mean one thing.

    Args:
        says: The phrases; None when there are none.
        unless: Wordings around a phrase that make it harmless.
        hints: Phrases that mean it only in a mail which leans that way anyhow.
    """

    says: Any = None
    unless: Any = None
    hints: Any = None

    def spans(self, text: str, covered: Sequence[Span] = (), *, hints: bool = False) -> list[Span]:
        """Where a folded text says it, without what a harmless wording or one of the covered spans touches.

        Args:
            text: Folded.
            covered: Spans that may stand.
            hints: Whether the hints count too.
        """
        found = [*_found(self.says, text), *(_found(self.hints, text) if hints else ())]
        if not found:
            return []
        fine = [m.span() for m in self.unless.finditer(text)] if self.unless is not None else []
        return [s for s in found if not any(overlap(s, f) for f in (*fine, *covered))]


def _found(pattern: Any, text: str) -> list[Span]:
    if pattern is None:
        return []
    found = (m.span() for _, m in zip(range(_MATCHES_MAX), pattern.finditer(text), strict=False))
    return [(start, end) for start, end in found if end > start]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


@dataclass(frozen=True, slots=True)
class Leak:
    """One way to show worry, pressure or need.

    Args:
        name: Like "asap".
        group: Like "pressure".
        severity: "block" or "warn".
        why: Language of the writer to sentence.
        calmer: A wording in the language of the draft.
        words: How people put it.
    """

    name: str
    group: str
    severity: str
    why: Mapping[str, str]
    calmer: str
    words: Words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language.

    Args:
        language: Code like "en".
        leaks: In the order of `leaks.toml`.
        senses: What the other tests look for, like "asks_money" and "gives".
        months: Folded name to number.
        weekdays: Folded names, from Monday on.
        near: Folded names of today and of tomorrow.
    """

    language: str
    leaks: tuple[Leak, ...]
    senses: Mapping[str, Words]
    months: Mapping[str, int]
    weekdays: tuple[tuple[str, ...], ...]
    near: tuple[tuple[str, ...], ...]

    def spans(self, sense: str, text: str, covered: Sequence[Span] = ()) -> list[Span]:
        """Where a folded text has this sense."""
        words = self.senses.get(sense)
        return words.spans(text, covered) if words else []


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fault is, whatever the language.

    Args:
        group: Like "pressure".
        severity: "block" or "warn".
        why: Language of the writer to sentence.
    """

    group: str
    severity: str
    why: Mapping[str, str]


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Every fault by its name."""
    return {name: Kind(raw["group"], raw["severity"], raw["why"]) for name, raw in _read("leaks").items()}


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(language: str) -> Lexicon:
    """The words of a language.

    Raises:
        DuecourseError: A pattern cannot be read, or a leak has no entry in `leaks.toml`.
    """
    raw = _read(language)
    slots = raw.get("slots", {})
    built = {
        name: _words(entry, slots, f"lexicons/{language}.toml, {name}", language)
        for part in ("leak", "sense")
        for name, entry in raw.get(part, {}).items()
        if "says" in entry
    }
    built |= {name: built[entry["same_as"]] for name, entry in raw["leak"].items() if "same_as" in entry}
    return Lexicon(
        language,
        tuple(_leaks(raw["leak"], built, language)),
        {name: built[name] for name in raw.get("sense", {})},
        {_folded(name): number for number, names in enumerate(raw["months"], 1) for name in names},
        _names(raw.get("weekdays", [])),
        _names(raw.get("days", [])),
    )


def _names(groups: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(_folded, group)) for group in groups)


def _leaks(entries: Mapping[str, Any], built: Mapping[str, Words], language: str) -> Iterator[Leak]:
    unknown = sorted(set(entries) - set(kinds()))
    if unknown:
        where = f"lexicons/{language}.toml"
        raise DuecourseError(f"No leak is called {unknown[0]}", where=where, fix="Describe it in lexicons/leaks.toml.")
    for name, kind in kinds().items():
        if name in entries:
            calmer = entries[name].get("calmer", "")
            yield Leak(name, kind.group, kind.severity, kind.why, calmer, built[name])


@lru_cache(maxsize=1)
def layout_words() -> Mapping[str, Any]:
    """Greetings, closings and the like, of all languages together: mails often mix them."""
    return {
        name: compiled([p for raw in _layouts() for p in raw.get(name, [])], {}, "greeting and signature", "")
        for name in ("greetings", "closings", "history", "attributions", "footers")
    }


def _layouts() -> Iterator[Mapping[str, list[str]]]:
    yield from (_read(language)["layout"] for language in LANGUAGES)


@lru_cache(maxsize=1)
def common_words() -> Mapping[str, frozenset[str]]:
    """Small words of several languages, to guess by; among them some that we do not judge."""
    return {language: frozenset(map(_folded, words.split())) for language, words in _read("guess").items()}


@lru_cache(maxsize=1)
def shouted_words() -> frozenset[str]:
    """Plain words of any language that are loud in capitals."""
    small = [word for words in common_words().values() for word in words]
    own = [_folded(word) for code in LANGUAGES for word in _read(code).get("shouted", "").split()]
    return frozenset(w for w in (*small, *own) if len(w) > 2)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("duecourse.words.check") / "lexicons" / f"{name}.toml").read_text(encoding="utf-8"))


def _words(entry: Mapping[str, Any], slots: Mapping[str, list[str]], where: str, language: str) -> Words:
    says, unless, hints = (entry.get(part, []) for part in ("says", "unless", "hints"))
    return Words(
        *(compiled(patterns, slots, where, language) if patterns else None for patterns in (says, unless, hints))
    )


def compiled(patterns: Iterable[str], slots: Mapping[str, list[str]], where: str, language: str) -> Any:
    """Patterns of a lexicon as one regular expression.

    Raises:
        DuecourseError: A slot is unknown, or the syntax is wrong.
    """
    options = re2.Options()
    options.max_mem, options.log_errors, options.never_capture = 1 << 26, False, True
    source = "|".join(_pattern(p, slots, where, language) for p in patterns)
    try:
        return re2.compile(f"(?m)(?:{source})", options)
    except re2.error as error:
        said = error.args[0]
        said = said.decode() if isinstance(said, bytes) else said
        raise DuecourseError(f"A pattern cannot be read: {said}", where=where, fix="Correct its syntax.") from error


def _pattern(pattern: str, slots: Mapping[str, list[str]], where: str, language: str) -> str:
    text = pattern
    while match := _SLOT.search(text):
        if match[1] not in slots:
            raise DuecourseError(f"No slot is called {match[1]}", where=where, fix="Add it to [slots].")
        text = text[: match.start()] + "(?:" + "|".join(slots[match[1]]) + ")" + text[match.end() :]
    gap = _GAPS.get(language, _GAP)
    text = _folded(re.sub(r" ?~ ?", lambda _: gap, text).replace("%", "percent"))
    return _bounded(text)


def _folded(text: str) -> str:
    return "".join(_UMLAUTS.get(c) or (c if c.isascii() else folded_sign(c)) for c in text)


def _bounded(text: str) -> str:
    """Words are whole words; Chinese has no blanks between them."""
    first = r"\b" if text[0].isascii() and (text[0].isalnum() or text[0] in "([") and not _has_han(text) else ""
    last = "" if _has_han(text) or text.endswith((r"\?", r"\w*", "$", "!", r"\W", '"')) else r"(?:\b|$)"
    return f"{first}{text}{last}"


def _has_han(text: str) -> bool:
    return any(map(is_han, text))
