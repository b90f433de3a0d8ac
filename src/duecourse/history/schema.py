"""What happened, as frames: every column with type, unit, what null means, and where it comes from.

`docs/facts.md` is generated from this module, and the constructor of `History` validates by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from duecourse.history.codes import (
    CHECKLIST_POINTS,
    CONVERSATION_KINDS,
    INBOUND_KINDS,
    LC_STAGES,
    MILESTONE_KINDS,
    PACED_KINDS,
    POINT_STATES,
    REACHES,
    REASONS,
    RELATIONSHIPS,
    SLOTS,
    TOUCH_KINDS,
)

# The codes belong to the schema; they live in a room of their own.
__all__ = [
    "BY_NAME",
    "CHECKLIST_POINTS",
    "CONVERSATION_KINDS",
    "FRAMES",
    "INBOUND_KINDS",
    "LC_STAGES",
    "MILESTONE_KINDS",
    "PACED_KINDS",
    "POINT_STATES",
    "REACHES",
    "REASONS",
    "RELATIONSHIPS",
    "SLOTS",
    "TOUCH_KINDS",
    "Column",
    "Frame",
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a history frame.

    Args:
        name: Snake case; dates end in `_on`, spans in `_days`, amounts in `_minor`.
        dtype: Polars type after construction.
        doc: What it holds, with the unit.
        null: What a missing value means; empty if it may not be missing.
        default: Value for a missing one; None keeps null.
        choices: Allowed values, if they are few.
        key_of: Frame whose first column this one must name.
        low, high: Smallest and greatest allowed number.
        source: Where it usually comes from.
    """

    name: str
    dtype: pl.DataType | type[pl.DataType]
    doc: str
    null: str = ""
    default: str | int | bool | None = None
    choices: tuple[str, ...] = ()
    key_of: str = ""
    low: float | None = None
    high: float | None = None
    source: str = ""

    @property
    def required(self) -> bool:
        """Whether a row without a value is refused."""
        return not self.null and self.default is None

    @property
    def stored(self) -> pl.DataType | type[pl.DataType]:
        """Type in a history: an enumeration where there are few words."""
        return pl.Enum(self.choices) if self.choices else self.dtype


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of the history: name, what a row is, columns; `unique` names the key, `span` two ordered days."""

    name: str
    row_is: str
    columns: tuple[Column, ...]
    unique: str = ""
    span: tuple[str, str] | None = None

    def polars(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """Column name to Polars type, in order."""
        return {c.name: c.dtype for c in self.columns}


def _days(name: str, doc: str, null: str) -> Column:
    return Column(name, pl.Int32, doc + ", calendar days", null=null, low=0, high=3650, source="order")


def _known(doc: str = "Day on which we came to know it") -> Column:
    return Column("recorded_on", pl.Date, doc, null="the day on which it happened", source="event")


def _flag(name: str, doc: str, *, default: bool = False, source: str = "customer") -> Column:
    return Column(name, pl.Boolean, doc, default=default, source=source)


def _seq() -> Column:
    return Column(
        "seq",
        pl.Int32,
        "Order within the day",
        null="ours 0, theirs 10, our answer 20",
        low=0,
        high=999_999,
        source="clock time",
    )


SELLERS = Frame(
    "sellers",
    "one selling firm",
    (
        Column("seller", pl.String, "Key of the seller", source="workspace"),
        Column("country", pl.String, "ISO 3166 alpha-2 country", default="CN", source="workspace"),
        Column(
            "bank_feed_age_days",
            pl.Int32,
            "Banking days since the bank feed was last loaded",
            null="no feed is set up",
            low=0,
            source="bank",
        ),
        _flag("unmatched_money", "Money arrived that nobody has matched yet", source="bank"),
    ),
    unique="seller",
)
CLOSURES = Frame(
    "closures",
    "one recorded factory closure, both days included",
    (
        Column("seller", pl.String, "Whose factory", key_of="sellers"),
        Column("from_on", pl.Date, "First closed day"),
        Column("to_on", pl.Date, "Last closed day"),
    ),
    span=("from_on", "to_on"),
)
CLOSED_DAYS = Frame(
    "closed_days",
    "one day on which the seller's office is closed",
    (Column("seller", pl.String, "Whose office", key_of="sellers"), Column("on", pl.Date, "The day")),
)
CUSTOMERS = Frame(
    "customers",
    "one customer of one seller",
    (
        Column("customer", pl.String, "Key of the customer"),
        Column("seller", pl.String, "Key of the seller", key_of="sellers"),
        Column("name", pl.String, "Name as people say it"),
        Column("country", pl.String, "ISO 3166 alpha-2 country", null="unknown: Monday to Friday, no holidays, UTC"),
        Column("zone", pl.String, "IANA time zone", null="the main zone of the country"),
        Column("relationship", pl.String, "A old friend, B usual, C loose", default="B", choices=RELATIONSHIPS),
        Column(
            "reply_days_median",
            pl.Float64,
            "Median of his own reply times in days, as measured elsewhere",
            null="measured from the events",
            low=0,
            high=3650,
        ),
        _flag("other_way", "A phone, other channel or second contact is known", default=True),
        _flag("thin_margin", "The margin on his orders is thin"),
        _flag("new", "No paid invoice before"),
        _flag("legal_flag", "Insolvency, sanction or a lawyer"),
        Column("legal_taken_on", pl.Date, "Day a person took the legal matter over", null="nobody has"),
    ),
    unique="customer",
)
CUSTOMER_HOLIDAYS = Frame(
    "customer_holidays",
    "one further holiday of a customer",
    (Column("customer", pl.String, "Whose holiday", key_of="customers"), Column("on", pl.Date, "The day")),
)
ORDERS = Frame(
    "orders",
    "one confirmed order",
    (
        Column("order", pl.String, "Key of the order"),
        Column("customer", pl.String, "Key of the customer", key_of="customers"),
        Column("number", pl.String, "Number as printed on the sales confirmation"),
        Column("product", pl.String, "Product name", null="not recorded"),
        Column("material", pl.String, "Material", null="not recorded"),
        Column("confirmed_on", pl.Date, "Day the sales confirmation was signed", null="not recorded"),
        Column("deliver_on", pl.Date, "Agreed delivery date", null="none agreed"),
        Column("delivery_agreed_on", pl.Date, "Day that delivery date was agreed", null="with the confirmation"),
        Column("incoterm", pl.String, "Incoterm", null="not recorded"),
        _days("production_days", "Production time", "not recorded: no pay-by date before production"),
        _days(
            "transport_days", "Transport time", "by Incoterm: 0 for none, EXW, FCA, FAS, FOB, else the policy's number"
        ),
        _days("booking_days", "Booking of the transport", "the policy's number"),
        Column("ready_on", pl.Date, "Day the goods are ready", null="delivery less transport and booking"),
        Column("eta_on", pl.Date, "Expected arrival", null="the delivery date"),
        Column("slot", pl.String, "Production slot", default="held", choices=SLOTS),
        Column("new_date", pl.Date, "Delivery date that production named anew", null="none named"),
        Column("new_date_named_on", pl.Date, "Day production named it", null="none named"),
        Column("delivered_on", pl.Date, "Day the goods were delivered", null="not yet"),
        Column("closed_on", pl.Date, "Day the order was finished or let go", null="still open"),
        _flag("assets_recorded", "Somebody keeps a shelf for this order", source="shelf"),
    ),
    unique="order",
)
MILESTONES = Frame(
    "milestones",
    "one payment of one order: a case",
    (
        Column("case", pl.String, "Key of the case"),
        Column("order", pl.String, "Key of the order", key_of="orders"),
        Column("kind", pl.String, "What the payment is", choices=MILESTONE_KINDS),
        Column("step", pl.Int32, "Place among the payments of the order, from 1", default=1, low=1),
        Column("amount_minor", pl.Int64, "Amount in minor units of the currency", null="not recorded"),
        Column("currency", pl.String, "ISO 4217 code", null="not recorded"),
        _days("clearing_days", "Bank's way of the money", "the policy's number: T/T or L/C"),
        Column("due_on", pl.Date, "Due date of the invoice, for open account", null="none"),
        Column("terms_sent_on", pl.Date, "Day our L/C terms went", null="not yet"),
        Column("paid_on", pl.Date, "Day the money was matched in full", null="not paid"),
        _flag("slow_corridor", "Money from there is known to travel slowly"),
        Column("own_bank_checked_on", pl.Date, "Day we last looked for this money at our bank", null="never"),
    ),
    unique="case",
)
CHECKLIST = Frame(
    "checklist",
    "one point of the confirmation checklist of an order; a point without a row is unknown, which is not open",
    (
        Column("order", pl.String, "Key of the order", key_of="orders"),
        Column("point", pl.String, "Which point", choices=CHECKLIST_POINTS),
        Column("state", pl.String, "Where it stands", choices=POINT_STATES),
        Column("evidence", pl.String, "What confirms it", null="none kept"),
        Column("on", pl.Date, "Day of that state", null="from the start"),
    ),
)
ASSETS = Frame(
    "assets",
    "one useful thing on the shelf, in its reach",
    (
        Column("asset", pl.String, "Key of the asset"),
        Column("seller", pl.String, "Whose shelf", key_of="sellers"),
        Column("kind", pl.String, "Useful kind, such as artwork_confirmation"),
        Column("title", pl.String, "Title as the salesperson reads it"),
        Column("reach", pl.String, "What it fits", default="order", choices=REACHES),
        Column("reach_key", pl.String, "Key of that order or customer, or name of that product or material"),
        Column("confirms", pl.String, "Checklist point that it confirms", null="none", choices=CHECKLIST_POINTS),
        Column("valid_until", pl.Date, "Last day of validity", null="no end"),
        Column("added_on", pl.Date, "Day it came to the shelf", null="from the start"),
    ),
    unique="asset",
)
ASSET_SENDS = Frame(
    "asset_sends",
    "one asset sent to one customer",
    (
        Column("asset", pl.String, "Key of the asset", key_of="assets"),
        Column("customer", pl.String, "To whom", key_of="customers"),
        Column("on", pl.Date, "The day"),
    ),
)
STANDING = Frame(
    "standing",
    "one answer to a proposal of the standing list: sent, or we do not have it",
    (
        Column("order", pl.String, "Key of the order", key_of="orders"),
        Column("kind", pl.String, "Useful kind of the standing list"),
        Column("on", pl.Date, "The day"),
    ),
)
PROMISES = Frame(
    "promises",
    "one promise to pay",
    (
        Column("case", pl.String, "Key of the case", key_of="milestones"),
        Column("made_on", pl.Date, "Day it was made"),
        Column("pay_on", pl.Date, "Day they named"),
        Column("amount_minor", pl.Int64, "Promised amount in minor units", null="all of it"),
        Column("withdrawn_on", pl.Date, "Day it was taken back", null="stands"),
    ),
)
CREDITS = Frame(
    "credits",
    "one stage that a letter of credit reached",
    (
        Column("case", pl.String, "Key of the case", key_of="milestones"),
        Column("stage", pl.String, "Stage", choices=LC_STAGES),
        Column("on", pl.Date, "Day it was reached", null="not recorded"),
        Column("points_sent_on", pl.Date, "Day our list of points went", null="not yet"),
        _flag("dates_clash", "Its dates contradict each other or ours", source="L/C check"),
    ),
)
TOUCHES = Frame(
    "touches",
    "one contact of ours, by anyone, on any channel",
    (
        Column("customer", pl.String, "To whom", key_of="customers"),
        Column("case", pl.String, "About which case", null="another matter of that customer", key_of="milestones"),
        Column("on", pl.Date, "The day"),
        _seq(),
        Column("kind", pl.String, "Kind of contact", choices=TOUCH_KINDS),
        Column("topic", pl.String, "Topic, such as calendar or new_date", null="none"),
        Column("level", pl.Int32, "Dunning level", null="1 for dunning", low=0),
        _flag("to_review", "Asked them to look at an attachment", source="event"),
        Column("arrived_on", pl.Date, "Day a parcel sent with it arrived (samples)", null="unknown"),
        _known(),
    ),
)
INBOUNDS = Frame(
    "inbounds",
    "one message of theirs",
    (
        Column("customer", pl.String, "From whom", key_of="customers"),
        Column("case", pl.String, "About which case", null="another matter of that customer", key_of="milestones"),
        Column("on", pl.Date, "The day"),
        _seq(),
        Column("kind", pl.String, "Kind of message", default="human", choices=INBOUND_KINDS),
        Column("says", pl.String, "Their words", null="not kept"),
        Column("reason", pl.String, "Reason for the delay, as read", null="none given", choices=REASONS),
        Column("until_on", pl.Date, "A date that they gave, or of return", null="none"),
        Column("question", pl.String, "What they ask of us", null="nothing"),
        _flag("paid_claim", "They say that it is paid", source="event"),
        _flag("wants_fewer_mails", "They ask for fewer mails, or complain of them", source="event"),
        _flag("price_push", "They ask for a lower price, or use our hurry", source="event"),
        _flag("dispute", "They dispute the goods or the claim", source="event"),
        Column("handled_on", pl.Date, "Day a person of ours answered or took it", null="not yet"),
        Column("settled_on", pl.Date, "Day the dispute was settled", null="not yet"),
        _known(),
    ),
)
PAYMENTS = Frame(
    "payments",
    "money matched to a case",
    (
        Column("case", pl.String, "Key of the case", key_of="milestones"),
        Column("on", pl.Date, "Day it was matched"),
        Column("amount_minor", pl.Int64, "Minor units; negative goes back"),
    ),
)
FIXES = Frame(
    "fixes",
    "one thing of ours to put right",
    (
        Column("case", pl.String, "Key of the case", key_of="milestones"),
        Column("what", pl.String, "What is wrong, as an instruction"),
        Column("opened_on", pl.Date, "Day we came to know"),
        Column("closed_on", pl.Date, "Day it was put right", null="still open"),
    ),
)
HOLDS = Frame(
    "holds",
    "one decision of a person to leave a case alone, from `from_on` until the day before `to_on`",
    (
        Column("case", pl.String, "Key of the case", key_of="milestones"),
        Column("from_on", pl.Date, "First day"),
        Column("to_on", pl.Date, "Day on which we look again"),
        Column("why", pl.String, "Reason", null="none kept"),
    ),
    span=("from_on", "to_on"),
)
FRAMES: Final[tuple[Frame, ...]] = (
    SELLERS,
    CLOSURES,
    CLOSED_DAYS,
    CUSTOMERS,
    CUSTOMER_HOLIDAYS,
    ORDERS,
    MILESTONES,
    CHECKLIST,
    ASSETS,
    ASSET_SENDS,
    STANDING,
    PROMISES,
    CREDITS,
    TOUCHES,
    INBOUNDS,
    PAYMENTS,
    FIXES,
    HOLDS,
)
BY_NAME: Final = {f.name: f for f in FRAMES}
