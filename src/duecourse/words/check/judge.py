"""The check of a draft: its own words folded, its language told, then every test, worst tone first in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from duecourse.words.check.deadlines import dated, true_spans
from duecourse.words.check.fold import Folded, folded
from duecourse.words.check.form import looks, words_in
from duecourse.words.check.language import guessed, named
from duecourse.words.check.layout import hidden
from duecourse.words.check.leaks import Hit, about_subject, fault, hits, spoken, without_doubles
from duecourse.words.check.lexicon import Lexicon, Span, kinds, lexicon
from duecourse.words.check.model import Checked, Context, Fault
from duecourse.words.check.naked import Evidence, asking, delivered, evidence, money_first, price_asked
from duecourse.words.check.rhythm import rhythm
from duecourse.words.check.tone import tone
from duecourse.words.check.weigh import Verdict, weighed

_FORMAL: Final = frozenset({"final notice", "最后通知"})
"""Titles of a formal letter about goods that were delivered; before that they are threats."""

_SOUNDS: Final = {
    "pressure": "sounds_pressing",
    "neediness": "sounds_needy",
    "threat": "sounds_threatening",
    "blame": "sounds_blaming",
    "discount_begging": "sounds_bargaining",
    "naked_reminder": "cold_tone",
}
"""The fault that stands for a group where no wording of it is known."""

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
        faults += _of_subject(subject, words, context, speak)
    if not words and plain.text.strip():
        faults.append(fault("language_unknown", text, (0, 0), speak))
    faults += rhythm(context, speak)
    return Checked(code, tuple(_ordered(faults)), words_in(plain.text))


def _of_subject(subject: str, words: Lexicon, context: Context, speak: str) -> list[Fault]:
    """Faults of a subject line; it is too short to be weighed."""
    plain = folded(subject)
    heard = _standing(hits(words, plain.text), plain.text, words, context)
    return about_subject(spoken(subject, plain, words, heard, speak))


def _bounded(apart: Sequence[Span], size: int) -> list[Span]:
    """The hidden parts, and all that lies behind so many own characters: nobody writes such a draft by hand."""
    left = _OWN_MAX
    for start, end in _between(apart, size):
        if left < end - start:
            return [*(s for s in apart if s[1] <= start), (start + left, size)]
        left -= end - start
    return list(apart)


def _within(text: str, plain: Folded, words: Lexicon | None, context: Context, speak: str) -> Iterator[Fault]:
    yield from looks(text, plain, words, speak)
    if words is None:
        return
    fine = true_spans(plain.text, words, context)
    found = evidence(words, plain.text, context)
    heard = _standing(hits(words, plain.text, fine), plain.text, words, context)
    verdict = weighed(found, _blocking(heard), plain.text, tone())
    if price_asked(words, plain.text, context):
        verdict = verdict.without("discount_begging")
    said = spoken(text, plain, words, [h for h in heard if not h.hint or _believed(h, verdict)], speak)
    believed = spoken(text, plain, words, [h for h in heard if _believed(h, verdict)], speak)
    said = [f if f in believed or f.severity != "block" else replace(f, severity="warn") for f in said]
    pressing = not verdict.held or "pressure" in verdict.groups
    limits = [d for d in dated(plain.text, words, context, said, fine) if pressing or d[0] != "unfounded_deadline"]
    said += [fault(name, text, plain.span(*span), speak) for name, span in limits]
    yield from without_doubles(said)
    yield from _sounding(text, plain, found, verdict, said, speak)
    if "naked_reminder" not in verdict.groups and (first := money_first(found)) is not None:
        yield fault("money_first", text, plain.span(*first), speak)


def _standing(heard: Sequence[Hit], text: str, words: Lexicon, context: Context) -> list[Hit]:
    """Wordings without those that this case makes harmless: an answer about the price, titles of a formal letter."""
    harmless = {"unasked_discount"} if price_asked(words, text, context) else set()
    titles = _FORMAL if delivered(context) else frozenset()
    return [h for h in heard if h.leak not in harmless and text[slice(*h.span)] not in titles]


def _blocking(heard: Sequence[Hit]) -> list[Hit]:
    return [h for h in heard if kinds()[h.leak].severity == "block"]


def _believed(hit: Hit, verdict: Verdict) -> bool:
    return hit.group in verdict.groups if verdict.held else hit in verdict.believed


def _sounding(
    text: str, plain: Folded, found: Evidence, verdict: Verdict, said: Sequence[Fault], speak: str
) -> Iterator[Fault]:
    """Faults of a mail that must not go, of groups in which no wording is known: the sentence that weighs most."""
    for group in sorted(verdict.groups - {f.group for f in said if f.severity == "block"}):
        name, place = _SOUNDS[group], None
        if group == "naked_reminder":
            place = asking(found)
            name = "cold_tone" if place is None else "only_money"
        yield fault(name, text, plain.span(*(place or tone().loudest(plain.text, group))), speak)


def _between(spans: Sequence[Span], size: int) -> Iterator[Span]:
    for (_, start), (end, _) in pairwise([(0, 0), *spans, (size, size)]):
        if start < end:
            yield start, end


def _ordered(faults: Sequence[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda f: (f.end == 0, f.start, f.end))
