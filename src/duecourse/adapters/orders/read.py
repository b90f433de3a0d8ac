"""An order list file to rows of the history: sheet, header, rows, then what rows of one order say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duecourse.adapters.orders.entries import Entry, Place, read_rows
from duecourse.adapters.orders.events import undated
from duecourse.adapters.orders.frames import case_keys, frames_of
from duecourse.adapters.orders.headers import Ignored, choose
from duecourse.adapters.orders.merge import Merged, merge
from duecourse.adapters.orders.refusal import MEND, Refusal
from duecourse.adapters.orders.table import opened


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
        open_count: Cases without a day of payment.
        paid_count: Cases with one.
        ignored: Columns that are none of the template; nothing of them was read.
        remarks: Case key to the remark of its row, to be shown only.
    """

    file: str
    sheet: str
    rows_read: int
    rows: Mapping[str, list[dict[str, Any]]] = field(repr=False)
    refused: tuple[Refusal, ...]
    places: Mapping[str, int] = field(repr=False)
    open_count: int
    paid_count: int
    ignored: tuple[Ignored, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_orders(path: Path, *, seller_country: str = "CN") -> OrderList:
    """An order list on the template's columns, .xlsx or .csv, with English or Chinese headers.

    Rows that cannot be read are refused one by one; the others are kept.

    Args:
        path: The file.
        seller_country: ISO 3166 code of two letters of the selling firm.

    Raises:
        DuecourseError: If the file is missing, empty, too large, damaged, protected or of an unknown type, has no
            header row or lacks a required column.
    """
    with opened(path) as sheets:
        sheet, header = choose(sheets, path.name)
        place = Place(path.name, sheet.name, header.texts)
        found = list(read_rows(sheet, header, place))
    merged = merge((e for e in found if isinstance(e, Entry)), place)
    entries, doubtful = _datable(merged, place)
    cases = case_keys(entries, merged)
    unread = [r for refusals in found if isinstance(refusals, list) for r in refusals]
    paid = sum(e.paid_on is not None for e in entries)
    return OrderList(
        file=path.name,
        sheet=sheet.name,
        rows_read=len(found),
        rows=frames_of(entries, merged, cases, seller_country.upper()),
        refused=tuple(sorted([*unread, *merged.refused, *doubtful], key=lambda r: r.row)),
        places={case: row for row, case in cases.items()},
        open_count=len(entries) - paid,
        paid_count=paid,
        ignored=header.ignored,
        remarks={cases[e.row]: e.remarks for e in entries if e.remarks},
    )


def _datable(merged: Merged, place: Place) -> tuple[list[Entry], list[Refusal]]:
    """The rows whose news has a day, and refusals of the others."""
    kept, refused = [], []
    for entry in merged.entries:
        name = undated(entry, merged.of_order(entry, "confirmed_on"))
        if name:
            said = (
                f"a day, because '{place.header(name)}' holds '{entry.texts[name]}' and no date of the row tells when,"
            )
            fix = f"Fill in '{place.header('last_reply_on')}' or '{place.header('confirmed_on')}'. {MEND}"
            refused.append(place.refusal(entry.row, "last_reply_on", "", said, fix))
        else:
            kept.append(entry)
    return kept, refused
