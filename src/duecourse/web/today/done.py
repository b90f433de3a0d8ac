"""What a person has done today, for the end of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from duecourse.ledger.models import Membership
from duecourse.ledger.pages.done import closed_today, touched_today
from duecourse.plan.sending import ACTIONS
from duecourse.web.shell.templatetags.duecourse_tags import language


@dataclass(frozen=True, slots=True)
class Done:
    """One line: what, and how it ended."""

    what: str
    ended: str


def done_today(member: Membership, day: date, zone: str) -> list[Done]:
    """Messages that went and things that were put right, the earliest first."""
    went = [
        Done(
            _("{kind} to {customer}").format(kind=_kind(t.kind), customer=t.customer),
            _("went {time}").format(time=t.clock(zone)),
        )
        for t in touched_today(member.user_id, day)
    ]
    fixed = [Done(f"{f.what}, {f.customer}", _("done")) for f in closed_today(member.user_id, day)]
    return [*went, *fixed]


def _kind(kind: str) -> str:
    text = ACTIONS.get(kind, (kind, kind))[language() == "zh"]
    return text[:1].upper() + text[1:]
