"""A story becomes a workspace: its people and customers, then everything that happened, in the order of its hours."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django_scopes import scope

from duecourse.demo.acts import ACTS, Case, Told
from duecourse.demo.days import BOOKING_DAYS, Days
from duecourse.demo.past import past
from duecourse.history.calendars import lunar_new_year
from duecourse.jobs.daily import plan
from duecourse.ledger.models import (
    Closure,
    Contact,
    Customer,
    CustomerHoliday,
    Material,
    Membership,
    PolicyVersion,
    Product,
    User,
    Workspace,
)
from duecourse.ledger.rules import FIRST
from duecourse.recording import orders
from duecourse.recording.by import By
from duecourse.recording.deciding import decide
from duecourse.recording.door import act, of_the_past

STORY: Final = "harbour.toml"
OPENED_WEEKDAYS: Final = -260
"""The workspace is a year old."""

_NEW_YEAR_DAYS: Final = 10
_OURS: Final = "10:20"
_THEIRS: Final = "16:40"
_HEARD: Final = frozenset({"heard", "promised", "paid", "signed"})


@dataclass(frozen=True, slots=True)
class Made:
    """A workspace whose story is told: the people by their short names."""

    workspace: Workspace
    people: Mapping[str, User]


def told() -> dict[str, Any]:
    """The story as its file has it."""
    return tomllib.loads((resources.files("duecourse.demo") / STORY).read_text(encoding="utf-8"))


def tell(at: datetime, progress: Callable[[float], None] | None = None) -> Made:
    """Makes the workspace of the story, lived in up to an instant, with the plan of its day.

    Args:
        at: The instant; the story is told relative to its day.
        progress: Takes the share that is done, 0 to 1.
    """
    raw = told()
    with transaction.atomic():
        made = _Teller.begin(raw["workspace"], at)
        with scope(workspace=made.workspace), of_the_past():
            made.tell([*past(raw["past"]), *raw["customer"]], at, progress)
            decide(made.workspace, at)
    plan(made.workspace, at)
    return Made(made.workspace, made.people)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Whose story, and its calendar."""

    workspace: Workspace
    people: Mapping[str, User]
    days: Days

    @classmethod
    def begin(cls, raw: Told, at: datetime) -> _Teller:
        """The workspace with its people, rules and the rest of its factory."""
        plain = {n: raw[n] for n in ("name", "country", "city", "zone")}
        today = at.astimezone(ZoneInfo(raw["zone"])).date()
        workspace = Workspace.objects.create(**plain, demo=True, bank_loaded_on=today)
        people = {name: _person(name, *row) for name, row in raw["people"].items()}
        days = Days(today, raw["zone"], frozenset(_closed(today)))
        opened = days.instant(OPENED_WEEKDAYS, "09:00")
        with scope(workspace=workspace):
            for name, (*_, role) in raw["people"].items():
                Membership.objects.create(workspace=workspace, user=people[name], role=role)
            for first, last in _closures(today):
                Closure.objects.create(workspace=workspace, from_on=first, to_on=last, name="Chinese New Year")
            rules = {"number": 1, "text": FIRST, "made_by": people["mei"], "made_at": opened}
            workspace.policy = PolicyVersion.objects.create(workspace=workspace, **rules)
            workspace.save(update_fields=["policy"])
        return cls(workspace, people, days)

    def tell(self, customers: list[dict[str, Any]], at: datetime, progress: Callable[[float], None] | None) -> None:
        """Everything that happened, hour by hour, as if it had been recorded then."""
        steps = [step for raw in customers for step in self._of_customer(raw)]
        # Steps of one hour keep their order: Python's sort is stable.
        for n, (_, do) in enumerate(sorted((s for s in steps if s[0] <= at), key=lambda s: s[0])):
            do()
            if progress is not None:
                progress((n + 1) / len(steps))

    def _of_customer(self, raw: Told) -> Iterator[tuple[datetime, Callable[[], None]]]:
        owner = self.people[raw["owner"]]
        first = min(order["acts"][0]["on"] for order in raw["order"])
        arrived = self.days.instant(first, "08:30")
        known: dict[str, Any] = {}
        yield arrived, partial(self._arrives, By(self.workspace, owner, arrived), raw, known)
        for order in raw["order"]:
            taken = self.days.instant(order["acts"][0]["on"], "09:10")
            yield taken, partial(self._orders, By(self.workspace, owner, taken), order, known)
            for one in order["acts"]:
                usual = _THEIRS if one["do"] in _HEARD else _OURS
                moment = self.days.instant(one["on"], one.get("at", usual))
                by = By(self.workspace, self.people[one.get("by", raw["owner"])], moment)
                yield moment, partial(_does, known, order["number"], by, one)

    def _arrives(self, by: By, raw: Told, known: dict[str, Any]) -> None:
        plain = {n: raw[n] for n in ("name", "country", "city", "zone", "relationship", "note") if n in raw}
        with act(by) as doing:
            customer = Customer(workspace=self.workspace, owner=by.user, **plain)
            doing.made(customer)
            for name, role, email, phone, language in raw["contacts"]:
                about = {"name": name, "role": role, "email": email, "phone": phone, "language": language}
                doing.made(Contact(workspace=self.workspace, customer=customer, verified_on=by.today, **about))
            for number in raw.get("away", ()):
                day = self.days.today + timedelta(days=number)
                about = {"on": day, "name": raw["away_for"]}
                doing.made(CustomerHoliday(workspace=self.workspace, customer=customer, **about))
        known["customer"] = customer

    def _orders(self, by: By, raw: Told, known: dict[str, Any]) -> None:
        minor = round(raw["amount"] * 100)
        shares = [
            orders.Share(kind, minor * percent // 100, self.days.pay_by(raw["due"]) if "due" in raw else None)
            for kind, percent in raw["shares"]
        ]
        plain = {n: raw[n] for n in ("goods", "terms", "incoterm", "place") if n in raw}
        dated = {
            "production_days": raw.get("production", 30),
            "transport_days": raw.get("transport"),
            **self._dates(raw),
        }
        number, customer = raw["number"], known["customer"]
        money = {"currency": raw.get("currency", "USD"), "amount_minor": minor}
        order = orders.made(by, customer, number, shares, product=raw["product"], **plain, **dated, **money)
        if "material" in raw and order.product is not None and order.product.material is None:
            _made_of(by, order.product, raw["material"])
        known[number] = Case(self.days, self.people, customer, order, raw)

    def _dates(self, raw: Told) -> dict[str, Any]:
        """Delivery counted from the day by which the money must come; never at a weekend."""
        if "deliver" in raw:
            return {"deliver_on": self.days.pay_by(raw["deliver"]), "booking_days": BOOKING_DAYS}
        ready = self.days.ready(self.days.pay_by(raw["pay_by"]), raw.get("production", 30))
        deliver = ready + timedelta(days=BOOKING_DAYS + raw.get("transport", 0))
        spare = (7 - deliver.weekday()) % 7 if deliver.weekday() > 4 else 0
        return {"deliver_on": deliver + timedelta(days=spare), "booking_days": BOOKING_DAYS + spare}


def _does(known: Mapping[str, Any], number: str, by: By, one: Told) -> None:
    ACTS[one["do"]](known[number], by, one)


def _made_of(by: By, product: Product, name: str) -> None:
    with act(by) as doing:
        material = Material.objects.filter(name=name).first()
        if material is None:
            material = Material(workspace=by.workspace, name=name)
            doing.made(material)
        doing.changed(product, material=material)


def _person(name: str, full: str, language: str, _role: str) -> User:
    """Somebody without a password: he signs in by a link."""
    address = f"{name}@harbour-outdoor.example"
    return User.objects.filter(email=address).first() or User.objects.create_user(address, name=full, language=language)


def _closures(today: date) -> list[tuple[date, date]]:
    """The factory's rest around the Chinese New Years that are near."""
    years = (lunar_new_year(year) for year in (today.year, today.year + 1))
    return [(y - timedelta(days=_NEW_YEAR_DAYS), y + timedelta(days=_NEW_YEAR_DAYS)) for y in years]


def _closed(today: date) -> Iterator[date]:
    for first, last in _closures(today):
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))
