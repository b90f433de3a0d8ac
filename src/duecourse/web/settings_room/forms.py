"""Forms of the settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duecourse.ledger.models import Membership, User
from duecourse.ledger.models.base import NAME_MAX
from duecourse.web.accounts.forms import FirmFields
from duecourse.web.shell import choices


def _day(**kwargs: Any) -> forms.DateField:
    """A day, in the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class Own(forms.Form):
    """What a person says of himself and how he likes his pages."""

    name = forms.CharField(label=_("Your name"), max_length=NAME_MAX)
    language = forms.ChoiceField(label=_("Language"), choices=choices.languages)
    theme = forms.ChoiceField(label=_("Light"), choices=choices.themes)
    single_keys = forms.BooleanField(label=_("Single keys press buttons"), required=False)


class Absence(forms.Form):
    """When somebody is away, and who stands in for him."""

    substitute = forms.ModelChoiceField(User.objects.none(), label=_("Substitute"), required=False, empty_label="—")
    from_on = _day(label=_("First day away"), required=False)
    to_on = _day(label=_("Last day away"), required=False, help_text=_("Empty: until further notice."))

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        told = {"substitute": member.substitute, "from_on": member.away_from, "to_on": member.away_to}
        super().__init__(*args, **{"initial": told, **kwargs})
        others = Membership.objects.filter(active=True).exclude(pk=member.pk).values("user")
        self.fields["substitute"].queryset = User.objects.filter(pk__in=others).order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in order, and a first one wherever there is anything else."""
        told = super().clean() or self.cleaned_data
        if (told.get("substitute") or told.get("to_on")) and not told.get("from_on"):
            self.add_error("from_on", _("From which day on? Choose one, or leave all three empty."))
        return _in_order(self, told)


class Invite(forms.Form):
    """Whom to ask in."""

    role = forms.ChoiceField(label=_("Role"))
    email = forms.EmailField(
        label=_("Mail address"), required=False, help_text=_("Only a note for you; no mail is sent. May stay empty.")
    )

    def __init__(self, *args: Any, given: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices.roles(given)  # type: ignore[attr-defined]


class Role(forms.Form):
    """What somebody is."""

    role = forms.ChoiceField(label=_("Role"), choices=choices.roles)


class Day(forms.Form):
    """A day on which the office is closed."""

    on = _day(label=_("Day"))
    name = forms.CharField(label=_("What for"), max_length=NAME_MAX, required=False)


class Factory(forms.Form):
    """Days on which the factory stands still."""

    from_on = _day(label=_("First day"))
    to_on = _day(label=_("Last day"))
    name = forms.CharField(label=_("What for"), max_length=NAME_MAX, required=False)

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        return _in_order(self, super().clean() or self.cleaned_data)


class Place(FirmFields):
    """The workspace: its name, place and language."""

    city = forms.CharField(label=_("City"), max_length=NAME_MAX, required=False)
    language = forms.ChoiceField(label=_("Language of texts without another one"), choices=choices.languages)


def _in_order(form: forms.Form, told: dict[str, Any]) -> dict[str, Any]:
    """The last day does not come before the first one; said at the field, not raised."""
    if told.get("from_on") and told.get("to_on") and told["to_on"] < told["from_on"]:
        form.add_error("to_on", ValidationError(_("The last day comes before the first one. Correct one of them.")))
    return told
