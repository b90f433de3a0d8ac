"""How a mail sounds, beside what it says: does it press, beg, threaten, blame, bargain, or only ask for money.

Words, pairs and triples of words and the pieces of words have small weights for each of these targets, fitted to
labelled drafts by `bench/fit_tone.py`; the pieces stand for all forms of a word, also in writing with mistakes. Their
sum tells how the mail sounds. It decides nothing alone: `weigh` sets it against what the lexicons find. The sentence
that weighs most can be shown, so that a reader can agree or not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from duecourse.words.check.lexicon import Span

GROUPS: Final = ("pressure", "neediness", "threat", "blame", "discount_begging", "naked_reminder")
TARGETS: Final = ("hold", *GROUPS)
"""What is fitted: whether a mail must not go, and each group of faults."""

Sounds = tuple[float, ...]
"""One number for each target, in their order."""

_WORD: Final = re.compile(r"[a-z']+|[0-9]+|[?!:]|[㐀-鿿]+")
_PIECES: Final = (3, 4, 5)
_PIECES_HAN: Final = (1, 2, 3)
_ROW: Final = (1, 2, 3)
_LONG: Final = 40
"""Letters of a word that are looked at; longer ones are no words."""


@dataclass(frozen=True, slots=True)
class Tone:
    """Weights of signs.

    Args:
        start: What is taken for granted before a word is read, by target.
        weights: Sign to its weights.
    """

    start: Sounds
    weights: Mapping[str, Sounds]

    def mail(self, text: str) -> Sounds:
        """How a folded text sounds as a whole; above zero like one of the target."""
        found = self._sum(sign for line in _lines(text) for sign in signs(line))
        return tuple(a + b for a, b in zip(self.start, found, strict=True))

    def sentence(self, text: str) -> Sounds:
        """What the signs of a folded sentence add by themselves."""
        return self._sum(signs(text))

    def loudest(self, text: str, target: str) -> Span:
        """The sentence of a folded text that weighs most toward a target."""
        number, at = TARGETS.index(target), 0
        best, place = float("-inf"), (0, 0)
        for line in text.split("\n"):
            weight = self.sentence(line)[number] if line.strip() else float("-inf")
            if weight > best:
                best, place = weight, (at, at + len(line))
            at += len(line) + 1
        return place

    def _sum(self, found: Iterable[str]) -> Sounds:
        known = [self.weights[sign] for sign in sorted(set(found)) if sign in self.weights]
        return tuple(map(sum, zip(*known, strict=True))) if known else (0.0,) * len(TARGETS)


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line)


def signs(sentence: str) -> set[str]:
    """Words, pairs and triples of a folded sentence, numbers as 0, and with # the pieces of its words."""
    runs = [run[:_LONG] for run in _WORD.findall(sentence)]
    words = [word for run in runs for word in (run if run[0] >= "㐀" else ("0" if run[0].isdigit() else run,))]
    rows = {" ".join(words[at : at + size]) for size in _ROW for at in range(len(words) - size + 1)}
    return rows | {piece for run in {*runs} for piece in _pieces(run)}


def _pieces(run: str) -> Iterator[str]:
    if run[0].isalpha():
        whole, sizes = (run, _PIECES_HAN) if run[0] >= "㐀" else (f"<{run}>", _PIECES)
        yield from (f"#{whole[at : at + size]}" for size in sizes for at in range(len(whole) - size + 1))


@lru_cache(maxsize=1)
def tone() -> Tone:
    """The weights of `lexicons/tone.toml`."""
    raw = tomllib.loads((files("duecourse.words.check") / "lexicons" / "tone.toml").read_text(encoding="utf-8"))
    found: dict[str, list[float]] = {}
    for number, target in enumerate(TARGETS):
        for weight, row in raw[target].items():
            for sign in row.split("|"):
                found.setdefault(sign, [0.0] * len(TARGETS))[number] = float(weight)
    return Tone(tuple(raw["start"][target] for target in TARGETS), {sign: tuple(w) for sign, w in found.items()})
