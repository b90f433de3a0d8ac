"""How the invented order lists are written down: one pipe table for the cells, one for the right answer.

A cell of a workbook: `@2026-12-18` is a date cell, `#12.5` a number, `=F7*0.3 → 10800` a formula with the value that it
had last, `\\n` a line break; all else is text, nothing is an empty cell. A text file takes its cells as they stand.

A line of the answer: `row | order | customer | currency | parts | dates`. Rows of a line-by-line export are `2-4`; the
currency is `-` where the sheet does not say it and `?` where it is not scored. A part is a kind (D deposit, L opening of
an L/C, S before shipment, B against documents, O open account), an amount, then `paid`, `paid=DATE`, `due=DATE` or
`due=?`. Dates are `deliver=`, `confirmed=`, `promised=`, `contact=`; a star after one says that it stands in the remarks
only, `?` that it is not scored.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

AS_OF = "2026-11-21"
CREATED = dt.datetime(2026, 11, 20, 9, 0)  # xlsxwriter would write the clock into the file
KINDS = {
    "D": "deposit",
    "L": "lc_opening",
    "S": "balance_before_shipment",
    "B": "balance_against_documents",
    "O": "open_account",
}
FIELDS = {
    "deliver": "deliver_on",
    "confirmed": "confirmed_on",
    "promised": "promised_on",
    "contact": "last_contact_on",
}
ORDER = (
    *("row", "rows", "order", "customer", "kind", "amount", "currency", "due_on", "deliver_on", "confirmed_on"),
    *("promised_on", "last_contact_on", "paid_on", "paid", "from_remarks"),
)


# ---------------------------------------------------------------- cells
@dataclass(frozen=True)
class Formula:
    """A formula and the value that the spreadsheet program stored with it."""

    text: str
    value: Any


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook; columns and rows in the way of spreadsheets (`C`, `A5:A6`)."""

    name: str
    cells: str
    merged: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    date_format: str = "yyyy-mm-dd"
    header: tuple[int, ...] = (1,)
    formats: dict[str, str] = field(default_factory=dict)


def table(text: str) -> list[list[str]]:
    """Cells of a pipe table, one list a line; the first and the last line break are not part of it."""
    return [[cell.strip() for cell in line.split("|")] if line.strip() else [] for line in text.strip("\n").split("\n")]


def cell(token: str) -> Any:
    """Value of one cell of a workbook."""
    if not token:
        return None
    if re.fullmatch(r"@\d{4}-\d\d-\d\d", token):
        return dt.datetime.fromisoformat(token[1:])
    if re.fullmatch(r"#-?[\d.]+", token):
        return float(token[1:]) if "." in token else int(token[1:])
    if token.startswith("="):
        text, value = (x.strip() for x in token.split("→"))
        return Formula(text, cell("#" + value) if re.fullmatch(r"-?[\d.]+", value) else value)
    return token.replace("\\n", "\n")


def write_text(path: Path, text: str, *, encoding: str = "utf-8", delimiter: str = ",") -> None:
    """A .csv or .txt, lines ended as spreadsheet programs on Windows end them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(table(text))
    path.write_bytes(out.getvalue().encode(encoding))


def write_xlsx(path: Path, *sheets: Sheet) -> None:
    """A workbook; the same sheets give the same bytes."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": CREATED})
    for sheet in sheets:
        _fill(book, book.add_worksheet(sheet.name), sheet)
    book.close()


def _fill(book: Any, page: Any, sheet: Sheet) -> None:
    dated, bold = book.add_format({"num_format": sheet.date_format}), book.add_format({"bold": True, "text_wrap": True})
    styles = {c: book.add_format({"num_format": f}) for c, f in sheet.formats.items()}
    rows = table(sheet.cells)
    for span in sheet.merged:
        page.merge_range(span, "")
    for y, line in enumerate(rows):
        for x, token in enumerate(line):
            value = cell(token)
            style = bold if y + 1 in sheet.header else styles.get(chr(65 + x))
            if isinstance(value, Formula):
                page.write_formula(y, x, value.text, style, value.value)
            elif isinstance(value, dt.datetime):
                page.write_datetime(y, x, value, dated)
            elif isinstance(value, str):
                page.write_string(y, x, value, style)
            elif value is not None:
                page.write_number(y, x, value, style)
    for column in sheet.hidden:
        page.set_column(f"{column}:{column}", None, None, {"hidden": True})


def write_xls(path: Path, *sheets: Sheet) -> None:
    """The same as a workbook of the old kind; needs xlwt, which only this builder uses (`pip install xlwt`)."""
    import xlwt

    book = xlwt.Workbook()
    for sheet in sheets:
        page, dated = book.add_sheet(sheet.name), xlwt.easyxf(num_format_str=sheet.date_format)
        for y, line in enumerate(table(sheet.cells)):
            for x, token in enumerate(line):
                value = cell(token)
                if value is not None:
                    page.write(y, x, value, dated if isinstance(value, dt.datetime) else xlwt.easyxf())
        for span in sheet.merged:
            left, top, right, bottom = re.fullmatch(r"([A-Z])(\d+):([A-Z])(\d+)", span).groups()
            page.merge(int(top) - 1, int(bottom) - 1, ord(left) - 65, ord(right) - 65)
        for column in sheet.hidden:
            page.col(ord(column) - 65).hidden = True
    book.save(str(path))


# ---------------------------------------------------------------- the right answer
def milestones(text: str) -> Iterator[dict[str, Any]]:
    """Milestones of the answer's lines."""
    for line in table(text):
        if line:
            yield from _of_order(line)


def _of_order(line: Sequence[str]) -> Iterator[dict[str, Any]]:
    rows, order, customer, currency, parts, *dates = line
    said = dict(x.split("=") for x in " ".join(dates).split())
    numbers = [int(x) for x in rows.split("-")]
    base: dict[str, Any] = {"row": numbers[0], "order": order, "customer": customer, "due_on": None, "paid_on": None}
    if len(numbers) > 1:
        base["rows"] = list(range(numbers[0], numbers[1] + 1))
    if currency != "?":
        base["currency"] = None if currency == "-" else currency
    promise_taken = False
    for part in parts.split(";"):
        found = base | _part(part)
        dated = said if not promise_taken and not found["paid"] else {k: v for k, v in said.items() if k != "promised"}
        promise_taken = promise_taken or not found["paid"]
        yield _in_order(found | _dates(dated))


def _part(text: str) -> dict[str, Any]:
    kind, amount, *more = text.split()
    found: dict[str, Any] = {"kind": KINDS[kind], "amount": amount, "paid": any(x.startswith("paid") for x in more)}
    for word in more:
        name, _, value = word.partition("=")
        if value:
            found[f"{name}_on"] = value
    return found


def _dates(said: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {FIELDS[k]: said[k].rstrip("*") if k in said else None for k in FIELDS}
    remarks = [FIELDS[k] for k in FIELDS if said.get(k, "").endswith("*")]
    return found | ({"from_remarks": remarks} if remarks else {})


def _in_order(found: dict[str, Any]) -> dict[str, Any]:
    return {k: found[k] for k in ORDER if k in found and found[k] != "?"}


def write_answer(
    path: Path,
    text: str,
    *,
    sheet: str | None = None,
    refused: Sequence[dict[str, Any]] = (),
    ambiguous: Sequence[dict[str, Any]] = (),
    nothing_to_judge: bool = False,
) -> None:
    """The expected.json: one line for each milestone, so that a difference can be read."""
    head = {"as_of": AS_OF} | ({"sheet": sheet} if sheet else {}) | {"nothing_to_judge": nothing_to_judge}
    lists = {"milestones": list(milestones(text)), "refused": list(refused), "ambiguous": list(ambiguous)}
    body = [f' "{name}": [{_lines(found)}]' for name, found in lists.items()]
    path.write_text(json.dumps(head, ensure_ascii=False)[:-1] + ",\n" + ",\n".join(body) + "}\n", encoding="utf-8")


def _lines(found: Sequence[dict[str, Any]]) -> str:
    if not found:
        return ""
    return "\n" + ",\n".join("  " + json.dumps(x, ensure_ascii=False) for x in found) + "\n "
