"""How the fields of a csv file are set apart: the delimiter that cuts the first rows most evenly."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO
from itertools import islice
from typing import Final, Literal

from duecourse.adapters.sheets.cells import TextForm
from duecourse.adapters.sheets.encoding import Encoding

DELIMITERS: Final = (",", ";", "\t", "|")
_ROWS: Final = 50
_NAMED: Final = re.compile(r"sep=(.)[\r\n]", re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


def form_of(head: str, encoding: Encoding) -> TextForm:
    """How a text is written, by its first lines."""
    named = _NAMED.match(head)
    delimiter = named[1] if named else _most_even(head)
    line_end = _LINE_END.search(head)
    return TextForm(
        encoding.name,
        encoding.byte_order_mark,
        delimiter,
        _quotes(head, delimiter),
        line_end[0] if line_end else "\n",
        named is not None,
    )


def _most_even(head: str) -> str:
    return max(DELIMITERS, key=lambda d: _evenness(_rows(head, d)))


def _rows(head: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(StringIO(head, newline=""), delimiter=delimiter)
    with suppress(csv.Error):  # where this delimiter stops making sense
        rows.extend(islice(reader, _ROWS))
    return [r for r in rows if any(f.strip() for f in r)]


def _evenness(rows: Sequence[Sequence[str]]) -> float:
    """Share of rows that have the most frequent number of fields, more for more fields; 0 if that is one.

    Title lines above the header have one field, and decimal commas and commas in texts come in some rows only.
    """
    widths = Counter(len(r) for r in rows if len(r) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda w: (w[1], w[0]))
    share = count / len(rows)
    return share * share * math.sqrt(width - 1)


def _quotes(head: str, delimiter: str) -> Literal["all", "some", "none"]:
    if '"' not in head:
        return "none"
    lines = [line for line in head.splitlines() if line][:_ROWS]
    bare = re.compile(rf'(?:^|{re.escape(delimiter)})(?!")')
    unquoted = sum(bool(bare.search(re.sub(r'"[^"]*"', '""', line))) for line in lines)
    return "some" if unquoted else "all"
