"""What stands in an order, changed by one person at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Order
from duecourse.ledger.pages import orders as ledger
from duecourse.recording import customers
from duecourse.recording import orders as recording
from duecourse.recording.door import StaleError
from duecourse.web.orders.forms import Edit, initial_of
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.pages import address
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import back, say


@may("orders.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form; where somebody was quicker it keeps what was typed and shows what stands now."""
    order = _order(pk)
    payments = ledger.payments_of(order)
    stands = initial_of(order, payments, recording.revision_of(order))
    form = Edit(request.POST if request.method == "POST" else None, initial=stands, order=order, payments=payments)
    stale: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            customers.order_edited(by_of(request), order, told["seen"], form.columns(), form.of_payments())
        except StaleError as error:
            form, stale = _again(request, form, order)
            form.add_error(None, str(error))
        except DuecourseError as error:
            form.add_error(None, str(error))
        else:
            say(request, _("%(number)s is saved.") % {"number": order.number})
            return redirect("order_edit", pk=pk)
    case = address("case", payments[0].pk) if payments else ""
    page = {"form": form, "order": order, "case": case, "stale": stale}
    return render(request, "orders/edit.html", page, status=422 if form.errors else 200)


def _again(request: HttpRequest, form: Edit, order: Order) -> tuple[Edit, list[dict[str, Any]]]:
    """The same text over the newest revision, and what differs between the two."""
    fresh = _order(order.pk)
    payments = ledger.payments_of(fresh)
    stands = initial_of(fresh, payments, recording.revision_of(fresh))
    typed = request.POST.copy()
    typed["seen"] = str(stands["seen"])
    again = Edit(typed, initial=stands, order=fresh, payments=payments)
    again.is_valid()
    differs = [
        {"label": field.label, "stands": stands.get(name), "typed": form.cleaned_data.get(name)}
        for name, field in again.fields.items()
        if name != "seen" and (stands.get(name) or "") != (form.cleaned_data.get(name) or "")
    ]
    return again, differs


@require_POST
@may("orders.edit")
def slot(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The production slot goes to another order."""
    order = _order(pk)
    recording.released(by_of(request), order)
    say(request, _("The slot of %(number)s is free for another order.") % {"number": order.number})
    return back(request, "/orders")


def _order(pk: int) -> Order:
    order = ledger.order_of(pk)
    if order is None:
        raise Http404
    return order
