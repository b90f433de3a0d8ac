"""Several order lists as one history: customers and orders that stand in two files are one, payments are not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duecourse.adapters.orders.several import Read, add, doubts_of, history_of, mapping_of, payments_of
from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from duecourse.adapters.orders import OrderList
    from duecourse.adapters.orders.read import ByHand

__all__ = [
    "Read",
    "doubts_of",
    "files_of",
    "history_of",
    "mapping_of",
    "notes_of",
    "payments_of",
    "read_all",
]
PASTED_MAX: Final = 20_000_000
"""Bytes that are read from standard input."""

READABLE: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
PASTED: Final = Path("-")
"""Stands for rows that come through standard input."""


def files_of(named: Sequence[Path]) -> list[Path]:
    """The files meant: those named, and every list in a folder that is named.

    Raises:
        DuecourseError: A folder holds no list.
    """
    found: list[Path] = []
    for path in named:
        inside = sorted(f for f in path.iterdir() if _is_list(f)) if path.is_dir() else [path]
        if not inside:
            fix = f"Name a file, or a folder with {', '.join(READABLE)} files."
            raise DuecourseError("The folder holds no order list", where=str(path), fix=fix)
        found += inside
    return found


def _is_list(path: Path) -> bool:
    return path.suffix.lower() in READABLE and not path.name.startswith((".", "~$")) and path.is_file()


def read_all(
    files: Sequence[Path], as_of: date | None = None, by_hand: ByHand | None = None, speaks: str = "en"
) -> Read:
    """Every file; one that cannot be read is kept with its reason, and the others go on."""
    read = Read()
    for file in files:
        try:
            found = _read_one(file, as_of, by_hand, speaks)
        except DuecourseError as error:
            read.unread.append(error)
            continue
        for each in found:
            add(read, each, file, speaks)
    return read


def _read_one(file: Path, as_of: date | None, by_hand: ByHand | None, speaks: str) -> list[OrderList]:
    from duecourse.adapters.orders import read_orders, read_sheets
    from duecourse.adapters.sheets import pasted

    if file != PASTED:
        return read_orders(file, as_of=as_of, by_hand=by_hand, speaks=speaks)
    text = sys.stdin.buffer.read(PASTED_MAX + 1)
    if len(text) > PASTED_MAX:
        raise DuecourseError("The pasted rows are too many", where="-", fix="Save them as a file and run again.")
    return read_sheets(pasted(text.decode("utf-8", "replace")), "-", as_of=as_of, by_hand=by_hand, speaks=speaks)


NOTE_MAX: Final = 200
"""Characters of a remark that an answer quotes."""
_NOTE: Final = {"en": "Your note: “{}”.", "zh": "您的备注：“{}”。"}


def notes_of(found: OrderList, language: str) -> dict[str, str]:
    """Case key to the sentence that quotes the remark of its row; nothing is read into it."""
    said = {case: " ".join(e.remarks.split()) for case, e in found.entries.items() if e.remarks and not e.paid}
    shown = {case: text if len(text) <= NOTE_MAX else f"{text[:NOTE_MAX]}…" for case, text in said.items()}
    return {case: _NOTE[language].format(text) for case, text in shown.items()}
