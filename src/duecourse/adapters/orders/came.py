"""What of the payments of a line came: days, words and amounts of its columns of receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from duecourse.adapters.orders.entries import Doubt, Line
from duecourse.adapters.orders.headings import PAYMENTS
from duecourse.adapters.orders.layout import TWIN
from duecourse.adapters.orders.lexicon import plain
from duecourse.adapters.orders.messages import said
from duecourse.adapters.orders.setting import Setting
from duecourse.adapters.orders.values import Figure, Receipt, money
from duecourse.adapters.orders.words import MisreadError
from duecourse.history.money import Money

_OF_PARTS: Final = frozenset(f"{part}_{what}" for part in PAYMENTS for what in ("amount", "paid", "got"))
"""Columns that tell what came better than what is open does: 'Balance due' beside a deposit is the balance's amount."""


@dataclass(slots=True)
class Share:
    """One payment of a line while it is put together; `bare` is the amount where its currency is not known."""

    kind: str
    amount: Money | None = None
    bare: Decimal | None = None
    due_on: date | None = None
    paid: bool = False
    paid_on: date | None = None

    @property
    def figure(self) -> Decimal | None:
        """The amount in major units, whether its currency is known or not."""
        return self.amount.major() if self.amount else self.bare

    @property
    def known(self) -> bool:
        """Whether an amount is known."""
        return self.amount is not None or self.bare is not None


def first_of(shares: Sequence[Share]) -> Share | None:
    """The payment that a column of deposits speaks of."""
    return next((s for s in shares if s.kind == "deposit"), None)


def last_of(shares: Sequence[Share]) -> Share | None:
    """The payment that a column of balances speaks of, if there is only one that it can be."""
    others = [s for s in shares if s.kind != "deposit"]
    return others[0] if len(others) == 1 else None


def put_receipts(shares: list[Share], line: Line, at: Setting) -> None:
    """What all columns of receipts, and the status of the order, say of its payments."""
    values = line.values
    if "status" in values and plain(str(values["status"])) in _PAID:
        for share in shares:
            share.paid = True
    _put_whole(shares, line, at)
    deposit = came_of(values, "deposit_paid", "deposit_got")
    balance = came_of(values, "balance_paid", "balance_got")
    if deposit is None and balance is None:
        return
    if len(shares) == 1:
        receive(shares[0], balance or deposit, "balance_paid" if balance else "deposit_paid", line, at)
        return
    first = first_of(shares)
    receive(first, deposit, "deposit_paid", line, at)
    for share in shares:
        if share is not first:
            receive(share, balance, "balance_paid", line, at)


def _put_whole(shares: list[Share], line: Line, at: Setting) -> None:
    """What came of the whole order: all of it, or an amount that pays its payments one after the other."""
    came = came_of(line.values, "paid_on", "paid_got")
    if came is None and len(shares) > 1 and "outstanding" in line.values and not at.layout.fields & _OF_PARTS:
        came = _but(line.values["outstanding"], shares, at)
    if came is not None and came.paid:
        for share in shares:
            share.paid, share.paid_on = True, came.on
    elif came is not None and came.amount is not None and len(shares) > 1:
        _spread(came.amount, came.on, shares, at)
    else:
        receive(shares[0], came, "paid_on", line, at)


def _but(outstanding: Figure, shares: Sequence[Share], at: Setting) -> Receipt | None:
    """What must have come if no more than this is open."""
    figures = [s.figure for s in shares if s.figure is not None]
    if len(figures) < len(shares):
        return None
    exact = _exact(outstanding, shares[0], at)
    return Receipt(paid=False, amount=exact._replace(value=sum(figures, Decimal(0)) - exact.value))


def _exact(stated: Figure, share: Share, at: Setting) -> Figure:
    """A figure without its other reading, for sums: '6.240' is 6.24 where the payment's currency has thousandths."""
    value = stated.value
    if share.amount is not None:
        try:
            value = money(stated, share.amount.currency, at.habits).major()
        except MisreadError:  # another currency, which covers nothing
            return stated
    return stated._replace(value=value, decimals_max=None, thousandths=None, sign="")


def _spread(came: Figure, on: date | None, shares: Sequence[Share], at: Setting) -> None:
    """Money pays the first payment, then the next, each in full or not at all; its day is that of one payment only."""
    covered: list[Share] = []
    for share in shares:
        if share.figure is None or not _covers(came, share, at):
            break
        came = _exact(came, share, at)
        came = came._replace(value=came.value - share.figure)
        covered.append(share)
    for share in covered:
        share.paid, share.paid_on = True, on if len(covered) == 1 else None


def came_of(values: Mapping[str, Any], paid: str, got: str) -> Receipt | None:
    """What both columns of a receipt say together: a day beside an amount is the day of that amount.

    Two different days are words: somebody must look which of them is right.
    """
    one: Receipt | None = values.get(paid)
    other: Receipt | None = values.get(got)
    if one is None or other is None:
        return one or other
    if other.amount is not None:
        return Receipt(paid=False, on=one.on, amount=other.amount)
    if one.paid != other.paid or (one.on and other.on and one.on != other.on):
        return Receipt(paid=False, words=f"{one.on or one.words} / {other.on or other.words}")
    return one if one.on or not other.on else other


_PAID: Final = frozenset(
    {"paid", "in full", "paid in full", "bezahlt", "paye", "pagado", "pago", "已付款", "已付清", "in_payment"}
)


def receive(share: Share | None, receipt: Receipt | None, name: str, line: Line, at: Setting) -> None:
    """What one column says of one payment; words that say neither yes nor no are a doubt."""
    if share is None or receipt is None:
        return
    if receipt.paid:
        share.paid, share.paid_on = True, receipt.on
        return
    if receipt.amount is not None and _covers(receipt.amount, share, at):
        share.paid, share.paid_on = True, receipt.on
        return
    if receipt.amount is None:
        name = name if name in line.values else TWIN[name]
        holds = at.place.text(line.rows, name)
        line.doubts.append(Doubt(line.row, name, at.place.header(name), holds, said("receipt"), (), holding=True))


def _covers(came: Figure, share: Share, at: Setting) -> bool:
    """Whether an amount is all of a payment; one in another currency is none of it."""
    if share.amount is None:
        return share.figure is not None and came.value >= share.figure
    try:
        return money(came, share.amount.currency, at.habits).minor >= share.amount.minor
    except MisreadError:
        return False
