"""Links that are shown once to whoever made them."""

from __future__ import annotations

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from duecourse.ledger.models import User


def reset_link(request: HttpRequest, user: User) -> str:
    """A link by which he sets a new password: until he does, signs in, or a day has passed."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    told = {"uidb36": user_pk_to_url_str(user), "key": key}
    return request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=told))


def invitation_link(request: HttpRequest, token: str) -> str:
    """The address that an invitation's token opens."""
    return request.build_absolute_uri(reverse("account_join", args=[token]))
