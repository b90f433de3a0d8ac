"""The shared story of the pictures: Monday 23 November 2026 in Ningbo, nineteen open orders; and its verdicts."""

from __future__ import annotations

from datetime import date
from typing import Any

from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.history.history import Rows, build
from duecourse.policy.load import load

DAY = date(2026, 11, 23)
FAR = date(2027, 6, 30)
RULES = {
    "Regenwerk": "R17",
    "Rio Verde Outdoor": "R09",
    "Lakeshore Paddle": "R25",
    "Voile & Rive": "R08",
    "Kawabe Outdoor": "R08",
    "Fjordgear": "R25w",
    "Wetland Supply": "R02",
    "Al Noor Camping": "R16",
    "Hokuto Garden": "R16",
    "Casa Lluvia": "G3",
    "Atelier Pluie": "R16",
    "Tuinland": "R10",
    "Bootshaus Nord": "R13",
    "Maple & Creek": "R16",
    "Blue Heron Outfitters": "G5",
    "Nordlicht Camping": "R16",
    "Pampa Sur": "R16",
    "Delta Verde": "R13L",
    "Andes Trek": "R31",
}
Story = dict[str, list[dict[str, Any]]]


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def story() -> dict[str, Rows]:
    """The rows of all frames, as an order list would give them."""
    rows: Story = {"sellers": [{"seller": "us", "country": "CN", "bank_feed_age_days": 0}]}
    rows["closures"] = [{"seller": "us", "from_on": date(2027, 1, 24), "to_on": date(2027, 2, 13)}]
    _contacts(rows)
    _fixes(rows)
    _known(rows)
    _unknown(rows)
    return dict(rows)


def order(
    rows: Story, name: str, country: str, amount: int = 480000, kind: str = "deposit", **fields: Any
) -> dict[str, str]:
    """One customer with one order and one payment; gives the keys that events need."""
    number = f"SC-{2600 + len(rows.get('orders', ()))}"
    held = {
        "confirmed_on": on(11, 2),
        "deliver_on": FAR,
        "incoterm": "FOB",
        "production_days": 40,
        "assets_recorded": True,
    }
    add(rows, "customers", customer=name, seller="us", name=name, country=country)
    add(rows, "orders", **{"order": number, "customer": name, "number": number, **held, **fields})
    add(rows, "milestones", case=number, order=number, kind=kind, amount_minor=amount, currency="USD")
    return {"customer": name, "case": number}


def add(rows: Story, frame: str, **fields: Any) -> None:
    rows.setdefault(frame, []).append(fields)


def _asset(rows: Story, number: str, kind: str, title: str, **fields: Any) -> None:
    add(rows, "assets", asset=title, seller="us", kind=kind, title=title, reach_key=number, **fields)


def _contacts(rows: Story) -> None:
    order(rows, "Regenwerk", "DE", 1836000, deliver_on=date(2027, 2, 19), production_days=43)
    rio = order(rows, "Rio Verde Outdoor", "BR", 702000, deliver_on=date(2027, 3, 30))
    points = (
        "quantity",
        "price",
        "delivery_date",
        "basic_information",
        "materials",
        "dimensions",
        "payment",
        "packaging",
    )
    for point in points:
        add(rows, "checklist", order=rio["case"], point=point, state="open" if point == "packaging" else "confirmed")
    _asset(rows, rio["case"], "artwork_confirmation", "colour-box artwork 20 L", confirms="packaging")
    lake = order(rows, "Lakeshore Paddle", "US", 1147500)
    _asset(rows, lake["case"], "material_certificate", "TPU film test report", added_on=on(11, 20))


def _fixes(rows: Story) -> None:
    voile = order(rows, "Voile & Rive", "FR", deliver_on=date(2027, 3, 20))
    add(
        rows,
        "fixes",
        case=voile["case"],
        what="Correct the proforma: it says 1,200 pieces, the sales confirmation 1,500",
        opened_on=on(11, 20),
    )
    kawabe = order(rows, "Kawabe Outdoor", "JP", deliver_on=date(2027, 4, 20))
    add(
        rows,
        "fixes",
        case=kawabe["case"],
        what="Send pre-production sample: they decide with it in hand",
        opened_on=on(11, 23),
    )


def _known(rows: Story) -> None:
    said = [
        ("Wetland Supply", "GB", {"on": on(11, 20), "paid_claim": True}),
        ("Al Noor Camping", "SA", {"on": on(11, 19), "reason": "approval"}),
        ("Hokuto Garden", "JP", {"on": on(11, 16), "reason": "logistics"}),
        ("Atelier Pluie", "FR", {"on": on(11, 18), "reason": "cash_flow", "until_on": on(11, 30)}),
        ("Tuinland", "NL", {"on": on(11, 20), "reason": "price", "price_push": True, "handled_on": on(11, 20)}),
        ("Maple & Creek", "CA", {"on": on(11, 20), "kind": "out_of_office", "until_on": on(11, 26)}),
        ("Nordlicht Camping", "DE", {"on": on(11, 19), "reason": "their_customer"}),
        ("Pampa Sur", "AR", {"on": on(11, 20), "reason": "bank_fx"}),
    ]
    for name, country, message in said:
        add(rows, "inbounds", **order(rows, name, country), **message)
    promise = order(rows, "Bootshaus Nord", "DE")
    add(rows, "promises", case=promise["case"], made_on=on(11, 19), pay_on=on(11, 25))
    delta = order(rows, "Delta Verde", "EG", 2150000, "lc_opening")
    add(rows, "credits", case=delta["case"], stage="applied", on=on(11, 18))


def _unknown(rows: Story) -> None:
    order(rows, "Fjordgear", "NO", confirmed_on=on(11, 19))
    casa = order(rows, "Casa Lluvia", "MX", deliver_on=date(2027, 3, 10))
    add(rows, "touches", **casa, on=on(11, 9), kind="useful")
    add(rows, "touches", **casa, on=on(11, 17), kind="useful")
    order(rows, "Blue Heron Outfitters", "US", deliver_on=date(2027, 3, 10))
    rows["customer_holidays"] = [{"customer": "Blue Heron Outfitters", "on": on(11, d)} for d in range(21, 30)]
    andes = order(rows, "Andes Trek", "CL", deliver_on=date(2027, 3, 22))
    rows["milestones"][-1]["clearing_days"] = 6
    add(rows, "touches", **andes, on=on(11, 10), kind="soft")


def story_verdicts(language: str = "en") -> list[Verdict]:
    """The story judged by the normal policy."""
    history, refused = build(story())
    assert not refused
    policy = load("normal")
    return list(verdicts(judge(history, DAY, policy), history, policy, language))


def test_the_story_gives_the_rules_of_the_picture() -> None:
    got = {v.customer: (v.gates or (v.rule,))[0] for v in story_verdicts()}
    assert got == RULES
