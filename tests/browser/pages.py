"""The pages that are looked at in a browser: a name, an address, and who looks.

Add a page here when its room is there; the addresses of rooms that are not are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from duecourse.web.shell.pages import address


@dataclass(frozen=True)
class Page:
    """One page as a person sees it: `story` names the workspace, `who` the person in it."""

    name: str
    href: str
    story: str = "day"
    who: str = "Ana"
    status: int = 200


def pages() -> list[Page]:
    """All pages whose address is known."""
    named = [
        Page("today", address("today")),
        Page("today-wait", f"{address('today')}?column=wait"),
        Page("today-fix", f"{address('today')}?column=fix"),
        Page("today-bank", f"{address('today')}?bank=open", who="Bruno"),
        Page("today-done", address("today"), story="done"),
        Page("not-here", "/nowhere", status=404),
        *(
            Page(name, address(name), who="Bruno")
            for name in ("orders", "customers", "team", "insights", "policy", "settings")
        ),
    ]
    return [p for p in named if p.href]
