"""Where it listens, whom it answers, and when the worker stops."""

from __future__ import annotations

import os
import socket
from contextlib import closing

import pytest

from duecourse.errors import DuecourseError
from duecourse.running import serve
from duecourse.running.serve import Place, answer_to, free_place, names_missing
from duecourse.running.tending import Stop


@pytest.mark.parametrize(
    ("place", "url"),
    [
        (Place("127.0.0.1", 8000), "http://127.0.0.1:8000"),
        (Place("0.0.0.0", 8001), "http://127.0.0.1:8001"),
        (Place("::1", 8002), "http://[::1]:8002"),
        (Place("desk.example", 80), "http://desk.example:80"),
    ],
)
def test_what_a_browser_opens(place: Place, url: str) -> None:
    assert place.url == url


def test_the_next_free_port_is_taken() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_place("127.0.0.1", port).port <= port + serve.PORTS_TRIED


def test_where_no_port_is_free_the_way_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_is_free", lambda *_: False)
    with pytest.raises(
        DuecourseError, match=r"No port from 8000 on is free \(127\.0\.0\.1\)\. Name another one with --port"
    ):
        free_place("127.0.0.1", 8000)


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_told(host: str) -> None:
    with pytest.raises(DuecourseError, match=f"This machine has no address {host}"):
        free_place(host, 8000)


def test_pages_answer_to_the_name_they_are_served_under(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUECOURSE_HOSTS", "desk.example")
    answer_to("10.0.0.4")
    assert os.environ["DUECOURSE_HOSTS"] == "desk.example,10.0.0.4"
    answer_to("127.0.0.1")
    assert os.environ["DUECOURSE_HOSTS"] == "desk.example,10.0.0.4"


@pytest.mark.parametrize(
    ("host", "names", "missing"), [("0.0.0.0", "", True), ("0.0.0.0", "a.example", False), ("::1", "", False)]
)
def test_serving_everywhere_needs_names(monkeypatch: pytest.MonkeyPatch, host: str, names: str, missing: bool) -> None:
    monkeypatch.setenv("DUECOURSE_HOSTS", names)
    assert names_missing(host) is missing


def test_nobody_answers_where_nothing_listens() -> None:
    assert not serve.answers(free_place("127.0.0.1", 38_000))


def test_the_worker_waits_until_it_is_told_to_stop() -> None:
    stop = Stop()
    assert stop.wait(0.01) is False
    stop.now()
    assert stop.wait(60) is True


def test_the_worker_stops_when_its_server_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = Stop(with_parent=True)
    monkeypatch.setattr(os, "getppid", lambda: 1_000_000)
    assert stop.wait(0.01) is True
