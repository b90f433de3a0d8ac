"""Merged rows to the frames of the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from duecourse.adapters.orders import events
from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.events import STEPS, Row, Touch
from duecourse.adapters.orders.merge import CUSTOMER_FIELDS, ORDER_FIELDS, Merged, stated_by
from duecourse.history.columns import Columns

_CALLED: Final = {"phone": "other_way"}
SELLER: Final = "us"
"""Key of the only seller of a list."""


def case_keys(entries: Sequence[Entry], merged: Merged) -> list[str]:
    """The key of each payment: order and kind, numbered from the second payment of one kind on."""
    spelt = {key: home[0].order for key, home in merged.orders.items()}
    plain = [f"{spelt[e.order_key]}/{e.payment}" for e in entries]
    if len({*plain}) == len(plain):
        return plain
    count: dict[str, int] = {}
    for place, key in enumerate(plain):
        count[key] = number = count.get(key, 0) + 1
        plain[place] = key if number == 1 else f"{key}/{number}"
    return plain


def frames_of(
    entries: Sequence[Entry],
    merged: Merged,
    keys: Sequence[str],
    seller_country: str,
    as_of: date | None = None,
    speaks: str = "en",
) -> dict[str, Sequence[Row]]:
    """Rows of every frame that a list can fill; a column without a value is left out.

    Args:
        entries: The payments, in the order of the file.
        merged: What their rows say together.
        keys: Key of each payment.
        seller_country: ISO 3166 code of the selling firm.
        as_of: Day of reading, on which what has no day came to be known.
        speaks: Language of the tasks that come of doubts: en or zh.
    """
    told = [*zip(entries, keys, strict=True)]
    turn = events.in_turn(told)
    touching = [(e, key, events.touches(e)) for e, key in turn if e.last_contact_on is not None or e.log]
    return {
        "sellers": [{"seller": SELLER, "country": seller_country}],
        "customers": _customers(entries, merged),
        "orders": _orders(entries, merged),
        "milestones": _milestones(entries, merged, keys, as_of),
        "checklist": _checklist(entries, merged),
        "standing": [{"order": merged.order(e), **s} for e, _, sent in touching for s in events.standing(sent)],
        "promises": [
            {"case": key, **p}
            for e, key in told
            if e.promised_on and (p := events.promise(e, merged.of_order(e, "confirmed_on")))
        ],
        "credits": [
            _stated(case=key, stage=e.lc_stage, on=e.lc_on, dates_clash=e.lc_clash) for e, key in told if e.lc_stage
        ],
        "touches": _touches(touching, merged),
        "inbounds": _inbounds(turn, merged, as_of),
        "fixes": [f for e, key in told if e.our_fix or e.doubts for f in _fixes(e, merged, key, as_of, speaks)],
        "holds": [h for e, key in told if e.hold_until and (h := _hold(e, merged, key, as_of, speaks))],
    }


def _stated(**values: Any) -> Row:
    return {k: v for k, v in values.items() if v is not None}


def _customers(entries: Sequence[Entry], merged: Merged) -> Columns:
    homes = [merged.customers[key] for key in dict.fromkeys(e.customer_key for e in entries)]
    names = [home[0].customer for home in homes]
    stated = {_CALLED.get(name, name): values for name, values in stated_by(homes, CUSTOMER_FIELDS).items()}
    return Columns({"customer": names, "seller": [SELLER] * len(names), "name": names, **stated})


def _orders(entries: Sequence[Entry], merged: Merged) -> Columns:
    firsts: dict[str, Entry] = {}
    for entry in entries:
        firsts.setdefault(entry.order_key, entry)
    homes = [merged.orders[key] for key in firsts]
    numbers = [home[0].order for home in homes]
    return Columns(
        {
            "order": numbers,
            "number": numbers,
            "customer": [merged.customer(entry) for entry in firsts.values()],
            "assets_recorded": [False] * len(numbers),
            **stated_by(homes, ORDER_FIELDS),
        }
    )


def _milestones(entries: Sequence[Entry], merged: Merged, keys: Sequence[str], as_of: date | None) -> Columns:
    return Columns(
        {
            "case": keys,
            "order": [merged.order(e) for e in entries],
            "kind": [e.payment for e in entries],
            "step": [STEPS[e.payment] for e in entries],
            "amount_minor": [e.amount.minor if e.amount else None for e in entries],
            "currency": [e.currency for e in entries],
            "due_on": [e.due_on for e in entries],
            "paid_on": [_paid_on(e, as_of) if e.paid else e.paid_on for e in entries],
        }
    )


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


def _touches(touching: Sequence[tuple[Entry, str, Sequence[Touch]]], merged: Merged) -> Columns:
    """Paced contacts once for each order, day, kind and topic; conversation with every row that names it."""
    kept: dict[tuple[str | int, Touch], tuple[str, str]] = {}
    for entry, case, sent in touching:
        for contact in sent:
            whose = entry.order_key if events.is_paced(contact) else entry.row
            kept.setdefault((whose, contact), (merged.customer(entry), case))
    whom, contacts = [*kept.values()], [contact for _, contact in kept]
    return Columns(
        {
            "customer": [customer for customer, _ in whom],
            "case": [case for _, case in whom],
            **{name: [getattr(t, name) for t in contacts] for name in Touch._fields},
        }
    )


def _inbounds(turn: Sequence[tuple[Entry, str]], merged: Merged, as_of: date | None) -> list[Row]:
    """Messages with content once for each order; a bare reply only on a day without one of these."""
    kept: dict[object, Row] = {}
    for entry, case in turn:
        if entry.reason is None and entry.reason_until is None and entry.question is None:
            continue
        row = events.message(entry, merged.of_order(entry, "confirmed_on") or as_of)
        if row:
            key = (entry.order_key, *row.items())
            kept.setdefault(key, {"customer": merged.customer(entry), "case": case, **row})
    heard = {(r["customer"], r["on"]) for r in kept.values()}
    bare = {
        (merged.customer(e), on): case
        for e, case in reversed(turn)
        if e.last_reply_on or e.promised_when
        for on in events.spoke_on(e)
    }
    return [
        *kept.values(),
        *({"customer": c, "case": case, "on": on} for (c, on), case in bare.items() if (c, on) not in heard),
    ]
