"""One's own account: name, language, light, keys, days away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_scopes import scopes_disabled

from duecourse.ledger.models import Membership, User, Workspace
from duecourse.recording import people
from duecourse.web.accounts.adapter import keep_taste
from duecourse.web.settings_room.forms import Absence, Own
from duecourse.web.settings_room.page import by, page, user
from duecourse.web.shell.door import member_of
from duecourse.web.shell.middleware import WORKSPACE_KEY
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say


@may("own.edit")
def own(request: HttpRequest) -> HttpResponseBase:
    """Shows and keeps what a person says of himself; his browser follows at once."""
    me = user(request)
    form = Own(request.POST or None, initial=_as_is(me))
    if not form.is_valid():
        return _drawn(request, form, Absence(member=member_of(request)))
    people.told_of_himself(by(request), me, **form.cleaned_data)
    say(request, gettext("Your account is as you told."))
    return keep_taste(redirect("settings"), me)


@require_POST
@may("own.edit")
def away(request: HttpRequest) -> HttpResponseBase:
    """Keeps when a person is away, and who stands in for him."""
    member = member_of(request)
    form = Absence(request.POST, member=member)
    if not form.is_valid():
        return _drawn(request, Own(initial=_as_is(user(request))), form)
    people.absent(by(request), member, **form.cleaned_data)
    say(request, gettext("Your days away are kept."))
    return redirect("settings")


@require_POST
@may("own.edit")
def go(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To another workspace of the same person; one that is not his is not there (404)."""
    with scopes_disabled():
        mine = set(Membership.objects.filter(user=user(request), active=True).values_list("workspace_id", flat=True))
    # Looked for here, not by the database: a number that is too large for it would be an error there.
    if pk not in mine:
        raise Http404
    request.session[WORKSPACE_KEY] = pk
    return redirect("/")


def _as_is(me: User) -> dict[str, object]:
    return {"name": me.name, "language": me.language, "theme": me.theme, "single_keys": me.single_keys}


def _drawn(request: HttpRequest, form: Own, absence: Absence) -> HttpResponseBase:
    told = {"absence": absence, "has_password": user(request).has_usable_password(), "others": _others(request)}
    return page(request, "own", form=form, **told)


def _others(request: HttpRequest) -> list[Workspace]:
    """Further workspaces of the same person."""
    with scopes_disabled():
        mine = Membership.objects.filter(user=user(request), active=True).exclude(pk=member_of(request).pk)
        return [m.workspace for m in mine.select_related("workspace").order_by("workspace__name")]
