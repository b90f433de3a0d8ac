"""Fits the weights of `lexicons/naked.toml` to labelled drafts; run it after new evidence or new drafts.

Plain logistic regression with a ridge, from zero, a fixed number of steps: the same drafts give the same weights.
A calm mail counts `CALM` times, because holding one costs more than missing a naked one. Signs are kept: what asks
never weighs against, what gives never weighs for.

    python bench/fit_naked.py tests/words/check/*.jsonl > src/duecourse/words/check/lexicons/naked.toml
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import fit_tone
import numpy as np

from duecourse.words.check import naked
from duecourse.words.check.fold import folded
from duecourse.words.check.judge import check
from duecourse.words.check.layout import hidden
from duecourse.words.check.lexicon import lexicon
from duecourse.words.check.model import Context

CALM: Final = 1.5
RIDGE: Final = 1.0
STEPS: Final = 4000
TOWARD: Final = frozenset(
    {"asks_money", "asks_money_twice", "direct_ask", "money", "heard_blame", "heard_neediness", "heard_pressure"}
    | {"only_money_spoken_of"}
)


Sample = tuple[frozenset[str], float, bool]
"""Evidence, what the tone adds, label."""


def samples(files: Sequence[str]) -> Iterator[Sample]:
    """The drafts for which the weights decide; their tone is told by a fit that has not seen them."""
    sounds = fit_tone.unseen(fit_tone.drafts(files))
    raw = [json.loads(line) for file in files for line in Path(file).read_text(encoding="utf-8").splitlines()]
    for draft, sound in zip(raw, sounds, strict=True):
        yield from _sample(draft, naked.sounding(sound))


def _sample(draft: dict[str, Any], sound: float) -> Iterator[Sample]:
    note = draft["context"] if isinstance(draft["context"], str) else ""
    context = Context(note=note)
    text = draft["text"]
    found = naked.evidence(lexicon(draft["lang"]), folded(text, hidden(text)).text, context)
    faults = [f for f in check(text, language=draft["lang"], context=context).faults if f.group != "naked_reminder"]
    groups = {f.group for f in faults if f.severity == "block"}
    if "discount_begging" not in groups and ("threat" not in groups or found["direct_ask"]):
        yield frozenset(naked.features(found, faults)), sound, "naked_reminder" in draft["faults"]


def fitted(drafts: Sequence[Sample]) -> dict[str, float]:
    """Weights by projected gradient descent."""
    names = sorted({name for found, _, _ in drafts for name in found})
    x = np.array([[1.0, *(name in found for name in names)] for found, _, _ in drafts])
    sound = np.array([added for _, added, _ in drafts])
    y = np.array([label for _, _, label in drafts], dtype=float)
    cost = np.where(y > 0, 1.0, CALM)
    low = np.array([-np.inf, *(0.0 if n in TOWARD else -np.inf for n in names)])
    high = np.array([np.inf, *(np.inf if n in TOWARD else 0.0 for n in names)])
    w = np.zeros(x.shape[1])
    step = 1.0 / (0.25 * np.linalg.norm(x * np.sqrt(cost)[:, None], 2) ** 2 + RIDGE)
    for _ in range(STEPS):
        wrong = cost * (1 / (1 + np.exp(-(x @ w + sound))) - y)
        w = np.clip(w - step * (x.T @ wrong + RIDGE * w), low, high)
    return dict(zip(["start", *names], map(float, w), strict=True))


def main(files: Sequence[str]) -> None:
    """Prints the weights as TOML."""
    print("# Weight of each kind of evidence: above zero in sum the mail is naked. Made by bench/fit_naked.py.")
    for name, weight in fitted(list(samples(files))).items():
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
