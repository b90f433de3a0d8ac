"""Files of a workspace: outside of the web's reach, named by the hash of their content, of a few kinds only."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

from django.conf import settings

from duecourse.errors import DuecourseError
from duecourse.ledger.models import StoredFile

SIZE_MAX: Final = 20 * 1024 * 1024
"""Bytes of a file."""
NAME_MAX: Final = 120
_HEAD: Final = 4096
_OFFICE: Final = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN: Final = "application/vnd.oasis.opendocument."
_BEGIN: Final = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_CALENDAR: Final = "BEGIN:VCALENDAR"
KINDS: Final = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/webp",
    *_OFFICE.values(),
    *(_OPEN + k for k in ("text", "spreadsheet", "presentation")),
    "text/plain",
    "text/calendar",
)
"""What is kept; a page, a script, a programme or an archive is none of these."""


def kind_of(file: IO[bytes] | Any) -> str | None:
    """The kind of a file by its content, whatever its name says; None if it is none that we keep.

    Args:
        file: Open for reading; it is wound back.
    """
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    for start, kind in _BEGIN.items():
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return _zipped(file) if head.startswith(b"PK\x03\x04") else _text(file)


def _zipped(file: Any) -> str | None:
    """Office documents are archives with a certain table of contents; macros are none of our business."""
    try:
        with ZipFile(file) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError):
        return None
    finally:
        file.seek(0)
    if any(n.lower().endswith(("vbaproject.bin", ".exe", ".js")) for n in names):
        return None
    if kind in KINDS:
        return kind
    return next((k for part, k in _OFFICE.items() if part in names), None)


def _text(file: Any) -> str | None:
    """Plain words: UTF-8, no control signs, and nothing that a browser takes for a page."""
    raw = file.read(SIZE_MAX + 1)
    file.seek(0)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if not text.strip() or any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
        return None
    if text.lstrip()[:1] in {"<", "#"} and text.lstrip()[:2] != "# ":
        return None
    return "text/calendar" if text.startswith(_CALENDAR) else "text/plain"


def plain_name(name: str) -> str:
    """The last part of a path, without signs that could steer a folder, a header or a page."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c if c.isprintable() and c not in '<>:"|?*;' else "_" for c in last).strip(" .")
    return kept[-NAME_MAX:] or "file"


def stored(workspace_id: int, name: str, chunks: Iterable[bytes], kind: str) -> StoredFile:
    """Writes a file once; the row is not saved yet.

    Args:
        workspace_id: Whose.
        name: As it came.
        chunks: Its content.
        kind: As `kind_of` tells it.

    Raises:
        DuecourseError: It is too large, or the disk does not take it; nothing is left behind.
    """
    folder = _root() / str(workspace_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = sha256(), 0
    with NamedTemporaryFile(dir=folder, delete=False) as out:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > SIZE_MAX:
                    raise DuecourseError("The file is larger than 20 MB", fix="Make it smaller, or send a link.")
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        except OSError as error:
            _away(out.name)
            raise DuecourseError("The disk does not take the file", fix="Make room on it and try again.") from error
        except DuecourseError:
            _away(out.name)
            raise
    _renamed(Path(out.name), path_of(workspace_id, digest.hexdigest()))
    return StoredFile(
        workspace_id=workspace_id, name=plain_name(name), kind=kind, size=size, sha256=digest.hexdigest()
    )  # fmt: skip


def _renamed(temporary: Path, final: Path) -> None:
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary.replace(final)


def _away(name: str) -> None:
    with suppress(FileNotFoundError):
        Path(name).unlink()


def path_of(workspace_id: int, digest: str) -> Path:
    """Where a file lies."""
    return _root() / str(workspace_id) / digest[:2] / digest


def _root() -> Path:
    return Path(settings.FILES_ROOT)
