"""Every word that a room shows has its Chinese, in the room's own catalogue."""

from __future__ import annotations

from pathlib import Path

import catalogue
import pytest
from babel.messages.catalog import Catalog


@pytest.mark.parametrize("room", catalogue.rooms(), ids=lambda p: p.name)
def test_every_word_of_a_room_has_its_chinese(room: Path) -> None:
    assert list(catalogue.faults(room)) == []


def test_the_same_words_are_the_same_chinese_in_all_rooms() -> None:
    """Django keeps one of them and shows it everywhere."""
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    for room in catalogue.rooms():
        for message in catalogue.read(room):
            if message.id and all(catalogue.told(message)):
                said.setdefault(catalogue.key(message), {})[room.name] = catalogue.told(message)
    differing = {k: v for k, v in said.items() if len({tuple(t) for t in v.values()}) > 1}
    assert differing == {}, "Agree on one, or give each its context (pgettext)."


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A small room that says three things."""
    (tmp_path / "templates" / "small").mkdir(parents=True)
    (tmp_path / "views.py").write_text(
        'said = gettext("Good day")\nlight = pgettext("theme", "Day")\n', encoding="utf-8"
    )
    page = "{% load i18n %}{% blocktrans count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}"
    (tmp_path / "templates" / "small" / "page.html").write_text(page, encoding="utf-8")
    return tmp_path


def filled(room: Path, **changes: str) -> None:
    catalogue.update(room)
    text = catalogue.po(room).read_text(encoding="utf-8")
    for said, chinese in {"Good day": "您好", "Day": "日间", **changes}.items():
        text = text.replace(f'msgid "{said}"\nmsgstr ""', f'msgid "{said}"\nmsgstr "{chinese}"')
    days = changes.get("days", "%(n)s 天")
    catalogue.po(room).write_text(text.replace('msgstr[0] ""', f'msgstr[0] "{days}"'), encoding="utf-8")
    catalogue.update(room)


def test_words_are_found_in_code_and_templates_with_context_and_plural(room: Path) -> None:
    assert catalogue.keys(catalogue.found(room)) == {("", "Good day"), ("theme", "Day"), ("", "%(n)s day")}


def test_a_full_catalogue_has_no_fault(room: Path) -> None:
    filled(room)
    assert list(catalogue.faults(room)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "您好"', 'msgstr ""', "has no Chinese for 'Good day'"),
        ('msgid "Good day"', 'msgid "Good night"', "which nobody says any more"),
        ('msgid "Good day"', 'msgid "Good night"', "lacks 'Good day'"),
        ('msgid "Good day"', '#, fuzzy\nmsgid "Good day"', "guesses the Chinese"),
        ("%(n)s 天", "%(m)s 天", "%(n)s day"),
        ("您好", "早上好", "since it was compiled"),
    ],
)
def test_what_is_wrong_is_said(room: Path, old: str, new: str, fault: str) -> None:
    filled(room)
    text = catalogue.po(room).read_text(encoding="utf-8")
    assert old in text
    catalogue.po(room).write_text(text.replace(old, new), encoding="utf-8")
    assert any(fault in told for told in catalogue.faults(room)), list(catalogue.faults(room))


def test_a_room_without_a_compiled_catalogue_is_told(room: Path) -> None:
    filled(room)
    catalogue.po(room).with_suffix(".mo").unlink()
    assert any("no compiled catalogue" in told for told in catalogue.faults(room))


def test_updating_keeps_what_was_translated(room: Path) -> None:
    filled(room)
    (room / "views.py").write_text('said = gettext("Good day")\nmore = gettext("Good night")\n', encoding="utf-8")
    catalogue.update(room)
    kept: Catalog = catalogue.read(room)
    assert kept["Good day"].string == "您好"
    assert [f for f in catalogue.faults(room) if "Good night" in f] != []
    assert ("theme", "Day") not in catalogue.keys(kept)
