"""What a person said of the headings of a list: kept in a small file, found again by the headings themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from duecourse.errors import DuecourseError

FOLDER: Final = "DUECOURSE_HOME"
"""Environment variable that names another folder for the file."""

_LISTED: Final = 12


def place() -> Path:
    """Where the file is: in the user's folder for settings."""
    home = os.environ.get(FOLDER)
    if home:
        return Path(home, "headings.json")
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "duecourse", "headings.json")


def given(pairs: Sequence[str]) -> dict[str, str]:
    """`heading=field` pairs of the command line: heading, plainly spelt, to field; '' for a column that is not read.

    Raises:
        DuecourseError: A pair has no '=', or its field is unknown.
    """
    from duecourse.adapters.orders.headings import field_named
    from duecourse.adapters.orders.lexicon import bare

    said = {}
    for pair in pairs:
        heading, sign, name = pair.rpartition("=")
        field = "" if name.strip() in {"", "-"} else field_named(name.strip())
        if not sign or not heading.strip() or (name.strip() not in {"", "-"} and not field):
            raise _unclear(pair, name.strip())
        said[bare(heading)] = field
    return said


def _unclear(pair: str, name: str) -> DuecourseError:
    from duecourse.adapters.orders.columns import BY_NAME
    from duecourse.adapters.orders.words import nearest

    near = nearest(name, list(BY_NAME)) if name else ""
    known = f"Did you mean '{near}'?" if near else f"Fields are {', '.join(list(BY_NAME)[:_LISTED])}, and more."
    return DuecourseError(f"'{pair}' does not say which column is which field", fix=f'{known} Write "heading=field".')


def by_hand(said: Mapping[str, str]) -> Callable[[str], Mapping[str, str]]:
    """For the reader: what was said now, or at an earlier run of a list with the same headings; keeps what is new."""
    known = _read()

    def of(signature: str) -> Mapping[str, str]:
        if said and signature:
            known[signature] = {**known.get(signature, {}), **said}
            _write(known)
        return {**known.get(signature, {}), **said}

    return of


def _read() -> dict[str, dict[str, str]]:
    """An unreadable file is no reason to stop: nothing was said then."""
    try:
        found = json.loads(place().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    good = isinstance(found, dict) and all(isinstance(v, dict) for v in found.values())
    return {str(k): {str(h): str(f) for h, f in v.items()} for k, v in found.items()} if good else {}


def _write(known: Mapping[str, Mapping[str, str]]) -> None:
    path = place()
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        what = f"What --map says could not be kept: {error.strerror}"
        raise DuecourseError(what, where=str(path), fix=f"Set {FOLDER} to a folder that you may write to.") from error
