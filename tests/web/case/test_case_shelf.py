"""The shelf takes in files by their content, and gives them out as attachments."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from case_world import World, firm
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_scopes import scope
from test_case_page import text_of

from duecourse.ledger.files import SIZE_MAX, kind_of, plain_name
from duecourse.ledger.models import Asset, StoredFile

PDF = b"%PDF-1.7\n% invented\n"


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path


def put(client: Client, w: World, name: str, content: bytes, **more: Any) -> Any:
    """Uploads one file."""
    data = {"title": "Test report", "kind": "material_certificate", "reach": "order", **more}
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(f"/case/{w.case.pk}/upload", {**data, "file": file}, follow=True)


def office(part: str, *others: str) -> bytes:
    """An archive that holds these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (part, *others):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def test_a_file_goes_to_the_shelf_and_comes_back_as_an_attachment(ana: Client, w: World, tmp_path: Path) -> None:
    text = text_of(put(ana, w, "report.pdf", PDF, confirms="materials", valid_until="2027-05-01"))
    assert "Test report" in text
    with scope(workspace=w.workspace):
        asset = Asset.objects.select_related("file").get(title="Test report")
        assert asset.file is not None
        assert (
            tmp_path / "files" / str(w.workspace.pk) / asset.file.sha256[:2] / asset.file.sha256
        ).read_bytes() == PDF
    response = ana.get(f"/case/{w.case.pk}/file/{asset.pk}")
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"] == 'attachment; filename="report.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


HOSTILE = {
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing that runs": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a programme": b"MZ\x90\x00\x03\x00\x00\x00",
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "an archive": office("readme.txt"),
    "a document with macros": office("word/document.xml", "word/vbaProject.bin"),
    "a broken archive": b"PK\x03\x04 and nothing more",
    "nothing at all": b" \n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_document_is_refused_whatever_its_name_says(ana: Client, w: World, content: bytes) -> None:
    response = put(ana, w, "report.pdf", content)
    assert response.status_code == 422
    assert 'value="Test report"' in text_of(response), "the title stays as it was typed"
    with scope(workspace=w.workspace):
        assert not StoredFile.objects.exists()


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(ana: Client, w: World, tmp_path: Path) -> None:
    response = put(ana, w, "large.pdf", PDF + b"0" * SIZE_MAX)
    assert response.status_code == 422
    assert "larger than 20 MB" in text_of(response)
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\report.pdf", "report.pdf"),
        ('a"; filename=evil.exe', "a__ filename=evil.exe"),
        ("line\r\nbreak.pdf", "line__break.pdf"),
        ("...", "file"),
        ("证书.pdf", "证书.pdf"),
    ],
)
def test_a_name_loses_its_path_and_what_could_steer(name: str, kept: str) -> None:
    assert plain_name(name) == kept


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("规格书 C 版".encode(), "text/plain"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"),
        (b"a\x00b", None),
    ],
)
def test_a_kind_is_told_by_the_content(content: bytes, kind: str | None) -> None:
    assert kind_of(io.BytesIO(content)) == kind


def test_a_file_of_another_workspace_or_payment_is_a_404(ana: Client, w: World, signed: Any) -> None:
    put(ana, w, "report.pdf", PDF)
    with scope(workspace=w.workspace):
        asset = Asset.objects.get(title="Test report")
    _other, clara, _ = firm("Other Works", "other")
    assert signed(clara).get(f"/case/{w.case.pk}/file/{asset.pk}").status_code == 404
    assert ana.get(f"/case/{w.case.pk}/file/{asset.pk + 999}").status_code == 404
    mine = ana.get(f"/case/{w.case.pk}/file/{asset.pk}")
    assert mine.status_code == 200
    mine.close()
