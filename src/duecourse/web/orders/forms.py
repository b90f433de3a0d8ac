"""Forms of the pages of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecourse.adapters.orders.values import figure, money
from duecourse.adapters.orders.words import MisreadError
from duecourse.adapters.sheets import Cell
from duecourse.errors import DuecourseError
from duecourse.history.codes import SLOTS
from duecourse.history.money import Money
from duecourse.ledger.models import Milestone, Order
from duecourse.ledger.models.base import NAME_MAX
from duecourse.recording.orders import Share
from duecourse.trade.terms import TermsError, amounts, due_on, read_terms
from duecourse.web.orders.words import share_words

CURRENCIES: Final = (
    "USD", "EUR", "CNY", "GBP", "JPY", "AUD", "CAD", "CHF", "HKD", "INR", "KRW", "MXN", "NZD", "SEK", "SGD", "AED",
)  # fmt: skip
NUMBER_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Read:
    """One payment that terms ask for: its kind in words, its share in per cent if they state it, and its amount."""

    words: str
    percent: str
    share: Share


def day_field(**kwargs: Any) -> forms.DateField:
    """A day, in the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, required=False, **kwargs)


def minor_of(text: str, currency: str) -> int | None:
    """An amount as people write it, in minor units; None for nothing.

    Raises:
        ValidationError: It is no amount of that currency.
    """
    if not text.strip():
        return None
    try:
        return money(figure(Cell(text.strip(), "text")), currency).minor
    except (MisreadError, DuecourseError) as error:
        raise ValidationError(
            gettext("'%(text)s' is no amount in %(code)s. Write it like 18,360.00."),
            params={"text": text[:40], "code": currency},
        ) from error


def shares_in(terms: str, amount_minor: int | None, currency: str, confirmed_on: date | None) -> list[Read]:
    """The payments that terms in words ask for.

    Raises:
        ValidationError: The words cannot be read without guessing.
    """
    try:
        parts = read_terms(terms).parts
        sums = amounts(parts, amount_minor, currency) if amount_minor is not None else [None] * len(parts)
    except TermsError as error:
        raise ValidationError(f"{error.what}. {error.fix}") from error
    dates = {"confirmation": confirmed_on} if confirmed_on else {}
    return [
        Read(
            share_words(part.kind),
            f"{part.share * 100:f}".rstrip("0").rstrip(".") + " %" if part.share else "",
            Share(part.kind, minor, due_on(part, dates)),
        )
        for part, minor in zip(parts, sums, strict=True)
    ]


class New(forms.Form):
    """A new order: seven fields, and all else is not known yet."""

    customer = forms.CharField(label=_("Customer"), max_length=NAME_MAX)
    number = forms.CharField(label=_("Number"), max_length=NUMBER_MAX, help_text=_("Of the sales confirmation."))
    goods = forms.CharField(label=_("Goods"), max_length=NAME_MAX, required=False)
    amount = forms.CharField(label=_("Amount"), max_length=40, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(c, c) for c in CURRENCIES])
    terms = forms.CharField(
        label=_("Payment terms"),
        max_length=NAME_MAX,
        help_text=_("In words, such as deposit 30%, balance before shipment."),
    )
    confirmed_on = day_field(label=_("Confirmed on"))
    deliver_on = day_field(label=_("Delivery"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {"list": "names", "autocomplete": "off", "autofocus": True}
        self.fields["customer"].widget.attrs |= named
        self.fields["number"].widget.attrs["autocomplete"] = "off"
        self.fields["amount"].widget.attrs["inputmode"] = "decimal"
        self.read: list[Read] = []

    def clean(self) -> dict[str, Any]:
        """The amount in minor units and the payments of the terms."""
        told = super().clean() or self.cleaned_data
        try:
            told["amount_minor"] = minor_of(told.get("amount", ""), told.get("currency") or "USD")
        except ValidationError as error:
            self.add_error("amount", error)
            return told
        if told.get("terms"):
            self._read(told)
        first, last = told.get("confirmed_on"), told.get("deliver_on")
        if first and last and last < first:
            self.add_error("deliver_on", gettext("The delivery lies before the confirmation. Correct one of the two."))
        return told

    def _read(self, told: dict[str, Any]) -> None:
        try:
            self.read = shares_in(told["terms"], told["amount_minor"], told["currency"], told.get("confirmed_on"))
        except ValidationError as error:
            self.add_error("terms", error)


class Upload(forms.Form):
    """A file, or rows from a clipboard."""

    file = forms.FileField(
        label=_("A file"), required=False, help_text=_(".xlsx, .xls, .ods or .csv, as you keep it; up to 30 MB.")
    )
    rows = forms.CharField(
        label=_("Or rows from your spreadsheet"),
        required=False,
        max_length=5_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Copy them with their headings and paste them here."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        told = super().clean() or self.cleaned_data
        if bool(told.get("file")) == bool((told.get("rows") or "").strip()) and not self.errors:
            raise ValidationError(gettext("Choose a file, or paste rows; one of the two."))
        return told


ORDER_FIELDS: Final = (
    "number", "goods", "terms", "confirmed_on", "deliver_on", "incoterm", "production_days", "transport_days",
    "booking_days", "ready_on", "eta_on", "slot",
)  # fmt: skip


class Edit(forms.Form):
    """What stands in an order; `seen` is the revision at which the form was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("Number"), max_length=NUMBER_MAX)
    goods = forms.CharField(label=_("Goods"), max_length=NAME_MAX, required=False)
    amount = forms.CharField(label=_("Amount"), max_length=40, required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    terms = forms.CharField(label=_("Payment terms"), max_length=NAME_MAX, required=False)
    confirmed_on = day_field(label=_("Confirmed on"))
    deliver_on = day_field(label=_("Delivery"))
    incoterm = forms.CharField(label=_("Incoterm"), max_length=10, required=False)
    production_days = forms.IntegerField(label=_("Production, days"), min_value=0, max_value=1500, required=False)
    transport_days = forms.IntegerField(label=_("Transport, days"), min_value=0, max_value=1500, required=False)
    booking_days = forms.IntegerField(label=_("Booking, days"), min_value=0, max_value=1500, required=False)
    ready_on = day_field(label=_("Batch ready on"), help_text=_("Empty: delivery less transport and booking."))
    eta_on = day_field(label=_("Arrival"), help_text=_("Empty: the delivery date."))
    slot = forms.ChoiceField(label=_("Production slot"))

    def __init__(self, *args: Any, order: Order, payments: Sequence[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([order.currency or "USD", *CURRENCIES])
        self.fields["currency"].choices = [(c, c) for c in codes]  # type: ignore[attr-defined]
        words = {"held": gettext("held for this order"), "released": gettext("given to another order")}
        self.fields["slot"].choices = [(s, words[s]) for s in SLOTS]  # type: ignore[attr-defined]
        self.payments = payments
        for row in payments:
            amount = forms.CharField(label=_("Amount"), max_length=40, required=False)
            self.fields[f"amount_{row.pk}"] = amount
            self.fields[f"due_{row.pk}"] = day_field(label=_("Due on"))

    def rows(self) -> list[dict[str, Any]]:
        """The payments with their two fields."""
        return [
            {"words": share_words(m.kind), "row": m, "amount": self[f"amount_{m.pk}"], "due": self[f"due_{m.pk}"]}
            for m in self.payments
        ]

    def clean(self) -> dict[str, Any]:
        """Amounts in minor units."""
        told = super().clean() or self.cleaned_data
        code = told.get("currency") or "USD"
        for name in ("amount", *(f"amount_{m.pk}" for m in self.payments)):
            try:
                told[f"{name}_minor"] = minor_of(told.get(name, ""), code)
            except ValidationError as error:
                self.add_error(name, error)
        return told

    def columns(self) -> dict[str, Any]:
        """Columns of the order."""
        told = self.cleaned_data
        columns = {n: told[n] for n in ORDER_FIELDS if n != "goods"}
        return {**columns, "product": told["goods"], "amount_minor": told["amount_minor"], "currency": told["currency"]}

    def of_payments(self) -> dict[int, dict[str, Any]]:
        """Key of a payment to its columns."""
        told = self.cleaned_data
        return {
            m.pk: {
                "amount_minor": told[f"amount_{m.pk}_minor"],
                "due_on": told[f"due_{m.pk}"],
                "currency": told["currency"],
            }
            for m in self.payments
        }


def initial_of(order: Order, payments: Sequence[Milestone], seen: int) -> dict[str, Any]:
    """What stands in an order, as its form shows it."""
    code = order.currency or next((m.currency for m in payments if m.currency), "USD")
    told: dict[str, Any] = {n: getattr(order, n) for n in ORDER_FIELDS if n != "goods"}
    told |= {"seen": seen, "goods": order.product.name if order.product else order.goods, "currency": code}
    told["amount"] = _major(order.amount_minor, code)
    for row in payments:
        told[f"amount_{row.pk}"] = _major(row.amount_minor, row.currency or code)
        told[f"due_{row.pk}"] = row.due_on
    return told


def _major(minor: int | None, code: str) -> str:
    return "" if minor is None else str(Money(minor, code)).removeprefix(f"{code} ")
