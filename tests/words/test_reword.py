"""Another wording by a model: only a suggestion, with the same facts, and silent where it cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from duecourse.words.draft import Draft, Writer, write
from duecourse.words.reword import Suggestion, suggest, values_in
from told import PEOPLE, about


@dataclass
class Says:
    """A re-writer that changes the text in one way and keeps what it was given."""

    old: str
    new: str
    seen: str = ""

    def reworded(self, text: str, language: str, wish: str) -> str:
        self.seen = f"{language} {wish} {text}"
        return text.replace(self.old, self.new)


class Away:
    """A re-writer that cannot be reached."""

    def reworded(self, text: str, language: str, wish: str) -> str:
        raise OSError(f"no line for {language}, {wish}, {len(text)} characters")


def calendar() -> Draft:
    found = write([about()], PEOPLE["en"], Writer("Ana"))
    assert found is not None
    return found


def asked(by: Says | Away, *, passes: bool = True) -> Suggestion:
    draft = calendar()
    return suggest(draft, by, lambda *_: passes, values_in(draft.said), "shorter")


def test_a_good_wording_is_suggested_with_its_facts_in_their_new_places() -> None:
    by = Says("Here is the production calendar for your order", "You find the calendar here for")
    found = asked(by).text
    assert found is not None
    assert "You find the calendar here for SC-2618 (225 L rain barrel):" in found.text
    assert all(found.text[at.start : at.end] for at in found.locked)
    assert {found.text[at.start : at.end] for at in found.locked if at.name == "pay_by"} == {"7 December"}


def test_the_model_sees_tokens_and_no_facts() -> None:
    by = Says("", "")
    asked(by)
    assert "[[pay_by]]" in by.seen
    assert not any(fact in by.seen for fact in ("7 December", "SC-2618", "rain barrel", "Ana"))


@pytest.mark.parametrize(
    ("old", "new", "why_not"),
    [
        ("[[pay_by]]", "soon", "lost or doubled a fact"),
        ("[[pay_by]]", "[[pay_by]] [[pay_by]]", "lost or doubled a fact"),
        ("[[pay_by]]", "[[delivery]]", "lost or doubled a fact"),
        ("Here is", "By 1 December here is", "figures or days of its own"),
        ("Here is", "On Friday here is", "figures or days of its own"),
        ("Here is", "word " * 300, "far longer"),
    ],
)
def test_a_wording_that_touches_facts_is_refused(old: str, new: str, why_not: str) -> None:
    found = asked(Says(old, new))
    assert found.text is None
    assert why_not in found.why_not


def test_a_wording_that_sounds_urgent_is_refused() -> None:
    assert asked(Says("Here is", "Here at last is"), passes=False).why_not == "The other wording sounds urgent."


def test_nobody_there_is_no_error() -> None:
    assert asked(Away()) == Suggestion(None, "The re-writer cannot be reached.")


def test_what_comes_back_cannot_steer_a_page() -> None:
    found = asked(Says("Here is", "Here\x1b[m \u202eis\r"))
    assert found.text is not None
    assert "\x1b" not in found.text.text
    assert "\u202e" not in found.text.text
