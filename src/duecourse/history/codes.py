"""The words of the history: kinds, stages, points and reasons that columns may hold."""

from __future__ import annotations

from typing import Final

MILESTONE_KINDS: Final = (
    "deposit",
    "lc_opening",
    "balance_before_shipment",
    "balance_against_documents",
    "open_account",
)
PACED_KINDS: Final = ("soft", "ask", "useful", "notice", "call", "manager", "dunning", "close", "reminder")
CONVERSATION_KINDS: Final = ("answer", "thanks", "confirm", "fix")
TOUCH_KINDS: Final = PACED_KINDS + CONVERSATION_KINDS
INBOUND_KINDS: Final = ("human", "out_of_office", "bounce", "soft_bounce")
LC_STAGES: Final = ("promised", "applied", "advised", "checked", "to_amend", "clean")
CHECKLIST_POINTS: Final = (
    "quantity",
    "price",
    "delivery_date",
    "basic_information",
    "materials",
    "dimensions",
    "payment",
    "packaging",
)
POINT_STATES: Final = ("confirmed", "open", "not_needed")
RELATIONSHIPS: Final = ("A", "B", "C")
REACHES: Final = ("order", "customer", "product", "material")
SLOTS: Final = ("held", "released")
REASONS: Final = (
    "unclear_detail",
    "artwork",
    "certificate",
    "sample",
    "price",
    "no_hurry",
    "approval",
    "vendor_setup",
    "bank_fx",
    "lc_process",
    "lc_points",
    "cash_flow",
    "their_customer",
    "paid",
    "wrong_docs",
    "away",
    "cancel_reduce",
    "complaint_frequency",
    "dispute",
    "trust",
    "promise",
    "silent",
    "documents",
    "logistics",
    "contact_left",
    "unknown",
)
