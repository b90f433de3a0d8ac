"""What is written beside a person's table, where, and how an earlier answer is found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_ANSWER: Final = ("list", "verdict", "until", "because", "rule")
DRAFT: Final = ("subject", "text", "gloss")
"""Fields of the message that may go today; empty beside a row that waits."""
LETTERS: Final = ("text", "gloss")
"""Fields that have several lines."""
SO_FAR: Final = "so_far"
"""Field of the log that we keep of our contacts, so that the next run knows more than the last day of contact."""
OURS: Final = (*_ANSWER, *DRAFT, SO_FAR)
"""Fields that each run writes anew."""
THEIRS: Final = ("we_wrote_on", "they_said", "they_promised_on")
"""Fields that only the person fills in; a run gives them a heading and never a value."""
FIELDS: Final = (*_ANSWER, *DRAFT, *THEIRS, SO_FAR)
MARK: Final = "duecourse"
"""Stands in the row above our headings; where that is not free, before the first of them."""
_PREFIX: Final = f"{MARK}: "


@dataclass(frozen=True, slots=True)
class Target:
    """Where the table stands in its file.

    Args:
        sheet: Name of the sheet; not looked at for csv.
        header_row: From 1, the last row of the heading; in a csv file the number of the record, blank lines counted.
        first_free_column: From 0, right of everything that the sheet uses.
        ours: Field to column (from 0), as `ours_in` finds them from an earlier run; empty at first.
    """

    sheet: str
    header_row: int
    first_free_column: int
    ours: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Band:
    """Our headings in one language.

    Args:
        headers: Each of `FIELDS` with its heading.
    """

    headers: Mapping[str, str]

    def __post_init__(self) -> None:
        if set(self.headers) != set(FIELDS):
            raise ValueError(f"a band needs exactly these fields: {', '.join(FIELDS)}")


@dataclass(frozen=True, slots=True)
class CsvShape:
    """How a csv file is written; its lines keep their own mark and endings, whatever is said of them here.

    Args:
        encoding: Python's name for it; for UTF-16 with the byte order (`utf-16-le`).
        bom: Whether a byte order mark comes first.
        delimiter: One character between fields.
        newline: What ends a line.
        quote: Character around fields; empty if the file knows none.
    """

    encoding: str = "utf-8"
    bom: bool = False
    delimiter: str = ","
    newline: str = "\r\n"
    quote: str = '"'


Answers = Mapping[int, Mapping[str, str]]
"""Row number from 1 (csv: number of the record) to field to text."""

BANDS: Final[Mapping[str, Band]] = MappingProxyType(
    {
        language: Band(MappingProxyType(dict(zip(FIELDS, texts, strict=True))))
        for language, texts in {
            "en": (
                *("list", "verdict", "until", "because", "rule", "subject", "text", "gloss"),
                *("we wrote on", "they said", "they promised to pay on", "so far"),
            ),
            "zh": (
                *("列表", "结论", "日期", "理由", "规则", "邮件主题", "邮件正文", "大意"),
                *("我方去信日", "客户回复", "客户承诺付款日", "联系历程"),
            ),
        }.items()
    }
)
"""Our headings by language, as `duecourse today --out` writes them."""


def first_heading(text: str) -> str:
    """The heading of our first column where no row above it can say whose columns these are."""
    return _PREFIX + text


def ours_in(header: Sequence[str], above: Sequence[str] = (), bands: Iterable[Band] = BANDS.values()) -> dict[str, int]:
    """Our columns in a heading row: field to column from 0; empty if there is no mark of ours.

    A person's own columns may have the same headings, so only those from the mark on count.

    Args:
        header: Texts of the last heading row, "" for a blank cell.
        above: Texts of the row above it, if there is one.
        bands: Languages to look for.
    """
    start = _marked(header, above)
    if start is None:
        return {}
    names = {_plain(text): name for band in bands for name, text in band.headers.items()}
    found: dict[str, int] = {}
    for column in range(start, len(header)):
        name = names.get(_plain(header[column]))
        if name:
            found.setdefault(name, column)
    return found


def _marked(header: Sequence[str], above: Sequence[str]) -> int | None:
    marks = [i for i, text in enumerate(header) if text.strip().lower().startswith(_PREFIX.strip())]
    marks += [i for i, text in enumerate(above) if text.strip().lower() == MARK]
    return min(marks, default=None)


def _plain(text: str) -> str:
    return text.strip().lower().removeprefix(_PREFIX.strip()).strip()


def places(target: Target) -> dict[str, int]:
    """Field to column for this run: those of an earlier run, else new ones at the right."""
    return dict(target.ours) or {name: target.first_free_column + i for i, name in enumerate(FIELDS)}


def left_out(target: Target, band: Band) -> list[str]:
    """A note if columns of ours were taken away since: they stay away."""
    gone = [band.headers[name] for name in FIELDS if target.ours and name not in target.ours]
    return [f"Columns that you took out stay out: {', '.join(gone)}."] if gone else []
