"""What of a mail is the writer's own running text: not the greeting, the signature, the history, or words of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from duecourse.words.check.fold import fold
from duecourse.words.check.lexicon import Span, layout_words

_GREETING_MAX: Final = 60
_CLOSING_MAX: Final = 60
_SIGNATURE_MAX: Final = 70
"""Characters of a line; a longer one says something."""

_LINES_MAX, _QUOTATIONS_MAX = 2000, 200
"""Looked at in one mail; what comes after them counts as the writer's own."""

_QUOTE: Final = re.compile(r"[\"“„«「『]([^\"“”„«»「」『』\n]{1,400})[\"”“»」』]")
_BEFORE: Final = 70
"""Characters before a quotation in which its author may stand."""

_AFTERWORD: Final = re.compile(r"\s*p\.?\s?s\b", re.IGNORECASE)
_SENTENCE_END: Final = (".", "!", "?", "。", "！", "？")


def hidden(text: str) -> list[Span]:
    """Parts that are not judged: sorted spans that do not touch."""
    return merged([*_lines(text), *_quotations(text)])


def merged(spans: list[Span]) -> list[Span]:
    """Spans sorted, those that touch made one."""
    out: list[Span] = []
    for start, end in sorted(s for s in spans if s[0] < s[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _lines(text: str) -> Iterator[Span]:
    words = layout_words()
    at, first, signed = 0, True, False
    for line in islice(filter(str.strip, text.splitlines(keepends=True)), _LINES_MAX):
        start = text.index(line, at)
        at = start + len(line)
        plain = fold(line[:200])
        if words["history"].match(plain):
            yield (start, at if _marked_after(text, at) else len(text))
            if not _marked_after(text, at):
                return
        elif (
            plain.startswith((">", "|>")) or (signed and _signature(line, plain)) or (first and _greeting(line, plain))
        ):
            yield start, at
        elif len(line) <= _CLOSING_MAX and words["closings"].fullmatch(plain):
            signed = True
            yield start, at
        elif _AFTERWORD.match(line):
            signed = False
        first = False


def _marked_after(text: str, at: int) -> bool:
    """Whether the history is marked line by line, so that answers may stand between."""
    return text[at : at + 2000].lstrip().startswith(">")


def _greeting(line: str, plain: str) -> bool:
    return len(line) <= _GREETING_MAX and bool(layout_words()["greetings"].fullmatch(plain))


def _signature(line: str, plain: str) -> bool:
    if layout_words()["footers"].search(plain):
        return True
    said = line.strip()
    return len(said) <= _SIGNATURE_MAX and not said.endswith(_SENTENCE_END) and not _AFTERWORD.match(line)


def _quotations(text: str) -> Iterator[Span]:
    """Words in quotation marks that somebody else said, by what stands before them."""
    attributions = layout_words()["attributions"]
    for match in islice(_QUOTE.finditer(text), _QUOTATIONS_MAX):
        before = fold(text[max(0, match.start() - _BEFORE) : match.start()])
        if attributions.search(before):
            yield match.span(1)
