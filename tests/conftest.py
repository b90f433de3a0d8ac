"""Shared set-up: helpers beside the tests can be imported by name; Django only where tests need it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import with_django

_HOME = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run the tests of the ledger and above on PostgreSQL alone"
    )


def pytest_configure(config: pytest.Config) -> None:
    if with_django.wanted(config):
        config.stash[_HOME] = with_django.set_up(config)
        config.pluginmanager.register(with_django, "with_django")


@pytest.fixture(autouse=True, scope="session")
def _settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a person keeps on this machine (headings, name, patterns) is never looked at, nor written."""
    home = request.config.stash.get(_HOME, None) or tmp_path_factory.mktemp("settings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUECOURSE_HOME", str(home))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was left out for want of a browser is told in words, not as a letter among dots."""
    left = [r for r in terminalreporter.getreports("skipped") if "chromium" in str(r.longrepr)]
    if left:
        terminalreporter.write_sep("=", "not run here", yellow=True)
        terminalreporter.write_line(f"{len(left)} of the tests in a real browser: {left[0].longrepr[2]}")
