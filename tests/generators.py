"""Random worlds (one seller, his customers, orders, payments and all that happened) that aim at the edges.

Two free dates almost never lie five days apart, so ages are drawn near the limits of the method: gap days, limits of
slack, dunning days, ends of grace. The same generator serves bulk passes (`RolledDice`, from a seed) and hypothesis
(`DrawnDice`, which shrinks towards the first option of each pick, no chance taken, and few rows).
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol, TypeVar

import polars as pl
from hypothesis import strategies as st

from duecourse.errors import ManyErrors
from duecourse.history.history import History, as_frame, strict
from duecourse.history.schema import (
    BY_NAME,
    CHECKLIST_POINTS,
    FRAMES,
    LC_STAGES,
    REASONS,
    TOUCH_KINDS,
)
from duecourse.history.seen import seen

T = TypeVar("T")
Row = dict[str, Any]

# Ages and slacks at which something changes: gaps 6, 10, 16, 25, 28 (x2 after something to review), caps 7 and 30,
# complaint 21, price 10 and 7, manager 14, close 21 and 14, release 3.
AGES = (6, 0, 1, 3, 4, 5, 7, 8, 10, 12, 13, 14, 16, 20, 21, 25, 28, 30, 32, 45, 60)
SLACKS = (10, 14, 45, 5, 0, -3, 7, 60, -1, 3, 30, -14, -21, 100, -35, -60)
DUNNING_DAYS = (4, -5, 0, 15, 30, 45, 60, -20, 90)
COUNTRIES = ("US", None, "DE", "GB", "SA", "IL", "AE", "CN", "IN", "JP", "BR", "XX", "PL", "VN")
# Around new year, Chinese New Year, Easter, Golden Week, the feasts of 2026, and plain weeks of every weekday.
DAYS = tuple(
    date(2026, month, day) + timedelta(days=n)
    for month, day, length in (
        (3, 18, 7),
        (1, 1, 6),
        (2, 14, 14),
        (4, 2, 7),
        (5, 1, 6),
        (8, 17, 10),
        (10, 1, 12),
        (12, 23, 10),
    )
    for n in range(length)
)
HOLIDAY_DAY = date(2026, 3, 18)  # A Wednesday; extra holidays lie around this one day, so that few calendars are made.
ASSET_KINDS = ("artwork_confirmation", "material_certificate", "bulk_information", "production_photo")
SILENT_LADDER = (
    ("useful", None),
    ("useful", None),
    ("soft", None),
    ("ask", None),
    ("useful", "calendar"),
    ("call", None),
    ("notice", None),
    ("notice", "new_date"),
    ("manager", None),
    ("close", None),
)


class Dice(Protocol):
    """Where choices come from."""

    def pick(self, options: Sequence[T]) -> T:
        """One of the options; the first is the plainest."""

    def number(self, low: int, high: int) -> int:
        """A whole number between both, included."""

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred throws."""


@dataclass(frozen=True)
class RolledDice:
    """Choices of a seeded generator, for bulk."""

    rng: Random

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.rng.random() * len(options))]

    def number(self, low: int, high: int) -> int:
        return low + int(self.rng.random() * (high - low + 1))

    def chance(self, percent: int) -> bool:
        return self.rng.random() * 100 < percent


@dataclass(frozen=True)
class DrawnDice:
    """Choices of hypothesis, which can make them smaller."""

    draw: Callable[[st.SearchStrategy[Any]], Any]

    def pick(self, options: Sequence[T]) -> T:
        return options[self.draw(st.integers(0, len(options) - 1))]

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent


@dataclass
class World:
    """One seller and everything about him; every key starts with `key`.

    Args:
        key: Prefix of all keys.
        as_of: The day to judge.
        rows: Rows of every frame of the history by name.
    """

    key: str
    as_of: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: {f.name: [] for f in FRAMES})

    def add(self, frame: str, **values: Any) -> Row:
        """A further row; keys that start with "/" get the key of the world before them."""
        row = {k: self.key + v if isinstance(v, str) and v.startswith("/") else v for k, v in values.items()}
        self.rows[frame].append(row)
        return row

    def ago(self, days: int) -> date:
        """The day so many days before the day judged; negative lies ahead."""
        return self.as_of - timedelta(days=days)

    def copy(self) -> World:
        """A deep copy, to change."""
        return copy.deepcopy(self)

    def on(self, day: date) -> World:
        """The same world judged on another day."""
        other = self.copy()
        other.as_of = day
        return other


# ------------------------------------------------------------------ worlds to histories
def stacked(worlds: Iterable[World]) -> History:
    """Worlds with their own days as one history, to be judged in one pass with `judge(history, None, policy)`."""
    worlds = list(worlds)
    frames = {}
    for frame in FRAMES:
        rows = [row for w in worlds for row in w.rows[frame.name]]
        frames[frame.name] = as_frame(frame.name, rows)
    days = pl.Series("as_of", [w.as_of for w in worlds for _ in w.rows["sellers"]], dtype=pl.Date)
    frames["sellers"] = frames["sellers"].with_columns(days)
    return strict(frames)


def as_known(worlds: Iterable[World]) -> History:
    """The same, later events unseen; for worlds that hold events after their day."""
    worlds = list(worlds)
    days = {w.key: w.as_of for w in worlds}
    frames = {}
    for frame in FRAMES:
        rows = [{**row, "as_of": days[w.key]} for w in worlds for row in w.rows[frame.name]]
        made = as_frame(frame.name, rows)
        known = seen(frame.name, made, pl.col("as_of")) if rows else made
        frames[frame.name] = known if frame.name == "sellers" else known.drop("as_of", strict=False)
    return strict(frames)


def bulk(seed: int, count: int, theme: str | None = None) -> list[World]:
    """So many worlds, all from one seed; world number n is the same whatever the count."""
    return [world(RolledDice(Random(f"{seed}/{n}")), f"w{n}", theme) for n in range(count)]


@st.composite
def worlds(draw: Callable[[st.SearchStrategy[Any]], Any], max_size: int = 6) -> list[World]:
    """A few worlds of any theme."""
    dice = DrawnDice(draw)
    return [world(dice, f"w{n}") for n in range(draw(st.integers(1, max_size)))]


# ------------------------------------------------------------------ making smaller
def smallest(world_: World, fails: Callable[[World], bool], seconds: float = 15) -> World:
    """The world with every frame, row and value taken away that the failure does not need, as far as time allows."""
    ends = time.monotonic() + seconds
    for _ in range(3):
        before = world_
        for places in (_frames, _rows, _values):
            for place in places(world_):
                other = _without(world_, *place)
                if time.monotonic() < ends and _still(fails, other):
                    world_ = other
        if world_ is before:
            break
    return world_


def _still(fails: Callable[[World], bool], world_: World) -> bool:
    """Whether the smaller world is one and fails in the same way; rows may miss what they hang on."""
    try:
        return fails(world_)
    except (ManyErrors, pl.exceptions.PolarsError, KeyError, IndexError, StopIteration):
        return False


Place = tuple[str, int | None, str | None]


def _frames(world_: World) -> list[Place]:
    return [(name, None, None) for name, rows in world_.rows.items() if rows]


def _rows(world_: World) -> list[Place]:
    """From the end, so that the places of the others stay, and what hangs on a row goes before it."""
    return [(name, n, None) for name, rows in reversed(world_.rows.items()) for n in reversed(range(len(rows)))]


def _values(world_: World) -> list[Place]:
    optional = {f.name: {c.name for c in f.columns if not c.required} for f in FRAMES}
    return [
        (name, n, column)
        for name, rows in world_.rows.items()
        for n, row in enumerate(rows)
        for column, value in row.items()
        if value is not None and column in optional[name]
    ]


def _without(world_: World, name: str, number: int | None, column: str | None) -> World:
    rows = world_.rows[name]
    if number is None:
        kept = []
    elif column is None:
        kept = rows[:number] + rows[number + 1 :]
    else:
        kept = [{k: v for k, v in r.items() if k != column} if n == number else r for n, r in enumerate(rows)]
    return World(world_.key, world_.as_of, {**world_.rows, name: kept})


def shown(world_: World) -> str:
    """The rows of a world as text, for the message of a failed test."""
    lines = [f"as_of {world_.as_of}"]
    for name, rows in world_.rows.items():
        for row in rows:
            lines.append(f"  {name}: " + ", ".join(f"{k}={v}" for k, v in row.items() if v is not None))
    return "\n".join(lines)


# ------------------------------------------------------------------ one world
def near(dice: Dice, limits: Sequence[int]) -> int:
    """A limit, or the day before or after it."""
    return dice.pick(limits) + dice.pick((0, 0, -1, 1))


def past(dice: Dice, limits: Sequence[int]) -> int:
    """The same for what has happened: not after today."""
    return max(near(dice, limits), 0)


def world(dice: Dice, key: str, theme: str | None = None) -> World:
    """One world: mostly one customer with one order and one payment; some have more of each."""
    free = dice.chance(4)
    day = dice.pick(DAYS) if dice.chance(60) else date(2026, 3, 16) + timedelta(days=dice.number(0, 560))
    made = World(key, HOLIDAY_DAY + timedelta(days=dice.number(-1, 8)) if free else day)
    made.add(
        "sellers",
        seller="/s",
        country=dice.pick(("CN", "CN", "XX", "DE", "VN", None)),
        bank_feed_age_days=dice.pick((0, 0, 0, 0, None, 1, 2, 3, 4)),
        unmatched_money=dice.chance(4),
    )
    for n in range(2 if dice.chance(4) else 1):
        _customer(dice, made, n, theme)
        if free:
            _free_days(dice, made, f"/c{n}")
    if dice.chance(6):
        _closure(dice, made)
    if dice.chance(3):
        made.add("closed_days", seller="/s", on=made.ago(dice.number(-2, 2)))
    if dice.chance(25):
        forget(dice, made)
    return made


def _customer(dice: Dice, made: World, number: int, theme: str | None) -> None:
    key = f"/c{number}"
    made.add(
        "customers",
        customer=key,
        seller="/s",
        name=f"customer {number}",
        country=dice.pick(COUNTRIES),
        relationship=dice.pick(("B", "B", "B", "A", "C", None)),
        reply_days_median=dice.pick((None, None, None, None, 2.0, 4.0, 12.0, 20.0)),
        other_way=dice.pick((True, True, True, False, None)),
        thin_margin=dice.chance(10),
        new=dice.chance(25),
        legal_flag=dice.chance(1),
        legal_taken_on=made.ago(3) if dice.chance(1) else None,
    )
    orders = 2 if dice.chance(15) else 1
    for n in range(orders):
        _order(dice, made, key, f"{key}/o{n}", theme or dice.pick(THEME_BAG))
    if dice.chance(12):
        about = _touch(dice, made, key, None, past(dice, AGES), dice.pick(TOUCH_KINDS), None)
        about["case"] = None
    if dice.chance(6):
        made.add(
            "inbounds",
            customer=key,
            on=made.ago(past(dice, AGES)),
            kind=dice.pick(("human", "out_of_office", "bounce")),
        )
    if dice.chance(4):
        made.add("inbounds", customer=key, on=made.ago(past(dice, (7, 3))), price_push=True)


def _free_days(dice: Dice, made: World, customer: str) -> None:
    for n in dice.pick(((0,), (0, 1), (-5, -4, -3, -2, -1), (-3, -2, -1, 0, 1, 2, 3))):
        made.add("customer_holidays", customer=customer, on=HOLIDAY_DAY + timedelta(days=n))


def _order(dice: Dice, made: World, customer: str, key: str, theme: str) -> None:
    kind = _kind_of(dice, theme)
    slack = near(dice, SLACKS)
    spans = {
        "production_days": dice.pick((30, 20, 45, 0)),
        "transport_days": dice.pick((0, 30, 14)),
        "booking_days": dice.pick((5, 0)),
    }
    clearing = dice.pick((None, None, 3, 10))
    must_pay_by = made.ago(-slack)
    ahead = _ahead(kind, spans, clearing)
    order = made.add(
        "orders",
        order=key,
        customer=customer,
        number=key,
        product=dice.pick((None, "bag", "barrel")),
        material=dice.pick((None, "TPU", "PVC")),
        confirmed_on=made.ago(dice.pick((30, 5, 4, 6, 12, 60, 100, 0, 1))),
        deliver_on=must_pay_by + timedelta(days=ahead) if dice.chance(95) else None,
        delivery_agreed_on=made.ago(past(dice, (3, 10, 40, 0))) if dice.chance(25) else None,
        incoterm=dice.pick((None, "FOB", "CIF")),
        **spans,
        slot=dice.pick(("held", "held", "held", "released", None)),
        assets_recorded=dice.chance(60),
    )
    case = f"{key}/m0"
    milestone = made.add(
        "milestones",
        case=case,
        order=key,
        kind=kind,
        amount_minor=dice.pick((250_000, 10_000_000, None)),
        currency=dice.pick(("USD", "EUR", "JPY", None)),
        clearing_days=clearing,
        due_on=made.ago(near(dice, DUNNING_DAYS)) if kind == "open_account" else None,
        terms_sent_on=made.ago(past(dice, (10, 30))) if dice.chance(30) else None,
        slow_corridor=dice.chance(20),
    )
    if kind == "open_account" and dice.chance(90):
        order["delivered_on"] = made.ago(past(dice, (5, 30, 90)))
    if dice.chance(12):
        second = dice.pick(("balance_before_shipment", "balance_against_documents", "open_account"))
        made.add(
            "milestones",
            case=f"{key}/m1",
            order=key,
            kind=second,
            step=dice.pick((2, 2, 1)),
            due_on=made.ago(near(dice, DUNNING_DAYS)),
        )
    _shelf(dice, made, customer, key, theme)
    THEMES[theme](dice, made, _About(customer, key, case, order, milestone, must_pay_by, slack))


def _kind_of(dice: Dice, theme: str) -> str:
    if theme == "credit":
        return dice.pick(("lc_opening", "lc_opening", "lc_opening", "deposit"))
    if theme == "invoice":
        return "open_account"
    return dice.pick(
        ("deposit", "deposit", "deposit", "balance_before_shipment", "balance_against_documents", "lc_opening")
    )


def _ahead(kind: str, spans: Row, clearing: int | None) -> int:
    """Days from the must-pay-by to the delivery, as METHOD section 2 counts them, without closures."""
    way = spans["transport_days"] + spans["booking_days"]
    bank = clearing if clearing is not None else 8 if kind == "lc_opening" else 5
    if kind == "balance_against_documents":
        return 7
    return way + bank + (0 if kind == "balance_before_shipment" else spans["production_days"])


def _closure(dice: Dice, made: World) -> None:
    """Chinese New Year in the production, or a closure around today."""
    start = made.ago(-dice.number(-40, 60))
    made.add("closures", seller="/s", from_on=start, to_on=start + timedelta(days=dice.pick((6, 13, 27, 0))))


def _shelf(dice: Dice, made: World, customer: str, order: str, theme: str) -> None:
    """Checklist and assets: all eight points, some, or nothing known; assets sent or not, in every reach."""
    opens: list[str | None] = []
    if dice.chance(80):
        opens += (
            [p for p in CHECKLIST_POINTS if dice.chance(14)]
            if dice.chance(60 if theme in {"own", "soup"} else 4)
            else []
        )
        for point in CHECKLIST_POINTS[: dice.pick((8, 8, 6))]:
            state = "open" if point in opens else dice.pick(("confirmed", "confirmed", "not_needed"))
            made.add("checklist", order=order, point=point, state=state, on=made.ago(5) if dice.chance(10) else None)
    for n in range(dice.pick((0, 0, 1, 2))):
        reach = dice.pick(("order", "order", "customer", "product", "material"))
        keys = {"order": order, "customer": customer, "product": "bag", "material": "TPU"}
        asset = f"{order}/a{n}"
        made.add(
            "assets",
            asset=asset,
            seller="/s",
            kind=dice.pick(ASSET_KINDS),
            title=f"something useful {n}",
            reach=reach,
            reach_key=keys[reach],
            confirms=dice.pick(opens or CHECKLIST_POINTS) if dice.chance(60) else None,
            valid_until=made.ago(near(dice, (0, -30, 30))) if dice.chance(20) else None,
        )
        if dice.chance(60):
            made.add("asset_sends", asset=asset, customer=customer, on=made.ago(past(dice, AGES)))
    if dice.chance(30):
        for kind in (
            "artwork_confirmation",
            "material_certificate",
            "bulk_information",
            "production_photo",
            "packing_draft",
            "qc_plan",
        )[: dice.pick((1, 6, 6, 3))]:
            made.add("standing", order=order, kind=kind, on=made.ago(past(dice, AGES)))


# ------------------------------------------------------------------ what happened about one payment
@dataclass
class _About:
    customer: str
    order_key: str
    case: str
    order: Row
    milestone: Row
    must_pay_by: date
    slack: int


def _touch(dice: Dice, made: World, customer: str, case: str | None, age: int, kind: str, topic: str | None) -> Row:
    return made.add(
        "touches",
        customer=customer,
        case=case,
        on=made.ago(max(age, 0)),
        kind=kind,
        topic=topic,
        level=None,
        to_review=dice.chance(10),
        seq=dice.pick((None, None, None, 5, 15, 25)),
    )


def _inbound(made: World, about: _About, age: int, **values: Any) -> Row:
    return made.add("inbounds", customer=about.customer, case=about.case, on=made.ago(max(age, 0)), **values)


def _ages_down(dice: Dice, last: int, count: int) -> list[int]:
    """Ages of so many contacts, oldest first, the last at `last`; each step back is near a gap."""
    ages = [last]
    for _ in range(count - 1):
        ages.append(ages[-1] + past(dice, (6, 7, 10, 3, 14, 16, 25, 1)))
    return ages[::-1]


def _silent(dice: Dice, made: World, about: _About) -> None:
    """Some steps of the ladder went unanswered, the last one near a limit."""
    late = about.slack <= 0 and dice.chance(80)
    steps = [s for s in SILENT_LADDER[: dice.number(8 if late else 0, 9)] if dice.chance(85)]
    for age, (kind, topic) in zip(_ages_down(dice, past(dice, AGES), len(steps)), steps, strict=False):
        touch = _touch(dice, made, about.customer, about.case, age, kind, topic)
        if topic == "new_date":
            about.order["new_date_named_on"] = touch["on"] - timedelta(days=dice.pick((1, 0, 3)))
    if "new_date_named_on" in about.order or dice.chance(15):
        about.order.setdefault("new_date_named_on", made.ago(past(dice, (1, 3))))
        about.order["new_date"] = (about.order["deliver_on"] or made.as_of) + timedelta(days=dice.pick((14, 14, 7, 0)))
    if dice.chance(8):
        _inbound(made, about, past(dice, AGES), says="thank you")


def _explained(dice: Dice, made: World, about: _About) -> None:
    """They gave a reason, the usual wait of which ends near today; some asked, some are away."""
    _silent_few(dice, made, about)
    reason = dice.pick([*REASONS, "no_hurry", "no_hurry"])
    _inbound(
        made,
        about,
        near(dice, (7, 14, 10, 5, 3, 16)),
        reason=reason if dice.chance(90) else None,
        until_on=made.ago(near(dice, (0, -7, 5))) if dice.chance(30) else None,
        question="what is the valve made of?" if dice.chance(12) else None,
        handled_on=made.ago(1) if dice.chance(10) else None,
    )
    if dice.chance(35):
        kind = dice.pick(("answer", "fix", "useful", "soft"))
        topic = dice.pick((None, "later_date")) if kind == "useful" else None
        sent = _touch(dice, made, about.customer, about.case, past(dice, (7, 5, 3)), kind, topic)
        sent["arrived_on"] = made.ago(past(dice, (3, 5))) if dice.chance(30) else None
    if dice.chance(12):
        made.add(
            "inbounds",
            customer=about.customer,
            on=made.ago(past(dice, (2, 6))),
            kind="out_of_office",
            until_on=made.ago(near(dice, (0, 5, -3))),
        )


def _silent_few(dice: Dice, made: World, about: _About) -> None:
    for _ in range(dice.pick((0, 1, 2))):
        kind, topic = dice.pick(SILENT_LADDER[:7])
        _touch(dice, made, about.customer, about.case, past(dice, AGES), kind, topic)


def _promising(dice: Dice, made: World, about: _About) -> None:
    """No, one, two or three promises broke, perhaps one is alive; a promise lies near the must-pay-by."""
    pay_on = made.ago(near(dice, (5, 3, 14, 8)))
    for _ in range(dice.pick((0, 1, 1, 2, 3, 3))):
        made_on = min(pay_on - timedelta(days=dice.number(2, 6)), made.as_of)
        made.add("promises", case=about.case, made_on=made_on, pay_on=pay_on, **_amount(dice))
        pay_on -= timedelta(days=dice.pick((14, 12, 20)))
    if dice.chance(50):
        ahead = dice.pick(
            (made.ago(near(dice, (0, 3, -7, 5))), about.must_pay_by, about.must_pay_by + timedelta(days=1))
        )
        made_on = made.ago(past(dice, (1, 0, 7, 10)))
        gone = made.ago(0) if dice.chance(8) else None
        made.add("promises", case=about.case, made_on=made_on, pay_on=ahead, withdrawn_on=gone, **_amount(dice))
    if dice.chance(15):
        made.add(
            "payments",
            case=about.case,
            on=made.ago(past(dice, (3, 5))),
            amount_minor=dice.pick((250_000, 100_000, 10_000_000)),
        )
    for _ in range(dice.pick((0, 1, 2))):
        kind, topic = dice.pick(
            (("soft", None), ("call", None), ("manager", None), ("call", None), ("notice", None), ("confirm", None))
        )
        _touch(dice, made, about.customer, about.case, past(dice, (1, 3, 6, 10, 14)), kind, topic)


def _amount(dice: Dice) -> Row:
    return {"amount_minor": dice.pick((None, None, 250_000, 100_000))}


def _claiming(dice: Dice, made: World, about: _About) -> None:
    """They say it is paid; the money should be here near today."""
    _silent_few(dice, made, about)
    age = near(dice, (3, 5, 7, 1))
    _inbound(made, about, age, paid_claim=dice.chance(80), reason=dice.pick((None, "paid")))
    if dice.chance(60):
        about.milestone["own_bank_checked_on"] = made.ago(max(age - dice.pick((4, 5, 0, 1)), 0))
    if dice.chance(25):
        _touch(dice, made, about.customer, about.case, max(age - dice.number(0, 6), 0), "ask", "mt103")


def _complaining(dice: Dice, made: World, about: _About) -> None:
    """Too many mails, the price, a dispute, a bounce, a lawyer."""
    _silent_few(dice, made, about)
    what = dice.pick(("fewer", "price", "dispute", "bounce", "left", "push", "legal"))
    said = {
        "fewer": {"wants_fewer_mails": True},
        "price": {"reason": "price"},
        "push": {"price_push": True},
        "dispute": {"dispute": True, "settled_on": made.ago(1) if dice.chance(15) else None},
        "bounce": {"kind": dice.pick(("bounce", "bounce", "soft_bounce"))},
        "left": {"reason": "contact_left"},
        "legal": {},
    }[what]
    if what == "legal":
        customer = made.rows["customers"][-1]
        customer["legal_flag"] = True
        customer["legal_taken_on"] = made.ago(2) if dice.chance(50) else None
    age = max(near(dice, {"fewer": (21, 10, 2), "price": (10, 7, 2), "push": (10, 7, 2)}.get(what, (3, 10, 30))), 0)
    _inbound(made, about, age, handled_on=made.ago(dice.number(0, age)) if dice.chance(40) else None, **said)
    if dice.chance(15):
        _touch(dice, made, about.customer, about.case, max(age - dice.pick((1, 0, 3)), 0), "answer", None)


def _own(dice: Dice, made: World, about: _About) -> None:
    """Our own work is not in place, or they ask."""
    _silent_few(dice, made, about)
    if dice.chance(50):
        opened = past(dice, (2, 1, 7))
        closed = made.ago(dice.number(0, opened)) if dice.chance(30) else None
        made.add("fixes", case=about.case, what="correct the proforma", opened_on=made.ago(opened), closed_on=closed)
    if dice.chance(40):
        age = past(dice, (1, 2, 5))
        _inbound(made, about, age, question="which coating?", handled_on=made.ago(0) if dice.chance(15) else None)
        if dice.chance(30):
            _touch(dice, made, about.customer, about.case, max(age - dice.pick((0, 1, -1)), 0), "answer", None)


def _credit(dice: Dice, made: World, about: _About) -> None:
    """A letter of credit at each of its stages, its bank days near their end."""
    _silent_few(dice, made, about)
    age = near(dice, (15, 17, 20, 14, 5, 2, 24))
    for n, stage in enumerate(
        dice.pick(
            [(s,) for s in LC_STAGES] + [("applied", "advised"), ("advised", "to_amend"), ("applied",), ("applied",)]
        )
    ):
        on = made.ago(max(age - 3 * n, 0)) if dice.chance(90) else None
        sent = made.ago(dice.number(0, 3)) if dice.chance(20) else None
        made.add("credits", case=about.case, stage=stage, on=on, points_sent_on=sent, dates_clash=dice.chance(5))
    if dice.chance(25):
        _touch(
            dice,
            made,
            about.customer,
            about.case,
            past(dice, (6, 10, 1)),
            "useful",
            dice.pick(("lc_points", "lc_terms")),
        )


def _invoice(dice: Dice, made: World, about: _About) -> None:
    """Levels went or did not; promise, claim, dispute, fix and question stop them."""
    late_by = (made.as_of - about.milestone["due_on"]).days
    due = sum(late_by >= d for d in (4, 15, 30, 45, 60))
    for level in range(dice.pick((max(due - 1, 0), due, 0, 0, dice.number(0, 5)))):
        sent = _touch(
            dice,
            made,
            about.customer,
            about.case,
            max(late_by - (4, 15, 30, 45, 60)[level] - dice.pick((0, 1)), 0),
            "dunning",
            None,
        )
        sent["level"] = level + 1 if dice.chance(95) else dice.pick((None, 0))
    if dice.chance(12):
        pay_on = made.ago(near(dice, (0, 5, -5)))
        made.add("promises", case=about.case, made_on=made.ago(7), pay_on=pay_on)
    if dice.chance(5):
        about.milestone["due_on"] = None
    if dice.chance(5):
        _touch(dice, made, about.customer, about.case, past(dice, (3, 10)), "close", None)
    if dice.chance(8):
        _own(dice, made, about)


def _finished(dice: Dice, made: World, about: _About) -> None:
    """Paid, thanked, held or closed."""
    what = dice.pick(("paid", "held", "closed", "money"))
    _silent_few(dice, made, about)
    if what == "paid":
        about.milestone["paid_on"] = made.ago(past(dice, (1, 3)))
    if what == "money":
        made.add("payments", case=about.case, on=made.ago(2), amount_minor=dice.pick((250_000, 249_999, 20_000_000)))
    if what in {"paid", "money"} and dice.chance(40):
        _touch(dice, made, about.customer, about.case, past(dice, (1, 3)), "thanks", None)
    if what == "held":
        ends = made.ago(-near(dice, (0, 1, 10)))
        made.add("holds", case=about.case, from_on=ends - timedelta(days=dice.pick((10, 1))), to_on=ends, why=None)
        if dice.chance(20):
            made.add("holds", case=about.case, from_on=ends, to_on=ends + timedelta(days=5), why="a fair")
    if what == "closed":
        about.order["closed_on"] = made.ago(past(dice, (1, 20)))


def _soup(dice: Dice, made: World, about: _About) -> None:
    """Two other themes at once."""
    for _ in range(2):
        THEMES[dice.pick(("silent", "explained", "promising", "claiming", "complaining", "own", "finished"))](
            dice, made, about
        )


THEMES: dict[str, Callable[[Dice, World, _About], None]] = {
    "silent": _silent,
    "explained": _explained,
    "promising": _promising,
    "claiming": _claiming,
    "complaining": _complaining,
    "own": _own,
    "credit": _credit,
    "invoice": _invoice,
    "finished": _finished,
    "soup": _soup,
}
# How often each theme comes, silent first: it has the most rules.
THEME_BAG = (
    *("silent",) * 8,
    *("explained",) * 3,
    *("promising",) * 4,
    *("claiming",) * 2,
    *("complaining",) * 3,
    *("own",) * 2,
    *("credit",) * 3,
    *("invoice",) * 3,
    "finished",
    *("soup",) * 2,
)


def forget(dice: Dice, made: World) -> None:
    """Takes values away that may be unknown, here and there."""
    for frame in FRAMES:
        columns = [c.name for c in frame.columns if not c.required]
        for row in made.rows[frame.name] if columns else ():
            if dice.chance(30):
                row[dice.pick(columns)] = None


def forgotten(world_: World, frame: str, column: str) -> World:
    """The world with one column of one frame unknown in every row."""
    assert not next(c for c in BY_NAME[frame].columns if c.name == column).required
    other = world_.copy()
    for row in other.rows[frame]:
        row[column] = None
    return other


def shifted(world_: World, days: int) -> World:
    """The world with every date moved by so many days."""
    other = world_.copy()
    other.as_of += timedelta(days=days)
    for rows in other.rows.values():
        for row in rows:
            row.update({k: v + timedelta(days=days) for k, v in row.items() if isinstance(v, date)})
    return other
