"""The page of figures, and the same figures as a table to take away."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecourse.ledger.pages import insights as ledger
from duecourse.recording.deciding import policy_of
from duecourse.web.insights import figures
from duecourse.web.insights.figures import Figure
from duecourse.web.shell.door import signed_in, workspace_of
from duecourse.web.shell.now import today

_PERIODS = (3, 6, 12)


@require_safe
@signed_in
def insights(request: HttpRequest) -> HttpResponseBase:
    """One sentence, then the figures that are its evidence."""
    period = _period(request)
    made = _figures(request, period)
    told = {
        "figures": made,
        "period": period,
        "months": _months(request),
        "periods": _PERIODS,
        "sentence": _sentence(ledger.delays(period)),
    }
    return render(request, "insights/insights.html", told)


@require_safe
@signed_in
def export(request: HttpRequest) -> HttpResponseBase:
    """All tables of the page, one below the other."""
    text = StringIO()
    lines = csv.writer(text)
    for figure in _figures(request, _period(request)):
        lines.writerow([figure.title, figure.definition])
        lines.writerow([head["text"] for head in figure.table["heads"]])
        lines.writerows([_plain(cell["text"]) for cell in row] for row in figure.table["rows"])
        lines.writerow([])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="insights.csv"'
    return answer


def _plain(value: object) -> object:
    """No cell of ours is a formula."""
    return f"'{value}" if str(value).startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _months(request: HttpRequest) -> int:
    asked = request.GET.get("months", "")
    return int(asked) if asked in {str(p) for p in _PERIODS} else 6


def _period(request: HttpRequest) -> ledger.Period:
    return ledger.Period.months(today(workspace_of(request)), _months(request))


def _figures(request: HttpRequest, period: ledger.Period) -> Sequence[Figure]:
    workspace = workspace_of(request)
    return [
        figures.delays(ledger.delays(period)),
        figures.fixes(ledger.days_to_fix(workspace, period)),
        figures.promises(ledger.promises(workspace, policy_of(workspace), period)),
        figures.contacts(ledger.contacts_per_order(period)),
    ]


def _sentence(found: ledger.Delays) -> str:
    """What the first figure says in one sentence."""
    ours, theirs = sum(found.ours.values()), sum(found.theirs.values())
    if not found.total:
        return _("Nothing to tell yet: no reasons are recorded in this time.")
    if abs(ours - theirs) * 5 <= ours + theirs:
        return _("About as many delays began with us as with them.")
    return (
        _("More delays began with us than with them.")
        if ours > theirs
        else _("More delays began with them than with us.")
    )
