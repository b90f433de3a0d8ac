"""Every pattern in every language: its golden file, its length, and what it may not say."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from duecourse.plan.sending import ACTIONS
from duecourse.words.draft import Text, Writer, worded
from duecourse.words.figures import LANGUAGES
from duecourse.words.own import facts_of, part_faults
from duecourse.words.patterns import Pattern, library
from told import ANSWER, PEOPLE, about, needed, second

GOLDEN = Path(__file__).parents[1] / "golden" / "words"
ALL = [(p.id, code) for p in library().patterns for code in p.words]
SITUATIONS = {
    "explained", "silent", "promised", "broken", "price", "no_hurry", "lc", "paid", "open_account", "close",
}  # fmt: skip
COMMONEST = ("artwork", "certificate", "photos", "packing", "calendar", "lc_terms", "soft", "ask", "notice", "thanks")


def full(pattern: Pattern, language: str, *others: object) -> Text:
    thing = about(kind="material_certificate") if "thing" in facts_of(pattern.words["en"]) else about()
    said = worded(pattern, [thing, *others], PEOPLE[language], Writer("Ana Lin"), language=language, answer=ANSWER)  # type: ignore[list-item]
    assert said is not None
    return said


@pytest.mark.parametrize(("id_", "language"), ALL)
def test_it_reads_as_its_golden_file(id_: str, language: str) -> None:
    pattern = library().named(id_)
    told = full(pattern, language)
    fewest = worded(pattern, [needed(pattern)], PEOPLE[language], Writer(), language=language, answer=ANSWER)
    assert fewest is not None
    text = "\n".join([told.subject, "", told.text, "", "-" * 20, fewest.subject, "", fewest.text, ""])
    path = GOLDEN / language / f"{id_}.txt"
    if os.environ.get("GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("id_", "language"), ALL)
def test_it_is_short_and_whole(id_: str, language: str) -> None:
    pattern = library().named(id_)
    for said in (full(pattern, language), full(pattern, language, second())):
        assert not said.too_long
        assert "{" not in said.text + said.subject
        assert "  " not in said.text
        assert not re.search(r"\s[,.;:!?，。；：！？](?!\S)", said.text.replace("\u00a0", "")) or language == "fr"
        assert "!" not in said.text + said.subject
        assert "！" not in said.text + said.subject
        assert bool(said.subject) is not pattern.spoken


@pytest.mark.parametrize(("id_", "language"), ALL)
def test_its_words_hold_no_figure_and_name_known_facts_only(id_: str, language: str) -> None:
    words = library().named(id_).words[language]
    assert [str(f) for part in (words.subject, words.text, words.line) for f in part_faults(part)] == []


@pytest.mark.parametrize("id_", [p.id for p in library().patterns])
def test_all_languages_say_the_same_facts(id_: str) -> None:
    facts = {code: facts_of(words) - {"several"} for code, words in library().named(id_).words.items()}
    assert {code: sorted(f ^ facts["en"]) for code, f in facts.items() if f != facts["en"]} == {}


def test_english_and_chinese_have_words_for_all_and_others_for_the_commonest() -> None:
    patterns = library().patterns
    assert len(patterns) >= 40
    assert all({"en", "zh"} <= p.words.keys() for p in patterns)
    assert all(set(LANGUAGES) == library().named(id_).words.keys() for id_ in COMMONEST)


def test_nothing_is_said_to_be_read_by_a_native_speaker_before_one_has() -> None:
    assert not any(w.read_by_native for p in library().patterns for w in p.words.values())


def test_every_situation_has_a_pattern_and_every_pattern_a_situation() -> None:
    assert {p.situation for p in library().patterns} == SITUATIONS


def test_every_kind_of_contact_ends_with_a_pattern_that_always_fits() -> None:
    last = {p.does: p for p in library().patterns if not p.about and not p.when}
    contacts = {"useful", "soft", "ask", "notice", "call", "manager", "close", "thanks", "answer"}
    assert contacts <= ACTIONS.keys()
    for does in contacts:
        said = worded(last[does], [needed(last[does])], PEOPLE["en"], language="en")
        assert said is not None, does


def test_golden_files_without_a_pattern_are_gone() -> None:
    kept = {(f.stem, f.parent.name) for f in GOLDEN.glob("*/*.txt")}
    assert kept - set(ALL) == set()
