"""Who writes, and in which patterns of his own: kept beside what was said of headings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from duecourse.cli.headings_file import FOLDER, place
from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from pathlib import Path

    from duecourse.words.draft import Writer
    from duecourse.words.patterns import Library

NAME_MAX: Final = 60
"""Characters of a name."""

_FILE: Final = "writer.json"
_PATTERNS: Final = "patterns.toml"
_PATTERNS_MAX: Final = 1_000_000


def writer(name: str | None) -> Writer:
    """The writer of today: the name given now, which is kept, else the one kept before; '-' forgets it.

    Args:
        name: As on the command line; None if nothing was said.

    Raises:
        DuecourseError: The name is too long, or cannot be kept.
    """
    from duecourse.words.draft import Writer
    from duecourse.words.locked import clean

    if name is None:
        return Writer(_kept())
    plain = "" if name.strip() == "-" else clean(name)
    if len(plain) > NAME_MAX:
        what = f"The name has {len(plain)} characters, but {NAME_MAX} at most were expected"
        raise DuecourseError(what, where="--sign", fix="Give the name as it stands under your mails.")
    _keep(plain)
    return Writer(plain)


def _kept() -> str:
    try:
        found = json.loads(place().with_name(_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    name = found.get("name") if isinstance(found, dict) else None
    return name if isinstance(name, str) and len(name) <= NAME_MAX else ""


def _keep(name: str) -> None:
    path = place().with_name(_FILE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"name": name}, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        what = f"The name could not be kept: {error.strerror}"
        raise DuecourseError(what, where=str(path), fix=f"Set {FOLDER} to a folder that you may write to.") from error


def patterns() -> Library:
    """The patterns of duecourse, with those of the person laid over them where his folder has a `patterns.toml`.

    Raises:
        DuecourseError: That file has faults, or cannot be read.
    """
    from duecourse.words.own import laid_over
    from duecourse.words.patterns import library

    path = place().with_name(_PATTERNS)
    return laid_over(library(), text_of(path), path.name) if path.is_file() else library()


def text_of(path: Path) -> str:
    """The text of a small file of ours.

    Raises:
        DuecourseError: It is too large, no UTF-8, or cannot be read.
    """
    try:
        if path.stat().st_size > _PATTERNS_MAX:
            raise DuecourseError("The file is larger than 1 MB", where=str(path), fix="Leave out what is not used.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise DuecourseError("The file is not UTF-8", where=str(path), fix="Save it as UTF-8.") from wrong
    except OSError as wrong:
        raise DuecourseError(f"The file cannot be read: {wrong.strerror}", where=str(path)) from wrong
