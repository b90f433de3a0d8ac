"""How a mail looks: exclamation marks, capitals, length, number of questions. Most of it holds in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from duecourse.words.check.fold import Folded, is_han
from duecourse.words.check.leaks import fault
from duecourse.words.check.lexicon import Lexicon, Span, shouted_words
from duecourse.words.check.model import Fault
from duecourse.words.counting import WORDS_MAX

HAN_MAX: Final = 240
"""Chinese characters; about 120 words."""

_WORD: Final = re.compile(r"[^\W\d_](?:['’.-]?[\w])*|\d[\w.,:/%-]*")
_BANGS: Final = re.compile(r"[!?]*![!?]*")
_DOUBTS: Final = re.compile(r"\?{2,}")
_LONG_WORD: Final = re.compile(r"(?<![a-z0-9])[a-z]{3,}(?![a-z0-9])")
_LINE_SHARE: Final = 0.8


def words_in(plain: str) -> int:
    """Words of a folded text; Chinese characters one by one where it is Chinese."""
    han = sum(map(is_han, plain))
    return han if han > WORDS_MAX or han * 4 > len(plain) else sum(1 for _ in _WORD.finditer(plain))


def looks(text: str, plain: Folded, lexicon: Lexicon | None, speak: str) -> Iterator[Fault]:
    """Faults of form.

    Args:
        text: The original.
        plain: Its own words, folded.
        lexicon: None for a language that we do not know.
        speak: Language of the writer.
    """
    yield from _marks(text, plain, speak)
    yield from _shouting(text, plain, speak)
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


def _shouting(text: str, plain: Folded, speak: str) -> Iterator[Fault]:
    """Plain words in capitals, two or more; names, codes and abbreviations are no shouting."""
    loud = [m.span() for m in _LONG_WORD.finditer(plain.text) if _in_capitals(text, plain, m.span())]
    known = [s for s in loud if plain.text[slice(*s)] in shouted_words()]
    if len(known) > 1:
        place = known[0][0], known[-1][1] if "\n" not in plain.text[known[0][0] : known[-1][1]] else known[0][1]
        yield fault("shouting", text, plain.span(*place), speak, calmer=text[slice(*plain.span(*place))].capitalize())
    elif (line := _loud_sentence(plain, loud)) is not None:
        yield fault("shouting", text, plain.span(*line), speak)


def _in_capitals(text: str, plain: Folded, span: Span) -> bool:
    return all(text[plain.at[place]].isupper() for place in range(*span))


def _loud_sentence(plain: Folded, loud: Sequence[Span]) -> Span | None:
    """A sentence in capitals in whatever language: five long words or more, nearly all of them loud."""
    for start, line in groupby(loud, key=lambda s: plain.text.rfind("\n", 0, s[0])):
        spans = list(line)
        end = plain.text.find("\n", spans[-1][1])
        words = _LONG_WORD.findall(plain.text[start + 1 : end if end >= 0 else len(plain.text)])
        letters = sum(e - s for s, e in spans)
        if len(spans) >= 5 and len(spans) >= _LINE_SHARE * len(words) and letters > 5 * len(spans):
            return spans[0][0], spans[-1][1]
    return None


def _requests(plain: str, lexicon: Lexicon | None) -> list[Span]:
    """One place for each sentence that asks for something."""
    asks = sorted(
        [*(m.span() for m in re.finditer(r"\?+", plain)), *(lexicon.spans("request", plain) if lexicon else [])]
    )
    return [s for n, s in enumerate(asks) if n == 0 or "\n" in plain[asks[n - 1][1] : s[0]]]
