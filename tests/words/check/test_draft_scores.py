"""Whole drafts with labels: friendly ones pass, leaking ones are heard for what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from scoring import HERE, drafts, judged, scored

SHARED = [p / "shared" / "data" / "drafts_dev_sample.jsonl" for p in Path(__file__).parents]
THEIRS = next((p for p in SHARED if p.is_file()), None)

FILES = (
    "friendly", "labelled", "short", "second", "third", "personas", "rounds", "trades_a", "trades_b", "trades_c",
    "strangers", "strangers_friendly",
)  # fmt: skip


def test_no_friendly_mail_is_held() -> None:
    cases = drafts(HERE / "friendly.jsonl")
    assert len(cases) >= 60
    assert scored(cases).held == []


def test_labelled_drafts_are_sent_and_held_as_labelled() -> None:
    cases = drafts(HERE / "labelled.jsonl")
    score = scored(cases)
    assert len(cases) >= 60
    assert len(score.wrong) <= len(cases) // 40
    assert score.held == []
    assert score.f1 >= 0.95


def test_short_drafts_are_sent_and_held_as_labelled() -> None:
    cases = drafts(HERE / "short.jsonl")
    score = scored(cases)
    assert len(score.wrong) <= len(cases) // 40
    assert score.held == []
    assert score.f1 >= 0.95


@pytest.mark.parametrize(
    ("file", "wrong_max", "f1_min"),
    [
        ("second", 1, 0.9),
        ("third", 1, 0.9),
        ("personas", 5, 0.85),
        ("rounds", 5, 0.9),
        ("strangers", 2, 0.85),
        ("strangers_friendly", 1, 0.0),
    ],
)
def test_drafts_of_other_writers_are_sent_and_held_as_labelled(file: str, wrong_max: int, f1_min: float) -> None:
    score = scored(drafts(HERE / f"{file}.jsonl"))
    assert len(score.wrong) <= wrong_max
    assert len(score.held) <= 1
    assert score.f1 >= f1_min


@pytest.mark.parametrize("file", ["trades_a", "trades_b", "trades_c"])
def test_plain_words_and_short_notes_of_many_trades(file: str) -> None:
    """Half of them have no wording that a lexicon knows; calm ones go before."""
    cases = drafts(HERE / f"{file}.jsonl")
    score = scored(cases)
    assert len(score.wrong) <= len(cases) // 6
    assert len(score.held) <= 2
    assert score.f1 >= 0.8


@pytest.mark.parametrize(("file", "wrong_max", "f1_min"), [("unseen", 2, 0.88), ("unseen_idioms", 6, 0.65)])
def test_drafts_that_no_wording_was_taken_from(file: str, wrong_max: int, f1_min: float) -> None:
    """These are for measuring: whoever mends a lexicon reads the others."""
    score = scored(drafts(HERE / f"{file}.jsonl"))
    assert len(score.wrong) <= wrong_max
    assert len(score.held) <= 1
    assert score.f1 >= f1_min


def test_friendly_mails_that_no_wording_was_taken_from() -> None:
    assert len(scored(drafts(HERE / "unseen_friendly.jsonl")).held) <= 1


def test_a_held_draft_shows_what_is_to_be_calmed() -> None:
    for case in [c for file in FILES for c in drafts(HERE / f"{file}.jsonl")]:
        blocking = [f for f in judged(case).faults if f.severity == "block"]
        assert not blocking or any(f.said and f.why for f in blocking), case["id"]


@pytest.mark.parametrize("language", ["en", "zh", "de", "es", "fr"])
def test_no_language_is_left_behind(language: str) -> None:
    cases = [c for c in drafts(HERE / "labelled.jsonl") if c["lang"] == language]
    assert scored(cases).f1 >= 0.9


@pytest.mark.skipif(THEIRS is None, reason="no shared/data/drafts_dev_sample.jsonl beside the project")
def test_the_shared_drafts_are_judged_as_labelled() -> None:
    assert THEIRS is not None
    score = scored(drafts(THEIRS))
    assert score.wrong == []
    assert score.f1 >= 0.9
