"""What the frame of every page needs."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language, gettext, pgettext

from duecourse.ledger.models import Membership
from duecourse.web.shell.now import today
from duecourse.web.shell.pages import address, nav

THEMES: Final = ("system", "light", "dark")
LANGUAGES: Final = {"en": "English", "zh-hans": "中文"}


def shell(request: HttpRequest) -> dict[str, object]:
    """The member, his workspace and its day, his theme and language, and where he can go."""
    member: Membership | None = getattr(request, "member", None)
    told = request.COOKIES.get("theme", "system")
    theme = told if told in THEMES else "system"
    frame: dict[str, object] = {"member": member, "workspace": member and member.workspace, "theme": theme, "home": "/"}
    if member is None:
        return frame
    return frame | {
        "today": today(member.workspace),
        "nav": nav(request.path),
        "role": role_words(member.role),
        "single_keys": member.user.single_keys,
        "leave": address("account_logout"),
        "languages": _languages(),
        "themes": _themes(theme),
    }


def _languages() -> list[dict[str, object]]:
    here = get_language()
    return [{"code": code, "label": label, "chosen": code == here} for code, label in LANGUAGES.items()]


def _themes(chosen: str) -> list[dict[str, object]]:
    labels = {
        "system": pgettext("theme", "System"),
        "light": pgettext("theme", "Day"),
        "dark": pgettext("theme", "Night"),
    }
    return [{"code": code, "label": label, "chosen": code == chosen} for code, label in labels.items()]


def role_words(role: str) -> str:
    """A role as colleagues say it."""
    return {
        "sales": gettext("Sales"),
        "finance": gettext("Finance"),
        "manager": gettext("Manager"),
        "admin": gettext("Administrator"),
    }.get(role, role)
