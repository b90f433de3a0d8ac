"""Counts in sentences, as they are spoken."""

from __future__ import annotations

from typing import Final

from django import template

from duecourse.plan.filling import number_words
from duecourse.web.shell.templatetags.duecourse_tags import figure, language

register = template.Library()

SPOKEN_MAX: Final = 20


@register.filter
def in_words(count: int) -> str:
    """Four; 二十; 1,240: words up to twenty, figures above."""
    return number_words(count, language()) if count <= SPOKEN_MAX else figure(count)
