"""The port for re-wording by a model: off unless somebody plugs one in, never more than a suggestion.

The model gets the text with tokens in the places of its facts and the name of the language, nothing else: no amount, no
name, no tool. What comes back must hold every token as often as before and nothing that could pass for a fact, and must
pass the same check as any text. Else there is no suggestion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from duecourse.words.draft import Draft, Text
from duecourse.words.literal import loose
from duecourse.words.locked import clean, finished, token, tokens_in

_PLACE: Final = re.compile(r"\[\[([a-z0-9_]+)\]\]")
_LONGER_MAX: Final = 2
_LINE_MAX: Final = 80


class Rewriter(Protocol):
    """Something that words a text differently; `duecourse` ships none that calls out."""

    def reworded(self, text: str, language: str, wish: str) -> str:
        """The text in other words.

        Args:
            text: With [[tokens]] in the places of facts, which must stay as they are.
            language: Code of its language, which must stay.
            wish: What the writer would like, such as "shorter"; may be empty.

        Raises:
            OSError: It cannot be reached; there is no suggestion then.
        """


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another wording that a person may take; or why there is none.

    Args:
        text: None if it was refused.
        why_not: One sentence; empty if there is one.
    """

    text: Text | None
    why_not: str = ""


def suggest(
    draft: Draft, by: Rewriter, passes: Callable[[str, str], bool], values: dict[str, str], wish: str = ""
) -> Suggestion:
    """Another wording of a draft, with the same facts.

    Args:
        draft: What was written.
        by: Who re-words.
        passes: Whether a text in a language may be sent: the urgency-leak check.
        values: Facts of the draft: token to value.
        wish: What the writer would like.
    """
    said = draft.said
    try:
        found = by.reworded(_shown(said.unfinished), said.language, clean(wish))
    except OSError:
        return Suggestion(None, "The re-writer cannot be reached.")
    unfinished = _hidden(found) if isinstance(found, str) else ""
    why_not = _refused(unfinished, said.unfinished)
    if why_not:
        return Suggestion(None, why_not)
    text, locked = finished(unfinished, values)
    if not passes(text, said.language):
        return Suggestion(None, "The other wording sounds urgent.")
    return Suggestion(replace(said, text=text, locked=locked, unfinished=unfinished))


def _refused(new: str, old: str) -> str:
    if Counter(tokens_in(new)) != Counter(tokens_in(old)):
        return "The other wording lost or doubled a fact."
    if loose(new):
        return "The other wording brought figures or days of its own."
    if not new.strip() or len(new) > _LONGER_MAX * len(old) + _LINE_MAX:
        return "The other wording is empty or far longer."
    return ""


def _shown(unfinished: str) -> str:
    for name in set(tokens_in(unfinished)):
        unfinished = unfinished.replace(token(name), f"[[{name}]]")
    return unfinished


def _hidden(text: str) -> str:
    """Line by line without anything that steers, tokens put back."""
    plain = "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n"))
    return _PLACE.sub(lambda m: token(m.group(1)), plain)


def values_in(said: Text) -> dict[str, str]:
    """The facts of a text: token to value."""
    return {at.name: said.text[at.start : at.end] for at in said.locked}
