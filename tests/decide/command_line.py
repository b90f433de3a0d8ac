"""The command line, called as a person calls it: in this process for speed, or as a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from duecourse.cli.main import run

COMMAND = Path(sys.executable).parent / "duecourse"
SECONDS_MAX = 60


@dataclass(frozen=True)
class Called:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def called(*arguments: object, terminal: bool = False, encoding: str = "utf-8") -> Called:
    """`duecourse` with these arguments, in this process."""
    made = Terminal if terminal else io.TextIOWrapper
    out, err = (made(io.BytesIO(), encoding=encoding, errors="strict", write_through=True) for _ in range(2))
    code: object = 0
    with patch.object(sys, "argv", ["duecourse", *map(str, arguments)]), redirect_stdout(out), redirect_stderr(err):
        try:
            run()
        except SystemExit as left:
            code = left.code or 0
    texts = [s.buffer.getvalue().decode(encoding) for s in (out, err)]  # type: ignore[attr-defined]
    assert isinstance(code, int), code
    return Called(code, *texts)


def processed(*arguments: object, **variables: str) -> Called:
    """`duecourse` with these arguments, as a process of its own with these variables set."""
    with started(*arguments, **variables) as process:
        out, err = process.communicate(timeout=SECONDS_MAX)
    return Called(process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


@contextmanager
def started(*arguments: object, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """A running `duecourse`; ended when left."""
    usual = {k: v for k, v in os.environ.items() if k not in {"PYTHONIOENCODING", "NO_COLOR", "RUST_BACKTRACE"}}
    command = [str(COMMAND), *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**usual, **variables})
    try:
        yield process
    finally:
        process.kill()
        process.wait(SECONDS_MAX)
