"""XML as spreadsheets write it: no document type, so that no entity can swell, point elsewhere or be followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias
from xml.parsers import expat

from duecourse.adapters.sheets.cells import damaged
from duecourse.errors import DuecourseError

Attributes: TypeAlias = dict[str, str]
_BETWEEN: Final = " "
_ADDED: Final = ":calcext:1.0"


class Markup:
    """A parser of one part, fed piece by piece; names come without their namespace.

    Only what LibreOffice adds to cells keeps its prefix, as it repeats a name: `calcext:value-type`.

    Args:
        file: For errors.
        start: Called with the name and the attributes of each element.
        end: Called with the name of each element that ends.
        text: Called with all text between two tags.
    """

    def __init__(
        self,
        file: str,
        start: Callable[[str, Attributes], None] | None = None,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        self.file = file
        parser = self.parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartDoctypeDeclHandler = self._refuse
        self._names: dict[str, str] = {}
        if start:
            self.started = start
            parser.StartElementHandler = self._start
        if end:
            self.ended = end
            parser.EndElementHandler = self._end
        if text:
            parser.CharacterDataHandler = text

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """The next piece.

        Raises:
            DuecourseError: If it is no well-formed XML, or declares a document type.
        """
        try:
            self.parser.Parse(chunk, last)
        except (expat.ExpatError, ValueError) as error:
            raise damaged(self.file) from error

    def _start(self, name: str, attributes: Attributes) -> None:
        if any(_BETWEEN in key for key in attributes):
            attributes = {self._local(key): value for key, value in attributes.items()}
        self.started(self._local(name), attributes)

    def _end(self, name: str) -> None:
        self.ended(self._local(name))

    def _local(self, name: str) -> str:
        local = self._names.get(name)
        if local is None:
            space, _, local = name.rpartition(_BETWEEN)
            local = self._names[name] = f"calcext:{local}" if space.endswith(_ADDED) else local
        return local

    def _refuse(self, *_: object) -> None:
        raise DuecourseError(
            "The workbook declares a document type, as no spreadsheet program does",
            where=self.file,
            fix="Open it in a spreadsheet program, save it as a new .xlsx and run again.",
        )


def walk(
    chunks: Iterable[bytes],
    file: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a part from its first to its last byte.

    Raises:
        DuecourseError: If it is no well-formed XML, or declares a document type.
    """
    markup = Markup(file, start, end, text)
    for chunk in chunks:
        markup.feed(chunk)
    markup.feed(b"", last=True)
