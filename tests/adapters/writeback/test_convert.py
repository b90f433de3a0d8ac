"""An .xls or .ods comes back as a new .xlsx with the values of all sheets, and says so."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from richbooks import loaded

from duecourse.adapters.writeback import BANDS, FIELDS, Target, write_back
from duecourse.errors import DuecourseError

CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="orders">
<table:table-row><table:table-cell office:value-type="string"><text:p>customer</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>amount</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>due</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>=SUM(A1) Ltd</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12.5"><text:p>12.5</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2026-12-07"><text:p>7 Dec</text:p></table:table-cell>
</table:table-row></table:table>
<table:table table:name="second"><table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>""".replace("\n", " ").replace("> <", "><")


def ods(path: Path) -> Path:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", CONTENT)
    return path


def test_values_of_all_sheets_come_back_as_xlsx(tmp_path: Path) -> None:
    answers = {2: {"list": "wait", "because": "=1+1"}}
    notes = write_back(ods(tmp_path / "o.ods"), tmp_path / "out.xlsx", Target("orders", 1, 3), BANDS["en"], answers)
    assert notes[0].startswith("A file of this kind cannot be written back")
    book = loaded(tmp_path / "out.xlsx")
    rows = [[c.value for c in row] for row in book["orders"]]
    assert rows[0][:4] == ["customer", "amount", "due", "duecourse: list"]
    assert rows[1][:4] == ["=SUM(A1) Ltd", 12.5, datetime(2026, 12, 7), "wait"]
    assert (rows[1][6], book["orders"]["A2"].data_type, book["orders"]["C2"].number_format) == (
        "=1+1",
        "s",
        "yyyy-mm-dd",
    )
    assert book["second"]["A1"].value is True


def test_the_same_list_gives_the_same_file(tmp_path: Path) -> None:
    source = ods(tmp_path / "o.ods")
    for name in ("1.xlsx", "2.xlsx"):
        write_back(source, tmp_path / name, Target("orders", 1, 3), BANDS["zh"], {2: {"list": "等"}})
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_the_next_run_goes_on_with_the_xlsx(tmp_path: Path) -> None:
    write_back(ods(tmp_path / "o.ods"), tmp_path / "1.xlsx", Target("orders", 1, 3), BANDS["en"], {2: {"list": "wait"}})
    ours = {name: 3 + i for i, name in enumerate(FIELDS)}
    notes = write_back(
        tmp_path / "1.xlsx",
        tmp_path / "2.xlsx",
        Target("orders", 1, 3 + len(FIELDS), ours),
        BANDS["en"],
        {2: {"list": "wait"}},
    )
    assert notes == []
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_what_is_refused(tmp_path: Path) -> None:
    target, out = Target("orders", 1, 3), tmp_path / "out.xlsx"
    with pytest.raises(DuecourseError, match=r"comes back as '\.xlsx', not as '\.ods'"):
        write_back(ods(tmp_path / "o.ods"), tmp_path / "out.ods", target, BANDS["en"], {})
    (tmp_path / "o.xls").write_bytes(b"\xd0\xcf\x11\xe0 no workbook")
    with pytest.raises(DuecourseError, match="damaged or protected"):
        write_back(tmp_path / "o.xls", out, target, BANDS["en"], {})
    assert not out.exists()
