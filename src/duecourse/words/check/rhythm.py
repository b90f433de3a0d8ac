"""What the moment and the number of contacts betray, whatever the words are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from duecourse.words.check.leaks import fault
from duecourse.words.check.model import Context, Fault

_OPENS, _CLOSES = 9, 17
"""Hours of the customer's working day."""

_SATURDAY: Final = 5


def rhythm(context: Context, speak: str) -> Iterator[Fault]:
    """Faults of rhythm, all about the whole."""
    names = [*_today(context), *_hours(context)]
    yield from (fault(name, "", (0, 0), speak) for name in names)


def _today(context: Context) -> Iterator[str]:
    others = [c for c in context.channels_today if c.casefold() != context.channel.casefold()]
    if context.contacts_today > 0 or context.channels_today:
        yield "second_channel_today" if others else "second_today"
    elif context.as_of and context.last_contact_on and 0 <= (context.as_of - context.last_contact_on).days < 1:
        yield "under_24_hours"


def _hours(context: Context) -> Iterator[str]:
    moment = context.sends_at
    if moment is None:
        return
    if moment.weekday() >= _SATURDAY:
        yield "weekend"
    elif not _OPENS <= moment.hour < _CLOSES:
        yield "out_of_hours"
