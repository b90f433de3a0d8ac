"""A bar on the error stream for work that takes a while; nothing at all where nobody watches."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SILENT_SECONDS: Final = 1.0
"""Work that is done sooner shows no bar."""

STEPS: Final = {
    "en": ("reading the lists", "putting the history together", "judging", "writing the answer"),
    "zh": ("读取列表", "整理往来记录", "判断", "写出结果"),
}


class Bar:
    """Steps of a command; after `SILENT_SECONDS` they are shown, until the command ends or prints."""

    def __init__(self, language: str, *, watched: bool) -> None:
        self._steps, self._at = STEPS[language], 0
        self._lock = threading.Lock()
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self._ended = not watched
        self._timer = threading.Timer(SILENT_SECONDS, self._show)
        self._timer.daemon = True
        if watched:
            self._timer.start()

    def step(self, number: int) -> None:
        """The work has come to this step, counted from 0."""
        with self._lock:
            self._at = number
            if self._shown is not None and self._task is not None:
                self._shown.update(self._task, completed=number, description=self._steps[number])

    def end(self) -> None:
        """The bar goes, so that what is printed stands alone."""
        self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._shown is not None:
                self._shown.stop()
                self._shown = None

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._ended:
                return
            columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
            self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._shown.add_task(self._steps[self._at], total=len(self._steps), completed=self._at)
            self._shown.start()


@contextmanager
def progress(language: str) -> Iterator[Bar]:
    """A bar for the length of a command, on a terminal only."""
    bar = Bar(language, watched=sys.stderr.isatty())
    try:
        yield bar
    finally:
        bar.end()


@contextmanager
def counted(words: str) -> Iterator[Callable[[float], None]]:
    """A bar for work that tells what share of it is done, 0 to 1; on a terminal only.

    Args:
        words: What is being done.
    """
    if not sys.stderr.isatty():
        yield lambda _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(words, total=1.0)
        yield lambda share: shown.update(task, completed=share)
