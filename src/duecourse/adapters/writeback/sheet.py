"""Our columns in a worksheet part: new at the right, or the ones of an earlier run brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from duecourse.adapters.writeback import styles
from duecourse.adapters.writeback.cells import Cell, Grid, New, Row
from duecourse.adapters.writeback.layout import COLUMNS_MAX, grown, merged, widths
from duecourse.adapters.writeback.model import (
    FIELDS,
    LETTERS,
    MARK,
    OURS,
    Answers,
    Band,
    Target,
    first_heading,
    places,
)
from duecourse.adapters.writeback.xmlpart import Part, Splice, letters
from duecourse.errors import DuecourseError

_LOOKS: Final[Mapping[str, str]] = {"because": styles.WIDE, **dict.fromkeys(LETTERS, styles.LETTER)}
_CELLS_OF_A_ROW_OF_OURS = 2
"""A row without an answer is one of ours if so many of our cells are filled; a single one may be a person's remark."""


@dataclass(frozen=True, slots=True)
class Job:
    """One worksheet to write.

    Args:
        target: Where the table stands.
        band: Our headings.
        answers: What to write.
        formats: Number of each of our cell formats; empty if the workbook takes none.
        columns: Field to column from 0.
    """

    target: Target
    band: Band
    answers: Answers
    formats: Mapping[str, int]
    columns: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", places(self.target))

    @property
    def again(self) -> bool:
        """Whether an earlier run wrote here."""
        return bool(self.target.ours)


def written(part: Part, job: Job) -> tuple[bytes, bool]:
    """The worksheet with our columns, and whether it uses our cell formats.

    Raises:
        DuecourseError: If the columns are not free, or beyond what a sheet can have.
    """
    grid, columns = Grid(part), job.columns
    if max(columns.values()) >= COLUMNS_MAX:
        fix = "Take out columns that are empty."
        what = f"The sheet has no room for {len(columns)} more columns"
        raise DuecourseError(what, where=job.target.sheet, fix=fix)
    wanted = _answers(grid, job)
    if not job.again:
        _check_merged(part, job)
        wanted |= _headings(grid, part, job)
    splices = list(_splices(grid, job, wanted))
    if not splices:
        return part.data, False
    if not job.again:
        splices += widths(part, columns)
    touched = [n for n, cells in wanted.items() if any(new.text or new.drawn for new in cells.values())]
    splices += grown(part, max(columns.values()), (min(touched), max(touched))) if touched else []
    return part.spliced(_held(grid, splices)), grid.formatted


def _held(grid: Grid, splices: list[Splice]) -> list[Splice]:
    """`<sheetData/>` becomes `<sheetData>…</sheetData>`."""
    if not grid.tag.empty:
        return splices
    name, at = grid.part.prefix + b"sheetData", grid.tag.inner
    rows = b"".join(new for start, _, new in splices if start == at)
    rest = [s for s in splices if s[0] != at]
    return [*rest, (grid.tag.start, at, b"<" + name + b">" + rows + b"</" + name + b">")]


def _splices(grid: Grid, job: Job, wanted: dict[int, dict[int, New]]) -> Iterator[Splice]:
    """Changes of all rows that are there, then the rows that are not."""
    left = dict(wanted)
    first = min(job.columns.values())
    for row in grid.rows:
        new = left.pop(row.number, None)
        if new is None and job.again:
            continue
        cells, last = grid.cells(row, first)
        if not job.again:
            _check_free(grid, row, cells, job)
        if new is not None:
            yield from grid.changes(row, cells, last, new)
    for number, new in sorted(left.items()):
        yield from grid.inserted(number, new)


def _answers(grid: Grid, job: Job) -> dict[int, dict[int, New]]:
    """Row to column to what our cells of that row shall hold."""
    columns = {name: c for name, c in job.columns.items() if name in OURS}
    made: dict[tuple[str, str], New] = {}
    wanted = {
        n: {c: _text(job, name, texts.get(name, ""), made) for name, c in columns.items()}
        for n, texts in job.answers.items()
    }
    if job.again:
        empty = dict.fromkeys(columns.values(), New("", keep=True))
        wanted |= {n: empty for n in _stale(grid, job, set(columns.values())) if n not in wanted}
    return {n: cells for n, cells in wanted.items() if cells}


def _stale(grid: Grid, job: Job, columns: set[int]) -> Iterator[int]:
    """Rows below the heading that have an answer of an earlier run."""
    for row in grid.rows:
        if row.number > job.target.header_row and row.number not in job.answers:
            cells, _ = grid.cells(row, min(columns, default=COLUMNS_MAX))
            if sum(grid.holds(c) for c in cells if c.column in columns) >= min(_CELLS_OF_A_ROW_OF_OURS, len(columns)):
                yield row.number


def _text(job: Job, name: str, text: str, made: dict[tuple[str, str], New]) -> New:
    """A cell of ours; most are alike, so that each is made once."""
    new = made.get((name, text))
    if new is None:
        style = job.formats.get(_LOOKS.get(name, styles.TEXT))
        new = made[name, text] = New(text, style, keep=job.again)
    return new


def _headings(grid: Grid, part: Part, job: Job) -> dict[int, dict[int, New]]:
    """Our headings, and above them the mark if that row is free there."""
    columns, row = job.columns, job.target.header_row
    looks = {name: job.formats.get(styles.HEAD_OURS if name in OURS else styles.HEAD_THEIRS) for name in FIELDS}
    heads = {c: New(job.band.headers[name], looks[name]) for name, c in columns.items()}
    if _free_above(grid, part, row - 1, set(columns.values())):
        ground = job.formats.get(styles.MARK_FORMAT)
        marks = {c: New("", ground, drawn=ground is not None) for c in columns.values()}
        return {row: heads, row - 1: marks | {min(marks): New(MARK, ground)}}
    first = min(heads)
    return {row: heads | {first: New(first_heading(heads[first].text), heads[first].style)}}


def _free_above(grid: Grid, part: Part, number: int, columns: set[int]) -> bool:
    """Whether nothing stands in those cells of the row above the heading, and no merged area covers them."""
    if number < 1 or any(_covers(area, number, columns) for area in merged(part)):
        return False
    rows = (grid.cells(row, min(columns))[0] for row in grid.rows if row.number == number)
    return not any(grid.holds(c) for cells in rows for c in cells if c.column in columns)


def _covers(area: tuple[int, int, int, int], row: int, columns: Iterable[int]) -> bool:
    left, top, right, bottom = area
    return top <= row <= bottom and any(left <= c <= right for c in columns)


def _check_merged(part: Part, job: Job) -> None:
    columns = set(job.columns.values())
    rows = {job.target.header_row, *job.answers}
    for left, top, right, bottom in merged(part):
        hit = [c for c in columns if left <= c <= right]
        if hit and any(n in rows for n in range(top, min(bottom, top + 100_000) + 1)):
            raise _taken(job, min(hit), top)


def _check_free(grid: Grid, row: Row, cells: list[Cell], job: Job) -> None:
    for cell in cells:
        if cell.column in job.columns.values() and row.number >= job.target.header_row and grid.holds(cell):
            raise _taken(job, cell.column, row.number)


def _taken(job: Job, column: int, row: int) -> DuecourseError:
    what = f"Column {letters(column)} is not free for our columns: there is something in row {row}"
    fix = "Keep the columns at the right of the table empty, or delete our earlier columns wholly."
    return DuecourseError(what, where=f"sheet '{job.target.sheet}'", fix=fix)
