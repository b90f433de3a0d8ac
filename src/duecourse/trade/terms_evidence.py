"""From the items of one payment to its kind and its days: what stands before, after or against which event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from duecourse.trade.terms_items import Item, refused
from duecourse.trade.terms_tokens import EVENTS

_STARTS: Final = {"order": "confirmation", "ship": "shipment"}
_BEFORE_WORDS: Final = frozenset({"before", "after", "from", "against", "at"})
_BEHIND: Final = {"before_it": "before", "after_it": "after"}
_STRICT: Final = frozenset({"before", "after", "against"})
_KIND_FLAGS: Final = frozenset(
    [
        "deposit",
        "advance",
        "before_shipment",
        "lc",
        "collection",
        "net",
        "open",
        "on_delivery",
        "on_arrival",
        "now",
        "later",
        "month_end",
        "month_end_first",
        "next_month",
        "day_of_month",
        "months",
    ]
)
_SHOWN: Final = frozenset({"order", "bl", "documents", "invoice", "copy"})
_EARLY: Final = frozenset({"deposit", "advance", "order"})
_CREDIT: Final = frozenset({"net", "open", "on_delivery", "on_arrival", "now", "month_end", "month_end_first"})
_LATE: Final = frozenset({"shipped", "delivered", "arrived", "accepted"})


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that the terms name, and how the payment stands to it.

    Args:
        event: Meaning of the event's word.
        how: before, after, from, against, at; empty where the terms name the event alone.
        at: Place among the items.
    """

    event: str
    how: str
    at: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words of one payment say about when it comes.

    Args:
        flags: Kinds and events found.
        happenings: The events, in order.
        items: The items that were read.
        unclear: Words among them that no language knows.
    """

    flags: frozenset[str]
    happenings: tuple[Happening, ...]
    items: tuple[Item, ...]
    unclear: bool

    @property
    def silent(self) -> bool:
        """Whether the words say nothing about when."""
        return not self.flags


def evidence(items: Sequence[Item]) -> Evidence:
    """What the words of one payment say.

    Raises:
        TermsError: If a word like 'before' stands without its event.
    """
    happenings = tuple(_happenings(items))
    flags = {i.means for i in items if i.means in _KIND_FLAGS}
    spans = any(i.means in {"days", "months"} for i in items)
    papers = {i.means for i in items} & {"copy", "receipt", "documents"}
    flags.update(f for h in happenings if (f := _flag(h, spans, bool(papers))))
    if spans:
        flags.add("days")
    if len(flags) > 1:
        flags.discard("order alone")
    unclear = any(i.means in {"unknown", "alien"} for i in items)
    return Evidence(frozenset(flags), happenings, tuple(items), unclear)


def _happenings(items: Sequence[Item]) -> Iterator[Happening]:
    how, strict = "", ""
    for at, item in enumerate(items):
        if item.means in _BEFORE_WORDS:
            how = item.means
            strict = item.text if how in _STRICT and _next(items, at) != "days" else strict
        elif item.means == "sight" and item.text.isascii() and _next(items, at) in _SHOWN:
            how = "against"
        elif item.means in EVENTS:
            behind = _behind(items, at)
            yield Happening(item.means, behind or how, at)
            how = strict = ""
        elif item.means in {"lc", "collection", "deposit", "advance"} and how == "against":
            how = strict = ""
        elif item.means in _BEHIND and not _event_before(items, at):
            strict = item.text
    if strict:
        raise refused(f"The terms say '{strict}', but not which event it belongs to")


def _next(items: Sequence[Item], at: int) -> str:
    """Meaning of the next item that says something."""
    return next((i.means for i in items[at + 1 :] if i.means != "fill"), "")


def _behind(items: Sequence[Item], at: int) -> str:
    """How the payment stands to the event, where the word for it follows, as in Chinese."""
    for item in items[at + 1 :]:
        if item.means in _BEHIND:
            return _BEHIND[item.means]
        if item.means == "at" and not item.text.isascii():
            return "at"
        if item.means not in {"copy", "fill", "unknown"} or item.text.isascii():
            return ""
    return ""


def _event_before(items: Sequence[Item], at: int) -> bool:
    return any(i.means in EVENTS for i in items[:at])


def _flag(happening: Happening, spans: bool, papers: bool) -> str:
    """The kind that an event speaks for; empty where it says nothing of its own."""
    event, how = happening.event, happening.how
    if event == "order":
        return "order" if how else "order alone"
    if event == "production":
        return {"": "", "after": "before", "from": "before"}.get(how, "order")
    if event in {"ready", "documents", "sight"}:
        return {"ready": "before"}.get(event, event)
    if event == "bl":
        return _paper(how, spans, papers)
    return _moved(event, how, spans)


def _paper(how: str, spans: bool, papers: bool) -> str:
    dated = spans and not papers and how not in {"against", "before"}
    return "bl" if dated else "documents"


def _moved(event: str, how: str, spans: bool) -> str:
    """The kind for goods that leave, arrive or are accepted, and for the invoice."""
    if event == "ship":
        later = how in {"after", "from"} or (spans and not how)
        return "shipped" if later else "before" if how == "before" else "at shipment"
    if how == "before":
        early = {"delivery": "before", "arrival": "documents"}.get(event)
        if not early:
            raise refused(f"The terms ask for money before the {event}, which is no kind of payment here")
        return early
    return {"delivery": "delivered", "arrival": "arrived", "acceptance": "accepted"}.get(event, event)


def kind(found: Evidence, *, first: bool, alone: bool) -> str:
    """Kind of a payment from what its words say; empty where they say nothing.

    Args:
        found: What the words say.
        first: The first of several payments.
        alone: The only payment.

    Raises:
        TermsError: If the words contradict one another.
    """
    flags = set(found.flags)
    if _too_little(found, alone=alone):
        return ""
    if "documents" in flags:
        flags -= {"at shipment", "bl"}
    if "lc" in flags:
        return _settled("lc_opening", flags & (_CREDIT | {"collection", "deposit", "advance"}))
    if flags & {"collection", "documents", "later"}:
        return _settled("balance_against_documents", flags & (_EARLY | _CREDIT | {"before", "before_shipment"}))
    before = flags & {"before", "before_shipment"} or flags == {"at shipment"}
    if before and flags & _EARLY:
        early = first and not alone and "before_shipment" not in flags
        return _settled("deposit" if early else "balance_before_shipment", flags & (_CREDIT | _LATE))
    if flags & _EARLY and not ("order" in flags and flags & _CREDIT):
        return _settled("deposit", flags & ((_CREDIT - {"now"}) | _LATE | {"at shipment"}))
    if before:
        return _settled("balance_before_shipment", flags & (_CREDIT | _LATE - {"delivered"}))
    if "order alone" in flags:
        return "deposit"
    return "open_account" if flags - {"at shipment"} else "balance_before_shipment" if flags else ""


def _too_little(found: Evidence, *, alone: bool) -> bool:
    """Whether the words are too few to go by: "credit" without days, or days beside words that no language knows."""
    lone = found.flags <= {"net"} or (alone and found.flags <= {"order alone"})
    return lone or (found.unclear and found.flags <= {"days", "months"})


def _settled(name: str, against: set[str] | frozenset[str]) -> str:
    if against:
        raise refused(f"The terms call one payment {_said(name)} and also {_said(min(against))}")
    return name


def _said(name: str) -> str:
    names = {
        "lc_opening": "a letter of credit",
        "open": "open account",
        "net": "net days",
        "order": "due with the order",
    }
    return f"'{names.get(name, name.replace('_', ' '))}'"


def custom(found: Evidence, name: str) -> str:
    """What custom fills in beside the words; empty where they say it all."""
    if name == "balance_before_shipment" and "at shipment" in found.flags and "before" not in found.flags:
        return "Payment with the shipment is taken as due before it."
    if any(h.event == "arrival" and h.how == "before" for h in found.happenings):
        return "Payment before arrival is taken as payment against documents."
    if "later" in found.flags and not found.flags & {"documents", "collection"}:
        return "A transfer after shipment is taken as payment against documents."
    if found.flags == {"sight"}:
        return "Payment at sight without a bank's collection is taken as cash on the invoice."
    return ""


def start_of(event: str) -> str:
    """The name of an event as the start of days."""
    return _STARTS.get(event, event)
