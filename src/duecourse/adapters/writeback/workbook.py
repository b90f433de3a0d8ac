"""Writes into .xlsx and .xlsm: one worksheet and the list of cell formats change, every other part is copied."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from duecourse.adapters.writeback import sheet, styles
from duecourse.adapters.writeback.model import Answers, Band, Target, left_out
from duecourse.adapters.writeback.package import Package, check_sheet_size, opened
from duecourse.adapters.writeback.xmlpart import Part, check


def write(source: Path, out: BinaryIO, target: Target, band: Band, answers: Answers) -> list[str]:
    """The workbook with our columns; notes for the person.

    Raises:
        DuecourseError: If it is damaged, protected or too large, or our columns are not free.
    """
    with opened(source, target.sheet, ours=bool(target.ours)) as package:
        part = Part(package.read(package.sheet), "sheetData", package.where(package.sheet))
        changed, formats = _formats(package)
        new, formatted = sheet.written(part, sheet.Job(target, band, answers, formats))
        if new == part.data:
            package.copy_all(out)
        else:
            check_sheet_size(len(new), package.file, ours=True)
            check(new, package.where(package.sheet))
            package.copy(out, {package.sheet: new, **(changed if formatted else {})})
        return [*left_out(target, band), *_notes(package, part, target)]


def _formats(package: Package) -> tuple[dict[str, bytes], dict[str, int]]:
    if not package.styles:
        return {}, {}
    part = Part(package.read(package.styles), "styleSheet", package.where(package.styles))
    data, numbers = styles.with_formats(part)
    check(data, package.where(package.styles))
    return {package.styles: data}, dict(numbers)


def _notes(package: Package, part: Part, target: Target) -> list[str]:
    notes = []
    if part.find("sheetProtection"):
        notes.append(f"Sheet '{target.sheet}' is protected: take the protection off to fill in the last three columns.")
    if package.signed:
        notes.append("The workbook was signed; the signature no longer holds for the copy.")
    return notes
