"""What holds for any draft: it is judged, its spans say what they say, a leak never helps, calm never hurts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring import HERE, drafts

from duecourse.words.check import Context, check

FRIENDLY = [d for d in drafts(HERE / "friendly.jsonl") if len(d["text"]) < 400]
ALL = [*FRIENDLY, *drafts(HERE / "labelled.jsonl")]
LEAKS = {
    "en": "Please pay immediately.",
    "zh": "请您今天务必付款。",
    "de": "Bitte überweisen Sie die Anzahlung sofort.",
    "es": "Por favor, pague el anticipo hoy mismo.",
    "fr": "Merci de payer l'acompte immédiatement.",
}
CALM = {
    "en": "The garden is green again.",
    "zh": "院子里的花开了。",
    "de": "Der Garten ist wieder grün.",
    "es": "El jardín está verde otra vez.",
    "fr": "Le jardin est vert.",
}
PIECES = [
    "urgent",
    "Please pay ",
    "!!",
    "\u200b",
    "é",
    "e\u0301",
    "请",
    "付款",
    "“",
    "”",
    "\n> ",
    "ASAP ",
    "12.3.",
    "。",
    "\ud800",
    "ﷺ",
    "İ",
]


def any_text() -> st.SearchStrategy[str]:
    return st.text(max_size=200) | st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).map("".join)


@given(any_text(), st.sampled_from([None, "en", "zh", "de", "es", "fr", "xx", ""]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_judged_and_spans_say_what_they_say(text: str, language: str | None) -> None:
    checked = check(text, language=language, subject=text[:20])
    for fault in checked.faults:
        assert 0 <= fault.start <= fault.end <= len(text)
        assert fault.end == 0 or fault.said == text[fault.start : fault.end]
        assert fault.why
        assert fault.severity in {"block", "warn"}


@given(st.sampled_from(ALL))
@settings(max_examples=60, deadline=None)
def test_a_leak_added_never_makes_a_draft_better(draft: dict[str, str]) -> None:
    text = f"{draft['text']}\n\nPS: {LEAKS[draft['lang']]}"
    before = {f.name for f in check(draft["text"], language=draft["lang"]).faults if f.severity == "block"}
    after = check(text, language=draft["lang"])
    assert not after.ok_to_send
    assert len({f.group for f in after.faults}) >= len({*before} & {"asap"})


@given(st.sampled_from(ALL))
@settings(max_examples=60, deadline=None)
def test_a_calm_sentence_never_adds_a_fault(draft: dict[str, str]) -> None:
    before = check(draft["text"], language=draft["lang"])
    after = check(f"{CALM[draft['lang']]}\n\n{draft['text']}", language=draft["lang"])
    added = {f.name for f in after.faults} - {f.name for f in before.faults}
    assert added <= {"over_120_words"}


@given(st.sampled_from(ALL))
@settings(max_examples=40, deadline=None)
def test_hidden_signs_between_the_letters_change_nothing(draft: dict[str, str]) -> None:
    hidden = "\u200b".join(draft["text"])
    context = Context(note=draft["context"])
    plain = check(draft["text"], language=draft["lang"], context=context)
    strange = check(hidden, language=draft["lang"], context=context)
    assert {f.group for f in strange.faults} == {f.group for f in plain.faults}


@pytest.mark.parametrize(
    "piece",
    [
        "!",
        "urgent ",
        '"',
        'you wrote "',
        "a\u0301",
        "u r g e n t ",
        "please pay asap ",
        "请尽快付款",
        "> ",
        "\n",
        "12/3 ",
    ],
)
def test_hostile_texts_take_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    check(text)
    started = time.perf_counter()
    check(text)
    assert time.perf_counter() - started < 1.5
