"""Two firms with a row of everything, and every word of the other one's marked, so that a leak can be seen.

`house` is a firm as its people would have filled it; `marked` writes the mark into every word that its rows hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat
from django_scopes import scope, scopes_disabled

from duecourse.importing import runs
from duecourse.ledger import audit
from duecourse.ledger import models as ledger
from duecourse.ledger.files import stored
from duecourse.ledger.roles import MAY
from duecourse.ledger.rules import FIRST
from duecourse.recording import contacts, orders, ours, payments, people, place
from duecourse.recording.by import By
from duecourse.recording.deciding import decide
from duecourse.recording.door import of_the_past

NOW = datetime(2026, 11, 23, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 23)
MARK = "Zirkon7431"
PASSWORD = "a quiet harbour at noon"
OWNED = sorted(
    (m for m in apps.get_app_config("ledger").get_models() if issubclass(m, ledger.Owned)), key=lambda m: m.__name__
)
# Words with a form of their own: codes, keys, hashes, places in an order.
CODES = {
    "currency", "country", "zone", "language", "email", "hash", "token_hash", "text_hash", "sha256", "digest", "rank",
    "tick", "rule", "action", "then", "kind", "state", "group", "payload", "topic", "number",
}  # fmt: skip


@dataclass
class House:
    """A firm: its people by role, and the key of one row of each kind."""

    workspace: ledger.Workspace
    people: dict[str, ledger.Membership]
    keys: dict[str, int] = field(default_factory=dict)

    def __getattr__(self, name: str) -> int:
        try:
            return self.__dict__["keys"][name]
        except KeyError:
            raise AttributeError(name) from None

    def by(self, role: str = "sales") -> By:
        """Somebody of it, now."""
        return By(self.workspace, self.people[role].user, NOW)


def house(name: str) -> House:
    """A firm with at least one row in every table."""
    workspace = ledger.Workspace.objects.create(name=name, city=f"{name} Port")
    with scope(workspace=workspace):
        members = {role: _member(workspace, role) for role in MAY}
        made = House(workspace, members)
        _rules(made)
        with of_the_past():
            _story(made)
        decide(workspace, NOW)
        _listed(made)
    return made


def _member(workspace: ledger.Workspace, role: str) -> ledger.Membership:
    user = ledger.User.objects.create_user(
        f"{role}@{workspace.name.split()[0].lower()}.example", PASSWORD, name=f"{workspace.name} {role}"
    )
    return ledger.Membership.objects.create(workspace=workspace, user=user, role=role)


def _rules(h: House) -> None:
    """Two versions of the rules; their numbers are those of this firm alone."""
    first = h.workspace.pk * 10
    for number in (first, first + 1):
        h.workspace.policy = ledger.PolicyVersion.objects.create(
            workspace=h.workspace, number=number, text=FIRST, why=h.workspace.name, made_at=NOW
        )
    h.workspace.save()
    h.keys |= {"policy": first, "policy_now": first + 1}


def _story(h: House) -> None:
    name, by = h.workspace.name, h.by()
    customer = ledger.Customer.objects.create(
        workspace=h.workspace, name=f"{name} Buyers", country="DE", city="Kiel", owner=by.user, note=name
    )
    quiet = ledger.Customer.objects.create(workspace=h.workspace, name=f"{name} Garden", country="NL", owner=by.user)
    ledger.CustomerHoliday.objects.create(workspace=h.workspace, customer=customer, on=date(2026, 12, 24), name=name)
    person = ledger.Contact.objects.create(
        workspace=h.workspace, customer=customer, name=f"{name} Jana", email=f"jana@{name.split()[0].lower()}.example",
        whatsapp="+49 170 5550101", verified_on=TODAY,
    )  # fmt: skip
    order = _order(by, customer, "SC-1", confirmed_on=date(2026, 11, 2))
    case = order.milestones.get(step=1)
    rest = order.milestones.get(step=2)
    calm = _order(by, quiet, "SC-2", confirmed_on=date(2026, 11, 9))
    material = ledger.Material.objects.create(workspace=h.workspace, name=f"{name} mesh")
    ledger.Product.objects.filter(pk=order.product_id).update(material=material)
    orders.confirmed(by, order, f"{name} Jana", date(2026, 11, 2), note="v1")
    orders.point(by, order, "quantity", "confirmed", name)
    orders.standing(by, order, "qc_plan", sent=False)
    orders.credit(by, rest, "applied")
    thing = _asset(h, order, person, case)
    ask = contacts.Heard(name, contact=person, question=name, marks=frozenset({"price_push", "dispute"}))
    inbound = contacts.heard(by, quiet, ask, calm.milestones.get(step=1))
    asked = contacts.heard(by, quiet, ask, calm.milestones.get(step=1))
    promise = payments.promised(by, rest, TODAY + timedelta(days=5), who=name, said=name)
    fix = ours.fix(by, calm.milestones.get(step=1), f"{name} fix", by.user)
    hold = ours.hold(by, rest, TODAY + timedelta(days=9), name)
    paid = payments.paid(by, rest, 100, reference=name)
    ours.approved(h.by("manager"), case, name, yes=False, why=name)
    ours.price_answered(h.by("manager"), asked, name)
    orders.new_date(by, calm, TODAY + timedelta(days=90), name)
    day = place.day_closed(h.by("manager"), date(2026, 12, 25), name)
    closure = place.factory_closed(h.by("manager"), date(2027, 2, 1), date(2027, 2, 20), name)
    people.invited(h.by("admin"), "sales", "admin", f"new@{name.split()[0].lower()}.example")
    ledger.PlanRun.objects.create(
        workspace=h.workspace, tick="2026-11-22", as_of=TODAY, policy=h.workspace.policy, digest="", ran_at=NOW
    )
    h.keys |= {
        "customer": customer.pk, "order": order.pk, "case": case.pk, "rest": rest.pk, "contact": person.pk,
        "product": order.product_id, "material": material.pk, "asset": thing.pk, "inbound": inbound.pk,
        "promise": promise.pk, "fix": fix.pk, "hold": hold.pk, "payment": paid.pk, "day": day.pk, "closure": closure.pk,
        "calm": calm.milestones.get(step=1).pk, "calm_order": calm.pk,
    }  # fmt: skip
    _imports(h)
    _browsers(h)


def _order(by: By, customer: ledger.Customer, number: str, **columns: Any) -> ledger.Order:
    shares = [orders.Share("deposit", 1_836_000), orders.Share("balance_before_shipment", 4_284_000)]
    usual = {"currency": "USD", "amount_minor": 6_120_000, "deliver_on": date(2027, 2, 19), "production_days": 30}
    number = f"{by.workspace.name.split()[0]}-{number}"
    return orders.made(by, customer, number, shares, product=f"{by.workspace.name} barrel", **usual, **columns)


def _asset(h: House, order: ledger.Order, person: ledger.Contact, case: ledger.Milestone) -> ledger.Asset:
    name = h.workspace.name
    file = stored(h.workspace.pk, f"{name}.txt", [f"{name} certificate".encode()], "text/plain")
    thing = ledger.Asset(
        workspace=h.workspace,
        title=f"{name} paper",
        kind="material_certificate",
        reach="order",
        order=order,
        added_on=TODAY,
    )
    ours.shelved(h.by(), thing, file)
    sent = contacts.Said("useful", contact=person, subject=name, text=name, assets=[thing])
    touch = contacts.wrote(h.by(), order.customer, sent, [case], date(2026, 11, 12))[0]
    h.keys["touch"] = touch.pk
    return thing


def _imports(h: House) -> None:
    """One list that was read in, and one that was only shown."""
    for key, role in (("import_done", "sales"), ("import", "manager")):
        name = f"{h.workspace.name} {key}"
        rows = f"order,customer,amount,currency,terms,confirmed\nX-{key}-{h.workspace.pk},{name},1000,USD,30% deposit 70% before shipment,2026-11-10\n"
        shown = runs.preview(h.by(role), f"{name}.csv", rows.encode())
        h.keys[key] = shown.run.pk
        if key == "import_done":
            runs.run(h.by(role), shown.run)


def _browsers(h: House) -> None:
    """A browser in which each has signed in elsewhere, and a second step."""
    for role, member in h.people.items():
        session = UserSession.objects.create(
            user=member.user, ip="198.51.100.7", session_key=f"{role}{member.pk}", user_agent=h.workspace.name
        )
        h.keys[f"session_{role}"] = session.pk
        h.keys[f"member_{role}"] = member.pk
        h.keys[f"user_{role}"] = member.user_id
    Authenticator.objects.create(user=h.people["finance"].user, type="totp", data={})


def _listed(h: House) -> None:
    """What the plan put on the lists."""
    h.keys["message"] = ledger.Message.objects.order_by("pk")[0].pk
    h.keys["task"] = ledger.Task.objects.order_by("pk")[0].pk
    h.keys["firm"] = h.workspace.pk
    h.keys["invitation"] = ledger.Invitation.objects.get().pk


# ---------------------------------------------------------------- the mark
def marked(h: House) -> House:
    """The same firm with the mark in every word; a column that is added later is marked too."""
    with scopes_disabled():
        for model in OWNED:
            for column in _words_of(model):
                rows = model.objects.filter(workspace=h.workspace)
                rows.update(**{column.name: _mark(column)})
    return h


def _words_of(model: type[models.Model]) -> list[models.Field]:
    plain = (f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField))
    known = (f for f in plain if not f.choices and f.name not in CODES)
    return [f for f in known if not (model is ledger.PolicyVersion and f.name == "text")]


def _mark(column: models.Field) -> Any:
    if column.unique or column.name == "name":
        return Concat(Value(f"{MARK} "), Cast(F("pk"), models.CharField()))
    return Value(MARK)


def unmarked(h: House) -> list[str]:
    """Tables in which this firm has no row, and columns that do not carry the mark: nothing could be seen to leak."""
    found = []
    with scopes_disabled():
        for model in OWNED:
            rows = list(model.objects.filter(workspace=h.workspace).values())
            if not rows:
                found.append(f"{model.__name__}: give the firm of tests/web/houses.py a row of it")
            words = [f.name for f in _words_of(model)]
            found += [f"{model.__name__}.{w} is not marked" for w in words for r in rows if MARK not in r[w]]
    return found


def state(h: House) -> dict[str, Any]:
    """All that a firm holds, as text: rows of every table, its people, the head of its audit."""
    with scopes_disabled():
        rows = {m.__name__: _rows(m.objects.filter(workspace=h.workspace)) for m in OWNED}
        mine = ledger.User.objects.filter(memberships__workspace=h.workspace)
        rows["User"] = _rows(mine)
        rows["UserSession"] = _rows(UserSession.objects.filter(user__in=mine))
        rows["Authenticator"] = _rows(Authenticator.objects.filter(user__in=mine))
        rows["Workspace"] = _rows(ledger.Workspace.objects.filter(pk=h.workspace.pk))
    with scope(workspace=h.workspace):
        return rows | {"audit": audit.head(h.workspace)}


def _rows(found: models.QuerySet) -> list[str]:
    rows = found.order_by("pk").distinct().values()
    return [json.dumps(r, cls=DjangoJSONEncoder, default=repr, sort_keys=True) for r in map(_plain, rows)]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: bytes(v).hex() if isinstance(v, bytes | memoryview) else v for k, v in row.items()}


def picture(name: str = "paper.txt", content: bytes = b"plain words") -> BytesIO:
    """A file to send."""
    file = BytesIO(content)
    file.name = name
    return file
