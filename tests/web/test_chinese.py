"""Every word of every room has its Chinese, in the room's own list, and the compiled list is the written one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import duecourse.web

WEB = Path(duecourse.web.__file__).parent
ROOMS = sorted(p.parents[1] for p in WEB.glob("*/templates/*") if p.is_dir() or p.suffix == ".html")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}


def _said(room: Path) -> Iterator[tuple[str, str, str]]:
    """File, context and English of every text of a room."""
    for file in sorted([*room.rglob("*.py"), *room.rglob("*.html")]):
        source = file.read_text(encoding="utf-8")
        python = file.suffix == ".py"
        code = source if python else templatize(source)
        for _, message, _, context in extract(
            "python" if python else "javascript", io.BytesIO(code.encode()), KEYWORDS
        ):  # type: ignore[arg-type]
            yield file.name, context or "", message[0] if isinstance(message, tuple) else message


def _text(context: str | bytes) -> str:
    return context.decode() if isinstance(context, bytes) else context


def _chinese(file: Path, read: Any) -> dict[tuple[str, str], str]:
    with file.open("rb") as stream:
        catalog = read(stream)
    texts = ((_text(m.context or ""), m.id, m.string) for m in catalog if m.id)
    first = (
        (c, i[0] if isinstance(i, tuple | list) else i, s[0] if isinstance(s, tuple | list) else s) for c, i, s in texts
    )
    return {(context, english): chinese for context, english, chinese in first}


@pytest.mark.parametrize("room", sorted(set(ROOMS)), ids=lambda p: p.name)
def test_every_word_has_its_chinese(room: Path) -> None:
    folder = room / "locale" / "zh_Hans" / "LC_MESSAGES"
    written = _chinese(folder / "django.po", read_po)
    said = list(_said(room))
    missing = [f"{file}: {context}|{english}" for file, context, english in said if not written.get((context, english))]
    assert said and missing == [], f"Write these into {room.name}'s django.po and compile it."
    idle = sorted(set(written) - {(context, english) for _, context, english in said})
    assert idle == [], f"Nobody says these any more; take them out of {room.name}'s django.po."
    assert _chinese(folder / "django.mo", read_mo) == written, f"Compile {room.name}'s django.po with pybabel compile."
