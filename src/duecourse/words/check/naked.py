"""What a mail does with the money and for the order: the evidence that `weigh` sets against what it leaks.

A useful contact would still make sense if the money had come already; a naked one would not. Asking for the money
speaks against a mail; something usable for the order, and good reasons to speak of money (an open question, a search
for money they sent, a thank-you, a word on their date, a calendar, a closing line) speak for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from duecourse.words.check.fold import fold
from duecourse.words.check.lexicon import LANGUAGES, Lexicon, Span, lexicon
from duecourse.words.check.model import Context

Evidence = Mapping[str, Sequence[Span]]
"""Kind of evidence to the places of a folded text that show it."""

SENSES: Final = (
    "asks_money", "direct_ask", "nudges", "money", "gives", "facts", "soft", "trace", "received", "confirms", "noted",
    "calendar", "assumed", "closing", "holiday", "no_ask", "formal", "statement", "time_limit",
)  # fmt: skip
ASKS: Final = ("asks_money", "direct_ask", "money", "nudges")
"""How the money is spoken of, what asks most first."""

_EXCUSES: Final = ("soft", "trace", "received", "confirms", "noted", "calendar", "no_ask")
_ACCOUNT: Final = ("formal", "statement")
_USEFUL: Final = ("gives", "facts", "closing", "holiday", *_ACCOUNT, *_EXCUSES)


def evidence(words: Lexicon, text: str, context: Context) -> Evidence:
    """What a folded text does with the money and for the order; only delivered goods have an account to state."""
    found = {name: sorted(words.spans(name, text)) for name in SENSES}
    if not delivered(context):
        found |= {name: [] for name in _ACCOUNT}
    found["gives"] = sorted([*found["gives"], *words.spans("gives_corrected", text)])
    return found


def useful(found: Evidence) -> bool:
    """Whether it gives anything, or has a good reason to be written."""
    return any(found[name] for name in _USEFUL)


def asking(found: Evidence) -> Span | None:
    """The place that speaks of the money most."""
    return next((found[name][0] for name in ASKS if found[name]), None)


def money_first(found: Evidence) -> Span | None:
    """The place that speaks of the money before the useful thing."""
    asks, gives = found["asks_money"], found["gives"]
    if asks and gives and asks[0][0] < gives[0][0] and not any(found[name] for name in _EXCUSES):
        return asks[0]
    return None


def price_asked(words: Lexicon, text: str, context: Context) -> bool:
    """Whether the customer spoke of the price first, by the folded text or the note: then a lower one is an answer."""
    if context.discount_agreed or words.spans("price_asked", text):
        return True
    note = fold(context.note)
    return bool(note) and any(lexicon(code).spans("price_asked", note) for code in LANGUAGES)


def delivered(context: Context) -> bool:
    """Whether the goods are with them, as far as is known: only then there is an account to state."""
    note = context.note.casefold()
    known = context.milestone == "open_account" or context.delivered
    return known or any(clue in note for clue in _DELIVERED)


_DELIVERED: Final = (
    "open account",
    "delivered",
    "overdue",
    "geliefert",
    "überfällig",
    "entregad",
    "vencid",
    "livré",
    "échue",
    "échu",
    "compte ouvert",
    "offene rechnung",
    "cuenta abierta",
    "已交付",
    "已交货",
    "逾期",
    "月结",
    "发票过期",
)
