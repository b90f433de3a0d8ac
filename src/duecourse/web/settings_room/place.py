"""The workspace: its name and place, closed days, closures of the factory."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from duecourse.ledger.models import ClosedDay, Closure
from duecourse.recording import place
from duecourse.web.settings_room.forms import Day, Factory, Place
from duecourse.web.settings_room.page import by, page
from duecourse.web.shell.door import workspace_of
from duecourse.web.shell.now import today
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say


@may("workspace.edit")
def workspace(request: HttpRequest) -> HttpResponseBase:
    """Shows and keeps name, place and language of the workspace."""
    here = workspace_of(request)
    told = {"firm": here.name, "country": here.country, "zone": here.zone, "city": here.city}
    form = Place(request.POST or None, initial=told | {"language": here.language})
    if not form.is_valid():
        return page(request, "workspace", form=form)
    place.changed(by(request), form.firm_told(form.cleaned_data["language"]), form.cleaned_data["city"])
    say(request, gettext("The workspace is as you told."))
    return redirect("settings_workspace")


@require_safe
@may("days.edit")
def days(request: HttpRequest) -> HttpResponseBase:
    """Days on which the office or the factory is closed; those to come."""
    return _drawn(request, Day(), _factory())


@require_POST
@may("days.edit")
def day_add(request: HttpRequest) -> HttpResponseBase:
    """Closes the office on a day."""
    form = Day(request.POST)
    if not form.is_valid():
        return _drawn(request, form, _factory())
    place.day_closed(by(request), **form.cleaned_data)
    return _kept(request)


@require_POST
@may("days.edit")
def factory_add(request: HttpRequest) -> HttpResponseBase:
    """Closes the factory from one day to another."""
    form = _factory(request.POST)
    if not form.is_valid():
        return _drawn(request, Day(), form)
    place.factory_closed(by(request), **form.cleaned_data)
    return _kept(request)


@require_POST
@may("days.edit")
def day_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Opens the office again on a day."""
    place.opened_again(by(request), get_object_or_404(ClosedDay, pk=pk))
    return _kept(request)


@require_POST
@may("days.edit")
def factory_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes a closure of the factory back."""
    place.opened_again(by(request), get_object_or_404(Closure, pk=pk))
    return _kept(request)


def _factory(told: QueryDict | None = None) -> Factory:
    """Stands beside the form of a day, whose fields have the same names."""
    return Factory(told, auto_id="factory_%s")


def _kept(request: HttpRequest) -> HttpResponseBase:
    say(request, gettext("The calendar is as you told; the next plan counts with it."))
    return redirect("settings_days")


def _drawn(request: HttpRequest, day: Day, factory: Factory) -> HttpResponseBase:
    since = today(workspace_of(request))
    told = {
        "closed": ClosedDay.objects.filter(on__gte=since).order_by("on"),
        "closures": Closure.objects.filter(to_on__gte=since).order_by("from_on"),
        "day_form": day,
        "factory_form": factory,
    }
    return page(request, "days", **told)
