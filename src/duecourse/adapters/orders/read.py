"""An order list to rows of the history: sheet, layout, rows, payments, then what rows of one order say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from duecourse.adapters.orders.alike import Alike
from duecourse.adapters.orders.body import body_of
from duecourse.adapters.orders.columns import BY_NAME
from duecourse.adapters.orders.entries import Doubt, Entry, Place, Reading, read
from duecourse.adapters.orders.events import undated
from duecourse.adapters.orders.extras import Extras, add
from duecourse.adapters.orders.frames import case_keys, frames_of
from duecourse.adapters.orders.habits import Habits, currency_in, habits_of
from duecourse.adapters.orders.layout import Ignored, Layout, layout_of, signatures_of
from duecourse.adapters.orders.lexicon import bare
from duecourse.adapters.orders.lines import groups_of, is_by_order, keys_of, line_of
from duecourse.adapters.orders.merge import Merged, merge
from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.payments import payments
from duecourse.adapters.orders.refusal import Refusal
from duecourse.adapters.orders.setting import Setting
from duecourse.adapters.sheets import Row, Sheet, opened
from duecourse.errors import DuecourseError

_T = TypeVar("_T")
_MONEY: Final = ("total", "amount", "outstanding", "deposit_amount", "balance_amount", "line_amount", "unit_price")
"""Columns whose heading may name the currency."""


@dataclass(frozen=True, slots=True)
class OrderList:
    """What a list says.

    Args:
        file: Name of the file, without its folder.
        sheet: Name of the sheet; empty for a csv file.
        rows_read: Rows that say something, refused ones included.
        rows: Frame name to rows, for `duecourse.history.history.build`.
        refused: Every cell for which a row was left out, in the order of the rows.
        places: Case key to the number of its row in the file, from 1.
        open_count: Cases that are not paid.
        paid_count: Cases that are.
        entries: The payments, in the order of the file, under their case key.
        doubts: Cells that were left unknown.
        layout: Its columns.
        extras: Shelf and contacts of the file, on its first list only.
        source: The sheet itself.
    """

    file: str
    sheet: str
    rows_read: int
    rows: Mapping[str, Sequence[dict[str, Any]]] = field(repr=False)
    refused: tuple[Refusal, ...]
    places: Mapping[str, int] = field(repr=False)
    open_count: int
    paid_count: int
    entries: Mapping[str, Entry] = field(repr=False)
    layout: Layout = field(repr=False)
    doubts: tuple[Doubt, ...] = ()
    extras: Extras = field(default_factory=Extras, repr=False)
    source: Sheet | None = field(default=None, repr=False)

    @property
    def ignored(self) -> tuple[Ignored, ...]:
        """Columns of which nothing was read."""
        return self.layout.ignored


ByHand = Callable[[str], Mapping[str, str]]
"""A signature of headings to what a person said of some of them: heading, plainly spelt, to field, '' for none."""


def read_orders(
    path: Path,
    *,
    as_of: date | None = None,
    seller_country: str = "CN",
    by_hand: ByHand | None = None,
    speaks: str = "en",
) -> list[OrderList]:
    """Every order list in a file, of any program, in English, Chinese, German, Spanish, French or Portuguese.

    Rows that cannot be read are refused one by one; the others are kept.

    Args:
        path: .xlsx, .xlsm, .xls, .ods, .csv, .tsv or .txt.
        as_of: Day of reading, for dates without a year.
        seller_country: ISO 3166 code of two letters of the selling firm.
        by_hand: What a person said of headings.
        speaks: Language of the tasks that come of doubts: en or zh.

    Raises:
        DuecourseError: If the file cannot be opened, or holds no order list.
    """
    with opened(path) as sheets:
        return read_sheets(
            sheets, path.name, as_of=as_of, seller_country=seller_country, by_hand=by_hand, speaks=speaks
        )


def read_sheets(
    sheets: Iterable[Sheet],
    file: str,
    *,
    as_of: date | None = None,
    seller_country: str = "CN",
    by_hand: ByHand | None = None,
    speaks: str = "en",
) -> list[OrderList]:
    """The same for sheets that are open already."""
    found: list[tuple[Sheet, list[Row], Layout]] = []
    extras = Extras()
    for sheet in sheets:
        if not sheet.hidden:
            rows = list(sheet.rows())
            layout = _layout(rows, sheet, by_hand)
            if layout is not None:
                found.append((sheet, rows, layout))
            if layout is None or not layout.complete:
                add(sheet, rows, Habits(as_of), extras)
    complete = [f for f in found if f[2].complete]
    if not complete:
        raise _no_list([(s, lay) for s, _, lay in found], file)
    complete = [f for f in complete if f[2].tells] or complete
    found.clear()
    found_at = (as_of, seller_country.upper(), speaks)
    lists: list[OrderList] = []
    unfit: list[Refusal] = []
    for sheet, rows, layout in used_up(complete):
        try:
            lists.append(_list(sheet, rows, layout, *found_at))
        except DuecourseError as error:
            unfit.append(_of_sheet(sheet, layout, error))
            if not lists and not complete:
                raise
    first = replace(lists[0], extras=extras, refused=(*unfit, *lists[0].refused, *extras.refused))
    return [first, *lists[1:]]


def _of_sheet(sheet: Sheet, layout: Layout, error: DuecourseError) -> Refusal:
    """One list of a file that cannot be read; the others are."""
    why, fix = said("one_column", why=error.what), said("name_column", fix=error.fix)
    return Refusal(sheet.file, sheet.name, layout.row, layout.twice[1], layout.twice[1], why, fix)


def used_up(items: list[_T]) -> Iterator[_T]:
    """The items in their order, each forgotten when it is given: long lists need not be held in two forms."""
    items.reverse()
    while items:
        yield items.pop()


def _layout(rows: Sequence[Row], sheet: Sheet, by_hand: ByHand | None) -> Layout | None:
    if not rows:
        return None
    layout = layout_of(rows, sheet.merged, hidden=sheet.hidden_columns)
    if by_hand is None:
        return layout
    if layout is None:
        return _said_layout(rows, sheet, by_hand)
    said = by_hand(layout.signature)
    return layout_of(rows, sheet.merged, said, sheet.hidden_columns) if said else layout


def _said_layout(rows: Sequence[Row], sheet: Sheet, by_hand: ByHand) -> Layout | None:
    """The layout of a sheet of whose headings we know hardly any, by what a person says of them now or said before."""
    said = by_hand("") or next((s for signature in signatures_of(rows) if (s := by_hand(signature))), {})
    layout = layout_of(rows, sheet.merged, said, sheet.hidden_columns) if said else None
    if layout is not None:
        by_hand(layout.signature)  # so that it is kept under its headings
    return layout


def _list(sheet: Sheet, rows: list[Row], layout: Layout, as_of: date | None, country: str, speaks: str) -> OrderList:
    if layout.twice:
        raise DuecourseError(
            f"Columns '{layout.twice[0]}' and '{layout.twice[1]}' mean the same",
            where=f"{sheet.file}, row {layout.row}",
            fix="Delete or rename one of them, or say which is meant with --map.",
        )
    table = body_of(rows, layout, sheet.merged)
    rows.clear()  # the cells that are read stand in the table
    days = {c.field.name for c in layout.columns if c.field.shape in {"day", "receipt"}}
    dates = {cell.text for name in days for cell in {*table.columns[name]} if cell}
    habits = habits_of(dates, layout.language, as_of)
    headed = currency_in(c.heading for c in layout.columns if c.field.name in _MONEY)
    values = " / ".join(c.heading for c in layout.columns if c.field.name == "total")
    headings = layout.headings | ({"total": values} if values else {})
    place = Place(sheet.file, sheet.name, headings, table)
    setting = Setting(layout, habits, place, headed or currency_in(layout.titles), is_by_order(layout))
    return _put_together(read(table, habits, place), setting, sheet, (country, speaks))


def _put_together(reading: Reading, at: Setting, sheet: Sheet, firm: tuple[str, str]) -> OrderList:
    merged = merge(_entries(reading, at), at.place)
    entries, doubtful = _datable(merged, at)
    refused, numbers = reading.refused, len(reading.numbers)
    reading.forget()
    at.place.table.forget()
    cases = case_keys(entries, merged)
    paid = sum(e.paid for e in entries)
    return OrderList(
        file=sheet.file,
        sheet=sheet.name,
        rows_read=numbers,
        rows=frames_of(entries, merged, cases, firm[0], at.habits.as_of, firm[1]),
        refused=tuple(sorted([*refused, *merged.refused, *doubtful], key=lambda r: r.row)),
        places={case: e.row for case, e in zip(cases, entries, strict=True)},
        open_count=len(entries) - paid,
        paid_count=paid,
        entries=dict(zip(cases, entries, strict=True)),
        layout=at.layout,
        doubts=tuple(d for e in entries for d in e.doubts),
        source=sheet,
    )


def _entries(reading: Reading, at: Setting) -> Iterator[Entry]:
    """The payments of all lines; why lines are left out is added to what was refused."""
    keys = keys_of(reading)
    alike = Alike(reading, keys, at)
    for group in groups_of(reading, keys, by_order=at.by_order):
        known = alike.payments(group[0]) if len(group) == 1 else None
        if known is not None:
            yield from known
            continue
        line = line_of(reading, group, at.layout, by_order=at.by_order)
        made, wrong = payments(line, at)
        reading.refused.extend(wrong)
        if len(group) == 1 and not wrong:
            alike.learn(group[0], line, made)
        yield from made


def _datable(merged: Merged, at: Setting) -> tuple[list[Entry], list[Refusal]]:
    """The rows whose news has a day, and refusals of the others."""
    kept, refused = [], []
    place = at.place
    for entry in merged.entries:
        name = "" if at.habits.as_of else undated(entry, merged.of_order(entry, "confirmed_on"))
        if name:
            why = said("day_of_news", column=place.header(name), holds=place.text(entry.rows, name))
            named = {"column": place.header("last_reply_on"), "other": place.header("confirmed_on")}
            fix = then_mend("fill_either", **named)
            refused.append(place.refusal(entry.row, "last_reply_on", "", why, fix))
        else:
            kept.append(entry)
    return kept, refused


def _no_list(found: Sequence[tuple[Sheet, Layout]], file: str) -> DuecourseError:
    """What to say when no sheet is an order list: of the sheet that comes nearest."""
    if not found:
        fix = "Name the columns in one row, at least 'customer' and 'order'; the template shows all of them."
        return DuecourseError("There is no order list in it: no header row was found", where=file, fix=fix)
    sheet, layout = max(found, key=lambda f: len(f[1].columns))
    missing = [n for n in ("customer", "order") if n not in layout.fields]
    named = " and ".join(f"'{BY_NAME[n].en}' (or '{BY_NAME[n].zh}')" for n in missing)
    where = f"{file}{f', sheet {sheet.name!r}' if sheet.name else ''}, row {layout.row}"
    what = f"There is no order list in it: no column is known as {named or 'anything of its money or time'}"
    hints = [f"'{i.column}' may mean '{i.meant}'." for i in layout.ignored if i.meant and bare(i.meant)]
    return DuecourseError(what, where=where, fix=" ".join([*hints, 'Say which it is with --map "heading=customer".']))
