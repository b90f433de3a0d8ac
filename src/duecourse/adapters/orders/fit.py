"""How well the cells of a column fit the field that its heading names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from duecourse.adapters.orders.columns import BY_NAME
from duecourse.adapters.orders.shape import amount_only, dated, is_day, numbered, share_of
from duecourse.adapters.sheets import Cell

_MISFIT: Final = 40
"""What a score loses if the column holds nothing of the kind that its heading promises."""

_WORDY: Final = 5
"""What a column of orders loses if it holds words; another column of orders is better, any other field is not."""

_TELLING: Final = 3
"""Cells that overrule a heading; fewer choose between its meanings only, so that a slip is refused, not passed over."""

_DUE: Final = frozenset({"deposit_due", "balance_due"})


def misfit(name: str, cells: Sequence[Cell]) -> int:
    """What the heading's score loses by what stands below it; nothing where that is blank."""
    shape = BY_NAME[name].shape
    said = [c for c in cells if any(ch.isalnum() for ch in c.text)]
    if not said:
        return 0
    share = {
        "day": share_of(said, dated) + (0.5 if shape == "day" else 0),
        "receipt": 1.0 - share_of(said, amount_only),
        "amount": share_of(said, numbered),
        "got": 1.0 - share_of(said, dated),
        "number": share_of(said, numbered),
    }.get(shape, 1.0)
    if name in _DUE:
        share = share_of(said, dated)
    if name == "currency":
        share = share_of(said, lambda c: not any(ch.isdigit() for ch in c.text))
    if name == "customer" and share_of(said, _is_code) > 0.5:
        return _WORDY
    if name == "terms":
        share = 1.0 - share_of(said, lambda c: is_day(c) or not any(ch.isalpha() or ch in "%/:" for ch in c.text))
    if name == "payment":
        from duecourse.adapters.orders.words import PAYMENTS, fold

        share = share_of(said, lambda c: fold(c.text) in PAYMENTS.index)
    if name in {"order", "invoice", "customer"}:
        share = 1.0 - share_of(said, is_day)
    if share >= 0.5:
        return _WORDY if name == "order" and share_of(said, _is_wordy) > 0.5 else 0
    return _MISFIT if len(said) >= _TELLING else _MISFIT // 2


def _is_code(cell: Cell) -> bool:
    """Digits alone: a number of a customer, whose name another column has."""
    return cell.text.isdecimal()


def _is_wordy(cell: Cell) -> bool:
    """A text without a figure, or of several words: rather what was ordered than the number of the order."""
    several = len(cell.text.split()) > 1 and re.search(r"[^\W\d_]{4}", cell.text)
    return bool(several) or not any(ch.isdigit() for ch in cell.text)
