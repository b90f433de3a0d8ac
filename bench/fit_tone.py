"""Fits the weights of `lexicons/tone.toml` to labelled drafts; run it after new drafts, before `fit_weights.py`.

Plain logistic regression with a ridge over the signs that occur twice or more, for each target, in its dual form; from
zero, a fixed number of steps, so that the same drafts give the same weights. `--held-out` prints how the drafts of each
file are judged by a fit that has seen only the other files.

    python bench/fit_tone.py tests/words/check/*.jsonl > src/duecourse/words/check/lexicons/tone.toml
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from duecourse.words.check import naked
from duecourse.words.check.fold import folded
from duecourse.words.check.layout import hidden
from duecourse.words.check.lexicon import lexicon
from duecourse.words.check.model import Context
from duecourse.words.check.tone import TARGETS, Tone, signs
from duecourse.words.check.weigh import rest

MEASURING: Final = "unseen"
"""Files whose name begins so are for measuring; no fit reads them."""

RIDGE: Final = 1.0
SCALE: Final = 0.08
STEPS: Final = 120
KEPT: Final = {"hold": 7000}
KEPT_OTHERS: Final = 2500
"""Signs that are kept of each target, those of the largest weights."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draft:
    """A labelled draft: its file, as read, folded, its signs, and which targets hold."""

    file: str
    raw: Mapping[str, Any]
    text: str
    signs: frozenset[str]
    labels: tuple[bool, ...]


def drafts(files: Sequence[str]) -> list[Draft]:
    """The drafts of all files that are not for measuring."""
    paths = [p for p in map(Path, files) if not p.name.startswith(MEASURING)]
    return [draft(p.stem, json.loads(line)) for p in paths for line in p.read_text(encoding="utf-8").splitlines()]


def with_rests(known: Sequence[Draft]) -> list[Draft]:
    """The drafts, and for each that gives something what it says beside, which must be judged, too."""
    return [*known, *(left for one in known if (left := _rest(one)) is not None)]


def _rest(one: Draft) -> Draft | None:
    """Without the useful sentences of a draft; asking for the money is no fault in it, so none that asks is taken."""
    found = naked.evidence(lexicon(one.raw["lang"]), one.text, Context())
    left = rest(found, [], one.text)
    if left is None or "naked_reminder" in one.raw["faults"] or left[0]["asks_money"] or left[0]["direct_ask"]:
        return None
    return draft(one.file, {**one.raw, "text": left[2], "context": ""})


def draft(file: str, raw: Mapping[str, Any]) -> Draft:
    """One draft with what the fits need."""
    text = folded(raw["text"], hidden(raw["text"])).text
    labels = tuple(not raw["ok_to_send"] if target == "hold" else target in raw["faults"] for target in TARGETS)
    return Draft(file, raw, text, frozenset(sign for line in text.split("\n") for sign in signs(line)), labels)


def fitted(known: Sequence[Draft]) -> Tone:
    """Start and weights for all targets together."""
    count = Counter(sign for one in known for sign in one.signs)
    names = sorted(sign for sign, number in count.items() if number > 1)
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(known), len(names)), dtype=np.float32)
    for row, one in enumerate(known):
        x[row, [place[sign] for sign in one.signs if sign in place]] = 1.0
    dual, start = _descended(x, np.array([one.labels for one in known], dtype=np.float64))
    w = (x.T @ dual.astype(np.float32)).astype(np.float64) * SCALE
    return Tone(tuple(map(float, start)), _kept(names, w))


def _descended(x: NDArray[np.float32], y: Floats) -> tuple[Floats, Floats]:
    """Steps with the steepest bend that a logistic curve can have; one inverse serves them all."""
    size = len(x)
    near = (x @ x.T).astype(np.float64) * SCALE
    whole = np.ones((size + 1, size + 1))
    whole[:size, :size] = near + 4 * RIDGE * np.eye(size)
    whole[size, size] = 0.0
    inverse = np.linalg.inv(whole)
    dual, start = np.zeros(y.shape), np.zeros(y.shape[1])
    for _ in range(STEPS):
        guess = near @ dual + start
        aim = guess + 4 * (y - 1 / (1 + np.exp(-guess)))
        after = inverse @ np.vstack([aim, np.zeros((1, y.shape[1]))])
        dual, start = after[:size], after[size]
    return dual, start


def _kept(names: Sequence[str], w: Floats) -> dict[str, tuple[float, ...]]:
    kept = np.zeros(w.shape)
    for number, target in enumerate(TARGETS):
        largest = np.argsort(-np.abs(w[:, number]), kind="stable")[: KEPT.get(target, KEPT_OTHERS)]
        kept[largest, number] = w[largest, number].round(2)
    return {name: tuple(map(float, row)) for name, row in zip(names, kept, strict=True) if row.any()}


def unseen(known: Sequence[Draft]) -> dict[str, Tone]:
    """For each file a fit that has seen only the others."""
    names = sorted({one.file for one in known})
    return {name: fitted([one for one in known if one.file != name]) for name in names}


def held_out(known: Sequence[Draft]) -> str:
    """How well the drafts of each file are judged by a fit that has not seen it."""
    tones = unseen(known)
    loud = [(one.file, tones[one.file].mail(one.text)[0] > 0, one.labels[0]) for one in known]
    lines = []
    for name in tones:
        mine = [(guess, label) for file, guess, label in loud if file == name]
        calm, missed = sum(g and not b for g, b in mine), sum(b and not g for g, b in mine)
        lines.append(f"{name}: {len(mine)} drafts, {calm} calm ones sound pressing, {missed} pressing ones calm")
    return "\n".join(lines)


def printed(known: Tone) -> str:
    """Weights as TOML."""
    lines = ["# Weight to signs, for each target. Made by bench/fit_tone.py.", "[start]"]
    lines += [f"{target} = {value:.3f}" for target, value in zip(TARGETS, known.start, strict=True)]
    for number, target in enumerate(TARGETS):
        rows: defaultdict[float, list[str]] = defaultdict(list)
        for sign, weights in known.weights.items():
            rows[weights[number]].append(sign)
        lines += ["", f"[{target}]"]
        lines += [f'"{w:.2f}" = {json.dumps("|".join(rows[w]), ensure_ascii=False)}' for w in sorted(rows) if w]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Prints the weights as TOML, or the held-out figures."""
    known = with_rests(drafts([a for a in arguments if a != "--held-out"]))
    print(held_out(known) if "--held-out" in arguments else printed(fitted(known)))


if __name__ == "__main__":
    main(sys.argv[1:])
