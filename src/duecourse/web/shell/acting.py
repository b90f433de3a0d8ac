"""Who acts, as the recording room asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from duecourse.ledger.models import Event
from duecourse.web.shell.door import member_of
from duecourse.web.shell.now import now

if TYPE_CHECKING:
    from duecourse.recording.by import By


def by_of(request: HttpRequest) -> By:
    """The member who asks, in his workspace, now."""
    from duecourse.recording.by import By

    member = member_of(request)
    return By(member.workspace, member.user, now())


def token_of(event: Event) -> str:
    """What names an event in the button that takes it back."""
    from duecourse.recording.undo import token_of as named

    return str(named(event))
