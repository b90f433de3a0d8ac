"""Policy files become a `Policy`; all faults of a file are found in one pass."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from duecourse.errors import DuecourseError, ManyErrors
from duecourse.policy.check import policy_faults, root_faults
from duecourse.policy.lines import lines_of
from duecourse.policy.merge import laid_over
from duecourse.policy.model import Policy
from duecourse.policy.numbers import number_faults
from duecourse.policy.shape import Raw, shaped
from duecourse.policy.sql import did_you_mean

PRESETS: Final = ("normal", "patient", "brisk")
ROOT: Final = "normal"
_LAST: Final = 1 << 30


def load(name: str) -> Policy:
    """A preset by name, or a policy file by path.

    Raises:
        ManyErrors: Every fault of the file, each with rule, line and a hint.
        DuecourseError: There is no such preset or file, or it is not TOML.
    """
    return preset(name) if name in PRESETS else parsed(*_read_file(name))


@lru_cache(maxsize=len(PRESETS))
def preset(name: str) -> Policy:
    """One of the three policies that come with duecourse."""
    return _checked(_preset_text(name), _file_of(name), None if name == ROOT else preset(ROOT))


def parsed(text: str, file: str) -> Policy:
    """A policy from the text of its file.

    Raises:
        ManyErrors: Every fault, in the order of the file.
        DuecourseError: Not TOML, an unknown parent, or a circle.
    """
    return _checked(text, file, preset(ROOT))


def _checked(text: str, file: str, needed: Policy | None) -> Policy:
    """The policy, when nothing is wrong with it and it has all that a needed one has."""
    raw = _toml(text, file)
    base = _base(raw, file)
    lines = lines_of(text)
    made, faults = shaped(raw, lines, file)
    policy, more = laid_over(base, made, lines, file)
    faults += more + number_faults(policy, base, made, lines, file) + policy_faults(policy, file)
    if base is None and needed:
        faults += root_faults(policy, needed, file)
    if faults:
        raise ManyErrors([f.error() for f in sorted(faults, key=lambda f: f.line or _LAST)])
    return policy


def _base(raw: Raw, file: str) -> Policy | None:
    """What the file extends.

    Raises:
        DuecourseError: An unknown parent, or a circle.
    """
    parent = raw.get("extends")
    if parent is None:
        return None
    if not isinstance(parent, str) or parent not in PRESETS:
        raise DuecourseError(
            f"Policy extends {parent!r}, which is no preset{did_you_mean(str(parent), PRESETS)}",
            where=file,
            fix=f"Use one of {', '.join(PRESETS)}.",
        )
    if parent == raw.get("name"):
        raise DuecourseError(
            f"Policy {file} extends {parent!r}, which extends it again", where=file, fix="Break the circle."
        )
    return preset(parent)


def _toml(text: str, file: str) -> Raw:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DuecourseError(
            f"The policy is not readable as TOML: {error}", where=file, fix="Correct that line."
        ) from error


def _read_file(path: str) -> tuple[str, str]:
    try:
        return Path(path).read_text(encoding="utf-8"), path
    except (OSError, UnicodeDecodeError) as error:
        hint = did_you_mean(path, PRESETS)
        raise DuecourseError(
            f"There is no policy {path!r}{hint}",
            where=type(error).__name__,
            fix=f"Name a file or one of {', '.join(PRESETS)}.",
        ) from error


def _file_of(name: str) -> str:
    return f"{name}.toml"


def _preset_text(name: str) -> str:
    return (resources.files("duecourse.policy") / "presets" / _file_of(name)).read_text(encoding="utf-8")
