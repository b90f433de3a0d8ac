"""Words of a pattern must not pretend to be facts: no figure, amount or weekday may stand outside a token."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from duecourse.words.locked import token

# Terms of the trade that hold figures and are no facts of a case.
_TERMS: Final = re.compile(r"MT\s?103|UCP\s?600|(?<!\d)48(?=[\s\u00a0]?(?:hours|小时|Stunden|horas|heures))")
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*|[$€£¥]|\b(?:USD|EUR|CNY|GBP|JPY|RMB)\b")
_WEEKDAY: Final = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:diens|donners|frei|sams|sonn)tag|mittwoch|montag"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b"
    r"|(?:周|星期|礼拜)[一二三四五六日天]",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(token("x").replace("x", "[a-z0-9_]+"))


@lru_cache(maxsize=8192)
def loose(text: str) -> tuple[str, ...]:
    """Figures, currencies and weekdays of an unfinished text that are no facts, as they stand there."""
    plain = _TERMS.sub(" ", _TOKEN.sub(" ", text))
    return tuple(m.group() for pattern in (_FIGURE, _WEEKDAY) for m in pattern.finditer(plain))
