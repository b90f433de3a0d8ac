"""Who asks for which payment, on which day, by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest

from duecourse.ledger.models import Membership, Milestone
from duecourse.ledger.pages.case import Case, case_of, milestone_of
from duecourse.ledger.roles import can
from duecourse.policy.model import Policy
from duecourse.recording.by import By
from duecourse.recording.deciding import policy_of
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.door import member_of
from duecourse.web.shell.now import today
from duecourse.web.shell.templatetags.duecourse_tags import language


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a member about one payment."""

    request: HttpRequest
    member: Membership
    by: By
    case: Case
    policy: Policy
    day: date

    @property
    def at(self) -> datetime:
        """The instant."""
        return self.by.at

    @property
    def language(self) -> str:
        """Of the sentences of verdicts: en or zh."""
        return language()

    def may(self, act: str) -> bool:
        """Whether the member's role may do that."""
        return can(self.member.role, act)


def milestone_or_404(pk: int) -> Milestone:
    """The payment of that key in the member's workspace.

    Raises:
        Http404: There is none there; whether another workspace has one is not told.
    """
    found = milestone_of(pk)
    if found is None:
        raise Http404
    return found


def asked(request: HttpRequest, pk: int) -> Asked:
    """What is asked for.

    Raises:
        Http404: The workspace has no such payment.
    """
    member = member_of(request)
    day = today(member.workspace)
    found = case_of(milestone_or_404(pk), day)
    return Asked(request, member, by_of(request), found, policy_of(member.workspace), day)
