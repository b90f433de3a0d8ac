"""How one file writes: the order of day and month, the decimal sign, the currency that its title names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from duecourse.adapters.orders.lexicon import lexicon, plain
from duecourse.history.money import is_currency

_DAY_FIRST: Final = frozenset({"de", "es", "fr", "pt"})
"""Languages in which nobody writes the month before the day."""

_SLASHED: Final = re.compile(r"(\d{1,2})\s*[-/]\s*(\d{1,2})(?:\s*[-/]\s*(?:\d{4}|\d{2}))?(?![\d/-])")
_CODE: Final = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
_WORDS: Final = frozenset({"ALL", "TOP", "TRY", "CUP", "PEN", "COP", "GEL", "MOP", "SOS", "MAD", "LAK"})
"""Codes that are words in capitals too: 'ALL OPEN ORDERS' names no Albanian lek, 'in ALL' and '(ALL)' do."""

_NAMES_CODE: Final = re.compile(r"(?:\b(?:in|en|em)\s+|[:(\[/]\s*)$", re.IGNORECASE)
_COMMA: Final = frozenset({"de", "es", "fr", "pt"})


@dataclass(frozen=True, slots=True)
class Habits:
    """What is the same in all cells of a file.

    Args:
        as_of: Day of reading; dates without a year lie nearest to it. None: such dates are refused.
        day_first: Whether 03/04/2026 is in April; None if nothing tells.
        decimal: The decimal sign; decides only for currencies with three decimals.
    """

    as_of: date | None = None
    day_first: bool | None = None
    decimal: str = "."


def habits_of(dates: Iterable[str], language: str, as_of: date | None) -> Habits:
    """The habits of a file.

    Args:
        dates: Texts of its cells in columns of days.
        language: That of most of its headings.
        as_of: Day of reading.
    """
    decimal = "," if language in _COMMA else "."
    return Habits(as_of, _order(dates, language), decimal)


def _order(dates: Iterable[str], language: str) -> bool | None:
    """Day first if a cell proves it and none the contrary; where none proves anything the language may."""
    proofs = {p for text in dates if (p := _proof(text)) is not None}
    if len(proofs) == 1:
        return proofs.pop()
    if proofs:
        return None
    return True if language in _DAY_FIRST else (False if language == "zh" else None)


def _proof(text: str) -> bool | None:
    match = _SLASHED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    if first > 12 >= second:
        return True
    return False if second > 12 >= first else None


def currency_in(texts: Iterable[str]) -> str | None:
    """The only currency that title lines or a heading name; None if there is none, or several."""
    found = {code for text in texts for code in _currencies(text)}
    return found.pop() if len(found) == 1 else None


def _currencies(text: str) -> set[str]:
    normal = unicodedata.normalize("NFKC", text)
    named = (m for m in _CODE.finditer(normal) if m[0] not in _WORDS or _NAMES_CODE.search(normal[: m.start()]))
    codes = {m[0] for m in named if is_currency(m[0])}
    said = plain(normal)
    words = {code for word, code in lexicon().money.items() if _says(said, word)}
    return codes or words


def _says(text: str, word: str) -> bool:
    edge = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    end = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return re.search(edge + re.escape(word) + end, text) is not None
