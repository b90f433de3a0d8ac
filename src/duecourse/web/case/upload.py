"""Putting a file on the shelf: what it is, whom it fits, how long it holds."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duecourse.decide.words import said
from duecourse.history.codes import CHECKLIST_POINTS
from duecourse.ledger.files import KINDS, SIZE_MAX, kind_of
from duecourse.web.case import wordings
from duecourse.web.case.forms import ActForm, coded, day, line
from duecourse.web.shell.templatetags.duecourse_tags import language

USEFUL: Final = (
    "artwork_confirmation",
    "material_certificate",
    "bulk_information",
    "production_photo",
    "packing_draft",
    "qc_plan",
    "proforma",
    "documents",
)


class UploadForm(ActForm):
    """A useful thing, with its file or without one."""

    title = line(gettext_lazy("Title"))
    kind = forms.ChoiceField(label=pgettext_lazy("shelf", "Kind"), choices=coded(USEFUL))
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    reach = forms.ChoiceField(label=gettext_lazy("Good for"))
    confirms = forms.ChoiceField(label=gettext_lazy("Confirms the point"), required=False)
    valid_until = day(gettext_lazy("Valid until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product = self.case.order.product
        fits = ["order", "customer", *(["product"] if product else [])]
        fits += ["material"] if product and product.material_id else []
        self.fields["reach"].choices = [(r, wordings.REACHES[r]) for r in fits]  # type: ignore[attr-defined]
        points = [(p, said(p, language())) for p in CHECKLIST_POINTS]
        self.fields["confirms"].choices = [("", _("none of the eight")), *points]  # type: ignore[attr-defined]
        self.fields["file"].help_text = _("PDF, pictures, Office documents or text; 20 MB at most")
        self.fields["file"].widget.attrs["accept"] = ",".join(KINDS)

    def clean_file(self) -> Any:
        """Small enough, and by its content one of the kinds that we keep."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if (file.size or 0) > SIZE_MAX:
            raise forms.ValidationError(_("The file is larger than 20 MB; make it smaller, or send a link."))
        if kind_of(file) is None:
            raise forms.ValidationError(
                _("By its content this is no PDF, picture, Office document or plain text. Save it as one of these.")
            )
        return file

    def clean_valid_until(self) -> Any:
        """It lies ahead."""
        return self.ahead("valid_until") if self.cleaned_data["valid_until"] else None
