"""Where a workplace lives: its folder, key and database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

FOLDER: Final = "DUECOURSE_HOME"
DATABASE: Final = "DATABASE_URL"


def home() -> Path:
    """The folder of the workplace: `DUECOURSE_HOME`, or duecourse in the user's folder for data."""
    told = os.environ.get(FOLDER)
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return Path(told) if told else data / "duecourse"


def secret_key(folder: Path) -> str:
    """The key that signs sessions: kept beside the data, made at the first start, readable by its owner alone."""
    file = folder / "secret.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_private(file, secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii").strip()


def _write_private(file: Path, text: str) -> None:
    """Another process may be first; then its key holds."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)


def database(folder: Path) -> dict[str, Any]:
    """Django's settings for the database: that of `DATABASE_URL` (postgresql://…), else SQLite in the folder."""
    url = os.environ.get(DATABASE, "")
    return _postgresql(url) if url.startswith(("postgres://", "postgresql://")) else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, Any]:
    """Write-ahead log; a transaction takes its lock when it begins, so that two of them queue instead of failing."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "ledger.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
