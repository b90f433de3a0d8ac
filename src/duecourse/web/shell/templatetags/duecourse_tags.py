"""Money, days, clocks and small parts, as every page writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.contrib.messages.storage.base import Message as Note
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from duecourse.history.money import Money
from duecourse.plan.filling import full_day, table_day
from duecourse.plan.filling import short_day as short_of

register = template.Library()

UNDO: Final = "undo:"
"""What a note's extra tag begins with when its act can be taken back."""

_SPACE: Final = "\u00a0"
_UNIT: Final = re.compile(r"(?<=\d) (?=(?:%|L|ml|mm|cm|m|kg|g|days?)(?!\w))")


def language() -> str:
    """Language of the page as the sentences of verdicts know it: en or zh."""
    return "zh" if (get_language() or "en").startswith("zh") else "en"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon of the sprite; it says nothing to who cannot see it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("duecourse/icons.svg"), name
    )


@register.simple_tag
def mark() -> SafeString:
    """The mark of duecourse in the colours of the page."""
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true" fill="none"><circle cx="12" cy="12" r="12"></circle>'
        '<path d="{}"></path><circle class="end" cx="18" cy="9.8" r="1.9"></circle></svg>',
        "M4.6 13.8c2-4.4 4.4-4.8 6.6-2.4 2 2.2 4.2 2 6-.4",
    )


@register.simple_tag
def kbd(key: str) -> SafeString:
    """A key as it stands on a keyboard."""
    return format_html("<kbd>{}</kbd>", key)


@register.simple_tag
def keys_of(sequence: str) -> SafeString:
    """Several keys, pressed one after the other: `G T`."""
    return format_html_join("", "<kbd>{}</kbd>", ((k,) for k in sequence.split()))


@register.simple_tag
def dot(known: object = True, tone: str = "moss") -> SafeString:
    """Filled: the reason is known; a ring: not known yet. Said in words too."""
    said = gettext("reason known") if known else gettext("reason not known yet")
    return format_html(
        '<span class="dot dot-{}"><span class="unseen">{}:</span></span>', tone if known else "ring", said
    )


@register.simple_tag
def money(minor: int | None, currency: str | None) -> str:
    """USD 18,360.00; nothing where the amount is not known.

    Args:
        minor: Minor units.
        currency: ISO 4217 code.
    """
    if minor is None or not currency:
        return ""
    return str(Money(minor, currency)).replace(" ", _SPACE)


@register.simple_tag
def plain_money(minor: int | None, currency: str | None) -> str:
    """18360.00: an amount as it stands in a field."""
    return "" if minor is None or not currency else str(Money(minor, currency).major())


@register.filter
def one_line(text: str) -> str:
    """A text without its line ends, for a first look."""
    return " ".join(text.split())


@register.filter
def figure(count: object) -> str:
    """1,240: a count in figures."""
    return f"{count:,}" if isinstance(count, int) else str(count or "")


def day_words(value: date, today: date) -> str:
    """Mon 7 Dec, or 12月7日 周一, without a place to break; the year only when it is not this one."""
    parts = table_day(value, today, language()).split()
    return _SPACE.join(parts) if language() == "en" else _chinese_day(value, today)


def _chinese_day(value: date, today: date) -> str:
    text = table_day(value, today, "zh")
    head, _, weekday = text.rpartition(" ")
    return head.replace(" ", "") + _SPACE + weekday


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], value: date | None) -> str:
    """A day of this page's today; nothing where it is not known."""
    return day_words(value, context.get("today") or value) if value else ""


@register.simple_tag(takes_context=True)
def short_day(context: dict[str, Any], value: date | None) -> str:
    """7 Dec, or 12月7日, for the middle of a sentence."""
    return short_of(value, context.get("today") or value, language()).replace(" ", _SPACE) if value else ""


@register.filter
def unbroken(text: str) -> str:
    """A number stays with its unit at the end of a line: 225 L, 30 %."""
    return _UNIT.sub(_SPACE, str(text or ""))


@register.filter
def long_day(value: date) -> str:
    """Monday 23 November 2026; 2026年11月23日 星期一."""
    return full_day(value, language())


def both_clocks(at: datetime, here: str, there: str, place: str) -> tuple[str, str, str]:
    """The instant on our clock, on theirs, and where they are.

    Args:
        at: The instant, aware.
        here, there: Zones.
        place: Their city, or the code of their country.
    """
    return f"{at.astimezone(ZoneInfo(here)):%H:%M}", f"{at.astimezone(ZoneInfo(there)):%H:%M}", place


@register.simple_tag
def clocks(at: datetime, here: str, there: str, place: str) -> SafeString:
    """16:10 here, 09:10 in Hamburg."""
    ours, theirs, where = both_clocks(at, here, there, place)
    return format_html(
        pgettext("both clocks", "Goes {ours} here, {theirs} in {where}"),
        ours=format_html("<b>{}</b>", ours),
        theirs=format_html("<b>{}</b>", theirs),
        where=where,
    )


@register.simple_tag
def foreign(text: str, code: str = "") -> SafeString:
    """A sentence in another language than the page, marked as such."""
    return format_html('<span lang="{}">{}</span>', code, text) if code else format_html("{}", text)


@register.filter
def initial(person: object) -> str:
    """The first letter of a name, for the round sign beside it."""
    return (str(person).strip()[:1] or "·").upper()


@register.filter
def undo_of(note: Note) -> str:
    """What can be taken back of a note; empty if nothing can."""
    return next((t[len(UNDO) :] for t in (note.extra_tags or "").split() if t.startswith(UNDO)), "")


@register.simple_tag
def described(field: BoundField) -> SafeString:
    """The field's input, tied to its help and its errors for who cannot see them."""
    ids = [f"{field.auto_id}_help"] * bool(field.help_text)
    ids += [f"{field.auto_id}_wrong_{n}" for n, _ in enumerate(field.errors, 1)]
    attrs: dict[str, Any] = {"aria-describedby": " ".join(ids)} if ids else {}
    return field.as_widget(attrs=attrs | ({"aria-invalid": "true"} if field.errors else {}))
