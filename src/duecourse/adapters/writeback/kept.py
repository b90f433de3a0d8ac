"""What a person wrote into the columns that are theirs, read back from a file of an earlier run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from duecourse.adapters.writeback.csvback import Coding, records, split_mark
from duecourse.adapters.writeback.model import THEIRS, CsvShape, ours_in

Entries = Counter[tuple[str, str]]
"""Field and text, with how often."""
_HEADER_ROW_MAX: Final = 1_000


def entries(path: Path, sheet: str, shape: CsvShape | None = None) -> Entries:
    """The person's entries under our headings; none if there are no such headings, or the file cannot be read.

    Args:
        path: A workbook or text file.
        sheet: The sheet to look at.
        shape: How a text file is written.
    """
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return _below(_text_rows(path, shape or CsvShape()))
    return _below(_sheet_rows(path, sheet))


def _below(rows: Iterable[Sequence[object]]) -> Entries:
    """Entries under the first row that has our headings."""
    every = iter(rows)
    above: list[str] = []
    for row in islice(every, _HEADER_ROW_MAX):
        header = [str(value) for value in row]
        columns = [(name, c) for name, c in ours_in(header, above).items() if name in THEIRS]
        if columns:
            found = ((name, str(row[c]).strip()) for row in every for name, c in columns if c < len(row))
            return Counter(entry for entry in found if entry[1])
        above = header
    return Counter()


def _sheet_rows(path: Path, sheet: str) -> Iterable[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            found = sheet in book.sheet_names
            return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) if found else []
    except CalamineError:
        return []


def _text_rows(path: Path, shape: CsvShape) -> Iterator[list[str]]:
    coding = Coding(shape, path.name)
    for record in records(split_mark(path.read_bytes())[1], shape, coding):
        fields = (record.text[start:end] for start, end, _ in record.fields)
        yield [f.strip(shape.quote) if shape.quote else f for f in fields]
