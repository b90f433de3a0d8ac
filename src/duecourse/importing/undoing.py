"""Taking an import back: what it made and nobody has touched since goes; what stays is named, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django_scopes import scope

from duecourse.importing.known import journal_of, plain
from duecourse.importing.runs import judged, quiet
from duecourse.ledger import audit
from duecourse.ledger.models import Approval as Approved
from duecourse.ledger.models import (
    Asset,
    AssetSend,
    CheckStep,
    Confirmation,
    Contact,
    CreditStep,
    Customer,
    CustomerHoliday,
    Event,
    Fix,
    Hold,
    ImportRun,
    Inbound,
    Message,
    Milestone,
    Order,
    OrderStep,
    Payment,
    PriceTalk,
    Product,
    Promise,
    Standing,
    StandingAnswer,
    Task,
    Touch,
    Verdict,
    Workspace,
)
from duecourse.recording.by import By
from duecourse.recording.door import StaleError

_EVENTS: Final[Mapping[type[Event], str]] = {
    AssetSend: "customer",
    Touch: "milestone",
    Promise: "milestone",
    Payment: "milestone",
    CreditStep: "milestone",
    Fix: "milestone",
    Hold: "milestone",
    PriceTalk: "milestone",
    Approved: "milestone",
    Inbound: "milestone",
    CheckStep: "order",
    StandingAnswer: "order",
    OrderStep: "order",
}
"""Kinds of events to what they hang on; those that name others come first."""

_SHOWN: Final = 50


@dataclass(slots=True)
class Undone:
    """What became of it.

    Args:
        gone: Table to how many rows went.
        restored: How many columns of known rows have their old value again.
        stays: What stays and why: a word for the cause (`worked_on`, `changed_since`, `superseded`, `has_more`), and
            the name of the order or customer; at most fifty of each cause.
        staying: Cause to how many.
    """

    gone: dict[str, int] = field(default_factory=dict)
    restored: int = 0
    stays: list[tuple[str, str]] = field(default_factory=list)
    staying: dict[str, int] = field(default_factory=dict)

    def stay(self, cause: str, names: Sequence[str]) -> None:
        """Notes what stays."""
        if names:
            self.staying[cause] = self.staying.get(cause, 0) + len(names)
            self.stays += [(cause, name) for name in names[:_SHOWN]]


def undo(by: By, run: ImportRun) -> Undone:
    """Takes an import back, in one transaction.

    Orders that it made and nobody has worked on since are removed with all that it told of them, as if the file had
    never been there; one entry of the audit chain says how many, and the entry of the run keeps the SHA-256 of them. Of
    orders that were there before, its events become void and columns have their old value again, unless somebody has
    superseded or changed them.

    Raises:
        StaleError: The run is not done, or has been taken back already.
    """
    with scope(workspace=by.workspace), transaction.atomic():
        Workspace.objects.select_for_update().get(pk=by.workspace.pk)
        row = ImportRun.objects.select_for_update().filter(pk=run.pk, state="done").first()
        if row is None:
            raise StaleError("This import has been taken back already", fix="Open the list of imports to see it.")
        return _Undoing(by, row).all()


class _Undoing:
    """One run on its way back."""

    def __init__(self, by: By, run: ImportRun) -> None:
        self.by, self.run, self.journal = by, run, journal_of(run)
        self.told = Undone()
        self.concerned: set[int] = set()

    def all(self) -> Undone:
        """Everything, and then the verdicts of the customers who remain."""
        gone, self.kept = self._orders()
        self._remove_orders(gone)
        self._void_events()
        self._restore()
        self._remove_assets()
        self._remove_customers()
        self._remove(Product, self._mine(Product).filter(~Exists(Order.objects.filter(product=OuterRef("pk")))))
        self._close()
        left = Customer.objects.filter(pk__in=self.concerned).order_by("pk").values_list("pk", flat=True)
        judged(self.by, list(left), quiet)
        return self.told

    def _mine(self, model: type[models.Model]) -> models.QuerySet[Any]:
        """Rows of a table that the run made and that are still there."""
        spans = self.journal.get("made", {}).get(str(model._meta.model_name), [])
        chosen = Q(pk__in=[])
        for first, last in spans:
            chosen |= Q(pk__range=(first, last))
        rows: models.QuerySet[Any] = model.objects.filter(chosen)  # type: ignore[attr-defined]
        return rows

    # ------------------------------------------------------------ orders of its own
    def _orders(self) -> tuple[models.QuerySet[Any], models.QuerySet[Any]]:
        """Orders that the run made: those nobody has worked on since, and the others."""
        mine = self._mine(Order)
        worked = Exists(Milestone.objects.filter(order=OuterRef("pk")).exclude(revision=0, imported=self.run))
        more = [
            Exists(model.objects.filter(**{way: OuterRef("pk")}).exclude(imported=self.run))
            for model, name in _EVENTS.items()
            if name != "customer"
            for way in ["order" if name == "order" else "milestone__order"]
        ]
        things = [Exists(Confirmation.objects.filter(order=OuterRef("pk")))]
        touched = Q(worked)
        for one in (*more, *things):
            touched |= Q(one)
        kept = list(mine.filter(touched).values_list("pk", "number", "customer_id"))
        self.concerned |= {*mine.values_list("customer_id", flat=True)}
        self.told.stay("worked_on", [number for _, number, _ in kept])
        keys = [pk for pk, _, _ in kept]
        return mine.exclude(pk__in=keys), mine.filter(pk__in=keys)

    def _remove_orders(self, orders: models.QuerySet[Any]) -> None:
        """Removes orders with all that hangs on them; the run alone has written it."""
        whose = {"order": orders.values("pk"), "milestone": Milestone.objects.filter(order__in=orders).values("pk")}
        self._remove(AssetSend, AssetSend.objects.filter(asset__in=self._mine(Asset), imported=self.run))
        for model in (Standing, Verdict):
            if model is Verdict:
                self._remove_lists(orders)
            model._base_manager.filter(milestone__in=whose["milestone"])._raw_delete("default")
        for event, name in _EVENTS.items():
            if name != "customer":
                rows = event.objects.filter(**{f"{name}__in": whose[name]})
                # Rows that supersede go before those that they name.
                self._remove(event, rows.filter(supersedes__isnull=False))
                self._remove(event, rows)
        self._remove(Asset, Asset.objects.filter(order__in=orders.values("pk")))
        keys = list(orders.values_list("pk", flat=True))
        self._remove(Milestone, Milestone.objects.filter(order__in=orders.values("pk")))
        self._remove(Order, Order.objects.filter(pk__in=keys) if len(keys) < 5_000 else orders)

    def _remove_lists(self, orders: models.QuerySet[Any]) -> None:
        """The customers' rows in the lists are written anew afterwards."""
        customers = orders.values("customer_id")
        for model in (Standing, Message, Task):
            model._base_manager.filter(customer__in=customers)._raw_delete("default")

    def _remove(self, model: type[models.Model], rows: models.QuerySet[Any]) -> None:
        count = rows._raw_delete("default")  # events refuse to be deleted one by one
        if count:
            name = str(model._meta.model_name)
            self.told.gone[name] = self.told.gone.get(name, 0) + count

    # ------------------------------------------------------------ what was there before
    def _void_events(self) -> None:
        """Events about orders that stay become void; those of orders on which people worked stay as they are."""
        kept = self.kept.values("pk")
        for model, name in _EVENTS.items():
            every: models.QuerySet[Any] = model.objects.all()
            rows = every.filter(imported=self.run, void=False)
            if name != "customer":
                way = "order__in" if name == "order" else "milestone__order__in"
                rows = rows.exclude(**{way: kept})
            superseded = rows.filter(later__isnull=False, later__imported=F("imported")).count()
            later = rows.filter(later__isnull=False).count() - superseded
            self.told.stay("superseded", [str(model._meta.model_name)] * later)
            for event in rows.filter(later__isnull=True):
                self._void(event)

    def _void(self, event: Event) -> None:
        fields = {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields if f.attname != "id"}
        now: dict[str, Any] = {"recorded_on": self.by.today, "recorded_at": self.by.at}
        now |= {"recorded_by_id": self.by.user.pk if self.by.user else None, "supersedes_id": event.pk}
        earlier = event.supersedes
        if earlier is None:
            type(event)(**{**fields, **now, "void": True}).save()
        else:
            # What an earlier list or a person had told of it holds again.
            was = {f.attname: getattr(earlier, f.attname) for f in earlier._meta.concrete_fields if f.attname != "id"}
            type(event)(**{**was, **now}).save()
        name = f"{event._meta.model_name}_void"
        self.told.gone[name] = self.told.gone.get(name, 0) + 1
        self.concerned.add(_customer_of(event))

    def _restore(self) -> None:
        """Columns of known rows that still hold what the run wrote."""
        for table, key, before, after in self.journal.get("changed", ()):
            row = apps.get_model("ledger", table).objects.filter(pk=key).first()
            if row is None:
                continue
            same = [n for n in after if plain(getattr(row, n)) == after[n]]
            fields = {f.attname: f for f in row._meta.concrete_fields}
            for name in same:
                setattr(row, name, fields[name].to_python(before[name]))
            row.save(update_fields=[fields[n].name for n in same])
            self.told.restored += len(same)
            if len(same) < len(after):
                self.told.stay("changed_since", [str(row)])
            self.concerned.add(_customer_of(row))

    def _remove_assets(self) -> None:
        mine = self._mine(Asset).filter(
            ~Exists(AssetSend.objects.filter(asset=OuterRef("pk")).exclude(imported=self.run))
        )
        self._remove(AssetSend, AssetSend.objects.filter(asset__in=mine, supersedes__isnull=False))
        self._remove(AssetSend, AssetSend.objects.filter(asset__in=mine))
        self._remove(Asset, mine)

    # ------------------------------------------------------------ customers
    def _remove_customers(self) -> None:
        """Customers that the run made, and of whom nobody has written anything since."""
        contacts = self._mine(Contact)
        mine = self._mine(Customer)
        has = [
            Exists(Order.objects.filter(customer=OuterRef("pk"))),
            Exists(Contact.objects.filter(customer=OuterRef("pk")).exclude(pk__in=contacts.values("pk"))),
            Exists(Contact.objects.filter(customer=OuterRef("pk"), verified_on__isnull=False)),
            Exists(CustomerHoliday.objects.filter(customer=OuterRef("pk"))),
            Exists(Asset.objects.filter(customer=OuterRef("pk"))),
            *(Exists(m.objects.filter(customer=OuterRef("pk"))) for m in (Touch, Inbound, AssetSend)),
        ]
        written = ~Q(zone="", language="", city="", note="", legal_flag=False, thin_margin=False)
        for one in has:
            written |= Q(one)
        stay = list(mine.filter(written).values_list("pk", "name"))
        worked = {*self.kept.values_list("customer_id", flat=True)}
        self.told.stay("has_more", [name for pk, name in stay if pk not in worked])
        free = mine.exclude(pk__in=[pk for pk, _ in stay])
        for model in (Standing, Message, Task):
            model._base_manager.filter(customer__in=free.values("pk"))._raw_delete("default")
        self._remove(Contact, contacts.filter(customer__in=free.values("pk")))
        self._remove(Customer, free)
        rest = contacts.filter(verified_on__isnull=True).exclude(customer__in=mine.values("pk"))
        self._remove(Contact, rest.filter(left_on__isnull=True))

    def _close(self) -> None:
        self.run.state = "undone"
        told = {"gone": self.told.gone, "restored": self.told.restored, "stays": self.told.staying}
        self.run.counts = {**self.run.counts, "undone": {**told, "names": self.told.stays}}
        self.run.save(update_fields=["state", "counts"])
        subject = f"importrun {self.run.pk}"
        audit.record(self.by.workspace, self.by.user, "import undone", subject, None, told, at=self.by.at)


def _customer_of(row: models.Model) -> int:
    if isinstance(row, Customer):
        return row.pk
    if isinstance(row, Contact | Order | Touch | Inbound | AssetSend):
        return row.customer_id
    order = row.order if isinstance(row, Milestone | CheckStep | StandingAnswer | OrderStep) else row.milestone.order  # type: ignore[attr-defined]
    return int(order.customer_id)
