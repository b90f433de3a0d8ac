"""People of a workspace: who is asked in, who comes, what he may do, who stands in for him."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django_scopes import scope, scopes_disabled

from duecourse.errors import DuecourseError
from duecourse.ledger import audit
from duecourse.ledger.models import Invitation, Membership, User, Workspace
from duecourse.ledger.roles import GIVES
from duecourse.recording.by import By

LASTS: Final = timedelta(hours=24)
"""How long a link lets somebody in."""


class LinkOverError(DuecourseError):
    """A link that was used, is too old, or never was."""


class LastAdminError(DuecourseError):
    """Without him nobody could manage the workspace."""


class NotHisToGiveError(DuecourseError):
    """A role that whoever invites may not give."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody new, as he tells of himself."""

    name: str
    email: str
    password: str
    language: str


def invited(by: By, role: str, giver: str, email: str = "") -> str:
    """A token that lets one person into the workspace, once, within 24 hours; only its hash is kept.

    Args:
        by: Who asks, where and when.
        role: What the person will be.
        giver: The role of whoever asks; nobody gives more than he has.
        email: Whom the link is meant for; empty for whoever holds it.

    Raises:
        NotHisToGiveError: Role is not among those that the giver may give.
    """
    if role not in GIVES[giver]:
        raise NotHisToGiveError(f"A {giver} cannot invite a {role}", fix="Ask an admin for the link.")
    with scope(workspace=by.workspace), transaction.atomic():
        token = link_into(by.workspace, role, by, email)
        _told(by, "invited", f"role {role}", None, {"email": email, "role": role})
        return token


def link_into(workspace: Workspace, role: str, by: By, email: str = "") -> str:
    """The token alone, without a word in the audit; needs the scope of the workspace."""
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        workspace=workspace,
        email=email.lower(),
        role=role,
        token_hash=hashed(token),
        invited_by=by.user,
        expires_at=by.at + LASTS,
    )
    return token


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def invitation_of(token: str, at: datetime) -> Invitation | None:
    """The invitation that a token opens at that instant; None if it was used, is too old, or never was."""
    with scopes_disabled():
        found = Invitation.objects.select_related("workspace").filter(token_hash=hashed(token), used_at=None).first()
    return found if found and found.expires_at > at else None


def joined(by: By, invitation: Invitation, person: Person | User) -> Membership:
    """Somebody comes in by a link: a new person, or one who has signed in; the link is used up.

    Raises:
        LinkOverError: Somebody was faster, or the link has become too old.
    """
    with scope(workspace=by.workspace), transaction.atomic():
        _used(by, invitation)
        user = person if isinstance(person, User) else _made(person)
        member = _member(by.workspace, user, invitation.role)
        after = {"name": user.name, "email": user.email, "role": member.role}
        audit.record(by.workspace, user, "joined", f"membership {member.pk}", None, after, at=by.at)
        return member


def withdrawn(by: By, invitation: Invitation) -> None:
    """A link lets nobody in any more."""
    with scope(workspace=by.workspace), transaction.atomic():
        _used(by, invitation)
        _told(by, "withdrew", f"invitation {invitation.pk}", {"role": invitation.role, "email": invitation.email}, None)


def role_given(by: By, member: Membership, role: str) -> None:
    """A member gets another role.

    Raises:
        LastAdminError: He is the only admin.
    """
    with scope(workspace=by.workspace), transaction.atomic():
        _somebody_manages(member, stays=role == "admin")
        _changed(by, member, role=role)


def activated(by: By, member: Membership, active: bool) -> None:
    """A member is let in again, or not any more; what he recorded stays.

    Raises:
        LastAdminError: He is the only admin.
    """
    with scope(workspace=by.workspace), transaction.atomic():
        _somebody_manages(member, stays=active)
        _changed(by, member, active=active)


def absent(by: By, member: Membership, substitute: User | None, from_on: date | None, to_on: date | None) -> None:
    """Who stands in for a member, and from when to when, both days included; no end means until further notice."""
    with scope(workspace=by.workspace), transaction.atomic():
        _changed(by, member, substitute=substitute, away_from=from_on, away_to=to_on)


def told_of_himself(by: By, user: User, **values: Any) -> None:
    """Somebody changes his own name, language or the like."""
    with scope(workspace=by.workspace), transaction.atomic():
        before = {name: getattr(user, name) for name in values}
        for name, value in values.items():
            setattr(user, name, value)
        user.save(update_fields=list(values))
        _told(by, "changed", f"user {user.pk}", before, values)


def reset_link_made(by: By, member: Membership) -> None:
    """Notes that somebody was given a link to set a new password; the link itself is nowhere kept."""
    with scope(workspace=by.workspace), transaction.atomic():
        _told(by, "made a reset link", f"membership {member.pk}", None, {"name": member.user.name})


def second_step_taken(by: By, member: Membership) -> None:
    """Notes that somebody who lost his phone signs in with his password alone again."""
    with scope(workspace=by.workspace), transaction.atomic():
        _told(by, "took the second step from", f"membership {member.pk}", None, {"name": member.user.name})


def belongs_here_alone(user: User, workspace: Workspace) -> bool:
    """Whether he is of no other workspace; only then may its admin touch how he signs in."""
    with scopes_disabled():
        return not Membership.objects.filter(user=user).exclude(workspace=workspace).exists()


def _made(person: Person) -> User:
    return User.objects.create_user(person.email, person.password, name=person.name, language=person.language)


def _used(by: By, invitation: Invitation) -> None:
    """Of two who open a link at the same time one comes in."""
    fresh = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=by.at)
    if not fresh.update(used_at=by.at):
        raise LinkOverError("The link has been used or is too old", fix="Ask for a new one.")


def _member(workspace: Workspace, user: User, role: str) -> Membership:
    """Whoever was here before is let in again, with the role of the link."""
    member, _ = Membership.objects.update_or_create(
        workspace=workspace, user=user, defaults={"role": role, "active": True}
    )
    return member


def _somebody_manages(member: Membership, *, stays: bool) -> None:
    """The row of the workspace is the lock: two admins who demote each other would leave none."""
    if stays or member.role != "admin":
        return
    Workspace.objects.select_for_update().get(pk=member.workspace_id)
    if not Membership.objects.filter(role="admin", active=True).exclude(pk=member.pk).exists():
        raise LastAdminError("There is no other admin", fix="Make somebody else an admin first.")


def _changed(by: By, member: Membership, **values: Any) -> None:
    before = {name: _plain(getattr(member, name)) for name in values}
    for name, value in values.items():
        setattr(member, name, value)
    member.save(update_fields=list(values))
    after = {name: _plain(value) for name, value in values.items()}
    _told(by, "changed", f"membership {member.pk}", before, after)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, User) else value


def _told(by: By, verb: str, subject: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    audit.record(by.workspace, by.user, verb, subject, before, after, at=by.at)
