"""The sentence of the day, counted from the same lists that are shown below it."""

from __future__ import annotations

from collections import Counter
from typing import Final

from duecourse.plan.filling import number_words
from duecourse.plan.notes import tally_of
from duecourse.plan.worklist import Worklist

# English one and many, Chinese.
_CONTACTS: Final = {
    "answer": ("answer", "answers", "封回复可以发"),
    "useful": ("useful message", "useful messages", "封有用的邮件可以发"),
    "message": ("message", "messages", "封邮件可以发"),
    "call": ("call", "calls", "通电话可以打"),
}
_OTHERS: Final = ("other message", "other messages", "封其他邮件可以发")
_MANY_KINDS: Final = ("contact", "contacts", "位客户可以联系")
_FIX: Final = ("thing of ours to fix", "things of ours to fix", "件自己的事要先办好")
_NOTHING: Final = {"en": "Nothing left to do today", "zh": "今天没有要办的事了"}


def sentence(day: Worklist, language: str = "en") -> str:
    """Three useful messages, two things of ours to fix, fourteen calmly waiting."""
    zh = language == "zh"
    parts = _contact_parts(day, language)
    if day.fix:
        parts.append(_counted(len(day.fix), _FIX, language))
    waiting = _waiting(tally_of(day).waiting, language)
    if not parts:
        return _NOTHING[language] + ("；" if zh else "; ") * bool(waiting) + waiting + ("。" if zh else ".")
    whole = ("，" if zh else ", ").join([*parts, *([waiting] if waiting else [])])
    return whole + "。" if zh else whole[0].upper() + whole[1:] + "."


def _contact_parts(day: Worklist, language: str) -> list[str]:
    """At most two kinds by name; with more of them, how many contacts."""
    tally = tally_of(day)
    kinds: Counter[str] = Counter()
    for action, count in tally.leads.items():
        kinds[_kind(action)] += count
    if len(kinds) > 2:
        return [_counted(tally.messages, _MANY_KINDS, language)]
    nouns = {**_CONTACTS, "message": _OTHERS if kinds["answer"] or kinds["useful"] else _CONTACTS["message"]}
    return [_counted(kinds[k], nouns[k], language) for k in _CONTACTS if kinds[k]]


def _kind(action: str) -> str:
    return action if action in _CONTACTS else "message"


def _counted(count: int, noun: tuple[str, str, str], language: str) -> str:
    if language == "zh":
        return number_words(count, language) + noun[2]
    return f"{number_words(count, language)} {noun[count != 1]}"


def _waiting(count: int, language: str) -> str:
    if not count:
        return ""
    return (
        f"{number_words(count, language)}笔静候即可"
        if language == "zh"
        else f"{number_words(count, language)} calmly waiting"
    )
