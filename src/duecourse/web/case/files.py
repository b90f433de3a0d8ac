"""Files of the shelf: taken in by their content, given out as attachments, within the workspace alone."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from duecourse.errors import DuecourseError
from duecourse.ledger.files import kind_of, path_of, stored
from duecourse.ledger.models import Asset, StoredFile
from duecourse.recording import ours
from duecourse.web.case.acting import tell_change
from duecourse.web.case.asking import Asked, asked
from duecourse.web.case.page import Again, page
from duecourse.web.case.upload import UploadForm
from duecourse.web.shell.roles import may, member_required


@require_POST
@may("shelf.edit")
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Puts a useful thing on the shelf."""
    a = asked(request, pk)
    form = UploadForm(request.POST, request.FILES, case=a.case, today=a.day, auto_id="upload_%s")
    if not form.is_valid():
        return page(a, Again("upload", form))
    try:
        with transaction.atomic():
            ours.shelved(a.by, _asset(a, form), _file(a, form))
    except DuecourseError as error:
        form.add_error(None, str(error))
        return page(a, Again("upload", form))
    tell_change(a, _("It stands on the shelf."), None)
    return redirect("case", pk)


def _asset(a: Asked, form: UploadForm) -> Asset:
    data, order = form.cleaned_data, a.case.order
    keys = {
        "order": order,
        "customer": order.customer,
        "product": order.product,
        "material": order.product.material if order.product else None,
    }
    asset = Asset(workspace=a.member.workspace, title=data["title"], kind=data["kind"], reach=data["reach"])
    setattr(asset, data["reach"], keys[data["reach"]])
    asset.confirms, asset.valid_until, asset.added_on = data["confirms"], data["valid_until"], a.day
    return asset


def _file(a: Asked, form: UploadForm) -> StoredFile | None:
    file = form.cleaned_data["file"]
    if file is None:
        return None
    return stored(a.member.workspace.pk, file.name or "", file.chunks(), kind_of(file) or "text/plain")


@require_GET
@member_required
def download(request: HttpRequest, pk: int, asset: int) -> HttpResponseBase:
    """A file of this payment's shelf, never shown in the browser."""
    a = asked(request, pk)
    thing = next((t for t in a.case.things if t.pk == asset and t.has_file), None)
    row = Asset.objects.select_related("file").filter(pk=asset).first() if thing else None
    if row is None or row.file is None:
        raise Http404
    try:
        content = path_of(a.member.workspace_id, row.file.sha256).open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=row.file.name, content_type=row.file.kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
