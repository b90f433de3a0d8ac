"""A new order in under a minute."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecourse.errors import DuecourseError
from duecourse.ledger.pages import orders as ledger
from duecourse.recording import customers
from duecourse.web.orders.forms import New, minor_of, shares_in
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.pages import address
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say
from duecourse.web.shell.typed import typed


@may("orders.edit")
def new(request: HttpRequest) -> HttpResponseBase:
    """Seven fields; the payments that the terms ask for are shown before anything is stored."""
    form = New(request.POST if request.method == "POST" else None, initial={"currency": "USD"})
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        told = form.cleaned_data
        columns = {n: told[n] for n in ("amount_minor", "currency", "terms", "confirmed_on", "deliver_on")}
        try:
            shares = [one.share for one in form.read]
            order = customers.order_taken(
                by_of(request), told["customer"], told["number"].strip(), shares, product=told["goods"], **columns
            )
        except DuecourseError as error:
            form.add_error("number", str(error))
        else:
            say(
                request,
                _("%(number)s of %(name)s stands in the list.") % {"number": order.number, "name": order.customer},
            )
            first = order.milestones.order_by("step").first()
            return redirect((address("case", first.pk) if first else "") or "orders")
    page = {"form": form, "shares": form.read, "names": ledger.names_like("")}
    return render(request, "orders/new.html", page, status=422 if form.errors else 200)


@require_safe
@may("orders.edit")
def shares(request: HttpRequest) -> HttpResponse:
    """What is understood of the terms, while somebody writes them."""
    told, wrong, found = request.GET, "", []
    code = told.get("currency", "USD")
    try:
        minor = minor_of(told.get("amount", ""), code)
    except ValidationError:
        minor = None
    if terms := told.get("terms", "").strip():
        try:
            found = shares_in(terms, minor, code, None)
        except ValidationError as error:
            wrong = error.messages[0]
    return render(request, "orders/shares.html", {"shares": found, "wrong": wrong, "code": code})


@require_safe
@may("orders.edit")
def names(request: HttpRequest) -> HttpResponse:
    """Known customers whose names are like what somebody types."""
    found = ledger.names_like(typed(request.GET, "customer", 100))
    return render(request, "orders/names.html", {"names": found})
