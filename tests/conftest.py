"""Shared set-up: helpers beside the tests can be imported by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True, scope="session")
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a person keeps on this machine (headings, name, patterns) is never looked at, nor written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUECOURSE_HOME", str(tmp_path_factory.mktemp("settings")))
        yield
