"""A file of orders: chosen, shown, run, taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from duecourse.errors import DuecourseError
from duecourse.importing import running, runs, undoing
from duecourse.ledger.models import ImportRun
from duecourse.ledger.pages import orders as ledger
from duecourse.web.orders import words
from duecourse.web.orders.forms import Upload
from duecourse.web.shell.acting import by_of
from duecourse.web.shell.roles import may
from duecourse.web.shell.said import say
from duecourse.web.shell.templatetags.duecourse_tags import language


@may("orders.import")
def choose(request: HttpRequest) -> HttpResponseBase:
    """A file or pasted rows; and the imports so far."""
    form = Upload(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file, rows = form.cleaned_data["file"], form.cleaned_data["rows"]
        name, content = (file.name, file.read()) if file else (_("pasted rows"), rows.encode())
        try:
            shown = runs.preview(by_of(request), name, content)
        except DuecourseError as error:
            form.add_error("file" if file else "rows", str(error))
        else:
            return redirect("orders_import_shown", pk=shown.run.pk)
    page = {"form": form, "runs": ledger.runs_done()}
    return render(request, "orders/import.html", page, status=422 if form.errors else 200)


@may("orders.import")
def shown(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the list would make and change; columns can be corrected, which reads it anew."""
    row = _run(pk)
    if row.state != "previewed":
        return redirect("orders_import_done", pk=pk)
    wrong = ""
    if request.method == "POST":
        try:
            again = runs.preview(by_of(request), row.name, bytes(row.content), _said(request, row))
        except DuecourseError as error:
            wrong = str(error)
        else:
            return redirect("orders_import_shown", pk=again.run.pk)
    return render(request, "orders/shown.html", _page(row) | {"wrong": wrong}, status=422 if wrong else 200)


def _said(request: HttpRequest, row: ImportRun) -> dict[str, str]:
    """What a person says of the headings: what he chose otherwise than it was read, and what was said before."""
    said = dict(row.mapping)
    read = {c["heading"]: c["field"] for sheet in row.counts["shown"]["sheets"] for c in sheet["columns"]}
    known = {"", *(name for name, _words in words.fields()), *read.values()}
    for heading, name in zip(request.POST.getlist("heading"), request.POST.getlist("field"), strict=False):
        if heading in read and read[heading] != name and name in known:
            said[heading] = name
    return said


def _page(row: ImportRun) -> dict[str, Any]:
    code = language()
    told, counts = row.counts["shown"], row.counts["counts"]
    refused = [{**r, "why": r[f"why_{code}"], "fix": r[f"fix_{code}"]} for r in row.refused]
    sheets = [
        {**s, "columns": [{**c, "words": words.field_words(c["field"]) if c["field"] else ""} for c in s["columns"]]}
        for s in told["sheets"]
    ]
    return {
        "run": row,
        "counts": counts,
        "sentence": _sentence(counts),
        "events": words.made_words(counts),
        "sheets": sheets,
        "fields": words.fields(),
        "refused": refused,
        "doubts": [d[code] for d in told["doubts"]],
        "changes": [_change(c) for c in told["changes"]],
        "payments": [
            {**p, "words": words.share_words(p["kind"]), "figure": words.amount_words(p["amount"], p["currency"])}
            for p in told["payments"]
        ],
        "left": told["left"],
        "same_as": told["same_as"][:10],
        "nothing": not (
            counts["orders_new"] or counts["orders_changed"] or counts["orders_stirred"] or counts["events"]
        ),
    }


def _change(told: dict[str, Any]) -> dict[str, Any]:
    """A changed column in words; amounts in major units."""
    both = {side: told[side] for side in ("before", "after")}
    if told["column"] == "amount_minor":
        both = {side: words.minor_words(value, told.get("currency", "")) for side, value in both.items()}
    return {**told, **both, "words": words.column_words(told["column"])}


def _sentence(counts: dict[str, int]) -> str:
    """What the import would do, in one sentence."""
    new, changed = counts["orders_new"], counts["orders_stirred"]
    made = ngettext("one new order", "%(n)s new orders", new) % {"n": words.counted(new).lower()}
    stirred = ngettext("something new of one known order", "something new of %(n)s known orders", changed)
    stirred %= {"n": words.counted(changed).lower()}
    if new and changed:
        text = _("%(made)s, and %(stirred)s.") % {"made": made, "stirred": stirred}
    elif new or changed:
        text = _("%(said)s.") % {"said": made if new else stirred}
    else:
        text = _("Nothing new: all of it is in the list already.")
    return text[:1].upper() + text[1:]


@require_POST
@may("orders.import")
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Does it: at once, or beside a page that tells how far it is."""
    row = _run(pk)
    if row.state == "previewed" and row.counts["counts"]["payments"] >= running.LONG:
        running.start(by_of(request), row)
        return redirect("orders_import_progress", pk=pk)
    if row.state == "previewed":
        try:
            done_run = runs.run(by_of(request), row)
        except DuecourseError as error:
            return render(request, "orders/shown.html", _page(row) | {"wrong": str(error)}, status=422)
        say(request, _("%(name)s is in the list.") % {"name": done_run.name})
    return redirect("orders_import_done", pk=pk)


@require_safe
@may("orders.import")
def progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How far it is; the page asks again by itself."""
    row = _run(pk)
    if row.state != "previewed":
        response: HttpResponseBase = redirect("orders_import_done", pk=pk)
        if getattr(request, "htmx", False):
            response = HttpResponse(headers={"HX-Redirect": response["Location"]})
        return response
    told = running.progress_of(row)
    steps = [("read", _("Reading")), ("write", _("Storing")), ("judge", _("Judging"))]
    page = {"run": row, "told": told, "steps": steps, "failed": told is None or told.step == "failed"}
    return render(request, "orders/bar.html" if getattr(request, "htmx", False) else "orders/progress.html", page)


@require_safe
@may("orders.import")
def done(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What an import made, and the way back."""
    row = _run(pk)
    if row.state == "previewed":
        return redirect("orders_import_shown", pk=pk)
    counts = row.counts["counts"]
    undone = row.counts.get("undone")
    page = {
        "run": row,
        "counts": counts,
        "events": words.made_words(counts),
        "left": row.counts.get("left", []),
        "undone": undone,
        "stays": _stays(undone) if undone else [],
        "refused": counts["refused"],
    }
    return render(request, "orders/done.html", page)


def _stays(undone: dict[str, Any]) -> list[str]:
    names: dict[str, list[str]] = {}
    for cause, name in undone["names"]:
        names.setdefault(cause, []).append(name)
    return [words.stay_words(cause, ", ".join(dict.fromkeys(mine))) for cause, mine in names.items()]


@require_POST
@may("orders.import")
def undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes an import back."""
    row = _run(pk)
    if row.state == "done":
        undoing.undo(by_of(request), row)
        say(request, _("%(name)s is taken back.") % {"name": row.name})
    return redirect("orders_import_done", pk=pk)


def _run(pk: int) -> ImportRun:
    row = ledger.run_of(pk)
    if row is None:
        raise Http404
    return row
