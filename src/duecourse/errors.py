"""Errors that say what is wrong, where it is and what to do next; every module may import this one."""

from __future__ import annotations

from collections.abc import Sequence


class DuecourseError(Exception):
    """Something a person can mend.

    Args:
        what: One sentence: what was found and what was expected.
        where: File, row, rule or column; empty when there is only one place it can be.
        fix: The next step, as an instruction.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.fix = what, where, fix

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.what}{place}. {self.fix}".rstrip()


class CurrencyMismatchError(DuecourseError):
    """Two amounts of different currencies were added or compared."""


class ManyErrors(DuecourseError):
    """Several faults found in one pass, so that a person mends all of them at once.

    Args:
        faults: At least one error, in the order of the file.
    """

    def __init__(self, faults: Sequence[DuecourseError]) -> None:
        super().__init__("; ".join(str(f) for f in faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(str(f) for f in self.faults)
