"""What allauth asks about our people: no open sign-up, words of ours, what a browser keeps after a sign-in."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duecourse.ledger.models import User

YEAR: Final = 365 * 86_400

_WRONG: Final[dict[str, Promise]] = {
    "account_inactive": _("This account is switched off. An admin of your firm can switch it on."),
    "email_password_mismatch": _("Mail address and password do not fit together. Check both and try again."),
    "too_many_login_attempts": _(
        "There were too many attempts. Wait ten minutes and try again, or ask an admin of your firm for a reset link."
    ),
    "enter_current_password": _("That is not your present password. Type the one you signed in with."),
    "incorrect_password": _("That is not your password. Type the one you signed in with."),
    "incorrect_code": _("That code does not fit. Type the one that your app shows now."),
    "rate_limited": _("There were too many attempts. Wait a minute and try again."),
    "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
}


class Door(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts: by invitation only, known by their mail address alone."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_WRONG}  # noqa: RUF012  # as allauth has it

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth gives it
        """Nobody signs up: people come by a link."""
        return False

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether the password is his; counts as an attempt to sign in, so guessing locks here too."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # allauth gives it
        """Back to one's own settings."""
        return reverse("settings")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        """Goes on, and the browser speaks the person's language in his theme from now on."""
        return keep_taste(super().post_login(request, user, **kwargs), user)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Codes from an app, as a second step."""

    error_messages = {  # noqa: RUF012  # as allauth has it
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG["incorrect_code"],
    }


def keep_taste(response: HttpResponseBase, user: User) -> HttpResponseBase:
    """Keeps language and theme in the browser, so that pages before the sign-in have them too."""
    for name, value in (("language", user.language), ("theme", user.theme)):
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True)
    return response
