"""The log that we keep beside a list: one line of text for each order, written by us and read at the next run.

A list holds one day of contact; the method needs all of them. So each run adds what is new to this cell:
`2026-11-03 useful/artwork_confirmation; 2026-11-12 soft; next ask`. `next` is what we proposed last: it is what was
written when 'we wrote on' names a day that the log does not have. `heard` is the day on which their words were new.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from zlib import crc32

from duecourse.history.schema import TOUCH_KINDS

_CONTACT: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) ([a-z_]+)(?:/([a-z0-9_]+))?")
_NEXT: Final = re.compile(r"next ([a-z_]+)(?:/([a-z0-9_]+))?")
_NEUTRAL: Final = "soft"
_HEARD: Final = re.compile(r"heard (\d{4}-\d{2}-\d{2}) ([0-9a-f]{8})")
Contact = tuple[date, str, str]
Heard = tuple[date, str]
"""The day on which we first saw what stands under 'they said', and a mark of those words."""


def heard(values: Mapping[str, Any], as_of: date | None) -> Heard | None:
    """Since when their words stand in the sheet: words stay there, and must not grow younger with each contact."""
    if as_of is None or not ("they_said" in values or "they_promised_on" in values):
        return None
    words = (str(values.get("they_said", "")).strip(), str(values.get("they_promised_on", "")))
    if not any(words):
        return None
    mark = f"{crc32(' '.join(words).encode()):08x}"
    known = _HEARD.search(str(values.get("so_far", "")))
    day = _day(known[1]) if known and known[2] == mark else None
    return (min(day, as_of) if day else as_of, mark)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_log(values: Mapping[str, Any], as_of: date | None) -> tuple[Contact, ...]:
    """Contacts of earlier runs, and the one that 'we wrote on' adds; days after the day of reading are left out."""
    if "so_far" not in values and "we_wrote_on" not in values:
        return ()
    text = str(values.get("so_far", ""))
    known = [c for m in _CONTACT.finditer(text) if (c := _contact(m))]
    wrote = values.get("we_wrote_on")
    if wrote is not None and wrote not in {c[0] for c in known}:
        known.append((wrote, *_proposed(text)))
    return tuple(sorted(c for c in known if as_of is None or c[0] <= as_of))


def _contact(match: re.Match[str]) -> Contact | None:
    on = _day(match[1])
    return (on, match[2], match[3] or "") if on and match[2] in TOUCH_KINDS else None


def _proposed(text: str) -> tuple[str, str]:
    match = _NEXT.search(text)
    if match and match[1] in TOUCH_KINDS:
        return match[1], match[2] or ""
    return _NEUTRAL, ""


def write_log(contacts: tuple[Contact, ...], proposed: tuple[str, str] | None, said_on: Heard | None = None) -> str:
    """The cell for the next run."""
    said = [f"{on.isoformat()} {kind}{'/' + topic if topic else ''}" for on, kind, topic in contacts]
    if said_on:
        said.append(f"heard {said_on[0].isoformat()} {said_on[1]}")
    if proposed:
        said.append(f"next {proposed[0]}{'/' + proposed[1] if proposed[1] else ''}")
    return "; ".join(said)
