"""Whether a mail asks for the money and gives nothing for the order.

A useful contact would still make sense if the money had come already; a naked one would not. What a mail does is
evidence, each kind with a weight in `lexicons/naked.toml`: asking for the money weighs toward naked, giving something
usable and good reasons to speak of money (an open question, a search for money they sent, a thank-you, a word on their
date, a calendar, a closing line) weigh against it. The weights are fitted to labelled drafts by `bench/fit_naked.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from duecourse.words.check.lexicon import Lexicon, Span
from duecourse.words.check.model import Context, Fault
from duecourse.words.check.tone import PRESSES, loudest, pull, tone

Evidence = Mapping[str, Sequence[Span]]
"""Kind of evidence to the places of a folded text that show it."""

SENSES: Final = (
    "asks_money",
    "direct_ask",
    "money",
    "gives",
    "facts",
    "soft",
    "trace",
    "received",
    "confirms",
    "noted",
    "calendar",
    "assumed",
    "closing",
    "holiday",
    "no_ask",
    "formal",
    "statement",
)
_ASKS: Final = ("asks_money", "direct_ask", "money")
_EXCUSES: Final = ("soft", "trace", "received", "confirms", "noted", "calendar", "no_ask")
_ACCOUNT: Final = ("formal", "statement")
_USEFUL: Final = ("gives", "facts", "closing", "holiday", *_ACCOUNT, *_EXCUSES)
_MARKS: Final = frozenset({"exclamations", "question_marks", "one_exclamation_more"})
_FEW: Final = 2
_TOO_SHORT: Final = 60
_AMBIGUOUS: Final = frozenset(
    {
        "begging", "consequences", "gift_for_payment", "goods_to_others", "loss_threat", "nth_mail", "pay_earlier",
        "price_rise", "sarcasm", "unasked_discount", "unfounded_deadline",
    }
)  # fmt: skip
"""Leaks whose wordings are harmless as often as not where the money is not even spoken of."""

_OFTEN_HARMLESS: Final = frozenset(
    {
        "cc_boss", "due_now", "own_calendar", "own_month_end", "price_rise_threat", "scarcity", "still_waiting",
        "you_promised",
    }
)  # fmt: skip
"""The same where it is not asked for."""


_LEANING: Final = frozenset({"blame", "neediness", "pressure"})


def evidence(lexicon: Lexicon, text: str, context: Context) -> Evidence:
    """What a folded text does with the money and for the order; only delivered goods have an account to state."""
    found = {name: sorted(lexicon.spans(name, text)) for name in SENSES}
    if not delivered(context):
        found |= {name: [] for name in _ACCOUNT}
    found["gives"] = sorted([*found["gives"], *lexicon.spans("gives_corrected", text)])
    return found


def useful(found: Evidence) -> bool:
    """Whether it gives anything, or has a good reason to be written."""
    return any(found[name] for name in _USEFUL)


def leans(found: Evidence) -> bool:
    """Whether weak signs of worry are believed: the money is spoken of, or nothing usable is given."""
    return any(found[name] for name in _ASKS) or not useful(found)


def calmed(found: Evidence, text: str, faults: Sequence[Fault]) -> list[Fault]:
    """The faults; one or two of an ambiguous wording only warn in a mail that is of use and asks for no money.

    "One piece less to lose for your customer", "at the month end of the season": false alarms are of this kind. The
    same leak twice is none.
    """
    names = [f.name for f in faults if f.severity == "block"]
    if found["asks_money"] or found["direct_ask"] or not useful(found) or len(text) < _TOO_SHORT:
        return list(faults)
    harmless = _OFTEN_HARMLESS if found["money"] else _OFTEN_HARMLESS | _AMBIGUOUS
    if len(names) > _FEW or len(set(names)) < len(names) or set(names) - harmless:
        return list(faults)
    return [replace(f, severity="warn") for f in faults]


def features(found: Evidence, faults: Collection[Fault]) -> Iterator[str]:
    """The kinds of evidence that hold, by the names of their weights."""
    yield from (name for name in SENSES if found[name])
    yield from (f"{name}_twice" for name in ("asks_money", "gives", "facts") if len(found[name]) > 1)
    groups = {f.group for f in faults if f.severity == "block" and f.name not in _MARKS}
    yield from (f"heard_{group}" for group in sorted(groups & _LEANING))
    if not any(found[name] for name in _ASKS):
        yield "no_money"
    elif not useful(found):
        yield "only_money_spoken_of"


def only_money(found: Evidence, text: str, faults: Collection[Fault]) -> Span | None:
    """The place that asks for the money in a naked mail, given as folded text with its evidence.

    An empty span when only the tone of the whole asks; None when the mail is not naked.
    """
    groups = {f.group for f in faults if f.severity == "block"}
    asked = bool(found["asks_money"] or found["direct_ask"])
    if "discount_begging" in groups or ("threat" in groups and not found["direct_ask"]):
        return None
    if not (asked or found["money"] or groups & _LEANING):
        return None
    stated = any(found[name] for name in _ACCOUNT) and not groups & _LEANING
    if stated or score(features(found, faults), tone(text)) <= 0:
        return None
    return next((found[name][0] for name in _ASKS if found[name]), (0, 0))


def cold(found: Evidence, text: str, faults: Collection[Fault]) -> Span | None:
    """The sentence that presses most in a mail that gives nothing and sounds like pressing."""
    groups = {f.group for f in faults if f.severity == "block"}
    if useful(found) or groups & {"discount_begging", "threat"} or tone(text) <= PRESSES:
        return None
    if not any(found[name] for name in _ASKS) and pull(text) <= (_PULL if len(text) < _SHORT else 0.0):
        return None
    return loudest(text)


def score(names: Iterable[str], sound: float) -> float:
    """Sum of the weights and the tone; above zero the mail is naked."""
    known = weights()
    return known["start"] + sum(known.get(name, 0.0) for name in names) + sounding(sound)


def sounding(sound: float) -> float:
    """What a tone adds to the score; little, because evidence comes first."""
    return _TONE * max(-_TONE_MAX, min(_TONE_MAX, sound))


_PULL: Final = 1.0
_SHORT: Final = 40
"""A mail of fewer characters says too little to be judged by its tone, unless its words press by so much themselves."""

_TONE: Final = 0.7
_TONE_MAX: Final = 2.5


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Weight of each kind of evidence, with "start" for the mail that shows none."""
    source = files("duecourse.words.check") / "lexicons" / "naked.toml"
    return {name: float(value) for name, value in tomllib.loads(source.read_text(encoding="utf-8")).items()}


def money_first(found: Evidence) -> Span | None:
    """The place that speaks of the money before the useful thing."""
    asks, gives = found["asks_money"], found["gives"]
    if asks and gives and asks[0][0] < gives[0][0] and not any(found[name] for name in _EXCUSES):
        return asks[0]
    return None


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
