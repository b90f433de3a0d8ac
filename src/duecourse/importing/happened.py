"""What a list says of the past, as events that the ledger has not yet; nothing is told twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from duecourse.adapters.orders.messages import MESSAGES
from duecourse.adapters.orders.several import Row
from duecourse.importing.bulk import Values
from duecourse.importing.planning import Plan
from duecourse.ledger.frames.pieces import FROM_THE_START
from duecourse.ledger.models import (
    Asset,
    AssetSend,
    CheckStep,
    CreditStep,
    Event,
    Fix,
    Hold,
    Inbound,
    Promise,
    StandingAnswer,
    Touch,
)
from duecourse.recording.door import ANSWER_SEQ, OURS_SEQ, THEIRS_SEQ

_SHARED: Final = frozenset(
    {"id", "workspace_id", "recorded_at", "recorded_by_id", "supersedes_id", "imported_id", "void"}
)
_TOUCH: Final = ("kind", "topic", "level")
_INBOUND: Final = ("kind", "reason", "until_on", "question")
_ROW: Final = re.compile(r"(?<=[Rr]ow )\d+|(?<=第)\d+(?=行)")


def plan_events(plan: Plan) -> None:
    """Adds to the plan what happened: contacts of both sides, promises, steps, our own tasks, the shelf."""
    _Touches(plan).add()
    _Inbounds(plan).add()
    _once(plan, Promise, "promises", _promise, ("milestone_id", "pay_on"))
    _once(plan, CreditStep, "credits", _credit, ("milestone_id", "stage"))
    _once(plan, Hold, "holds", _hold, ("milestone_id", "to_on"))
    _once(plan, CheckStep, "checklist", _point, ("order_id", "point"))
    _once(plan, StandingAnswer, "standing", _standing, ("order_id", "kind", "happened_on"))
    _fixes(plan)
    _shelf(plan)


# ---------------------------------------------------------------- kinds of which one row is enough
def _once(plan: Plan, model: type[Event], frame: str, told: Any, names: Sequence[str]) -> None:
    """Adds the rows of a frame of which the ledger has none with the same values under these names."""
    way = "milestone__order__customer_id" if names[0] == "milestone_id" else "order__customer_id"
    have = {*plan.known.events(model, way).values_list(*names)}
    for row in plan.found.rows(frame):
        values = told(plan, row)
        key = tuple(values[n] for n in names)
        if key not in have:
            have.add(key)
            plan.bulk.add(model, values)
            plan.stir(_order_of(plan, row))


def _order_of(plan: Plan, row: Row) -> str:
    return str(row["order"]) if "order" in row else plan.whose[row["case"]]


def _promise(plan: Plan, row: Row) -> Values:
    event = plan.event(row["made_on"], THEIRS_SEQ)
    return {**event, "milestone_id": plan.cases[row["case"]], "pay_on": row["pay_on"]}


def _credit(plan: Plan, row: Row) -> Values:
    event = plan.event(row.get("on") or FROM_THE_START)
    clash = {"dates_clash": row["dates_clash"]} if "dates_clash" in row else {}
    return {**event, "milestone_id": plan.cases[row["case"]], "stage": row["stage"], **clash}


def _hold(plan: Plan, row: Row) -> Values:
    stated = {n: row[n] for n in ("from_on", "to_on", "why")}
    return {**plan.event(row["from_on"]), "milestone_id": plan.cases[row["case"]], **stated}


def _point(plan: Plan, row: Row) -> Values:
    return {
        **plan.event(FROM_THE_START),
        "order_id": plan.orders[row["order"]],
        "point": row["point"],
        "state": row["state"],
    }


def _standing(plan: Plan, row: Row) -> Values:
    return {**plan.event(row["on"]), "order_id": plan.orders[row["order"]], "kind": row["kind"], "sent": True}


# ---------------------------------------------------------------- things of ours to put right
def _fixes(plan: Plan) -> None:
    """New ones; those that only asked to make a cell clear end when the list is clear there."""
    rows = plan.known.events(Fix, "milestone__order__customer_id").values()
    known = {(r["milestone_id"], _unplaced(r["what"])): r for r in rows}
    asked = set()
    for row in plan.found.rows("fixes"):
        key = plan.cases[row["case"]], _unplaced(row["what"])
        asked.add(key)
        if key not in known:
            plan.bulk.add(Fix, {**plan.event(row["opened_on"]), "milestone_id": key[0], "what": row["what"]})
            plan.stir(plan.whose[row["case"]])
    names = {key: case for case, key in plan.cases.items()}
    for key, old in known.items():
        open_ = old["closed_on"] is None and not old["void"] and old["imported_id"] is not None
        if open_ and key not in asked and key[0] in names and _asks_to_clear(old["what"]):
            plan.bulk.add(Fix, again(old, closed_on=plan.today))
            plan.stir(plan.whose[names[key[0]]])


def _unplaced(what: str) -> str:
    """A task without the number of its row, which moves when rows are added above it."""
    return _ROW.sub("#", what)


def _patterns() -> Iterator[re.Pattern[str]]:
    for name in ("task", "task_note"):
        for text in MESSAGES[name]:
            parts = re.split(r"\{\w+\}", text)
            yield re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


_CLEARING: Final = tuple(_patterns())


def _asks_to_clear(what: str) -> bool:
    return any(p.fullmatch(what) for p in _CLEARING)


def again(old: Values, **changes: Any) -> Values:
    """A row that tells an event anew and supersedes it."""
    return {**{n: v for n, v in old.items() if n not in _SHARED}, "supersedes_id": old["id"], **changes}


# ---------------------------------------------------------------- contacts of both sides
class _OneDay:
    """Messages of one side on one day: those of the list beside those of the ledger.

    The same content is one message. Where a person recorded one himself, the list adds nothing to that day. What an
    earlier list said of that day otherwise is told anew instead of twice.
    """

    model: type[Event]
    names: tuple[str, ...]

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def add(self) -> None:
        """Adds what is new."""
        known = self._known()
        for key, rows in self._listed().items():
            self._add_day(rows, known.get(key, []))

    def _add_day(self, rows: list[Values], known: list[Values]) -> None:
        if any(k["imported_id"] is None for k in known):
            return
        have = Counter(self._said(k) for k in known)
        new = []
        for row in rows:
            if have[self._said(row)] > 0:
                have[self._said(row)] -= 1
            else:
                new.append(row)
        free = [k for k in known if not k["void"] and have[self._said(k)] > 0]
        for row in new:
            old = free.pop(0) if free else None
            told = {k: v for k, v in row.items() if not k.startswith("_")}
            self.plan.bulk.add(self.model, again(old, **told) if old else told)
            self.plan.stir(row["_order"])

    def _said(self, row: Values) -> tuple[Any, ...]:
        return tuple(row.get(n) or None for n in self.names)

    def _known(self) -> dict[Any, list[Values]]:
        raise NotImplementedError

    def _listed(self) -> dict[Any, list[Values]]:
        raise NotImplementedError


class _Touches(_OneDay):
    """Ours: about one order."""

    model, names = Touch, _TOUCH

    def _known(self) -> dict[Any, list[Values]]:
        days: dict[Any, list[Values]] = defaultdict(list)
        rows = self.plan.known.events(Touch, "customer_id")
        orders = dict(rows.filter(milestone__isnull=False).values_list("pk", "milestone__order_id"))
        for row in rows.order_by("pk").values():
            days[orders.get(row["id"]), row["happened_on"]].append(row)
        return days

    def _listed(self) -> dict[Any, list[Values]]:
        plan, days = self.plan, defaultdict(list)
        for row in plan.found.rows("touches"):
            order = plan.whose[row["case"]]
            seq = ANSWER_SEQ if row["kind"] == "answer" else OURS_SEQ
            stated: Values = {n: row[n] for n in _TOUCH if n in row}
            about: Values = {"customer_id": plan.customers[row["customer"]], "milestone_id": plan.cases[row["case"]]}
            days[plan.orders[order], row["on"]].append(
                {**plan.event(row["on"], seq), **about, **stated, "_order": order}
            )
        return days


class _Inbounds(_OneDay):
    """Theirs: of one customer; what has no day of its own is known by its content."""

    model, names = Inbound, _INBOUND

    def _known(self) -> dict[Any, list[Values]]:
        self._ever: set[tuple[Any, ...]] = set()
        self._asked: set[tuple[int, str]] = set()
        days: dict[Any, list[Values]] = defaultdict(list)
        for row in self.plan.known.events(Inbound, "customer_id").order_by("pk").values():
            days[row["customer_id"], row["happened_on"]].append(row)
            self._ever.add((row["milestone_id"], *self._said(row)))
            self._asked.add((row["milestone_id"], row["question"]))
        return days

    def _listed(self) -> dict[Any, list[Values]]:
        plan, days = self.plan, defaultdict(list)
        for row in plan.found.rows("inbounds"):
            key, case = plan.customers[row["customer"]], plan.cases[row["case"]]
            stated: Values = {"kind": "human", **{n: row[n] for n in _INBOUND if n in row}}
            about: Values = {"customer_id": key, "milestone_id": case, "_order": plan.whose[row["case"]]}
            if row["on"] == plan.today and (case, *self._said(stated)) in self._ever:
                continue  # nothing tells its day but the day of reading
            if (case, stated.get("question")) in self._asked and not self._same_day(key, row["on"], stated):
                del stated["question"]  # asked once, and answered or not where that is recorded
            days[key, row["on"]].append({**plan.event(row["on"], THEIRS_SEQ), **about, **stated})
        return days

    def _same_day(self, customer: int, on: date, stated: Values) -> bool:
        return any(self._said(k) == self._said(stated) for k in self._days.get((customer, on), ()))

    def add(self) -> None:
        """Adds what is new."""
        self._days = self._known()
        for key, rows in self._listed().items():
            self._add_day(rows, self._days.get(key, []))


# ---------------------------------------------------------------- the shelf
def _shelf(plan: Plan) -> None:
    keys: dict[str, int] = {}
    for row in plan.found.rows("assets"):
        fits = _fits(plan, row)
        known = plan.known.assets.get((row["reach"], fits, row["kind"], row["title"]))
        if known is None:
            values = {n: row[n] for n in ("kind", "title", "reach", "valid_until") if row.get(n) is not None}
            keys[row["asset"]] = plan.bulk.add(
                Asset, {**values, f"{row['reach']}_id": fits, "added_on": FROM_THE_START}
            )
            plan.reached.append((row["reach"], fits))
        else:
            keys[row["asset"]] = known["id"]
    have = {*plan.known.events(AssetSend, "customer_id").values_list("asset_id", "customer_id", "happened_on")}
    for row in _unique(plan.found.rows("asset_sends")):
        key = keys[row["asset"]], plan.customers[row["customer"]], row["on"]
        if key not in have:
            plan.bulk.add(AssetSend, {**plan.event(row["on"], OURS_SEQ), "asset_id": key[0], "customer_id": key[1]})
            plan.touched |= {key[1]} if key[1] > 0 else set()


def _fits(plan: Plan, row: Row) -> int:
    whose = {"order": plan.orders, "customer": plan.customers, "product": plan.products}[row["reach"]]
    return whose[row["reach_key"]]


def _unique(rows: Iterable[Row]) -> Iterator[Row]:
    yield from {(r["asset"], r["customer"], r["on"]): r for r in rows}.values()
