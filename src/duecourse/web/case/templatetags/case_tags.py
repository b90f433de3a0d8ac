"""Small words that the templates of this room need."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from duecourse.plan.sending import payment_words
from duecourse.web.shell.templatetags.duecourse_tags import language

register = template.Library()


@register.filter
def payment(kind: str) -> str:
    """A kind of payment as a person says it."""
    return payment_words(kind, language())


@register.filter
def clock_here(at: datetime, zone: str) -> str:
    """16:10, on the clock of a zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
