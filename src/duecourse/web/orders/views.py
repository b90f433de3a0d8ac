"""The list of orders."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duecourse.ledger.pages import orders as ledger
from duecourse.ledger.pages.today import PAGES_MAX, Part, whose
from duecourse.ledger.roles import can
from duecourse.web.orders import words
from duecourse.web.shell.door import member_of, workspace_of
from duecourse.web.shell.now import today
from duecourse.web.shell.pages import address
from duecourse.web.shell.roles import may
from duecourse.web.shell.templatetags.duecourse_tags import language
from duecourse.web.shell.typed import typed


@require_safe
@may("orders.read")
def orders(request: HttpRequest) -> HttpResponse:
    """Orders, found by words, filtered, sorted, fifty on a page."""
    asked, everybody = _asked(request), "mine" not in request.GET
    owners = whose(member_of(request), today(workspace_of(request)), everybody=everybody)
    part = ledger.listed(owners, asked)
    zh = language() == "zh"
    page = {
        "asked": asked,
        "part": part,
        "rows": [row_of(row, zh) for row in part.rows],
        "sentence": words.sentence(part.count, asked.text, asked.state),
        "states": [(name, label, _link(request, state=name, page="")) for name, label in words.states()],
        "sorts": words.sorts(),
        "more": _more(request, part),
        "may_edit": can(member_of(request).role, "orders.edit"),
        "may_import": can(member_of(request).role, "orders.import"),
    }
    return render(request, "orders/orders.html", page)


def _asked(request: HttpRequest) -> ledger.Asked:
    """What the address asks; what it does not know is the usual."""
    told = request.GET
    page = told.get("page", "1")
    return ledger.Asked(
        typed(told, "q", 100),
        told.get("state", "") if told.get("state") in ledger.STATES else "",
        told.get("sort", "") if told.get("sort") in {"look", *ledger.SORTS} else "new",
        min(int(page[:9]), PAGES_MAX) if page.isascii() and page.isdecimal() and int(page[:9]) else 1,
    )


def row_of(row: ledger.Row, zh: bool) -> dict[str, Any]:
    """A row with its words and its address."""
    return {
        "row": row,
        "href": (address("case", row.case) if row.case else "") or reverse("order_edit", args=[row.pk]),
        "because": row.because[zh],
        "state": words.state_words(row.state),
        "shares": [{"share": s, "words": words.share_words(s.kind)} for s in row.shares],
    }


def _link(request: HttpRequest, **changes: object) -> str:
    """The same page with some of what it asks changed."""
    told = {k: v for k, v in request.GET.items() if k in {"q", "state", "sort", "mine", "page"}}
    told |= {k: str(v) for k, v in changes.items()}
    kept = urlencode({k: v for k, v in told.items() if v})
    return f"{request.path}?{kept}" if kept else request.path


def _more(request: HttpRequest, part: Part[Any]) -> dict[str, object]:
    before = _link(request, page=part.page - 1 if part.page > 2 else "") if part.page > 1 else ""
    return {"before": before, "after": _link(request, page=part.page + 1) if part.left else "", "count": part.left}
