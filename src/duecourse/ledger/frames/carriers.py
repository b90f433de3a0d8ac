"""Two ways in which rows travel: Django's own connection, and ADBC as Arrow columns; both only read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import quote, urlencode

import polars as pl
from django.db import connections

from duecourse.errors import DuecourseError
from duecourse.ledger.frames.pieces import Vendor

# ADBC for SQLite takes a column's type from the first batch of rows; one batch of all of them shows it every row.
_WHOLE: Final = {"adbc.sqlite.query.batch_rows": "1000000000"}
# One state of the database for all SELECTs; SQLite gives that by itself within a transaction.
_SNAPSHOT: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class Read(Protocol):
    """Runs a SELECT."""

    def __call__(self, sql: str) -> pl.DataFrame:
        """Its rows, columns named as in the SELECT; types as the driver gives them."""


def vendor_of(using: str) -> Vendor:
    """Which database stands behind an alias.

    Raises:
        DuecourseError: It is neither SQLite nor PostgreSQL.
    """
    match connections[using].vendor:
        case "sqlite":
            return "sqlite"
        case "postgresql":
            return "postgresql"
        case other:
            raise DuecourseError(
                f"The ledger lies in {other}, but SQLite or PostgreSQL was expected",
                where=f"database '{using}'",
                fix="Leave DATABASE_URL out for SQLite, or begin it with postgresql://.",
            )


@contextmanager
def by_django(using: str) -> Iterator[Read]:
    """Rows as the current transaction sees them, also those that are not committed; for few customers."""

    def read(sql: str) -> pl.DataFrame:
        with connections[using].cursor() as cursor:
            cursor.execute(sql)
            names = [column[0] for column in cursor.description]
            columns = list(zip(*cursor.fetchall(), strict=True)) or [() for _ in names]
        return pl.DataFrame([pl.Series(n, values) for n, values in zip(names, columns, strict=True)])

    yield read


@contextmanager
def by_adbc(using: str) -> Iterator[Read]:
    """Committed rows, read as Arrow columns in one state of the database; for the batch.

    Raises:
        DuecourseError: The driver is not installed, or the database lies in the memory of this process.
    """
    vendor, settings = vendor_of(using), connections[using].settings_dict
    with closing(_sqlite(settings) if vendor == "sqlite" else _postgresql(settings)) as connection:
        if vendor == "postgresql":
            with closing(connection.cursor()) as cursor:
                cursor.execute(_SNAPSHOT)

        def read(sql: str) -> pl.DataFrame:
            with closing(connection.cursor()) as cursor:
                if vendor == "sqlite":
                    cursor.adbc_statement.set_options(**_WHOLE)
                cursor.execute(sql)
                return pl.DataFrame(cursor.fetch_arrow_table())

        yield read


def _sqlite(settings: Mapping[str, Any]) -> Any:
    name = str(settings["NAME"])
    if ":memory:" in name or "mode=memory" in name:
        raise DuecourseError(
            "A database in the memory of one process cannot be read from outside of it",
            where=name,
            fix="Keep the ledger in a file, or read it with carrier='django'.",
        )
    try:
        from adbc_driver_sqlite.dbapi import connect
    except ImportError as error:
        raise _missing("adbc-driver-sqlite", "app") from error
    return connect(f"{Path(name).resolve().as_uri()}?mode=ro")


def _postgresql(settings: Mapping[str, Any]) -> Any:
    try:
        from adbc_driver_postgresql.dbapi import connect
    except ImportError as error:
        raise _missing("adbc-driver-postgresql", "postgres") from error
    return connect(address_of(settings))


def _missing(package: str, extra: str) -> DuecourseError:
    return DuecourseError(
        f"The package {package} is not installed", fix=f"Install it with: pip install 'duecourse[{extra}]'"
    )


def address_of(settings: Mapping[str, Any]) -> str:
    """Where PostgreSQL is, as one address: made of what Django was told."""
    told = {"host": settings["HOST"], "port": settings["PORT"], **settings.get("OPTIONS", {})}
    plain = {k: str(v) for k, v in told.items() if v and isinstance(v, str | int)}
    who = quote(settings["USER"], safe="")
    secret = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    at = f"{who}{secret}@" if who else ""
    return f"postgresql://{at}/{quote(settings['NAME'], safe='')}?{urlencode(plain, quote_via=quote)}"
