"""Before anything else: is the workplace installed, and is its ledger up to date."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from duecourse.errors import DuecourseError

NEEDED: Final = ("django", "django_scopes", "allauth", "django_htmx", "csp", "whitenoise", "granian", "pyarrow")
_SETTINGS: Final = "DJANGO_SETTINGS_MODULE"


def set_up() -> None:
    """Makes Django ready in this process.

    Raises:
        DuecourseError: The extra `app` is not installed, or the folder of the workplace cannot be written.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise DuecourseError("The workplace is not installed here", fix="Install it: pip install 'duecourse[app]'")
    os.environ.setdefault(_SETTINGS, "duecourse.web.settings")
    import django

    try:
        django.setup()
    except OSError as error:
        raise _unwritable(error) from error


def _unwritable(error: OSError) -> DuecourseError:
    return DuecourseError(
        f"The folder of the workplace cannot be used: {error.strerror}",
        where=str(error.filename or ""),
        fix="Make it writable for yourself alone, or name another one in DUECOURSE_HOME.",
    )


def pending() -> list[str]:
    """Steps that the tables still need, oldest first; needs `set_up`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    runner = MigrationExecutor(connection)
    plan = runner.migration_plan(runner.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, backwards in plan if not backwards]


def migrate() -> int:
    """Brings the tables up to date.

    Returns:
        How many steps were taken.
    """
    from django.conf import settings
    from django.core.management import call_command

    # The server of static files wants its folder to be there, if empty.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True, mode=0o700)
    steps = len(pending())
    call_command("migrate", verbosity=0, interactive=False)
    # The table of the shared cache is no model's.
    call_command("createcachetable", verbosity=0)
    return steps


def demand_up_to_date() -> None:
    """Nothing is served from tables that are missing or old.

    Raises:
        DuecourseError: They are, or the database does not answer.
    """
    from django.db import DatabaseError

    try:
        steps = pending()
    except DatabaseError as error:
        told = str(error).strip().splitlines()
        fix = "Start the database, or correct DATABASE_URL; see duecourse doctor."
        raise DuecourseError(f"The database does not answer: {told[0] if told else error!r}", fix=fix) from error
    if steps:
        raise DuecourseError(f"The ledger lacks {len(steps)} steps of this version", fix="Run: duecourse init")
