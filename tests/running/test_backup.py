"""A backup is read back before it counts; a restore checks everything before it changes anything."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_scopes import scope

from duecourse.errors import DuecourseError
from duecourse.jobs.daily import plan
from duecourse.ledger import audit
from duecourse.ledger.models import Order, PlanRun, User, Workspace
from duecourse.recording import payments
from duecourse.running import backup as room
from duecourse.running.archive import verified
from duecourse.running.backup import backup, disarmed, restore
from duecourse.running.lock import together
from jobs.desks import filled, stands
from recording.desk import Firm, deposit, firm

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    """A firm with a story, in a home of its own; its database is that of the test."""
    home = tmp_path / "home"
    (home / "files").mkdir(parents=True)
    (home / "files" / "ab12").write_bytes(b"artwork v3")
    (home / "headings.json").write_text("{}")
    (home / "secret.key").write_text("never in a backup")
    monkeypatch.setattr(settings, "HOME", home)
    monkeypatch.setattr(settings, "FILES_ROOT", home / "files")
    made = firm()
    with scope(workspace=made.workspace):
        filled(made, 3)
        plan(made.workspace, made.at)
        yield made


@pytest.mark.both(transaction=True)
def test_a_backup_holds_ledger_files_and_rules_but_no_key(desk: Firm, tmp_path: Path, database: str) -> None:
    file = tmp_path / "monday.zip"
    done = backup(file, AT)
    manifest = verified(file)
    assert (manifest.database, manifest.made_at) == (database, "2026-11-23T04:00:00+00:00")
    assert manifest.tables["ledger_order"] == 3
    assert done.files == 1 and done.size == file.stat().st_size
    names = set(manifest.parts)
    assert {"files/ab12", "headings.json", f"policy/{desk.workspace.pk}/1.toml"} <= names
    assert not {n for n in names if "secret" in n}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir() if "backup" in p.name or "unfinished" in p.name] == []


@pytest.mark.both(transaction=True)
def test_a_backup_never_replaces_a_file(desk: Firm, tmp_path: Path) -> None:
    file = tmp_path / "monday.zip"
    file.write_bytes(b"something else")
    with pytest.raises(DuecourseError, match=r"There is such a file already .*Give the backup another name"):
        backup(file, AT)
    assert file.read_bytes() == b"something else"


@pytest.mark.both(transaction=True)
def test_a_full_disk_leaves_no_backup(desk: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "close_with", full)
    with pytest.raises(DuecourseError, match="cannot be written: No space left on device"):
        backup(tmp_path / "monday.zip", AT)
    assert [p.name for p in tmp_path.iterdir()] == ["home"]


@pytest.mark.both(transaction=True)
@pytest.mark.parametrize("part", ["files/ab12", "manifest.json"])
def test_a_changed_backup_is_refused_and_nothing_is_touched(desk: Firm, tmp_path: Path, part: str) -> None:
    file, bent = tmp_path / "monday.zip", tmp_path / "bent.zip"
    backup(file, AT)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(bent, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name)[:-1] if name == part else source.read(name))
    before = stands()
    with pytest.raises(DuecourseError, match=r"This is no complete backup: .*nothing was changed"):
        restore(bent, AT, force=True)
    assert stands() == before


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    part = {"size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
    told = {"program": "0", "made_at": "", "database": "sqlite", "tables": {}, "migrations": {}, "format": 1}
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../out", b"x")
        archive.writestr("manifest.json", json.dumps({**told, "parts": {"../out": part}}))
    with pytest.raises(DuecourseError, match=r"'\.\./out' is not as it was written"):
        verified(tmp_path / "evil.zip")


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "some.zip").write_bytes(content)
    with pytest.raises(DuecourseError, match="This is no complete backup"):
        verified(tmp_path / "some.zip")


def test_a_backup_of_a_later_format_names_the_way(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "later.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": 9, "parts": {}}))
    with pytest.raises(DuecourseError, match=r"format 9, but 1 was expected .*or a later one"):
        verified(tmp_path / "later.zip")


# ---------------------------------------------------------------- restore
@pytest.fixture
def database_file(desk: Firm, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """On SQLite the ledger of these tests lies in the home, as it does for people."""
    if connection.vendor != "sqlite":
        yield
        return
    place = str(settings.HOME / room.LEDGER)
    usual = connection.settings_dict["NAME"]
    connection.close()
    with sqlite3.connect(usual) as source, sqlite3.connect(place) as target:
        source.backup(target)
    connection.settings_dict["NAME"] = place
    yield
    connection.close()
    connection.settings_dict["NAME"] = usual


@pytest.mark.both(transaction=True)
@pytest.mark.usefixtures("database_file")
def test_what_was_backed_up_comes_back(desk: Firm, tmp_path: Path) -> None:
    file = tmp_path / "monday.zip"
    backup(file, AT)
    before, chain = stands(), audit.head(desk.workspace)
    payments.paid(desk.by, deposit(Order.objects.earliest("pk")), 1_836_000)
    (settings.FILES_ROOT / "ab12").write_bytes(b"changed since")
    assert stands() != before

    done = restore(file, AT, force=True)
    assert stands() == before
    assert audit.verify(desk.workspace).head == chain
    assert (settings.FILES_ROOT / "ab12").read_bytes() == b"artwork v3"
    assert disarmed(settings.HOME)
    assert done.moved is not None and (done.moved / "files" / "ab12").read_bytes() == b"changed since"


@pytest.mark.both(transaction=True)
@pytest.mark.usefixtures("database_file")
def test_life_goes_on_in_a_restored_ledger(desk: Firm, tmp_path: Path) -> None:
    """New rows get keys of their own: counters came along."""
    backup(tmp_path / "monday.zip", AT)
    restore(tmp_path / "monday.zip", AT, force=True)
    desk.order(desk.customer("Newcomer"), "SC-99")
    assert Order.objects.count() == 4
    assert audit.verify(desk.workspace).broken is None


@pytest.mark.both(transaction=True)
@pytest.mark.usefixtures("database_file")
def test_a_workplace_is_replaced_only_when_told(desk: Firm, tmp_path: Path) -> None:
    backup(tmp_path / "monday.zip", AT)
    with pytest.raises(DuecourseError, match=r"There is a workplace here already .*or add --force"):
        restore(tmp_path / "monday.zip", AT)
    assert not disarmed(settings.HOME)


@pytest.mark.both(transaction=True)
@pytest.mark.usefixtures("database_file")
def test_a_workplace_that_is_served_is_not_replaced(desk: Firm, tmp_path: Path) -> None:
    backup(tmp_path / "monday.zip", AT)
    with together(settings.HOME), pytest.raises(DuecourseError, match=r"The workplace is running .*Stop duecourse"):
        restore(tmp_path / "monday.zip", AT, force=True)
    assert User.objects.count() == 2


@pytest.mark.both(transaction=True)
def test_a_backup_of_another_database_names_the_way(desk: Firm, tmp_path: Path) -> None:
    file, other = tmp_path / "monday.zip", tmp_path / "other.zip"
    backup(file, AT)
    kind = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "manifest.json":
                text = json.dumps(json.loads(text) | {"database": kind}).encode()
            target.writestr(name, text)
    with pytest.raises(DuecourseError, match=rf"The backup is of {kind}, .*DATABASE_URL"):
        restore(other, AT, force=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_file")
def test_a_damaged_database_is_not_backed_up(desk: Firm, tmp_path: Path) -> None:
    connection.close()
    place = Path(connection.settings_dict["NAME"])
    with sqlite3.connect(place) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM ledger_workspace")
    raw.close()
    with pytest.raises(DuecourseError, match=r"damaged: a row of .* names what is not there"):
        backup(tmp_path / "monday.zip", AT)
    assert not (tmp_path / "monday.zip").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_file")
@pytest.mark.slow
def test_a_backup_while_people_write_is_one_instant(desk: Firm, tmp_path: Path) -> None:
    """Events and their audit entries are in it together, or neither."""
    from jobs.desks import worker

    PlanRun.objects.all().delete()
    planning = worker(desk.workspace, desk.at)
    done = 0
    while planning.poll() is None and done < 20:
        backup(tmp_path / f"{done}.zip", AT)
        done += 1
    assert planning.wait(120) == 0
    assert done >= 2
    for number in range(done):
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as archive:
            archive.extract(room.LEDGER, tmp_path / str(number))
        with sqlite3.connect(tmp_path / str(number) / room.LEDGER) as copy:
            loose = "SELECT count(*) FROM ledger_standing s WHERE NOT EXISTS (SELECT 1 FROM ledger_verdict v WHERE v.id = s.verdict_id)"
            assert copy.execute(loose).fetchone() == (0,)
            assert copy.execute("SELECT count(*) FROM ledger_standing").fetchone() == (6,)
        copy.close()
    assert Workspace.objects.count() == 1
