"""What payment terms say, as values: the payments in order, and discounts for paying early."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from duecourse.errors import DuecourseError

KINDS: Final = (
    "deposit",
    "lc_opening",
    "balance_before_shipment",
    "balance_against_documents",
    "open_account",
)
"""Kinds of payment, as milestones of an order have them."""

STARTS: Final = (
    "confirmation",
    "production",
    "ready",
    "shipment",
    "bl",
    "documents",
    "sight",
    "acceptance",
    "delivery",
    "arrival",
    "invoice",
)
"""What the days of a payment may run from."""


class TermsError(DuecourseError):
    """Payment terms that cannot be read without guessing, or amounts that do not fit them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One payment that the terms ask for.

    Args:
        kind: One of KINDS.
        share: Part of the order value, above 0 up to 1; null for a fixed amount, and for the rest beside one.
        amount: Stated amount in major units; null where a share is stated.
        currency: ISO 4217 code of `amount`; null where the terms do not say it ("$ 5,000").
        rest: The terms state neither share nor amount here: it is what the other parts leave.
        days: Days of credit; 0 is at once, below 0 is before the start; null where the terms do not say.
        months: Calendar months of credit, where the terms count in months.
        start: What the days run from, one of STARTS; null where the terms do not say.
        month_end: "first": to the end of the month, then the days (EOM + 15); "last": the days, then to the end of the
            month (30 jours fin de mois); empty: no month end.
        day_of_month: Day of the month after, on which payments go out (fin de mois le 10).
    """

    kind: str
    share: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    rest: bool = False
    days: int | None = None
    months: int | None = None
    start: str | None = None
    month_end: str = ""
    day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount for paying early.

    Args:
        rate: Part of the amount, 0.02 for 2 %.
        days: Days within which it holds; null where the terms do not say.
    """

    rate: Decimal
    days: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms, read.

    Args:
        parts: At least one payment, in the order of the words.
        text: The words as given.
        discounts: For paying early; mostly none.
        assumed: What the words leave open and custom fills ("30/70" is a deposit and a balance before shipment), one
            sentence each; a caller that wants no custom refuses terms that have any.
    """

    parts: tuple[Part, ...]
    text: str
    discounts: tuple[Discount, ...] = ()
    assumed: tuple[str, ...] = ()
