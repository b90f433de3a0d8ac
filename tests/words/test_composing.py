"""A message while somebody works on it: numbers of phrases, facts that stand, suggestions taken."""

from __future__ import annotations

import pytest

from duecourse.words.check import Context
from duecourse.words.composing import Reading, calmed, facts_in, read, taken

DRAFT = "Dear Jana,\n\nThe plan for SC-2618 holds until 7 December.\n\nBest regards"
LOCKED = {"language": "en", "locked": [{"fact": "order", "span": [25, 32]}, {"fact": "pay_by", "span": [45, 55]}]}
PRESSING = (
    "Dear Jana,\n\nI am still waiting for the transfer. Please pay as soon as possible. All is ready.\n\nBest regards"
)


def reading(text: str) -> Reading:
    return read("SC-2618", text, LOCKED, DRAFT, Context(), "en")


def test_facts_are_found_where_they_stand() -> None:
    assert facts_in(LOCKED, DRAFT) == ["SC-2618", "7 December"]
    found = reading(DRAFT)
    assert (found.facts, found.facts_of) == (2, 2)
    assert [p.text for p in found.pieces if p.fact] == ["SC-2618", "7 December"]
    assert reading(DRAFT.replace("7 December", "3 December")).facts == 1


@pytest.mark.parametrize("text", [DRAFT, PRESSING, "", "\r\n\r\nasap!!\r\n", "催款" * 50, "\ud83d\ude00 asap"])
def test_the_pieces_are_the_text(text: str) -> None:
    found = reading(text)
    assert "".join(p.text for p in found.pieces) == found.text
    assert "\r" not in found.text


def test_phrases_are_numbered_in_their_order() -> None:
    numbers = [(p.number, p.text) for p in reading(PRESSING).pieces if p.number]
    assert numbers == [(1, "still waiting for"), (2, "Please pay as soon as possible")]


def test_a_phrase_without_calmer_words_takes_its_sentence_along() -> None:
    found = reading(PRESSING)
    assert taken(found, 1) == PRESSING.replace("I am still waiting for the transfer. ", "")
    assert taken(found, 9) == PRESSING


def test_all_taken_leaves_nothing_to_calm_of_these() -> None:
    text = calmed(reading(PRESSING))
    assert "waiting" not in text
    assert "as soon as possible" not in text
    assert text.endswith("All is ready.\n\nBest regards")


def test_two_phrases_of_one_sentence_go_together() -> None:
    text = "Dear Jana,\n\nWe are still waiting and still waiting for it.\n\nBest regards"
    assert calmed(reading(text)) == "Dear Jana,\n\nBest regards"
