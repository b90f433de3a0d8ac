"""`duecourse backup`, `restore` and `doctor`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Final

from duecourse.cli.clock import now
from duecourse.cli.console import page
from duecourse.running.start import demand_up_to_date, set_up

_MARKS: Final = {"well": ("●", "green"), "look": ("○", "yellow"), "fault": ("!", "yellow")}
_NAME_WIDTH: Final = 10


def run_backup(file: Path) -> int:
    """Writes a backup and says what is in it.

    Returns:
        0.
    """
    set_up()
    demand_up_to_date()
    from duecourse.running.backup import backup

    done, out = backup(file, now()), page()
    out.line(f"Written and read back: {file}", after=f"   {_size(done.size)}, {done.rows:,} rows, {done.files:,} files")
    out.line("The key of the workplace is not in it: whoever restores it signs in anew.", style="dim")
    return 0


def run_restore(file: Path, *, force: bool) -> int:
    """Restores a backup and says what came.

    Returns:
        0.
    """
    set_up()
    from duecourse.running.backup import restore

    done, out = restore(file, now(), force=force), page()
    out.line(f"Restored: {done.rows:,} rows, {done.files:,} files")
    if done.moved:
        out.line(f"What was here before lies in {done.moved}")
    out.line("This copy sends nothing by itself; duecourse doctor says how to change that.", style="dim")
    return 0


def run_doctor(*, as_json: bool) -> int:
    """Says what is well and what is not.

    Returns:
        0; 1 if something does not work.
    """
    set_up()
    from duecourse.running.doctor import examine

    out, faults = page(), 0
    for finding in examine(now()):
        faults += finding.state == "fault"
        if as_json:
            out.json(asdict(finding))
            continue
        mark, colour = _MARKS[finding.state]
        out.line(f"{mark} {finding.name:<{_NAME_WIDTH}}{finding.what}", style=colour if finding.mend else "")
        if finding.mend:
            out.wrapped(finding.mend, indent=_NAME_WIDTH + 2)
    return 1 if faults else 0


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} KB"
