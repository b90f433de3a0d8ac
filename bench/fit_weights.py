"""Fits the weights of `lexicons/weights.toml` to labelled drafts; run it after `fit_tone.py` and after new evidence.

Logistic regression with a ridge by Newton's steps, for each of: whether a mail must not go, each group of faults in the
mails that must not, and whether a single wording is to be believed. How drafts sound is told by a fit that has not seen
their file, and their wordings are taken without what excuses them, as in the draft of a stranger. For single wordings
there are also mixed mails: a calm one with a leaking one below it. `--held-out` prints how each file is judged by fits
of the other files.

    python bench/fit_weights.py tests/words/check/*.jsonl > src/duecourse/words/check/lexicons/weights.toml
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import fit_tone
import numpy as np
from fit_tone import Draft, Floats

from duecourse.words.check import naked
from duecourse.words.check.leaks import Hit, hits
from duecourse.words.check.lexicon import kinds, lexicon
from duecourse.words.check.model import Context
from duecourse.words.check.tone import GROUPS, TARGETS, Tone
from duecourse.words.check.weigh import Features, hit_features, mail_features, weighed

RIDGE: Final = 1.0
STEPS: Final = 25
FREE: Final = 1e-3
"""Ridge of the start, which is hardly bound."""

CALM: Final = 1.5
"""How much a harmless wording counts more than a leaking one."""

MIXED: Final = 0.3
"""How much a mixed mail counts."""

MIXED_MAX: Final = 260
"""Characters of a leaking draft that is put below a calm one."""

Weights = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """Features of a mail or of one wording, with its file, how much it counts, and its label."""

    file: str
    features: Features
    label: bool
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Rows:
    """What is fitted: mails with the labels of all targets, and single wordings."""

    mails: list[tuple[Draft, Features]]
    wordings: list[Row]


def rows(known: Sequence[Draft], tones: Mapping[str, Tone]) -> Rows:
    """Features of all drafts; a rest is no mail of its own where single wordings are judged."""
    both = fit_tone.with_rests(known)
    mails = [(one, _mail(one, tones[one.file])) for one in both]
    alone = [row for one in known for row in _wordings(one, tones[one.file], 1.0)]
    pairs = [row for one in mixed(known) for row in _wordings(one, tones[one.file], MIXED)]
    return Rows(mails, [*alone, *pairs])


def mixed(known: Sequence[Draft]) -> Iterator[Draft]:
    """Calm mails with a leaking one of their file and language below them, each calm one in its turn."""
    turn = 0
    for one in known:
        groups = [f for f in one.raw["faults"] if f not in {"naked_reminder", "all_caps"}]
        calm = [o for o in known if (o.file, o.raw["lang"]) == (one.file, one.raw["lang"]) and not o.labels[0]]
        if groups and calm and len(one.raw["text"]) <= MIXED_MAX:
            turn += 1
            above = calm[turn % len(calm)].raw
            text = f"{above['text']}\n{one.raw['text']}"
            yield fit_tone.draft(one.file, {**one.raw, "text": text, "context": above["context"], "faults": groups})


def heard(one: Draft, *, excused: bool = False) -> list[Hit]:
    """All wordings that would hold a draft, also those that something around them excuses."""
    found = hits(lexicon(one.raw["lang"]), one.text, excused=excused)
    return [hit for hit in found if kinds()[hit.leak].severity == "block"]


def _evidence(one: Draft) -> naked.Evidence:
    note = one.raw["context"] if isinstance(one.raw["context"], str) else ""
    return naked.evidence(lexicon(one.raw["lang"]), one.text, Context(note=note))


def _mail(one: Draft, tone: Tone) -> Features:
    return mail_features(_evidence(one), heard(one), tone.mail(one.text))


def _wordings(one: Draft, tone: Tone, counts: float) -> Iterator[Row]:
    for hit, features in hit_features(_evidence(one), heard(one), one.text, tone.mail(one.text), tone):
        label = hit.group in one.raw["faults"]
        yield Row(one.file, features, label, counts * (1.0 if label else CALM))


def fitted(known: Rows) -> Weights:
    """Weights of all sums."""
    weights = {"hold": _descended([Row(one.file, features, one.labels[0]) for one, features in known.mails])}
    for group in GROUPS:
        number = TARGETS.index(group)
        held = [Row(one.file, features, one.labels[number]) for one, features in known.mails if one.labels[0]]
        weights[group] = _descended(held)
    return {**weights, "wording": _descended(known.wordings)}


def _descended(known: Sequence[Row]) -> dict[str, float]:
    names = sorted({name for row in known for name in row.features})
    x = np.array([[*(row.features.get(name, 0.0) for name in names), 1.0] for row in known])
    y = np.array([row.label for row in known], dtype=np.float64)
    counts = np.array([row.counts for row in known])
    ridge = np.array([*(RIDGE for _ in names), FREE])
    w: Floats = np.zeros(x.shape[1])
    for _ in range(STEPS):
        guess = 1 / (1 + np.exp(-(x @ w)))
        bend = counts * np.maximum(guess * (1 - guess), 1e-6)
        w = w - np.linalg.solve(x.T @ (x * bend[:, None]) + np.diag(ridge), x.T @ (counts * (guess - y)) + ridge * w)
    return dict(zip([*names, "start"], map(float, w), strict=True))


def held_out(known: Sequence[Draft], tones: Mapping[str, Tone]) -> Iterator[str]:
    """How the drafts of each file are judged by fits that have not seen it."""
    whole = rows(known, tones)
    for name, tone in tones.items():
        others = Rows(
            [(one, features) for one, features in whole.mails if one.file != name],
            [row for row in whole.wordings if row.file != name],
        )
        yield _judged(name, [one for one in known if one.file == name], tone, fitted(others))


def _judged(name: str, mine: Sequence[Draft], tone: Tone, known: Weights) -> str:
    held = missed = hit = more = less = 0
    for one in mine:
        found, said = _evidence(one), heard(one, excused=True)
        verdict = weighed(found, said, one.text, tone, known)
        groups = verdict.groups | {h.group for h in verdict.believed}
        wanted = {f for f in one.raw["faults"] if f in GROUPS}
        hit, more, less = hit + len(groups & wanted), more + len(groups - wanted), less + len(wanted - groups)
        held += bool(groups) and not one.labels[0]
        missed += not groups and one.labels[0]
    share = 2 * hit / max(1, 2 * hit + more + less)
    return f"{name}: {len(mine)} drafts, {held} fine ones held, {missed} others sent, F1 of groups {share:.2f}"


def printed(weights: Weights) -> str:
    """Weights as TOML."""
    lines = ["# Weight of each kind of evidence, for each sum. Made by bench/fit_weights.py."]
    for name, table in weights.items():
        lines += ["", f"[{name}]", *(f"{key} = {value:.2f}" for key, value in sorted(table.items()))]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Prints the weights as TOML, or the held-out figures."""
    known = fit_tone.drafts([a for a in arguments if a != "--held-out"])
    tones = fit_tone.unseen(fit_tone.with_rests(known))
    if "--held-out" in arguments:
        print("\n".join(held_out(known, tones)))
        return
    print(printed(fitted(rows(known, tones))))


if __name__ == "__main__":
    main(sys.argv[1:])
