"""Reads a csv file: UTF-8 or GB18030, delimited by comma, semicolon or tab."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Final

from duecourse.adapters.orders.table import BYTES_MAX, COLUMNS_MAX, Row, Sheet, text_cell, too_wide
from duecourse.errors import DuecourseError

DELIMITERS: Final = (",", ";", "\t")
_FORMULA_STARTS: Final = ("'=", "'+", "'-", "'@")
"""An apostrophe keeps a spreadsheet from calculating the text; it is no part of it."""


@contextmanager
def opened(path: Path, head: bytes) -> Iterator[list[Sheet]]:
    """One sheet for each delimiter; the header shows which of them is meant.

    Raises:
        DuecourseError: If the file is too large, is no text, or its encoding is unknown.
    """
    if path.stat().st_size > BYTES_MAX:
        raise DuecourseError(
            f"The file is larger than {BYTES_MAX // 10**6} MB", where=path.name, fix="Split the list and run again."
        )
    text = _decoded(path.read_bytes(), head, path.name)
    if not text.strip():
        raise DuecourseError("The file is empty", where=path.name, fix="Fill in the template and run again.")
    yield [Sheet(path.name, "", partial(_rows, text, d, path.name), partial(_head, text, d)) for d in DELIMITERS]


def _decoded(raw: bytes, head: bytes, file: str) -> str:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise DuecourseError(
            "The file is named .csv, but it holds an Excel workbook",
            where=file,
            fix="Give it the ending .xlsx and run again.",
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        raise DuecourseError(
            "The file is named .csv, but it holds no text",
            where=file,
            fix="Save the list as .xlsx or .csv and run again.",
        )
    return _utf8_or_chinese(raw, file)


def _utf8_or_chinese(raw: bytes, file: str) -> str:
    """UTF-8, else GB18030 if what comes out is mostly everyday Chinese.

    GB18030 reads nearly any bytes; a Western file read by it gives rare characters, which GB2312 does not have.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    foreign = [c for c in text if not c.isascii()]
    everyday = len("".join(foreign).encode("gb2312", errors="ignore")) // 2
    if everyday < 0.8 * len(foreign):
        raise DuecourseError(
            "The letters of the file are neither in UTF-8 nor in GB18030",
            where=file,
            fix="Save it as 'CSV UTF-8' or as .xlsx and run again.",
        )
    return text


def _rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, fields in enumerate(reader, start=1):
            if len(fields) > COLUMNS_MAX:
                raise too_wide(number, file)
            yield _row(number, fields)
    except csv.Error as error:
        raise DuecourseError(
            f"The file breaks off at line {reader.line_num}: {error}",
            where=file,
            fix="Look for a lone quotation mark there, or save it as .xlsx.",
        ) from error


def _head(text: str, delimiter: str) -> Iterator[Row]:
    try:
        for number, fields in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield _row(number, fields)
    except csv.Error:
        return


def _row(number: int, fields: list[str]) -> Row:
    return Row(number, [text_cell(_plain(f)) for f in fields])


def _plain(text: str) -> str:
    return text[1:] if text.startswith(_FORMULA_STARTS) else text
