"""The empty forms of the page: drawn once for a language, for they are the same for every payment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from duecourse.ledger.pages.case import Case
from duecourse.web.case import forms
from duecourse.web.case.upload import UploadForm

_ALIKE: Final[Mapping[str, type[forms.ActForm]]] = {
    "promise": forms.PromiseForm,
    "heard": forms.HeardForm,
    "contact": forms.ContactForm,
    "fix": forms.FixForm,
    "hold": forms.HoldForm,
    "payment": forms.PaymentForm,
    "new_date": forms.NewDateForm,
    "credit": forms.CreditForm,
    "delivered": forms.DeliveredForm,
    "closed": forms.NoteForm,
}
_NO_DAY: Final = date(2000, 1, 1)
"""An empty form judges no day."""


def fields_of(case: Case, language: str) -> dict[str, SafeString]:
    """The fields of every empty form, by its act.

    Args:
        case: For whom things on the shelf may be good.
        language: Of the page.
    """
    product = case.order.product
    shelf = _shelf(language, bool(product), bool(product and product.material_id), case)
    return _alike(language, case) | {"upload": shelf}


class _Same:
    """A case as a key that is like any other: what is drawn does not depend on it."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same)


def _alike(language: str, case: Case) -> dict[str, SafeString]:
    return _drawn(language, _Same(case))


@lru_cache(maxsize=8)
def _drawn(_language: str, same: _Same) -> dict[str, SafeString]:
    return {
        what: rendered(form(case=same.case, today=_NO_DAY, auto_id=f"{what}_%s")) for what, form in _ALIKE.items()
    }  # fmt: skip


def _shelf(language: str, product: bool, material: bool, case: Case) -> SafeString:
    return _drawn_shelf(language, product, material, _Same(case))


@lru_cache(maxsize=32)
def _drawn_shelf(_language: str, _product: bool, _material: bool, same: _Same) -> SafeString:
    return rendered(UploadForm(case=same.case, today=_NO_DAY, auto_id="upload_%s"))


def rendered(form: forms.ActForm) -> SafeString:
    """The fields of one form, with what is wrong beside them."""
    return render_to_string("case/_fields.html", {"form": form})
