"""What a person records about a payment: one post, one act, one line on how the verdict changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Customer, Event, Fix, Hold, Inbound, Promise, Standing
from duecourse.ledger.pages.case import since, verdict_of
from duecourse.recording import contacts, orders, ours, payments
from duecourse.recording.undo import KINDS, token_of
from duecourse.web.case import forms, wordings
from duecourse.web.case.asking import Asked, asked
from duecourse.web.case.page import Again, page
from duecourse.web.shell.roles import member_required
from duecourse.web.shell.said import say

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that the page offers.

    Args:
        form: What it asks.
        does: Records it; gives back the event, if it can be taken back.
        said: What is told afterwards.
        act: What the member's role must allow.
    """

    form: type[forms.ActForm]
    does: Callable[[Asked, Data], Event | None]
    said: str | Lazy
    act: str = "events.record"


def _promise(a: Asked, d: Data) -> Event:
    kept = {n: d[n] for n in ("condition", "who", "said", "channel", "on")}
    return payments.promised(a.by, a.case.milestone, d["pay_on"], amount_minor=d["amount"], **kept)


def _heard(a: Asked, d: Data) -> Event:
    told = contacts.Heard(
        says=d["says"],
        channel=d["channel"],
        contact=a.case.contact,
        reason=d["reason"],
        until_on=d["until_on"],
        question=d["question"],
        marks=frozenset(d["marks"]),
    )
    return contacts.heard(a.by, a.case.order.customer, told, a.case.milestone, d["on"])


def _contact(a: Asked, d: Data) -> Event:
    told = contacts.Said(d["kind"], channel=d["channel"], contact=a.case.contact, text=d["text"], outcome=d["outcome"])
    return contacts.wrote(a.by, a.case.order.customer, told, [a.case.milestone], d["on"])[0]


def _credit(a: Asked, d: Data) -> Event:
    more = {n: d[n] for n in ("number", "points", "dates_clash")}
    return orders.credit(a.by, a.case.milestone, d["stage"], d["on"], **more)


def _price_answer(a: Asked, d: Data) -> None:
    """Three rows that no link takes back: the answer reaches the customer."""
    ours.price_answered(a.by, _row(Inbound, a, d), d["text"])


def _row(model: Any, a: Asked, d: Data) -> Any:
    """The event that a form names, of this very payment or customer.

    Raises:
        Http404: There is none, or it is another's.
    """
    rows = model.objects.filter(pk=d["row"], later__isnull=True, void=False)
    mine = {"customer": a.case.order.customer} if model is Inbound else {"milestone": a.case.milestone}
    found = rows.filter(**mine).first()
    if found is None:
        raise Http404
    return found


DEEDS: Final[Mapping[str, Deed]] = {
    "point": Deed(
        forms.PointForm,
        lambda a, d: orders.point(a.by, a.case.order, d["point"], d["state"], d["evidence"]),
        gettext_lazy("The point is recorded."),
    ),
    "promise": Deed(forms.PromiseForm, _promise, gettext_lazy("The promise is recorded.")),
    "withdrawn": Deed(
        forms.RowForm,
        lambda a, d: payments.withdrawn(a.by, _row(Promise, a, d)),
        gettext_lazy("The promise is withdrawn."),
    ),
    "heard": Deed(forms.HeardForm, _heard, gettext_lazy("Their words are recorded.")),
    "handled": Deed(
        forms.RowForm, lambda a, d: contacts.handled(a.by, _row(Inbound, a, d)), gettext_lazy("Marked as answered.")
    ),
    "settled": Deed(
        forms.RowForm, lambda a, d: contacts.settled(a.by, _row(Inbound, a, d)), gettext_lazy("The dispute is settled.")
    ),
    "contact": Deed(forms.ContactForm, _contact, gettext_lazy("The contact is recorded.")),
    "fix": Deed(
        forms.FixForm,
        lambda a, d: ours.fix(a.by, a.case.milestone, d["what"], a.by.user),
        gettext_lazy("Added to our side."),
    ),
    "fixed": Deed(
        forms.RowForm, lambda a, d: ours.fixed(a.by, _row(Fix, a, d)), gettext_lazy("Put right on our side.")
    ),
    "hold": Deed(
        forms.HoldForm,
        lambda a, d: ours.hold(a.by, a.case.milestone, d["to_on"], d["why"]),
        gettext_lazy("It rests until that day."),
    ),
    "lifted": Deed(
        forms.RowForm, lambda a, d: ours.lifted(a.by, _row(Hold, a, d)), gettext_lazy("The hold is lifted.")
    ),
    "new_date": Deed(
        forms.NewDateForm,
        lambda a, d: orders.new_date(a.by, a.case.order, d["day"], d["note"]),
        gettext_lazy("The new date is named."),
    ),
    "accepted": Deed(
        forms.NoteForm, lambda a, _d: orders.accepted(a.by, a.case.order), gettext_lazy("The new date is agreed.")
    ),
    "released": Deed(
        forms.NoteForm, lambda a, _d: orders.released(a.by, a.case.order), gettext_lazy("The slot is released.")
    ),
    "delivered": Deed(
        forms.DeliveredForm,
        lambda a, d: orders.delivered(a.by, a.case.order, d["on"]),
        gettext_lazy("Delivered, recorded."),
    ),
    "closed": Deed(
        forms.NoteForm, lambda a, d: orders.closed(a.by, a.case.order, d["note"]), gettext_lazy("Closed, door open.")
    ),
    "reopened": Deed(
        forms.NoteForm, lambda a, _d: orders.reopened(a.by, a.case.order), gettext_lazy("Taken up again.")
    ),
    "payment": Deed(
        forms.PaymentForm,
        lambda a, d: payments.paid(a.by, a.case.milestone, d["amount"], d["on"], d["reference"]),
        gettext_lazy("The money is recorded."),
        "payments.record",
    ),
    "bank": Deed(
        forms.NoteForm,
        lambda a, _d: payments.nothing_there(a.by, [a.case.milestone]),
        gettext_lazy("Our bank was looked at: nothing there."),
        "payments.record",
    ),
    "price_answer": Deed(
        forms.PriceAnswerForm,
        _price_answer,
        gettext_lazy("The price is answered, once and in writing."),
        "price.answer",
    ),
    "credit": Deed(forms.CreditForm, _credit, gettext_lazy("The stage of the L/C is recorded.")),
    "standing": Deed(
        forms.StandingForm,
        lambda a, d: orders.standing(a.by, a.case.order, d["kind"], sent=d["have"] == "sent"),
        gettext_lazy("Noted for this order."),
    ),
}  # fmt: skip
"""Every act of the page, by its address."""


@require_POST
@member_required
def record(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Records one act, and says how the verdict changed; a form that does not hold comes back as it was typed."""
    deed = DEEDS.get(what)
    if deed is None:
        raise Http404
    with transaction.atomic():
        a = asked(request, pk)
        if not a.may(deed.act):
            raise PermissionDenied(deed.act)
        # The customer's row first, as every act locks it: nothing changes between the look at the revision and the act.
        list(Customer.objects.select_for_update().filter(pk=a.case.order.customer_id).values_list("pk"))
        a.case.milestone.refresh_from_db(fields=["revision"])
        form = deed.form(request.POST, case=a.case, today=a.day, auto_id=f"{what}_%s")
        if form.is_valid() and not _stale(a, form):
            return _recorded(a, what, deed, form)
    return _again(a, what, form)


def _stale(a: Asked, form: forms.ActForm) -> bool:
    seen = form.cleaned_data.get("revision")
    return seen is not None and seen < a.case.milestone.revision


def _recorded(a: Asked, what: str, deed: Deed, form: forms.ActForm) -> HttpResponseBase:
    try:
        with transaction.atomic():
            event = deed.does(a, form.cleaned_data)
    except DuecourseError as error:
        form.add_error(None, str(error))
        return _again(a, what, form)
    tell_change(a, str(deed.said), event)
    return redirect("case", a.case.milestone.pk)


def tell_change(a: Asked, text: str, event: Event | None) -> None:
    """Says what was recorded, how the verdict changed, and gives the way back."""
    now = Standing.objects.select_related("verdict").filter(milestone=a.case.milestone).first()
    before = wordings.standing_line(a.case.standing, a.case.verdict, a.day)
    after = wordings.standing_line(now, verdict_of(now.verdict.said) if now else None, a.day)
    change = _("The verdict stays: {line}.") if before == after else _("Was: {before}. Becomes: {after}.")
    token = token_of(event) if event is not None and event._meta.model_name in KINDS else ""
    say(a.request, f"{text} {change.format(line=after, before=before, after=after)}", token)


def stale_form(a: Asked, what: str, form: forms.ActForm) -> HttpResponseBase | None:
    """The page with what has changed meanwhile, where a valid form was opened before that; else None."""
    return _again(a, what, form) if _stale(a, form) else None


def _again(a: Asked, what: str, form: forms.ActForm) -> HttpResponseBase:
    """The page once more, the form open with what was typed; what has changed meanwhile stands above it."""
    seen = form.cleaned_data.get("since") if hasattr(form, "cleaned_data") else None
    stale = form.is_valid() and _stale(a, form)
    fresh = asked(a.request, a.case.milestone.pk) if stale else a
    meanwhile = since(fresh.case.entries, seen) if stale and seen else []
    return page(fresh, Again(what, form, stale=stale, meanwhile=tuple(meanwhile)))
