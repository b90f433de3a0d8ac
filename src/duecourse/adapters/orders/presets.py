"""Exports of programs that we know by their headings: what their columns mean, and which payment a row is.

The programs stand in `programs.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from duecourse.adapters.orders.lexicon import bare, plain


@dataclass(frozen=True, slots=True)
class Preset:
    """One program's export.

    Args:
        name: The program, and which export of it.
        needs: Headings, plainly spelt, that it always has.
        columns: Heading, plainly spelt, to field; '' for one that must not be read.
        payment: What kind of payment a row is.
        tested: Whether it was tried on a real file; the others follow published headings.
    """

    name: str
    needs: frozenset[str]
    columns: Mapping[str, str]
    payment: str
    tested: bool


@lru_cache(maxsize=1)
def presets() -> tuple[Preset, ...]:
    """All programs, read once."""
    text = files("duecourse.adapters.orders").joinpath("programs.toml").read_text(encoding="utf-8")
    return tuple(
        Preset(
            p["name"],
            frozenset(plain(h) for h in p["needs"]),
            {bare(h): field for h, field in p["columns"].items()},
            p["payment"],
            p["tested"],
        )
        for p in tomllib.loads(text)["program"]
    )


def preset_of(headings: Iterable[str]) -> Preset | None:
    """The program whose headings these are; the one that needs most of them if several fit."""
    have = {plain(h) for h in headings}
    fitting = [p for p in presets() if p.needs <= have]
    return max(fitting, key=lambda p: len(p.needs), default=None)
