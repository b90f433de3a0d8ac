r"""Writes into .csv: the bytes of each line stay, our fields come after them.

A field that the encoding cannot hold is written with look-alikes (a dash for a long dash, `->` for an arrow); what has
none, such as Chinese in a Western file, as `\u4e2d`, so that nothing is lost or shifted. A message keeps its lines:
it is quoted, and its lines end in LF alone, as spreadsheet programs write it. All other fields stand on one line.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from duecourse.adapters.writeback.model import (
    LETTERS,
    OURS,
    Answers,
    Band,
    CsvShape,
    Target,
    first_heading,
    left_out,
    places,
)
from duecourse.errors import DuecourseError

BYTES_MAX: Final = 200 * 10**6
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_LOOK_ALIKES: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″«»", '"'),
        **{"…": "...", "→": "->", "←": "<-", "·": "-", "•": "*", "●": "*", "○": "o", "×": "x", "≤": "<=", "≥": ">="},
        **{"€": "EUR", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "ß": "ss", "æ": "ae", "ø": "o"},
        **{"：": ": ", "，": ", ", "。": ". ", "；": "; ", "（": " (", "）": ") ", "、": ", "},
    }
)
_STALE_CELLS: Final = 2
_KNOWN_MAX: Final = 50_000
"""Different fields of ours that are remembered."""
_LINE_BREAKS: Final = re.compile(r"\s*[\r\n]+\s*")
_RECORD_MAX: Final = 200_000
"""Characters of one row; what is longer has lost a quotation mark."""

Fields = list[tuple[int, int, bool]]
"""Start and end of each field of a row, and whether it is quoted and never closed."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of the table, as it stands in the file.

    Args:
        raw: Its bytes without the end of its last line.
        text: The same as text.
        newline: How the last line ends; empty at the end of the file.
        fields: Where its fields stand in the text.
    """

    raw: bytes
    text: str
    newline: bytes
    fields: Fields


class Coding:
    """Text to bytes and back in the encoding of one file."""

    def __init__(self, shape: CsvShape, where: str) -> None:
        try:
            name = codecs.lookup(shape.encoding).name
        except LookupError as error:
            fix = "Save the list as 'CSV UTF-8' and run again."
            raise DuecourseError(f"The encoding '{shape.encoding}' is not known", where=where, fix=fix) from error
        self.where = where
        # The names without a byte order write a mark before every piece; the mark of the file is kept apart.
        self.name = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, name)
        self.wide = self.name.startswith(("utf-16", "utf-32"))
        # Bytes that the encoding does not know come back as they were.
        self.stray = "surrogatepass" if self.wide else "surrogateescape"
        self.escaped = 0

    def decoded(self, raw: bytes) -> str:
        """Text of some bytes, stray ones kept as lone surrogates."""
        return raw.decode(self.name, self.stray)

    def encoded(self, text: str) -> bytes:
        """Bytes of a text that came from the file."""
        return text.encode(self.name, self.stray)

    def fitting(self, text: str) -> str:
        """A text of ours in characters that the encoding has."""
        if self._holds(text):
            return text
        return "".join(c if self._holds(c) else self._like(c) for c in text)

    def _like(self, char: str) -> str:
        for like in (char.translate(_LOOK_ALIKES), unicodedata.normalize("NFKD", char)):
            kept = "".join(c for c in like if not unicodedata.combining(c))
            if like != char and self._holds(kept):
                return kept
        self.escaped += 1
        return char.encode("ascii", "backslashreplace").decode()

    def _holds(self, text: str) -> bool:
        try:
            text.encode(self.name)
        except UnicodeEncodeError:
            return False
        return True


def write(source: Path, out: BinaryIO, target: Target, band: Band, answers: Answers, shape: CsvShape) -> list[str]:
    """The file with our columns; notes for the person.

    Raises:
        DuecourseError: If the file is too large, its encoding is unknown, or our columns are not free.
    """
    if source.stat().st_size > BYTES_MAX:
        what = f"The file is larger than {BYTES_MAX // 10**6} MB"
        raise DuecourseError(what, where=source.name, fix="Split the list and run again.")
    coding = Coding(shape, source.name)
    mark, body = split_mark(source.read_bytes())
    out.write(mark)
    table = Table(target, band, answers, shape, coding, source.name)
    for number, record in enumerate(records(body, shape, coding), start=1):
        out.write(table.row(number, record))
    notes = left_out(target, band)
    if coding.escaped:
        notes.append(
            f"The encoding of the file ({shape.encoding}) lacks {coding.escaped} characters of ours; they stand as "
            "\\u and a number. Save the list as 'CSV UTF-8' or .xlsx to see them."
        )
    return notes


def split_mark(data: bytes) -> tuple[bytes, bytes]:
    """The byte order mark of a file, if it has one, and the rest."""
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    mark = next((m for m in marks if data.startswith(m)), b"")
    return mark, data[len(mark) :]


def records(body: bytes, shape: CsvShape, coding: Coding) -> Iterator[Record]:
    """Rows of the table; line breaks inside quotes do not end one. Blank lines are rows too.

    Raises:
        DuecourseError: If a quotation mark is never closed.
    """
    raw, text = b"", ""
    for line in _lines(body, coding):
        more = coding.decoded(line)
        inside = bool(text) and shape.quote not in more  # a message has many lines, and only a quotation mark ends it
        raw, text = raw + line, text + more
        content = text.rstrip("\r\n")
        fields = [] if inside else spans(content, shape)
        if inside or fields[-1][2]:
            if len(text) > _RECORD_MAX:
                break
            continue
        ending = len(coding.encoded(text[len(content) :]))
        yield Record(raw[: len(raw) - ending], content, raw[len(raw) - ending :], fields)
        raw, text = b"", ""
    if raw:
        what = f"A quotation mark is never closed: {text[:40]!r}"
        raise DuecourseError(what, where=coding.where, fix="Close it, or save the list as .xlsx.")


def _lines(body: bytes, coding: Coding) -> Iterable[bytes]:
    if not coding.wide:
        return body.splitlines(keepends=True)  # bytes: at CR and LF alone
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", coding.decoded(body))
    return map(coding.encoded, lines)


def spans(text: str, shape: CsvShape) -> Fields:
    """Start and end of each field, and whether it is quoted and not closed."""
    found: Fields = []
    if not shape.quote or shape.quote not in text:
        at = 0
        for field in text.split(shape.delimiter):
            found.append((at, at + len(field), False))
            at += len(field) + 1
        return found
    at, quoted = 0, _quoted(shape.delimiter, shape.quote)
    while at <= len(text):
        if text.startswith(shape.quote, at):
            closed = quoted.match(text, at)
            end = closed.end() if closed else len(text)
            found.append((at, end, closed is None))
        else:
            end = text.find(shape.delimiter, at)
            end = len(text) if end < 0 else end
            found.append((at, end, False))
        at = end + 1
    return found


@lru_cache
def _quoted(delimiter: str, quote: str) -> re.Pattern[str]:
    """A field in quotation marks that are closed, and what stands behind them."""
    d, q = re.escape(delimiter), re.escape(quote)
    return re.compile(rf"{q}(?:[^{q}]|{q}{q})*+{q}[^{d}]*+")


class Table:
    """The rows of one file on their way out."""

    def __init__(
        self, target: Target, band: Band, answers: Answers, shape: CsvShape, coding: Coding, where: str
    ) -> None:
        self.target, self.answers, self.shape, self.coding, self.where = target, answers, shape, coding, where
        self.again, self.columns = bool(target.ours), places(target)
        self.first, self.width = min(self.columns.values()), max(self.columns.values()) + 1
        self.letters = {c for name, c in self.columns.items() if name in LETTERS and shape.quote}
        self.headings = {c: band.headers[name] for name, c in self.columns.items()}
        first = min(self.headings)
        self.headings[first] = first_heading(self.headings[first])
        self.quoted = False
        self._ours = {name: c for name, c in self.columns.items() if name in OURS}
        self._delimiter = coding.encoded(shape.delimiter)
        self._known: dict[str, bytes] = {}

    def row(self, number: int, record: Record) -> bytes:
        """The bytes of one row, with our fields if it belongs to the table."""
        if number < self.target.header_row or not record.text.strip():
            return record.raw + record.newline
        fields = record.fields
        if number == self.target.header_row:
            quote = self.shape.quote
            self.quoted = bool(quote) and all(record.text.startswith(quote, start) for start, _, _ in fields)
        return self._changed(record, fields, self._wanted(number, fields)) + record.newline

    def _wanted(self, number: int, fields: Fields) -> Mapping[int, str]:
        """Column to text; a column that is not named keeps what it has."""
        if number == self.target.header_row:
            wanted: Mapping[int, str] = {} if self.again else self.headings
        elif number in self.answers:
            texts = self.answers[number]
            wanted = {c: texts.get(name, "") for name, c in self._ours.items()}
        else:
            wanted = self._cleared(fields)
        if not self.again and len(fields) > self.first:
            self._check_free(number, fields)
        return wanted

    def _cleared(self, fields: Fields) -> Mapping[int, str]:
        """Nothing in our fields, if an earlier run filled them."""
        ours = [*self._ours.values()]
        filled = [c for c in ours if c < len(fields) and fields[c][1] > fields[c][0]]
        return dict.fromkeys(ours, "") if self.again and len(filled) >= min(_STALE_CELLS, len(ours)) else {}

    def _check_free(self, number: int, fields: Fields) -> None:
        taken = [c for c in self.columns.values() if c < len(fields) and fields[c][1] > fields[c][0]]
        if taken:
            what = f"Column {min(taken) + 1} is not free for our columns: there is something in row {number}"
            fix = "Keep the columns at the right of the table empty, or delete our earlier columns wholly."
            raise DuecourseError(what, where=self.where, fix=fix)

    def _changed(self, record: Record, fields: Fields, wanted: Mapping[int, str]) -> bytes:
        """The row with those fields, made as long as the table is."""
        pieces = [self._written(column, wanted.get(column, "")) for column in range(len(fields), self.width)]
        kept = self._kept(record, fields, wanted)
        return self._delimiter.join([kept, *pieces])

    def _kept(self, record: Record, fields: Fields, wanted: Mapping[int, str]) -> bytes:
        """The bytes that are there, with our fields among them replaced."""
        inside = [c for c in sorted(wanted) if c < len(fields)]
        if not inside:
            return record.raw
        raw, at = b"", 0
        for column in inside:
            start, end, _ = fields[column]
            raw += self._slice(record, at, start) + self._written(column, wanted[column])
            at = end
        return raw + self._slice(record, at, len(record.text))

    def _slice(self, record: Record, start: int, end: int) -> bytes:
        """Bytes of a span of the text."""
        if len(record.raw) == len(record.text):
            return record.raw[start:end]
        first = len(self.coding.encoded(record.text[:start]))
        return record.raw[first : first + len(self.coding.encoded(record.text[start:end]))]

    def _written(self, column: int, text: str) -> bytes:
        """One field of ours; few of them differ, so that each is made once, but a message, which is like no other."""
        if text and column in self.letters:
            return self._made(_lined(text))
        known = self._known.get(text)
        if known is not None:
            return known
        escaped = self.coding.escaped
        field = self._made(_on_one_line(text))
        if self.coding.escaped == escaped and len(self._known) < _KNOWN_MAX:  # else its escapes would not be counted
            self._known[text] = field
        return field

    def _made(self, text: str) -> bytes:
        """One field of ours: never a formula, quoted where it must be or where all are."""
        text = self.coding.fitting(text.replace("\0", ""))
        text = f"'{text}" if text.startswith(FORMULA_STARTS) else text
        quote, delimiter = self.shape.quote, self.shape.delimiter
        if not quote:
            return self.coding.encoded(text.replace(delimiter, " "))
        if self.quoted or any(mark in text for mark in (delimiter, quote, "\n")):
            text = f"{quote}{text.replace(quote, quote * 2)}{quote}"
        return self.coding.encoded(text)


def _on_one_line(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text.rstrip("\r\n"))


def _lined(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).strip("\n")
