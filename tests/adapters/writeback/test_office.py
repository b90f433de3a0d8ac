"""Another spreadsheet program opens the result and sees in it what we and the person wrote."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from richbooks import FREE, HEADER_ROW, WRITERS, again, answered, cells, parts

from duecourse.adapters.writeback import BANDS, FIELDS

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice Calc: apt install libreoffice-calc-nogui"),
]


def opened_by_office(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it in another format."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "saved"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "saved" / f"{path.stem}.{kind.split(':', maxsplit=1)[0]}"


@pytest.mark.parametrize("writer", WRITERS)
def test_it_shows_theirs_and_ours(tmp_path: Path, writer: str) -> None:
    answered(WRITERS[writer](tmp_path / "orders.xlsx"), tmp_path / "out.xlsx")
    saved = opened_by_office(tmp_path / "out.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76", tmp_path)
    with saved.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[2][:3] == ["customer", "order", "amount"]
    assert rows[2][FREE : FREE + len(FIELDS)] == list(BANDS["en"].headers.values())
    assert rows[4][9:14] == ["wait", "wait", "2026-12-09", '=1+1 & <b>"x"</b> 两', "R13, G3"]
    assert rows[6][12] == "@SUM(A1)\nsecond line"


def test_saved_by_it_the_next_run_still_finds_and_updates_ours(tmp_path: Path) -> None:
    answered(WRITERS["xlsxwriter"](tmp_path / "orders.xlsx"), tmp_path / "out.xlsx")
    saved = opened_by_office(tmp_path / "out.xlsx", "xlsx", tmp_path)
    assert b'<c r="J4"' in parts(saved)["xl/worksheets/sheet1.xml"]
    answered(saved, tmp_path / "next.xlsx", again(), answers={5: {"list": "wait", "verdict": "new"}})
    got = cells(tmp_path / "next.xlsx")
    assert (got[5, 10], got.get((4, 10)), got[HEADER_ROW, 10]) == ("new", None, "verdict")
