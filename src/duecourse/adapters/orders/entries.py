"""One row of a list to one `Entry`: every cell read and, within the row, checked against the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from duecourse.adapters.orders import values
from duecourse.adapters.orders.columns import BY_NAME, REQUIRED
from duecourse.adapters.orders.headers import Header
from duecourse.adapters.orders.refusal import MEND, Refusal
from duecourse.adapters.orders.table import ROWS_MAX, Cell, Row, Sheet
from duecourse.adapters.orders.values import Figure, is_blank
from duecourse.adapters.orders.words import MisreadError
from duecourse.errors import DuecourseError
from duecourse.history.money import Money

# A value that means nothing without another one of the same row: a contact of an unknown day cannot be kept.
_NEEDS: Final = (
    ("contact_kind", "last_contact_on"),
    ("contact_topic", "last_contact_on"),
    ("promised_when", "promised_on"),
    ("lc_on", "lc_stage"),
    ("new_date", "new_date_named_on"),
    ("new_date_named_on", "new_date"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as read: one payment of one order; None is what the row does not state.

    Args:
        row: Number of the row, from 1.
        texts: Field name to the text of its cell, for messages.
    """

    row: int
    texts: Mapping[str, str] = field(repr=False)
    customer: str
    order: str
    country: str | None = None
    product: str | None = None
    payment: str = "deposit"
    amount: Money | None = None
    currency: str | None = None
    confirmed_on: date | None = None
    deliver_on: date | None = None
    incoterm: str | None = None
    production_days: int | None = None
    transport_days: int | None = None
    booking_days: int | None = None
    due_on: date | None = None
    delivered_on: date | None = None
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
    remarks: str | None = None


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


def read_rows(sheet: Sheet, header: Header, place: Place) -> Iterator[Entry | list[Refusal]]:
    """Every row below the header that says something: read, or all that is wrong with it.

    Raises:
        DuecourseError: If there are more rows than `ROWS_MAX`, or the file breaks off.
    """
    for row in sheet.rows():
        if row.number > header.row and (cells := _stated(row, header)):
            if row.number - header.row > ROWS_MAX:
                raise DuecourseError(
                    f"The list has more than {ROWS_MAX:,} rows", where=sheet.file, fix="Split it and run again."
                )
            yield _entry(row.number, cells, place)


def _stated(row: Row, header: Header) -> dict[str, Cell]:
    """The cells that say something, by field."""
    stated = {}
    for place, column in header.columns.items():
        cell = row.cells[place] if place < len(row.cells) else None
        if cell is not None and not is_blank(cell, nothing=not column.takes_no):
            stated[column.name] = cell
    return stated


def _entry(row: int, cells: Mapping[str, Cell], place: Place) -> Entry | list[Refusal]:
    found: dict[str, Any] = {}
    refused = []
    for name, cell in cells.items():
        try:
            found[name] = _value(name, cell)
        except MisreadError as wrong:
            refused.append(place.refusal(row, name, cell.text, wrong.expected, wrong.fix))
    refused += [place.refusal(row, f.name, "", f"the {f.en}") for f in REQUIRED if f.name not in cells]
    texts = {n: c.text for n, c in cells.items()}
    if not refused:
        refused = [*_priced(row, found, texts, place), *_unfit(row, found, texts, place)]
    return refused or Entry(row, texts, **{n: v for n, v in found.items() if v is not None})


def _value(name: str, cell: Cell) -> object:
    if cell.kind == "error":
        raise MisreadError(
            "a value, not an error", f"Mend the formula, or open and save the file in a spreadsheet program. {MEND}"
        )
    return BY_NAME[name].read(cell)


def _priced(row: int, found: dict[str, Any], texts: Mapping[str, str], place: Place) -> list[Refusal]:
    """Puts the amount and its currency together."""
    stated: Figure | None = found.get("amount")
    if stated is None:
        return []
    try:
        found["amount"] = values.money(stated, found.get("currency"))
    except MisreadError as wrong:
        return [place.refusal(row, "amount", texts["amount"], wrong.expected, wrong.fix)]
    found["currency"] = found["amount"].currency
    return []


def _unfit(row: int, found: Mapping[str, Any], texts: Mapping[str, str], place: Place) -> list[Refusal]:
    """Values that make no sense beside the others of the row."""
    refused = []
    for name, other in _NEEDS:
        if found.get(name) is not None and found.get(other) is None:
            said = f"a value, because '{place.header(name)}' holds '{texts[name]}',"
            refused.append(
                place.refusal(
                    row, other, "", said, f"Fill in '{place.header(other)}', or clear '{place.header(name)}'. {MEND}"
                )
            )
    if found.get("lc_stage") and found.get("payment", "deposit") != "lc_opening":
        fix = f"Put L/C into '{place.header('payment')}', or move the stage to the row of the L/C. {MEND}"
        refused.append(place.refusal(row, "lc_stage", texts["lc_stage"], "nothing on a row that is no L/C", fix))
    if found.get("promised_on") and found.get("promised_when", date.min) > found["promised_on"]:
        refused.append(
            place.refusal(
                row, "promised_when", texts["promised_when"], f"a day not after '{place.header('promised_on')}'"
            )
        )
    return refused
