"""What tests need from Debian: installed where that is allowed, told where it is not, and a failure on a build machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[1] / "tools"
HAVE = {"sh", "cut", "tr", "sed", "grep", "dirname", "cat"}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that is all there is: a Debian on which nothing is installed, and nobody is root."""
    for name in HAVE:
        (tmp_path / name).symlink_to(next(p for d in ("/bin", "/usr/bin") if (p := Path(d, name)).exists()))
    program(tmp_path, "dpkg", "exit 1")
    program(tmp_path, "id", "echo 1000")
    program(tmp_path, "apt-get", 'echo "$@" >> "$(dirname "$0")/asked"')
    return tmp_path


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def run(machine: Path, what: str, **more: str) -> tuple[int, str]:
    clean = {k: v for k, v in os.environ.items() if k != "CI"} | {"PATH": str(machine), **more}
    done = subprocess.run(
        ["/bin/sh", str(TOOLS / "system-packages.sh"), what], env=clean, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def names() -> list[str]:
    lines = (TOOLS / "system-packages.txt").read_text().splitlines()
    return [line.split("|")[0].strip() for line in lines if not line.startswith("#")]


def test_without_root_what_was_not_run_is_told_with_one_command(machine: Path) -> None:
    assert run(machine, "install") == (0, "")
    code, said = run(machine, "report")
    assert code == 0
    assert "pages in a real browser (needs chromium)" in said
    mends = [line for line in said.splitlines() if "apt-get" in line]
    assert len(mends) == 1 and mends[0].endswith(" ".join(names()))


def test_on_a_build_machine_it_is_a_failure(machine: Path) -> None:
    assert run(machine, "report", CI="true")[0] == 1


def test_root_installs_what_is_missing_and_nothing_else(machine: Path) -> None:
    program(machine, "id", "echo 0")
    program(machine, "dpkg", '[ "$2" != chromium ]')
    assert run(machine, "install")[0] == 0
    assert (machine / "asked").read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends chromium",
    ]


def test_where_all_is_there_nothing_is_said(machine: Path) -> None:
    program(machine, "dpkg", "exit 0")
    assert run(machine, "report", CI="true") == (0, "")


def test_elsewhere_the_programs_are_looked_for(machine: Path) -> None:
    (machine / "dpkg").unlink()
    for name in ("soffice", "chromium"):
        program(machine, name, "exit 0")
    assert run(machine, "report", CI="true") == (0, "")
    (machine / "chromium").unlink()
    assert "needs chromium" in run(machine, "report")[1]
