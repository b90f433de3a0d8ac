"""One line of a list to its payments: what the line says of each, of contacts, promises and our own work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from duecourse.adapters.orders.came import Share
from duecourse.adapters.orders.days import last_dated
from duecourse.adapters.orders.entries import Doubt, Entry, Line
from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.lexicon import lexicon, plain
from duecourse.adapters.orders.messages import said
from duecourse.adapters.orders.refusal import Refusal
from duecourse.adapters.orders.sense import misfits
from duecourse.adapters.orders.setting import Setting
from duecourse.adapters.orders.shares import UnfitError, shares_of
from duecourse.adapters.orders.sofar import heard, read_log
from duecourse.adapters.orders.words import REASONS, fold, identity


def payments(line: Line, at: Setting) -> tuple[list[Entry], list[Refusal]]:
    """The payments of a line, in the order in which they fall due, or why it is refused."""
    wrong = _missing(line, at) or ([] if at.by_order else misfits(line, at.place))
    if wrong:
        return [], wrong
    try:
        shares = shares_of(line, at)
    except UnfitError as unfit:
        return [], [unfit.refusal]
    if _is_void(line):
        return [], []
    return _entries(line, shares, at), []


def _missing(line: Line, at: Setting) -> list[Refusal]:
    values = line.values
    if "order" not in values and "invoice" in values:
        values["order"] = values["invoice"]
    if "customer" in values and "order" in values:
        return []
    gone = [n for n in ("customer", "order") if n not in values]
    return [at.place.refusal(line.row, n, "", said(n)) for n in gone]


def _is_void(line: Line) -> bool:
    return "status" in line.values and plain(str(line.values["status"])) in lexicon().cells["void"]


def _entries(line: Line, shares: Sequence[Share], at: Setting) -> list[Entry]:
    values = line.values
    speaks = _speaking(shares)
    direct = _said_of_order(values, at)
    whose = _whose(values)
    remarks, points, currency = _remarks(values), values.get("open_points", ()), values.get("_currency")
    news = _news(line, at)
    contact = news.get("last_contact_on")
    thanked = {s.paid_on for s in shares if s.paid_on} if at.by_order and contact is not None else ()
    entries = []
    for part, share in enumerate(shares):
        kind, amount, paid_on = share.kind, share.amount, share.paid_on
        own: dict[str, Any] = {}
        if part == speaks:
            own = news if not (share.paid and at.by_order) else {**news, "promised_on": None}
        if contact is not None:
            if at.by_order and paid_on is not None and contact >= paid_on:
                last = part == speaks and share.paid  # all is paid: the last contact was about nothing else
                own = {**own, "last_contact_on": contact if last else paid_on, "contact_kind": "thanks"}
            elif part == speaks and contact in thanked:
                own = {**own, "last_contact_on": None}
        if kind == "lc_opening":
            own = {**own, **_credit(values)}
        sent = _invoiced(values, at.habits.as_of) if kind == "open_account" else None
        told = {**direct, "delivered_on": sent} if sent else direct
        code = amount.currency if amount else currency
        entry = Entry(line.row, *whose, told, line.rows, part, kind, amount, share.bare, code, share.due_on, **own)
        entry.paid, entry.paid_on, entry.remarks, entry.open_points = share.paid, paid_on, remarks, points
        entries.append(entry)
    return entries


def _speaking(shares: Sequence[Share]) -> int:
    """Place of the payment that the news of a line is about: the first open one, else the last."""
    for place, share in enumerate(shares):
        if not share.paid:
            return place
    return len(shares) - 1


def _said_of_order(values: Mapping[str, Any], at: Setting) -> dict[str, Any]:
    """What the line says of its customer and its order."""
    direct = {n: values[n] for n in at.direct if n in values}
    if "confirmed_on" not in direct and "ordered_on" in values and "confirmed_on" not in at.layout.fields:
        direct["confirmed_on"] = values["ordered_on"]
    return direct


def _whose(values: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Customer and order, and what makes them the same as others."""
    customer, order = values["customer"], str(values["order"])
    return customer, order, identity(customer), identity(order)


def _invoiced(values: Mapping[str, Any], as_of: date | None) -> date | None:
    """The day from which an invoice is owed: a written invoice whose delivery day is past, or not in the list."""
    invoice, deliver = values.get("invoice_on"), values.get("deliver_on")
    if "delivered_on" in values or invoice is None or as_of is None:
        return None
    day: date = max(invoice, deliver) if deliver else invoice
    return day if day <= as_of else None


def _remarks(values: Mapping[str, Any]) -> str | None:
    if "log" not in values:
        return values.get("remarks") or None
    return " · ".join(str(values[n]) for n in ("log", "remarks") if n in values) or None


def _news(line: Line, at: Setting) -> dict[str, Any]:
    """What the line says of contacts, promises and our own work."""
    values, as_of = line.values, at.habits.as_of
    news: dict[str, Any] = {n: values[n] for n in at.news if n in values}
    if promised := values.get("they_promised_on") or values.get("promised_on"):
        news["promised_on"] = promised
    if contact := _last_contact(values, at.habits):
        news["last_contact_on"] = contact
    if log := read_log(values, as_of):
        news["log"] = log
    if said_on := heard(values, as_of):
        news["heard"] = said_on
        news["last_reply_on"] = max(said_on[0], values.get("last_reply_on", said_on[0]))
    follow = values.get("next_follow_up_on")
    if follow is not None and as_of is not None and follow > as_of:
        news["hold_until"] = follow
    if doubts := (*line.doubts, *_wary(line, at)):
        news["doubts"] = doubts
    return news | _said(values) if "they_said" in values else news


def _wary(line: Line, at: Setting) -> list[Doubt]:
    """A note that may tell of money, a cancellation or a complaint: a person reads it; no more is read into it."""
    values = line.values
    if values.get("they_said") or "deposit_paid" in values or "balance_paid" in values or "paid_on" in values:
        return []
    for name in ("remarks", "log"):
        if name in values and _is_wary(str(values[name])):
            return [
                Doubt(line.row, "remarks", at.place.header(name), str(values[name]), said("look"), (), holding=True)
            ]
    return []


@lru_cache(maxsize=8192)
def _is_wary(note: str) -> bool:
    said = plain(note)
    return bool(said) and any(w in said for w in lexicon().cells["wary"])


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Their words under 'they said': a reason by its name, a question by its mark, else an explanation."""
    words = values.get("they_said")
    if not words:
        return {}
    code = REASONS.index.get(fold(words))
    if code:
        return {"reason": code}
    if words.rstrip().endswith(("?", "？")):
        return {"question": words}
    return {} if values.get("they_promised_on") else {"reason": "unknown"}


def _last_contact(values: Mapping[str, Any], habits: Habits) -> date | None:
    if "last_contact_on" in values:
        day: date = values["last_contact_on"]
        return day
    logged = [d for n in ("log", "remarks") if n in values and (d := last_dated(str(values[n]), habits))]
    return max(logged, default=None)


def _credit(values: Mapping[str, Any]) -> dict[str, Any]:
    """How far the letter of credit is, by its own columns."""
    if "lc_stage" in values or not values.keys() & {"lc_issued_on", "lc_no", "lc_on"}:
        named = ("lc_stage", "lc_on")
        return {n: values[n] for n in named if n in values}
    latest, expiry, deliver = (values.get(n) for n in ("lc_latest_on", "lc_expiry_on", "deliver_on"))
    clash = bool((latest and deliver and deliver > latest) or (latest and expiry and expiry < latest))
    return {"lc_stage": "advised", "lc_on": values.get("lc_issued_on", values.get("lc_on")), "lc_clash": clash}
