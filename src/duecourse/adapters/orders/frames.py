"""Merged rows to the frames of the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from duecourse.adapters.orders import events
from duecourse.adapters.orders.entries import Entry
from duecourse.adapters.orders.events import STEPS, Row
from duecourse.adapters.orders.merge import ORDER_FIELDS, Merged
from duecourse.adapters.orders.words import identity

SELLER: Final = "us"
"""Key of the only seller of a list."""


def case_keys(entries: list[Entry], merged: Merged) -> dict[int, str]:
    """Row number to the key of its case: order and kind, numbered from the second payment of one kind on."""
    count: Counter[str] = Counter()
    keys = {}
    for entry in entries:
        plain = f"{merged.of_order(entry, 'order')}/{entry.payment}"
        count[plain] += 1
        keys[entry.row] = plain if count[plain] == 1 else f"{plain}/{count[plain]}"
    return keys


def frames_of(
    entries: list[Entry], merged: Merged, cases: Mapping[int, str], seller_country: str
) -> dict[str, list[Row]]:
    """Rows of every frame that a list can fill; a column without a value is left out."""
    turn = events.in_turn(entries)
    return {
        "sellers": [{"seller": SELLER, "country": seller_country}],
        "customers": [_customer(e, merged) for e in _first(entries, "customer")],
        "orders": [_order(e, merged) for e in _first(entries, "order")],
        "milestones": [_milestone(e, merged, cases[e.row]) for e in entries],
        "checklist": _checklist(entries, merged),
        "standing": [{"order": merged.of_order(e, "order"), **s} for e in turn if (s := events.standing(e))],
        "promises": [
            {"case": cases[e.row], **p} for e in entries if (p := events.promise(e, merged.of_order(e, "confirmed_on")))
        ],
        "credits": [_stated(case=cases[e.row], stage=e.lc_stage, on=e.lc_on) for e in entries if e.lc_stage],
        "touches": _touches(turn, merged, cases),
        "inbounds": _inbounds(turn, merged, cases),
        "fixes": [_fix(e, merged, cases[e.row]) for e in entries if e.our_fix],
    }


def _stated(**values: Any) -> Row:
    return {k: v for k, v in values.items() if v is not None}


def _first(entries: list[Entry], name: str) -> list[Entry]:
    """The first row of each customer or order, in the order of the file."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(identity(getattr(entry, name)), entry)
    return list(first.values())


def _customer(entry: Entry, merged: Merged) -> Row:
    name = merged.of_customer(entry, "customer")
    known = {n: merged.of_customer(entry, n) for n in ("country", "relationship")}
    return {
        "customer": name,
        "seller": SELLER,
        "name": name,
        **_stated(**known, other_way=merged.of_customer(entry, "phone")),
    }


def _order(entry: Entry, merged: Merged) -> Row:
    number = merged.of_order(entry, "order")
    known = _stated(**{n: merged.of_order(entry, n) for n in ORDER_FIELDS})
    return {
        "order": number,
        "number": number,
        "customer": merged.of_customer(entry, "customer"),
        "assets_recorded": False,
        **known,
    }


def _milestone(entry: Entry, merged: Merged, case: str) -> Row:
    amount = entry.amount.minor if entry.amount else None
    named = {
        "case": case,
        "order": merged.of_order(entry, "order"),
        "kind": entry.payment,
        "step": STEPS[entry.payment],
    }
    return named | _stated(amount_minor=amount, currency=entry.currency, due_on=entry.due_on, paid_on=entry.paid_on)


def _checklist(entries: list[Entry], merged: Merged) -> list[Row]:
    named = dict.fromkeys((merged.of_order(e, "order"), point) for e in entries for point in e.open_points)
    return [{"order": order, "point": point, "state": "open"} for order, point in named]


def _fix(entry: Entry, merged: Merged, case: str) -> Row:
    return {
        "case": case,
        "what": entry.our_fix,
        "opened_on": events.known_on(entry, merged.of_order(entry, "confirmed_on")),
    }


def _touches(turn: list[Entry], merged: Merged, cases: Mapping[int, str]) -> list[Row]:
    """Paced contacts once for each order, day, kind and topic; conversation with every row that names it."""
    kept: dict[object, Row] = {}
    for entry in turn:
        row = events.touch(entry)
        if row:
            one = (identity(entry.order), *row.items()) if events.is_paced(row) else entry.row
            kept.setdefault(one, {"customer": merged.of_customer(entry, "customer"), "case": cases[entry.row], **row})
    return list(kept.values())


def _inbounds(turn: list[Entry], merged: Merged, cases: Mapping[int, str]) -> list[Row]:
    """Messages with content once for each order; a bare reply only on a day without one of these."""
    kept: dict[object, Row] = {}
    for entry in turn:
        row = events.message(entry, merged.of_order(entry, "confirmed_on"))
        if row:
            kept.setdefault(
                (identity(entry.order), *row.items()),
                {"customer": merged.of_customer(entry, "customer"), "case": cases[entry.row], **row},
            )
    heard = {(r["customer"], r["on"]) for r in kept.values()}
    bare = {(merged.of_customer(e, "customer"), on): cases[e.row] for e in reversed(turn) for on in events.spoke_on(e)}
    return [
        *kept.values(),
        *({"customer": c, "case": case, "on": on} for (c, on), case in bare.items() if (c, on) not in heard),
    ]
