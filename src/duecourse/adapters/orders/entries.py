"""What rows say: every cell read, and an `Entry` for each payment that comes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from duecourse.adapters.orders.body import Stated
from duecourse.adapters.orders.columns import BY_NAME
from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.messages import said, say, then_mend
from duecourse.adapters.orders.refusal import MEND, SHOWN_MAX, Refusal
from duecourse.adapters.orders.values import is_blank, is_unknown
from duecourse.adapters.orders.words import DoubtError, MisreadError
from duecourse.adapters.sheets import Cell
from duecourse.history.money import Money

_WORDY: Final = frozenset({"remarks", "log", "product", "status", "so_far", "they_said"})
"""Columns in which an error cell is no more than a word."""

_LOOSE: Final = frozenset({"day", "amount", "receipt"})
"""Shapes in which 'to be confirmed' of any language says nothing."""


class Doubt(NamedTuple):
    """A cell that was not understood and is left unknown, while the row is kept.

    Args:
        row: Number of the row, from 1.
        name: Field.
        column: Heading as the file spells it.
        holds: Text of the cell.
        why: What was expected.
        readings: What it may mean; empty if nobody can tell.
        holding: Whether nobody should be urged before it is clear.
    """

    row: int
    name: str
    column: str
    holds: str
    why: str
    readings: tuple[str, ...] = ()
    holding: bool = False

    def line(self, language: str = "en") -> str:
        """One sentence, in "en" or "zh"."""
        return self._said("doubt", language)

    def task(self, language: str = "en") -> str:
        """What we must do before anybody is urged, in "en" or "zh"."""
        return self._said("task", language)

    def _said(self, key: str, language: str) -> str:
        if self.name == "remarks":
            return say(said(f"{key}_note", row=self.row, holds=_short(self.holds)), language)
        holds = self.holds if key == "doubt" else _short(self.holds)
        return say(said(key, row=self.row, column=self.column, holds=holds, why=self.why), language)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX] + "…"


@dataclass(slots=True)
class Line:
    """One row as read, or several rows of one order put together.

    Args:
        row: Number of its (first) row.
        cells: Field name to cell, for messages.
        values: Field name to value; what the row does not state is left out.
        doubts: Cells left unknown.
        rows: All rows that it was made of.
    """

    row: int
    cells: dict[str, Cell]
    values: dict[str, Any]
    doubts: tuple[Doubt, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(slots=True)  # not frozen: setting 45 fields past the lock takes as long as reading them
class Entry:
    """One payment of one order; None is what the list does not state. Nobody changes one but to forget its cells.

    Args:
        row: Number of its row, from 1.
        cells: Field name to cell, for messages; empty once the list is put together.
        part: Place among the payments of that row, from 0.
        figure: Amount in major units where its currency is not known.
        paid: Whether the money came in full, though the day may not be known.
        doubts: Cells of the row that were left unknown; on its first open payment only.
        heard: Since when their words stand in the sheet, with a mark of them.
        log: Contacts that earlier runs kept beside the list, as (day, kind, topic).
        rows: All rows that it was made of.
    """

    row: int
    cells: Mapping[str, Cell] = field(repr=False)
    customer: str
    order: str
    part: int = 0
    country: str | None = None
    product: str | None = None
    payment: str = "deposit"
    amount: Money | None = None
    figure: Decimal | None = None
    currency: str | None = None
    confirmed_on: date | None = None
    deliver_on: date | None = None
    incoterm: str | None = None
    production_days: int | None = None
    transport_days: int | None = None
    booking_days: int | None = None
    due_on: date | None = None
    delivered_on: date | None = None
    paid: bool = False
    paid_on: date | None = None
    promised_on: date | None = None
    promised_when: date | None = None
    last_contact_on: date | None = None
    contact_kind: str | None = None
    contact_topic: str | None = None
    last_reply_on: date | None = None
    reason: str | None = None
    reason_until: date | None = None
    question: str | None = None
    open_points: tuple[str, ...] = ()
    our_fix: str | None = None
    relationship: str | None = None
    phone: bool | None = None
    new_date: date | None = None
    new_date_named_on: date | None = None
    lc_stage: str | None = None
    lc_on: date | None = None
    lc_clash: bool = False
    hold_until: date | None = None
    remarks: str | None = None
    doubts: tuple[Doubt, ...] = ()
    log: tuple[tuple[date, str, str], ...] = ()
    heard: tuple[date, str] | None = None
    rows: tuple[int, ...] = ()

    def text(self, name: str) -> str:
        """The cell of a field; empty if the row does not state it."""
        cell = self.cells.get(name)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where refusals of one list are: file, sheet and how its columns are spelt."""

    file: str
    sheet: str
    headers: Mapping[str, str]

    def refusal(self, row: int, name: str, holds: str, expected: str, fix: str = MEND) -> Refusal:
        """A refusal of one cell; a column that the file does not have goes by the template's name."""
        return Refusal(self.file, self.sheet, row, self.header(name), holds, expected, fix)

    def header(self, name: str) -> str:
        """How the file spells a column."""
        return self.headers.get(name, BY_NAME[name].en)

    def doubt(self, row: int, name: str, holds: str, wrong: MisreadError, *, holding: bool) -> Doubt:
        """A cell of a row that is kept."""
        readings = tuple(wrong.readings) if isinstance(wrong, DoubtError) else ()
        return Doubt(row, name, self.header(name), holds, wrong.expected, readings, holding)


HOLDING: Final = frozenset({"promised_on", "they_promised_on", "deposit_paid", "balance_paid", "paid_on"})
"""Columns whose doubt may hide a promise or money: nobody is urged before they are clear."""


_UNREAD: Final = object()


class Reader:
    """Reads the cells of one sheet; the same text in the same column is read once."""

    def __init__(self, habits: Habits, place: Place) -> None:
        self._habits, self._place = habits, place
        self._known: defaultdict[str, dict[Cell, object]] = defaultdict(dict)

    def lines(self, stated: Iterable[Stated]) -> Iterator[Line | list[Refusal]]:
        """Every row read, or all that is wrong with it."""
        for row in stated:
            yield self._line(row)

    def _line(self, stated: Stated) -> Line | list[Refusal]:
        values: dict[str, Any] = {}
        refused: list[Refusal] = []
        doubts: list[Doubt] = []
        known = self._known
        for name, cell in stated.cells.items():
            value = known[name].get(cell, _UNREAD)
            if value is _UNREAD:
                value = known[name][cell] = _value(name, cell, self._habits)
            if value is None:
                continue
            if not isinstance(value, MisreadError):
                values[name] = value
            elif isinstance(value, DoubtError):
                doubts.append(self._place.doubt(stated.row, name, cell.text, value, holding=name in HOLDING))
            else:
                refused.append(self._place.refusal(stated.row, name, cell.text, value.expected, value.fix))
        return refused or Line(stated.row, stated.cells, values, tuple(doubts), (stated.row,))


def _value(name: str, cell: Cell, habits: Habits) -> object:
    """What a cell says, None for nothing, or the error that it is."""
    column = BY_NAME[name]
    if is_blank(cell, nothing=not column.takes_no) or (
        (column.shape in _LOOSE or name == "currency") and is_unknown(cell)
    ):
        return None
    if cell.kind == "error":
        return None if name in _WORDY else _ERROR
    try:
        return column.value(cell, habits)
    except MisreadError as wrong:
        return wrong


_ERROR: Final = MisreadError(said("no_error"), then_mend("mend_formula"))


def refused_rows(found: Sequence[Line | list[Refusal]]) -> list[Refusal]:
    """The refusals among rows that were read."""
    return [r for refusals in found if isinstance(refusals, list) for r in refusals]
