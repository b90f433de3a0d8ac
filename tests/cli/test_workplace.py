"""The workplace from the command line: made, served on loopback, looked over, kept; and stopped without a trace."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
PATIENCE_SECONDS = 90


def environment(home: Path, **more: str) -> dict[str, str]:
    ours = {
        n: v for n, v in os.environ.items() if n not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DUECOURSE_TODAY"}
    }
    return {**ours, "PYTHONPATH": str(SRC), "DUECOURSE_HOME": str(home), "PYTHONUNBUFFERED": "1", **more}


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "duecourse", *words]
    return subprocess.run(
        command, env=environment(home, **more), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workplace that was just made."""
    place = tmp_path_factory.mktemp("workplace") / "home"
    done = run(place, "init")
    assert done.returncode == 0, done.stderr
    return place


@contextmanager
def running(home: Path, *words: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A command that serves: the process, its address, and what it printed so far."""
    command = [sys.executable, "-m", "duecourse", *words]
    with subprocess.Popen(
        command, env=environment(home, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            said = ""
            while not (found := re.search(r"http://127\.0\.0\.1:(\d+)\S*", said)):
                line = process.stdout.readline()
                assert line, process.stderr and process.stderr.read()
                said += line
            yield process, found.group(), said
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def get(url: str, path: str, host: str = "") -> tuple[int, str]:
    port = int(re.findall(r":(\d+)", url)[0])
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def free_port() -> int:
    with closing(socket.socket()) as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


# ---------------------------------------------------------------- what needs no workplace
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["today", "--help"], ["serve", "--help"]])
def test_ordinary_commands_start_without_django(words: list[str]) -> None:
    code = f"import sys; sys.argv[1:] = {words!r}\nfrom duecourse.cli.main import run\n"
    told = "try:\n    run()\nexcept SystemExit:\n    pass\nprint([m for m in ('django', 'granian', 'polars') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code + told],
        env=environment(Path("nowhere")),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "command", [["init"], ["serve"], ["worker"], ["doctor"], ["backup", "x.zip"], ["restore", "x.zip"]]
)
def test_a_base_install_says_in_one_line_what_to_install(command: list[str], tmp_path: Path) -> None:
    hide = "import importlib.util as u, sys\nfind = u.find_spec\nu.find_spec = lambda n, *a: None if n == 'granian' else find(n, *a)\n"
    code = f"{hide}sys.argv[1:] = {command!r}\nfrom duecourse.cli.main import run\nrun()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "The workplace is not installed here. Install it: pip install 'duecourse[app]'\n"


# ---------------------------------------------------------------- made
@pytest.mark.slow
def test_init_makes_a_private_home_and_prints_one_link(tmp_path: Path) -> None:
    place = tmp_path / "home"
    done = run(place, "init", "--port", "8100")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(re.findall(r"http://127\.0\.0\.1:8100/\S+", done.stdout)) == 1
    assert "works once" in done.stdout
    assert place.stat().st_mode & 0o777 == 0o700
    assert (place / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_ledger_that_was_never_made_is_not_served(tmp_path: Path) -> None:
    done = run(tmp_path, "serve")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"The ledger lacks \d+ steps of this version\. Run: duecourse init\n", done.stderr)


# ---------------------------------------------------------------- served
@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_answers_and_stops(home: Path, stop: signal.Signals) -> None:
    with running(home, "serve", "--port", str(free_port()), "--workers", "1") as (process, url, _):
        assert get(url, "/healthz") == (200, "ok\n")
        assert get(url, "/readyz") == (200, "ok\n")
        assert get(url, "/healthz", host="evil.example")[0] in {200, 400}
        children = _children(process.pid)
        assert any("worker --with-parent" in line for line in children.values())
        process.send_signal(stop)
        assert process.wait(PATIENCE_SECONDS) == 0
        assert gone(*children), "Something was left running."


def gone(*processes: int) -> bool:
    """Whether they all end within a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (left := [p for p in processes if Path(f"/proc/{p}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not left


def _children(parent: int) -> dict[int, str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    rows = (line.strip().split(" ", 1) for line in listed.stdout.splitlines())
    return {int(pid): args for pid, args in rows}


@pytest.mark.slow
def test_a_taken_port_moves_on_and_says_so(home: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(home, "serve", "--port", str(port), "--workers", "1", "--no-worker") as (_, url, said):
            assert f"Port {port} is taken" in said
            assert get(url, "/healthz")[0] == 200
            assert int(url.rsplit(":", 1)[1]) > port


@pytest.mark.slow
def test_only_this_machine_reaches_it_and_only_by_its_names(home: Path) -> None:
    with running(home, "serve", "--port", str(free_port()), "--workers", "1", "--no-worker") as (_, url, _said):
        assert get(url, "/accounts/login/", host="evil.example")[0] == 400
        port = int(url.rsplit(":", 1)[1])
        others = {a[4][0] for a in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {"127.0.0.1"}
        for address in {a for a in others if not a.startswith("127.")}:
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((address, port), timeout=5)
        assert get(url, "/healthz")[0] == 200


@pytest.mark.slow
def test_the_worker_ends_with_the_server_that_started_it(home: Path) -> None:
    with running(home, "serve", "--port", str(free_port()), "--workers", "1") as (process, _, _said):
        worker = next(pid for pid, line in _children(process.pid).items() if "worker --with-parent" in line)
        others = [pid for pid in _children(process.pid) if pid != worker]
        process.kill()
        process.wait()
        ended = gone(worker)
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert ended, "The worker lives on without its server."


# ---------------------------------------------------------------- kept
@pytest.mark.slow
def test_a_backup_goes_to_a_new_home_and_the_copy_is_disarmed(home: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "monday.zip", tmp_path / "copy"
    assert "Written and read back" in run(home, "backup", str(file)).stdout
    done = run(copy, "restore", str(file))
    assert (done.returncode, done.stderr) == (0, "")
    findings = doctor(copy)
    assert "sends nothing by itself" in findings["armed"]["what"]
    assert {f["state"] for n, f in findings.items() if n != "armed"} <= {"well", "look"}
    again = run(copy, "restore", str(file))
    assert again.returncode == 1 and "There is a workplace here already" in again.stderr


def doctor(home: Path) -> dict[str, dict[str, str]]:
    done = run(home, "doctor", "--json")
    return {f["name"]: f for f in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
def test_doctor_names_each_finding_and_its_mend(home: Path) -> None:
    (home / "secret.key").chmod(0o644)
    findings = doctor(home)
    (home / "secret.key").chmod(0o600)
    assert {"python", "folder", "key", "room", "zones", "database", "tables", "audit", "files", "worker"} <= set(
        findings
    )
    assert findings["key"]["state"] == "look"
    assert findings["key"]["mend"] == f"chmod 600 {home / 'secret.key'}"
    assert all(bool(f["mend"]) == (f["state"] != "well") for f in findings.values())


@pytest.mark.slow
def test_doctor_fails_where_the_ledger_is_not_made(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor")
    assert done.returncode == 1
    assert "Run: duecourse init" in done.stdout


# ---------------------------------------------------------------- demo
@pytest.mark.slow
def test_the_demo_prints_one_link_for_each_of_two_people(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    words = ["demo", "--port", str(free_port()), "--to", str(tmp_path / "out"), "--as-of", "2026-11-23"]
    with running(mine, *words) as (process, url, said):
        assert process.stdout is not None
        whole = said + process.stdout.readline() + process.stdout.readline()
        links = re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", whole)
        assert len(links) == 2
        assert "as Ana" in whole and "as Bruno" in whole and "by itself after 10 minutes" in whole
        assert [get(url, link)[0] for link in links] == [302, 302]
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
    assert not mine.exists() or not list(mine.glob("ledger*")), "The demo wrote into the home of somebody."


@pytest.mark.slow
def test_the_demo_can_do_without_pages(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", "--no-serve", "--to", str(tmp_path / "out"))
    assert done.returncode == 0
    assert "http://" not in done.stdout
    assert "the anxious way" in done.stdout
