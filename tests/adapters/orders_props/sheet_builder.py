"""A sheet made of known orders in a style, as rows of cells and as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from known_orders import Known
from sheet_styles import COMMA, DAY_FIELDS, MONEY_TITLES, SLASHED, Column, Style

_WORDS: Final = {
    "en": ("yes", "no"), "zh": ("是", "未收"), "de": ("ja", "nein"), "es": ("sí", "no"), "fr": ("oui", "non"), "pt": ("sim", "não"),
}  # fmt: skip
_EXTRA: Final = ("Bruno", "118.5", "Ningbo", "1200", "R-7")


@dataclass(frozen=True)
class Broken:
    """A cell that shows an error in place of a value."""

    text: str = "#REF!"


@dataclass
class Built:
    """Rows as they stand (row 1 first), merged cells as (first row, first column, last row, last column) from 0."""

    style: Style
    orders: list[Known]
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """The sheet as a file in the style's format."""
        path = folder / ("list.xlsx" if self.style.workbook else "list.csv")
        return _workbook(self, path) if self.style.workbook else _text(self, path)


def built(style: Style, orders: Sequence[Known], spoilt: dict[tuple[str, str], Any] | None = None) -> Built:
    """The sheet of these orders.

    Args:
        style: How it is kept.
        orders: Customers stand together.
        spoilt: Order and field to what stands there in place of its value.
    """
    sheet = Built(style, [only(o, style) for o in orders])
    _above(sheet, orders[0].currency)
    header = _header(sheet)
    cells = [_cells(o, style, spoilt or {}) for o in sheet.orders]
    above: dict[str, Any] = {}
    for n, (order, row) in enumerate(zip(sheet.orders, cells, strict=True)):
        if style.again and n and n % 3 == 0:
            sheet.rows.extend([list(r) for r in header])
        if style.gaps and n % 2:
            sheet.rows.append([])
        for line in _lines(row, style):
            sheet.rows.append(_shown(line, above, style))
            sheet.places.setdefault(order.order, []).append(len(sheet.rows))
            above = line
        if style.subtotal and (n + 1 == len(cells) or sheet.orders[n + 1].customer != order.customer):
            sheet.rows.append(_sum(style, style.subtotal, order))
    _below(sheet)
    _merge_customers(sheet)
    return sheet


def only(order: Known, style: Style) -> Known:
    """The order without what the sheet has no column for."""
    blank = (
        "deliver_on",
        "promised_on",
        "last_contact_on",
        "deposit_paid",
        "balance_paid",
        "bl_on",
        "invoice_on",
        "remarks",
    )
    return replace(order, **{n: None for n in blank if n not in style.fields})


def _above(sheet: Built, currency: str) -> None:
    style = sheet.style
    sheet.rows += [[t] for t in style.titles]
    if style.money == "title":
        sheet.rows.append([MONEY_TITLES[style.language].format(currency)])
    sheet.rows += [[] for _ in range(style.blank_above)]


def _header(sheet: Built) -> list[list[Any]]:
    """One row of headings, or two with groups; single headings of two rows stand in the upper or the lower one."""
    style = sheet.style
    names = [c.heading for c in style.columns]
    top = len(sheet.rows)
    if not style.grouped:
        sheet.rows.append(list(names))
        return [list(names)]
    upper = [(c.group if c.group else (c.heading if style.tall else None)) for c in style.columns]
    for place, (one, two) in enumerate(pairwise(style.columns)):
        if one.group and one.group == two.group:
            sheet.merged.append((top, place, top, place + 1))
            upper[place + 1] = None
    lower = [c.heading if c.group or not style.tall else None for c in style.columns]
    if style.tall:
        sheet.merged += [(top, n, top + 1, n) for n, c in enumerate(style.columns) if not c.group]
    sheet.rows += [upper, lower]
    return [upper, lower]


def _cells(order: Known, style: Style, spoilt: dict[tuple[str, str], Any]) -> dict[str, Any]:
    """Field to what stands in its cell."""
    return {c.field: spoilt.get((order.order, c.field), _cell(c.field, order, style)) for c in style.columns if c.field}


def _cell(name: str, order: Known, style: Style) -> Any:
    if name in {"total", "amount"}:
        return style.figure(order.total, order.currency)
    if name in {"deposit_amount", "balance_amount"}:
        return _stated(name, order, style)
    value = order.terms.text if name == "terms" else getattr(order, name)
    if name == "currency":
        return style.code(value)
    if value in {"yes", "no"} and name.endswith("_paid"):
        return _WORDS[style.language][value == "no"]
    return style.day(value) if isinstance(value, date) else value


def _stated(name: str, order: Known, style: Style) -> Any:
    """The amount of the deposit, or of the only other payment; of three payments none is stated."""
    kinds, amounts = [p.kind for p in order.terms.parts], order.split()
    meant = [a for k, a in zip(kinds, amounts, strict=True) if (k == "deposit") == (name == "deposit_amount")]
    return style.figure(meant[0], order.currency) if len(kinds) < 3 and len(meant) == 1 else None


def _lines(row: dict[str, Any], style: Style) -> Iterator[dict[str, Any]]:
    """The rows of an order: one, or one for each of two items."""
    yield row
    if style.items == "again":
        yield dict(row)
    if style.items == "first":
        yield {n: v for n, v in row.items() if n in {"customer", "order", "remarks"}}


def _shown(line: dict[str, Any], above: dict[str, Any], style: Style) -> list[Any]:
    """A row of the sheet; what the row above says too may be said by a word, a customer not at all."""
    return [
        _again(c.field, line[c.field], style) if line.get(c.field) is not None and above.get(c.field) == line[c.field]
        else (line.get(c.field) if c.field else _EXTRA[place % len(_EXTRA)])
        for place, c in enumerate(style.columns)
    ]  # fmt: skip


def _again(name: str, value: Any, style: Style) -> Any:
    if name == "customer" and style.customers == "blank":
        return None
    if name == "customer" and style.customers == "ditto":
        return style.ditto or '"'
    return style.ditto if name in {"terms", "currency"} and style.ditto else value


def _sum(style: Style, word: str, order: Known) -> list[Any]:
    """A row of a total: its word in the first column, a figure under the amounts if that is another one."""
    row: list[Any] = [None] * len(style.columns)
    for place, column in enumerate(style.columns):
        if column.field in {"total", "amount"}:
            row[place] = style.figure(Decimal(10**6), order.currency)
    row[0] = word
    return row


def _below(sheet: Built) -> None:
    style = sheet.style
    if style.total:
        sheet.rows.append(_sum(style, style.total, sheet.orders[-1]))
    for note in style.notes:
        sheet.rows += [[], [note]]


def _merge_customers(sheet: Built) -> None:
    """One tall cell for each customer whose rows follow one another."""
    style = sheet.style
    if style.customers != "merged":
        return
    place = [c.field for c in style.columns].index("customer")
    lines = [(row - 1, o.customer) for o in sheet.orders for row in sheet.places[o.order]]
    first = 0
    for n in range(1, len(lines) + 1):
        if n < len(lines) and lines[n] == (lines[n - 1][0] + 1, lines[first][1]):
            sheet.rows[lines[n][0]][place] = None
            continue
        if n - first > 1:
            sheet.merged.append((lines[first][0], place, lines[n - 1][0], place))
        first = n


# ------------------------------------------------------------------ what decides how dates are read
def needs_proof(style: Style) -> bool:
    """Whether nothing but a cell tells that order; in German, Spanish, French and Portuguese the day comes first."""
    return style.date in SLASHED and not (style.language in COMMA and not style.second)


def proofs(orders: Sequence[Known]) -> list[tuple[str, str]]:
    """Order and field of the cells that tell it."""
    return [(o.order, f) for o in orders for f in DAY_FIELDS if isinstance(d := getattr(o, f), date) and d.day > 12]


# ------------------------------------------------------------------ files
def write_grid(rows: Sequence[Sequence[str]], path: Path, delimiter: str) -> None:
    """Texts as a csv file, or as a workbook where there is no delimiter."""
    if delimiter:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                page.write_string(number, place, text)


def _workbook(sheet: Built, path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("orders")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for first_row, first, last_row, last in sheet.merged:
            page.merge_range(first_row, first, last_row, last, "")
        for number, row in enumerate(sheet.rows):
            for place, value in enumerate(row):
                _put(page, number, place, value, day)
    return path


def _put(page: Any, row: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, Broken):
        page.write_formula(row, place, f"={value.text}", None, value.text)
    elif isinstance(value, datetime):
        page.write_datetime(row, place, value, day)
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), day)
    elif isinstance(value, str):
        page.write_string(row, place, value)
    elif value is not None:
        page.write_number(row, place, float(value))


def _text(sheet: Built, path: Path) -> Path:
    said = [[_spelt(v) for v in row] for row in sheet.rows]
    with path.open("w", encoding=sheet.style.encoding, newline="") as file:
        csv.writer(file, delimiter=sheet.style.delimiter).writerows(said)
    return path


def _spelt(value: Any) -> str:
    if value is None:
        return ""
    return value.text if isinstance(value, Broken) else str(value)


def column_of(style: Style, name: str) -> Column:
    """The column of a field."""
    return next(c for c in style.columns if c.field == name)
