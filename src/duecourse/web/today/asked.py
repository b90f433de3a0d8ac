"""What the address of the page asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from duecourse.ledger.models import Membership
from duecourse.ledger.pages.today import Pages
from duecourse.web.shell.pages import address

COLUMNS: Final = ("contact", "fix", "wait")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: whose customers, which card unfolded, which column on a phone, which parts."""

    everybody: bool
    mine: bool
    card: int
    column: str
    pages: Pages

    @classmethod
    def of(cls, query: QueryDict, member: Membership) -> Asked:
        """What cannot be read is as if it were not there."""
        column = query.get("column", "contact")
        pages = Pages(
            contact=_number(query.get("contact"), 1),
            fix=_number(query.get("fix"), 1),
            wait=_number(query.get("wait"), 1),
            bank=query.get("bank") == "open",
        )
        chooses, mine = member.role != "sales", query.get("who") == "mine"
        column = column if column in COLUMNS else "contact"
        return cls(chooses and not mine, chooses and mine, _number(query.get("card")), column, pages)

    def link(self, **changes: object) -> str:
        """The address of the same page with something changed."""
        said = {
            "who": "mine" if self.mine else "",
            "card": self.card or "",
            "column": self.column if self.column != "contact" else "",
            **{name: n if (n := getattr(self.pages, name)) > 1 else "" for name in COLUMNS},
            "bank": "open" if self.pages.bank else "",
            **changes,
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{address('today')}?{query}" if query else address("today")


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else otherwise
