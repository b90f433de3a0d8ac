"""An import: shown first, then done in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final, TypeAlias

from django.db import connection, models, transaction
from django.db.models import F
from django_scopes import scope

from duecourse.errors import DuecourseError
from duecourse.importing.bulk import Bulk
from duecourse.importing.happened import plan_events
from duecourse.importing.known import Known, packed, plain
from duecourse.importing.planning import Changed, Plan
from duecourse.importing.reading import Found, Source, found_in
from duecourse.importing.shown import shown
from duecourse.ledger import audit
from duecourse.ledger.models import (
    Asset,
    AssetSend,
    CheckStep,
    Contact,
    CreditStep,
    Customer,
    Fix,
    Hold,
    ImportRun,
    Inbound,
    Milestone,
    Order,
    Payment,
    Product,
    Promise,
    StandingAnswer,
    Touch,
    Workspace,
)
from duecourse.recording.by import By
from duecourse.recording.deciding import decide
from duecourse.recording.door import StaleError

TABLES: Final = (
    Customer, Contact, Product, Order, Milestone, Asset, Touch, AssetSend, Inbound, Promise, Payment, CreditStep, Fix,
    Hold, CheckStep, StandingAnswer,
)  # fmt: skip
"""What an import may make, parents before children."""

PART_CUSTOMERS: Final = 1_000
"""Customers judged at a time; progress is told between."""

Progress: TypeAlias = Callable[[str, int, int], None]
"""Is told the step (read, write, judge), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; nothing of it has been done.

    Args:
        run: The kept file; `run()` takes it.
        counts: How many rows, payments, orders and customers, new, changed and as they were.
        shown: What a page shows of it, see `importing.shown`.
    """

    run: ImportRun
    counts: Mapping[str, int]
    shown: Mapping[str, Any]


def quiet(_step: str, _done: int, _all: int) -> None:
    """Tells nobody."""


def preview(by: By, name: str, content: bytes, mapping: Mapping[str, str] | None = None) -> Preview:
    """Reads a list and keeps it, so that it can be run as it was shown.

    Earlier previews of the same person that were never run are forgotten.

    Args:
        by: Who, where and when.
        name: Name of the file; one without a known ending stands for pasted rows.
        content: Its bytes; pasted rows as UTF-8.
        mapping: What a person said of headings: heading to field, '' for a column that is not read.

    Raises:
        DuecourseError: The file cannot be opened, is too large, or holds no order list.
    """
    with scope(workspace=by.workspace):
        said = dict(mapping or {}) or _said_before(name, content)
        found = found_in(source_of(by, name, content, said))
        ImportRun.objects.filter(state="previewed", made_by=by.user).delete()
        run = ImportRun(workspace=by.workspace, name=name[:200], sha256=sha256(content).hexdigest(), state="previewed")
        run.made_at, run.made_by, run.content, run.mapping = by.at, by.user, content, said
        plan = planned(by, 0, found)
        counts = counted(plan)
        run.counts = {"counts": counts, "shown": shown(plan, said, _same_file(run.sha256))}
        run.refused = run.counts["shown"].pop("refused")
        run.save()
        return Preview(run, counts, run.counts["shown"])


def source_of(by: By, name: str, content: bytes, said: Mapping[str, str]) -> Source:
    """What is to be read, as the workspace speaks."""
    workspace = by.workspace
    speaks = "zh" if workspace.language.startswith("zh") else "en"
    return Source(name, content, by.today, workspace.country, speaks, said)


def _said_before(name: str, content: bytes) -> dict[str, str]:
    """What somebody said of the headings of an earlier list that had all of them."""
    del name
    head = content[:20_000].decode("utf-8", "ignore")
    for said in ImportRun.objects.filter(state="done").order_by("-pk").values_list("mapping", flat=True)[:20]:
        if said and all(heading in head for heading in said):
            return dict(said)
    return {}


def _same_file(digest: str) -> str:
    """When this very file was imported last, as text; empty if never."""
    last = ImportRun.objects.filter(state="done", sha256=digest).order_by("-pk").first()
    return last.made_at.isoformat() if last else ""


def planned(by: By, key: int, found: Found) -> Plan:
    """What is to be done, as the ledger stands now."""
    orders = [*found.rows("orders")]
    people = (p.customer for each in found.lists for p in each.extras.people)
    names = [*(r["customer"] for r in found.rows("customers")), *people]
    known = Known.of(names, {r["product"] for r in orders if "product" in r})
    plan = Plan(found, known, Bulk(by.workspace, by.user, by.at, key), by.today)
    plan.ordinary()
    plan_events(plan)
    return plan


def counted(plan: Plan) -> dict[str, int]:
    """How many of what is new, changed, or as it was."""
    new = plan.bulk.counts()
    orders, lists = plan.orders, plan.found.lists
    changed = {c.order for c in plan.changed if c.order}
    made = sum(1 for key in orders.values() if key < 0)
    stirred = len(plan.stirred)
    return {
        "rows": sum(each.rows_read for each in lists),
        "payments": len(plan.cases),
        "refused": len(plan.found.read.refused),
        "orders": len(orders),
        "orders_new": made,
        "orders_changed": len(changed),
        "orders_stirred": stirred,
        "orders_same": len(orders) - made - stirred,
        "customers_new": new.get("customer", 0),
        "contacts_new": new.get("contact", 0),
        "events": sum(n for table, n in new.items() if table not in _PLAIN),
        **{f"made_{table}": n for table, n in new.items()},
    }


_PLAIN: Final = frozenset({"customer", "contact", "product", "order", "milestone", "asset"})


def run(by: By, shown_run: ImportRun, told: Progress = quiet) -> ImportRun:
    """Does what was shown, as the ledger stands now: all of it or nothing, in one transaction.

    One entry of the audit chain tells of the whole run: the file's SHA-256, how many rows of which table it made and
    changed, and SHA-256 over all of them; not one entry for each row as with the acts of a person.

    Args:
        by: Who, where and when.
        shown_run: A preview that has not been run.
        told: Is told how far it is.

    Raises:
        StaleError: It has been run already, or a newer preview has taken its place.
        DuecourseError: The file cannot be read any more.
    """
    with scope(workspace=by.workspace):
        told("read", 0, 1)
        content = bytes(shown_run.content)
        found = found_in(source_of(by, shown_run.name, content, shown_run.mapping))
        told("read", 1, 1)
        with transaction.atomic():
            # The row of the workspace is the lock: two imports queue, and the second sees what the first one made.
            Workspace.objects.select_for_update().get(pk=by.workspace.pk)
            row = ImportRun.objects.select_for_update().filter(pk=shown_run.pk, state="previewed").first()
            if row is None:
                raise StaleError("This list has been imported already", fix="Open the list of imports to see it.")
            return _done(by, row, planned(by, row.pk, found), told)


def _done(by: By, row: ImportRun, plan: Plan, told: Progress) -> ImportRun:
    counts, rows = counted(plan), len(plan.bulk)
    told("write", 0, rows)
    spans, digest = plan.bulk.stored(TABLES, lambda done: told("write", done, rows))
    changes = [_resolved(plan, c) for c in plan.changed]
    _update(changes)
    for part in _parts(sorted(plan.stirred), 5_000):
        Milestone.objects.filter(order_id__in=part).update(revision=F("revision") + 1)
    journal = {
        "made": spans,
        "changed": [[c.model._meta.model_name, c.key, _plain(c.before), _plain(c.after)] for c in changes],
        "said": _said(plan),
    }
    row.state, row.content, row.made_at, row.made_by = "done", packed(journal), by.at, by.user
    row.counts = {"counts": counts, "left": plan.left}
    row.save()
    told_of = {"file": row.name, "sha256": row.sha256, "made": plan.bulk.counts(), "changed": len(changes)}
    audit.record(
        by.workspace, by.user, "imported", f"importrun {row.pk}", None, {**told_of, "rows_sha256": digest}, at=by.at
    )
    judged(by, _concerned(plan), told)
    return row


def judged(by: By, customers: Sequence[int], told: Progress) -> None:
    """Judges customers part by part, in the same transaction."""
    for done, part in enumerate(_parts(customers, PART_CUSTOMERS)):
        told("judge", done * PART_CUSTOMERS, len(customers))
        decide(by.workspace, by.at, customers=part)
    told("judge", len(customers), len(customers))


def _parts(keys: Sequence[int], size: int) -> Iterator[list[int]]:
    rest = iter(keys)
    while part := list(islice(rest, size)):
        yield part


def _concerned(plan: Plan) -> list[int]:
    """Customers of whom anything is new, and those whom a new thing on the shelf fits."""
    made = plan.bulk.keys.get(Customer, ())
    keys = {*plan.touched, *made}
    ways = {"order": ("pk", Order), "customer": ("customer_id", Customer), "product": ("product_id", Product)}
    for reach, (column, model) in ways.items():
        fits = [plan.bulk.key(model, key) for where, key in plan.reached if where == reach]
        if fits:
            orders = Order.objects.filter(closed_on__isnull=True, **{f"{column}__in": fits})
            keys |= {*orders.values_list("customer_id", flat=True)}
    return sorted(keys)


def _resolved(plan: Plan, change: Changed) -> Changed:
    """The same with the key of a product that was new."""
    if "product_id" not in change.after:
        return change
    after = {**change.after, "product_id": plan.bulk.key(Product, change.after["product_id"])}
    return Changed(change.model, change.key, change.before, after, change.order, change.customer)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


def _update(changes: Sequence[Changed]) -> None:
    """Writes changed columns, many rows of the same columns at once."""
    alike: dict[tuple[type[models.Model], tuple[str, ...]], list[Changed]] = {}
    for change in changes:
        alike.setdefault((change.model, tuple(change.after)), []).append(change)
    quote = connection.ops.quote_name
    for (model, names), rows in alike.items():
        fields = {f.attname: f for f in model._meta.concrete_fields}
        cells = ", ".join(f"{quote(str(fields[n].column))} = %s" for n in names)
        values = [[*(fields[n].get_db_prep_save(c.after[n], connection) for n in names), c.key] for c in rows]
        with connection.cursor() as cursor:
            table = quote(model._meta.db_table)
            cursor.executemany(f"UPDATE {table} SET {cells} WHERE id = %s", values)  # noqa: S608  names of our tables


_SAID: Final[Mapping[type[models.Model], tuple[str, ...]]] = {
    Customer: ("country", "relationship"),
    Order: (
        "confirmed_on", "deliver_on", "incoterm", "production_days", "transport_days", "booking_days", "delivered_on",
        "new_date", "new_date_named_on", "product_id",
    ),
    Milestone: ("amount_minor", "currency", "due_on"),
}  # fmt: skip
"""Columns of new rows that a later list is compared with."""


def _said(plan: Plan) -> dict[str, dict[str, Any]]:
    """What the lists so far said of all rows, the newest word of each."""
    said = {table: dict(rows) for table, rows in plan.known.said.items()}
    for table, rows in plan.said.items():
        mine = said.setdefault(table, {})
        for key, values in rows.items():
            mine[str(key)] = {**mine.get(str(key), {}), **values}
    for model, names in _SAID.items():
        mine = said.setdefault(str(model._meta.model_name), {})
        for key, row in zip(plan.bulk.keys.get(model, ()), plan.bulk.rows.get(model, ()), strict=True):
            stated = {n: row[n] for n in names if n in row}
            mine[str(key)] = {n: plan.goods.get(v, v) if n == "product_id" else plain(v) for n, v in stated.items()}
    return said


def totals(rows: Sequence[Changed]) -> Counter[str]:
    """Order to how many of its columns change."""
    return Counter(c.order for c in rows)


def forget(by: By, run_: ImportRun) -> None:
    """Drops a preview.

    Raises:
        DuecourseError: It has been run.
    """
    with scope(workspace=by.workspace):
        gone, _ = ImportRun.objects.filter(pk=run_.pk, state="previewed").delete()
        if not gone:
            raise DuecourseError("This list has been imported already", fix="Take the import back instead.")
