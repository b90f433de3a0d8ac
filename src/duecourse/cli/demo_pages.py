"""The pages of `duecourse demo`: a workspace with a story, in a folder of its own that is gone afterwards."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from duecourse.cli.clock import VARIABLE, now
from duecourse.cli.console import Page
from duecourse.cli.progress import counted

if TYPE_CHECKING:
    from duecourse.demo.story import Made
    from duecourse.running.serve import Place

UNWATCHED_SECONDS: Final = 600.0
"""Without a terminal nobody can press Ctrl-C: it stops by itself."""

_ZONE: Final = "Asia/Shanghai"
_MORNING: Final = "T01:12"
_FRIDAY: Final = 4


def show_pages(out: Page, as_of: date | None, port: int) -> None:
    """Makes the workspace, prints a link for a salesperson and one for a manager, and serves until it is stopped."""
    if find_spec("django") is None:
        out.line("The same as pages in a browser: pip install 'duecourse[app]', then duecourse demo")
        return
    with _home(), _day(out, as_of):
        _serve(out, port)


def _serve(out: Page, port: int) -> None:
    from duecourse.running.serve import HOST, free_place, serve
    from duecourse.running.start import migrate, set_up

    set_up()
    with counted("opening Harbour Outdoor") as step:
        migrate()
        from duecourse.demo.story import tell

        made = tell(now(), step)
    from django.db import connections

    place, watched = free_place(HOST, port), sys.stdin.isatty() and sys.stdout.isatty()
    lines = list(_links(made, place, watched=watched))
    connections.close_all()
    serve(place, ready=lambda: _tell(out, lines), stop_after_s=None if watched else UNWATCHED_SECONDS)


def _tell(out: Page, lines: list[tuple[str, str]]) -> None:
    for words, style in lines:
        out.line(words, style=style)
    out.stream.flush()


def _links(made: Made, place: Place, *, watched: bool) -> Iterator[tuple[str, str]]:
    from duecourse.web.accounts.demo import sign_in_link

    yield f"{made.workspace.name} is open in your browser, with pages for everybody:", "bold"
    yield f"  as Ana, who sells:      {sign_in_link(made.people['ana'], place.url)}", "cyan"
    yield f"  as Bruno, the manager:  {sign_in_link(made.people['bruno'], place.url)}", "cyan"
    end = "Ctrl-C stops it" if watched else f"It stops by itself after {UNWATCHED_SECONDS / 60:.0f} minutes"
    yield f"Each link opens once, within the hour. {end}; nothing of it stays on this machine.", "dim"


@contextmanager
def _home() -> Iterator[None]:
    """A home of its own: never the one in which somebody works."""
    with TemporaryDirectory(prefix="duecourse-demo-") as folder, _environment(DUECOURSE_HOME=folder, DATABASE_URL=None):
        yield


@contextmanager
def _day(out: Page, as_of: date | None) -> Iterator[None]:
    """A working day: at a weekend the pages show the Monday after it, when there is something to do."""
    from duecourse.demo.days import in_the_week

    here = now().astimezone(ZoneInfo(_ZONE)).date()
    day = in_the_week(as_of or here)
    if day == here:
        yield
        return
    if day.weekday() <= _FRIDAY < here.weekday() and as_of is None:
        out.line(f"It is {here:%A} in Ningbo; the pages show {day:%A} {day.day} {day:%B}.")
    with _environment(**{VARIABLE: f"{day.isoformat()}{_MORNING}"}):
        yield


@contextmanager
def _environment(**told: str | None) -> Iterator[None]:
    """Variables of this process and those it starts, put back afterwards; None for unset."""
    before = {name: os.environ.get(name) for name in told}
    _set(told)
    try:
        yield
    finally:
        _set(before)


def _set(told: dict[str, str | None]) -> None:
    for name, value in told.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
