"""Seconds and peak memory to read 100,000 rows of 20 columns as .xlsx and .csv: `python bench/sheets.py`."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

ROWS, COLUMNS = 100_000, 20
READ = """
import json, re, sys, time
from pathlib import Path
from duecourse.adapters.sheets import opened
begun, cpu = time.perf_counter(), time.process_time()
with opened(Path(sys.argv[1])) as (sheet,):
    cells = sum(len(row.cells) for row in sheet.rows())
spent = time.perf_counter() - begun, time.process_time() - cpu
# getrusage would tell the peak of the process that started this one, if that was higher
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps([cells, *spent, peak]))
"""


def rows() -> Iterator[list[object]]:
    """Names that repeat, order numbers that do not, amounts, days and small numbers."""
    rnd = random.Random(1)
    for number in range(ROWS):
        yield [
            [
                f"customer {rnd.randrange(3_000)}",
                rnd.randrange(10**7) / 100,
                date(2024, 1, 1) + timedelta(rnd.randrange(900)),
                f"PO-{number}-{c}" if c < 8 else rnd.randrange(500),
            ][c % 4]
            for c in range(COLUMNS)
        ]


def write(folder: Path) -> list[Path]:
    """The same rows in both formats."""
    with xlsxwriter.Workbook(str(folder / "a.xlsx"), {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows()):
            page.write_row(number, 0, row)
    with (folder / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows())
    return [folder / "a.xlsx", folder / "a.csv"]


def main() -> None:
    """Print one line for each format."""
    with tempfile.TemporaryDirectory() as folder:
        for path in write(Path(folder)):
            done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
            cells, wall, cpu, megabytes = json.loads(done.stdout)
            print(f"{path.suffix}  {cells} cells  {wall:.1f} s ({cpu:.1f} s of the processor)  {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
