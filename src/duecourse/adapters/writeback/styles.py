"""A few cell formats at the end of a workbook's own; those that are there stay and keep their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from duecourse.adapters.writeback.xmlpart import Part, Splice, Tag, attribute, with_attribute

_FORMATS_MAX: Final = 64_000
"""Excel refuses files with more than 65,490 cell formats."""
_MOSS, _MOSS_SOFT, _MOSS_LINE = "FF2F6A4A", "FFE6F0E6", "FFBBD3BF"
_INK, _SUNK, _LINE = "FF575146", "FFF4EFE6", "FFD3C8B6"

MARK_FORMAT: Final = "mark"
HEAD_OURS: Final = "head_ours"
HEAD_THEIRS: Final = "head_theirs"
TEXT: Final = "text"
WIDE: Final = "wide"
LETTER: Final = "letter"

_HEADS: Final = {
    MARK_FORMAT: (_MOSS, _MOSS_SOFT, None),
    HEAD_OURS: (_MOSS, _MOSS_SOFT, _MOSS_LINE),
    HEAD_THEIRS: (_INK, _SUNK, _LINE),
}
# `quotePrefix`: what a person edits in one of these cells stays text and is never calculated. All begin at the top:
# where a row is lower than its text, the first line is seen and not the last. A message is not wrapped, or each row
# would be as high as a letter; `fill` cuts it at its column, or it would run over the empty cells that people fill in.
_BODIES: Final = {
    TEXT: ' applyAlignment="1"><alignment vertical="top"/></xf>',
    WIDE: ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>',
    LETTER: ' applyAlignment="1"><alignment horizontal="fill" vertical="top"/></xf>',
}


class _Collection:
    """One list of formats, with what is added to it."""

    def __init__(self, part: Part, name: str, child: str) -> None:
        tag = part.find(name)
        self.part, self.name, self.tag = part, name, tag
        self.children = [] if tag is None else _children(part, name, child, tag)
        self.had = len(self.children)

    def place(self, xml: str) -> int:
        """Number of the entry that reads so; added if there is none."""
        raw = _prefixed(xml, self.part.prefix)
        if raw not in self.children:
            self.children.append(raw)
        return self.children.index(raw)

    def splices(self) -> list[Splice]:
        new = b"".join(self.children[self.had :])
        if self.tag is None or not new:
            return []
        counted = with_attribute(self.tag.attributes, "count", str(len(self.children)))
        name = self.part.prefix + self.name.encode()
        opener = b"<" + name + counted + b">"
        if self.tag.empty:
            return [(self.tag.start, self.tag.inner, opener + new + b"</" + name + b">")]
        end = self.part.inner_end(self.name, self.tag)
        return [(self.tag.start, self.tag.inner, opener), (end, end, new)]


def with_formats(part: Part) -> tuple[bytes, Mapping[str, int]]:
    """The styles part with our formats, and the number of each.

    An entry that reads like one of ours is used again. No numbers come back if the workbook has no lists to add to, or
    is full: cells then have no format of ours.
    """
    lists = {
        n: _Collection(part, n, c)
        for n, c in (("fonts", "font"), ("fills", "fill"), ("borders", "border"), ("cellXfs", "xf"))
    }
    if any(x.tag is None for x in lists.values()) or lists["cellXfs"].had > _FORMATS_MAX:
        return part.data, {}
    base = "" if part.find("cellStyleXfs") is None else 'xfId="0" '
    numbers = {name: _head(lists, base, *look) for name, look in _HEADS.items()}
    for name, rest in _BODIES.items():
        plain = f'numFmtId="0" fontId="0" fillId="0" borderId="0" {base}quotePrefix="1"'
        numbers[name] = lists["cellXfs"].place(f"<xf {plain}{rest}")
    return part.spliced([s for x in lists.values() for s in x.splices()]), numbers


def _head(lists: dict[str, _Collection], base: str, ink: str, ground: str, line: str | None) -> int:
    """A heading: bold on a quiet ground, in the letters that the workbook has."""
    font = lists["fonts"].place(f'<font><b/>{_size(lists["fonts"])}<color rgb="{ink}"/>{_face(lists["fonts"])}</font>')
    solid = f'<patternFill patternType="solid"><fgColor rgb="{ground}"/><bgColor indexed="64"/></patternFill>'
    fill = lists["fills"].place(f"<fill>{solid}</fill>")
    edge = f'<bottom style="thin"><color rgb="{line}"/></bottom>' if line else "<bottom/>"
    border = lists["borders"].place(f"<border><left/><right/><top/>{edge}<diagonal/></border>")
    applied = 'applyFont="1" applyFill="1" applyBorder="1"'
    return lists["cellXfs"].place(
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" {base}{applied}/>'
    )


def _size(fonts: _Collection) -> str:
    return _of_first(fonts, ("sz",))


def _face(fonts: _Collection) -> str:
    return _of_first(fonts, ("name", "family", "charset", "scheme"))


def _of_first(fonts: _Collection, names: tuple[str, ...]) -> str:
    """Those properties of the workbook's own first font, without prefix."""
    tag = fonts.part.find("font", fonts.tag.inner) if fonts.tag else None
    if tag is None or not fonts.had:
        return ""
    end = fonts.part.end("font", tag)
    found = {n: fonts.part.find(n, tag.inner, end) for n in names}
    values = {n: attribute(t.attributes, "val") for n, t in found.items() if t}
    return "".join(f'<{n} val="{v}"/>' for n, v in values.items() if v is not None)


def _children(part: Part, name: str, child: str, tag: Tag) -> list[bytes]:
    end = part.inner_end(name, tag)
    return [part.data[t.start : part.end(child, t)] for t in part.all(child, tag.inner, end)]


def _prefixed(xml: str, prefix: bytes) -> bytes:
    raw = xml.encode()
    return raw.replace(b"</", b"\0").replace(b"<", b"<" + prefix).replace(b"\0", b"</" + prefix)
