"""The bar of long work: on a terminal, after a second, and gone before anything is printed."""

from __future__ import annotations

import gc
import io
import sys
import time

import pytest

from duecourse.cli import progress as module
from duecourse.cli.collecting import uncollected
from duecourse.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, seconds: float, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.05)
    with progress("en") as bar:
        bar.step(1)
        time.sleep(seconds)
        bar.step(2)
    return stream.getvalue()


def test_a_terminal_sees_the_step_of_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "judging" in shown(Terminal(), 1.0, monkeypatch)


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Terminal(), 0.0, monkeypatch) == ""


def test_a_pipe_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), 0.3, monkeypatch) == ""


def test_the_search_for_cycles_is_off_within_and_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="stop"), uncollected():
        assert not gc.isenabled()
        raise ValueError("stop")
    assert gc.isenabled()
