"""From the text of payment terms to tokens: numbers, separators, and words by their meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Final

from duecourse.history.money import is_currency
from duecourse.trade.terms_words import BLOCKS, MONEY_WORDS, NOT_MONEY, SEPARATORS, SIMPLIFIED

CJK: Final = "\u3400-\u9fff"
EVENTS: Final = frozenset(
    ["order", "production", "ready", "ship", "delivery", "arrival", "invoice", "bl", "documents", "sight", "acceptance"]
)
"""Meanings that are events: something happens, and the payment stands before, after or against it."""

_FUZZY_MIN: Final = 6
_ATOM: Final = re.compile(rf"\d+(?:[.,']\d+)*|[a-z]*\$|[a-z]+|[{CJK}]|[^\W\d_a-z{CJK}]+|\S")
_PAIR: Final = re.compile(r"(?<![a-z0-9])([a-z]) ?/ ?([a-z])(?![a-z])")
_DOTTED: Final = re.compile(r"(?<![a-z0-9])[a-z](?:\. ?[a-z])+(?![a-z0-9])\.?")
_HYPHEN: Final = re.compile(rf"(?<=[a-z{CJK}])['\u2019`-](?=[a-z{CJK}])")
_NET: Final = re.compile(r"(?<![a-z])n ?/? ?(?=\d)")
# Portuguese "da" is the commonest of words, so documents against acceptance keep a mark of their own.
_ACCEPTANCE: Final = re.compile(r"(?<![a-z0-9])(?:d ?/ ?a|d\. ?a\b\.?|da(?= ?\d))(?![a-z])")
_TENTHS: Final = re.compile("([一二三四五六七八九])成(半?)")
_SPLIT_ZH: Final = re.compile("([一二三四五六七八九])([一二三四五六七八九])开")
_PERCENT_ZH: Final = re.compile("百分之([零一二三四五六七八九十百\\d.]+)")
_NUMBER_ZH: Final = re.compile("[一二两三四五六七八九十]+(?=天|日|个|周)")
_FIGURES: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that the terms say.

    Args:
        means: A meaning of the words, or one of number, currency, separator, colon, unknown.
        text: The folded text.
        value: Currency code of a currency; empty where it says money only.
    """

    means: str
    text: str
    value: str = ""


def folded(text: str) -> str:
    """One case, one width, no accents, simplified characters, abbreviations without dots and strokes."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(SIMPLIFIED)
    plain = re.sub(r"[()\[\]{}<>\"\u201c\u201d\u3010\u3011*_]", " ", plain.replace("\n", ";").replace("\u2044", "/"))
    plain = _NET.sub("net ", re.sub(r"[ \t\r\f\v]+", " ", plain))
    plain = _PAIR.sub(r"\1\2", _ACCEPTANCE.sub("dxa", plain))
    plain = _DOTTED.sub(lambda m: re.sub("[. ]", "", m.group()), plain)
    plain = re.sub(r"\bdff\b", "d ff", plain)
    return _figures(_HYPHEN.sub(" ", plain))


def _figures(text: str) -> str:
    text = _SPLIT_ZH.sub(lambda m: f"{_FIGURES[m[1]]}0/{_FIGURES[m[2]]}0", text)
    text = _TENTHS.sub(lambda m: f"{_FIGURES[m[1]]}{5 if m[2] else 0}%", text)
    text = _PERCENT_ZH.sub(lambda m: f"{_chinese(m[1])}%", text)
    return _NUMBER_ZH.sub(lambda m: _chinese(m.group()), text)


def _chinese(figures: str) -> str:
    if not set(figures) <= {*_FIGURES, "十"}:
        return "100" if figures in {"百", "一百"} else figures
    tens, ten, ones = figures.rpartition("十")
    if not ten:
        return "".join(str(_FIGURES[c]) for c in figures)
    return str((_FIGURES.get(tens, 1)) * 10 + _FIGURES.get(ones, 0))


def _atoms(text: str) -> list[str]:
    return _ATOM.findall(text)


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, ...], str]:
    """Atoms of every phrase to its meaning."""
    found: dict[tuple[str, ...], str] = {}
    for block in BLOCKS:
        for means, words in block.items():
            for word in words.split("|"):
                found.setdefault(tuple(_atoms(folded(word))), means)
    return found


@lru_cache(maxsize=1)
def _longest() -> dict[str, int]:
    """First atom to the length of the longest phrase that it begins."""
    longest: dict[str, int] = {}
    for phrase in _phrases():
        longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest


def _shorter(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


@lru_cache(maxsize=1)
def _misspelt() -> dict[str, frozenset[str]]:
    """Words of the phrases, and those words with one letter left out, to the words; for slips of the pen."""
    found: dict[str, set[str]] = {}
    words = {a for phrase in _phrases() for a in phrase if len(a) >= _FUZZY_MIN and a.isascii()}
    for word in words:
        for key in _shorter(word):
            found.setdefault(key, set()).add(word)
    return {k: frozenset(v) for k, v in found.items()}


def _mended(atom: str) -> str:
    """The known word that this one misspells by a letter; itself if there is none, or several of other meanings."""
    if len(atom) < _FUZZY_MIN - 1 or not atom.isascii() or not atom.isalpha() or (atom,) in _phrases():
        return atom
    near = set().union(*(_misspelt().get(k, frozenset()) for k in _shorter(atom)))
    if atom in near:
        return atom
    near = {w for w in near if len(w) == len(atom)} or near
    means = {_phrases().get((w,), "") for w in near}
    return min(near) if len(means) == 1 else atom


def _currency(atom: str) -> str | None:
    """Currency that a word or sign names; empty where it names money only, null where none."""
    if atom in MONEY_WORDS:
        return MONEY_WORDS[atom]
    code = atom.upper()
    return code if len(code) == 3 and is_currency(code) and code not in NOT_MONEY else None


def _match(atoms: list[str], at: int) -> tuple[str, int]:
    """Meaning and length of the longest phrase that begins here."""
    for size in range(min(_longest().get(atoms[at], 0), len(atoms) - at), 0, -1):
        means = _phrases().get(tuple(atoms[at : at + size]))
        if means and not (means == "advance" and atoms[at] == "前" and _ends_event(atoms, at)):
            return means, size
    return "", 1


def _ends_event(atoms: list[str], at: int) -> bool:
    """Whether an event ends just before this: the 前 of 出货前T/T belongs to it, not to the transfer."""
    sizes = range(1, min(4, at) + 1)
    return any(_phrases().get(tuple(atoms[at - n : at])) in EVENTS for n in sizes)


def tokens(text: str) -> list[Token]:
    """The text as tokens; what no language knows is unknown."""
    atoms = [_mended(a) for a in _atoms(folded(text))]
    return list(_tokens(_longer_currencies(atoms)))


def _longer_currencies(atoms: list[str]) -> list[str]:
    """With the atoms of a Chinese or two-part name of a currency joined."""
    joined: list[str] = []
    at = 0
    while at < len(atoms):
        size = next((n for n in (3, 2) if "".join(atoms[at : at + n]) in MONEY_WORDS and at + n <= len(atoms)), 1)
        joined.append("".join(atoms[at : at + size]))
        at += size
    return joined


def _tokens(atoms: list[str]) -> Iterator[Token]:
    numbers = {i for i, a in enumerate(atoms) if a[0].isdigit()}
    at = 0
    while at < len(atoms):
        atom, (means, size) = atoms[at], _match(atoms, at)
        currency = _currency(atom)
        if (
            currency is not None
            and _beside_number(atoms, at, numbers)
            and not (means == "collection" and _unit_follows(atoms, at))
        ):
            yield Token("currency", atom, currency)
        elif means:
            yield Token(means, " ".join(atoms[at : at + size]))
            at += size - 1
        else:
            yield Token(_sign(atom), atom)
        at += 1


def _beside_number(atoms: list[str], at: int, numbers: set[int]) -> bool:
    """Whether a number stands before or after this, also as "5k" or "5万"."""
    scaled = at >= 2 and atoms[at - 1] in {"k", "万"}
    return bool({at - 2 if scaled else at - 1, at + 1} & numbers)


def _unit_follows(atoms: list[str], at: int) -> bool:
    """Whether "CAD 30 days" is cash against documents, not thirty Canadian dollars; also "70% CAD"."""
    if at + 1 >= len(atoms) or not atoms[at + 1][0].isdigit():
        return True
    return at + 2 < len(atoms) and (atoms[at + 2] == "%" or _match(atoms, at + 2)[0] in {"day", "week", "month"})


def _sign(atom: str) -> str:
    if atom[0].isdigit():
        return "number"
    if atom == "?":
        return "undecided"
    names = {"%": "percent", ":": "colon"}
    return names.get(atom) or ("separator" if atom in SEPARATORS else "unknown")


def fraction(text: str) -> Fraction | None:
    """A share's number, with point or comma for decimals; null if it is none."""
    parts = re.split("[.,]", text.replace("'", ""))
    return Fraction(".".join(parts)) if len(parts) <= 2 else None


def money(text: str) -> Fraction | None:
    """An amount as people write it: 5,000 and 5.000 are five thousand, 5,00 is five; null where it cannot be told."""
    signs = [c for c in text if c in ".,'"]
    groups = re.split("[.,']", text)
    if not signs:
        return Fraction(text)
    thousands = all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    if thousands and len(set(signs)) == 1:
        return Fraction("".join(groups))
    last, before = signs[-1], signs[:-1]
    if last in before or last == "'" or any(a != b for a, b in pairwise(before)):
        return None
    return Fraction("".join(groups[:-1]) + "." + groups[-1])
