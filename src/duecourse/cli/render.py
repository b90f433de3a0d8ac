"""The page of a day on a terminal: its own three colours, no boxes; plain text when piped, stacked when narrow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len

from duecourse.plan.page import Cell, Line, Page, Piece, Row, Section

NARROW: Final = 80
"""Below so many columns the tables become stacked lines."""

_MARGIN: Final = " "
_INDENT: Final = "   "
_MAIL_MAX: Final = 76
"""Columns of a message, as mail programs break their lines."""

_LONGER_NAMES: Final = 6
_CODES: Final = {"bold": "1", "dim": "2", "cyan": "36", "yellow": "33", "green": "32"}
_ASCII: Final = str.maketrans({"●": "*", "○": "o", "─": "-", "“": '"', "”": '"', "…": "...", "’": "'"})
_CLOSERS: Final = "，。；：、！？”）》」』"
_DATE: Final = r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b(?: \d{4})?"
_MONEY: Final = r"[A-Z]{3} \d[\d.,]*"
_ATOM: Final = re.compile(
    rf" +|(?:(?:{_DATE}|{_MONEY})[^ \u2e80-\uffef]*|[^ \u2e80-\uffef]+|[\u2e80-\uffef])[{_CLOSERS}]*"
)
_CLAUSE: Final = re.compile(r"; |[；，]")


def rendered(page: Page, *, width: int, colours: bool, encoding: str) -> str:
    """The page as text for a terminal.

    Args:
        page: What it says.
        width: Columns of the terminal.
        colours: False gives no escape sequence at all.
        encoding: Of the stream; symbols that it lacks get ASCII forms.
    """
    lines = [_printed(line, colours) for line in _lines(page, width)]
    text = "\n".join(lines) + "\n"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_ASCII).encode(encoding, "replace").decode(encoding)
    return text


def _lines(page: Page, width: int) -> Iterator[Line]:
    inside = width - 2 * len(_MARGIN)
    yield []
    yield from wrapped([(page.sentence, "bold")], inside)
    yield from wrapped([(page.head, "dim")], inside)
    for section in page.sections:
        yield from _section(section, inside, narrow=width < NARROW)
    if page.refused:
        yield from _heading(page.refused, inside, narrow=width < NARROW)
        for text in page.refused.below:
            yield from _hanging([(text, "")], inside)
    for number, text in enumerate(page.remarks):
        yield from [[]] * (number == 0)
        yield from _hanging([(text, "dim")], inside)
    if page.commands:
        yield []
        yield from _commands(page.commands, inside)


def _printed(line: Line, colours: bool) -> str:
    pieces = [(t, s) for t, s in line if t]
    while pieces and not pieces[-1][0].strip(" "):
        pieces.pop()
    if not pieces:
        return ""
    *before, (last, style) = pieces
    whole = [*before, (last.rstrip(" "), style)]
    return _MARGIN + "".join(_styled(_clean(t), s, colours) for t, s in whole)


def _clean(text: str) -> str:
    """Names and questions come from files: nothing in them may steer the terminal."""
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp", "Cs"})


def _styled(text: str, style: str, colours: bool) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colours and style else text


def _section(section: Section, inside: int, *, narrow: bool) -> Iterator[Line]:
    yield from _heading(section, inside, narrow=narrow)
    if narrow:
        yield from ([] if section.roomy else [[]])
        for row, under in _with_under(section):
            yield from _stacked(row, section, inside)
            yield from _under(under, inside)
    else:
        yield from _table(section, inside)
    for text in section.below:
        yield []
        yield from wrapped([(text, "dim")], inside)


def _with_under(section: Section) -> Iterator[tuple[Row, Cell]]:
    yield from zip(section.rows, section.under or [()] * len(section.rows), strict=True)


def _under(lines: Cell, inside: int) -> Iterator[Line]:
    """A message below its row: a little in, never wider than a mail, its blank lines kept."""
    if lines:
        yield []
    for line in lines:
        if not any(text for text, _ in line):
            yield []
            continue
        for part in flowed(line, min(inside - len(_INDENT), _MAIL_MAX)):
            yield [(_INDENT, ""), *part]


def _heading(section: Section, inside: int, *, narrow: bool) -> Iterator[Line]:
    yield []
    yield from wrapped(section.heading, inside)
    if not narrow:
        yield [("─" * inside, "dim")]


def _table(section: Section, inside: int) -> Iterator[Line]:
    titles: Row = [[[(t, "dim")]] for t in section.titles]
    rows = [titles, *section.rows]
    unders: list[Cell] = [(), *(under for _, under in _with_under(section))]
    widths = _messages(rows, inside) if section.roomy else _looks(rows, inside)
    for number, (row, under) in enumerate(zip(rows, unders, strict=True)):
        if section.roomy and number > 1:
            yield []
        yield from _beside(row, widths)
        yield from _under(under, inside)


def _messages(rows: Sequence[Row], inside: int) -> list[int]:
    """Widths of customer, work, time, because; the first two and the last grow with the terminal."""
    spare = inside - (NARROW - 2)
    first, second, third = 19 + spare // 5, 25 + spare * 3 // 10, max(12, _widest(rows, 2) + 2)
    return [first, second, third, inside - first - second - third]


def _looks(rows: Sequence[Row], inside: int) -> list[int]:
    """Widths of date, ring, customer, rule, because; longer names take a few columns from the because."""
    usual = 22 + (inside - NARROW + 2) // 4
    first, third, fourth = _widest(rows, 0) + 3, _widest(rows, 2) + 2, max(6, _widest(rows, 3) + 2)
    third = min(max(third, usual), usual + _LONGER_NAMES)
    return [first, 3, third, fourth, inside - first - 3 - third - fourth]


def _widest(rows: Sequence[Row], column: int) -> int:
    return max(_width(line) for row in rows for line in row[column])


def _width(line: Line) -> int:
    return sum(cell_len(text) for text, _ in line)


def _beside(row: Row, widths: Sequence[int]) -> Iterator[Line]:
    """Cells side by side, two columns of air after each but the last."""
    last = len(row) - 1
    cells = [
        [p for line in c for p in wrapped(line, w - 2 * (n < last))]
        for n, (c, w) in enumerate(zip(row, widths, strict=True))
    ]
    for number in range(max(map(len, cells))):
        yield [p for c, w in zip(cells, widths, strict=True) for p in _padded(c[number] if number < len(c) else [], w)]


def _padded(line: Line, width: int) -> list[Piece]:
    return [*line, (" " * (width - _width(line)), "")]


def _stacked(row: Row, section: Section, inside: int) -> Iterator[Line]:
    """A row as a few lines: what heads it, then the rest indented; a time or a due day keeps its title."""
    if section.roomy:
        yield []
        titled = [[(section.titles[2], "dim")], *row[2]]
        groups: list[Cell] = [row[0], row[1], titled, row[3]]
    else:
        groups = [[*row[0], [*row[1][0], (" ", ""), *row[2][0]]], [*row[3], *row[4]]]
    for number, cell in enumerate(groups):
        yield from _hanging(_joined(cell), inside, indent=2 * (number > 0))


def _joined(cell: Cell) -> Line:
    parts = [line for line in cell if any(text for text, _ in line)]
    return [piece for n, line in enumerate(parts) for piece in ([("  ", "")] * (n > 0) + list(line))]


def _commands(commands: Sequence[tuple[str, str]], inside: int) -> Iterator[Line]:
    longest = max(cell_len(command) for command, _ in commands) + 2
    beside = all(longest + cell_len(good_for) <= inside for _, good_for in commands)
    for command, good_for in commands:
        if beside:
            yield [*_padded([(command, "dim")], longest), (good_for, "dim")]
        else:
            yield from _hanging([(command, "dim")], inside)
            yield from _hanging([(good_for, "dim")], inside, indent=2)


def _hanging(line: Line, width: int, indent: int = 0) -> Iterator[Line]:
    """Wrapped, further lines two columns in."""
    for number, part in enumerate(wrapped(line, width - indent - 2)):
        yield [(" " * (indent + 2 * (number > 0)), ""), *part]


def wrapped(line: Line, width: int) -> Iterator[Line]:
    """Lines of at most so many columns: broken at a clause where both halves fit, else at words or CJK characters."""
    text = "".join(t for t, _ in line)
    for start, end in _spans(text, width):
        yield list(_cut(line, start, end))


def flowed(line: Line, width: int) -> Iterator[Line]:
    """Lines of at most so many columns, each as full as it gets: running text."""
    for start, end in _greedy("".join(t for t, _ in line), width):
        yield list(_cut(line, start, end))


def _cut(line: Line, start: int, end: int) -> Iterator[Piece]:
    at = 0
    for text, style in line:
        part = text[max(0, start - at) : max(0, end - at)]
        at += len(text)
        if part:
            yield part, style


def _spans(text: str, width: int) -> list[tuple[int, int]]:
    if cell_len(text) <= width:
        return [(0, len(text))]
    for clause in _CLAUSE.finditer(text):
        if cell_len(text[: clause.end()].rstrip(" ")) <= width and cell_len(text[clause.end() :]) <= width:
            return [(0, clause.end() - text[clause.start() : clause.end()].count(" ")), (clause.end(), len(text))]
    return _greedy(text, width)


def _greedy(text: str, width: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in _atoms(text, width):
        blank = not text[start:end].strip(" ")
        if spans and not blank and cell_len(text[spans[-1][0] : end]) <= width:
            spans[-1] = (spans[-1][0], end)
        elif not blank:
            spans.append((start, end))
    return spans or [(0, 0)]


def _atoms(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Words, and CJK characters with what closes them; one that is wider than a line is cut."""
    for atom in _ATOM.finditer(text):
        start = atom.start()
        for end in range(start + 1, atom.end()):
            if cell_len(text[start : end + 1]) > width:
                yield start, end
                start = end
        yield start, atom.end()
