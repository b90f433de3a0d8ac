"""Names in the right order, titles only where they are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecourse.words.people import Person, greeting

CASES = [
    ("en", "Jana Brandt", "DE", "Dear Jana,"),
    ("en", "Brandt, Jana", "DE", "Dear Jana,"),
    ("en", "Ms Brandt", "DE", "Dear Ms Brandt,"),
    ("en", "Frau Dr. Brandt", "DE", "Dear Dr. Brandt,"),
    ("en", "Mr. Owen Price", "GB", "Dear Mr Price,"),
    ("en", "Wang Wei", "CN", "Dear Wang Wei,"),
    ("en", "Tanaka Hiroshi", "JP", "Dear Tanaka Hiroshi,"),
    ("en", "Anneke", "NL", "Dear Anneke,"),
    ("en", "Sra. Ruiz", "ES", "Dear Ms Ruiz,"),
    ("en", "", "US", "Hello,"),
    ("en", "info@regenwerk.example", "DE", "Hello,"),
    ("en", "+49 40 123456", "DE", "Hello,"),
    ("en", "陈总", "CN", "Hello,"),
    ("de", "Jana Brandt", "DE", "Guten Tag Jana Brandt,"),
    ("de", "Frau Brandt", "DE", "Sehr geehrte Frau Brandt,"),
    ("de", "Herr Dr. Vogt", "AT", "Sehr geehrter Herr Dr. Vogt,"),
    ("de", "", "DE", "Guten Tag,"),
    ("es", "Marta Ruiz", "ES", "Buenos días, Marta:"),
    ("es", "Sr. García López", "MX", "Estimado Sr. García López:"),
    ("es", "", "ES", "Buenos días:"),
    ("fr", "Claire Petit", "FR", "Bonjour Claire Petit,"),
    ("fr", "Mme Petit", "FR", "Bonjour Madame Petit,"),
    ("fr", "M. Petit", "FR", "Bonjour Monsieur Petit,"),
    ("fr", "", "FR", "Bonjour,"),
    ("zh", "陈总", "CN", "陈总，您好："),
    ("zh", "王先生", "CN", "王先生，您好："),
    ("zh", "王伟先生", "CN", "王先生，您好："),
    ("zh", "欧阳小姐", "CN", "欧阳女士，您好："),
    ("zh", "王伟", "CN", "王伟，您好："),
    ("zh", "李经理", "CN", "李经理，您好："),
    ("zh", "Jana Brandt", "DE", "Jana，您好："),
    ("zh", "Ms Brandt", "DE", "Brandt 女士，您好："),
    ("zh", "", "CN", "您好："),
]


@pytest.mark.parametrize(("language", "name", "country", "said"), CASES)
def test_a_person_is_addressed_as_his_language_does(language: str, name: str, country: str, said: str) -> None:
    assert greeting(Person(name, country), language) == said


@given(st.text(max_size=120), st.sampled_from(["DE", "CN", "US", ""]), st.sampled_from(["en", "zh", "de", "es", "fr"]))
def test_any_name_gives_one_line_that_ends_with_its_sign(name: str, country: str, language: str) -> None:
    said = greeting(Person(name, country), language)
    assert said.isprintable()
    assert said[-1] in ",:："
    assert len(said) < 100
