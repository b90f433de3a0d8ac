"""Spreadsheet files as bytes, for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from duecourse.adapters.sheets import Cell, Row, opened

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A zip file with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    return path


def xlsx(path: Path, rows: str, *, before: str = "", after: str = "", **parts: str | bytes) -> Path:
    """A workbook of one sheet whose rows are given as XML; `parts`: sheet, book, strings, styles, types as a whole."""
    relation = f'<Relationship Id="r{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
    shared = [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")]
    links = relation.format(1, "worksheet", "worksheets/sheet1.xml") + "".join(relation.format(*s) for s in shared)
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": parts.get("types", TYPES),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">{relation.format(1, "officeDocument", "xl/workbook.xml")}</Relationships>',
        "xl/workbook.xml": parts.get(
            "book",
            f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="orders" sheetId="1" r:id="r1"/></sheets></workbook>',
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
        "xl/sharedStrings.xml": parts.get("strings", f'<sst xmlns="{MAIN}"/>'),
        "xl/styles.xml": parts.get("styles", f'<styleSheet xmlns="{MAIN}"/>'),
        "xl/worksheets/sheet1.xml": parts.get(
            "sheet", f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
        ),
    }
    return zipped(path, held)


def ods(path: Path, tables: str, *, styles: str = "") -> Path:
    """A spreadsheet whose tables are given as XML."""
    body = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return zipped(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{ODS_HEAD}{body}</office:document-content>",
        },
    )


def ods_cell(cell: Cell | None) -> str:
    """A cell as LibreOffice writes it."""
    if cell is None:
        return "<table:table-cell/>"
    shown = "<text:p>" + escape(cell.text).replace("\n", "</text:p><text:p>") + "</text:p>"
    typed = {
        "text": 'office:value-type="string" calcext:value-type="string"',
        "number": f'office:value-type="float" office:value="{cell.text}" calcext:value-type="float"',
        "date": f'office:value-type="date" office:date-value="{cell.text}" calcext:value-type="date"',
        "error": 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"',
    }[cell.kind]
    return f"<table:table-cell {typed}>{shown}</table:table-cell>"


def ods_table(rows: Sequence[Sequence[Cell | None]], name: str = "orders", attributes: str = "") -> str:
    """A table of rows from the first."""
    lines = ("<table:table-row>" + "".join(map(ods_cell, row)) + "</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" {attributes}><table:table-column/>{"".join(lines)}</table:table>'


def rows_of(path: Path, sheet: int = 0) -> list[Row]:
    """All rows of one sheet."""
    with opened(path) as sheets:
        return list(sheets[sheet].rows())


def texts(path: Path, sheet: int = 0) -> dict[int, list[str | None]]:
    """What the cells of each row say."""
    return {row.number: [c and c.text for c in row.cells] for row in rows_of(path, sheet)}


def text(held: str) -> Cell:
    """A text cell."""
    return Cell(held, "text")


def number(held: str) -> Cell:
    """A number cell."""
    return Cell(held, "number")


def error(held: str) -> Cell:
    """An error cell."""
    return Cell(held, "error")
