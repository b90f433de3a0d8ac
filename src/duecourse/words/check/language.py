"""Which language a text is in, by its small words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from duecourse.words.check.fold import is_han
from duecourse.words.check.lexicon import LANGUAGES, common_words

_WORD: Final = re.compile(r"[a-z]+")
_KANA: Final = re.compile(r"[ぁ-ヿ가-힣]")
_READ_MAX: Final = 5000
"""Characters that are read for a guess."""


def named(language: str | None) -> str | None:
    """Our code for a language as people name it, like "en-GB"; "" when it is none of ours; None when none is named."""
    if language is None or not language.strip():
        return None
    code = re.split(r"[-_ ]", language.strip().casefold())[0]
    return code if code in LANGUAGES else ""


def guessed(text: str) -> str:
    """Our code for the language of a folded text; "" when it is another or cannot be told."""
    text = text[:_READ_MAX]
    letters = sum(c.isalpha() for c in text)
    han = sum(map(is_han, text))
    if han and han * 4 >= letters:
        return "" if len(_KANA.findall(text)) * 5 > han else "zh"
    tokens = Counter(_WORD.findall(text))
    scores = {code: sum(tokens[w] for w in words) for code, words in common_words().items()}
    best = max(scores, key=lambda code: scores[code])
    others = [score for code, score in scores.items() if code != best]
    sure = scores[best] > max(others) or (scores[best] > 0 and best == "en" and scores[best] == max(others))
    return best if sure and best in LANGUAGES else ""
