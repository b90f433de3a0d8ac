"""All evidence of a mail set against each other: which of its faults are believed.

A bare word proves little: "your customer needs it urgently" is no pressure, and "the steel trader stands in my door"
is one without any known word. So each hit of a lexicon is a piece of evidence, and so is how the mail and the
sentence sound, what the mail gives, whether the money is asked for, and who asked. Three small sums decide, with
weights from `lexicons/weights.toml` that `bench/fit_weights.py` fits to labelled drafts: whether the mail must not
go; if so, in which groups; and if not, whether one single wording in an otherwise good mail must be believed all the
same.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from duecourse.words.check.fold import is_han
from duecourse.words.check.leaks import Hit
from duecourse.words.check.lexicon import Span
from duecourse.words.check.naked import ASKS, SENSES, Evidence, useful
from duecourse.words.check.tone import GROUPS, TARGETS, Sounds, Tone

HELD: Final = 0.5
"""Above this sum a mail must not go; a good mail held costs more than a bad one missed."""

NAMED: Final = -0.3
"""Above this sum a group of faults is named in a mail that must not go."""

REST_HELD: Final = 2.5
"""Above this sum what a mail says beside its useful sentences must not go."""

ALONE_HELD: Final = 3.5
"""Above this sum a sentence alone is so loud that its wordings are believed."""

BELIEVED: Final = 1.0
"""Above this sum a single wording is believed in a mail that may go otherwise; a weak one above one more."""

_SHORT, _PULL, _HAN_WORTH = 60, 1.2, 3
"""Characters of a mail that says little, the sum by which its words must press, and what a Chinese one counts."""

_LOUD: Final = 4.0
_SENTENCE_LOUD: Final = 3.0

Features = Mapping[str, float]
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is believed of a mail.

    Args:
        held: Whether it must not go as a whole.
        groups: Groups of faults to name then.
        believed: Wordings that are believed although the rest is calm.
    """

    held: bool
    groups: frozenset[str] = frozenset()
    believed: tuple[Hit, ...] = ()

    def without(self, group: str) -> Verdict:
        """The same, a group of faults left out; a mail with no other may go."""
        left = self.groups - {group}
        return Verdict(bool(left), left, tuple(hit for hit in self.believed if hit.group != group))


def weighed(found: Evidence, heard: Sequence[Hit], text: str, tone: Tone, known: Weights | None = None) -> Verdict:
    """All evidence of a folded text set against each other.

    Args:
        found: What the mail does with the money and for the order.
        heard: Wordings of leaks.
        text: Folded.
        tone: Weights of its signs.
        known: Weights of the features; those of the lexicon if left out.
    """
    known = weights() if known is None else known
    sounds = tone.mail(text)
    if _says_little(found, heard, text, sounds[0] - tone.start[0]):
        return Verdict(False)
    named = _named(mail_features(found, heard, sounds), known, HELD)
    named = named or _named_of_rest(found, heard, text, tone, known)
    if named and not (named == {"naked_reminder"} and found["gives"]):
        return Verdict(True, named)
    each = hit_features(found, heard, text, sounds, tone)
    loud = _loud_alone(found, heard, text, tone, known)
    return Verdict(
        False, believed=tuple(h for h, f in each if h in loud or score(known["wording"], f) > BELIEVED + h.hint)
    )


def _loud_alone(found: Evidence, heard: Sequence[Hit], text: str, tone: Tone, known: Weights) -> list[Hit]:
    """Strong wordings in sentences that by themselves would be held by far, whatever stands around them."""
    loud: list[Hit] = []
    for line in sorted({text.count("\n", 0, hit.span[0]) for hit in heard if not hit.hint}):
        left, mine, sentence = _only(found, heard, text, {line})
        if score(known["hold"], mail_features(left, mine, tone.mail(sentence))) > ALONE_HELD:
            loud += [hit for hit in mine if not hit.hint]
    return loud


def _says_little(found: Evidence, heard: Sequence[Hit], text: str, pull: float) -> bool:
    """Whether a mail is too short to be judged by its sound, unless its words press by so much themselves."""
    known = any(not hit.hint for hit in heard) or any(found[name] for name in ASKS)
    return not known and len(text) * (_HAN_WORTH if is_han(text[:1] or " ") else 1) < _SHORT and pull <= _PULL


def _named(features: Features, known: Weights, least: float) -> frozenset[str]:
    """Groups of faults to name; none when the mail may go."""
    if score(known["hold"], features) <= least:
        return frozenset()
    sums = {group: score(known[group], features) for group in GROUPS}
    return frozenset({group for group, value in sums.items() if value > NAMED} or {max(GROUPS, key=lambda g: sums[g])})


def _named_of_rest(found: Evidence, heard: Sequence[Hit], text: str, tone: Tone, known: Weights) -> frozenset[str]:
    """The same for what remains when the useful sentences are taken away; asking for the money is fine beside them."""
    left = rest(found, heard, text)
    if left is None:
        return frozenset()
    found, heard, text = left
    return _named(mail_features(found, heard, tone.mail(text)), known, REST_HELD) - {"naked_reminder"}


def rest(found: Evidence, heard: Sequence[Hit], text: str) -> tuple[Evidence, list[Hit], str] | None:
    """A mail without the sentences that give something; None when nothing is given or nothing else is said."""
    lines = text.split("\n")
    given = {text.count("\n", 0, span[0]) for name in ("gives", "facts") for span in found[name]}
    kept = [at for at, line in enumerate(lines) if at not in given and line.strip()]
    if not given or not kept:
        return None
    return _only(found, heard, text, set(kept))


def _only(found: Evidence, heard: Sequence[Hit], text: str, kept: set[int]) -> tuple[Evidence, list[Hit], str]:
    """Some sentences of a mail, by their numbers, with what is found and heard in them."""

    def stays(span: Span) -> bool:
        return text.count("\n", 0, span[0]) in kept

    left = {name: [span for span in spans if stays(span)] for name, spans in found.items()}
    lines = text.split("\n")
    return left, [hit for hit in heard if stays(hit.span)], "\n".join(lines[at] for at in sorted(kept))


def score(known: Mapping[str, float], features: Features) -> float:
    """Sum of the weights of the features that hold."""
    return known["start"] + sum(known.get(name, 0.0) * value for name, value in sorted(features.items()))


def mail_features(found: Evidence, heard: Sequence[Hit], sounds: Sounds) -> dict[str, float]:
    """What counts for or against a whole mail, by the names of the weights."""
    strong, weak = leaks_by_group(heard)
    features = {f"sounds_{target}": _within(value, -_LOUD) for target, value in zip(TARGETS, sounds, strict=True)}
    features |= {f"heard_{group}": 1.0 for group in strong}
    features |= {f"heard_{group}_twice": 1.0 for group, number in strong.items() if number > 1}
    features |= {f"hint_{group}": 1.0 for group in weak}
    features |= {name: 1.0 for name in SENSES if found[name]}
    total = sum(strong.values())
    flags = {"heard": total > 0, "heard_twice": total > 1, "hint": bool(weak)}
    flags |= {"no_money": not any(found[name] for name in ASKS), "useful": useful(found)}
    return features | {name: 1.0 for name, holds in flags.items() if holds}


def leaks_by_group(heard: Sequence[Hit]) -> tuple[Counter[str], Counter[str]]:
    """How many leaks of each group have a strong wording, and how many only a weak one."""
    strong = {(hit.leak, hit.group) for hit in heard if not hit.hint}
    weak = {(hit.leak, hit.group) for hit in heard if hit.hint} - strong
    return Counter(group for _, group in strong), Counter(group for _, group in weak)


def hit_features(
    found: Evidence, heard: Sequence[Hit], text: str, sounds: Sounds, tone: Tone
) -> list[tuple[Hit, dict[str, float]]]:
    """What counts for or against each single wording, by the names of the weights."""
    lines = [text.count("\n", 0, hit.span[0]) for hit in heard]
    sentences = text.split("\n")
    heard_in = {line: tone.sentence(sentences[line]) for line in {*lines}}
    asks = bool(found["asks_money"] or found["direct_ask"])
    whole = {"asks": asks, "money": asks or bool(found["money"]), "useful": useful(found)}
    shared = {name: 1.0 for name, holds in whole.items() if holds}
    places = list(zip(heard, lines, strict=True))
    return [(hit, shared | _own(hit, line, places, heard_in[line], sounds)) for hit, line in places]


def _own(hit: Hit, line: int, places: Sequence[tuple[Hit, int]], sentence: Sounds, sounds: Sounds) -> dict[str, float]:
    """Features of one wording: its sentence, and what else is heard there and elsewhere."""
    beside = {h.leak for h, at in places if at == line and h.leak != hit.leak and not h.hint}
    again = {h.leak for h, at in places if at != line and h.group == hit.group}
    group = TARGETS.index(hit.group)
    return {
        f"leak_{hit.leak}": 1.0,
        "hint": float(hit.hint),
        "beside": float(min(len(beside), 2)),
        "again": float(min(len(again), 2)),
        "sentence": _within(sentence[0], -_SENTENCE_LOUD),
        "sentence_group": _within(sentence[group], -_SENTENCE_LOUD),
        "mail": _within(sounds[0], -_LOUD),
        "mail_group": _within(sounds[group], -_LOUD),
    }


def _within(value: float, lowest: float) -> float:
    return max(lowest, min(-lowest, value))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Weights of the features: of the whole mail ("hold"), of each group, and of a single wording ("wording")."""
    source = files("duecourse.words.check") / "lexicons" / "weights.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    return {name: {key: float(value) for key, value in table.items()} for name, table in raw.items()}
