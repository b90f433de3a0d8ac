"""Taking back what was just recorded: a void row in its place, within ten minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.apps import apps

from duecourse.errors import DuecourseError
from duecourse.ledger.models import AssetSend, Event, Inbound, Milestone, Promise, Touch
from duecourse.recording.by import By
from duecourse.recording.door import act

WITHIN: Final = timedelta(minutes=10)
KINDS: Final = (
    "touch",
    "inbound",
    "promise",
    "checkstep",
    "payment",
    "fix",
    "hold",
    "standinganswer",
    "creditstep",
    "assetsend",
)


def token_of(event: Event) -> str:
    """What names an event in a link that takes it back."""
    return f"{event._meta.model_name}-{event.pk}"


def undo(by: By, token: str) -> Event:
    """Takes an event back that the same person has just recorded.

    Raises:
        DuecourseError: There is no such event, it is another's, or more than ten minutes old.
    """
    event = _found(token)
    if event is None or event.recorded_by_id != (by.user.pk if by.user else None):
        raise DuecourseError("There is nothing of yours to take back here", fix="Open the case and correct it there.")
    if by.at - event.recorded_at > WITHIN:
        raise DuecourseError("It is more than ten minutes ago", fix="Open the case and correct it there.")
    with act(by, *_about(event), customers=_customers(event)) as doing:
        for one in _together(event):
            earlier = one.supersedes
            if earlier is None:
                doing.superseded(one, void=True)
            else:
                doing.restored(one, earlier)
        return event


def _found(token: str) -> Event | None:
    kind, _, number = token.partition("-")
    if kind not in KINDS or not number.isdecimal() or len(number) > 18:
        return None
    model = apps.get_model("ledger", kind)
    found = model.objects.filter(pk=int(number), later__isnull=True, void=False).first()
    return found if isinstance(found, Event) else None


def _together(event: Event) -> list[Event]:
    """One message is one row for each payment, and takes what it carried with it."""
    if isinstance(event, Promise):
        return [event, *_words_of(event)]
    if not isinstance(event, Touch) or not event.group:
        return [event]
    rows = list(Touch.objects.filter(group=event.group, later__isnull=True, void=False))
    sends = AssetSend.objects.filter(touch__in=rows, later__isnull=True, void=False)
    return [*rows, *sends]


def _words_of(promise: Promise) -> list[Inbound]:
    """The message of theirs that was recorded with a promise, in the same act."""
    same = {"milestone": promise.milestone, "recorded_at": promise.recorded_at, "recorded_by": promise.recorded_by}
    return list(Inbound.objects.filter(reason="promise", later__isnull=True, void=False, **same))


def _about(event: Event) -> list[Milestone]:
    if isinstance(event, Touch) and event.group:
        rows = Milestone.objects.filter(pk__in=Touch.objects.filter(group=event.group).values("milestone_id"))
        return list(rows.select_related("order"))
    milestone = getattr(event, "milestone", None)
    if milestone is not None:
        return [milestone]
    order = getattr(event, "order", None)
    return list(order.milestones.select_related("order")) if order is not None else []


def _customers(event: Event) -> list[int]:
    customer = getattr(event, "customer_id", None)
    return [customer] if customer else []
