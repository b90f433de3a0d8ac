"""Whole drafts with labels: friendly ones pass, leaking ones are heard for what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from scoring import HERE, drafts, scored

SHARED = [p / "shared" / "data" / "drafts_dev_sample.jsonl" for p in Path(__file__).parents]
THEIRS = next((p for p in SHARED if p.is_file()), None)


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
