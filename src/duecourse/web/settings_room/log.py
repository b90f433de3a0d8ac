"""The audit: what was done by whom, whether anybody touched it since, and all of it as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from duecourse.ledger.audit import PAGE, Checked, Entry, entries, exported, head, verify
from duecourse.web.settings_room.page import page
from duecourse.web.shell.door import workspace_of
from duecourse.web.shell.now import today
from duecourse.web.shell.roles import may


@require_safe
@may("audit.read")
def log(request: HttpRequest) -> HttpResponseBase:
    """The newest entries, or those before a number."""
    return _drawn(request)


@require_POST
@may("audit.read")
def check(request: HttpRequest) -> HttpResponseBase:
    """Follows the whole chain and says in a sentence what it found."""
    return _drawn(request, verify(workspace_of(request)))


@require_safe
@may("audit.read")
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole chain as JSON Lines."""
    workspace = workspace_of(request)
    response = StreamingHttpResponse(exported(workspace), content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="audit-{today(workspace)}.jsonl"'
    return response


def _drawn(request: HttpRequest, checked: Checked | None = None) -> HttpResponseBase:
    workspace = workspace_of(request)
    before = request.GET.get("before", "")
    shown = entries(workspace, int(before) if before.isdecimal() and len(before) < 19 else None)
    older = shown[-1].number if len(shown) == PAGE and shown[-1].number > 1 else None
    rows = [{"entry": entry, "changes": _changes(entry)} for entry in shown]
    said = _words(checked) if checked else ""
    return page(request, "audit", rows=rows, older=older, head=head(workspace), said=said, checked=checked)


def _changes(entry: Entry) -> list[tuple[str, Any, Any]]:
    """Name of each field, what it was and what it became; None where there was nothing."""
    before, after = entry.before or {}, entry.after or {}
    names = dict.fromkeys([*before, *after])
    return [(name, before.get(name), after.get(name)) for name in names]


def _words(checked: Checked) -> str:
    number = checked.broken or checked.head.count
    return {
        "": gettext("All %(number)s entries are as they were written."),
        "changed": gettext("Entry %(number)s is not as it was written."),
        "missing": gettext("Entry %(number)s is missing."),
        "cut": gettext("Entries from %(number)s on are missing."),
    }[checked.fault] % {"number": number}
