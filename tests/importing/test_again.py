"""A list that comes again: nothing is doubled, what a person did stays, what the list says otherwise is taken over."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from duecourse.importing import runs
from duecourse.importing.undoing import undo
from duecourse.ledger import audit
from duecourse.ledger.models import (
    Contact,
    Customer,
    Fix,
    Hold,
    ImportRun,
    Inbound,
    Milestone,
    Order,
    Payment,
    Promise,
    Standing,
    Touch,
    Verdict,
)
from duecourse.recording import contacts, orders, payments
from duecourse.recording.by import By
from duecourse.recording.door import StaleError
from importing.lists import listed
from importing.test_same_verdicts import STATED, TOLD
from recording.desk import Firm, at_work

EVENTS = (Touch, Inbound, Promise, Payment, Fix, Hold)
A1 = {"customer": "Polder BV", "country": "NL", "order": "A-1"}


def imported(firm: Firm, content: bytes, by: By | None = None) -> ImportRun:
    """A list, taken in at once."""
    by = by or firm.by
    return runs.run(by, runs.preview(by, "list.csv", content).run)


def tables() -> list[object]:
    """Everything that an import writes beside its own rows."""
    models = (Customer, Contact, Order, Milestone, *EVENTS)
    return [list(m.objects.order_by("pk").values()) for m in models]


@pytest.mark.both
@pytest.mark.parametrize("days", [0, 3])
def test_the_same_file_again_changes_nothing(days: int) -> None:
    content = listed(*TOLD, more=STATED)
    with at_work() as firm:
        first = imported(firm, content)
        before = tables()
        shown = runs.preview(firm.on(days), "list.csv", content)
        assert (shown.counts["orders_new"], shown.counts["events"]) == (0, 0)
        assert shown.counts["orders_same"] == shown.counts["orders"] == first.counts["counts"]["orders_new"]
        assert shown.shown["same_as"]
        runs.run(firm.on(days), shown.run)
        assert tables() == before


@pytest.mark.both
def test_a_changed_file_changes_columns_and_adds_what_is_new() -> None:
    more = ("deposit received", "last contact", "last reply", "promised on")
    old = {**A1, "last contact": "2026-11-10", "last reply": "2026-11-11"}
    new = {
        **old,
        "delivery": "2027-02-03",
        "last contact": "2026-11-18",
        "promised on": "2026-11-26",
        "last reply": "2026-11-19",
    }
    with at_work() as firm:
        imported(firm, listed(old, more=more))
        shown = runs.preview(firm.by, "list.csv", listed(new, {**A1, "order": "A-2"}, more=more))
        assert (shown.counts["orders_new"], shown.counts["orders_changed"]) == (1, 1)
        change = {
            "order": "A-1",
            "customer": "Polder BV",
            "column": "deliver_on",
            "before": "2027-01-20",
            "after": "2027-02-03",
        }
        assert shown.shown["changes"] == [change]
        revision = orders.revision_of(Order.objects.get(number="A-1"))
        runs.run(firm.by, shown.run)
        order = Order.objects.get(number="A-1")
        assert order.deliver_on == date(2027, 2, 3)
        assert orders.revision_of(order) > revision
        assert [t.happened_on.day for t in Touch.objects.order_by("happened_on")] == [10, 18]
        assert [i.happened_on.day for i in Inbound.objects.order_by("happened_on")] == [11, 19]
        assert Promise.objects.get().pay_on == date(2026, 11, 26)


@pytest.mark.django_db
def test_the_receipt_of_a_later_list_is_booked_once() -> None:
    more = ("deposit received",)
    with at_work() as firm:
        imported(firm, listed(A1, more=more))
        paid = listed({**A1, "deposit received": "2026-11-20"}, more=more)
        imported(firm, paid)
        imported(firm, paid)
        payment = Payment.objects.get()
        assert (payment.amount_minor, payment.happened_on) == (300_000, date(2026, 11, 20))


@pytest.mark.django_db
def test_money_that_a_person_recorded_is_not_booked_again() -> None:
    more = ("deposit received",)
    with at_work() as firm:
        imported(firm, listed(A1, more=more))
        payments.paid(firm.by, Milestone.objects.get(kind="deposit"), 300_000, firm.today)
        imported(firm, listed({**A1, "deposit received": "2026-11-21"}, more=more))
        assert Payment.objects.count() == 1


@pytest.mark.django_db
def test_what_a_person_did_since_stays_while_the_list_only_repeats_itself() -> None:
    with at_work() as firm:
        imported(firm, listed(A1))
        order = Order.objects.get()
        orders.new_date(firm.by, order, date(2027, 3, 1))
        orders.accepted(firm.by, order)
        imported(firm, listed(A1, {**A1, "order": "A-2"}))
        order.refresh_from_db()
        assert order.deliver_on == date(2027, 3, 1)
        imported(firm, listed({**A1, "delivery": "2027-03-15"}))
        order.refresh_from_db()
        assert order.deliver_on == date(2027, 3, 15)


@pytest.mark.django_db
def test_a_contact_that_a_person_logged_is_not_told_twice() -> None:
    with at_work() as firm:
        imported(firm, listed(A1))
        deposit = Milestone.objects.get(kind="deposit")
        contacts.wrote(firm.by, deposit.order.customer, contacts.Said("useful", topic="calendar"), [deposit])
        imported(firm, listed({**A1, "last contact": firm.today.isoformat()}, more=("last contact",)))
        assert Touch.objects.get().kind == "useful"


@pytest.mark.django_db
def test_a_corrected_kind_of_contact_takes_the_place_of_the_old_one() -> None:
    more = ("last contact", "contact kind")
    with at_work() as firm:
        imported(firm, listed({**A1, "last contact": "2026-11-10"}, more=more))
        imported(firm, listed({**A1, "last contact": "2026-11-10", "contact kind": "reminder"}, more=more))
        assert [t.kind for t in Touch.objects.filter(later__isnull=True)] == ["reminder"]
        assert Touch.objects.count() == 2


@pytest.mark.django_db
def test_a_doubt_that_is_cleared_in_the_list_ends_its_task() -> None:
    with at_work() as firm:
        imported(firm, listed({**A1, "remarks": "客户说已付款，水单已发"}, more=("remarks",)))
        assert Fix.objects.get().closed_on is None
        imported(
            firm, listed({"customer": "Other", "order": "Z"}, {**A1, "remarks": "blue cartons"}, more=("remarks",))
        )
        assert Fix.objects.get(later__isnull=True).closed_on == firm.today


@pytest.mark.django_db
def test_an_event_that_a_person_took_back_does_not_come_again() -> None:
    from duecourse.recording.door import act

    content = listed({**A1, "promised on": "2026-11-30"}, more=("promised on",))
    with at_work() as firm:
        imported(firm, content)
        promise = Promise.objects.select_related("milestone__order").get()
        with act(firm.by, promise.milestone) as doing:
            doing.superseded(promise, void=True)
        imported(firm, content)
        assert Promise.objects.filter(later__isnull=True, void=False).count() == 0


# ---------------------------------------------------------------- one run
@pytest.mark.both
def test_one_entry_of_the_audit_chain_tells_of_a_run() -> None:
    with at_work() as firm:
        imported(firm, listed(*TOLD, more=STATED))
        (entry,) = audit.entries(firm.workspace)
        assert (entry.verb, entry.who) == ("imported", "Ana")
        assert entry.after and entry.after["made"]["order"] == len(TOLD)
        assert len(entry.after["rows_sha256"]) == 64
        assert audit.verify(firm.workspace).broken is None


@pytest.mark.django_db
def test_a_preview_is_run_once_and_by_nobody_else_meanwhile() -> None:
    with at_work() as firm:
        shown = runs.preview(firm.by, "list.csv", listed(A1))
        assert Order.objects.count() == 0
        runs.run(firm.by, shown.run)
        with pytest.raises(StaleError):
            runs.run(firm.by, shown.run)


@pytest.mark.django_db
def test_an_error_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no disk")

    with at_work() as firm:
        shown = runs.preview(firm.by, "list.csv", listed(*TOLD, more=STATED))
        monkeypatch.setattr(runs, "decide", fails)
        with pytest.raises(RuntimeError, match="no disk"):
            runs.run(firm.by, shown.run)
        assert not any(tables())
        assert ImportRun.objects.get().state == "previewed"


KILLED = """
import os, signal, sys
import django
django.setup()
from django_scopes import scope
from duecourse.importing import runs
from duecourse.ledger.models import ImportRun, User, Workspace
from duecourse.recording.by import By
from datetime import datetime, UTC
workspace = Workspace.objects.select_related("policy").get()
with scope(workspace=workspace):
    row = ImportRun.objects.get()
def told(step, done, _all):
    if step == sys.argv[1] and (done or step == "judge"):
        os.kill(os.getpid(), signal.SIGKILL)
runs.run(By(workspace, row.made_by, datetime(2026, 11, 23, 1, tzinfo=UTC)), row, told)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["write", "judge"])
def test_a_killed_process_leaves_nothing_half(step: str, database: str) -> None:
    if database != "sqlite":
        pytest.skip("the other process finds its database by the home of this one, which is SQLite's")
    from django.db import connection

    with at_work() as firm:
        runs.preview(firm.by, "list.csv", listed(*TOLD, more=STATED))
        home = Path(str(connection.settings_dict["NAME"]))
        (link := home.with_name("ledger.sqlite3")).symlink_to(home)
        try:
            done = subprocess.run(
                [sys.executable, "-c", KILLED, step], check=False, capture_output=True, text=True, timeout=60
            )
        finally:
            link.unlink()
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert not any(tables())
        assert Verdict.objects.count() == 0
        run = runs.run(firm.by, ImportRun.objects.get())
        assert run.counts["counts"]["orders_new"] == len(TOLD)


# ---------------------------------------------------------------- taken back
@pytest.mark.both
def test_an_import_that_nobody_touched_goes_without_a_trace() -> None:
    content = listed(*TOLD, more=STATED)
    with at_work() as firm:
        run = imported(firm, content)
        told = undo(firm.by, run)
        assert told.stays == []
        assert told.gone["order"] == len(TOLD)
        assert not any(tables())
        assert (Standing.objects.count(), Verdict.objects.count()) == (0, 0)
        assert [e.verb for e in audit.entries(firm.workspace)] == ["import undone", "imported"]
        with pytest.raises(StaleError):
            undo(firm.by, run)
        assert imported(firm, content).counts["counts"]["orders_new"] == len(TOLD)


@pytest.mark.both
def test_an_order_on_which_somebody_worked_stays_and_is_named() -> None:
    with at_work() as firm:
        run = imported(firm, listed(A1, {**A1, "order": "A-2"}, {"customer": "Kite", "order": "B-1"}))
        deposit = Milestone.objects.get(order__number="A-1", kind="deposit")
        payments.promised(firm.by, deposit, firm.today + timedelta(days=5))
        told = undo(firm.by, run)
        assert told.stays == [("worked_on", "A-1")]
        assert [o.number for o in Order.objects.all()] == ["A-1"]
        assert [c.name for c in Customer.objects.all()] == ["Polder BV"]
        assert Standing.objects.count() == 2


@pytest.mark.both
def test_what_was_there_before_is_as_it_was() -> None:
    more = ("promised on", "last contact", "contact kind")
    with at_work() as firm:
        imported(firm, listed({**A1, "last contact": "2026-11-10"}, more=more))
        changed = {
            **A1,
            "delivery": "2027-02-03",
            "promised on": "2026-11-30",
            "last contact": "2026-11-10",
            "contact kind": "reminder",
        }
        run = imported(firm, listed(changed, more=more))
        told = undo(firm.by, run)
        assert told.restored == 1
        assert Order.objects.get().deliver_on == date(2027, 1, 20)
        assert Promise.objects.get(later__isnull=True).void
        assert Touch.objects.get(later__isnull=True).kind == "soft"
        again = runs.preview(firm.by, "list.csv", listed(changed, more=more))
        assert (again.counts["orders_changed"], again.counts["events"]) == (1, 2)


@pytest.mark.django_db
def test_a_column_that_somebody_changed_since_stays() -> None:
    with at_work() as firm:
        imported(firm, listed(A1))
        run = imported(firm, listed({**A1, "delivery": "2027-02-03"}))
        order = Order.objects.get()
        orders.changed(firm.by, order, orders.revision_of(order), deliver_on=date(2027, 4, 1))
        assert undo(firm.by, run).stays == [("changed_since", "A-1")]
        order.refresh_from_db()
        assert order.deliver_on == date(2027, 4, 1)
