"""What rows say: every cell read, column by column, and an `Entry` for each payment that comes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from duecourse.adapters.orders.body import Table
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

_DIGITS: Final = frozenset("0123456789")
"""No word for 'nothing' begins with one of these."""

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


class Line(NamedTuple):
    """One row as read, or several rows of one order put together.

    Args:
        row: Number of its (first) row.
        values: Field name to value; what the row does not state is left out.
        doubts: Cells left unknown; further ones may be added.
        rows: All rows that it was made of.
    """

    row: int
    values: dict[str, Any]
    doubts: list[Doubt]
    rows: tuple[int, ...]


@dataclass(slots=True)  # not frozen: setting 35 fields past the lock takes as long as reading them
class Entry:
    """One payment of one order; None is what the list does not state. Nobody changes one.

    Args:
        row: Number of its row, from 1.
        customer, order: As the row spells them; `customer_key` and `order_key` are what makes two spellings the same.
        said: What the row says of its customer and its order, by field; one object for all payments of a row.
        part: Place among the payments of that row, from 0.
        bare: Amount in major units where its currency is not known.
        paid: Whether the money came in full, though the day may not be known.
        doubts: Cells of the row that were left unknown; on its first open payment only.
        heard: Since when their words stand in the sheet, with a mark of them.
        log: Contacts that earlier runs kept beside the list, as (day, kind, topic).
        rows: All rows that it was made of.
    """

    row: int
    customer: str
    order: str
    customer_key: str
    order_key: str
    said: Mapping[str, Any]
    rows: tuple[int, ...] = ()
    part: int = 0
    payment: str = "deposit"
    amount: Money | None = None
    bare: Decimal | None = None
    currency: str | None = None
    due_on: date | None = None
    paid: bool = False
    paid_on: date | None = None
    remarks: str | None = None
    open_points: tuple[str, ...] = ()
    promised_on: date | None = None
    promised_when: date | None = None
    last_contact_on: date | None = None
    contact_kind: str | None = None
    contact_topic: str | None = None
    last_reply_on: date | None = None
    reason: str | None = None
    reason_until: date | None = None
    question: str | None = None
    our_fix: str | None = None
    lc_stage: str | None = None
    lc_on: date | None = None
    lc_clash: bool = False
    hold_until: date | None = None
    doubts: tuple[Doubt, ...] = ()
    log: tuple[tuple[date, str, str], ...] = ()
    heard: tuple[date, str] | None = None

    @property
    def figure(self) -> Decimal | None:
        """Amount in major units, whether its currency is known or not."""
        return self.amount.major() if self.amount else self.bare

    @property
    def confirmed_on(self) -> date | None:
        """The day of the confirmation, as this row states it."""
        return self.said.get("confirmed_on")

    @property
    def deliver_on(self) -> date | None:
        """The agreed delivery date, as this row states it."""
        return self.said.get("deliver_on")


@dataclass(frozen=True, slots=True)
class Place:
    """Where refusals of one list are: file, sheet, how its columns are spelt, and its cells."""

    file: str
    sheet: str
    headers: Mapping[str, str]
    table: Table = field(repr=False)

    def refusal(self, row: int, name: str, holds: str, expected: str, fix: str = MEND) -> Refusal:
        """A refusal of one cell; a column that the file does not have goes by the template's name."""
        return Refusal(self.file, self.sheet, row, self.header(name), holds, expected, fix)

    def header(self, name: str) -> str:
        """How the file spells a column."""
        return self.headers.get(name, BY_NAME[name].en)

    def text(self, rows: Iterable[int], name: str) -> str:
        """The cell of a field in the first of some rows that states it; empty if none does."""
        return self.table.text(rows, name)

    def doubt(self, row: int, name: str, holds: str, wrong: MisreadError, *, holding: bool) -> Doubt:
        """A cell of a row that is kept."""
        readings = tuple(wrong.readings) if isinstance(wrong, DoubtError) else ()
        return Doubt(row, name, self.header(name), holds, wrong.expected, readings, holding)


HOLDING: Final = frozenset({"promised_on", "they_promised_on", "deposit_paid", "balance_paid", "paid_on"})
"""Columns whose doubt may hide a promise or money: nobody is urged before they are clear."""


@dataclass(slots=True)
class Reading:
    """What the rows of a table say.

    Args:
        numbers: Of all rows.
        columns: Field name to its values, one for each row; None where a row does not state it.
        doubts: Place of a row to its cells that were left unknown.
        refused: Every cell that cannot be read.
        places: Of the rows that are kept.
    """

    numbers: list[int]
    columns: dict[str, list[Any]]
    doubts: dict[int, list[Doubt]]
    refused: list[Refusal]
    places: list[int]

    def forget(self) -> None:
        """Frees the values, of which each line has its own."""
        self.columns.clear()

    def line(self, place: int) -> Line:
        """What one row says."""
        values = {name: value for name, column in self.columns.items() if (value := column[place]) is not None}
        number = self.numbers[place]
        return Line(number, values, list(self.doubts.get(place, ())), (number,))


def read(table: Table, habits: Habits, place: Place) -> Reading:
    """Reads every cell; the same text in the same column is read once."""
    columns: dict[str, list[Any]] = {}
    misread: dict[int, dict[str, MisreadError]] = {}
    for name, cells in table.columns.items():
        known = {cell: _value(name, cell, habits) if cell else None for cell in table.different[name]}
        wrong = {cell: value for cell, value in known.items() if isinstance(value, MisreadError)}
        known |= dict.fromkeys(wrong)
        columns[name] = [*map(known.__getitem__, cells)]
        for at, cell in enumerate(cells) if wrong else ():
            if cell in wrong:
                misread.setdefault(at, {})[name] = wrong[cell]
    doubts: dict[int, list[Doubt]] = {}
    refused: dict[int, list[Refusal]] = {}
    for at in sorted(misread):
        number = table.numbers[at]
        for name, cell in table.row(at).items():
            error = misread[at].get(name)
            if isinstance(error, DoubtError):
                doubts.setdefault(at, []).append(place.doubt(number, name, cell.text, error, holding=name in HOLDING))
            elif error:
                refused.setdefault(at, []).append(place.refusal(number, name, cell.text, error.expected, error.fix))
    kept = [at for at in range(len(table.numbers)) if at not in refused]
    return Reading(table.numbers, columns, doubts, [r for wrongs in refused.values() for r in wrongs], kept)


def _value(name: str, cell: Cell, habits: Habits) -> object:
    """What a cell says, None for nothing, or the error that it is."""
    column = BY_NAME[name]
    if cell.text[:1] not in _DIGITS and (
        is_blank(cell, nothing=not column.takes_no)
        or ((column.shape in _LOOSE or name == "currency") and is_unknown(cell))
    ):
        return None
    if cell.kind == "error":
        return None if name in _WORDY else _ERROR
    try:
        return column.value(cell, habits)
    except MisreadError as wrong:
        return wrong


_ERROR: Final = MisreadError(said("no_error"), then_mend("mend_formula"))
