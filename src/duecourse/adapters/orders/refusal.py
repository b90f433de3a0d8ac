"""A cell that could not be read: where it is, what it holds, what was expected, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

SHOWN_MAX: Final = 80
"""Characters of a cell that a message repeats."""

MEND: Final = "Correct the cell and run again; the other rows were kept."


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell for which its row was left out; a row may have several.

    Args:
        file: Name of the file, without its folder.
        sheet: Name of the sheet; empty for a csv file.
        row: Spreadsheet row, from 1 (in a csv file the record: what a spreadsheet shows as the row).
        column: Header as the file spells it, or the template's where the file has no such column.
        holds: Text of the cell; empty for a blank one.
        expected: What would have been right, in words.
        fix: The next step, as an instruction.
    """

    file: str
    sheet: str
    row: int
    column: str
    holds: str
    expected: str
    fix: str = MEND

    @property
    def why(self) -> str:
        """What is wrong, without the place."""
        return f"Column '{self.column}' holds {_shown(self.holds)}, but {self.expected} was expected"

    def line(self) -> str:
        """One sentence with the place, then the next step."""
        sheet = f", sheet '{self.sheet}'" if self.sheet else ""
        return f"{self.why} ({self.file}{sheet}, row {self.row}). {self.fix}"

    def as_dict(self) -> dict[str, str | int]:
        """All parts by name, and `why`; for JSON."""
        return {**asdict(self), "why": self.why}


def _shown(text: str) -> str:
    if not text:
        return "nothing"
    short = text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX] + "…"
    return f"'{short}'"
