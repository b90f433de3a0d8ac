"""Choices of forms that several pages offer: countries, zones, languages, themes, roles."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias
from zoneinfo import available_timezones

from babel import Locale
from django.utils.translation import get_language, pgettext

from duecourse.ledger.models.workspace import ROLES
from duecourse.web.shell.context import LANGUAGES, role_words

Choices: TypeAlias = list[tuple[str, str]]
_NONE: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Two letters in Unicode's list that are no country."""


def countries() -> Choices:
    """Countries by their names in the language of the page."""
    return list(_countries("zh_Hans" if get_language() == "zh-hans" else "en"))


@lru_cache(maxsize=2)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    named = ((str(code), str(name)) for code, name in Locale.parse(language).territories.items())
    known = (pair for pair in named if len(pair[0]) == 2 and pair[0].isalpha() and pair[0] not in _NONE)
    return tuple(sorted(known, key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=1)
def zones() -> tuple[tuple[str, str], ...]:
    """Names of zones as `Asia/Shanghai`."""
    found = (z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "US/", "SystemV/")))
    return tuple((z, z.replace("_", " ")) for z in sorted(found))


def languages() -> Choices:
    """Languages of pages, each in its own words."""
    return list(LANGUAGES.items())


def themes() -> Choices:
    """Light, dark, or as the machine has it."""
    return [
        ("system", pgettext("theme", "System")),
        ("light", pgettext("theme", "Day")),
        ("dark", pgettext("theme", "Night")),
    ]


def roles(given: tuple[str, ...] = ROLES) -> Choices:
    """Roles in words."""
    return [(role, role_words(role)) for role in given]
