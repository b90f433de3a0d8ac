"""How a mail sounds as a whole, for mails in which no pattern of the lexicons finds anything usable.

Words, pairs and triples of words have small weights, fitted to labelled drafts by `bench/fit_tone.py`; their sum says
whether the mail sounds like those that press (above zero) or like those that help. It decides nothing where a mail
gives something; and the sentence that weighs most is shown, so that a reader can agree or not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

from duecourse.words.check.lexicon import Span

PRESSES: Final = 0.6
"""Above this a mail without anything usable sounds like pressing; one in a hundred calm drafts does by mistake."""

_WORD: Final = re.compile(r"[a-z']+|[0-9]+|[?!:]|[㐀-鿿]")
_STEM: Final = 5
"""First letters of a longer word that stand for all its forms."""


def signs(sentence: str) -> set[str]:
    """Words, pairs and triples of a folded sentence, numbers as 0, and the stems of longer words."""
    words = ["0" if word[0].isdigit() else word for word in _WORD.findall(sentence)]
    found = {" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)}
    return found | {"~" + word[:_STEM] for word in words if len(word) > _STEM}


def tone(text: str) -> float:
    """How a folded text sounds; above zero like a mail that presses."""
    start, known = _weights()
    return start + _sum({sign for line in text.split("\n") for sign in signs(line)}, known)


def pull(text: str) -> float:
    """The same without what is taken for granted: above zero the words themselves press."""
    return tone(text) - _weights()[0]


def loudest(text: str) -> Span:
    """The sentence of a folded text that weighs most toward pressing."""
    known = _weights()[1]
    best, place, at = float("-inf"), (0, 0), 0
    for line in text.split("\n"):
        weight = _sum(signs(line), known)
        if line.strip() and weight > best:
            best, place = weight, (at, at + len(line))
        at += len(line) + 1
    return place


def _sum(found: Iterable[str], known: Mapping[str, float]) -> float:
    return sum(known.get(sign, 0.0) for sign in sorted(found))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, Mapping[str, float]]:
    source = files("duecourse.words.check") / "lexicons" / "tone.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    return raw["start"], {sign: float(weight) for weight, row in raw["signs"].items() for sign in row.split("|")}
