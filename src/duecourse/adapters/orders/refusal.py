"""A cell that could not be read: where it is, what it holds, what was expected, what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from duecourse.adapters.orders.messages import Said, said, say

SHOWN_MAX: Final = 80
"""Characters of a cell that a message repeats."""

MEND: Final = said("mend")


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
    def why(self) -> Said:
        """What is wrong, without the place."""
        return said("refused", column=self.column, holds=_shown(self.holds), expected=self.expected)

    def line(self, language: str = "en") -> str:
        """One sentence with the place, then the next step; in "en" or "zh"."""
        sheet = said("sheet", sheet=self.sheet) if self.sheet else ""
        line = said("refused_at", why=self.why, file=self.file, sheet=sheet, row=self.row, fix=self.fix)
        return say(line, language)

    def as_dict(self) -> dict[str, str | int]:
        """All parts by name, and `why`; for JSON, in English."""
        parts = {**asdict(self), "why": self.why}
        return {name: str(v) if isinstance(v, Said) else v for name, v in parts.items()}


def _shown(text: str) -> Said:
    if not text:
        return said("nothing")
    return said("quoted", text=text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX] + "…")
