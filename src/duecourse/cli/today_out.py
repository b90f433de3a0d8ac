"""Gives each list back with the day's answers beside its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from duecourse.adapters.orders.sofar import write_log
from duecourse.cli.today_read import notes_of
from duecourse.errors import DuecourseError
from duecourse.plan.rows import Answer

if TYPE_CHECKING:
    from duecourse.adapters.orders import OrderList
    from duecourse.adapters.orders.entries import Entry
    from duecourse.adapters.writeback import CsvShape, Target

_CONVERTED: Final = {".xls": ".xlsx", ".ods": ".xlsx"}


def check_path(out: Path, inputs: Sequence[str]) -> None:
    """Before anything is judged: whether the lists can come back there.

    Raises:
        DuecourseError: Several lists and no folder, pasted rows, or one of the lists themselves.
    """
    if "-" in inputs:
        fix = "Save the rows as a file and run again."
        raise DuecourseError("Pasted rows have no sheet to give back", where=str(out), fix=fix)
    if (len(inputs) > 1 or Path(inputs[0]).is_dir()) and out.suffix:
        fix = "Name a folder: each list comes back in it under its own name."
        raise DuecourseError("Several lists cannot come back in one file", where=str(out), fix=fix)
    if any(out.resolve() == Path(file).resolve() for file in inputs):
        raise DuecourseError("The answer would overwrite the order list", where=str(out), fix="Choose another name.")


def write_answers(
    lists: Sequence[tuple[Path, OrderList]], told: Mapping[str, Answer], out: Path, language: str
) -> list[str]:
    """Every list beside its file; notes for the person.

    Args:
        lists: Each file with what was read from one of its sheets.
        told: Case of the history to its answer.
        out: A file, or a folder for several lists.
        language: Of our headings at the first run: en or zh.

    Raises:
        DuecourseError: A file cannot be written.
    """
    from duecourse.adapters.writeback import BANDS, write_back

    notes: list[str] = []
    written: dict[Path, Path] = {}
    if not out.suffix:
        out.mkdir(parents=True, exist_ok=True)
    for file, found in lists:
        goal = out if out.suffix else out / f"{file.stem}{_CONVERTED.get(file.suffix.lower(), file.suffix)}"
        source = written.get(file, file)
        rows = _writable(_rows(found, told, notes_of(found, language)), _shape(found), file)
        notes += write_back(
            source, goal, _target(found), BANDS[language], rows, shape=_shape(found), in_place=source == goal
        )
        written[file] = goal
    return notes


def _writable(rows: dict[int, dict[str, str]], shape: CsvShape | None, file: Path) -> dict[int, dict[str, str]]:
    """Without a gloss that a csv file cannot show; the rest goes as well as it can.

    A file of plain ASCII that does not say it is UTF-8 is shown by Excel in the encoding of the machine.
    """
    if shape is None:
        return rows
    plain = not shape.bom and file.read_bytes().isascii()
    for texts in rows.values():
        try:
            texts.get("gloss", "").encode("ascii" if plain else shape.encoding)
        except UnicodeEncodeError:
            texts["gloss"] = ""
    return rows


def _target(found: OrderList) -> Target:
    from duecourse.adapters.writeback import Target

    return Target(found.sheet, found.layout.row + _unseen(found), found.layout.width, found.layout.ours)


def _unseen(found: OrderList) -> int:
    """Lines above the first row that a spreadsheet does not show: Excel's `sep=;`."""
    form = found.source.form if found.source else None
    return 1 if form and form.names_delimiter else 0


def _shape(found: OrderList) -> CsvShape | None:
    from duecourse.adapters.writeback import CsvShape

    form = found.source.form if found.source else None
    if form is None:
        return None
    return CsvShape(form.encoding, form.byte_order_mark, form.delimiter, form.line_end)


def _rows(found: OrderList, told: Mapping[str, Answer], notes: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Row to the texts beside it: of its most pressing payment, with the log of all of them."""
    payments: dict[int, list[tuple[str, Entry]]] = {}
    for case, entry in found.entries.items():
        payments.setdefault(entry.row, []).append((case, entry))
    unseen = _unseen(found)
    rows = {}
    for row, several in payments.items():
        answers = [told[case] for case, _ in several if case in told]
        if not answers:
            continue
        best = answers[0] if len(answers) == 1 else min(answers, key=_rank)
        logs = [entry.log for _, entry in several if entry.log]
        log = tuple(sorted({contact for one in logs for contact in one})) if logs else ()
        said_on = next((entry.heard for _, entry in several if entry.heard), None)
        note = next((notes[case] for case, _ in several if case in notes), "")
        because = " ".join(filter(None, (best.texts["because"], note)))
        rows[row + unseen] = {**best.texts, "because": because, "so_far": write_log(log, best.proposed, said_on)}
    return rows


def _rank(answer: Answer) -> int:
    return answer.rank
