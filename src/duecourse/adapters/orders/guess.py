"""Columns whose heading we do not know, by what stands in them; only for fields that no other column has."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from duecourse.adapters.orders.columns import FIELDS
from duecourse.adapters.orders.headings import PAYMENTS, has_hint
from duecourse.adapters.orders.lexicon import lexicon, plain
from duecourse.adapters.orders.shape import cells_of, dated, share_of
from duecourse.adapters.orders.values import currencies, figure_or_zero
from duecourse.adapters.orders.words import MisreadError, nearest
from duecourse.adapters.sheets import Cell, Row
from duecourse.trade.terms import TermsError, read_terms

SCORE: Final = 75
"""How sure we are of a column that we know by its cells alone."""

_MOST: Final = 0.7
_ID: Final = re.compile(r"(?=.*\d)\S{3,24}")
_SEEN_MAX: Final = 12
"""Different cells that are looked at."""

Taken: TypeAlias = Mapping[int, tuple[str, int]]
Fits: TypeAlias = Callable[[Sequence[Cell]], bool]


def guessed(
    free: Mapping[int, str], spare: Iterable[int], body: Sequence[Row], taken: Taken
) -> dict[int, tuple[str, int]]:
    """Place to field and score of columns that can only be one thing.

    Args:
        free: Place of each column that no heading explains, with its heading.
        spare: Places of columns that we know and do not need, such as 'Nr', which may be the orders' after all.
        body: Some rows below the header.
        taken: Columns that are known.
    """
    have = {name for name, _ in taken.values()}
    found: dict[int, tuple[str, int]] = {}
    for name, fits in (("terms", _are_terms), ("currency", _are_currencies), ("order", _are_numbers_of_orders)):
        if name not in have and (place := _only(free, found, body, fits)) is not None:
            found[place] = (name, SCORE)
    if "order" not in {*have, *(name for name, _ in found.values())}:
        numbers = [p for p in spare if _are_numbers_of_orders(_different(cells_of(body, p)))]
        found |= {numbers[0]: ("order", SCORE)} if len(numbers) == 1 else {}
    if "customer" not in have and (place := _only(free, found, body, _are_firms)) is not None:
        found[place] = ("customer", SCORE)
    if not have & _TOTALS and (place := _sum_of_both(free, found, body, taken)) is not None:
        found[place] = ("total", SCORE)
    for place, heading in free.items():
        if place not in found and share_of(cells_of(body, place), dated) >= _MOST:
            name = next((n for n in _DAYS if n not in have and has_hint(heading, n)), "")
            if name:
                have.add(name)
                found[place] = (name, SCORE)
    days = [p for p in free if p not in found and share_of(cells_of(body, p), dated) >= _MOST]
    dense = [p for p in days if not _is_slip(free[p]) and len(cells_of(body, p)) >= _MOST * len(body)]
    found |= _receipts([p for p in days if p not in dense], taken, have)
    if len(dense) == 1 and "deliver_on" not in have and have & {"confirmed_on", "ordered_on"}:
        found[dense[0]] = ("deliver_on", SCORE)
    return found


def _receipts(days: Sequence[int], taken: Taken, have: Collection[str]) -> dict[int, tuple[str, int]]:
    """A column with some days right behind the amount of a payment; one full of days is no receipt."""
    places = {name: place for place, (name, _) in taken.items()}
    return {
        places[f"{part}_amount"] + 1: (f"{part}_paid", SCORE)
        for part in PAYMENTS
        if f"{part}_paid" not in have and places.get(f"{part}_amount", -2) + 1 in days
    }


def _is_slip(heading: str) -> bool:
    """Whether a heading is much like one that we know: then it means that one, which another column has."""
    return bool(nearest(heading, [text for field in FIELDS for text in (field.en, field.zh)]))


_TOTALS: Final = frozenset({"total", "amount", "outstanding", "line_amount"})
_FIRM: Final = re.compile(
    r"(?:ltd|limited|gmbh|inc|llc|corp|co|plc|ag|kg|bv|nv|oy|ab|as|aps|sa|sl|srl|spa|sas|sarl|lda|ltda|sp|doo|pty|est|fze"
    r"|kk|ooo)|有限公司|株式会社|公司|group|trading|imports?|e k"
)


def _are_firms(cells: Sequence[Cell]) -> bool:
    """Names of firms, as their last word tells."""
    names = [c for c in cells if c.kind == "text" and any(ch.isalpha() for ch in c.text)]
    return len(names) > 1 and share_of(names, _is_firm) >= _FIRMS


_FIRMS: Final = 0.3


def _is_firm(cell: Cell) -> bool:
    words = re.sub(r"[^\w\s]", "", plain(cell.text)).split()
    return any(_FIRM.fullmatch(w) for w in words[1:]) or any(s in cell.text for s in ("公司", "株式会社"))


def _sum_of_both(free: Mapping[int, str], found: Mapping[int, object], body: Sequence[Row], taken: Taken) -> int | None:
    """The column that holds what deposit and balance come to, row by row."""
    places = {name: place for place, (name, _) in taken.items()}
    if not {"deposit_amount", "balance_amount"} <= places.keys():
        return None
    parts = [(_value(r, places["deposit_amount"]), _value(r, places["balance_amount"]), r) for r in body]
    sums = [(d + b, r) for d, b, r in parts if d is not None and b is not None]
    fits = [p for p in free if p not in found and sum(_value(r, p) == s for s, r in sums) >= max(2, _MOST * len(sums))]
    return fits[0] if len(fits) == 1 else None


def _is_amount(cell: Cell) -> bool:
    try:
        figure_or_zero(cell)
    except MisreadError:
        return False
    return True


def _value(row: Row, place: int) -> Decimal | None:
    cell = row.cells[place] if place < len(row.cells) else None
    try:
        return figure_or_zero(cell).value if cell is not None else None
    except MisreadError:
        return None


_DAYS: Final = ("last_contact_on", "due_on", "invoice_on", "promised_on", "confirmed_on", "deliver_on")


def _only(free: Mapping[int, str], found: Mapping[int, object], body: Sequence[Row], fits: Fits) -> int | None:
    """The only column whose cells fit; none if several do."""
    places = [p for p in free if p not in found and fits(_different(cells_of(body, p)))]
    return places[0] if len(places) == 1 else None


def _different(cells: Sequence[Cell]) -> list[Cell]:
    same = lexicon().cells["same"]
    return [c for c in dict.fromkeys(cells) if plain(c.text) not in same]


def _are_terms(cells: Sequence[Cell]) -> bool:
    some = [c for c in cells if c.kind == "text"][:_SEEN_MAX]
    return bool(some) and share_of(some, _is_terms) >= _MOST


def _is_terms(cell: Cell) -> bool:
    if not any(ch.isalpha() for ch in cell.text):
        return False
    try:
        read_terms(cell.text)
    except TermsError:
        return False
    return True


def _are_currencies(cells: Sequence[Cell]) -> bool:
    some = [c for c in cells if c.kind == "text"][:_SEEN_MAX]
    return bool(some) and share_of(some, _is_currency) >= _MOST


def _is_currency(cell: Cell) -> bool:
    try:
        return bool(currencies(cell))
    except MisreadError:
        return False


def _are_numbers_of_orders(cells: Sequence[Cell]) -> bool:
    """Nearly all different, short, with digits, no amounts and no days."""
    ids = [c for c in cells if c.kind == "text" and _ID.fullmatch(c.text) and not dated(c) and not _is_amount(c)]
    return len(cells) > 1 and len(ids) / len(cells) > 0.9
