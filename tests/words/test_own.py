"""Patterns of a person: laid over those that there are, and refused with the mend when they are saved."""

from __future__ import annotations

import pytest

from duecourse.errors import DuecourseError, ManyErrors
from duecourse.words.draft import write
from duecourse.words.own import laid_over
from duecourse.words.patterns import Library, library
from told import PEOPLE, about

CALENDAR = """
[calendar.en]
subject = "{{ orders }}: your calendar"
text = "Here is your calendar for {{ named }}: delivery on {{ delivery }}."
"""
TEA = """
[tea]
does = "useful"
about = ["certificate_of_origin"]
[tea.en]
subject = "{{ orders }}: certificate of origin"
text = "Attached is the certificate of origin for {{ named }}."
"""


def over(text: str) -> Library:
    return laid_over(library(), text, "patterns.toml")


def test_other_words_take_the_place_of_those_of_duecourse() -> None:
    found = write([about()], PEOPLE["en"], patterns=over(CALENDAR))
    assert found is not None
    assert "Here is your calendar for SC-2618 (225 L rain barrel): delivery on 19 February." in found.said.text
    assert found.gloss is not None
    assert "生产排期" in found.gloss.text


def test_a_pattern_of_ones_own_is_tried_first() -> None:
    own = about(kind="certificate_of_origin", topic=None, rule="R25")
    found = write([own], PEOPLE["en"], patterns=over(TEA))
    assert found is not None
    assert (found.pattern, found.gloss) == ("tea", None)
    general = write([own], PEOPLE["en"])
    assert general is not None
    assert general.pattern == "useful_any"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[calendar.en]\ntext = 'by {{ payby }}'", "There is no fact 'payby'; did you mean 'pay_by'"),
        ("[calendar.en]\ntext = 'pay by 7 December'", "'7' stands in the words"),
        ("[calendar.en]\ntext = 'pay on Friday'", "'Friday' stands in the words"),
        ("[calendar.en]\ntext = '请在周五前'", "'周五' stands in the words"),
        ("[calendar.en]\ntext = 'only $ today'", "'$' stands in the words"),
        ("[calendar.en]\ntext = '{{ order'", "The text cannot be read"),
        ("[calendar.en]\ntext = '{% for a in order %}x{% endfor %}'", "unexpected tag 'for'"),
        ("[calendar.en]\ntext = '{{ order | upcase }}'", "unknown filter"),
        ("[calendar.en]\nsubject = 'x'", "There is no text"),
        ("[calendar.en]\ntext = 3", "does not belong here"),
        ("[calendar.xx]\ntext = 'x'", "There is no key or language 'xx'"),
        ("[mine.en]\ntext = 'x'", "needs to say what it is for"),
        ("[mine]\ndoes = 'useful'", "needs English words"),
        ("[calendar.en]\ntext = '" + "x" * 5000 + "'", "5000 characters"),
        ("mine = 3", "'mine' is no pattern"),
        ("[mine]\ndoes = 'useful'\nabout = 'calendar'\n[mine.en]\ntext = 'x'", "'about' is no list of words"),
        ("[mine]\ndoes = 'useful'\nabout = [['x']]\n[mine.en]\ntext = 'x'", "'about' is no list of words"),
        (
            "[mine]\ndoes = 'useful'\nwhen = ['frist']\n[mine.en]\ntext = 'x'",
            "There is no flag 'frist'; did you mean 'first'",
        ),
        ("[mine]\ndoes = 'wait'\n[mine.en]\ntext = 'x'", "needs to say what it is for"),
        ("[calendar]\ndoes = 'ask'", "'does' of a pattern of duecourse cannot be changed"),
        ("[calendar.en]\ntext = ''", "The text is empty"),
        ('[calendar.en]\ntext = "a\\u001bb"', "characters that cannot be seen"),
        ('[calendar.en]\ntext = "\\ue000pay_by\\ue001"', "characters that cannot be seen"),
    ],
)
def test_faults_are_named_with_their_place(text: str, says: str) -> None:
    with pytest.raises(ManyErrors) as caught:
        over(text)
    assert says in str(caught.value)
    assert "patterns.toml, [" in str(caught.value)


def test_all_faults_come_at_once() -> None:
    with pytest.raises(ManyErrors) as caught:
        over("[calendar.en]\ntext = '{{ payby }} 7'\n[artwork.en]\ntext = '{{ x'")
    assert len(caught.value.faults) == 3


def test_what_is_no_toml_says_so() -> None:
    with pytest.raises(DuecourseError, match=r"no TOML.*patterns\.toml"):
        over("[calendar.en")


def test_what_grows_without_end_is_stopped() -> None:
    with pytest.raises(ManyErrors):
        over("[calendar.en]\ntext = '" + "{% if order %}" * 40 + "x" + "{% endif %}" * 40 + "'")
