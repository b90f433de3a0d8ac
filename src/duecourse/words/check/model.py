"""What goes into the check of a draft and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a draft that shows worry, pressure or need.

    Args:
        name: What exactly, like "own_month_end" or "asap".
        group: pressure, neediness, threat, blame, all_caps, discount_begging, naked_reminder; rhythm or form.
        start: First code point in the text; 0 when it is about the whole.
        end: One after the last; 0 when it is about the whole.
        said: The words themselves; empty when it is about the whole.
        why: Why it leaks, one sentence in the writer's language.
        calmer: A wording to put in its place; empty means leave it out.
        severity: "block" or "warn".
    """

    name: str
    group: str
    start: int
    end: int
    said: str
    why: str
    calmer: str
    severity: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text; everything may be left unknown.

    Args:
        as_of: The day of writing.
        deadlines: True, computed dates that may stand as a deadline; None is not known, empty is none.
        last_contact_on: Day of our last contact with this customer.
        contacts_today: Contacts that went to him today already.
        channels_today: Their channels, like "mail" or "phone".
        channel: The one that this draft takes.
        unanswered: Contacts of ours since his last message.
        sends_at: Moment of sending on the customer's clock.
        milestone: Kind of payment, like "deposit"; "open_account" is a delivered invoice.
        delivered: Whether the goods are with him.
        discount_agreed: Whether a lower price was agreed.
        note: Free text about the case, read for plain clues only.
    """

    as_of: date | None = None
    deadlines: frozenset[date] | None = None
    last_contact_on: date | None = None
    contacts_today: int = 0
    channels_today: tuple[str, ...] = ()
    channel: str = "mail"
    unanswered: int = 0
    sends_at: datetime | None = None
    milestone: str = ""
    delivered: bool = False
    discount_agreed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft judged.

    Args:
        language: Code of the language it was judged in; "" when it is none that we know.
        faults: In the order of the text; those about the whole come last.
        words: Words in the writer's own text; for Chinese, characters.
    """

    language: str
    faults: tuple[Fault, ...] = field(default=())
    words: int = 0

    @property
    def ok_to_send(self) -> bool:
        """Whether no fault blocks it."""
        return all(fault.severity != "block" for fault in self.faults)
