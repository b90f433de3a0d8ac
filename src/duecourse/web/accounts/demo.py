"""Links that sign in as somebody of a demo, once, within the hour."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django_scopes import scopes_disabled

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Membership, User

LASTS: Final = timedelta(hours=1)
_SALT: Final = "duecourse.demo"


def sign_in_link(user: User, base_url: str = "") -> str:
    """A link that signs in as that person, once, within the hour; nothing of it is stored before it is used.

    Args:
        user: Somebody all of whose workspaces are demos.
        base_url: Scheme, host and port; without it only the path is given.

    Raises:
        DuecourseError: He belongs to a workspace that is no demo.
    """
    if not is_demo(user):
        raise DuecourseError(f"{user} belongs to a real workspace", fix="Sign in with his password.")
    token = signing.dumps({"user": user.pk, "once": secrets.token_urlsafe(12)}, salt=_SALT)
    return base_url.rstrip("/") + reverse("account_demo", args=[token])


def opened(token: str) -> User | None:
    """Whom a link signs in; None if it is too old, was used, was forged, or if he is of no demo any more."""
    try:
        told = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    return user if user and is_demo(user) and _first_time(told["once"]) else None


def is_demo(user: User) -> bool:
    """Whether he belongs to at least one workspace, and to demos alone."""
    with scopes_disabled():
        kinds = set(Membership.objects.filter(user=user).values_list("workspace__demo", flat=True))
    return kinds == {True}


def _first_time(once: str) -> bool:
    """The cache is shared by all processes, so a link opens once for all of them."""
    return bool(cache.add(f"demo-link:{once}", 1, LASTS.total_seconds()))
