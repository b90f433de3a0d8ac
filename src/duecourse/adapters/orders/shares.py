"""Which payments a line asks for, how much each is, and what of it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, TypeAlias

from duecourse.adapters.orders.came import Share, came_of, first_of, last_of, put_receipts, receive
from duecourse.adapters.orders.entries import Doubt, Line
from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.refusal import MEND, Refusal
from duecourse.adapters.orders.setting import Setting
from duecourse.adapters.orders.values import Figure, money
from duecourse.adapters.orders.words import MisreadError
from duecourse.history.money import Money
from duecourse.trade.terms import Part, TermsError, amounts, due_on, read_terms

Total: TypeAlias = tuple[Money | None, Decimal | None]
"""An amount with its currency, or the bare figure; neither where it is not known."""

UNKNOWN: Final[Total] = (None, None)
_NO_DIGITS: Final = 2
"""Decimals of an amount whose currency nobody named."""

_INVOICED: Final = frozenset({"open_account", "balance_against_documents"})
"""Payments of which 'at once' is a day; a deposit 'on confirmation' is due by the calendar of production."""

_STARTS: Final = {
    "invoice": "invoice_on", "bl": "bl_on", "arrival": "eta_on", "delivery": "delivered_on",
    "confirmation": "confirmed_on", "shipment": "bl_on",
}  # fmt: skip
"""What the days of a payment run from, and the column that states it."""


class UnfitError(Exception):
    """A line that cannot be kept, with its refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.line())
        self.refusal = refusal


def _unfit(line: Line, name: str, at: Setting, expected: str, fix: str = MEND) -> UnfitError:
    return UnfitError(at.place.refusal(line.row, name, at.place.text(line.rows, name), expected, fix))


# ---------------------------------------------------------------- which payments, and how much


def shares_of(line: Line, at: Setting) -> list[Share]:
    """The payments of a line with amounts, due days and receipts, in the order of its terms.

    Raises:
        UnfitError: The terms cannot be read, or an amount contradicts its currency.
    """
    if not at.by_order:
        return [_plain_share(line, at)]
    total = _stated(line, "total" if "total" in line.values else total_in(at), at)
    parts = parts_of(line, at)
    shares = [Share(p.kind, None, None, _due(p, line) if p.start else None) for p in parts]
    _put_amounts(shares, parts, total, line, at)
    _put_stated(shares, line, at)
    _put_rest(shares, total)
    put_receipts(shares, line, at)
    _put_due(shares, line.values)
    return shares


def total_in(at: Setting) -> str:
    """The column of the order's value, or of the payment's amount."""
    return "total" if at.by_order and "total" in at.layout.fields else "amount"


def _put_due(shares: list[Share], values: Mapping[str, Any]) -> None:
    """Due days that have columns of their own; one for the whole order is that of its last payment."""
    if "due_on" in values:
        shares[-1].due_on = values["due_on"]
    for name, of in (("balance_due", last_of), ("deposit_due", first_of)):
        if name in values and (share := of(shares)) is not None:
            share.due_on = values[name]


def _plain_share(line: Line, at: Setting) -> Share:
    """A row of the template: one payment, as it stands."""
    values = line.values
    amount, figure = _stated(line, "amount", at)
    share = Share(values.get("payment", "deposit"), amount, figure, values.get("due_on"))
    receive(share, came_of(values, "paid_on", "paid_got"), "paid_on", line, at)
    return share


def parts_of(line: Line, at: Setting) -> Sequence[Part]:
    """The payments that the terms name; without terms by the columns, or by the program that wrote the file."""
    terms = line.values.get("terms")
    if terms is not None:
        try:
            return read_terms(terms).parts
        except TermsError as error:
            raise _unfit(
                line, "terms", at, said("plain_terms", why=error.what), then_mend("fix_terms", fix=error.fix)
            ) from None
    if at.layout.preset is not None:
        return (Part(at.layout.preset.payment, Decimal(1)),)
    has = at.layout.fields
    if "terms" in has and not has & {"deposit_amount", "balance_amount"}:
        raise _unfit(line, "terms", at, said("terms"), then_mend("write_terms"))
    return _parts_by_columns(line, at)


def _parts_by_columns(line: Line, at: Setting) -> Sequence[Part]:
    has, values = at.layout.fields, line.values
    if "payment" in values:
        return (Part(values["payment"], Decimal(1)),)
    deposit = [n for n in ("deposit_amount", "deposit_paid") if n in values]
    balance = [n for n in ("balance_amount", "balance_paid") if n in values]
    if has & {"deposit_amount", "deposit_paid"} and (deposit or balance):
        return (Part("deposit"), Part("balance_before_shipment", rest=True))
    if has & {"due_on", "outstanding", "invoice", "invoice_on"}:
        return (Part("open_account", Decimal(1)),)
    if "terms" in has:
        raise _unfit(line, "terms", at, said("terms"))
    return (Part("deposit"),)


def _due(part: Part, line: Line) -> date | None:
    """The due day that the terms and the dates of the row give together."""
    if not part.start or (part.kind not in _INVOICED and not part.days):
        return None
    name = _STARTS.get(part.start)
    return due_on(part, {part.start: line.values[name]}) if name in line.values else None


def _stated(line: Line, name: str, at: Setting) -> Total:
    """An amount of the line with its currency, else the bare figure."""
    figure: Figure | None = line.values.get(name)
    if figure is None:
        code = code_of(None, line, at, name)
        line.values["_currency"] = line.values.get("_currency") or code
        return None, None
    code = code_of(figure, line, at, name)
    if code is None:
        return None, figure.value
    try:
        return money(figure, code, at.habits), None
    except MisreadError as wrong:
        raise _unfit(line, name, at, wrong.expected, wrong.fix) from None


def code_of(figure: Figure | None, line: Line, at: Setting, name: str) -> str | None:
    """The currency by cell, column, heading or title; a sign that may mean several is a doubt."""
    column: frozenset[str] | None = line.values.get("currency")
    sign = figure.currencies if figure else None
    if sign is None and column is not None and len(column) == 1:
        return next(iter(column))
    if sign is not None and column is not None and not sign & column:
        raise _unfit(line, name, at, said("amount_of_column", codes=" or ".join(sorted(column))))
    sets = [s for s in (sign, column) if s is not None]
    meant = frozenset.intersection(*sets) if sets else frozenset()
    if len(meant) == 1:
        return next(iter(meant))
    if at.currency is not None and (not meant or at.currency in meant):
        return at.currency
    if meant:
        _doubt_currency(line, name if sign else "currency", meant, at)
    return None


def _doubt_currency(line: Line, name: str, meant: frozenset[str], at: Setting) -> None:
    if any(d.name == "currency" for d in line.doubts):
        return
    common = [c for c in ("USD", "CAD", "AUD", "JPY", "CNY", "SEK", "NOK", "DKK") if c in meant]
    why = said("currency_of", codes=" or ".join(common or sorted(meant)))
    holds = at.place.text(line.rows, name)
    line.doubts.append(Doubt(line.row, "currency", at.place.header(name), holds, why, tuple(common)))


def _put_amounts(shares: list[Share], parts: Sequence[Part], total: Total, line: Line, at: Setting) -> None:
    """The parts of the order's value, to the minor unit."""
    if total == UNKNOWN or not all_told(parts):
        return
    try:
        found = split(parts, total)
    except TermsError as error:
        raise _unfit(
            line, "terms", at, said("fitting_terms", why=error.what), then_mend("fix_terms", fix=error.fix)
        ) from None
    for share, (amount, bare) in zip(shares, found, strict=True):
        share.amount, share.bare = amount, bare


def split(parts: Sequence[Part], total: Total) -> list[Total]:
    """What each part comes to of an order's value, to the minor unit.

    Raises:
        TermsError: If fixed amounts are of another currency or do not fit.
    """
    exact, bare = total
    if exact is not None:
        code = exact.currency
        return [(Money(minor, code), None) for minor in amounts(parts, exact.minor, code)]
    whole = int(((bare or 0) * Decimal(10**_NO_DIGITS)).to_integral_value(ROUND_HALF_UP))
    return [(None, Decimal(minor).scaleb(-_NO_DIGITS)) for minor in amounts(parts, whole, "USD")]


def all_told(parts: Sequence[Part]) -> bool:
    """Whether terms say of each payment what it comes to."""
    for part in parts:  # noqa: SIM110  asked of every order, and a generator takes twice as long
        if part.share is None and part.amount is None and not part.rest:
            return False
    return True


def _put_stated(shares: list[Share], line: Line, at: Setting) -> None:
    """Amounts that stand in columns of their own win over shares of the total."""
    for name, of in (("deposit_amount", first_of), ("balance_amount", last_of)):
        figure: Figure | None = line.values.get(name)
        if figure is None or not figure.value or (share := of(shares)) is None:
            continue
        known = share.amount.currency if share.amount and figure.currencies is None else None
        code = known or code_of(figure, line, at, name)
        try:
            share.amount = money(figure, code, at.habits) if code else None
            share.bare = None if share.amount else figure.value
        except MisreadError as wrong:
            raise _unfit(line, name, at, wrong.expected, wrong.fix) from None
    outstanding: Figure | None = line.values.get("outstanding")
    if outstanding is not None and len(shares) == 1:
        _put_outstanding(shares[0], outstanding, line, at)


def _put_rest(shares: Sequence[Share], total: Total) -> None:
    """What a stated deposit leaves of the order's value is the balance, where nothing else tells it."""
    if len(shares) == 1 or total == UNKNOWN:
        return
    open_ = [s for s in shares if s.amount is None and s.bare is None]
    if len(open_) != 1:
        return
    exact, bare = total
    stated = [s for s in shares if s.known]
    rest = (exact.major() if exact else bare or Decimal(0)) - sum(s.figure or 0 for s in stated)
    if rest > 0 and {s.amount.currency if s.amount else None for s in stated} == {exact.currency if exact else None}:
        open_[0].amount = Money.from_major(rest, exact.currency) if exact else None
        open_[0].bare = None if exact else rest


def _put_outstanding(share: Share, outstanding: Figure, line: Line, at: Setting) -> None:
    if not outstanding.value:
        share.paid = True
    elif not share.known:
        code = code_of(outstanding, line, at, "outstanding")
        try:
            share.amount = money(outstanding, code, at.habits) if code else None
        except MisreadError as wrong:
            raise _unfit(line, "outstanding", at, wrong.expected, wrong.fix) from None
        share.bare = None if share.amount else outstanding.value
