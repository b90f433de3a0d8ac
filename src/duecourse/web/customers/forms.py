"""Forms of the pages of customers."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from duecourse.ledger.models import User
from duecourse.ledger.models.base import NAME_MAX
from duecourse.ledger.pages import customers as ledger
from duecourse.web.customers import words
from duecourse.web.shell import choices

_SPOKEN: Final = (
    ("", "—"), ("en", "English"), ("zh", "中文"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français"),
)  # fmt: skip


def _or_none(found: Any) -> list[tuple[str, str]]:
    return [("", "—"), *found]


def _zones() -> list[tuple[str, str]]:
    return _or_none(choices.zones())


def _countries() -> list[tuple[str, str]]:
    return _or_none(choices.countries())


class About(forms.Form):
    """What stands about a customer."""

    name = forms.CharField(label=_("Name"), max_length=NAME_MAX)
    country = forms.ChoiceField(label=_("Country"), choices=_countries, required=False)
    city = forms.CharField(label=_("City"), max_length=NAME_MAX, required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=_zones, required=False, help_text=_("Empty: the main one of the country.")
    )
    language = forms.ChoiceField(label=_("We write in"), choices=_SPOKEN, required=False)
    relationship = forms.ChoiceField(label=_("Relationship"), choices=words.relationships)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who looks after him"), required=False, empty_label="—")
    new = forms.BooleanField(label=_("No paid invoice before"), required=False)
    thin_margin = forms.BooleanField(label=_("The margin is thin"), required=False)
    legal_flag = forms.BooleanField(label=_("Insolvency, sanction or a lawyer"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [user.pk for user in ledger.owners()]
        self.fields["owner"].queryset = User.objects.filter(pk__in=keys).order_by("name")  # type: ignore[attr-defined]


class Person(forms.Form):
    """Somebody at a customer."""

    name = forms.CharField(label=_("Name"), max_length=NAME_MAX)
    role = forms.ChoiceField(label=_("Role"), choices=words.roles)
    email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("A new address is written to once somebody has verified it."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    whatsapp = forms.CharField(label="WhatsApp", max_length=40, required=False)
    wechat = forms.CharField(label=_("WeChat"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=_SPOKEN, required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones, required=False)


class Holiday(forms.Form):
    """A further day on which a customer does not work."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    name = forms.CharField(label=_("What it is"), max_length=NAME_MAX, required=False)
