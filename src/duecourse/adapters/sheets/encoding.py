"""Which letters the bytes of a text file stand for: UTF-8 and UTF-16 by their form, older encodings by what comes out.

An encoding of before Unicode reads nearly any bytes, so the one is taken in which the text looks everyday: frequent
Chinese or Japanese characters, Cyrillic words, or Western words with the accents of one language.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from duecourse.errors import DuecourseError

LINE_MAX: Final = 1_000_000
"""Characters of one line."""

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 100_000
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EVERYDAY: Final = 0.8
"""Share of the letters beyond ASCII that must look everyday."""

_PAIR: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]{2}(?=[A-Za-z])")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_WEST: Final = ("äöüßÄÖÜé", "éèêëàâîïôûùçœæÉÈÊÀÇÔ", "áéíóúñüÁÉÍÓÚÑ", "ãõáâàéêíóôúçÃÕÇÁÉÓÚ", "àèéìòùÀÈÉ", "åäöøæéÅÄÖØÆ")
_CENTRAL: Final = (
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "áäčďéíĺľňóôŕšťúýžÁČĎÉÍĽŇÓŠŤÚÝŽ",
    "áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "ăâîşţĂÂÎŞŢ", "čćđšžČĆĐŠŽ",
)  # fmt: skip
_TURKISH: Final = ("çğıöşüâîİÇĞÖŞÜ",)


class Encoding(NamedTuple):
    """Name of an encoding as Python knows it, and whether the file begins with a byte order mark."""

    name: str
    byte_order_mark: bool


def recognised(path: Path) -> Encoding:
    """The encoding of a text file, which is read once.

    Raises:
        DuecourseError: If it holds no text, nothing at all, an overlong line, or letters in no known encoding.
    """
    head = _head(path)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, byte_order_mark=True)
    if wide := _unmarked_utf16(head):
        return Encoding(wide, byte_order_mark=False)
    looked = _Looked(path.name)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            looked.at(chunk)
    return Encoding(looked.name(), byte_order_mark=False)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text, delimiters and line ends is zero."""
    pairs = len(head) // 2
    if pairs < 2 or any(n in head for n in (b"\0\0", b"\x89PNG")):
        return None
    first, second = head[0::2].count(0), head[1::2].count(0)
    if second > 0.3 * pairs and not first:
        return "utf-16-le"
    return "utf-16-be" if first > 0.3 * pairs and not second else None


class _Looked:
    """What a file without a mark shows: is it UTF-8, and if not, lines with letters beyond ASCII."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = True
        self._blank = True
        self._rest = b""
        self._sample: list[bytes] = []
        self._sampled = 0

    def at(self, chunk: bytes) -> None:
        if b"\0" in chunk:
            raise no_text(self._file)
        self._blank = self._blank and not chunk.strip()
        try:
            if self._is_utf8:
                self._utf8.decode(chunk)
        except UnicodeDecodeError:
            self._is_utf8 = False
        lines = self._lines(chunk)
        if len(self._rest) > 4 * LINE_MAX:
            raise overlong(1, self._file)
        self._keep(lines)

    def _lines(self, chunk: bytes) -> list[bytes]:
        """The lines that end here; none of them if all are ASCII, which tells nothing."""
        if self._sampled >= _SAMPLE:
            self._rest = b""
            return []
        if chunk.isascii() and self._rest.isascii():
            end = max(chunk.rfind(b"\r"), chunk.rfind(b"\n")) + 1
            self._rest = chunk[end:] if end else self._rest + chunk
            return []
        *lines, self._rest = re.split(rb"[\r\n]", self._rest + chunk)
        return lines

    def _keep(self, lines: list[bytes]) -> None:
        for line in lines:
            if not line.isascii() and self._sampled < _SAMPLE:
                self._sample.append(line)
                self._sampled += len(line)

    def name(self) -> str:
        if self._blank:
            raise empty(self._file)
        if self._is_utf8 and self._ends_whole():
            return "utf-8"
        self._keep([self._rest])
        return _older(b"\n".join(self._sample), self._file)

    def _ends_whole(self) -> bool:
        try:
            self._utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True


def _older(sample: bytes, file: str) -> str:
    """The encoding of before Unicode in which the text looks most everyday."""
    text = sample.decode("utf-8", errors="replace")
    broken, sound = text.count("\ufffd"), sum(not c.isascii() for c in text)
    if sound > 5 * broken:
        raise DuecourseError(
            "The letters of the file are in UTF-8, but for some that are not",
            where=file,
            fix="Save it anew as 'CSV UTF-8' or as .xlsx and run again.",
        )
    scores = _single_bytes(sample) if _is_western(sample) else _others(sample)
    name, score = max(scores, key=lambda s: s[1])
    if score < _EVERYDAY:
        raise DuecourseError(
            "The letters of the file are in no encoding that could be recognised",
            where=file,
            fix="Save it as 'CSV UTF-8' or as .xlsx and run again.",
        )
    return name


def _is_western(sample: bytes) -> bool:
    """Accents stand alone among letters of ASCII, or in pairs as in 'opção'; other scripts have longer runs."""
    runs = [len(r) for r in _HIGH.findall(sample)]
    pairs = len(_PAIR.findall(sample))
    return sum(r for r in runs if r <= 1) + 2 * pairs > 0.6 * sum(runs)


def _others(sample: bytes) -> Iterator[tuple[str, float]]:
    yield "gb18030", _frequent(sample, "gb18030", "gb2312", _gb_frequent)
    yield "big5", _frequent(sample, "big5", "big5", lambda lead: 0xA1 <= lead <= 0xC6)
    yield "cp932", _japanese(sample)
    yield "cp1251", _cyrillic(sample)
    yield from _single_bytes(sample)


def _gb_frequent(lead: int) -> bool:
    return 0xA1 <= lead <= 0xA3 or 0xB0 <= lead <= 0xD7


def _frequent(sample: bytes, name: str, core: str, frequent: Callable[[int], bool]) -> float:
    """Share of letters beyond ASCII that lie in the rows of frequent characters of a two-byte encoding."""
    foreign = "".join(c for c in sample.decode(name, errors="replace") if not c.isascii())
    leads = foreign.encode(core, errors="ignore")[::2]
    return sum(frequent(lead) for lead in leads) / max(len(foreign), 1)


def _japanese(sample: bytes) -> float:
    """Kana, and kanji of the first level, in Shift-JIS."""
    foreign = [c for c in sample.decode("cp932", errors="replace") if not c.isascii()]
    raw = [c.encode("cp932", errors="ignore") for c in foreign if not "\uff61" <= c <= "\uff9f"]
    return sum(len(r) == 2 and (0x81 <= r[0] <= 0x83 or 0x88 <= r[0] <= 0x97) for r in raw) / max(len(foreign), 1)


def _cyrillic(sample: bytes) -> float:
    """Share of Cyrillic letters; capitals within words, as wrong readings have, count against it."""
    text = sample.decode("cp1251", errors="replace")
    foreign = sum(not c.isascii() for c in text)
    letters = len(re.findall(r"[А-Яа-яЁёІіЇїЄєҐґЎў№«»—–]", text))
    wrong = len(re.findall(r"[а-яёіїє][А-ЯЁІЇЄ]", text))
    return (letters - 2 * wrong) / max(foreign, 1)


def _single_bytes(sample: bytes) -> list[tuple[str, float]]:
    """Western first: the same bytes are letters of Central Europe or Turkey only where those fit clearly better."""
    west = _accents(sample, "cp1252", _WEST)
    mixed = 0.9 * _accents(sample, "cp1252", ("".join(_WEST),))
    distinct = len(set(b"".join(_HIGH.findall(sample))))
    sure = 0.05 if west < 0.7 and distinct >= 4 else -0.1
    others = [("cp1250", _accents(sample, "cp1250", _CENTRAL)), ("cp1254", _accents(sample, "cp1254", _TURKISH))]
    return [("cp1252", max(west, mixed)), *((name, score + sure) for name, score in others)]


def _accents(sample: bytes, name: str, alphabets: tuple[str, ...]) -> float:
    """Share of letters that the best alphabet has; a sign within a word, such as the ³ of Wroc³aw, is wrong."""
    text = sample.decode(name, errors="replace")
    inner = re.findall(r"(?<=[A-Za-z])[^\w\s\x00-\x7f’‘´](?=[A-Za-z])|[²³¹¼½¾](?=[A-Za-z])", text)
    letters = [c for c in text if not c.isascii() and (c.isalpha() or c == "\ufffd") and c not in "ªºµ"]
    known = max(sum(c in alphabet for c in letters) for alphabet in alphabets)
    total = len(letters) + len(inner)
    return known / total if total else 1.0


def no_text(file: str) -> DuecourseError:
    """A file named as text that holds something else."""
    return DuecourseError(
        f"The file is named {Path(file).suffix or file}, but it holds no text",
        where=file,
        fix="Save the list as .xlsx or .csv and run again.",
    )


def overlong(number: int, file: str) -> DuecourseError:
    """A line has more than `LINE_MAX` characters."""
    return DuecourseError(
        f"Line {number} has more than {LINE_MAX} characters",
        where=file,
        fix="Export the list anew, one row on each line, or save it as .xlsx.",
    )


def empty(file: str) -> DuecourseError:
    """A file that holds nothing but white space."""
    return DuecourseError("The file is empty", where=file, fix="Fill it in and run again.")
