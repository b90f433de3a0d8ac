"""A message while somebody works on it: what its check found, numbered; which facts it still holds; one step taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from duecourse.words.check import Context, Fault, check
from duecourse.words.counting import WORDS_MAX, word_count

_ENDS: Final = re.compile(r"[.!?]+(?=\s|$)[ ]*|[。！？]+|\n+")
TEXT_MAX: Final = 20_000
"""Characters of a message that are read; nobody writes more by hand."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text as it is shown behind the field.

    Args:
        text: The part itself.
        number: Of the phrase that should be calmer; 0 for none.
        fact: Whether it is a fact that agrees with the order.
    """

    text: str
    number: int = 0
    fact: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read.

    Args:
        subject, text: As it stands.
        phrases: Faults that have a place in the text, in its order; numbered from 1.
        others: Faults of the whole: length, rhythm, subject.
        facts: Facts of the draft that still stand in the text.
        facts_of: How many the draft had.
        words: Its length; `words_max` is enough.
        useful_first: Whether payment is not the first thing that it says.
        ok: Whether nothing in it holds it back.
    """

    subject: str
    text: str
    phrases: tuple[Fault, ...]
    others: tuple[Fault, ...]
    facts: int
    facts_of: int
    words: int
    words_max: int
    useful_first: bool
    ok: bool
    pieces: tuple[Piece, ...]


def read(subject: str, text: str, draft: Mapping[str, Any], original: str, context: Context, speak: str) -> Reading:
    """What a message betrays, and whether its facts are still those of the order.

    Args:
        subject, text: The message as it stands; line ends are made equal.
        draft: As `ledger.models.Message.draft` keeps it: its language and where its facts stand.
        original: The text in which they stand there.
        context: True dates and the rhythm of the contacts.
        speak: Language of the advice: en or zh.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")[:TEXT_MAX]
    language = str(draft.get("language") or "") or None
    found = check(text, subject=subject, language=language, context=context, speak=speak)
    phrases = tuple(_apart([f for f in found.faults if f.end]))
    values = facts_in(draft, original)
    here = [v for v in values if v in text]
    return Reading(
        subject=subject,
        text=text,
        phrases=phrases,
        others=tuple(f for f in found.faults if not f.end),
        facts=len(here),
        facts_of=len(values),
        words=word_count(text),
        words_max=WORDS_MAX,
        useful_first=all(f.name not in {"money_first", "only_money"} for f in found.faults),
        ok=found.ok_to_send,
        pieces=tuple(_pieces(text, phrases, here)),
    )


def facts_in(draft: Mapping[str, Any], original: str) -> list[str]:
    """The values of the facts of a draft, each once, in its order."""
    spans = [at["span"] for at in draft.get("locked", ())]
    values = (original[start:end] for start, end in spans)
    return list(dict.fromkeys(v for v in values if v.strip()))


def taken(reading: Reading, number: int) -> str:
    """The text with one suggestion taken: the calmer words, or none; unchanged where there is no such number."""
    return _calmer(reading.text, [f for n, f in enumerate(reading.phrases, 1) if n == number])


def calmed(reading: Reading) -> str:
    """The text with all suggestions taken."""
    return _calmer(reading.text, reading.phrases)


def _calmer(text: str, faults: Sequence[Fault]) -> str:
    whole_from = len(text)
    for fault in reversed(faults):
        if fault.start >= whole_from:
            continue  # its sentence is gone already
        if fault.calmer:
            text = text[: fault.start] + fault.calmer + text[fault.end :]
        else:
            start, end = sentence_around(text, fault.start, min(fault.end, len(text)))
            text, whole_from = _left_out(text[:start], text[end:]), start
    return text


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds these words: without them the rest of it would be none."""
    first = max((m.end() for m in _ENDS.finditer(text, 0, start)), default=0)
    last = _ENDS.search(text, max(end - 1, start))
    return first, last.end() if last else len(text)


def _left_out(before: str, after: str) -> str:
    """Two halves without the sentence between them; a paragraph that is empty then goes too."""
    head, tail = before.rstrip(" "), after.lstrip(" ")
    if (not head or head.endswith("\n")) and tail.startswith("\n"):
        return head.rstrip("\n") + ("\n\n" if head.strip() else "") + tail.lstrip("\n")
    glue = "" if not head or head.endswith("\n") or tail.startswith("\n") or not head[-1].isascii() else " "
    return head + (glue + tail if tail else "")


def _apart(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Faults that do not overlap, the first of those that do: each underline has one number."""
    end = 0
    for fault in sorted(faults, key=lambda f: (f.start, -f.end)):
        if fault.start >= end:
            yield fault
            end = fault.end


def _pieces(text: str, phrases: Sequence[Fault], values: Sequence[str]) -> Iterator[Piece]:
    at = 0
    for start, end, number in sorted(_marks(text, phrases, values)):
        if start < at:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], number, fact=not number)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def _marks(text: str, phrases: Sequence[Fault], values: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    held = [(f.start, f.end) for f in phrases]
    yield from ((f.start, f.end, number) for number, f in enumerate(phrases, 1))
    for value in values:
        start = text.find(value)
        if all(start >= high or start + len(value) <= low for low, high in held):
            yield start, start + len(value), 0
