"""Fits the weights of `lexicons/tone.toml` to labelled drafts; run it after new drafts, before `fit_naked.py`.

Plain logistic regression with a ridge over words, pairs and triples that occur twice or more; from zero, a fixed number
of steps, so that the same drafts give the same weights. `--held-out` prints how drafts are judged that a fifth-part
of the fit has not seen.

    python bench/fit_tone.py tests/words/check/*.jsonl > src/duecourse/words/check/lexicons/tone.toml
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from duecourse.words.check.fold import folded
from duecourse.words.check.layout import hidden
from duecourse.words.check.tone import PRESSES, signs

RIDGE: Final = 0.3
SCALE: Final = 0.4
STEPS: Final = 400
KEPT: Final = 4000
"""Signs that are kept, those of the largest weights."""

FOLDS: Final = 5
Draft = tuple[frozenset[str], bool]
Floats = NDArray[np.float64]


def drafts(files: Sequence[str]) -> list[Draft]:
    """Signs of each draft, and whether it must not go."""
    raw = [json.loads(line) for file in files for line in Path(file).read_text(encoding="utf-8").splitlines()]
    return [(_signs(draft["text"]), not draft["ok_to_send"]) for draft in raw]


def _signs(text: str) -> frozenset[str]:
    plain = folded(text, hidden(text)).text
    return frozenset(sign for line in plain.split("\n") for sign in signs(line))


def fitted(known: Sequence[Draft]) -> tuple[float, dict[str, float]]:
    """Start and weights by accelerated gradient descent."""
    count = Counter(sign for found, _ in known for sign in found)
    names = sorted(sign for sign, number in count.items() if number > 1)
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(known), len(names) + 1))
    x[:, -1] = 1.0
    for row, (found, _) in enumerate(known):
        x[row, [place[sign] for sign in found if sign in place]] = SCALE
    w = _descended(x, np.array([held for _, held in known], dtype=np.float64))
    largest = sorted(names, key=lambda name: (-abs(w[place[name]]), name))[:KEPT]
    return float(w[-1]), {name: float(w[place[name]]) * SCALE for name in sorted(largest)}


def _descended(x: Floats, y: Floats) -> Floats:
    ridge = np.full(x.shape[1], RIDGE)
    ridge[-1] = 0.0
    step = 1.0 / (0.25 * np.linalg.norm(x, 2) ** 2 + RIDGE)
    w = ahead = np.zeros(x.shape[1])
    for number in range(STEPS):
        slope = x.T @ (1 / (1 + np.exp(-(x @ ahead))) - y) + ridge * ahead
        after = ahead - step * slope
        ahead, w = after + number / (number + 3) * (after - w), after
    return w


def unseen(known: Sequence[Draft]) -> list[float]:
    """Tone of each draft by a fit without its fifth of the drafts."""
    sounds = [0.0] * len(known)
    for fold in range(FOLDS):
        start, weights = fitted([d for at, d in enumerate(known) if at % FOLDS != fold])
        for at in range(fold, len(known), FOLDS):
            sounds[at] = start + sum(weights.get(sign, 0.0) for sign in sorted(known[at][0]))
    return sounds


def held_out(known: Sequence[Draft]) -> str:
    """How well drafts are judged that the fit has not seen."""
    loud = [(sound > PRESSES, held) for sound, (_, held) in zip(unseen(known), known, strict=True)]
    calm = sum(pressing and not held for pressing, held in loud)
    missed = sum(held and not pressing for pressing, held in loud)
    return f"{len(known)} drafts: {calm} calm ones sound pressing, {missed} pressing ones calm"


def main(arguments: Sequence[str]) -> None:
    """Prints the weights as TOML, or the held-out figures."""
    known = drafts([a for a in arguments if a != "--held-out"])
    if "--held-out" in arguments:
        print(held_out(known))
        return
    start, weights = fitted(known)
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for sign, weight in weights.items():
        rows[f"{weight:.2f}"].append(sign)
    print(
        "# Weight to words, pairs, triples and ~stems: above zero they sound like pressing. Made by bench/fit_tone.py."
    )
    print(f"start = {start:.3f}\n\n[signs]")
    for name in sorted(rows, key=float):
        if float(name):
            print(f'"{name}" = {json.dumps("|".join(rows[name]), ensure_ascii=False)}')


if __name__ == "__main__":
    main(sys.argv[1:])
