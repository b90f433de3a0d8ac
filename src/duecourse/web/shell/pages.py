"""The pages that the frame leads to: those whose room is here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Link:
    """One page: its name in the addresses, its icon, its key, and whether one is on it."""

    name: str
    label: str | Promise
    icon: str
    key: str
    href: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Nav:
    """The links of the frame: those of the daily work, and the others."""

    first: tuple[Link, ...]
    more: tuple[Link, ...]

    @property
    def all(self) -> tuple[Link, ...]:
        """Both, in order."""
        return self.first + self.more


_DAILY: Final = (
    Link("today", _("Today"), "today", "G T"),
    Link("orders", _("Orders"), "orders", "G O"),
    Link("customers", _("Customers"), "customers", "G C"),
    Link("team", _("Team"), "team", "G M"),
)
_OTHERS: Final = (
    Link("insights", _("Insights"), "insights", "G N"),
    Link("policy", _("Policy"), "policy", "G P"),
    Link("settings", _("Settings"), "settings", "G S"),
)


def nav(path: str) -> Nav:
    """The links, the one of this path marked; pages that are not here are left out."""
    return Nav(_found(_DAILY, path), _found(_OTHERS, path))


def _found(links: tuple[Link, ...], path: str) -> tuple[Link, ...]:
    placed = ((link, address(link.name)) for link in links)
    return tuple(Link(k.name, k.label, k.icon, k.key, href, _on(path, href)) for k, href in placed if href)


def _on(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))


def address(name: str, *args: object) -> str:
    """The address of a name; empty if no room has it."""
    return _address(get_urlconf(), name, args)


@lru_cache(maxsize=8192)
def _address(_urlconf: str | None, name: str, args: tuple[object, ...]) -> str:
    """Kept, because a page of fifty lines asks for fifty of them."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
