"""The workspace itself: how it begins, its name and place, its closed days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction
from django_scopes import scope, scopes_disabled

from duecourse.history.places import time_zone
from duecourse.ledger import audit
from duecourse.ledger.models import ClosedDay, Closure, Invitation, Membership, PolicyVersion, User, Workspace
from duecourse.ledger.rules import FIRST
from duecourse.recording.by import By
from duecourse.recording.people import Person, joined, link_into

_Row = TypeVar("_Row", ClosedDay, Closure)


@dataclass(frozen=True, slots=True)
class Firm:
    """A selling firm as its first admin tells of it; without a zone it has the main one of its country."""

    name: str
    country: str
    zone: str
    language: str


def awaited(by: By) -> str:
    """A token for the first admin of an empty workspace; an earlier link into it is over.

    Until somebody comes the workspace has no name, no member and no policy, and nothing is to be done in it.
    """
    with transaction.atomic(), scope(workspace=by.workspace):
        Invitation.objects.all().delete()
        return link_into(by.workspace, "admin", by)


def empty_workspace() -> Workspace:
    """The workspace for which nobody came yet; a new one if all have people."""
    with scopes_disabled():
        taken = Membership.objects.values("workspace")
        found = Workspace.objects.filter(name="", policy=None).exclude(pk__in=taken).first()
    return found or Workspace.objects.create(name="")


def is_new(workspace: Workspace) -> bool:
    """Whether nobody has come into it yet."""
    with scope(workspace=workspace):
        return not Membership.objects.all().exists()


def begun(by: By, invitation: Invitation, firm: Firm, person: Person | User) -> User:
    """The first admin comes: the workspace gets its name, place and first policy, and he is in it.

    Raises:
        LinkOverError: The link was used by somebody else, or has become too old.
    """
    workspace = by.workspace
    with scope(workspace=workspace), transaction.atomic():
        user = joined(by, invitation, person).user
        policy = PolicyVersion.objects.create(workspace=workspace, number=1, text=FIRST, made_by=user, made_at=by.at)
        values = _of(firm)
        _set(workspace, **values, policy=policy)
        audit.record(workspace, user, "began", f"workspace {workspace.pk}", None, values | {"policy": 1}, at=by.at)
        return user


def changed(by: By, firm: Firm, city: str) -> None:
    """Name, place and language of the workspace are others from now on."""
    workspace, values = by.workspace, _of(firm) | {"city": city}
    with scope(workspace=workspace), transaction.atomic():
        before = {name: getattr(workspace, name) for name in values}
        _set(workspace, **values)
        _judged_again(workspace)
        audit.record(workspace, by.user, "changed", f"workspace {workspace.pk}", before, values, at=by.at)


def day_closed(by: By, on: date, name: str) -> ClosedDay:
    """The office is closed on a day; a day that is closed already gets the new name."""
    with scope(workspace=by.workspace), transaction.atomic():
        row = ClosedDay.objects.filter(on=on).first() or ClosedDay(workspace=by.workspace, on=on)
        row.name = name
        return _made(by, row, {"on": on, "name": name})


def factory_closed(by: By, from_on: date, to_on: date, name: str) -> Closure:
    """The factory is closed from one day to another, both included."""
    with scope(workspace=by.workspace), transaction.atomic():
        row = Closure(workspace=by.workspace, from_on=from_on, to_on=to_on, name=name)
        return _made(by, row, {"from_on": from_on, "to_on": to_on, "name": name})


def opened_again(by: By, row: ClosedDay | Closure) -> None:
    """A closed day or a closure is taken out of the calendar."""
    with scope(workspace=by.workspace), transaction.atomic():
        before = {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name not in ("id", "workspace")}
        subject = f"{_model(row)} {row.pk}"
        row.delete()
        _judged_again(by.workspace)
        audit.record(by.workspace, by.user, "removed", subject, before, None, at=by.at)


def _of(firm: Firm) -> dict[str, Any]:
    zone = time_zone(firm.country, firm.zone or None)
    return {"name": firm.name, "country": firm.country, "zone": zone, "language": firm.language}


def _set(workspace: Workspace, **values: Any) -> None:
    for name, value in values.items():
        setattr(workspace, name, value)
    workspace.save(update_fields=list(values))


def _made(by: By, row: _Row, after: dict[str, Any]) -> _Row:
    row.save()
    _judged_again(by.workspace)
    audit.record(by.workspace, by.user, "made", f"{_model(row)} {row.pk}", None, after, at=by.at)
    return row


def _judged_again(workspace: Workspace) -> None:
    """The plan of today is out of date; the worker's next tick makes it again."""
    Workspace.objects.filter(pk=workspace.pk).update(calendar=models.F("calendar") + 1)


def _model(row: models.Model) -> str:
    return str(row._meta.model_name)
