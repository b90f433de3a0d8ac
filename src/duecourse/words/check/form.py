"""How a mail looks: exclamation marks, capitals, length, number of questions. Most of it holds in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from duecourse.words.check.fold import Folded, fold, is_han
from duecourse.words.check.leaks import fault
from duecourse.words.check.lexicon import Lexicon, Span, shouted_words
from duecourse.words.check.model import Fault

WORDS_MAX: Final = 120
HAN_MAX: Final = 240
"""Chinese characters; about 120 words."""

_WORD: Final = re.compile(r"[^\W\d_](?:['’.-]?[\w])*|\d[\w.,:/%-]*")
_BANGS: Final = re.compile(r"[!?]*![!?]*")
_DOUBTS: Final = re.compile(r"\?{2,}")
_CAPITALS: Final = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
_LINE_SHARE: Final = 0.8


def words_in(plain: str) -> int:
    """Words of a folded text; Chinese characters one by one where it is Chinese."""
    han = sum(map(is_han, plain))
    return han if han > WORDS_MAX or han * 4 > len(plain) else sum(1 for _ in _WORD.finditer(plain))


def looks(text: str, plain: Folded, own: Sequence[Span], lexicon: Lexicon | None, speak: str) -> Iterator[Fault]:
    """Faults of form.

    Args:
        text: The original.
        plain: Its own words, folded.
        own: Spans of the original that are the writer's own.
        lexicon: None for a language that we do not know.
        speak: Language of the writer.
    """
    yield from _marks(text, plain, speak)
    yield from _shouting(text, own, speak)
    length = words_in(plain.text)
    if length > (HAN_MAX if _chinese(plain.text) else WORDS_MAX):
        yield fault("over_120_words", text, (0, 0), speak)
    polite = [m.span() for m in re.finditer(r"\bkindly\b", plain.text)]
    if len(polite) > 1:
        yield fault("kindly_twice", text, plain.span(*polite[1]), speak)
    asks = _requests(plain.text, lexicon)
    if len(asks) > 1:
        yield fault("two_asks", text, plain.span(*asks[1]), speak)


def _chinese(plain: str) -> bool:
    return sum(map(is_han, plain)) * 4 > len(plain)


def _marks(text: str, plain: Folded, speak: str) -> Iterator[Fault]:
    bangs = [m.span() for m in _BANGS.finditer(plain.text.replace("\n", " "))]
    joined = [m.span() for m in _BANGS.finditer(plain.text) if m.end() - m.start() > 1]
    if joined or len(bangs) > 2:
        yield fault("exclamations", text, plain.span(*(joined or bangs[2:])[0]), speak, calmer=".")
    elif len(bangs) == 2:
        yield fault("one_exclamation_more", text, plain.span(*bangs[1]), speak, calmer=".")
    doubts = _DOUBTS.search(plain.text)
    if doubts:
        yield fault("question_marks", text, plain.span(*doubts.span()), speak, calmer="?")


def _shouting(text: str, own: Sequence[Span], speak: str) -> Iterator[Fault]:
    """Plain words in capitals, two or more; names, codes and abbreviations are no shouting."""
    loud: list[Span] = []
    for start, end in own:
        for match in _CAPITALS.finditer(text, start, end):
            if match[0].isupper() and len(match[0]) > 2 and fold(match[0]) in shouted_words():
                loud.append(match.span())
    if len(loud) > 1:
        yield fault("shouting", text, (loud[0][0], loud[0][1]), speak, calmer=text[slice(*loud[0])].capitalize())
        return
    yield from _loud_lines(text, own, speak)


def _loud_lines(text: str, own: Sequence[Span], speak: str) -> Iterator[Fault]:
    """A line of capitals, in whatever language: five words or more, nearly all of them loud."""
    for start, end in own:
        for line in re.finditer(r"[^\n]+", text[start:end]):
            words = [m for m in _CAPITALS.finditer(line[0]) if len(m[0]) > 2]
            loud = [m for m in words if m[0].isupper() and not m[0].islower()]
            if (
                len(loud) >= 5
                and len(loud) >= _LINE_SHARE * len(words)
                and sum(len(m[0]) for m in loud) > 5 * len(loud)
            ):
                at = start + line.start()
                yield fault("shouting", text, (at + loud[0].start(), at + loud[-1].end()), speak)
                return


def _requests(plain: str, lexicon: Lexicon | None) -> list[Span]:
    """One place for each sentence that asks for something."""
    asks = sorted(
        [*(m.span() for m in re.finditer(r"\?+", plain)), *(lexicon.spans("request", plain) if lexicon else [])]
    )
    return [s for n, s in enumerate(asks) if n == 0 or "\n" in plain[asks[n - 1][1] : s[0]]]
