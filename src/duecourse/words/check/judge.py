"""The check of a draft: its own words folded, its language told, then every test, worst tone first in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from duecourse.words.check.deadlines import dated, true_spans
from duecourse.words.check.fold import Folded, folded
from duecourse.words.check.form import looks, words_in
from duecourse.words.check.language import guessed, named
from duecourse.words.check.layout import hidden
from duecourse.words.check.leaks import about_subject, fault, spoken, without_doubles
from duecourse.words.check.lexicon import Lexicon, Span, lexicon
from duecourse.words.check.model import Checked, Context, Fault
from duecourse.words.check.naked import calmed, cold, delivered, evidence, leans, money_first, only_money
from duecourse.words.check.rhythm import rhythm

_FORMAL: Final = frozenset({"final notice", "最后通知"})
"""Titles of a formal letter about goods that were delivered; before that they are threats."""

_OWN_MAX: Final = 20_000
"""Characters of a draft that are judged."""


def check(
    text: str,
    *,
    subject: str = "",
    language: str | None = None,
    context: Context = Context(),  # noqa: B008 - frozen
    speak: str = "en",
) -> Checked:
    """What a draft betrays of worry, pressure or need.

    Args:
        text: The mail as it would be sent, greeting, signature and history included.
        subject: Its subject line; faults of it have no place in the text.
        language: en, zh, de, es, fr, also like "en-GB"; None to guess; another is judged by form and rhythm alone.
        context: What is known beside the text.
        speak: Language of the advice: en or zh.
    """
    apart = _bounded(hidden(text), len(text))
    plain = folded(text, apart)
    code = named(language)
    code = guessed(plain.text) if code is None else code
    words = lexicon(code) if code else None
    faults = list(_within(text, plain, words, context, speak))
    if subject and words:
        heard = about_subject(spoken(subject, folded(subject), words, (), speak))
        faults += [f for f in heard if not delivered(context) or f.said.casefold() not in _FORMAL]
    if not words and plain.text.strip():
        faults.append(fault("language_unknown", text, (0, 0), speak))
    faults += rhythm(context, speak)
    return Checked(code, tuple(_ordered(faults)), words_in(plain.text))


def _bounded(apart: Sequence[Span], size: int) -> list[Span]:
    """The hidden parts, and all that lies behind so many own characters: nobody writes such a draft by hand."""
    left = _OWN_MAX
    for start, end in _between(apart, size):
        if left < end - start:
            return [*(s for s in apart if s[1] <= start), (start + left, size)]
        left -= end - start
    return list(apart)


def _within(text: str, plain: Folded, words: Lexicon | None, context: Context, speak: str) -> Iterator[Fault]:
    form = list(looks(text, plain, words, speak))
    yield from form
    if words is None:
        return
    fine = true_spans(plain.text, words, context)
    found = evidence(words, plain.text, context)
    said = spoken(text, plain, words, fine, speak, hints=leans(found))
    said += [
        fault(name, text, plain.span(*span), speak) for name, span in dated(plain.text, words, context, said, fine)
    ]
    agreed = [f for f in said if context.discount_agreed and f.name == "unasked_discount"]
    if delivered(context):
        said = [f for f in said if f.said.casefold() not in _FORMAL]
    said = calmed(found, plain.text, [f for f in said if f not in agreed])
    yield from without_doubles(said)
    naked = only_money(found, plain.text, [*form, *said])
    if naked is not None:
        yield fault("only_money", text, plain.span(*naked), speak)
    elif (pressing := cold(found, plain.text, [*said, *agreed])) is not None:
        yield fault("cold_tone", text, plain.span(*pressing), speak)
    elif (first := money_first(found)) is not None:
        yield fault("money_first", text, plain.span(*first), speak)


def _between(spans: Sequence[Span], size: int) -> Iterator[Span]:
    for (_, start), (end, _) in pairwise([(0, 0), *spans, (size, size)]):
        if start < end:
            yield start, end


def _ordered(faults: Sequence[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda f: (f.end == 0, f.start, f.end))
