"""Cells that make no sense beside the others of their row; asked of rows that are one payment, as in the template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from duecourse.adapters.orders.entries import Line, Place
from duecourse.adapters.orders.messages import said, then_mend
from duecourse.adapters.orders.refusal import Refusal

_NEEDS: Final = (
    ("contact_kind", "last_contact_on"),
    ("contact_topic", "last_contact_on"),
    ("promised_when", "promised_on"),
    ("lc_on", "lc_stage"),
    ("new_date", "new_date_named_on"),
    ("new_date_named_on", "new_date"),
)
"""Fields that say nothing without the other; one that was left unknown as a doubt is told of already."""


def misfits(line: Line, place: Place) -> list[Refusal]:
    """Everything in a row that contradicts the rest of it, as refusals; empty if it all fits."""
    return [*_alone(line, place), *_credit(line, place), *_promise(line, place)]


def _alone(line: Line, place: Place) -> Iterator[Refusal]:
    known = line.values.keys() | {d.name for d in line.doubts}
    for name, other in _NEEDS:
        if name in line.values and other not in known:
            why = said("as_other", column=place.header(name), holds=place.text(line.rows, name))
            fix = then_mend("fill_or_clear", column=place.header(other), other=place.header(name))
            yield place.refusal(line.row, other, "", why, fix)


def _credit(line: Line, place: Place) -> Iterator[Refusal]:
    if "lc_stage" in line.values and line.values.get("payment", "deposit") != "lc_opening":
        fix = then_mend("move_stage", column=place.header("payment"))
        holds = place.text(line.rows, "lc_stage")
        yield place.refusal(line.row, "lc_stage", holds, said("no_stage"), fix)


def _promise(line: Line, place: Place) -> Iterator[Refusal]:
    made, pay = line.values.get("promised_when", date.min), line.values.get("promised_on", date.max)
    if made > pay:
        why = said("not_after", column=place.header("promised_on"))
        yield place.refusal(line.row, "promised_when", place.text(line.rows, "promised_when"), why)
