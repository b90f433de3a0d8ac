"""The rows below the header, each as the cells of its fields: merged cells filled, totals and notes left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from duecourse.adapters.orders.columns import MANY
from duecourse.adapters.orders.layout import Layout
from duecourse.adapters.orders.lexicon import lexicon, plain, says_total
from duecourse.adapters.sheets import Cell, Row, Span

JOIN: Final = " · "
"""Between the texts of several columns of remarks."""

_IDENTIFYING: Final = ("order", "invoice")
_SAME_MAX: Final = 20
"""Characters; a longer text says more than 'as above'."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One row that says something.

    Args:
        row: Its number, from 1.
        cells: Field name to cell; blank ones are left out.
    """

    row: int
    cells: dict[str, Cell]


def body_of(rows: Sequence[Row], layout: Layout, merged: Sequence[Span]) -> Iterator[Stated]:
    """Rows that are payments or orders, in the order of the sheet.

    'Same as above' takes the cell above in any column; a blank does so only under a customer.
    """
    columns = [(c.place, c.field.name) for c in layout.columns]
    headings = {c.field.name: plain(c.heading) for c in layout.columns}
    filled = _fill(rows, layout.row, merged)
    above: dict[str, Cell] = {}
    for row in rows:
        if row.number <= layout.row:
            continue
        cells = _cells(filled.get(row.number, row.cells), columns)
        if not cells or _is_total(row, cells) or _is_heading(cells, headings):
            continue
        if len(cells) == 1:  # a note, or the name of a group
            continue
        _repeat(cells, above)
        above = {**above, **cells} if "customer" not in cells else cells
        yield Stated(row.number, cells)


def _fill(rows: Sequence[Row], header: int, merged: Sequence[Span]) -> dict[int, list[Cell | None]]:
    """Rows in which a cell merged over several rows stands in each of them; wide merges are titles and totals."""
    tall = [s for s in merged if s.first_row > header and s.last_row > s.first_row and s.first_column == s.last_column]
    if not tall:
        return {}
    by_number = {r.number: r for r in rows}
    filled: dict[int, list[Cell | None]] = {}
    for span in tall:
        top = by_number.get(span.first_row)
        cell = top.cells[span.first_column] if top and span.first_column < len(top.cells) else None
        for number in range(span.first_row + 1, span.last_row + 1):
            row = by_number.get(number)
            if cell is None or row is None:
                continue
            cells = filled.setdefault(number, list(row.cells))
            cells += [None] * (span.first_column + 1 - len(cells))
            cells[span.first_column] = cell
    return filled


def _cells(cells: Sequence[Cell | None], columns: Sequence[tuple[int, str]]) -> dict[str, Cell]:
    """The cells of the fields; several columns of remarks become one."""
    stated: dict[str, Cell] = {}
    width = len(cells)
    for place, name in columns:
        cell = cells[place] if place < width else None
        if cell is not None:
            if name in MANY and name in stated:
                cell = Cell(f"{stated[name].text}{JOIN}{cell.text}", "text")
            stated[name] = cell
    return stated


def _is_total(row: Row, cells: Mapping[str, Cell]) -> bool:
    """A row whose first cell begins with 'total' in any language, and that names no order beside it."""
    first = next((c for c in row.cells if c is not None), None)
    if first is None or first.kind != "text":
        return False
    order = next((cells[n] for n in _IDENTIFYING if n in cells), None)
    if order is not None and order is not first:
        return False
    return says_total(first.text)


def _is_heading(cells: Mapping[str, Cell], headings: Mapping[str, str]) -> bool:
    """The header again, as on a second printed page."""
    if len(cells) == 2:  # half of a header in two rows: 'Deposit' and 'Balance', or 'amount' and 'received on'
        said = [(headings[n], plain(c.text)) for n, c in cells.items()]
        return all(h.startswith(f"{text} ") or h.endswith(f" {text}") for h, text in said)
    if len(cells) < 2:
        return False
    for name, cell in cells.items():  # noqa: SIM110  nearly always done at the first cell
        if plain(cell.text) not in headings[name]:
            return False
    return True


def _repeat(cells: dict[str, Cell], above: Mapping[str, Cell]) -> None:
    starts = _same_starts()
    may = [n for n, cell in cells.items() if cell.text[0] in starts or cell.text[0] > "\x7f"]
    for name in may:
        if cells[name].kind == "text" and _is_same(cells[name].text):
            if name in above:
                cells[name] = above[name]
            else:
                del cells[name]
    if "customer" not in cells and "customer" in above:
        cells["customer"] = above["customer"]


@lru_cache(maxsize=1)
def _same_starts() -> frozenset[str]:
    """First characters of the words for 'as above', small and large; hardly any cell begins with one."""
    return frozenset(c for w in lexicon().cells["same"] for c in (w[0], w[0].upper()))


@lru_cache(maxsize=8192)
def _is_same(text: str) -> bool:
    """'ditto', 同上, or both."""
    if len(text) >= _SAME_MAX:
        return False
    same, said = lexicon().cells["same"], plain(text)
    return said in same or all(word in same for word in said.split())
