"""The doctor finds what is wrong and says how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django_scopes import scope

from duecourse.jobs.daily import plan
from duecourse.ledger.models import AuditEntry, StoredFile, Workspace
from duecourse.running import doctor
from duecourse.running.doctor import Finding, examine
from jobs.desks import filled
from recording.desk import MORNING, Firm, firm


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    home = tmp_path / "home"
    (home / "files").mkdir(parents=True)
    home.chmod(0o700)
    (home / "secret.key").write_text("a key")
    (home / "secret.key").chmod(0o600)
    monkeypatch.setattr(settings, "HOME", home)
    monkeypatch.setattr(settings, "FILES_ROOT", home / "files")
    made = firm()
    with scope(workspace=made.workspace):
        filled(made, 1)
        plan(made.workspace, made.at)
    yield made


def found(at: datetime = MORNING) -> dict[str, Finding]:
    return {f.name: f for f in examine(at)}


@pytest.mark.both(transaction=True)
def test_where_all_is_well_nothing_is_to_mend(desk: Firm) -> None:
    assert {(f.state, f.mend) for f in found().values()} == {("well", "")}


@pytest.mark.both(transaction=True)
def test_an_edited_audit_entry_is_found(desk: Firm) -> None:
    with scope(workspace=desk.workspace):
        AuditEntry.objects.filter(number=2).update(payload="{}")
    assert found()["audit"].what == "Harbour Outdoor: entry 2 of the audit chain is changed."
    assert found()["audit"].state == "fault"


@pytest.mark.both(transaction=True)
@pytest.mark.parametrize(("content", "state"), [(b"artwork v3", "well"), (b"artwork v4", "fault"), (None, "fault")])
def test_a_stored_file_that_changed_or_went_is_found(desk: Firm, content: bytes | None, state: str) -> None:
    digest = sha256(b"artwork v3").hexdigest()
    with scope(workspace=desk.workspace):
        plain = {"name": "artwork.pdf", "kind": "application/pdf", "size": 10, "sha256": digest, "added_at": MORNING}
        StoredFile.objects.create(workspace=desk.workspace, **plain)
    if content is not None:
        (settings.FILES_ROOT / digest).write_bytes(content)
    finding = found()["files"]
    assert finding.state == state
    assert ("artwork.pdf" in finding.what) is (state == "fault")


@pytest.mark.both(transaction=True)
def test_a_day_without_a_plan_is_found(desk: Firm) -> None:
    assert found(MORNING + timedelta(days=1))["worker"].what == "There is no plan of today yet: Harbour Outdoor."


@pytest.mark.both(transaction=True)
def test_a_workspace_for_which_nobody_came_yet_needs_no_plan(desk: Firm) -> None:
    Workspace.objects.create(name="")
    assert found()["worker"].state == "well"


@pytest.mark.both(transaction=True)
def test_a_clock_that_went_back_is_found(desk: Firm) -> None:
    finding = found(MORNING - timedelta(days=2))["clock"]
    assert finding.state == "fault" and "2026-11-21" in finding.what and "2026-11-23" in finding.what


@pytest.mark.both(transaction=True)
def test_a_database_that_does_not_answer_ends_the_look(desk: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> Finding:
        raise OperationalError("could not connect to server\n  more of it")

    monkeypatch.setattr(doctor, "database", silent)
    findings = found()
    assert list(findings)[-1] == "database"
    assert findings["database"].what == "It does not answer: could not connect to server."


@pytest.mark.parametrize(("free", "state"), [(5 << 30, "well"), (1 << 30, "look"), (100 << 20, "fault")])
def test_room_on_the_disk(free: int, state: str, tmp_path: Path) -> None:
    assert doctor.room(tmp_path, free).state == state


def test_an_old_python_is_found() -> None:
    assert doctor.python((3, 10, 2)) == Finding(
        "python", "fault", "Python 3.10.2 is too old.", "Install Python 3.11 or newer."
    )


def test_what_others_may_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o640)
    tmp_path.chmod(0o755)
    assert [(f.name, f.mend.split()[:2]) for f in doctor.folder(tmp_path)] == [
        ("folder", ["chmod", "700"]),
        ("key", ["chmod", "600"]),
    ]


def test_steps_that_are_missing_are_counted() -> None:
    assert doctor.tables(["ledger.0002_more"]).mend == "Run: duecourse init"
