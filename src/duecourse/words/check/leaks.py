"""Leaks that words show: every leak of the lexicon, where the text says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from duecourse.words.check.fold import Folded
from duecourse.words.check.lexicon import Leak, Lexicon, Span, Words, kinds, overlap
from duecourse.words.check.model import Fault

_DATED: Final = frozenset({"due_now", "scarcity"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording of a leak in a folded text.

    Args:
        leak: Like "asap".
        group: Like "pressure".
        span: Its place.
        hint: Whether the wording is a weak one.
    """

    leak: str
    group: str
    span: Span
    hint: bool = False


def hits(lexicon: Lexicon, text: str, fine: Sequence[Span] = (), *, excused: bool = True) -> list[Hit]:
    """Wordings of all leaks.

    Args:
        lexicon: Of the language of the text.
        text: Folded.
        fine: Places that may stand, like a true deadline.
        excused: Whether wordings around a hit excuse it. Fits look at every hit: in the draft of a stranger many a
            harmless one has no excuse that a lexicon knows.
    """
    return [hit for leak in lexicon.leaks for hit in _of(leak, text, fine, excused=excused)]


def _of(leak: Leak, text: str, fine: Sequence[Span], *, excused: bool) -> Iterator[Hit]:
    words = leak.words if excused else Words(leak.words.says, None, leak.words.hints)
    covered = fine if leak.name in _DATED else ()
    strong = words.spans(text, covered)
    weak = Words(words.hints, words.unless).spans(text, covered)
    yield from (Hit(leak.name, leak.group, span) for span in strong)
    yield from (Hit(leak.name, leak.group, span, hint=True) for span in weak if span not in strong)


def spoken(text: str, plain: Folded, lexicon: Lexicon, heard: Iterable[Hit], speak: str) -> list[Fault]:
    """Faults by words; of two in one group that overlap, the one that begins first.

    Args:
        text: The original.
        plain: The same, folded.
        lexicon: Of the language of the text.
        heard: The wordings.
        speak: Language of the writer.
    """
    calmer = {leak.name: leak.calmer for leak in lexicon.leaks}
    faults = (fault(h.leak, text, plain.span(*h.span), speak, calmer=calmer.get(h.leak, "")) for h in heard)
    return list(without_doubles(faults))


def fault(name: str, text: str, span: Span, speak: str, *, calmer: str = "") -> Fault:
    """A fault by its name; an empty span is about the whole."""
    kind = kinds()[name]
    start, end = span
    why = kind.why.get(speak, kind.why["en"])
    return Fault(name, kind.group, start, end, text[start:end], why, calmer, kind.severity)


def without_doubles(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults in the order of the text, one for each place and group; one that holds goes before one that warns."""
    last: dict[str, Span] = {}
    for found in sorted(faults, key=lambda f: (f.start, f.severity, -f.end)):
        span = (found.start, found.end)
        if found.group in last and overlap(span, last[found.group]):
            continue
        last[found.group] = span
        yield found


def about_subject(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of the subject line: their words are kept, their place is not in the text."""
    return [replace(f, start=0, end=0) for f in faults]
