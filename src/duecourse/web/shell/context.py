"""What the frame of every page needs."""

from __future__ import annotations

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The member, his workspace and his theme."""
    member = getattr(request, "member", None)
    theme = request.COOKIES.get("theme", "system")
    return {
        "member": member,
        "workspace": getattr(request, "workspace", None),
        "theme": theme if theme in ("light", "dark") else "system",
    }
