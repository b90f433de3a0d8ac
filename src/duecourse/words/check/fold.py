"""Writing habits made equal: case, width, accents, hidden characters, letters set apart; with the way back.

The folded text has one sentence on each line, so that a pattern never reaches into the next one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

# Cyrillic and Greek letters that look like Latin ones; none of our languages is written with them.
_LOOKALIKES: Final = str.maketrans("аеорсухіѕјԁοανιτκ", "aeopcyxisjdoavitk")
_MARKS: Final = {
    **dict.fromkeys("’‘‚‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″「」『』", '"'),
    **dict.fromkeys("–—‐‑‒−", "-"),
    **dict.fromkeys("。．｡", "."),
    **dict.fromkeys("、", ","),
    "…": "...",
    "ı": "i",
    "%": "percent",
    "％": "percent",
    "ø": "o",
    "ł": "l",
    "đ": "d",
}
_ENDS: Final = frozenset(".!?;")
_SHORT_LINE: Final = 45
"""Characters; a line that is shorter was broken by the writer, not by the mail program."""

_ABBREVIATIONS: Final = re.compile(
    r"mrs?|ms|dr|n[or]|st|inc|ltd|co|approx|ca|bzw|usw|ggf|evtl|inkl|zzgl|sra?|srta|mme|mlle|art|ref|pcs|p\.ej|z\.b|d\.h|e\.g|i\.e|"
    r"u\.a|vs|resp|incl|excl|tel|abs|num|fig|est|dept|attn|str|gmbh|ing|prof|."
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its folded form.

    Args:
        text: Folded; one sentence on each line.
        at: For each folded character, the place of its origin.
    """

    text: str
    at: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that a part of the folded text stands for."""
        return (self.at[start], self.at[end - 1] + 1) if start < end else (0, 0)


def folded(text: str, hidden: Sequence[tuple[int, int]] = ()) -> Folded:
    """The text folded, without what lies in the hidden spans (sorted, apart)."""
    signs = _squeezed(_signs(text, hidden))
    signs = _lines(_joined(signs), text)
    return Folded("".join(s for s, _ in signs), [at for _, at in signs])


def fold(text: str) -> str:
    """A short text folded the same way, on one line."""
    return folded(text).text.replace("\n", " ").strip()


@lru_cache(maxsize=16384)
def folded_sign(sign: str) -> str:
    """One character as zero, one or more plain ones."""
    if sign in "\n\t ":
        return " " if sign != "\n" else sign
    if sign in _MARKS:
        return _MARKS[sign]
    plain = unicodedata.normalize("NFKD", sign).casefold().translate(_LOOKALIKES)
    kept = "".join(_MARKS.get(c, c) for c in plain if unicodedata.category(c) not in _DROPPED)
    return " " if unicodedata.category(sign) in {"Zs", "Zl", "Zp"} else kept


_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"})

Sign = tuple[str, int]


def _signs(text: str, hidden: Sequence[tuple[int, int]]) -> list[Sign]:
    signs: list[Sign] = []
    at = 0
    for start, end in [*hidden, (len(text), len(text))]:
        for place in range(at, start):
            signs += [(c, place) for c in folded_sign(text[place])]
        if start < end:
            signs += [("\n", start)]
        at = max(at, end)
    return signs


def _squeezed(signs: list[Sign]) -> list[Sign]:
    """Without repeated blanks, blanks beside Chinese characters, and letters drawn out: 'sooo' is 'so'."""
    out: list[Sign] = []
    run = 0
    for sign, at in signs:
        last = out[-1][0] if out else "\n"
        run = run + 1 if sign == last else 1
        if sign == " " and (last in " \n" or is_han(last)):
            continue
        if last == " " and (sign == "\n" or is_han(sign)):
            out.pop()
        if run > 2 and "a" <= sign <= "z":
            del out[len(out) - (run == 3) :]
            continue
        out.append((sign, at))
    return out


def is_han(sign: str) -> bool:
    """Whether it is a Chinese character."""
    return "㐀" <= sign <= "鿿"


def _joined(signs: list[Sign]) -> list[Sign]:
    """'u r g e n t' and 'a.s.a.p' as one word: at least four letters, each alone, the same mark between them."""
    out: list[Sign] = []
    at, size = 0, len(signs)
    while at < size:
        end = _run(signs, at)
        out += [s for s in signs[at:end] if s[0].isalpha()] if end > at else [signs[at]]
        at = max(end, at + 1)
    return out


def _run(signs: list[Sign], at: int) -> int:
    """End of a row of single letters that begins here; the place itself if there is none."""
    if not _letter(signs, at) or (at and signs[at - 1][0].isalnum()) or at + 1 >= len(signs):
        return at
    gap = signs[at + 1][0]
    if gap not in " .-_*":
        return at
    end, letters = at + 1, 1
    while end + 1 < len(signs) and signs[end][0] == gap and _letter(signs, end + 1):
        end, letters = end + 2, letters + 1
    alone = end >= len(signs) or not signs[end][0].isalnum()
    return end if letters >= 4 and alone else at


def _letter(signs: list[Sign], at: int) -> bool:
    return signs[at][0].isalpha() and signs[at][0].isascii()


def _lines(signs: list[Sign], text: str) -> list[Sign]:
    """One sentence on each line."""
    out: list[Sign] = []
    line_from = 0
    word = ""
    for (found, at), (after, next_at) in pairwise([*signs, ("\n", 0)]):
        broken = found == "\n" and after != "\n" and bool(out) and out[-1][0] not in _ENDS
        goes_on = broken and (len(out) - line_from > _SHORT_LINE or text[next_at].islower())
        sign = " " if goes_on else found
        if sign == " " and (not out or out[-1][0] == "\n"):
            continue
        out.append((sign, at))
        if sign in _ENDS and _ends(sign, after, word):
            out.append(("\n", at))
        if out[-1][0] == "\n":
            line_from = len(out)
        word = word + sign if sign.isalnum() or (sign == "." and word) else ""
    return out


def _ends(sign: str, after: str, word: str) -> bool:
    if after in _ENDS:
        return False
    if sign != ".":
        return True
    if is_han(word[-1:] or " ") or is_han(after):
        return True
    if after not in ' \n"':
        return after.isalpha() and word.isalpha() and len(word) > 3
    return not (_ABBREVIATIONS.fullmatch(word) or (word.isdigit() and len(word) <= 2))
