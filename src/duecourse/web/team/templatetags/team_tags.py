"""What the team's page needs in its template."""

from __future__ import annotations

from hashlib import sha256

from django import template

from duecourse.web.shell.pages import address

register = template.Library()


@register.simple_tag
def case_url(milestone: int) -> str:
    """The page of a payment."""
    return address("case", milestone)


@register.filter
def digest(text: str) -> str:
    """What names the very text that a person read."""
    return sha256(text.encode()).hexdigest()[:16]
