"""Every leak in every language: one sentence that shows it, one with like words that does not."""

from __future__ import annotations

import tomllib

import pytest
from scoring import HERE

from duecourse.words.check import check
from duecourse.words.check.lexicon import LANGUAGES, kinds, lexicon

EXAMPLES = {code: tomllib.loads((HERE / "leaks" / f"{code}.toml").read_text(encoding="utf-8")) for code in LANGUAGES}
CASES = [(code, name, *pair) for code, pairs in EXAMPLES.items() for name, pair in pairs.items()]


@pytest.mark.parametrize(("code", "name", "speaking", "silent"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_a_leak_is_heard_and_like_words_are_not(code: str, name: str, speaking: str, silent: str) -> None:
    words = {leak.name: leak for leak in lexicon(code).leaks}[name].words
    heard = {f.group for f in check(speaking, language=code).faults}
    assert kinds()[name].group in heard
    assert words.spans(folded_text(speaking)), "No pattern of this leak is in the speaking sentence."
    assert not words.spans(folded_text(silent)), "A pattern of this leak is in the silent sentence."
    assert kinds()[name].group not in {f.group for f in check(silent, language=code).faults}


def folded_text(text: str) -> str:
    from duecourse.words.check.fold import folded

    return folded(text).text


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_leak_has_both_sentences(code: str) -> None:
    wanted = {leak.name for leak in lexicon(code).leaks}
    assert set(EXAMPLES[code]) == wanted, (
        f"Add a speaking and a silent sentence to tests/words/check/leaks/{code}.toml."
    )


def test_every_language_knows_the_same_leaks() -> None:
    names = [{leak.name for leak in lexicon(code).leaks} - {"earliest_convenience"} for code in LANGUAGES]
    assert all(n == names[0] for n in names)


def test_every_kind_speaks_both_languages() -> None:
    assert all(set(k.why) == {"en", "zh"} and all(k.why.values()) for k in kinds().values())
