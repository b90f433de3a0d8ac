"""Columns headed by nothing but a currency, 'USD' beside 'EUR': of each order one is filled, in its currency."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from duecourse.adapters.orders.headings import is_money
from duecourse.adapters.orders.values import currencies, figure_or_zero, is_blank, is_unknown
from duecourse.adapters.orders.words import MisreadError
from duecourse.adapters.sheets import Cell, Row

_BOTH: Final = " / "
_ENOUGH: Final = 2
"""Rows from which a column that never stands alone is the same money once more, such as its value at home."""


def alternatives(
    texts: Mapping[int, tuple[str, str]], body: Sequence[Row], read: int | None, hidden: Collection[int] = ()
) -> frozenset[int]:
    """Places of all columns that state the order's value, each in its own currency; empty if there is only one.

    Args:
        texts: Place to heading and the heading above it, of columns that nobody mapped by hand.
        body: Rows that tell what the columns hold.
        read: Place of the column that was taken for the order's value.
        hidden: Places of columns that nobody sees.
    """
    if read is None or read not in texts or read in hidden or not is_money(texts[read][0]):
        return frozenset()
    alike = {
        i: _meant(t) for i, (t, g) in texts.items() if i not in hidden and is_money(t) and g in {"", texts[read][1]}
    }
    if len({*alike.values()}) < len(alike):
        return frozenset()
    rows = [{i for i in alike if i < len(r.cells) and _filled(r.cells[i])} for r in body]
    places = {*alike}
    while (same := _repeating(places, rows)) is not None:
        places.discard(same)
    return frozenset(places) if read in places and len(places) > 1 else frozenset()


def _repeating(places: set[int], rows: Sequence[Collection[int]]) -> int | None:
    """The column that most often stands beside another one and never alone; of several the last."""
    beside = {i: [len(places & {*row}) > 1 for row in rows if i in row] for i in places}
    same = [(len(found), i) for i, found in beside.items() if len(found) >= _ENOUGH and all(found)]
    return max(same)[1] if same else None


def one_of(cells: Sequence[Cell | None], headings: Sequence[str]) -> Cell | None:
    """The one cell of a row that is filled, with its currency; all of them as one text where several are."""
    if [c.text if c else "" for c in cells] == [*headings]:  # the header on a second page
        return cells[-1]
    filled = [_in(c, h) for c, h in zip(cells, headings, strict=True) if c is not None and _filled(c)]
    if len(filled) > 1:
        return Cell(_BOTH.join(c.text for c in filled), "text")
    return filled[0] if filled else next((c for c in cells if c is not None), None)


def _in(cell: Cell, heading: str) -> Cell:
    try:
        said = figure_or_zero(cell).currencies
    except MisreadError:
        return cell
    return cell if said is not None and said <= _meant(heading) else Cell(f"{_sign(heading)} {cell.text}", cell.kind)


def _filled(cell: Cell | None) -> bool:
    """Whether a cell states an amount, or something that is none; nothing, 'TBC' and zero are not filled in."""
    if cell is None or is_blank(cell) or is_unknown(cell):
        return False
    try:
        return bool(figure_or_zero(cell).value)
    except MisreadError:
        return True


def _meant(heading: str) -> frozenset[str]:
    return currencies(Cell(_sign(heading), "text"))


def _sign(heading: str) -> str:
    """The currency of a heading that may have the one above it before it: 'Value USD'."""
    words = heading.strip("()（） ").split()
    ends = (" ".join(words[n:]).strip("()（） ") for n in range(len(words)))
    return next((end for end in ends if is_money(end)), heading)
