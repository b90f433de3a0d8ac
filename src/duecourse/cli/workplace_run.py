"""`duecourse init`, `serve` and `worker`."""

from __future__ import annotations

import os
import sys
from typing import Final

from duecourse.cli.clock import now
from duecourse.cli.console import Page, page
from duecourse.running.serve import Place, answer_to, free_place, names_missing, serve
from duecourse.running.start import demand_up_to_date, migrate, set_up

_PROCESSES_MAX: Final = 4


def run_init(host: str, port: int) -> int:
    """Makes the tables and prints the link by which the first admin comes in.

    Returns:
        0.
    """
    set_up()
    from django.conf import settings

    from duecourse.web.accounts.first import make_link

    steps, out = migrate(), page()
    out.line(f"The ledger is {'ready' if steps else 'up to date'}: ", after=str(settings.HOME))
    link = make_link(Place(host, port).url)
    out.line("Serve it:   duecourse serve")
    out.line(f"Then open:  {link}")
    out.line("The link makes the first admin and works once.", style="dim")
    return 0


def run_serve(host: str, port: int, processes: int | None, *, worker: bool) -> int:
    """Serves until it is told to stop.

    Returns:
        0.
    """
    answer_to(host)
    set_up()
    demand_up_to_date()
    from django.conf import settings
    from django.db import connections

    from duecourse.running.lock import together

    connections.close_all()
    place, out = free_place(host, port), page()
    with together(settings.HOME):
        serve(
            place,
            processes=processes or min(os.cpu_count() or 1, _PROCESSES_MAX),
            worker=worker,
            ready=lambda: _told(out, place, port),
        )
    return 0


def _told(out: Page, place: Place, wanted: int) -> None:
    if place.port != wanted:
        out.line(f"Port {wanted} is taken; this is the next free one.")
    out.line(f"duecourse is at {place.url}", after="   Ctrl-C stops it.")
    if names_missing(place.host):
        out.line("It answers to this machine's names alone; say others in DUECOURSE_HOSTS, with commas between.")
    out.stream.flush()


def run_worker(*, with_parent: bool) -> int:
    """Runs the worker until it is told to stop.

    Returns:
        0.
    """
    set_up()
    demand_up_to_date()
    from django.conf import settings

    from duecourse.running.lock import together
    from duecourse.running.tending import Stop, tend

    stop = Stop(with_parent=with_parent)
    stop.on_signals()
    with together(settings.HOME):
        tend(now, stop, _complain)
    return 0


def _complain(sentence: str) -> None:
    sys.stderr.write(f"{now():%Y-%m-%d %H:%M} {sentence}\n")
    sys.stderr.flush()
