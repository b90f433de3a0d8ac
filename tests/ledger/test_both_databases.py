"""The tests themselves: what is marked `both` really meets both databases, and rows of a test are gone after it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from duecourse.ledger.models import Workspace


@pytest.mark.both
def test_the_default_database_is_the_one_that_is_named(database: str) -> None:
    assert connection.vendor == database
    with connection.cursor() as cursor:
        cursor.execute("SELECT version()" if database == "postgresql" else "SELECT 'SQLite ' || sqlite_version()")
        assert cursor.fetchone()[0].lower().startswith(database[:8])


@pytest.mark.both
@pytest.mark.parametrize("run", [1, 2])
def test_each_test_begins_with_empty_tables(run: int) -> None:
    assert Workspace.objects.count() == 0
    with transaction.atomic():
        Workspace.objects.create(name=f"of run {run}")
    assert Workspace.objects.count() == 1


@pytest.mark.both(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_a_committing_test_leaves_nothing_either(run: int) -> None:
    assert Workspace.objects.count() == 0
    assert not connection.in_atomic_block
    Workspace.objects.create(name=f"of run {run}")
    assert Workspace.objects.count() == 1
