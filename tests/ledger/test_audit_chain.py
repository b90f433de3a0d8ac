"""The audit chain: whoever touches an entry is found, and the number of the entry is named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django_scopes import scope

from duecourse.ledger import audit
from duecourse.ledger.audit import Checked, Head, chained, entries, exported, head, record, verify
from duecourse.ledger.models import AuditEntry, User, Workspace

AT = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)


@pytest.fixture
def workspace(db):
    made = Workspace.objects.create(name="Harbour Outdoor")
    with scope(workspace=made):
        yield made


@pytest.fixture
def chain(workspace):
    """Five entries of Ana's."""
    ana = User.objects.create_user("ana@harbour.example", name="Ana")
    for number in range(1, 6):
        record(workspace, ana, "changed", f"milestone {number}", {"amount_minor": number}, {"amount_minor": 7}, at=AT)
    return workspace


def sql(statement: str, *told) -> None:
    """As somebody does who has the database and not the program."""
    with connection.cursor() as cursor:
        cursor.execute(statement, told)


def test_an_untouched_chain_holds_to_its_end(chain) -> None:
    last = AuditEntry.objects.get(number=5)
    assert verify(chain) == Checked(Head(5, last.hash))
    assert verify(chain, kept=head(chain)) == verify(chain)


def test_an_empty_chain_holds(workspace) -> None:
    assert verify(workspace) == Checked(Head(0, audit.START))


def test_the_first_hash_is_over_64_zeros_and_the_payload(chain) -> None:
    first = AuditEntry.objects.get(number=1)
    assert first.hash == chained("0" * 64, first.payload)


def test_an_edited_entry_is_named(chain) -> None:
    sql("UPDATE ledger_auditentry SET payload = replace(payload, 'Ana', 'Eva') WHERE number = 3")
    found = verify(chain)
    assert (found.broken, found.fault, found.head.count) == (3, "changed", 2)


def test_an_edited_entry_with_a_hash_that_fits_breaks_the_next_one(chain) -> None:
    before, row = AuditEntry.objects.get(number=2), AuditEntry.objects.get(number=3)
    payload = row.payload.replace("Ana", "Eva")
    sql("UPDATE ledger_auditentry SET payload = %s, hash = %s WHERE number = 3", payload, chained(before.hash, payload))
    found = verify(chain)
    assert (found.broken, found.fault) == (4, "changed")


@pytest.mark.parametrize("gone", [1, 3])
def test_a_deleted_entry_is_named(chain, gone: int) -> None:
    sql("DELETE FROM ledger_auditentry WHERE number = %s", gone)
    found = verify(chain)
    assert (found.broken, found.fault) == (gone, "missing")


def test_entries_that_changed_places_are_found(chain) -> None:
    sql("UPDATE ledger_auditentry SET number = -2 WHERE number = 2")
    sql("UPDATE ledger_auditentry SET number = 2 WHERE number = 4")
    sql("UPDATE ledger_auditentry SET number = 4 WHERE number = -2")
    found = verify(chain)
    assert (found.broken, found.fault) == (2, "changed")


def test_an_entry_taken_out_with_all_numbers_closed_up_is_found(chain) -> None:
    sql("DELETE FROM ledger_auditentry WHERE number = 3")
    sql("UPDATE ledger_auditentry SET number = 3 WHERE number = 4")
    sql("UPDATE ledger_auditentry SET number = 4 WHERE number = 5")
    found = verify(chain)
    assert (found.broken, found.fault) == (3, "changed")


def test_an_end_that_was_cut_off_is_found_by_what_the_workspace_keeps(chain) -> None:
    sql("DELETE FROM ledger_auditentry WHERE number >= 4")
    found = verify(chain)
    assert (found.broken, found.fault) == (4, "cut")


def test_a_chain_written_anew_is_found_against_a_kept_head(chain) -> None:
    kept, previous = head(chain), audit.START
    for row in AuditEntry.objects.order_by("number"):
        payload = row.payload.replace("Ana", "Eva")
        previous = chained(previous, payload)
        sql("UPDATE ledger_auditentry SET payload = %s, hash = %s WHERE id = %s", payload, previous, row.pk)
    assert verify(chain).fault == "changed"
    sql("UPDATE ledger_workspace SET audit_head = %s WHERE id = %s", previous, chain.pk)
    assert verify(chain).fault == "", "whoever writes anew all that is in the database is found by what is kept outside"
    assert verify(chain, kept).fault == "changed"
    record(chain, None, "changed", "milestone 6", at=AT)
    assert (verify(chain, kept).broken, verify(chain, kept).fault) == (5, "changed")


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_what_is_found_does_not_depend_on_how_many_rows_come_at_a_time(chain, monkeypatch, rows: int) -> None:
    monkeypatch.setattr(audit, "_ROWS", rows)
    kept = head(chain)
    assert verify(chain, kept).fault == ""
    assert verify(chain, Head(3, "f" * 64)).broken == 3
    sql("UPDATE ledger_auditentry SET hash = %s WHERE number = 5", "f" * 64)
    assert verify(chain).broken == 5


def test_chains_of_two_workspaces_do_not_touch_each_other(chain) -> None:
    other = Workspace.objects.create(name="Candle House")
    with scope(workspace=other):
        assert record(other, None, "began", "workspace", at=AT).number == 1
        assert [e.subject for e in entries(other)] == ["workspace"]
    assert verify(chain).head.count == 5


def test_an_entry_goes_with_the_change_it_tells_of(chain) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(chain, None, "changed", "milestone 6", at=AT)
        raise RuntimeError("the change failed")
    assert head(chain).count == 5


def test_entries_are_read_from_the_newest_on(chain) -> None:
    newest = entries(chain, limit=2)
    assert [e.number for e in newest] == [5, 4]
    assert [e.number for e in entries(chain, before=newest[-1].number)] == [3, 2, 1]
    assert (newest[0].who, newest[0].at, newest[0].before) == ("Ana", AT, {"amount_minor": 5})


def test_days_decimals_and_chinese_are_told_as_json(workspace) -> None:
    row = record(workspace, None, "made", "海港", None, {"on": date(2026, 11, 23), "share": Decimal("0.30")}, at=AT)
    told = json.loads(row.payload)
    assert told["after"] == {"on": "2026-11-23", "share": "0.30"}
    assert told["who"] is None
    assert "海港" in row.payload


def test_the_file_can_be_checked_without_the_program(chain) -> None:
    previous = "0" * 64
    lines = "".join(exported(chain)).splitlines()
    for number, line in enumerate(lines, 1):
        told = json.loads(line)
        assert told["entry"]["number"] == number
        assert told["hash"] == chained(previous, line[len('{"entry":') : line.rindex(',"hash":')])
        previous = told["hash"]
    assert len(lines) == 5
