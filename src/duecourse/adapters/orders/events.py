"""What one row says of both sides' messages, of a promise and of our own work, as rows of the history.

A sheet states one day for many things. Read here:
- A reason, its date or a question were said on the day of the last reply; without one on the latest day on which
  anything is known to have happened (last contact, promise made), else on the day of the confirmation. If no day is
  known the row is refused.
- A promise was made on the stated day; without one on the day of the last reply, else of the confirmation, else of the
  last contact, of these the first that is not after the promised date.
- The same contact on several rows of one order is one contact, about the payment whose turn it is.
- The same day of a reply on several rows of a customer is one message.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from duecourse.adapters.orders.entries import Entry
from duecourse.facts.shelf import STANDING_KINDS
from duecourse.history.schema import PACED_KINDS

Row: TypeAlias = dict[str, Any]


class Touch(NamedTuple):
    """One contact of ours: its day, kind, and the level of a dunning letter or a topic."""

    on: date
    kind: str
    level: int | None = None
    topic: str | None = None


STEPS: Final = {
    "deposit": 1,
    "lc_opening": 1,
    "balance_before_shipment": 2,
    "balance_against_documents": 2,
    "open_account": 3,
}
"""Place of a payment among those of its order."""

NEUTRAL_KIND: Final = "soft"
"""A contact of an unknown kind: it counts in full, but is no naked reminder, which nobody said it was."""

_KIND_OF_TOPIC: Final = {
    "new_date": "notice", "lc_copy": "soft", "mt103": "ask",
    **dict.fromkeys(("calendar", "later_date", "lc_terms", "lc_points", *STANDING_KINDS), "useful"),
}  # fmt: skip


def known_on(entry: Entry, confirmed_on: date | None) -> date | None:
    """The latest day on which anything of the row is known to have happened, else the confirmation."""
    days = [d for d in (entry.last_contact_on, entry.last_reply_on, entry.promised_when) if d]
    return max([*days, *(on for on, _, _ in entry.log)], default=confirmed_on)


def undated(entry: Entry, confirmed_on: date | None) -> str:
    """A field of the row whose day nobody can tell; empty if there is none."""
    if known_on(entry, confirmed_on):
        return ""
    return next(
        (n for n in ("promised_on", "reason", "reason_until", "question", "our_fix") if getattr(entry, n) is not None),
        "",
    )


def in_turn(told: Iterable[tuple[Entry, str]]) -> list[tuple[Entry, str]]:
    """Payments with their keys: open ones first, of these the earlier in the order's sequence; else as they come."""
    ranks: dict[tuple[bool, int], list[tuple[Entry, str]]] = {}
    for one in told:
        ranks.setdefault((one[0].paid, STEPS[one[0].payment]), []).append(one)
    return [one for rank in sorted(ranks) for one in ranks[rank]]


def promise(entry: Entry, confirmed_on: date | None) -> Row | None:
    """The promise to pay, without `case`."""
    if entry.promised_on is None:
        return None
    days = [d for d in (entry.last_reply_on, confirmed_on, entry.last_contact_on) if d and d <= entry.promised_on]
    return {"made_on": entry.promised_when or next(iter(days), entry.promised_on), "pay_on": entry.promised_on}


def logged(entry: Entry) -> list[Touch]:
    """Contacts that earlier runs kept beside the list."""
    return [_logged(*contact) for contact in entry.log]


def _logged(on: date, kind: str, topic: str) -> Touch:
    """With a topic, or the level of a dunning letter."""
    if kind == "dunning":
        return Touch(on, kind, int(topic) if topic.isdecimal() else None)
    return Touch(on, kind, None, topic or None)


def touch(entry: Entry) -> Touch | None:
    """Our last contact; None if the log has one of that day."""
    on = entry.last_contact_on
    if on is None or (entry.log and on in {day for day, _, _ in entry.log}):
        return None
    kind, _, level = (entry.contact_kind or _usual_kind(entry)).partition("_")
    return Touch(on, kind, int(level) if level else None, entry.contact_topic or None)


def touches(entry: Entry) -> list[Touch]:
    """All our contacts that a row tells of."""
    one = touch(entry)
    if not entry.log:
        return [one] if one else []
    return [*logged(entry), *([one] if one else [])]


def _usual_kind(entry: Entry) -> str:
    """The kind of a contact whose kind is blank: by its topic; after the money came it was thanks."""
    if entry.contact_topic:
        return _KIND_OF_TOPIC.get(entry.contact_topic, NEUTRAL_KIND)
    thanked = entry.paid_on and entry.last_contact_on and entry.last_contact_on >= entry.paid_on
    return "thanks" if thanked else NEUTRAL_KIND


def is_paced(contact: Touch) -> bool:
    """Whether a contact counts in gaps and caps, so that naming it twice would count it twice."""
    return contact.kind in PACED_KINDS


def standing(sent: Iterable[Touch]) -> list[Row]:
    """Which kinds of the standing list some contacts sent, without `order`."""
    useful = [t for t in sent if t.kind == "useful" and t.topic in STANDING_KINDS]
    return [{"kind": t.topic, "on": t.on} for t in useful]


def message(entry: Entry, confirmed_on: date | None) -> Row | None:
    """What they said, without `case` and `customer`; None where only the day of a reply is known.

    'silent' is no message. An absence without a question is taken for an auto-reply, which is no human message.
    """
    reason = None if entry.reason == "silent" else entry.reason
    said = {"reason": reason, "until_on": entry.reason_until, "question": entry.question}
    row: Row = {k: v for k, v in said.items() if v is not None}
    if not row:
        return None
    if reason == "away" and entry.question is None:
        row["kind"] = "out_of_office"
    return {"on": entry.last_reply_on or known_on(entry, confirmed_on), **row}


def spoke_on(entry: Entry) -> list[date]:
    """Days on which the sheet states a word of theirs."""
    return [d for d in (entry.last_reply_on, entry.promised_when) if d]
