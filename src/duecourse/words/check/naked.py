"""Whether a mail asks for the money and gives nothing for the order.

A useful contact would still make sense if the money had come already; a naked one would not. Two senses decide, what
asks and what gives, and a few kinds of mail that speak of money and yet ask for none of it: an open question about the
reason, a search for money that they sent, a thank-you, a word on their own date, a calendar, a formal statement.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from duecourse.words.check.lexicon import Lexicon, Span
from duecourse.words.check.model import Context, Fault

_EXCUSES: Final = ("soft", "trace", "received", "confirms", "calendar")
_MARKS: Final = frozenset({"exclamations", "question_marks", "one_exclamation_more"})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a folded text does, each as the places where it does it.

    Args:
        asks: It asks for the money, or has it as its subject.
        direct: It asks outright.
        gives: It gives something usable.
        excuses: It speaks of the money for a good reason.
        formal: It states an account.
    """

    asks: list[Span]
    direct: list[Span]
    gives: list[Span]
    excuses: list[Span]
    formal: list[Span]


def sense(lexicon: Lexicon, text: str) -> Sense:
    """What a folded text asks and gives."""
    gives = [*lexicon.spans("gives", text), *lexicon.spans("gives_corrected", text)]
    excuses = [span for name in _EXCUSES for span in lexicon.spans(name, text)]
    asks, direct = lexicon.spans("asks_money", text), lexicon.spans("direct_ask", text)
    if not direct:
        excuses += lexicon.spans("assumed", text)
    return Sense(
        asks=sorted(asks),
        direct=direct,
        gives=sorted(gives),
        excuses=excuses,
        formal=lexicon.spans("formal", text),
    )


def only_money(found: Sense, faults: Collection[Fault], context: Context) -> Span | None:
    """The place that asks for the money in a naked mail.

    An empty span when only the tone of the whole asks; None when the mail is not naked.
    """
    groups = {f.group for f in faults if f.severity == "block" and f.name not in _MARKS}
    leaning = bool(groups & {"blame", "neediness", "pressure"})
    asked = bool(found.asks or found.direct)
    if found.gives:
        return None
    if "discount_begging" in groups or ("threat" in groups and not found.direct):
        return None
    if not leaning and (found.excuses or (_delivered(context) and found.formal)):
        return None
    return (found.asks or found.direct or [(0, 0)])[0] if asked or leaning else None


def money_first(found: Sense) -> Span | None:
    """The place that speaks of the money before the useful thing."""
    if found.asks and found.gives and found.asks[0][0] < found.gives[0][0] and not found.excuses:
        return found.asks[0]
    return None


def _delivered(context: Context) -> bool:
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
