"""From counts to pictures: widths, bars and tables, made on the server from the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from duecourse.ledger.pages.insights import Days, Delays, Kept, Month
from duecourse.web.shell.templatetags.duecourse_tags import figure as told

WIDTH: Final = 520
_HIGH: Final = 110
_SCALE: Final = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its number as shown, where it begins and how long it is."""

    label: str
    number: str
    x: float
    width: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page: what `parts/figure.html` needs, and what its picture is drawn from."""

    key: str
    title: str
    sentence: str
    definition: str
    table: Mapping[str, Any]
    data: Mapping[str, Any]


def reasons() -> dict[str, str]:
    """Reasons as a person says them."""
    return {
        "unclear_detail": _("A detail was unclear"),
        "artwork": _("Artwork late or unclear"),
        "certificate": _("Certificate missing"),
        "sample": _("Sample on its way"),
        "wrong_docs": _("Our papers were wrong"),
        "documents": _("Documents awaited"),
        "price": _("Price"),
        "trust": _("Getting to know us"),
        "approval": _("Approval inside"),
        "cash_flow": _("Cash is tight"),
        "lc_process": _("L/C at their bank"),
        "lc_points": _("L/C being amended"),
        "no_hurry": _("No hurry, season moved"),
        "their_customer": _("Their customer decides"),
        "bank_fx": _("Dollars, licence"),
        "vendor_setup": _("Setting us up as a vendor"),
        "away": _("Away"),
        "logistics": _("Transport"),
    }


def delays(found: Delays) -> Figure:
    """Why customers delay."""
    ours, theirs = sum(found.ours.values()), sum(found.theirs.values())
    sentence = ngettext(
        "One delay: {ours} began with us, {theirs} with them, for {unknown} the reason is not known.",
        "{n} delays: {ours} began with us, {theirs} with them, for {unknown} the reason is not known.",
        found.total,
    ).format(n=found.total, ours=ours, theirs=theirs, unknown=found.unknown)
    names, most = reasons(), max([*found.ours.values(), *found.theirs.values(), 1])
    sides = [
        [Bar(names.get(r, r), str(n), 0, 90 * n / most, tone) for r, n in side.items()]
        for side, tone in ((found.ours, "ours"), (found.theirs, "theirs"))
    ]
    rows = [
        [_cell(names.get(r, r)), _cell(where), _cell(n)]
        for where, side in ((_("ours"), found.ours), (_("theirs"), found.theirs))
        for r, n in side.items()
    ]
    whole = [
        (_("ours"), ours, "ours"),
        (_("theirs"), theirs, "theirs"),
        (pgettext("share", "unknown"), found.unknown, "unknown"),
    ]
    return Figure(
        "delays",
        _("Why customers delay"),
        sentence if found.total else _("No customer gave a reason in this time."),
        _("Payments that a customer gave a reason for in this time; the last reason that a person recorded counts."),
        _table(
            _("Reasons"),
            [_("reason"), _("whose"), _("payments")],
            [*rows, [_cell(_("not known")), _cell(""), _cell(found.unknown)]],
        ),
        {"whole": _stacked(whole), "ours": sides[0], "theirs": sides[1], "empty": not found.total},
    )


def fixes(found: Sequence[Days]) -> Figure:
    """How quickly we mend our own side."""
    names = {"fix": _("Corrections"), "answer": _("Answers")}
    far = max([d.high or 0 for d in found] + [4])
    scale = 320 / far
    rows = [
        {
            "label": names[d.name],
            "n": told(d.count),
            "middle": f"{d.middle:.1f}" if d.middle is not None else "–",
            "x": round(100 + (d.low or 0) * scale, 1),
            "width": round(max(((d.high or 0) - (d.low or 0)) * scale, 4), 1),
            "dot": round(100 + (d.middle or 0) * scale, 1),
            "y": 40 + 34 * n,
            "known": d.middle is not None,
        }
        for n, d in enumerate(found)
    ]
    fix = found[0]
    sentence = _("Nothing of ours was put right in this time.")
    if fix.middle is not None:
        sentence = _("Half of our corrections took {days} working days or less; {open} are still open.").format(
            days=f"{fix.middle:.1f}", open=fix.open_
        )
    cells = [
        [
            _cell(names[d.name]),
            _cell(d.count),
            _cell(_number(d.low)),
            _cell(_number(d.middle)),
            _cell(_number(d.high)),
            _cell(d.open_),
        ]
        for d in found
    ]
    heads = [_("what"), _("finished"), _("20 %"), _("half"), _("80 %"), pgettext("fixes", "open")]
    return Figure(
        "fixes",
        _("Days to fix our own side"),
        sentence,
        _("Working days from the day we knew to the day it was done. Bar: 20th to 80th percentile; dot: half of them."),
        _table(_("Days"), heads, cells),
        {
            "rows": rows,
            "aim": round(100 + 2 * scale, 1),
            "ticks": [(round(100 + t * scale, 1), t) for t in _ticks(far)],
        },
    )


def promises(found: Kept) -> Figure:
    """Promises kept."""
    parts = [
        (_("on the day"), found.on_day, "kept"),
        (_("within the bank’s days"), found.in_grace, "grace"),
        (_("in part"), found.part, "part"),
        (pgettext("promise", "later or not"), found.broken, "later"),
        (_("replaced by a later promise"), found.replaced, "replaced"),
    ]
    share = found.share
    sentence = _("No promise fell due in this time.")
    if share:
        sentence = _("{kept} of {n} came, in full, within the grace.").format(kept=found.kept, n=found.total)
    return Figure(
        "promises",
        _("Promises kept"),
        sentence,
        _("Promises whose grace, the bank’s days after the day they named, ended in this time. Interval: 95 in 100."),
        _table(_("Promises"), [_("what became of it"), _("promises")], [[_cell(n), _cell(c)] for n, c, _tone in parts]),
        {"whole": _stacked(parts), "share": _interval(share), "empty": not (found.total + found.replaced)},
    )


def contacts(found: Sequence[Month]) -> Figure:
    """Contacts per paid order, month by month."""
    known = [m for m in found if m.mean is not None]
    top = max([m.mean or 0 for m in found] + [1.0])
    step = 440 / max(len(found), 1)
    bars = [
        {
            "label": _month(m),
            "n": m.orders,
            "number": _number(m.mean),
            "x": round(30 + step * i, 1),
            "middle": round(30 + step * i + step * 0.3, 1),
            "width": round(step * 0.6, 1),
            "height": round(_HIGH * (m.mean or 0) / top, 1),
            "y": round(30 + _HIGH - _HIGH * (m.mean or 0) / top, 1),
            "running": m.running,
            "known": m.mean is not None,
        }
        for i, m in enumerate(found)
    ]
    sentence = _("No order was paid in this time.")
    if known:
        sentence = _("{first} in {month}, {last} in {now}.").format(
            first=_number(known[0].mean), month=_month(known[0]), last=_number(known[-1].mean), now=_month(known[-1])
        )
    cells = [[_cell(_month(m)), _cell(m.orders), _cell(m.contacts), _cell(_number(m.mean))] for m in found]
    return Figure(
        "contacts",
        _("Contacts per paid order"),
        sentence,
        _("Messages and calls from confirmation to the first money; answers and thanks left out. Mean; n orders paid."),
        _table(_("Months"), [_("month"), _("orders paid"), _("contacts"), _("mean")], cells),
        {"bars": bars, "floor": 30 + _HIGH},
    )


def _stacked(parts: Sequence[tuple[str, int, str]]) -> list[Bar]:
    """One bar cut by shares; what is nothing is left out."""
    total, x, bars = sum(n for _, n, _ in parts) or 1, 0.0, []
    for label, n, tone in parts:
        width = WIDTH * n / total
        if n:
            bars.append(Bar(label, str(n), round(x, 1), round(max(width - 2, 2), 1), tone))
        x += width
    return bars


def _interval(share: tuple[float, float, float] | None) -> dict[str, Any] | None:
    """Where the share and the ends of its interval lie on a line from 0 to 100 %."""
    if share is None:
        return None
    at, low, high = (round(20 + 480 * v, 1) for v in share)
    return {
        "at": at, "low": low, "high": high, "width": round(high - low, 1),
        "texts": [f"{v:.0%}".replace("%", " %") for v in share],
    }  # fmt: skip


def _ticks(far: float) -> list[int]:
    step = 2 if far <= _SCALE else 5 if far <= 5 * _SCALE else 20
    return list(range(0, int(far) + 1, step))


def _month(month: Month) -> str:
    """Jun; 6 月."""
    names = [
        _("Jan"),
        _("Feb"),
        _("Mar"),
        _("Apr"),
        pgettext("month", "May"),
        _("Jun"),
        _("Jul"),
        _("Aug"),
        _("Sep"),
        _("Oct"),
        _("Nov"),
        _("Dec"),
    ]
    return names[month.first.month - 1]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _cell(value: object) -> dict[str, Any]:
    return {"text": value, "number": isinstance(value, int | float) or str(value)[:1].isdigit() or value == "–"}


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    numbers = [all(row[i]["number"] for row in rows) for i in range(len(heads))] if rows else [False] * len(heads)
    return {
        "caption": caption,
        "heads": [{"text": h, "number": n} for h, n in zip(heads, numbers, strict=True)],
        "rows": rows,
    }
