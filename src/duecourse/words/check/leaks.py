"""Leaks that words show: every leak of the lexicon, where the text says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from duecourse.words.check.fold import Folded
from duecourse.words.check.lexicon import Lexicon, Span, kinds, overlap
from duecourse.words.check.model import Fault


def spoken(
    text: str, plain: Folded, lexicon: Lexicon, fine: Sequence[Span], speak: str, *, hints: bool = True
) -> list[Fault]:
    """Faults by words; of two in one group that overlap, the one that begins first.

    Args:
        text: The original.
        plain: The same, folded.
        lexicon: Of the language of the text.
        fine: Folded spans that may stand, like a true deadline.
        speak: Language of the writer.
        hints: Whether weak wordings count, too; they always do beside a blocking one.
    """
    found = _heard(text, plain, lexicon, fine, speak, hints=hints)
    if not hints and any(f.severity == "block" for f in found):
        found = _heard(text, plain, lexicon, fine, speak, hints=True)
    return list(without_doubles(found))


def _heard(text: str, plain: Folded, lexicon: Lexicon, fine: Sequence[Span], speak: str, *, hints: bool) -> list[Fault]:
    return [
        fault(leak.name, text, plain.span(*span), speak, calmer=leak.calmer)
        for leak in lexicon.leaks
        for span in leak.words.spans(plain.text, fine if leak.name in _DATED else (), hints=hints)
    ]


_DATED = frozenset({"due_now", "scarcity"})


def fault(name: str, text: str, span: Span, speak: str, *, calmer: str = "") -> Fault:
    """A fault by its name; an empty span is about the whole."""
    kind = kinds()[name]
    start, end = span
    why = kind.why.get(speak, kind.why["en"])
    return Fault(name, kind.group, start, end, text[start:end], why, calmer, kind.severity)


def without_doubles(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults in the order of the text, one for each place and group."""
    last: dict[str, Span] = {}
    for found in sorted(faults, key=lambda f: (f.start, -f.end)):
        span = (found.start, found.end)
        if found.group in last and overlap(span, last[found.group]):
            continue
        last[found.group] = span
        yield found


def about_subject(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of the subject line: their words are kept, their place is not in the text."""
    return [replace(f, start=0, end=0) for f in faults]
