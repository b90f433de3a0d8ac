"""Words of the rooms and their Chinese, without tools of the system: `python tests/web/catalogue.py` writes both files.

Each room has its own `locale/zh_Hans/LC_MESSAGES/django.po`; the words are found in its Python files and templates.
Run as a program it adds what is new to each catalogue (without a translation), drops what is gone, and compiles.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[2] / "src" / "duecourse" / "web"
LANGUAGE = "zh_Hans"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Key = tuple[str, str]
"""Context (empty for none) and the words; of a plural, its singular."""


def rooms() -> list[Path]:
    """Folders of the web that show words."""
    return sorted(p for p in WEB.iterdir() if (p / "__init__.py").exists() and found(p))


def po(room: Path) -> Path:
    """The catalogue of a room."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def empty() -> Catalog:
    """A catalogue with a heading that says nothing of who wrote it when, so that it changes with its words alone."""
    return Catalog(locale=LANGUAGE, charset="utf-8", fuzzy=False)


def heading(catalogue: Catalog) -> bytes:
    """The first entry, as gettext wants it."""
    told = (
        f"Language: {LANGUAGE}",
        "Content-Type: text/plain; charset=utf-8",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in told), "", ""]).encode()


def found(room: Path) -> Catalog:
    """All words that a room shows."""
    catalogue = empty()
    for path in files(room):
        for _line, said, _comments, context in words(path):
            catalogue.add(said, context=context, flags=flags(said))
    return catalogue


def files(room: Path) -> Iterator[Path]:
    """Python files and templates, in order."""
    yield from sorted(p for p in room.rglob("*.py") if "locale" not in p.parts)
    yield from sorted(p for p in (room / "templates").rglob("*") if p.suffix in {".html", ".txt"})


def words(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """What one file says: line, words (singular and plural), comments, context."""
    text = path.read_text(encoding="utf-8")
    source = text if path.suffix == ".py" else templatize(text, origin=str(path))
    yield from extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)


def flags(said: str | tuple[str, ...]) -> set[str]:
    """Words with named places need the same places in every language."""
    return {"python-format"} if "%(" in "".join([said] if isinstance(said, str) else said) else set()


def key(message) -> Key:
    """How a message is known in a catalogue."""
    context = message.context or ""
    context = context.decode() if isinstance(context, bytes) else context  # as compiled files are read
    return context, message.id if isinstance(message.id, str) else message.id[0]


def told(message) -> list[str]:
    """The Chinese of a message; several for a plural, empty strings where there is none."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def keys(catalogue: Catalog) -> set[Key]:
    """All messages of a catalogue but its heading."""
    return {key(m) for m in catalogue if m.id}


def read(room: Path) -> Catalog:
    """The catalogue as it is kept; an empty one if there is none."""
    if not po(room).exists():
        return empty()
    with po(room).open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def faults(room: Path) -> Iterator[str]:
    """What is wrong with the Chinese of a room, each with what to do."""
    needed, kept = found(room), read(room)
    for context, said in sorted(keys(needed) - keys(kept)):
        yield f"lacks {said!r}{f' ({context})' if context else ''}; run tests/web/catalogue.py and fill it in"
    for context, said in sorted(keys(kept) - keys(needed)):
        yield f"keeps {said!r}{f' ({context})' if context else ''}, which nobody says any more; run tests/web/catalogue.py"
    for message in kept:
        yield from untrue(message)
    yield from stale(room, kept)


def untrue(message) -> Iterator[str]:
    """What is wrong with one translation."""
    if not message.id:
        return
    if not all(told(message)):
        yield f"has no Chinese for {key(message)[1]!r}; fill it in"
    if message.fuzzy:
        yield f"guesses the Chinese of {key(message)[1]!r}; check it and take the mark away"
    for error in message.check():
        yield f"{key(message)[1]!r}: {error}"


def stale(room: Path, kept: Catalog) -> Iterator[str]:
    """Whether the compiled file says the same as the written one."""
    compiled = po(room).with_suffix(".mo")
    if not compiled.exists():
        yield "has no compiled catalogue; run tests/web/catalogue.py"
        return
    with compiled.open("rb") as stream:
        there = {key(m): told(m) for m in read_mo(stream) if m.id}
    if there != {key(m): told(m) for m in kept if m.id and all(told(m)) and not m.fuzzy}:
        yield "was changed since it was compiled; run tests/web/catalogue.py"


def undated(catalogue: Catalog) -> Catalog:
    """The same words always compile to the same bytes."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    return catalogue


def update(room: Path) -> None:
    """Adds new words, drops old ones, compiles."""
    catalogue, kept = found(room), {key(m): m.string for m in read(room) if m.id and not m.fuzzy}
    for message in catalogue:
        if message.id and key(message) in kept:
            message.string = kept[key(message)]
    po(room).parent.mkdir(parents=True, exist_ok=True)
    with po(room).open("wb") as stream:
        stream.write(heading(catalogue))
        write_po(stream, catalogue, width=120, sort_output=True, no_location=True, omit_header=True)
    with po(room).with_suffix(".mo").open("wb") as stream:
        write_mo(stream, undated(read(room)))


if __name__ == "__main__":
    for one in [WEB / name for name in sys.argv[1:]] or rooms():
        update(one)
        print(one.name, *faults(one), sep="\n  ")
