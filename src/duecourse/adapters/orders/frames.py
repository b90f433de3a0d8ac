"""Merged rows to the frames of the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from duecourse.adapters.orders import events
from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.events import STEPS, Row
from duecourse.adapters.orders.merge import Merged
from duecourse.adapters.orders.words import identity

_CALLED: Final = {"phone": "other_way"}
SELLER: Final = "us"
"""Key of the only seller of a list."""


def case_keys(entries: Sequence[Entry], merged: Merged) -> list[str]:
    """The key of each payment: order and kind, numbered from the second payment of one kind on."""
    count: Counter[str] = Counter()
    keys = []
    for entry in entries:
        plain = f"{merged.order(entry)}/{entry.payment}"
        count[plain] += 1
        keys.append(plain if count[plain] == 1 else f"{plain}/{count[plain]}")
    return keys


def frames_of(
    entries: Sequence[Entry],
    merged: Merged,
    keys: Sequence[str],
    seller_country: str,
    as_of: date | None = None,
    speaks: str = "en",
) -> dict[str, list[Row]]:
    """Rows of every frame that a list can fill; a column without a value is left out.

    Args:
        entries: The payments.
        merged: What their rows say together.
        keys: Key of each payment.
        seller_country: ISO 3166 code of the selling firm.
        as_of: Day of reading, on which what has no day came to be known.
        speaks: Language of the tasks that come of doubts: en or zh.
    """
    turn = events.in_turn(entries)
    cases = {id(e): key for e, key in zip(entries, keys, strict=True)}
    return {
        "sellers": [{"seller": SELLER, "country": seller_country}],
        "customers": [_customer(e, merged) for e in _first(entries, "customer")],
        "orders": [_order(e, merged) for e in _first(entries, "order")],
        "milestones": [_milestone(e, merged, cases[id(e)], as_of) for e in entries],
        "checklist": _checklist(entries, merged),
        "standing": [{"order": merged.order(e), **s} for e in _in_touch(turn) for s in events.standing(e)],
        "promises": [
            {"case": cases[id(e)], **p}
            for e in entries
            if e.promised_on and (p := events.promise(e, merged.of_order(e, "confirmed_on")))
        ],
        "credits": [
            _stated(case=cases[id(e)], stage=e.lc_stage, on=e.lc_on, dates_clash=e.lc_clash)
            for e in entries
            if e.lc_stage
        ],
        "touches": _touches(turn, merged, cases),
        "inbounds": _inbounds(turn, merged, cases, as_of),
        "fixes": [f for e in entries if e.our_fix or e.doubts for f in _fixes(e, merged, cases[id(e)], as_of, speaks)],
        "holds": [h for e in entries if e.hold_until and (h := _hold(e, merged, cases[id(e)], as_of, speaks))],
    }


def _stated(**values: Any) -> Row:
    return {k: v for k, v in values.items() if v is not None}


def _first(entries: Sequence[Entry], name: str) -> list[Entry]:
    """The first row of each customer or order, in the order of the file."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(identity(getattr(entry, name)), entry)
    return list(first.values())


def _customer(entry: Entry, merged: Merged) -> Row:
    name = merged.customer(entry)
    row: Row = {"customer": name, "seller": SELLER, "name": name}
    return row | {_CALLED.get(n, n): v for n, v in merged.stated_of_customer(entry).items()}


def _order(entry: Entry, merged: Merged) -> Row:
    number = merged.order(entry)
    row = {"order": number, "number": number, "customer": merged.customer(entry), "assets_recorded": False}
    return row | merged.stated_of_order(entry)


def _milestone(entry: Entry, merged: Merged, case: str, as_of: date | None) -> Row:
    row = {"case": case, "order": merged.order(entry), "kind": entry.payment, "step": STEPS[entry.payment]}
    amount = entry.amount.minor if entry.amount else None
    days = (("due_on", entry.due_on), ("paid_on", _paid_on(entry, as_of)))
    for name, value in (("amount_minor", amount), ("currency", entry.currency), *days):
        if value is not None:
            row[name] = value
    return row


_LONG_AGO: Final = timedelta(days=60)


def _paid_on(entry: Entry, as_of: date | None) -> date | None:
    """The day of the money; where only 'received' is written a day so long ago that nobody is thanked for it now."""
    if entry.paid_on is not None or not entry.paid:
        return entry.paid_on
    return as_of - _LONG_AGO if as_of else entry.confirmed_on or date(2000, 1, 1)


def _checklist(entries: Sequence[Entry], merged: Merged) -> list[Row]:
    named = dict.fromkeys((merged.order(e), point) for e in entries for point in e.open_points)
    return [{"order": order, "point": point, "state": "open"} for order, point in named]


def _fixes(entry: Entry, merged: Merged, case: str, as_of: date | None, speaks: str) -> list[Row]:
    """Our own work: what the list names, and cells that may hide a promise or money until somebody has looked."""
    opened = events.known_on(entry, merged.of_order(entry, "confirmed_on")) or as_of
    what = [entry.our_fix] if entry.our_fix else []
    if not entry.paid:
        what += [d.task(speaks) for d in entry.doubts if d.holding]
    return [{"case": case, "what": w, "opened_on": opened} for w in what]


_PLANNED: Final = {"en": "the list plans the next follow-up then", "zh": "列表计划在那天跟进"}


def _hold(entry: Entry, merged: Merged, case: str, as_of: date | None, speaks: str) -> Row | None:
    """The next follow-up that the list plans: until then a person has decided to wait."""
    if entry.hold_until is None or entry.paid:
        return None
    begun = events.known_on(entry, merged.of_order(entry, "confirmed_on")) or as_of
    if begun is None or begun >= entry.hold_until:
        return None
    return {"case": case, "from_on": begun, "to_on": entry.hold_until, "why": _PLANNED[speaks]}


def _in_touch(entries: Iterable[Entry]) -> list[Entry]:
    """Those that tell of a contact of ours."""
    return [e for e in entries if e.last_contact_on is not None or e.log]


def _touches(turn: Sequence[Entry], merged: Merged, cases: Mapping[int, str]) -> list[Row]:
    """Paced contacts once for each order, day, kind and topic; conversation with every row that names it."""
    kept: dict[object, Row] = {}
    for entry in _in_touch(turn):
        case, customer = cases[id(entry)], merged.customer(entry)
        one = events.touch(entry)
        for row in [*events.logged(entry), *([one] if one else [])]:
            key = (identity(entry.order), *row.items()) if events.is_paced(row) else (entry.row, *row.items())
            kept.setdefault(key, {"customer": customer, "case": case, **row})
    return list(kept.values())


def _inbounds(turn: Sequence[Entry], merged: Merged, cases: Mapping[int, str], as_of: date | None) -> list[Row]:
    """Messages with content once for each order; a bare reply only on a day without one of these."""
    kept: dict[object, Row] = {}
    for entry in turn:
        if entry.reason is None and entry.reason_until is None and entry.question is None:
            continue
        row = events.message(entry, merged.of_order(entry, "confirmed_on") or as_of)
        if row:
            kept.setdefault(
                (identity(entry.order), *row.items()),
                {"customer": merged.customer(entry), "case": cases[id(entry)], **row},
            )
    heard = {(r["customer"], r["on"]) for r in kept.values()}
    bare = {
        (merged.customer(e), on): cases[id(e)]
        for e in reversed(turn)
        if e.last_reply_on or e.promised_when
        for on in events.spoke_on(e)
    }
    return [
        *kept.values(),
        *({"customer": c, "case": case, "on": on} for (c, on), case in bare.items() if (c, on) not in heard),
    ]
