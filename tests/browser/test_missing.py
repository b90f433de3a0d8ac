"""A machine without a browser: told in words; on a machine that builds, a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def run(tmp_path: Path, **more: str) -> tuple[int, str]:
    clean = {k: v for k, v in os.environ.items() if k not in {"CI", "PYTEST_ADDOPTS"}} | {"PATH": str(tmp_path), **more}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(TESTS / "browser" / "test_looking.py")]
    done = subprocess.run(command, env=clean, cwd=TESTS.parent, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_without_a_browser_it_is_told_how_to_get_one(tmp_path: Path) -> None:
    code, said = run(tmp_path)
    assert code == 0
    assert "1 of the tests in a real browser" in said and "apt-get install" in said


@pytest.mark.slow
def test_without_a_browser_a_build_fails(tmp_path: Path) -> None:
    code, said = run(tmp_path, CI="true")
    assert code == 1 and "no chromium" in said
