"""How long a message is, as a reader takes it in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

WORDS_MAX: Final = 120
"""Words of a message; METHOD S41."""

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_NO_WORDS: Final = re.compile(r"[\u3000-\u9fff\uff00-\uffef]|(?<!\w)[^\w\s](?!\w)")
_HAN_PER_WORD: Final = 2


@lru_cache(maxsize=16)
def word_count(text: str) -> int:
    """Words of a text; two Chinese characters count as one, signs alone as none."""
    han = len(_HAN.findall(text))
    return len(_NO_WORDS.sub(" ", text).split()) + -(-han // _HAN_PER_WORD)
