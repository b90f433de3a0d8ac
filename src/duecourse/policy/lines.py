"""On which line a part of a TOML file stands, however its headers and keys are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

# What may hold signs that mean nothing: texts of several lines, texts, comments.
_QUIET: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})|' + r"'''.*?'''(?:'{0,2})|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*", re.S
)
_BRACKET: Final = re.compile(r"[\[\]{}]")
_NAME: Final = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_START: Final = re.compile(rf"[ \t]*(\[\[?)?[ \t]*({_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)")
_PART: Final = re.compile(_NAME)


@dataclass(frozen=True, slots=True)
class Lines:
    """Line numbers of the parts of one file.

    Args:
        by_path: Line of each table and key; rows of `[[rule]]` are counted: ("rule", 0), ("rule", 1, "when").
    """

    by_path: Mapping[Path, int]

    def at(self, *path: str | int) -> int:
        """Line of the part, or of the smallest part around it that has one; 0 if there is none."""
        while path and path not in self.by_path:
            path = path[:-1]
        return self.by_path.get(path, 0)


def lines_of(text: str) -> Lines:
    """The lines of a text that is TOML."""
    by_path: dict[Path, int] = {}
    rows: dict[Path, int] = {}
    table: Path = ()
    for number, brackets, names in _statements(text.replace("\r\n", "\n")):
        if brackets:
            table = _table(names, rows, new_row=len(brackets) == 2)
        path = table if brackets else table + names
        for end in range(1, len(path) + 1):
            by_path.setdefault(path[:end], number)
    return Lines(by_path)


def _statements(text: str) -> Iterator[tuple[int, str, Path]]:
    """Each header and each key: line, brackets (empty for a key) and the names that the dots join."""
    plain = _QUIET.sub(_hushed, text).split("\n")
    depth = 0
    for number, (line, quiet) in enumerate(zip(text.split("\n"), plain, strict=True), 1):
        start = _START.match(line) if depth == 0 and quiet.strip() else None
        if start:
            yield number, start[1] or "", tuple(_plain(n) for n in _PART.findall(start[2]))
        depth += sum(1 if b in "[{" else -1 for b in _BRACKET.findall(quiet))


def _hushed(match: re.Match[str]) -> str:
    """The same lines with nothing in them; a text leaves a mark, for it may be a key."""
    return ("" if match[0].startswith("#") else "_") + "\n" * match[0].count("\n")


def _plain(name: str) -> str:
    """A name without its quotes."""
    return str(tomllib.loads(f"x = {name}")["x"]) if name[0] in "\"'" else name


def _table(names: Path, rows: dict[Path, int], *, new_row: bool) -> Path:
    """The path of a header; inside a list of tables it leads into the last row."""
    path: Path = ()
    for place, name in enumerate(names, 1):
        path += (name,)
        if new_row and place == len(names):
            rows[path] = rows.get(path, -1) + 1
        if path in rows:
            path += (rows[path],)
    return path
