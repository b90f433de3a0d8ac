"""What a person can record about a payment: one small form for each act, all of them plain posts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duecourse.decide.words import said
from duecourse.errors import DuecourseError
from duecourse.history.codes import LC_STAGES, REASONS
from duecourse.history.money import Money
from duecourse.ledger.models.events import CHANNELS, OFF_PLAN
from duecourse.web.case import wordings
from duecourse.web.shell.templatetags.duecourse_tags import language

WORDS_MAX: Final = 5_000
"""Characters of what somebody said or wrote; longer is refused, not cut."""
LINE_MAX: Final = 200
_LOGGED: Final = (
    "call",
    "soft",
    "ask",
    "useful",
    "notice",
    "answer",
    "thanks",
    "confirm",
    "fix",
    "manager",
    "reminder",
)
_NO_REASONS: Final = frozenset({"promise", "silent", "paid", "complaint_frequency", "dispute"})
"""Reasons that have a form or a mark of their own."""


def line(label: Any, *, required: bool = True, **kwargs: Any) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, required=required, max_length=LINE_MAX, **kwargs)


def words(label: Any, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    """Several lines of text."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=WORDS_MAX, widget=area, **kwargs)


def day(label: Any, *, required: bool = True, **kwargs: Any) -> forms.DateField:
    """A day, written as 2026-11-30; browsers show a calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


def channel() -> forms.ChoiceField:
    """How it went."""
    return forms.ChoiceField(label=gettext_lazy("How"), choices=[(c, wordings.CHANNELS[c]) for c in CHANNELS])


def coded(codes: Iterable[str]) -> Any:
    """Choices of codes, said in the language of the page."""
    return lambda: [(c, said(c, language())) for c in codes]


class AmountField(forms.CharField):
    """An amount in major units of the payment's currency; its value is in minor units."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)
        self.currency = ""

    def clean(self, value: Any) -> Any:
        """Minor units; None for nothing."""
        text = super().clean(value).replace(",", "").replace(" ", "").replace("\u00a0", "")
        if not text:
            return None
        try:
            return Money.from_major(text, self.currency).minor
        except DuecourseError as error:
            told = _("Write it as 18360.00, in {currency}.").format(currency=self.currency or _("the currency"))
            raise forms.ValidationError(told) from error


class ActForm(forms.Form):
    """A form about one payment; it carries the revision at which it was opened.

    Args:
        case: The payment, for its currency, people and rows.
        today: The seller's day: nothing has happened later.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    since = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        for field in self.fields.values():
            if isinstance(field, AmountField):
                field.currency = case.milestone.currency or case.order.currency

    def clean_on(self) -> date | None:
        """What has happened did not happen tomorrow."""
        value: date | None = self.cleaned_data["on"]
        if value is not None and value > self.today:
            raise forms.ValidationError(_("This day is still ahead; write the day on which it happened."))
        return value

    def ahead(self, name: str) -> date:
        """A day that lies ahead.

        Raises:
            ValidationError: It does not.
        """
        value: date = self.cleaned_data[name]
        if value <= self.today:
            raise forms.ValidationError(_("This day has passed; choose one that is still ahead."))
        return value


class PointForm(ActForm):
    """A point of the checklist gets a state."""

    state = forms.ChoiceField(choices=[(s, s) for s in ("confirmed", "open", "not_needed")])
    point = forms.CharField(widget=forms.HiddenInput)
    evidence = line(gettext_lazy("Evidence"), required=False)


class PromiseForm(ActForm):
    """They promise to pay."""

    pay_on = day(gettext_lazy("They will pay on"))
    amount = AmountField(label=gettext_lazy("Amount"), required=False, help_text=gettext_lazy("empty for all of it"))
    condition = line(gettext_lazy("Only if"), required=False)
    who = line(gettext_lazy("Who said it"), required=False)
    said = words(gettext_lazy("Their words"))
    channel = channel()
    on = day(gettext_lazy("Said on"), required=False, help_text=gettext_lazy("empty for today"))


class HeardForm(ActForm):
    """What they said."""

    says = words(gettext_lazy("Their words"))
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    until_on = day(gettext_lazy("Until"), required=False, help_text=gettext_lazy("a day that they gave"))
    question = forms.CharField(label=gettext_lazy("They ask"), required=False, max_length=500)
    marks = forms.MultipleChoiceField(
        label=gettext_lazy("And"),
        required=False,
        choices=list(wordings.MARKS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    channel = channel()
    on = day(gettext_lazy("On"), required=False, help_text=gettext_lazy("empty for today"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(r, said(r, language())) for r in REASONS if r not in _NO_REASONS]
        self.fields["reason"].choices = [("", _("none given")), *told]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must have been said."""
        data = super().clean() or {}
        if not any(data.get(n) for n in ("says", "reason", "question", "marks")):
            raise forms.ValidationError(_("Write what they said, or choose a reason."))
        return data


class ContactForm(ActForm):
    """A contact of ours that has been made."""

    kind = forms.ChoiceField(label=gettext_lazy("What it was"), choices=coded(_LOGGED))
    channel = channel()
    outcome = line(gettext_lazy("What came of it"), required=False)
    text = words(gettext_lazy("What was said or written"))
    on = day(gettext_lazy("On"), required=False, help_text=gettext_lazy("empty for today"))


class FixForm(ActForm):
    """Something of ours is to be put right."""

    what = line(gettext_lazy("What is to be put right"))


class HoldForm(ActForm):
    """A person leaves the payment alone."""

    to_on = day(gettext_lazy("Look again on"))
    why = line(gettext_lazy("Why"))

    def clean_to_on(self) -> date:
        """It lies ahead."""
        return self.ahead("to_on")


class NewDateForm(ActForm):
    """Production names a new delivery date."""

    day = day(gettext_lazy("New delivery date"))
    note = line(gettext_lazy("Note"), required=False)

    def clean_day(self) -> date:
        """It lies ahead."""
        return self.ahead("day")


class PaymentForm(ActForm):
    """Money came, or went back."""

    amount = AmountField(label=gettext_lazy("Amount"))
    on = day(gettext_lazy("Booked on"), required=False, help_text=gettext_lazy("empty for today"))
    reference = line(gettext_lazy("Reference"), required=False)


class PriceAnswerForm(ActForm):
    """The manager's one answer, in writing."""

    row = forms.IntegerField(widget=forms.HiddenInput)
    text = words(pgettext_lazy("price", "The answer, in writing"), required=True)


class CreditForm(ActForm):
    """A letter of credit reached a stage."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=coded(LC_STAGES))
    number = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=40)
    points = words(gettext_lazy("Points to amend"))
    dates_clash = forms.BooleanField(label=gettext_lazy("Its dates contradict each other"), required=False)
    on = day(gettext_lazy("On"), required=False, help_text=gettext_lazy("empty for today"))


class DeliveredForm(ActForm):
    """The goods were delivered."""

    on = day(gettext_lazy("Delivered on"))


class NoteForm(ActForm):
    """An act with nothing but a note."""

    note = line(gettext_lazy("Note"), required=False)


class RowForm(ActForm):
    """An act on one event."""

    row = forms.IntegerField(widget=forms.HiddenInput)


class StandingForm(ActForm):
    """Whether we have what the standing list proposes."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=60)
    have = forms.ChoiceField(choices=[("sent", "sent"), ("none", "none")])


class OffPlanForm(ActForm):
    """A contact that the plan does not propose today."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=coded(("answer", "useful", "confirm", "soft", "ask", "notice", "reminder")),
    )
    channel = channel()
    text = words(gettext_lazy("Your words"), required=True)
    reason = forms.ChoiceField(
        label=gettext_lazy("Why now"),
        required=False,
        choices=[(r, wordings.OFF_PLAN[r]) for r in OFF_PLAN],
        widget=forms.RadioSelect,
    )
