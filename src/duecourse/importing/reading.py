"""A file of orders, or rows from a clipboard, as what `duecourse today` reads in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any, Final

from duecourse.adapters.orders import OrderList, read_orders, read_sheets
from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.lexicon import bare
from duecourse.adapters.orders.several import Read, Row, add, add_extras
from duecourse.adapters.sheets import pasted
from duecourse.errors import DuecourseError
from duecourse.history.history import build

BYTES_MAX: Final = 30_000_000
"""Largest file that is taken."""

READABLE: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
"""Endings of files that can be read; a name with another ending stands for pasted rows."""

NUMBER_MAX: Final = 60
"""Longest number of an order that the ledger keeps."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read.

    Args:
        name: Of the file; without one of the endings of `READABLE` it stands for pasted rows.
        content: Its bytes; pasted rows as UTF-8.
        day: Day of reading.
        country: ISO 3166 code of the selling firm.
        speaks: Language of the tasks that come of doubts: en or zh.
        said: What a person said of headings: heading to field, '' for a column that is not read.
    """

    name: str
    content: bytes
    day: date
    country: str = "CN"
    speaks: str = "en"
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read.

    Args:
        read: The lists, and the rows of all of them by frame; rows that no history takes are left out.
        entries: Case key to the payment as its row states it.
        bad: Rows left out because they contradict themselves.
    """

    read: Read
    entries: Mapping[str, Entry]

    @property
    def lists(self) -> list[OrderList]:
        """One for each sheet."""
        return self.read.lists

    def rows(self, frame: str) -> Iterator[Row]:
        """The rows of a frame."""
        return iter(self.read.rows.get(frame, ()))


def found_in(source: Source) -> Found:
    """Reads a file or pasted rows.

    Raises:
        DuecourseError: It is too large, cannot be opened, or holds no order list.
    """
    if len(source.content) > BYTES_MAX:
        fix = "Split it into several files, oldest orders first, and import one after the other."
        raise DuecourseError("The file is larger than 30 MB", where=source.name, fix=fix)
    read = Read()
    entries: dict[str, Entry] = {}
    for each in _lists(source):
        entries = {**each.entries, **entries}
        add(read, each, Path(source.name), source.speaks)
    add_extras(read)
    _keep_sound(read)
    return Found(read, entries)


def _lists(source: Source) -> list[OrderList]:
    said = {bare(heading): name for heading, name in source.said.items()}
    how: dict[str, Any] = {
        "as_of": source.day,
        "seller_country": source.country,
        "speaks": source.speaks,
        "by_hand": (lambda _signature: said) if said else None,
    }
    if PurePath(source.name).suffix.lower() not in READABLE:
        return read_sheets(pasted(source.content.decode("utf-8", "replace"), source.name), source.name, **how)
    with tempfile.TemporaryDirectory(prefix="duecourse-import-") as folder:
        # The reader takes the kind of file from its name; what else stands in the name must not reach the disk.
        path = Path(folder, f"list{PurePath(source.name).suffix.lower()}")
        path.write_bytes(source.content)
        try:
            return [_named(each, source.name) for each in read_orders(path, **how)]
        except DuecourseError as error:
            raise DuecourseError(
                error.what, where=error.where.replace(path.name, source.name), fix=error.fix
            ) from error


def _named(found: OrderList, name: str) -> OrderList:
    """The same list under the name that the person knows."""
    from dataclasses import replace

    refused = tuple(replace(r, file=name) for r in found.refused)
    return replace(found, file=name, refused=refused)


def _keep_sound(read: Read) -> None:
    """Leaves out rows that no history takes, and orders whose number the ledger cannot keep."""
    long = {r["order"] for r in read.rows.get("orders", ()) if len(r["order"]) > NUMBER_MAX}
    for number in sorted(long):
        what = f"The order number '{number[:NUMBER_MAX]}…' has more than {NUMBER_MAX} characters"
        read.refuse(DuecourseError(what, fix="Shorten it in the list and import again."), "")
    _, bad = build(read.rows)
    places = {case: (o.file, row) for o in read.lists for case, row in o.places.items()}
    wrong: dict[str, set[int]] = {}
    for one in bad:
        row, plain = read.rows[one.frame][one.row - 1], one.error()
        file, number = places.get(str(row.get("case")), ("", None))
        where = f"{file}, row {number}" if number else plain.where
        read.refuse(DuecourseError(plain.what, where=where, fix=plain.fix), file, number)
        wrong.setdefault(one.frame, set()).add(one.row - 1)
    cases = {r["case"] for r in read.rows.get("milestones", ()) if r["order"] in long} if long else set()
    for frame, rows in read.rows.items():
        out = wrong.get(frame, set())
        if out or long:
            read.rows[frame] = [
                r
                for at, r in enumerate(rows)
                if at not in out and r.get("order") not in long and r.get("case") not in cases
            ]
