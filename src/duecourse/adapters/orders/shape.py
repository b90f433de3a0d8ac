"""What kind of thing stands in the cells of a column: days, amounts, text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from duecourse.adapters.sheets import Cell, Row

_DATE_LIKE: Final = re.compile(
    r"\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}|\d{1,2}[-/. ]+(?:\d{1,2}|[^\W\d_]{3,10})[-/. ]+\d{2,4}"
    r"|\d{1,2}月\d{1,2}"
)
_COMPACT: Final = re.compile(r"(?<!\d)20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d.,])")
_WRITTEN_DAY: Final = re.compile(
    r"\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?|\d{1,2}[-/. ]+(?:\d{1,2}|[^\W\d_]{3,10})[-/. ]+\d{4}"
)
_NUMBER_LIKE: Final = re.compile(r"^\D{0,6}\d[\d.,' ]*(?:万|k|K)?\D{0,6}$")


def cells_of(body: Iterable[Row], place: int) -> list[Cell]:
    """The cells of a column that are not blank; `place` from 0."""
    return [c for r in body if place < len(r.cells) and (c := r.cells[place]) is not None]


def share_of(cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> float:
    """How many of the cells fit, 0 to 1; 0 of none."""
    return sum(fits(c) for c in cells) / len(cells) if cells else 0.0


def dated(cell: Cell) -> bool:
    """A day, or a text that looks like one."""
    return cell.kind == "date" or bool(_DATE_LIKE.search(cell.text) or _COMPACT.search(cell.text)) or serial(cell)


def is_day(cell: Cell) -> bool:
    """A day and no number of an order, many of which begin with a year and a month."""
    return cell.kind == "date" or bool(_WRITTEN_DAY.fullmatch(cell.text))


def serial(cell: Cell) -> bool:
    """A number that a spreadsheet would show as a day of this century."""
    return cell.kind == "number" and cell.text.isdecimal() and 36526 <= int(cell.text) <= 73050


def numbered(cell: Cell) -> bool:
    """Anything with digits that is no day, and errors of formulas; 20261101 may be an amount."""
    return cell.kind in {"number", "error"} or (
        cell.kind == "text" and bool(re.search(r"\d", cell.text)) and not _DATE_LIKE.search(cell.text)
    )


def amount_only(cell: Cell) -> bool:
    """A number that is no day."""
    if cell.kind == "number":
        return not serial(cell)
    return cell.kind == "text" and bool(_NUMBER_LIKE.match(cell.text)) and not dated(cell)
