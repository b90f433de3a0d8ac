"""The page of the day in words: its sentence, its cards, its calendar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecourse.decide.verdict import Verdict
from duecourse.decide.words import said
from duecourse.ledger.pages.today import Letter
from duecourse.plan.filling import number_words
from duecourse.plan.sending import action_words, what_goes
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language

_KINDS_MAX: Final = 2
_TALK: Final = frozenset({"answer", "useful", "call"})


def words_of(count: int) -> str:
    """Three; 三: up to twenty in words, then in figures."""
    word = number_words(count, language())
    return f"{count:,}" if word.isdecimal() else word


def sentence(letters: Sequence[Letter], contacts: int, fixes: int, waits: int) -> list[tuple[str, str]]:
    """Its clauses with the list that each counts: three useful messages, two things of ours to fix, fourteen waiting.

    Args:
        letters: The messages that are shown; they tell kinds apart if they are all of them.
        contacts, fixes, waits: Lengths of the lists.
    """
    clauses = [("contact", text) for text in _contacts(letters, contacts)]
    if fixes:
        fix = ngettext("{n} thing of ours to fix", "{n} things of ours to fix", fixes)
        clauses.append(("fix", fix.format(n=words_of(fixes))))
    if waits:
        wait = ngettext("{n} calmly waiting", "{n} calmly waiting", waits)
        clauses.append(("wait", wait.format(n=words_of(waits))))
    first, *rest = clauses or [("wait", _("nothing is open"))]
    return [(first[0], first[1][:1].upper() + first[1][1:]), *rest]


def _contacts(letters: Sequence[Letter], count: int) -> list[str]:
    """At most two kinds by name; with more of them, or unseen ones, how many contacts."""
    kinds = Counter(_kind(letter.draft) for letter in letters)
    if not count:
        return []
    if len(kinds) > _KINDS_MAX or sum(kinds.values()) < count:
        return [ngettext("{n} contact", "{n} contacts", count).format(n=words_of(count))]
    return [_counted(kind, kinds[kind]) for kind in ("answer", "useful", "message", "call") if kinds[kind]]


def _counted(kind: str, n: int) -> str:
    text = {
        "answer": ngettext("{n} answer", "{n} answers", n),
        "useful": ngettext("{n} useful message", "{n} useful messages", n),
        "message": ngettext("{n} message", "{n} messages", n),
        "call": ngettext("{n} call", "{n} calls", n),
    }[kind]
    return text.format(n=words_of(n))


def _kind(draft: Any) -> str:
    action = draft.get("action", "")
    return action if action in _TALK else "message"


def finished(waits: int) -> str:
    """What an empty day says below its first sentence."""
    if not waits:
        return _("Nothing is waiting either.")
    text = ngettext("{n} calmly waiting.", "{n} calmly waiting.", waits).format(n=words_of(waits))
    return text[:1].upper() + text[1:]


def after_these(letters: int, next_look: date | None, today: date) -> tuple[str, str]:
    """What stands under the last card: that the day is done then, and when we look again."""
    done = _("After this one, the day is done.")
    if letters != 1:
        done = _("After these {n}, the day is done.").format(n=words_of(letters))
    return done, _("The next look is {day}.").format(day=day_words(next_look, today)) if next_look else ""


def verdict_of(kept: Any) -> Verdict | None:
    """The verdict as the ledger keeps it; its days stay text, which words of kind and title do not read."""
    return Verdict(**{name: kept.get(name) for name in Verdict._fields}) if kept else None


def title(letter: Letter) -> str:
    """What goes to them, and for which goods: Production calendar for 2,400 rain barrels."""
    verdict = verdict_of(letter.verdict)
    thing = what_goes(verdict, language()) if verdict else letter.subject
    own = verdict is not None and thing in (verdict.facts.get("useful_title"), verdict.facts.get("point_title"))
    goods = "" if own else letter.goods
    text = _("{thing} for {goods}").format(thing=thing, goods=goods) if goods and thing else thing
    return text[:1].upper() + text[1:]


def chip(letter: Letter) -> str:
    """The kind of contact: Useful · production calendar."""
    verdict = verdict_of(letter.verdict)
    if verdict is None:
        return ""
    kind = action_words(verdict, language())
    about = verdict.topic or verdict.kind
    text = f"{kind} · {said(about, language())}" if about and about != verdict.action else kind
    return text[:1].upper() + text[1:]


def chore_chip(rule: str) -> str:
    """What a task is about, in a word or two."""
    return {
        "R02b": _("Bank"),
        "G9": _("Bank data"),
        "R05": _("Address"),
        "R08": _("To put right"),
        "R09": _("To prepare"),
        "R14": _("Letter of credit"),
        "R20a": _("New date"),
        "R21": _("Production slot"),
        "R10": _("Price"),
    }.get(rule, _("For a person"))


def due(day: date | None, today: date) -> str:
    """A day ahead, or since when; never late."""
    if day is None or day == today:
        return _("today")
    text = day_words(day, today)
    return text if day > today else _("since {day}").format(day=text)


def reasons() -> list[tuple[str, str]]:
    """Why a message does not go today: what is kept, and how it is said."""
    return [
        ("another day suits them", _("Another day suits them")),
        ("spoke with them today", _("I spoke with them today")),
        ("more to find out first", _("There is more to find out first")),
        ("agreed inside to wait", _("We agreed to wait")),
    ]


def clause(text: str, *, opens: bool = False) -> str:
    """A clause with its stop; in capitals at its beginning where it opens a line."""
    text = text[:1].upper() + text[1:] if opens else text
    stop = "。" if language() == "zh" else "."
    return text + stop if text and text[-1] not in ".?!。？！…" else text
