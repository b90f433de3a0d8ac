"""What holds for all lines of a sheet, and which of its fields speak of the order or of one payment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from duecourse.adapters.orders.entries import Place
from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.layout import Layout

DIRECT: Final = (
    "country", "product", "confirmed_on", "deliver_on", "incoterm", "production_days", "transport_days", "booking_days",
    "delivered_on", "relationship", "phone", "new_date", "new_date_named_on",
)  # fmt: skip
"""Fields of the customer or order: on every payment."""

NEWS: Final = (
    "promised_when", "contact_kind", "contact_topic", "last_reply_on", "reason", "reason_until", "question",
    "our_fix",
)  # fmt: skip
"""Fields that speak of one payment: on the first open one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all lines of a sheet.

    Args:
        layout: Its columns.
        habits: How it writes.
        place: For messages.
        currency: That its title or the heading of its amounts names.
        by_order: Whether a row is an order and not a payment.
        direct: Fields of the sheet that speak of the customer or the order.
        news: Fields of the sheet that speak of one payment.
    """

    layout: Layout
    habits: Habits
    place: Place
    currency: str | None
    by_order: bool
    direct: tuple[str, ...] = field(init=False, repr=False)
    news: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        has = self.layout.fields
        object.__setattr__(self, "direct", tuple(n for n in DIRECT if n in has))
        object.__setattr__(self, "news", tuple(n for n in NEWS if n in has))
