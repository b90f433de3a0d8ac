"""Plain pages for a terminal: three colours, no boxes, nothing but text when piped."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from dataclasses import dataclass
from typing import Final, TextIO

_CODES: Final = {"bold": "1", "dim": "2", "green": "32", "yellow": "33", "cyan": "36", "": ""}
_ASCII: Final = str.maketrans({"│": "|", "●": "*", "○": "o", "→": "->", "·": "-", "“": '"', "”": '"', "…": "..."})
WIDTH_MAX: Final = 100


def clean(text: str) -> str:
    """Words from a file cannot command the terminal: control and direction characters go."""
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf"})


def cell_len(text: str) -> int:
    """Columns of a text in a terminal: Chinese takes two each."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@dataclass(frozen=True, slots=True)
class Page:
    """Where lines go, how wide they are, and whether colours are welcome."""

    stream: TextIO
    width: int
    colours: bool
    unicode: bool

    def line(self, text: str = "", *, style: str = "", after: str = "") -> None:
        """One line; `after` follows in the quiet colour."""
        self._put(self._styled(text, style) + self._styled(after, "dim" if style != "dim" else ""))

    def sides(self, left: str, right: str, *, style: str = "") -> None:
        """One line with a quiet part at the right edge."""
        room = self.width - cell_len(right)
        text = left if cell_len(left) <= room - 1 else left[: room - 2] + "…"
        self._put(self._styled(text, style) + " " * (room - cell_len(text)) + self._styled(right, "dim"))

    def wrapped(self, text: str, *, indent: int, style: str = "") -> None:
        """A sentence over as many lines as it needs."""
        lines = textwrap.wrap(text, max(20, self.width - indent), break_long_words=False, break_on_hyphens=False) or [
            ""
        ]
        for part in lines:
            self._put(" " * indent + self._styled(part, style))

    def gap(self) -> None:
        """An empty line."""
        self._put("")

    def json(self, value: object) -> None:
        """One JSON object on one line; characters that the stream cannot show are escaped."""
        self.stream.write(json.dumps(value, ensure_ascii=not self.unicode) + "\n")

    def _styled(self, text: str, style: str) -> str:
        text = clean(text)
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colours and style and text else text

    def _put(self, text: str) -> None:
        text = text.rstrip()
        self.stream.write((text if self.unicode else text.translate(_ASCII).encode("ascii", "replace").decode()) + "\n")


def page(stream: TextIO | None = None) -> Page:
    """A page on standard output, as the terminal there can show it; `NO_COLOR` and pipes get plain text."""
    stream = stream or sys.stdout
    terminal = stream.isatty()
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    width = shutil.get_terminal_size((WIDTH_MAX, 24)).columns if terminal else WIDTH_MAX
    return Page(
        stream,
        min(width, WIDTH_MAX),
        terminal and "NO_COLOR" not in os.environ,
        encoding.startswith("utf") or encoding == "gb18030",
    )
