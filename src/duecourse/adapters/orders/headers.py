"""Finds the header row of a list and which column is which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from duecourse.adapters.orders.columns import BY_HEADER, FIELDS, REQUIRED, Field
from duecourse.adapters.orders.table import Row, Sheet
from duecourse.adapters.orders.words import fold, nearest
from duecourse.errors import DuecourseError

SEARCHED_ROWS: Final = 20
"""Rows at the top among which the header may stand; title lines above it do no harm."""


_OF_MONEY: Final = frozenset(
    {"deposit", "balance", "received", "paid", "payment"}
    | {"定金", "订金", "尾款", "余款", "到账", "付款", "收款", "已付", "已收"}
)
"""What a header says that tells of payments: if it is not read, somebody who has paid might be reminded."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column that is no field; nothing of it was read.

    Args:
        column: Its header.
        meant: The header that it may be a slip of; empty if none is like it.
    """

    column: str
    meant: str

    def line(self) -> str:
        """One sentence, with the next step if there may be one."""
        hint = f"; if '{self.meant}' is meant, correct the header and run again" if self.meant else ""
        return f"Column '{self.column}' is not known and was not read{hint}."


@dataclass(frozen=True, slots=True)
class Header:
    """The header row.

    Args:
        row: Its number, from 1.
        columns: Place of each column that is read, from 0, to its field.
        texts: Field name to the header as the file spells it.
        ignored: The other columns.
        twice: Two headers that mean the same field; empty if there are none.
    """

    row: int
    columns: Mapping[int, Field]
    texts: Mapping[str, str]
    ignored: tuple[Ignored, ...]
    twice: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every required column is there."""
        return all(f.name in self.texts for f in REQUIRED)


def choose(sheets: Iterable[Sheet], file: str) -> tuple[Sheet, Header]:
    """The only sheet that is an order list, and its header.

    Raises:
        DuecourseError: If no sheet has a header row, several are order lists, a required column is missing, a column is
            there twice, or an unknown column tells of payments.
    """
    found = [(s, h) for s in sheets if (h := _header(s)) is not None]
    complete = [(s, h) for s, h in found if h.complete]
    if len(complete) > 1:
        wrong = f"Several sheets are order lists: {_quoted(s.name for s, _ in complete)}"
        raise DuecourseError(wrong, where=file, fix="Save the one to be read in a file of its own.")
    if not complete:
        raise _incomplete(found, file)
    sheet, header = complete[0]
    _check(header, _place(sheet, header.row))
    return sheet, header


def _check(header: Header, where: str) -> None:
    """No column twice, and none left out that tells of payments."""
    if header.twice:
        wrong = f"Columns {_quoted(header.twice, ' and ')} mean the same"
        raise DuecourseError(wrong, where=where, fix="Delete or rename one of them and run again.")
    of_money = [i.column for i in header.ignored if any(w in fold(i.column) for w in _OF_MONEY)]
    if of_money:
        wrong = f"{_quoted(of_money)} may say what is due or paid, but the template has no such column"
        fix = (
            "Write one row for each payment, with payment, amount and paid on, and delete what else tells of payments."
        )
        raise DuecourseError(wrong, where=where, fix=fix)


def _header(sheet: Sheet) -> Header | None:
    """The row of the first ones with most known headers; None if no row has one."""
    rows = list(islice(sheet.head(), SEARCHED_ROWS))
    best = max(rows, key=_known, default=None)
    return _read(best) if best is not None and _known(best) else None


def _known(row: Row) -> int:
    return sum(c is not None and fold(c.text) in BY_HEADER for c in row.cells)


def _read(row: Row) -> Header:
    texts = {i: c.text for i, c in enumerate(row.cells) if c is not None}
    columns = {i: BY_HEADER[fold(t)] for i, t in texts.items() if fold(t) in BY_HEADER}
    spelt: dict[str, list[str]] = {}
    for place, field in columns.items():
        spelt.setdefault(field.name, []).append(texts[place])
    free = [s for f in FIELDS if f.name not in spelt for s in (f.en, f.zh)]
    ignored = tuple(Ignored(t, nearest(t, free)) for i, t in texts.items() if i not in columns)
    twice = next((tuple(s) for s in spelt.values() if len(s) > 1), ())
    return Header(row.number, columns, {n: s[0] for n, s in spelt.items()}, ignored, twice)


def _incomplete(found: list[tuple[Sheet, Header]], file: str) -> DuecourseError:
    """What to say when no sheet has all required columns: of the sheet that has most of the others."""
    if not found:
        fix = f"Name the columns in the first row, at least {_named(REQUIRED)}; the template shows all of them."
        return DuecourseError("There is no header row", where=file, fix=fix)
    sheet, header = max(found, key=lambda f: len(f[1].texts))
    missing = [f for f in REQUIRED if f.name not in header.texts]
    wanted = {s for f in missing for s in (f.en, f.zh)}
    hints = [f"'{i.column}' may mean '{i.meant}'." for i in header.ignored if i.meant in wanted]
    fix = " ".join([*hints, "Correct the header row and run again."])
    wrong = (
        f"The column {_named(missing)} is missing" if len(missing) == 1 else f"Columns are missing: {_named(missing)}"
    )
    return DuecourseError(wrong, where=_place(sheet, header.row), fix=fix)


def _named(fields: Iterable[Field]) -> str:
    return " and ".join(f"'{f.en}' (or '{f.zh}')" for f in fields)


def _quoted(names: Iterable[str], between: str = ", ") -> str:
    return between.join(f"'{n}'" for n in names)


def _place(sheet: Sheet, row: int) -> str:
    name = f", sheet '{sheet.name}'" if sheet.name else ""
    return f"{sheet.file}{name}, row {row}"
