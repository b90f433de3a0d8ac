"""The past of a story: orders that are paid, each told in one line of its file, as the acts that made it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

_PROMISED_BEFORE: Final = 4
"""Weekdays between a promise and its day."""

_HEARD_AFTER: Final = 3
"""Weekdays from the signature to the first word of theirs."""

_CLOSED_AFTER: Final = 30
_LAST_DAYS: Final = -4
_DELIVERED_AFTER: Final = 60

_SAYS: Final = {
    "artwork": "We cannot read the small print on the artwork.",
    "approval": "Our director signs such transfers; he is back next week.",
    "cash_flow": "Cash is tight this month.",
    "unclear_detail": "Before we pay: is the valve in the price?",
    "wrong_docs": "The proforma names the old address.",
    "certificate": "Our customs want the certificate first.",
    "bank_fx": "The bank still prepares the dollars.",
    "price": "The freight went up; can you help with the price?",
    "no_hurry": "The season starts later this year.",
    "sample": "We wait for the sample.",
    "their_customer": "Our customer confirms the colours this week.",
    "unknown": "We will see to it.",
}
_LINES: Final = (
    "Here is the production calendar of your order.",
    "The material is in the house; a photo is attached.",
    "The test report of the material came today and is attached.",
    "Here is how the boxes will stand in the container.",
    "The first pieces are sewn; two photos are attached.",
)
_MENDS: Final = {
    "artwork": "Send the artwork in a larger print",
    "wrong_docs": "Correct the proforma",
    "certificate": "Send the certificate",
    "sample": "Send the sample",
}


def past(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The customers of the past with their orders, as the rest of the story has them.

    Args:
        raw: `owner`, `customers` (name, country, city, zone, person, language) and `orders`, one line each.
    """
    return [_customer(raw, row) for row in raw["customers"]]


def _customer(raw: Mapping[str, Any], row: Sequence[str]) -> dict[str, Any]:
    name, country, city, zone, person, language = row
    address = f"{_first(person).casefold()}@{_first(name).casefold()}.example"
    return {
        "name": name, "country": country, "city": city, "zone": zone, "owner": raw["owner"],
        "contacts": [[person, "buyer", address, "", language]],
        "order": [_order(one, person) for one in raw["orders"] if one["customer"] == name],
    }  # fmt: skip


def _first(name: str) -> str:
    return name.split(maxsplit=1)[0]


def _order(one: Mapping[str, Any], person: str) -> dict[str, Any]:
    acts = sorted(_acts(one, person), key=lambda act: act["on"])
    return {
        "number": one["number"], "product": one["product"], "goods": one["goods"], "amount": one["amount"],
        "terms": "payment before production", "incoterm": "FOB", "place": "Ningbo",
        "deliver": one["paid"] * 7 // 5 + _DELIVERED_AFTER, "shares": [["deposit", 100]], "acts": acts,
    }  # fmt: skip


def _acts(one: Mapping[str, Any], person: str) -> Iterator[dict[str, Any]]:
    signed, paid = one["signed"], one["paid"]
    yield {"on": signed, "do": "signed", "who": person}
    step = (paid - signed) // (one["wrote"] + 1)
    for n in range(1, one["wrote"] + 1):
        yield _letter(signed + n * step, one, person, "useful", _LINES[n % len(_LINES)])
    yield from _heard(one)
    if "late" in one:
        day = paid - one["late"]
        yield {"on": day - _PROMISED_BEFORE, "do": "promised", "who": person, "pay": day, "says": "It goes out now."}
    yield {"on": paid, "do": "paid", "by": "wei"}
    yield _letter(paid + 1, one, person, "thanks", "The money is here, thank you. Production begins as agreed.")
    if paid + _CLOSED_AFTER < _LAST_DAYS:
        yield {"on": paid + _CLOSED_AFTER, "do": "closed", "note": "delivered and paid"}


def _heard(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "reason" not in one:
        return
    day, reason = one["signed"] + _HEARD_AFTER, one["reason"]
    heard = {"on": day, "do": "heard", "reason": reason, "says": _SAYS[reason]}
    yield heard | ({"question": _SAYS[reason]} if "asked" in one else {})
    if "asked" in one:
        yield {"on": day + one["asked"], "at": "18:10", "do": "answered", "text": "Thank you for asking; it is so."}
    if "fixed" in one:
        yield {"on": day, "at": "17:00", "do": "fix", "owner": "lin", "what": _MENDS[reason]}
        yield {"on": day + one["fixed"], "at": "17:30", "do": "fixed"}


def _letter(on: int, one: Mapping[str, Any], person: str, kind: str, line: str) -> dict[str, Any]:
    text = f"Dear {_first(person)},\n\n{line}\n\nBest regards\nLin"
    return {"on": on, "do": "wrote", "kind": kind, "subject": f"{one['number']}, {one['goods']}", "text": text}
