"""The web server and beside it the worker; both stop together."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

from duecourse.errors import DuecourseError

HOST: Final = "127.0.0.1"
PORT: Final = 8000
PORTS_TRIED: Final = 50
STOP_SECONDS: Final = 15.0
"""How long a page or a plan may take to end after a stop."""

_LOOK_SECONDS: Final = 0.1
_THREADS: Final = 8
_APP: Final = "duecourse.web.wsgi:application"
_HOSTS: Final = "DUECOURSE_HOSTS"
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104  # compared with, not listened on


@dataclass(frozen=True, slots=True)
class Place:
    """Where a workplace listens."""

    host: str = HOST
    port: int = PORT

    @property
    def url(self) -> str:
        """What a browser on this machine opens; without a slash at the end."""
        host = HOST if self.host in _EVERYWHERE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def free_place(host: str, port: int) -> Place:
    """The first port from `port` on that nobody listens on.

    Raises:
        DuecourseError: None of fifty is free, or the machine has no such address.
    """
    for number in range(port, min(port + PORTS_TRIED, 65_536)):
        if _is_free(host, number):
            return Place(host, number)
    raise DuecourseError(f"No port from {port} on is free", where=host, fix="Name another one with --port.")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as tried:
        if os.name == "posix":
            # A server that has just stopped leaves its port behind for a minute; it is free all the same.
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except PermissionError:
            return False
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno in _no_address():
                fix = "Give an address of this machine with --host."
                raise DuecourseError(f"This machine has no address {host}", fix=fix) from error
            return False
    return True


def _no_address() -> set[int]:
    import errno

    return {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def answer_to(host: str) -> None:
    """Pages answer only to names they know; the one they are served under is known."""
    if host not in _LOCAL | _EVERYWHERE:
        told = [h for h in os.environ.get(_HOSTS, "").split(",") if h]
        os.environ[_HOSTS] = ",".join(dict.fromkeys([*told, host]))


def names_missing(host: str) -> bool:
    """Whether it listens everywhere but answers to this machine alone."""
    return host in _EVERYWHERE and not os.environ.get(_HOSTS)


def serve(
    place: Place,
    *,
    processes: int = 1,
    worker: bool = True,
    ready: Callable[[], Any] | None = None,
    stop_after_s: float | None = None,
) -> None:
    """Serves until it is told to stop by SIGINT or SIGTERM; what was begun is ended first.

    Args:
        place: A free port.
        processes: How many answer pages.
        worker: Whether the worker runs beside.
        ready: Called once when pages are answered.
        stop_after_s: Stops by itself after so many seconds; None for never.
    """
    # Polars and database connections do not survive a fork.
    multiprocessing.set_start_method("spawn", force=True)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        _APP,
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=_THREADS,
        log_level=LogLevels.error,
        workers_kill_timeout=int(STOP_SECONDS),
        respawn_failed_workers=True,
        websockets=False,
    )
    with _stopping_after(stop_after_s), _beside(worker), _told_when_open(place, ready):
        server.serve()


@contextmanager
def _told_when_open(place: Place, ready: Callable[[], Any] | None) -> Iterator[None]:
    """Calls `ready` from a thread of its own as soon as a page is answered; never if the server ends before."""
    ended = threading.Event()
    thread = threading.Thread(target=_wait, args=(place, ready, ended), daemon=True)
    if ready is not None:
        thread.start()
    try:
        yield
    finally:
        ended.set()


def _wait(place: Place, ready: Callable[[], Any], ended: threading.Event) -> None:
    while not ended.wait(_LOOK_SECONDS):
        if answers(place):
            ready()
            return


def answers(place: Place) -> bool:
    """Whether pages are answered there."""
    parts = urlsplit(place.url)
    connection = HTTPConnection(parts.hostname or HOST, place.port, timeout=STOP_SECONDS)
    try:
        with closing(connection):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False


@contextmanager
def _stopping_after(seconds: float | None) -> Iterator[None]:
    """Tells this process to stop after a while."""
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGTERM))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _beside(wanted: bool) -> Iterator[None]:
    """The worker in a process of its own, so that a long plan holds up no page."""
    if not wanted:
        yield
        return
    command = [sys.executable, "-m", "duecourse", "worker", "--with-parent"]
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  # our own command
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            # A plan that is cut short leaves whole customers behind; the next one goes on.
            child.kill()
            child.wait()
