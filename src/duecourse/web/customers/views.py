"""The list of customers, and one customer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from duecourse.ledger.models import Customer
from duecourse.ledger.pages import customers as ledger
from duecourse.ledger.pages import orders as orders_pages
from duecourse.ledger.pages.today import PAGES_MAX, whose
from duecourse.ledger.roles import can
from duecourse.recording.deciding import policy_of
from duecourse.web.customers import words
from duecourse.web.customers.forms import Holiday
from duecourse.web.orders.views import row_of
from duecourse.web.shell.door import member_of, workspace_of
from duecourse.web.shell.now import today
from duecourse.web.shell.roles import may
from duecourse.web.shell.templatetags.duecourse_tags import language
from duecourse.web.shell.typed import typed

_ORDERS_MAX = 50


@require_safe
@may("orders.read")
def customers(request: HttpRequest) -> HttpResponse:
    """Customers by name, found by words, fifty on a page."""
    text, page = typed(request.GET, "q", 100), _page(request.GET.get("page", ""))
    owners = whose(member_of(request), today(workspace_of(request)), everybody=True)
    part = ledger.listed(owners, text, page)
    told = {
        "text": text,
        "rows": [
            {"row": row, "state": words.state_words(row.state), "near": _near(row.relationship)} for row in part.rows
        ],
        "sentence": words.sentence(part.count),
        "more": _more(request.path, text, part),
        "may_edit": can(member_of(request).role, "customers.edit"),
    }
    return render(request, "customers/customers.html", told)


def _near(relationship: str) -> str:
    return dict(words.relationships()).get(relationship, "")


def _page(text: str) -> int:
    return min(int(text[:9]), PAGES_MAX) if text.isascii() and text.isdecimal() and int(text[:9]) else 1


def _more(path: str, text: str, part: Any) -> dict[str, object]:
    def link(page: int) -> str:
        asked = {k: v for k, v in (("q", text), ("page", page)) if v and v != 1}
        return f"{path}?{urlencode(asked)}" if asked else path

    before = link(part.page - 1) if part.page > 1 else ""
    return {"before": before, "after": link(part.page + 1) if part.left else "", "count": part.left}


@require_safe
@may("orders.read")
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer: his rhythm, promises, orders, people and holidays."""
    return render(request, "customers/customer.html", page_of(request, pk))


def page_of(request: HttpRequest, pk: int, **more: Any) -> dict[str, Any]:
    """All that the page shows."""
    row = found(pk)
    day = today(workspace_of(request))
    rhythm, promises = ledger.rhythm_of(workspace_of(request), row, day, policy_of(workspace_of(request)))
    zh = language() == "zh"
    keys = list(ledger.orders_of(row).values_list("pk", flat=True)[:_ORDERS_MAX])
    roles = dict(words.roles())
    return {
        "customer": row,
        "rhythm": rhythm,
        "near": _near(row.relationship),
        "pressure": words.pressure_words(rhythm),
        "replies": words.reply_words(rhythm),
        "promises": words.promise_words(promises),
        "orders": [row_of(one, zh) for one in orders_pages.rows_of(keys)],
        "people": [{"person": p, "role": roles.get(p.role, p.role)} for p in ledger.people_of(row)],
        "holidays": ledger.holidays_of(row, day),
        "holiday_form": Holiday(),
        "may_edit": can(member_of(request).role, "customers.edit"),
        **more,
    }


def found(pk: int) -> Customer:
    """A customer of this workspace.

    Raises:
        Http404: There is none.
    """
    row = ledger.customer_of(pk)
    if row is None:
        raise Http404
    return row
