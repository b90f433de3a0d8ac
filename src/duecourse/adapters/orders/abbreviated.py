"""Headings cut short: 'Enc. nº' for encomenda, 'Auftr.-Wert' for Auftragswert, 'Cond. pagto.' for its conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from duecourse.adapters.orders.lexicon import lexicon, plain

_SMALL: Final = frozenset({"de", "da", "do", "dos", "das", "del", "des", "of", "the", "der", "die", "d", "l"})
_MORE: Final = frozenset({"netto", "net", "neto", "ht", "brutto", "ttc"})
"""Words behind an amount that do not change what the column is."""

_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 0.3
"""Letters of an abbreviation in those of the whole word, at least."""


def expanded(text: str) -> tuple[str, str]:
    """The field whose heading a text abbreviates, and its language; two empty texts if none, or several equally.

    Every word of the heading must be there, each begun by the same letter, in any order.
    """
    tokens = [t for t in _WORD.findall(plain(text)) if t not in _SMALL and t not in _MORE]
    if not tokens or (len(tokens) == 1 and len(tokens[0]) < 3) or not _looks_cut(text, tokens):
        return "", ""
    best: dict[tuple[str, str], float] = {}
    for words, field, language in _phrases():
        worth = _worth(tokens, words)
        if worth > best.get((field, language), 0.0):
            best[field, language] = worth
    ranked = sorted(best.items(), key=lambda item: -item[1])
    rivals = [field for (field, _), worth in ranked if worth == ranked[0][1]]
    return ranked[0][0] if ranked and len(set(rivals)) == 1 else ("", "")


def _looks_cut(text: str, tokens: Sequence[str]) -> bool:
    """A full stop, a hyphen, or a word without vowels inside (Cde, Qty); Chinese is not cut this way."""
    if not plain(text).isascii() or len(tokens) > _TOKENS_MAX:
        return False
    several = len(tokens) > 1 and all(len(t) > 2 for t in tokens)
    return several or "." in text or "-" in text or any(len(t) > 1 and not _VOWELS & set(t[:-1]) for t in tokens)


_TOKENS_MAX: Final = 4
_VOWELS: Final = frozenset("aeiou")


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[tuple[str, ...], str, str], ...]:
    return tuple(_all(lexicon().names))


def _all(names: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for language, fields in names.items():
        for field, spelt in fields.items():
            for text in spelt:
                words = tuple(w for w in _WORD.findall(plain(text)) if w not in _SMALL)
                if words and plain(text).isascii():
                    yield words, field, language


def _worth(tokens: Sequence[str], words: Sequence[str]) -> float:
    """How well the tokens abbreviate the words, 0 to 1; also two tokens for one compound word."""
    if len(tokens) == len(words):
        left, total = list(words), 0.0
        for token in tokens:
            fits = [(share, w) for w in left if (share := _share(token, w))]
            if not fits:
                return 0.0
            share, word = max(fits)
            left.remove(word)
            total += share
        return total / len(tokens) if any(t != w for t, w in zip(tokens, words, strict=True)) else 0.0
    if len(words) == 1 and len(tokens) == 2 and words[0].endswith(tokens[1]) and len(tokens[1]) > 2:
        return 0.9 if words[0].startswith(tokens[0][:2]) and len(tokens[0]) > 1 else 0.0
    return 0.0


def _share(token: str, word: str) -> float:
    """Part of the word's letters that the token has, if it has them in order and from the first on."""
    if token == word:
        return 1.0
    if token[0] != word[0] or len(token) >= len(word):
        return 0.0
    letters = iter(word)
    if not all(c in letters for c in token):
        return 0.0
    share = len(token) / len(word)
    begins = word.startswith(token)
    if not begins and token[1:2] != word[1:2] and _VOWELS & set(token):
        return 0.0
    return share if share >= _SHORTEST and (begins or len(token) > 2) else (0.2 if begins and len(token) == 1 else 0.0)
