"""When a payment of known kind falls due: its days, what they run from, and the end of the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from duecourse.trade.terms_evidence import Evidence, Happening, start_of
from duecourse.trade.terms_items import Item, refused

_AT_ONCE: Final = frozenset({"delivery", "arrival", "sight"})
_NO_START: Final = frozenset({"ready", "production"})


@dataclass(frozen=True, slots=True)
class Span:
    """Days of credit and their start; fields as in Part."""

    days: int | None = None
    months: int | None = None
    start: str | None = None
    month_end: str = ""
    day_of_month: int | None = None


def span(found: Evidence, kind: str) -> Span:
    """When the payment falls due, as far as the words say it.

    Raises:
        TermsError: If they name several spans.
    """
    bound = [(item, _event_of(found, at)) for at, item in enumerate(found.items) if item.means in {"days", "months"}]
    if kind == "lc_opening":
        bound = [(i, h) for i, h in bound if not h or (h.how != "before" and h.event not in {"order", "ready"})]
    if len({(i.means, i.value) for i, _ in bound}) > 1:
        listed = " and ".join(i.text for i, _ in bound)
        raise refused(f"The terms name several spans for one payment: {listed}")
    if not bound:
        return _without_days(found, kind)
    item, happening = bound[0]
    return _with_days(found, kind, item, happening)


def _with_days(found: Evidence, kind: str, item: Item, happening: Happening | None) -> Span:
    early = happening is not None and happening.how == "before"
    count = int(item.value) * (-1 if early else 1)
    start = start_of(happening.event) if happening else _by_custom(found, kind)
    days, months = (count, None) if item.means == "days" else (None, count)
    return Span(days, months, start, _month_end(found), _day_of_month(found))


def _event_of(found: Evidence, at: int) -> Happening | None:
    """The event that a span runs from: the next one before another span begins, else the one before it."""
    other = [n for n, i in enumerate(found.items) if i.means in {"days", "months"} and n > at]
    end = other[0] if other else len(found.items)
    dated = [h for h in found.happenings if h.event not in _NO_START or h.how in {"after", "before"}]
    ahead = [h for h in dated if at < h.at < end]
    behind = [h for h in dated if h.at < at]
    return ahead[0] if ahead else behind[-1] if behind else None


def _by_custom(found: Evidence, kind: str) -> str | None:
    """Plain days run from the invoice; days on open account, or in a Chinese statement, from what was agreed."""
    ends_in_chinese = any(i.means in {"month_end_first", "next_month"} and not i.text.isascii() for i in found.items)
    if kind != "open_account" or "open" in found.flags or ends_in_chinese:
        return None
    if found.flags & {"on_delivery", "on_arrival"}:
        return "delivery" if "on_delivery" in found.flags else "arrival"
    return "invoice"


def _without_days(found: Evidence, kind: str) -> Span:
    if kind == "open_account":
        return _open(found)
    if kind in {"lc_opening", "balance_against_documents"} and "sight" in found.flags:
        return Span(days=0, start="sight")
    starts = [h for h in found.happenings if kind == "balance_against_documents" and h.event in {"bl", "documents"}]
    return Span(start=start_of(starts[0].event)) if starts else Span()


def _open(found: Evidence) -> Span:
    custom = _by_custom(found, "open_account")
    if found.flags & {"on_delivery", "on_arrival"}:
        return Span(days=0, start=custom)
    dated = [h for h in found.happenings if h.event not in _NO_START]
    month_end, day = _month_end(found), _day_of_month(found)
    if month_end or day:
        return Span(start=start_of(dated[0].event) if dated else custom, month_end=month_end, day_of_month=day)
    dated = [h for h in dated if h.event != "sight"]
    if not dated:
        return (
            Span(days=0, start="invoice") if "now" in found.flags else Span(days=0 if "sight" in found.flags else None)
        )
    if found.flags & {"now", "sight"}:
        return Span(days=0, start=start_of(dated[0].event))
    at_once = dated[0].how not in {"after", "from"} and dated[0].event in {*_AT_ONCE, "invoice"}
    return Span(days=0 if at_once else None, start=start_of(dated[0].event))


def _month_end(found: Evidence) -> str:
    """Whether the month ends before the days or after them; empty where no month end is named.

    English and Chinese count the days from the end of the month; the Romance languages in the order of the words.
    """
    order = [i.means for i in found.items if i.means in {"month_end", "month_end_first", "days", "months"}]
    ends = [m for m in order if m.startswith("month_end")]
    if not ends:
        return ""
    return "first" if ends[0] == "month_end_first" or order[0] == "month_end" else "last"


def _day_of_month(found: Evidence) -> int | None:
    days = [int(i.value) for i in found.items if i.means == "day_of_month"]
    if len(days) > 1 or any(not 1 <= d <= 31 for d in days):
        raise refused("The terms name no single day of the month from 1 to 31")
    return days[0] if days else None
