"""What one does about a customer and the people there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Contact, Customer
from duecourse.ledger.pages import customers as ledger
from duecourse.recording import customers as recording
from duecourse.web.customers.forms import About, Holiday, Person
from duecourse.web.customers.views import found, page_of
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.door import member_of
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import refuse, say


@may("customers.edit")
def new(request: HttpRequest) -> HttpResponseBase:
    """A new customer."""
    form = About(
        request.POST if request.method == "POST" else None,
        initial={"relationship": "B", "owner": member_of(request).user_id},
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        try:
            row = recording.made(by_of(request), told.pop("name"), **told)
        except DuecourseError as error:
            form.add_error("name", str(error))
        else:
            say(request, _("%(name)s stands in the list.") % {"name": row.name})
            return redirect("customer", pk=row.pk)
    return _form(request, form, None, _("A new customer."))


@may("customers.edit")
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What stands about a customer."""
    row = found(pk)
    names = About.base_fields
    form = About(
        request.POST if request.method == "POST" else None,
        initial={n: getattr(row, n) for n in names} | {"owner": row.owner_id},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda told: recording.changed(by_of(request), row, **told))
    ):
        say(request, _("%(name)s is saved.") % {"name": row.name})
        return redirect("customer", pk=pk)
    return _form(request, form, row, _("What stands about %(name)s.") % {"name": row.name})


@may("customers.edit")
def add_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Somebody new there."""
    row = found(pk)
    form = Person(request.POST if request.method == "POST" else None, initial={"language": row.language})
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda told: recording.contact_added(by_of(request), row, **told))
    ):
        say(request, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
        return redirect("customer", pk=pk)
    return _form(request, form, row, _("Somebody at %(name)s.") % {"name": row.name})


@may("customers.edit")
def edit_person(request: HttpRequest, pk: int, person: int) -> HttpResponseBase:
    """What stands about somebody there."""
    row = found(pk)
    contact = _contact(row, person)
    form = Person(
        request.POST if request.method == "POST" else None, initial={n: getattr(contact, n) for n in Person.base_fields}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda told: recording.contact_changed(by_of(request), contact, **told))
    ):
        say(request, _("%(name)s is saved.") % {"name": contact.name})
        return redirect("customer", pk=pk)
    return _form(request, form, row, _("%(name)s at %(customer)s.") % {"name": contact.name, "customer": row.name})


@require_POST
@may("customers.edit")
def verified(request: HttpRequest, pk: int, person: int) -> HttpResponseBase:
    """Somebody made sure of an address."""
    contact = _contact(found(pk), person)
    try:
        recording.contact_verified(by_of(request), contact)
    except DuecourseError as error:
        refuse(request, error)
    else:
        say(request, _("The address of %(name)s is verified.") % {"name": contact.name})
    return redirect("customer", pk=pk)


@require_POST
@may("customers.edit")
def left(request: HttpRequest, pk: int, person: int) -> HttpResponseBase:
    """Somebody no longer works there."""
    contact = _contact(found(pk), person)
    recording.contact_left(by_of(request), contact)
    say(request, _("Nobody writes to %(name)s any more.") % {"name": contact.name})
    return redirect("customer", pk=pk)


@require_POST
@may("customers.edit")
def holiday(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A further day on which they do not work."""
    row, form = found(pk), Holiday(request.POST)
    if not form.is_valid():
        return render(request, "customers/customer.html", page_of(request, pk, holiday_form=form), status=422)
    recording.holiday_added(by_of(request), row, form.cleaned_data["on"], form.cleaned_data["name"])
    say(request, _("The day is added."))
    return redirect("customer", pk=pk)


def _done(form: forms.Form, what: Any) -> bool:
    """Does it, or puts the error above the form."""
    try:
        what(form.cleaned_data)
    except DuecourseError as error:
        form.add_error(None, str(error))
        return False
    return True


def _form(request: HttpRequest, form: forms.Form, row: Customer | None, sentence: str) -> HttpResponseBase:
    page = {"form": form, "customer": row, "sentence": sentence}
    return render(request, "customers/form.html", page, status=422 if form.errors else 200)


def _contact(row: Customer, pk: int) -> Contact:
    contact = ledger.contact_of(row, pk)
    if contact is None:
        raise Http404
    return contact
