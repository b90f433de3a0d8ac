"""The rows below the header, by the columns of their fields: merged cells filled, totals and notes left out.

Most cells of a column are alike, and few mean more than themselves: so each question (a total? the header again? 'as
above'?) is asked of the different cells of a column, and only rows that hold one of which it is true are looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from string import whitespace
from typing import Final

from duecourse.adapters.orders.alternatives import one_of
from duecourse.adapters.orders.columns import MANY
from duecourse.adapters.orders.layout import Layout
from duecourse.adapters.orders.lexicon import lexicon, plain, says_total
from duecourse.adapters.sheets import Cell, Row, Span

JOIN: Final = " · "
"""Between the texts of several columns of remarks."""

_IDENTIFYING: Final = ("order", "invoice")
_SAME_MAX: Final = 20
"""Characters; a longer text says more than 'as above'."""


@dataclass(slots=True)
class Table:
    """The rows that say something.

    Args:
        numbers: Number of each in the spreadsheet, from 1, ascending.
        columns: Field name to its cells, one for each row; None for a blank one.
        different: Field name to its different cells, and perhaps some of rows that were left out since.
        below: Places of the rows whose customer stands in a row above.
    """

    numbers: list[int]
    columns: dict[str, list[Cell | None]]
    different: dict[str, set[Cell | None]]
    below: set[int] = field(default_factory=set)

    def forget(self) -> None:
        """Frees the cells, once nobody asks for them any more."""
        self.columns.clear()
        self.different.clear()

    def row(self, place: int) -> dict[str, Cell]:
        """The cells of the row at a place, from 0: field name to cell, without blank ones."""
        cells = {n: cell for n, column in self.columns.items() if (cell := column[place]) is not None}
        if place in self.below:  # what a row has from above comes after what it says itself
            cells["customer"] = cells.pop("customer")
        return cells

    def cells(self, number: int) -> dict[str, Cell]:
        """The same by the number of the row."""
        return self.row(bisect_left(self.numbers, number))

    def text(self, numbers: Iterable[int], name: str) -> str:
        """The cell of a field in the first of some rows that states it; empty if none does."""
        found = (self.cells(number).get(name) for number in numbers)
        return next((cell.text for cell in found if cell), "")


def body_of(rows: Sequence[Row], layout: Layout, merged: Sequence[Span]) -> Table:
    """Rows that are payments or orders, in the order of the sheet.

    'Same as above' takes the cell above in any column; a blank does so only under a customer.
    """
    headings = {c.field.name: plain(c.heading) for c in layout.columns}
    below = [r for r in rows if r.number > layout.row]
    filled = _fill(rows, layout.row, merged)
    cells = [filled.get(r.number, r.cells) for r in below] if filled else [r.cells for r in below]
    columns = _columns(cells, [(c.place, c.field.name) for c in layout.columns])
    values = [c for c in layout.columns if c.field.name == "total"]
    if len(values) > 1:
        beside = zip(*(_columns(cells, [(c.place, "total")])["total"] for c in values), strict=True)
        columns["total"] = [one_of(row, [c.heading for c in values]) for row in beside]
    table = Table([r.number for r in below], columns, {name: {*column} for name, column in columns.items()})
    table = _without(table, _silent(below, table, headings))
    _repeat(table)
    return table


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


def _columns(rows: Sequence[Sequence[Cell | None]], places: Sequence[tuple[int, str]]) -> dict[str, list[Cell | None]]:
    """The cells of the fields; several columns of remarks become one."""
    width = max((place for place, _ in places), default=-1) + 1
    padded = [cells if len(cells) >= width else [*cells, *[None] * (width - len(cells))] for cells in rows]
    columns: dict[str, list[Cell | None]] = {}
    for place, name in places:
        column = [*map(itemgetter(place), padded)]
        if name in columns:
            column = [_joined(*cells, name) for cells in zip(columns[name], column, strict=True)]
        columns[name] = column
    return columns


def _joined(one: Cell | None, other: Cell | None, name: str) -> Cell | None:
    return Cell(f"{one.text}{JOIN}{other.text}", "text") if one and other and name in MANY else other or one


def _without(table: Table, silent: set[int]) -> Table:
    if not silent:
        return table
    kept = [place not in silent for place in range(len(table.numbers))]
    columns = {name: [*compress(column, kept)] for name, column in table.columns.items()}
    return Table([*compress(table.numbers, kept)], columns, table.different)


# ---------------------------------------------------------------- rows that are no orders


def _silent(rows: Sequence[Row], table: Table, headings: Mapping[str, str]) -> set[int]:
    """Places of the rows that are blank in all fields but one (a note, or the name of a group), totals, or headers."""
    counts = [len([*filter(None, cells)]) for cells in zip(*table.columns.values(), strict=True)]
    silent = {place for place, count in enumerate(counts) if count < 2}
    silent |= {place for place in _maybe_totals(rows) if _is_total(rows[place], table.row(place))}
    halves = (place for place, count in enumerate(counts) if count == 2)
    silent |= {place for place in halves if _is_half_heading(table.row(place), headings)}
    return silent | {place for place in _headings_again(table, headings) if counts[place] > 2}


def _maybe_totals(rows: Sequence[Row]) -> list[int]:
    """Places of the rows whose first cell begins with 'total' in any language."""
    firsts = [next(filter(None, row.cells), None) for row in rows]
    totals = {c for c in _maybe("total", {*firsts}) if says_total(c.text)}
    return [place for place, cell in enumerate(firsts) if cell in totals] if totals else []


def _is_total(row: Row, cells: Mapping[str, Cell]) -> bool:
    """Whether a row that begins with 'total' names no order beside it."""
    first = next(filter(None, row.cells))
    order = next((cells[n] for n in _IDENTIFYING if n in cells), None)
    return order is None or order is first


def _headings_again(table: Table, headings: Mapping[str, str]) -> Sequence[int]:
    """Places of the rows that say no more than the header, as on a second printed page."""
    left: Sequence[int] = range(len(table.numbers))
    for name, cells in sorted(table.different.items(), key=lambda c: len(c[1])):
        column = table.columns[name]
        like = {c for c in cells if c is None or plain(c.text) in headings[name]}
        left = [place for place in left if column[place] in like]
        if not left:
            break
    return left


def _is_half_heading(cells: Mapping[str, Cell], headings: Mapping[str, str]) -> bool:
    """Half of a header in two rows: 'Deposit' and 'Balance', or 'amount' and 'received on'."""
    said = [(headings[n], plain(c.text)) for n, c in cells.items()]
    return all(h.startswith(f"{text} ") or h.endswith(f" {text}") for h, text in said)


# ---------------------------------------------------------------- as above


def _repeat(table: Table) -> None:
    """Puts the cells above where a row says 'as above', and the customer above where it names none.

    Above the first customer any earlier row counts, for all of them are one block.
    """
    customers = table.columns.get("customer") or [None] * len(table.numbers)
    same = {name: places for name in table.columns if (places := _same_in(table, name))}
    asking = {place for places in same.values() for place in places}
    asking |= {place for place, cell in enumerate(customers) if cell is None}
    block: dict[str, Cell] = {}
    for place in sorted(asking):
        above = table.row(place - 1) if place and customers[place - 1] else block
        for name, places in same.items():
            if place in places:
                table.columns[name][place] = above.get(name)
        if customers[place] is None and "customer" in above:
            customers[place] = above["customer"]
            table.below.add(place)
        if customers[place] is None:
            block |= table.row(place)


def _same_in(table: Table, name: str) -> set[int]:
    """Places of the cells that say 'as above'."""
    same = {c for c in _maybe("same", table.different[name]) if _is_same(c.text)}
    return {place for place, cell in enumerate(table.columns[name]) if cell in same} if same else set()


def _maybe(name: str, cells: Iterable[Cell | None]) -> Iterator[Cell]:
    """Texts that may begin with a word for 'total' or 'as above': quicker to ask than the words, and hardly any do."""
    starts = _starts(name)
    firsts = {start[0] for start in starts}
    begun = (c for c in cells if c and ((first := c.text[0]) in firsts or not first.isascii()))
    return (c for c in begun if ((start := c.text[:2]) in starts or not start.isascii()) and c.kind == "text")


@lru_cache(maxsize=2)
def _starts(name: str) -> frozenset[str]:
    """The first two characters of those words, small and large; of a single one also with white space behind it."""
    words = lexicon().cells[name]
    long = {a + b for w in words if len(w) > 1 for a in (w[0], w[0].upper()) for b in (w[1], w[1].upper())}
    return frozenset(long | {w + space for w in words if len(w) == 1 for space in ("", *whitespace)})


@lru_cache(maxsize=8192)
def _is_same(text: str) -> bool:
    """'ditto', 同上, or both."""
    if len(text) >= _SAME_MAX:
        return False
    same, said = lexicon().cells["same"], plain(text)
    return said in same or all(word in same for word in said.split())
