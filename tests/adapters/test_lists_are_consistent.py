"""The invented order lists agree with their right answers, as far as that can be seen without reading the lists well.

Nothing of duecourse reads here but its words for kinds of milestones: an answer that only its own reader confirms is none.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel.core import Locale
from python_calamine import CalamineWorkbook

from duecourse.history.codes import MILESTONE_KINDS

AS_OF = "2026-11-21"
LISTS = Path(__file__).parent / "lists"
NAMES = sorted(p.name.removesuffix(".expected.json") for p in LISTS.glob("*.expected.json"))
CURRENCIES = set(Locale("en").currencies)
DATES = ("due_on", "deliver_on", "confirmed_on", "promised_on", "last_contact_on", "paid_on")
KEYS = {"row", "rows", "order", "customer", "kind", "amount", "currency", *DATES, "paid", "from_remarks"}
SCALES = {"万": 10_000, "K": 1_000}
MONTHS = {
    m: i + 1
    for i, names in enumerate(
        (
            "jan janv ene enero janeiro januar january",
            "feb févr fev fevereiro februar february febrero février",
            "mar mars marzo março märz march",
            "apr avr abr abril april avril",
            "may mai mayo maio",
            "jun juin junio junho juni june",
            "jul juil julio julho juli july",
            "aug août ago agosto august",
            "sep sept septiembre setembro september septembre",
            "oct oct octubre outubro oktober october octobre okt out",
            "nov noviembre novembro november novembre",
            "dec dic diciembre dezembro dezember december décembre déc dez",
        )
    )
    for m in names.split()
}
Grid = list[list[Any]]


# ---------------------------------------------------------------- the sheet, plainly
def source(folder: Path, name: str) -> Path:
    """The list beside an answer."""
    return next(p for p in folder.glob(f"{name}.*") if p.suffix in {".xlsx", ".xls", ".ods", ".csv", ".txt"})


def grid(path: Path, sheet: str | None) -> Grid:
    """Cells of the sheet with the orders, the first row at index 0; None for an empty cell."""
    if path.suffix in {".csv", ".txt"}:
        return lines(path.read_bytes())
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return [list(row) for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[None if c == "" else c for c in row] for row in rows]


def lines(raw: bytes) -> Grid:
    """Cells of a text file in whichever of the five encodings it is, split by the sign that it has most."""
    text = next(t for t in (decoded(raw, e) for e in encodings(raw)) if t is not None)
    sign = Counter(x for x in text if x in ",;\t").most_common(1)[0][0]
    sign = "\t" if "\t" in text else sign
    return [[c or None for c in row] for row in csv.reader(text.splitlines(), delimiter=sign)]


def encodings(raw: bytes) -> tuple[str, ...]:
    """Encodings to try."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return ("utf-16",)
    return ("utf-8-sig", "cp1252", "gb18030") if b";" in raw else ("utf-8-sig", "gb18030")


def decoded(raw: bytes, encoding: str) -> str | None:
    """The text, or None in another encoding."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


# ---------------------------------------------------------------- what a cell may mean
def amounts(cell: Any) -> Iterator[Decimal]:
    """Every number that a cell could hold, with comma or point for the decimals."""
    if isinstance(cell, int | float):
        yield Decimal(str(cell))
    if not isinstance(cell, str):
        return
    for digits, scale in re.findall(r"(\d[\d.,'\u00a0\u202f ]*)\s*([万K]?)", cell):
        plain = re.sub(r"[^\d.,]", "", digits).strip(".,")
        for thousands, decimals in ((",", "."), (".", ",")):
            number = plain.replace(thousands, "").replace(decimals, ".")
            if number.count(".") <= 1:
                yield Decimal(number) * SCALES.get(scale, 1)


def says(cell: Any, day: dt.date, *, year_known: bool = True) -> bool:
    """Whether a cell can mean a day: the cell is that date, its serial number, or names its day, month and year."""
    if isinstance(cell, dt.datetime):
        return cell.date() == day
    if cell is None:
        return False
    text = str(cell)
    if (
        text.split(".", maxsplit=1)[0] in {str((day - dt.date(1899, 12, 30)).days), f"{day:%Y%m%d}"}
        or f"{day:%Y-%m-%d}" in text
    ):
        return True
    return any(_names(part, day, year_known) for part in re.split(r"[；;,]| - ", text))


def _names(text: str, day: dt.date, year_known: bool) -> bool:
    numbers = [int(x) for x in re.findall(r"\d+", text)]
    month = day.month in numbers or any(MONTHS.get(w) == day.month for w in re.findall(r"[^\W\d_]+", text.lower()))
    year = not year_known or day.year in numbers or day.year % 100 in numbers
    return day.day in numbers and month and year


# ---------------------------------------------------------------- faults of an answer
def faults(folder: Path, name: str) -> list[str]:
    """What does not fit between a list and its answer."""
    answer = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    rows = grid(source(folder, name), answer.get("sheet"))
    orders: dict[str, list[dict[str, Any]]] = {}
    for m in answer["milestones"]:
        orders.setdefault(m["order"], []).append(m)
    found = chain(
        of_all(answer),
        *(of_order(rows, ms) for ms in orders.values()),
        *(of_milestone(rows, m) for m in answer["milestones"]),
        of_refused(rows, answer),
        of_ambiguous(rows, answer),
    )
    return list(found)


def of_all(answer: dict[str, Any]) -> Iterator[str]:
    """Faults of the answer as a whole."""
    keys = [(m["order"], m["kind"]) for m in answer["milestones"]]
    yield from (f"{k} stands twice" for k, n in Counter(keys).items() if n > 1)
    idle = all(m["paid"] for m in answer["milestones"]) and not answer["refused"]
    if answer["nothing_to_judge"] is not idle:
        yield "nothing_to_judge does not follow from the milestones"


def of_order(rows: Grid, ms: list[dict[str, Any]]) -> Iterator[str]:
    """Faults of the milestones of one order together: shares of the total, one promise, one customer."""
    row, order = ms[0]["row"], ms[0]["order"]
    stated = {a for c in rows[row - 1] for a in amounts(c)}
    total = sum(Decimal(m["amount"]) for m in ms)
    if total not in stated:
        yield f"{order}: the milestones do not add up to a number in row {row}"
    shares = {total * n / 100 for n in stated if n <= 100}
    if sum(Decimal(m["amount"]) not in stated | shares for m in ms) > 1:
        yield f"{order}: more than one amount is neither in row {row} nor a share of the total"
    unpaid = [m for m in ms if not m["paid"]]
    if any(m.get("promised_on") for m in ms if m not in unpaid[:1]):
        yield f"{order}: a promise that is not of the first unpaid milestone"
    same = ("row", "customer", "currency", "deliver_on", "confirmed_on", "last_contact_on")
    yield from (f"{order}: milestones differ in {f}" for f in same if len({m.get(f) for m in ms}) > 1)


def of_milestone(rows: Grid, m: dict[str, Any]) -> Iterator[str]:
    """Faults of one milestone: words and codes, the row, every date."""
    who = f"{m['order']} {m['kind']}"
    if not set(m) <= KEYS or m["kind"] not in MILESTONE_KINDS or (m.get("currency") or "EUR") not in CURRENCIES:
        yield f"{who}: a key, kind or currency that does not exist"
    for row in m.get("rows", [m["row"]]):
        if m["order"] not in rows[row - 1]:
            yield f"{who}: row {row} does not hold the order number"
    if not any(m["customer"] in line for line in rows[max(0, m["row"] - 3) : m["row"]]):
        yield f"{who}: no such customer in the row or just above it"
    if m["paid_on"] and not m["paid"]:
        yield f"{who}: a day of payment, but not paid"
    if max(m["paid_on"] or "", m.get("last_contact_on") or "") > AS_OF:
        yield f"{who}: paid or spoken after the day of the list"
    yield from (f"{who}: {fault}" for fault in of_dates(rows[m["row"] - 1], m))


def of_dates(cells: list[Any], m: dict[str, Any]) -> Iterator[str]:
    """Dates of a milestone that its row does not say; a due date may also be days of the terms after another date."""
    for name in DATES:
        if not m.get(name):
            continue
        day = dt.date.fromisoformat(m[name])
        year_known = name not in m.get("from_remarks", ())
        if any(says(c, day, year_known=year_known) for c in cells):
            continue
        spans = {int(x) for c in cells if isinstance(c, str) for x in re.findall(r"\b\d{1,2}\b", c)}
        starts = (day - dt.timedelta(days=n) for n in spans if n)
        if name != "due_on" or not any(says(c, start) for start in starts for c in cells):
            yield f"{name} {day} is not in its row"


def of_refused(rows: Grid, answer: dict[str, Any]) -> Iterator[str]:
    """Faults of the refused cells."""
    taken = {r for m in answer["milestones"] for r in m.get("rows", [m["row"]])}
    headers = {c for row in rows for c in row}
    for r in answer["refused"]:
        column = ord(r["cell"][0]) - 65
        if rows[r["row"] - 1][column] != r["value"] or r["cell"][1:] != str(r["row"]):
            yield f"{r['cell']} does not hold {r['value']!r}"
        if r["column"] not in headers or not any(row[column : column + 1] == [r["column"]] for row in rows):
            yield f"{r['cell']}: no column {r['column']!r} there"
        if r["row"] in taken:
            yield f"row {r['row']} is refused and has a milestone"


def of_ambiguous(rows: Grid, answer: dict[str, Any]) -> Iterator[str]:
    """Faults of what can be read in several ways: it must not be scored, and be in the row that it names."""
    for a in answer["ambiguous"]:
        ms = [m for m in answer["milestones"] if m["order"] == a["order"]]
        if a["order"] not in rows[a["row"] - 1]:
            yield f"{a['order']} is not in row {a['row']}"
        unpaid = [m for m in ms if not m["paid"]]
        if a.get("field") and (not unpaid or a["field"] in unpaid[0]):
            yield f"{a['order']}: {a['field']} is ambiguous and scored"
        if not a.get("field") and ms:
            yield f"{a['order']} is ambiguous as a whole and scored"


# ---------------------------------------------------------------- the tests
@pytest.mark.parametrize("name", NAMES)
def test_the_answer_fits_its_list(name: str) -> None:
    assert faults(LISTS, name) == []


def test_every_format_is_there() -> None:
    assert len(NAMES) == 9
    assert {source(LISTS, n).suffix for n in NAMES} == {".xlsx", ".xls", ".csv"}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("row", 6, "XB26-311 deposit: row 6 does not hold the order number"),
        ("amount", "25300.00", "XB26-311: the milestones do not add up to a number in row 4"),
        ("deliver_on", "2026-12-17", "XB26-311 deposit: deliver_on 2026-12-17 is not in its row"),
        ("customer", "Cordillera", "XB26-311 deposit: no such customer in the row or just above it"),
        ("paid", False, "XB26-311 deposit: a day of payment, but not paid"),
        ("currency", "USX", "XB26-311 deposit: a key, kind or currency that does not exist"),
    ],
)
def test_a_wrong_answer_is_found(tmp_path: Path, field: str, value: object, fault: str) -> None:
    answer = json.loads((LISTS / "bags_zh.expected.json").read_text(encoding="utf-8"))
    answer["milestones"][0][field] = value
    (tmp_path / "bags_zh.expected.json").write_text(json.dumps(answer), encoding="utf-8")
    (tmp_path / "bags_zh.csv").write_bytes((LISTS / "bags_zh.csv").read_bytes())
    assert fault in faults(tmp_path, "bags_zh")
