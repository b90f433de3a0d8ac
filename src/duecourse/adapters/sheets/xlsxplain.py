"""The XML of large parts as nearly all programs write it, so that it can be cut as bytes instead of parsed.

Splitting bytes finds every cell in a third of the time of a parser that calls back for each tag. What is written in
another way (prefixes, comments, other encodings) is written anew in the plain way first, by such a parser.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from duecourse.adapters.sheets.markup import Attributes, Markup
from duecourse.errors import DuecourseError

PIECE_MAX: Final = 16_000_000
"""Bytes of one row or text; 256 cells full of text have 8 MB."""

_OVERLAP: Final = 16
_ROOT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*?\?>\s*)?<(?:worksheet|sst)[\s>/]")
_OTHER_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"'](?!utf-?8)", re.IGNORECASE)
_UNUSUAL: Final = (
    (b"!", (b"<!",)),
    (b"?", (b"<?",)),
    (b"'", (b"='",)),
    (b"= ", (b"= ",)),
    (b" =", (b" =",)),
    (b" >", (b" >",)),
    *(
        (space, tuple(tag + space for tag in (b"<c", b"<row", b"<si", b"<t", b"</c", b"</row", b"</si", b"</t")))
        for space in (b"\n", b"\r", b"\t")
    ),
)
"""Comments, CDATA, single quotes and the like: a byte that is quick to look for, and what it may be part of."""

_ASIDE: Final = re.compile(rb"<rPh[\s>].*?</rPh>", re.DOTALL)
_TEXT: Final = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Plainness:
    """Tells whether a part is written in the plain way, fed piece by piece."""

    def __init__(self) -> None:
        self.holds = True
        self._tail: bytes | None = None

    def feed(self, chunk: bytes) -> None:
        """The next piece; `holds` turns false at the first that is not plain."""
        if self._tail is None:
            root = _ROOT.match(chunk)
            self.holds = root is not None and not _OTHER_ENCODING.search(root[0])
            chunk = chunk[root.end() :] if root else chunk
        seen = (self._tail or b"") + chunk
        self.holds = self.holds and not any(hint in seen and any(m in seen for m in marks) for hint, marks in _UNUSUAL)
        self._tail = seen[-_OVERLAP:]


def blocks(chunks: Iterable[bytes], end: bytes, last: bytes, file: str) -> Iterator[bytes]:
    """Pieces that stop before an end tag, up to the last tag; the rest of them is whole."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(end)
        if cut >= 0:
            yield rest[:cut]
            rest = rest[cut + len(end) :]
        if last in rest:
            return
        if len(rest) > PIECE_MAX:
            raise DuecourseError(
                f"A row or a text has more than {PIECE_MAX // 10**6} MB", where=file, fix="Delete what it has too much."
            )


def text_of(body: bytes) -> str:
    """All text of an element; the reading aid beside Japanese text (rPh) is no part of it."""
    return unescaped(b"".join(_TEXT.findall(_ASIDE.sub(b"", body) if b"<rPh" in body else body)))


def unescaped(raw: bytes) -> str:
    """Text as it is shown: without XML's and Excel's (`_x000D_`) ways to write what they cannot."""
    text = raw.decode()
    if "&" in text:
        text = html.unescape(text)
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)


def plainly(chunks: Iterable[bytes], root: str, tags: frozenset[str], file: str) -> Iterator[bytes]:
    """The same elements within `root`, written in the plain way; all but `tags` are left out."""
    plain = _Plain(root, tags, file)
    for chunk in chunks:
        plain.markup.feed(chunk)
        yield plain.taken()
    plain.markup.feed(b"", last=True)
    yield plain.taken()


class _Plain:
    def __init__(self, root: str, tags: frozenset[str], file: str) -> None:
        self.markup = Markup(file, self._start, self._end, self._text)
        self._root, self._tags = root, tags
        self._out: list[str] = []
        self._inside = False

    def taken(self) -> bytes:
        text = "".join(self._out)
        self._out.clear()
        return text.encode()

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._inside and name in self._tags:
            written = "".join(f" {k}={quoteattr(attributes[k])}" for k in ("r", "s", "t") if k in attributes)
            self._out.append(f"<{name}{written}>")
        self._inside = self._inside or name == self._root

    def _end(self, name: str) -> None:
        self._inside = self._inside and name != self._root
        if name == self._root or (self._inside and name in self._tags):
            self._out.append(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._inside:
            self._out.append(escape(text))
