"""Casebook files: one payment milestone of one order at one date, in TOML, with the verdict it should get."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from duecourse.errors import DuecourseError
from duecourse.history.events import ANSWER_SEQ, OURS_SEQ, THEIRS_SEQ
from duecourse.history.history import History, Rows, build
from duecourse.history.schema import CHECKLIST_POINTS

Raw = Mapping[str, Any]
_SOFT_BOUNCE: Final = re.compile(r"\bsoft\b|temporar|mailbox (is )?full|quota|\b4\.\d\.\d", re.IGNORECASE)
_TABLES: Final[dict[str, frozenset[str]]] = {
    "seller": frozenset({"country", "bank_feed_age_days", "unmatched_money", "closure", "closed_days"}),
    "customer": frozenset(
        {
            "name",
            "country",
            "relationship",
            "reply_days_median",
            "extra_holidays",
            "other_way",
            "thin_margin",
            "new",
            "legal_flag",
            "zone",
            "legal_taken_on",
        }
    ),
    "order": frozenset(
        {
            "number",
            "product",
            "material",
            "confirmed_on",
            "deliver_on",
            "delivery_agreed_on",
            "incoterm",
            "production_days",
            "transport_days",
            "booking_days",
            "slot",
            "new_date",
            "new_date_named_on",
            "delivered_on",
            "closed_on",
            "ready_on",
            "eta_on",
        }
    ),
    "milestone": frozenset(
        {
            "kind",
            "clearing_days",
            "due_on",
            "amount",
            "currency",
            "terms_sent_on",
            "paid_on",
            "slow_corridor",
            "own_bank_checked_on",
        }
    ),
    "checklist": frozenset({"open", "not_recorded"}),
    "lc": frozenset({"points_sent_on", "stage", "on", "dates_clash"}),
}
_ROWS: Final[dict[str, frozenset[str]]] = {
    "asset": frozenset({"kind", "title", "confirms", "sent_on", "valid_until", "added_on"}),
    "promise": frozenset({"made_on", "pay_on", "amount", "withdrawn_on"}),
    "earlier": frozenset({"kind", "paid_on"}),
    "fix": frozenset({"what", "opened_on", "closed_on"}),
    "hold": frozenset({"from", "to", "why"}),
    "touch": frozenset(
        {"on", "kind", "topic", "to_review", "other_order", "level", "seq", "arrived_on", "title", "says"}
    ),
    "inbound": frozenset(
        {
            "on",
            "kind",
            "says",
            "until",
            "handled_on",
            "other_order",
            "reason",
            "question",
            "paid_claim",
            "wants_fewer_mails",
            "price_push",
            "dispute",
            "seq",
            "settled_on",
        }
    ),
}
_LISTS: Final = (
    ("checklist", "open", str),
    ("checklist", "not_recorded", str),
    ("seller", "closure", Mapping),
    ("seller", "closed_days", object),
    ("customer", "extra_holidays", object),
)
_TOP: Final = frozenset({"title", "as_of", "policy", "expect", "as_imported"}) | _TABLES.keys() | _ROWS.keys()


@dataclass(frozen=True, slots=True)
class Case:
    """One case file: its history, the day, the preset and, if given, the expected verdict."""

    name: str
    title: str
    as_of: date
    policy: str
    history: History = field(repr=False)
    expect: Raw | None = None


def read(path: Path) -> Case:
    """One casebook file.

    Raises:
        DuecourseError: The file cannot be read, or something in it is unknown or of the wrong sort; names the place.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DuecourseError(
            f"The case file cannot be opened: {error.strerror}", where=str(path), fix="Check the name."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DuecourseError(
            f"The case file is not readable as TOML: {error}", where=str(path), fix="Correct that line."
        ) from error
    return case_of(raw, str(path))


def case_of(raw: Raw, name: str) -> Case:
    """A case from parsed TOML; `name` is shown in errors and becomes the key.

    Raises:
        DuecourseError: As `read`.
    """
    check_shape(raw, name)
    history, refused = build(rows_of(raw, name))
    if refused:
        bad = refused[0]
        raise DuecourseError(
            f"Table '{bad.frame}' holds {bad.value} in {bad.column}, but {bad.expected} was expected",
            where=name,
            fix="Correct it and run again.",
        )
    return Case(
        name, str(raw.get("title", name)), raw["as_of"], str(raw.get("policy", "normal")), history, raw.get("expect")
    )


def check_shape(raw: Raw, name: str) -> None:
    """Only tables and fields of the format; a misspelt field must not be silently unknown."""
    if not isinstance(raw.get("as_of"), date) or isinstance(raw.get("as_of"), datetime):
        raise DuecourseError("The case has no as_of date", where=name, fix="Add a line like: as_of = 2026-03-18")
    _only(raw, _TOP, name, "the file")
    for key, wanted in (("as_imported", bool), ("expect", Mapping)):
        if key in raw and not isinstance(raw[key], wanted):
            raise _misshaped(key, raw[key], name)
    for table, fields in _TABLES.items():
        many = table == "lc" and isinstance(raw.get("lc"), list)
        for row in _list(raw, table, name) if many else [_table(raw, table, name)]:
            _only(row, fields, name, f"[{table}]")
    for table, fields in _ROWS.items():
        for row in _list(raw, table, name):
            _only(row, fields, name, f"[[{table}]]")
    _check_values(raw, name)


def _check_values(raw: Raw, name: str) -> None:
    """Lists that are lists and flags that are flags; what a value means is checked with the history."""
    for table, key, sort in _LISTS:
        found = _table(raw, table, name).get(key, [])
        if not isinstance(found, list) or not all(isinstance(v, sort) for v in found):
            raise _misshaped(f"{table}.{key}", found, name)
    events = [(t, row) for t in ("touch", "inbound") for row in _list(raw, t, name)]
    for table, row in events:
        if not isinstance(row.get("other_order", False), bool) or isinstance(row.get("on"), list | dict):
            raise _misshaped(table, dict(row), name)
    unknown = [p for p in _table(raw, "checklist", name).get("not_recorded", ()) if _point(p) not in CHECKLIST_POINTS]
    if unknown:
        raise _misshaped("checklist.not_recorded", unknown[0], name)


def _misshaped(place: str, value: object, name: str) -> DuecourseError:
    return DuecourseError(
        f"'{place}' holds {value!r}, which does not fit there", where=name, fix="See the casebook format."
    )


def _table(raw: Raw, table: str, name: str) -> Raw:
    value = raw.get(table, {})
    if not isinstance(value, Mapping):
        raise DuecourseError(f"'{table}' is no table", where=name, fix=f"Write [{table}] on a line of its own.")
    return value


def _list(raw: Raw, table: str, name: str) -> list[Raw]:
    value = raw.get(table, [])
    if not isinstance(value, list) or not all(isinstance(r, Mapping) for r in value):
        raise DuecourseError(
            f"'{table}' is no list of tables", where=name, fix=f"Write [[{table}]] on a line of its own."
        )
    return value


def _only(found: Raw, allowed: frozenset[str], name: str, place: str) -> None:
    for key in found:
        if key not in allowed:
            raise DuecourseError(
                f"{place} holds '{key}', which the format does not know",
                where=name,
                fix=f"Known: {', '.join(sorted(allowed))}.",
            )


def rows_of(raw: Raw, key: str) -> dict[str, Rows]:
    """The rows of all frames; booking and transport are 0 where the file leaves them out, the bank feed is fresh."""
    seller, customer, order = raw.get("seller", {}), raw.get("customer", {}), raw.get("order", {})
    milestone = raw.get("milestone", {})
    assets = [dict(a) for a in raw.get("asset", ())]
    return {
        "sellers": [{"seller": key, "bank_feed_age_days": 0, **_without(seller, "closure", "closed_days")}],
        "closures": [
            {"seller": key, "from_on": c.get("from"), "to_on": c.get("to")} for c in seller.get("closure", ())
        ],
        "closed_days": [{"seller": key, "on": d} for d in seller.get("closed_days", ())],
        "customers": [{"customer": key, "seller": key, "name": "customer", **_without(customer, "extra_holidays")}],
        "customer_holidays": [{"customer": key, "on": d} for d in customer.get("extra_holidays", ())],
        "orders": [_order(order, key, imported=bool(raw.get("as_imported")))],
        "milestones": [_milestone(milestone, key, len(raw.get("earlier", ()))), *_earlier(raw, key)],
        "checklist": _checklist(raw.get("checklist", {}), key),
        "assets": [_asset(a, key, i) for i, a in enumerate(assets)],
        "asset_sends": [
            {"asset": f"{key}/{i}", "customer": key, "on": a["sent_on"]}
            for i, a in enumerate(assets)
            if a.get("sent_on")
        ],
        "promises": [_minor(p, milestone, key) for p in raw.get("promise", ())],
        "fixes": [{"case": key, "what": "put it right", **f} for f in raw.get("fix", ())],
        "holds": [
            {"case": key, "from_on": h.get("from"), "to_on": h.get("to"), "why": h.get("why")}
            for h in raw.get("hold", ())
        ],
        "credits": [{"case": key, "stage": "promised", **stage} for stage in _stages(raw)],
        "touches": [_event(t, key) for t in _in_order(raw.get("touch", ()), OURS_SEQ)],
        "inbounds": [_inbound(i, key) for i in _in_order(raw.get("inbound", ()), THEIRS_SEQ)],
    }


def _stages(raw: Raw) -> list[Raw]:
    """The stages of the letter of credit: one table, or a list of tables where a file tells a longer story."""
    lc = raw.get("lc", [])
    return lc if isinstance(lc, list) else [lc] if lc else []


def _without(table: Raw, *keys: str) -> dict[str, Any]:
    return {k: v for k, v in table.items() if k not in keys}


def _order(order: Raw, key: str, *, imported: bool) -> dict[str, Any]:
    """`as_imported = true`: what the file leaves out is unknown, as in a list that somebody sent us."""
    zero = {"transport_days": 0, "booking_days": 0, "production_days": 0}
    return {
        "order": key,
        "customer": key,
        "number": key,
        "assets_recorded": not imported,
        **({} if imported else zero),
        **order,
    }


def _milestone(milestone: Raw, key: str, earlier: int) -> dict[str, Any]:
    plain = _without(milestone, "amount")
    amount = _amount(milestone.get("amount"), milestone)
    return {"case": key, "order": key, "kind": "deposit", "step": earlier + 1, "amount_minor": amount, **plain}


def _earlier(raw: Raw, key: str) -> list[dict[str, Any]]:
    """Earlier payments of the same order; they are judged too, but the file is about the last."""
    rows = raw.get("earlier", ())
    return [{"case": f"{key}#{i + 1}", "order": key, "kind": "deposit", "step": i + 1, **r} for i, r in enumerate(rows)]


def _amount(amount: object, milestone: Raw) -> object:
    """Minor units of an amount in the milestone's currency; text that is no number stays, to be named."""
    if amount is None:
        return None
    from duecourse.history.money import Money, is_currency

    currency = str(milestone.get("currency", "USD"))
    if not is_currency(currency):
        return f"{amount} in an unknown currency {currency!r}"
    try:
        return Money.from_major(str(amount), currency).minor
    except DuecourseError:
        return str(amount)


def _minor(promise: Raw, milestone: Raw, key: str) -> dict[str, Any]:
    return {"case": key, **_without(promise, "amount"), "amount_minor": _amount(promise.get("amount"), milestone)}


def _checklist(checklist: Raw, key: str) -> list[dict[str, Any]]:
    """Open as listed; all others are confirmed, but for those that the file says nobody recorded."""
    silent, open_ = ([_point(p) for p in checklist.get(k, ())] for k in ("not_recorded", "open"))
    extra = [p for p in open_ if p not in CHECKLIST_POINTS]
    points = [p for p in (*CHECKLIST_POINTS, *extra) if p not in silent]
    return [{"order": key, "point": p, "state": "open" if p in open_ else "confirmed"} for p in points]


def _point(name: object) -> str:
    """A checklist point as people write it, such as "delivery date" or "packing"; anything else stays, to be named."""
    plain = str(name).strip().lower().replace(" ", "_").replace("-", "_")
    begun = [p for p in CHECKLIST_POINTS if p.startswith(plain) or plain.startswith(p)]
    near = get_close_matches(plain, CHECKLIST_POINTS, n=1, cutoff=0.7)
    return begun[0] if len(begun) == 1 else near[0] if near else str(name)


def _asset(asset: Raw, key: str, number: int) -> dict[str, Any]:
    confirms = {"confirms": _point(asset["confirms"])} if asset.get("confirms") else {}
    named = {"kind": "useful", "title": asset.get("kind", "something useful"), **_without(asset, "sent_on"), **confirms}
    return {"asset": f"{key}/{number}", "seller": key, "reach": "order", "reach_key": key, **named}


def _in_order(events: Iterable[Raw], first: int) -> list[Raw]:
    """Events of one day keep the order of the file: it becomes `seq`, our answers after everything else."""
    count: Counter[object] = Counter()
    ordered: list[Raw] = []
    for event in events:
        start = ANSWER_SEQ if event.get("kind") == "answer" else first
        place = start + min(count[event.get("on"), start], THEIRS_SEQ - 1)
        count[event.get("on"), start] += 1
        ordered.append({"seq": place, **event})
    return ordered


def _event(event: Raw, key: str) -> dict[str, Any]:
    about = None if event.get("other_order") else key
    return {"customer": key, "case": about, **_without(event, "other_order", "title", "says")}


def _inbound(inbound: Raw, key: str) -> dict[str, Any]:
    row: dict[str, Any] = _event(_without(inbound, "until", "says"), key) | {
        "until_on": inbound.get("until"),
        "says": inbound.get("says"),
    }
    if inbound.get("kind") == "bounce" and _SOFT_BOUNCE.search(str(inbound.get("says", ""))):
        row["kind"] = "soft_bounce"
    if row.get("reason") == "other":
        row["reason"] = "unknown"
    return row
