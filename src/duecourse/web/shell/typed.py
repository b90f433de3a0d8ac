"""Words of an address or of a bare field, for which no form stands guard."""

from __future__ import annotations

from collections.abc import Mapping


def typed(told: Mapping[str, str], name: str, most: int) -> str:
    """What was typed there, at most so many characters, without the sign zero: PostgreSQL keeps no such text."""
    return told.get(name, "").replace("\x00", "").strip()[:most]
