"""Forms of the door: allauth's with words of ours, and those of one-time links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from duecourse.ledger.models import User
from duecourse.ledger.models.base import NAME_MAX
from duecourse.recording.people import Person
from duecourse.recording.place import Firm
from duecourse.web.shell import choices

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_MAIL: Final = _("Mail address")
_PASSWORD: Final = _("Password")
_NEW: Final = _("New password")
_AGAIN: Final = _("The same once more")
_LONG: Final = _("At least ten characters. A short sentence is easy to keep in mind and hard to guess.")


class _Reworded:
    """Labels and help of ours on a form of allauth; what a field is for stands above it, not in it."""

    words: ClassVar[dict[str, tuple[_StrOrPromise, _StrOrPromise]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)


class SignIn(_Reworded, account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Mail address and password."""

    words: ClassVar = {"login": (_MAIL, ""), "password": (_PASSWORD, ""), "remember": (_("Stay signed in here"), "")}


class Again(_Reworded, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    words: ClassVar = {"password": (_PASSWORD, "")}


class NewPassword(_Reworded, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""

    words: ClassVar = {
        "oldpassword": (_("Present password"), ""),
        "password1": (_NEW, _LONG),
        "password2": (_AGAIN, ""),
    }


class AskReset(_Reworded, account.ResetPasswordForm):  # type: ignore[misc]
    """Who has forgotten his password."""

    words: ClassVar = {"email": (_MAIL, "")}


class Reset(_Reworded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by a link."""

    words: ClassVar = {"password1": (_NEW, _LONG), "password2": (_AGAIN, "")}


class Code(_Reworded, mfa.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or one of the codes on paper."""

    words: ClassVar = {"code": (_("Code"), _("Six figures from your app, or one of your recovery codes."))}


class CodeAgain(_Reworded, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code, before something that matters."""

    words: ClassVar = Code.words


class FirstCode(_Reworded, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app shows that it works."""

    words: ClassVar = {"code": (_("Code"), _("Six figures that your app shows now."))}


class NewPerson(forms.Form):
    """Somebody new: name, mail address, password, language."""

    name = forms.CharField(
        label=_("Your name"), max_length=NAME_MAX, help_text=_("As colleagues and customers know you.")
    )
    email = forms.EmailField(label=_MAIL, help_text=_("You sign in with it."))
    password1 = forms.CharField(label=_PASSWORD, help_text=_LONG, strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(label=_AGAIN, strip=False, widget=forms.PasswordInput)
    language = forms.ChoiceField(label=_("Language of the pages"), choices=choices.languages)

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = email
        self.fields["language"].initial = get_language()
        _autocomplete(self, name="name", email="email", password1="new-password", password2="new-password")

    def clean_email(self) -> str:
        """Small letters.

        Raises:
            ValidationError: Somebody has this address already; he signs in first.
        """
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this address. Sign in first, then open the link again."))
        return email

    def clean(self) -> dict[str, Any]:
        """Both passwords are one, and it is not easy to guess."""
        told = super().clean() or self.cleaned_data
        if told.get("password1") and told.get("password2") and told["password1"] != told["password2"]:
            self.add_error("password2", _("This is not the same password. Type it once more."))
        self._strong(told)
        return told

    def _strong(self, told: dict[str, Any]) -> None:
        try:
            validate_password(told.get("password1", ""), User(email=told.get("email", ""), name=told.get("name", "")))
        except ValidationError as error:
            self.add_error("password1", error)

    def person(self) -> Person:
        """What was told; the form is valid."""
        told = self.cleaned_data
        return Person(told["name"], told["email"], told["password1"], told["language"])


class FirmFields(forms.Form):
    """The selling firm: its name and place."""

    firm = forms.CharField(label=_("Name of your firm"), max_length=NAME_MAX)
    country = forms.ChoiceField(label=_("Country"), choices=choices.countries)
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [("", _("Main zone of the country")), *choices.zones()], required=False
    )

    def firm_told(self, language: str) -> Firm:
        """What was told; the form is valid."""
        told = self.cleaned_data
        return Firm(told["firm"], told["country"], told["zone"], language)


class Begin(NewPerson, FirmFields):
    """The first admin and his firm."""

    field_order = [  # noqa: RUF012  # as Django has it
        "name",
        "email",
        "password1",
        "password2",
        "firm",
        "country",
        "zone",
        "language",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].initial = "CN" if get_language() == "zh-hans" else None


class BeginAs(FirmFields):
    """A further firm of somebody who has signed in."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=choices.languages)


def _autocomplete(form: forms.BaseForm, **told: str) -> None:
    """What a browser may fill in."""
    for name, value in told.items():
        form.fields[name].widget.attrs["autocomplete"] = value
