"""One XML part of a package as bytes that are only ever spliced, so that all the rest stays as it was written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_letters
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from duecourse.errors import DuecourseError

_ATTRIBUTES: Final = rb"""(?P<attributes>(?:[^>"'/]++|"[^"]*+"|'[^']*+')*+)(?P<close>/?)>"""
_DECLARATION: Final = re.compile(rb"""^(<\?xml[^>]*?encoding\s*=\s*["'])([\w.:-]+)(["'])""")
_HIDDEN: Final = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT_MAX: Final = 32_000
"""A cell holds 32,767 units of UTF-16."""

Splice = tuple[int, int, bytes]
"""Start, end and what comes in their place."""


class _Declared(Exception):
    """The part brings a document type of its own."""


class Tag(NamedTuple):
    """One start tag and where its content stands.

    Args:
        start: Where the tag begins.
        inner: Where its content begins; for `<a/>` the end of the tag.
        attributes: Bytes between the name and the end of the tag, as written.
        empty: Whether it is `<a/>`.
    """

    start: int
    inner: int
    attributes: bytes
    empty: bool


class Part:
    """A well-formed part in UTF-8, with the prefix that its elements have.

    Args:
        raw: As it stands in the package.
        probe: Local name of an element whose prefix is that of all.
        where: File and part, for errors.

    Raises:
        DuecourseError: If it is not well-formed, declares a document type, or has no such element.
    """

    def __init__(self, raw: bytes, probe: str, where: str) -> None:
        self.data, self.where = _utf8(raw, where), where
        check(self.data, where)
        # What looks like a tag inside a comment is none; blanked, every offset stays true.
        self.shadow = _HIDDEN.sub(lambda m: b" " * len(m.group()), self.data) if _hides(self.data) else self.data
        found = re.search(rb"<([\w.-]+:)?" + probe.encode() + rb"(?=[\s/>])", self.shadow)
        if found is None:
            raise DuecourseError(f"The part has no {probe}", where=where, fix=_SAVE_AGAIN)
        self.prefix = found.group(1) or b""

    def opener(self, name: str) -> re.Pattern[bytes]:
        """Pattern of the start tag of elements with this local name."""
        return re.compile(b"<" + self.prefix + name.encode() + rb"(?=[\s/>])" + _ATTRIBUTES)

    def find(self, name: str, start: int = 0, end: int | None = None) -> Tag | None:
        """The first element of that name in a span."""
        return next(self.all(name, start, end), None)

    def all(self, name: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
        """Elements of that name in a span, in order."""
        for match in self.opener(name).finditer(self.shadow, start, len(self.shadow) if end is None else end):
            yield Tag(match.start(), match.end(), match["attributes"], bool(match["close"]))

    def inner_end(self, name: str, tag: Tag) -> int:
        """Where the content of an element ends; elements of that name never hold one another here."""
        return tag.inner if tag.empty else self.shadow.index(b"</" + self.prefix + name.encode(), tag.inner)

    def end(self, name: str, tag: Tag) -> int:
        """Where an element ends."""
        return tag.inner if tag.empty else self.shadow.index(b">", self.inner_end(name, tag)) + 1

    def spliced(self, splices: list[Splice]) -> bytes:
        """The part with those spans replaced; spans do not overlap, those of one place stand in their order."""
        view, at = memoryview(self.data), 0
        pieces: list[bytes | memoryview] = []
        for start, end, new in sorted(splices, key=lambda s: s[:2]):
            pieces += [view[at:start], new]
            at = end
        return b"".join([*pieces, view[at:]])


_SAVE_AGAIN: Final = "Open it in a spreadsheet program, save it as a new .xlsx and run again."


def _utf8(raw: bytes, where: str) -> bytes:
    """The part in UTF-8; nearly all are, and those stay as they are."""
    declared = _DECLARATION.match(raw.removeprefix(codecs.BOM_UTF8))
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else declared[2].decode() if declared else "utf-8"
    try:
        if codecs.lookup(encoding).name in {"utf-8", "ascii"}:
            return raw
        return _DECLARATION.sub(rb"\1UTF-8\3", raw.decode(encoding).encode())
    except (LookupError, UnicodeError) as error:
        raise DuecourseError("The letters of a part cannot be read", where=where, fix=_SAVE_AGAIN) from error


def _hides(data: bytes) -> bool:
    """Whether there is a comment, a CDATA section or an instruction beside the declaration."""
    return b"<!" in data or b"<?" in data[5:]


def _parser(namespaces: str | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=namespaces)
    parser.StartDoctypeDeclHandler = _declared
    return parser


def _declared(*_: object) -> None:
    raise _Declared


def _fed(parser: expat.XMLParserType, data: bytes, where: str) -> None:
    try:
        parser.Parse(data, True)
    except (_Declared, expat.ExpatError) as error:
        what = "A part of the workbook is damaged and cannot be read"
        raise DuecourseError(what, where=where, fix=_SAVE_AGAIN) from error


def check(data: bytes, where: str) -> None:
    """Nothing, if a part is well-formed.

    Raises:
        DuecourseError: If it is not, or declares a document type.
    """
    _fed(_parser(), data, where)


def elements(raw: bytes, where: str) -> list[tuple[str, dict[str, str]]]:
    """Local name and attributes (by local name; `id` of a relationship as `r:id`) of every element, in order.

    Raises:
        DuecourseError: If the part is not well-formed or declares a document type.
    """
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser("}")

    def start(name: str, attributes: dict[str, Any]) -> None:
        found.append((name.rpartition("}")[2], {_local(k): v for k, v in attributes.items()}))

    parser.StartElementHandler = start
    _fed(parser, raw, where)
    return found


def _local(name: str) -> str:
    space, _, local = name.rpartition("}")
    return f"r:{local}" if "relationships" in space else local


@lru_cache
def _named(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?:^|\s)" + name.encode() + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def attribute(attributes: bytes, name: str) -> str | None:
    """Value of one attribute of a tag, without a prefix; only for values that need no unescaping."""
    found = _named(name).search(attributes)
    return None if found is None else (found[1] if found[1] is not None else found[2]).decode()


def with_attribute(attributes: bytes, name: str, value: str) -> bytes:
    """The bytes of a tag's attributes with one of them set."""
    pattern = rb"((?:^|\s)" + name.encode() + rb"""\s*=\s*)(?:"[^"]*"|'[^']*')"""
    changed, times = re.subn(pattern, lambda m: m[1] + f'"{value}"'.encode(), attributes, count=1)
    return changed if times else attributes.rstrip() + f' {name}="{value}"'.encode()


@lru_cache(maxsize=4096)
def escaped(text: str) -> bytes:
    """Text as content of an element, without the characters that XML cannot hold."""
    clean = _FORBIDDEN.sub("", text)[:_TEXT_MAX].replace("\r\n", "\n").replace("\r", "\n")
    # A spreadsheet reads _x000D_ as a character; _x005F_ stands for the first underscore of a text that only looks so.
    clean = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", clean)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def column_of(reference: str) -> int:
    """Column from 0 of a cell reference such as AB12 or $AB$12."""
    number = 0
    for letter in reference.replace("$", "").rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@lru_cache(maxsize=4096)
def letters(column: int) -> str:
    """Name of a column from 0: 0 is A, 26 is AA."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def box(reference: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of a reference such as B2:D9; columns from 0, rows from 1.

    Raises:
        ValueError: If it is no such reference.
    """
    first, _, last = reference.partition(":")
    last = last or first
    return column_of(first), row_of(first), column_of(last), row_of(last)


def row_of(reference: str) -> int:
    """Row from 1 of a cell reference such as AB12 or $AB$12."""
    return int(reference.replace("$", "").lstrip(ascii_letters))
