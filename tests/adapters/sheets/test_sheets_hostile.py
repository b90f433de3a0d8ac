"""Files made to harm: each is read or refused with one line, in bounded time and memory, measured from outside."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sheetfiles import MAIN, ODS_HEAD, TYPES, ods, xlsx, zipped

SECONDS_MAX = 3.0
"""Of the processor; on a machine without other work each takes less than one."""

MEGABYTES_MAX = 200
"""More than the process had before."""

MEASURE = """
import json, re, sys, time
from pathlib import Path
from duecourse.adapters.sheets import opened
from duecourse.errors import DuecourseError
import xlrd, csv, encodings.gb18030
def peak():
    # getrusage would tell the peak of the process that started this one, if that was higher
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
base = peak()
begun, told, count = time.process_time(), "", 0
try:
    with opened(Path(sys.argv[1])) as sheets:
        for sheet in sheets:
            sheet.merged
            for row in sheet.rows():
                count += 1
except DuecourseError as error:
    told = str(error)
spent = time.process_time() - begun
extra = peak() - base
print(json.dumps([told, count, spent, extra]))
"""

RELS_BOMB = "<Relationships>" + "<Relationship Id='r' Target='x'/>" * 500_000 + "</Relationships>"
LAUGHS = "<!DOCTYPE lolz [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {n} '{f'&{p};' * 10}'>" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)


def laughing_sheet(path: Path) -> None:
    sheet = f'{LAUGHS}]><worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&i;</v></c></row></sheetData></worksheet>'
    xlsx(path, "", sheet=sheet)


def laughing_strings(path: Path) -> None:
    xlsx(path, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f'{LAUGHS}]><sst xmlns="{MAIN}"><si><t>&i;</t></si></sst>')  # fmt: skip


def laughing_book(path: Path) -> None:
    xlsx(path, "", book=f'{LAUGHS}]><workbook xmlns="{MAIN}">&i;</workbook>')


def laughing_ods(path: Path) -> None:
    zipped(path, {"content.xml": f"{LAUGHS}]>" + ODS_HEAD.split("?>")[1] + "&i;</office:document-content>"})


def reading_files(path: Path) -> None:
    secret = path.parent / "secret.txt"
    secret.write_text("secret")
    sheet = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>&e;</v></c></row></sheetData></worksheet>'
    xlsx(path, "", sheet=sheet)


def zip_bomb(path: Path) -> None:
    xlsx(path, '<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 150_000_000)


def zip_bomb_of_strings(path: Path) -> None:
    xlsx(path, "", strings=f'<sst xmlns="{MAIN}">' + "<si/>" * 10_000_000 + "</sst>")


def undeclared_zip_bomb(path: Path) -> None:
    """The sheet declares 1,000 bytes and unpacks to 100 MB."""
    zip_bomb(path)
    raw = bytearray(path.read_bytes())
    for mark, name_at, size_at in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
        at = raw.find(mark)
        while at >= 0:
            if raw[at + name_at : at + name_at + 24] == b"xl/worksheets/sheet1.xml":
                raw[at + size_at : at + size_at + 4] = struct.pack("<I", 1_000)
            at = raw.find(mark, at + 4)
    path.write_bytes(raw)


def many_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")


def million_columns(path: Path) -> None:
    cells = "".join(f'<c r="{chr(65 + n % 26)}{n}"><v>{n}</v></c>' for n in range(1_000))
    xlsx(path, f'<row r="1">{"<c><v>1</v></c>" * 100_000}{cells}</row>')


def million_columns_of_text(path: Path) -> None:
    path.write_bytes(b"1," * 490_000 + b"\n")


def endless_rows(path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200_002))
    xlsx(path, rows)


def repeated_rows(path: Path) -> None:
    ods(path, '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="256"><text:p>x</text:p></table:table-cell></table:table-row></table:table>')  # fmt: skip


def lying_dimension(path: Path) -> None:
    xlsx(path, '<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>')


def far_cell(path: Path) -> None:
    xlsx(path, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def wide_hidden_columns(path: Path) -> None:
    xlsx(path, "", before='<cols><col min="1" max="4000000000" hidden="1"/></cols>')


def many_merges(path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 150_000))
    xlsx(path, "", after=f"<mergeCells>{merges}</mergeCells>")


def long_line(path: Path) -> None:
    path.write_bytes(b"x" * 100_000_000)


def long_line_with_fields(path: Path) -> None:
    path.write_bytes(b"x,y;" * 25_000_000)


def unclosed_quote(path: Path) -> None:
    path.write_bytes(b'customer,order\n"A,1\n' + b"B,2\n" * 1_000_000)


def zeros(path: Path) -> None:
    path.write_bytes(b"a,b\n" + b"\0" * 50_000_000)


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(1, 256)) * 40_000)


def deep_xml(path: Path) -> None:
    xlsx(path, "", sheet=f'<worksheet xmlns="{MAIN}"><sheetData>' + "<a>" * 200_000)


def torn_zip(path: Path) -> None:
    xlsx(path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    path.write_bytes(path.read_bytes()[:-200])


def protected(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 10_000_000 + "EncryptedPackage".encode("utf-16-le"))


def many_relations(path: Path) -> None:
    zipped(path, {"[Content_Types].xml": TYPES, "_rels/.rels": RELS_BOMB})


def sparse_old(path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("orders")
    for row in range(0, 65_536, 8):
        page.write(row, 255, 1)
    book.save(str(path))


HARM: list[tuple[str, Callable[[Path], None], str]] = [
    ("a.xlsx", laughing_sheet, "The workbook declares a document type"),
    ("a.xlsx", laughing_strings, "The workbook declares a document type"),
    ("a.xlsx", laughing_book, "The workbook declares a document type"),
    ("a.ods", laughing_ods, "The workbook declares a document type"),
    ("a.xlsx", reading_files, "The workbook declares a document type"),
    ("a.xlsx", zip_bomb, "The workbook unpacks to more than 200 MB"),
    ("a.xlsx", zip_bomb_of_strings, "The workbook unpacks to more than 200 MB"),
    ("a.xlsx", undeclared_zip_bomb, "The workbook is damaged"),
    ("a.xlsx", many_parts, "The workbook unpacks to more than 200 MB"),
    ("a.xlsx", million_columns, "Row 1 has more than 256 columns"),
    ("a.csv", million_columns_of_text, "Row 1 has more than 256 columns"),
    ("a.xlsx", endless_rows, "The sheet has more than 200000 rows"),
    ("a.ods", repeated_rows, "The sheet has more than 200000 rows"),
    ("a.xlsx", lying_dimension, ""),
    ("a.xlsx", far_cell, "Row 1048576 has more than 256 columns"),
    ("a.xlsx", wide_hidden_columns, ""),
    ("a.xlsx", many_merges, "The sheet has more than 100000 merged cells"),
    ("a.csv", long_line, "Line 1 has more than 1000000 characters"),
    ("a.csv", long_line_with_fields, "Line 1 has more than 1000000 characters"),
    ("a.csv", unclosed_quote, "The file breaks off at line"),
    ("a.csv", zeros, "The file is named .csv, but it holds no text"),
    ("a.csv", binary, "The letters of the file are in no encoding"),
    ("a.xlsx", binary, "The file is named .xlsx, but it is no Excel workbook"),
    ("a.xlsx", deep_xml, "The workbook is damaged"),
    ("a.xlsx", torn_zip, "The workbook is damaged"),
    ("a.xlsx", protected, "The workbook is protected by a password"),
    ("a.xls", protected, "The workbook is protected by a password"),
    ("a.xlsx", many_relations, "The workbook"),
    ("a.xls", sparse_old, ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make", "told"), HARM, ids=[f"{m.__name__}-{n}" for n, m, _ in HARM])
def test_harm_is_bounded(tmp_path: Path, name: str, make: Callable[[Path], None], told: str) -> None:
    make(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / name)], capture_output=True, text=True, timeout=60, check=True
    )
    said, _, seconds, megabytes = json.loads(done.stdout)
    print(f"{make.__name__}: {seconds:.2f} s, {megabytes:.0f} MB")
    assert said.startswith(told)
    assert said.count("\n") == 0
    assert bool(said) is bool(told)
    assert seconds < SECONDS_MAX
    assert megabytes < MEGABYTES_MAX
