"""Words of the pages of orders."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecourse.adapters.orders.columns import BY_NAME
from duecourse.ledger.pages.orders import COUNT_MAX
from duecourse.plan.filling import number_words
from duecourse.plan.sending import payment_words
from duecourse.web.shell.templatetags.duecourse_tags import figure, language, money

_UNASKED: Final = frozenset({"so_far"})
_IN_WORDS: Final = 20


def sentence(count: int, text: str, state: str) -> str:
    """The sentence of the list."""
    if count > COUNT_MAX:
        return _("More than %(n)s orders.") % {"n": figure(COUNT_MAX)}
    if text:
        return ngettext("%(n)s order found.", "%(n)s orders found.", count) % {"n": counted(count)}
    told = {
        "contact": ngettext("One order to write about.", "%(n)s orders to write about.", count),
        "fix": ngettext("One order waits for us.", "%(n)s orders wait for us.", count),
        "wait": ngettext("One order calmly waiting.", "%(n)s orders calmly waiting.", count),
        "settled": ngettext("One order with nothing open.", "%(n)s orders with nothing open.", count),
        "closed": ngettext("One closed order.", "%(n)s closed orders.", count),
    }
    usual = ngettext("One order under way.", "%(n)s orders under way.", count)
    if not count:
        return {"contact": _("Nobody to write to."), "fix": _("Nothing waits for us.")}.get(state, _("No order here."))
    return told.get(state, usual) % {"n": counted(count)}


def counted(count: int) -> str:
    """Three; 三: up to twenty in words, then in figures with their thousands; as a sentence begins."""
    text = number_words(count, language()) if count <= _IN_WORDS else figure(count)
    return text[:1].upper() + text[1:]


def states() -> list[tuple[str, str]]:
    """Filters of the list."""
    return [
        ("", _("Under way")),
        ("contact", _("To write")),
        ("fix", _("Fix our side")),
        ("wait", _("Waiting")),
        ("settled", _("Nothing open")),
        ("closed", _("Closed")),
    ]


def state_words(state: str) -> str:
    """Where an order stands."""
    return {
        "contact": _("to write"),
        "fix": _("fix our side"),
        "wait": _("waiting"),
        "settled": _("nothing open"),
        "closed": _("closed"),
    }.get(state, state)


def sorts() -> list[tuple[str, str]]:
    """Orders of rows."""
    return [
        ("new", _("newest first")),
        ("look", _("next look")),
        ("customer", _("customer")),
        ("number", _("number")),
        ("confirmed", _("last confirmed")),
        ("delivery", _("delivery")),
    ]


def share_words(kind: str) -> str:
    """Which payment it is."""
    text = payment_words(kind, language())
    return text[:1].upper() + text[1:]


def field_words(name: str) -> str:
    """The heading that the template has for a field."""
    field = BY_NAME.get(name)
    return field.header(language()) if field else column_words(name)


def fields() -> list[tuple[str, str]]:
    """What a column can be read as."""
    found = [(name, field.header(language())) for name, field in BY_NAME.items() if name not in _UNASKED]
    return sorted(found, key=lambda pair: pair[1].casefold())


def column_words(name: str) -> str:
    """A column of the ledger."""
    return {
        "product_id": _("goods"),
        "amount_minor": _("amount"),
        "paid_on": _("paid on"),
        "email": _("mail address"),
        "role": _("role"),
        "language": _("language"),
    }.get(name, field_words(name) if name in BY_NAME else name.replace("_", " "))


def made_words(counts: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What an import made, table by table."""
    named = {
        "made_touch": _("our contacts"),
        "made_inbound": _("their messages"),
        "made_promise": _("promises"),
        "made_payment": _("receipts"),
        "made_creditstep": _("steps of letters of credit"),
        "made_fix": _("things of ours to put right"),
        "made_hold": _("planned follow-ups"),
        "made_checkstep": _("open points"),
        "made_asset": _("things on the shelf"),
        "contacts_new": _("people"),
    }
    return [(words, counts[name]) for name, words in named.items() if counts.get(name)]


def stay_words(cause: str, names: str) -> str:
    """Why something of an import stays."""
    return {
        "worked_on": _("Somebody has worked on these orders since; they stay: %(names)s."),
        "changed_since": _("Somebody has changed these since; they stay as they are now: %(names)s."),
        "superseded": _("Some events have been told anew since; they stay."),
        "has_more": _("More is known of these customers by now; they stay: %(names)s."),
    }[cause] % {"names": names}


def amount_words(amount: str | None, currency: str | None) -> str:
    """An amount as a list states it: USD 18,360.00; without its currency where nobody named one."""
    if amount is None:
        return ""
    return f"{currency or ''} {Decimal(amount):,}".strip().replace(" ", "\u00a0")


def minor_words(minor: int | None, currency: str) -> str:
    """An amount in minor units: USD 18,360.00."""
    if minor is None:
        return "—"
    return money(minor, currency) if currency else f"{minor:,}"
