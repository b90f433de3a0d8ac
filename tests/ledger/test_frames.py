"""What the SELECTs read: rows that hold, scopes, and columns that the ledger keeps in another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import transaction
from django_scopes import scopes_disabled

from duecourse.decide.judge import judge
from duecourse.errors import DuecourseError, ManyErrors
from duecourse.history.history import History
from duecourse.history.schema import BY_NAME, FRAMES
from duecourse.ledger import models as ledger
from duecourse.ledger.frames import FROM_THE_START, Carrier, load, load_checked
from duecourse.ledger.frames.carriers import address_of, by_adbc
from duecourse.ledger.frames.load import feed_age_days
from duecourse.ledger.frames.selects import SELECTS
from duecourse.policy.load import load as policy

TODAY = date(2026, 3, 18)  # A Wednesday without holidays in Britain or China.
CARRIERS: tuple[Carrier, ...] = ("django", "adbc")
both = pytest.mark.both
committed = pytest.mark.both(transaction=True)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class Firm:
    """A workspace with one customer, one order and one deposit, and more of what a test adds."""

    def __init__(self, name: str = "Harbour") -> None:
        self.row = ledger.Workspace.objects.create(name=name)
        self.customer = self.add(ledger.Customer, name="Greenfield Ltd", country="GB")
        self.order = self.add(ledger.Order, customer=self.customer, number="SC-1", confirmed_on=ago(20))
        self.case = self.add(ledger.Milestone, order=self.order, kind="deposit")

    def add(self, model: type[Any], **values: Any) -> Any:
        return model.objects.create(workspace=self.row, **values)

    def event(self, model: type[Any], on: date, **values: Any) -> Any:
        told = {"recorded_on": on, "recorded_at": datetime(2026, 3, 18, tzinfo=UTC), **values}
        return self.add(model, happened_on=on, **told)

    def touch(self, on: date, **values: Any) -> Any:
        return self.event(
            ledger.Touch, on, **{"customer": self.customer, "milestone": self.case, "kind": "soft", **values}
        )

    def load(self, **told: Any) -> History:
        return load(self.row, TODAY, **told)


@pytest.fixture
def firm() -> Iterator[Firm]:
    with scopes_disabled():
        yield Firm()


def test_every_frame_has_its_select() -> None:
    assert list(SELECTS) == [f.name for f in FRAMES]


# ------------------------------------------------------------------ rows that hold
@both
def test_a_row_that_another_supersedes_is_not_read(firm: Firm) -> None:
    first = firm.touch(ago(5))
    firm.touch(ago(5), kind="ask", supersedes=first)
    assert firm.load()["touches"]["kind"].to_list() == ["ask"]


@both
def test_a_row_that_was_declared_void_is_not_read_and_nor_is_what_it_superseded(firm: Firm) -> None:
    first = firm.touch(ago(5))
    firm.touch(ago(5), supersedes=first, void=True)
    firm.touch(ago(3), kind="ask")
    assert firm.load()["touches"]["kind"].to_list() == ["ask"]


@both
def test_a_closed_fix_still_began_on_its_day(firm: Firm) -> None:
    opened = firm.event(ledger.Fix, ago(9), milestone=firm.case, what="correct the proforma")
    firm.event(
        ledger.Fix, ago(9), milestone=firm.case, what="correct the proforma", closed_on=ago(2), supersedes=opened
    )
    fix = firm.load()["fixes"].row(0, named=True)
    assert (fix["opened_on"], fix["closed_on"]) == (ago(9), ago(2))


@both
def test_the_checklist_tells_every_step_and_of_one_day_the_last(firm: Firm) -> None:
    for on, state in ((ago(9), "open"), (ago(4), "open"), (ago(4), "confirmed")):
        firm.event(ledger.CheckStep, on, order=firm.order, point="price", state=state)
    steps = firm.load()["checklist"].sort("on")
    assert [*zip(steps["on"], steps["state"], strict=True)] == [(ago(9), "open"), (ago(4), "confirmed")]
    assert firm.load().seen_on(ago(6))["checklist"]["state"].to_list() == ["open"]


@both
def test_what_was_there_from_the_start_has_no_day(firm: Firm) -> None:
    firm.event(ledger.CheckStep, FROM_THE_START, order=firm.order, point="price", state="open")
    firm.event(ledger.CreditStep, FROM_THE_START, milestone=firm.case, stage="applied")
    firm.add(ledger.Asset, title="A draft", kind="artwork_confirmation", order=firm.order, added_on=FROM_THE_START)
    found = firm.load()
    assert [found[n][c].to_list() for n, c in (("checklist", "on"), ("credits", "on"), ("assets", "added_on"))] == [
        [None]
    ] * 3


# ------------------------------------------------------------------ columns of their own
@both
@pytest.mark.parametrize(
    ("people", "known"),
    [
        ([], True),
        ([{}], False),
        ([{"left_on": ago(1)}], True),
        ([{"phone": "+44 20"}], True),
        ([{"wechat": "green"}], True),
        ([{}, {}], True),
        ([{}, {"left_on": ago(1)}], False),
    ],
)
def test_another_way_is_a_second_person_or_channel(firm: Firm, people: list[dict[str, Any]], known: bool) -> None:
    for told in people:
        firm.add(ledger.Contact, customer=firm.customer, name="Jo", email="jo@example.org", **told)
    assert firm.load()["customers"]["other_way"].to_list() == [known]


@both
@pytest.mark.parametrize("reach", ["order", "customer", "product", "material"])
@pytest.mark.parametrize("retired", [False, True])
def test_a_shelf_is_kept_where_one_thing_fits_that_is_not_retired(firm: Firm, reach: str, retired: bool) -> None:
    tpu = firm.add(ledger.Material, name="TPU")
    bag = firm.add(ledger.Product, name="bag", material=tpu)
    other = firm.add(ledger.Order, customer=firm.add(ledger.Customer, name="Other"), number="SC-2")
    order = firm.add(ledger.Order, customer=firm.customer, number="SC-3", product=bag)
    key = {"order": order, "customer": firm.customer, "product": bag, "material": tpu}[reach]
    firm.add(
        ledger.Asset,
        title="x",
        kind="artwork_confirmation",
        reach=reach,
        added_on=ago(1),
        retired_on=TODAY if retired else None,
        **{reach: key},
    )
    kept = dict(firm.load()["orders"][["number", "assets_recorded"]].iter_rows())
    assert kept == {"SC-1": reach == "customer" and not retired, "SC-2": False, "SC-3": not retired}
    assert firm.load()["assets"]["reach_key"].to_list() == ([] if retired else [_key(reach, key)])
    assert other.number in kept


def _key(reach: str, row: Any) -> str:
    return str(row.pk) if reach in {"order", "customer"} else row.name


@both
@pytest.mark.parametrize(
    ("loaded_on", "age"), [(None, None), (TODAY, 0), (ago(1), 1), (ago(5), 3), (TODAY + timedelta(days=1), 0)]
)
def test_the_bank_feed_ages_in_banking_days(firm: Firm, loaded_on: date | None, age: int | None) -> None:
    ledger.Workspace.objects.filter(pk=firm.row.pk).update(bank_loaded_on=loaded_on)
    assert firm.load()["sellers"]["bank_feed_age_days"].to_list() == [age]


def test_a_weekend_does_not_age_the_bank_feed() -> None:
    assert feed_age_days("CN", date(2026, 3, 13), date(2026, 3, 15)) == 0
    assert feed_age_days(None, date(2026, 3, 13), date(2026, 3, 16)) == 1


@both
def test_one_message_about_two_payments_presses_once(firm: Firm) -> None:
    second = firm.add(ledger.Milestone, order=firm.order, kind="balance_before_shipment", step=2)
    firm.touch(ago(2), group="m1", seq=1)
    once = _pressure(firm)
    firm.touch(ago(2), group="m1", seq=1, milestone=second)
    assert _pressure(firm) == [once[0], once[0]]
    firm.touch(ago(2), group="m2", seq=2, milestone=second)
    assert _pressure(firm)[0] > once[0]


def _pressure(firm: Firm) -> list[float]:
    return judge(firm.load(), TODAY, policy("normal"))["pressure"].to_list()


# ------------------------------------------------------------------ scopes
@both
def test_nothing_of_another_workspace_is_read(firm: Firm) -> None:
    other = Firm("Clara's")
    other.touch(ago(1))
    other.add(ledger.Asset, title="theirs", kind="note", order=other.order, added_on=ago(1))
    other.add(ledger.Closure, from_on=ago(9), to_on=ago(8))
    mine = firm.load()
    assert [mine[n].height for n in ("customers", "orders", "touches", "assets", "closures")] == [1, 1, 0, 0, 0]
    asked = firm.load(customers=[firm.customer.pk, other.customer.pk])
    assert asked["customers"]["customer"].to_list() == [str(firm.customer.pk)]
    assert asked["touches"].height == 0


@both
def test_open_only_leaves_out_who_has_nothing_open_and_keeps_what_is_closed_of_the_others(firm: Firm) -> None:
    closed = firm.add(ledger.Order, customer=firm.customer, number="SC-0", closed_on=ago(90))
    firm.add(ledger.Milestone, order=closed, kind="deposit", paid_on=ago(100))
    gone = firm.add(ledger.Customer, name="Gone")
    past = firm.add(ledger.Order, customer=gone, number="SC-9", closed_on=ago(90))
    firm.add(ledger.Milestone, order=past, kind="deposit")
    firm.touch(ago(95), customer=gone, milestone=None)
    firm.add(ledger.Asset, title="theirs", kind="note", order=past, added_on=ago(1))
    assert [firm.load()[n].height for n in ("customers", "milestones", "touches", "assets")] == [2, 3, 1, 1]
    live = firm.load(open_only=True)
    assert [live[n].height for n in ("customers", "milestones", "touches", "assets")] == [1, 2, 0, 0]
    assert len(firm.load(open_only=True, customers=[gone.pk])) == 0


@both
def test_the_send_of_a_thing_made_for_another_customer_does_not_stand_in_the_way(firm: Firm) -> None:
    other = firm.add(ledger.Customer, name="Other")
    theirs = firm.add(ledger.Asset, title="x", kind="note", reach="customer", customer=other, added_on=ago(5))
    firm.event(ledger.AssetSend, ago(2), asset=theirs, customer=firm.customer)
    assert firm.load()["asset_sends"].height == 1
    assert firm.load(customers=[firm.customer.pk])["asset_sends"].height == 0


# ------------------------------------------------------------------ carriers
@committed
def test_only_the_own_connection_sees_what_is_not_committed(firm: Firm) -> None:
    with transaction.atomic():
        firm.touch(ago(1))
        seen = [firm.load(carrier=c)["touches"].height for c in CARRIERS]
    assert seen == [1, 0]
    assert firm.load(carrier="adbc")["touches"].height == 1


@committed
@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_column_that_is_empty_for_thousands_of_rows_keeps_its_type(firm: Firm, carrier: Carrier) -> None:
    made = datetime(2026, 3, 18, tzinfo=UTC)
    common = {"workspace": firm.row, "customer": firm.customer, "recorded_at": made, "kind": "useful"}
    quiet = [ledger.Touch(happened_on=ago(9), recorded_on=ago(9), **common) for _ in range(3000)]
    last = ledger.Touch(
        happened_on=ago(8),
        recorded_on=ago(8),
        topic="calendar",
        level=2,
        arrived_on=ago(7),
        milestone=firm.case,
        **common,
    )
    ledger.Touch.objects.bulk_create([*quiet, last])
    touches = firm.load(carrier=carrier)["touches"].filter(pl.col("topic").is_not_null())
    assert touches.select("case", "level", "arrived_on").row(0) == (str(firm.case.pk), 2, ago(7))
    assert touches.schema["on"] == pl.Date


@committed
@pytest.mark.parametrize("carrier", CARRIERS)
def test_an_empty_workspace_is_an_empty_history_of_the_right_types(carrier: Carrier) -> None:
    found = load(ledger.Workspace.objects.create(name="new"), TODAY, carrier=carrier)
    assert len(found) == 0
    assert {f.name: found[f.name].height for f in FRAMES if found[f.name].height} == {"sellers": 1}
    stored = {c.name: c.stored for c in BY_NAME["touches"].columns}
    assert {c: found["touches"].schema[c] for c in stored} == stored


@both
def test_a_row_that_no_history_can_hold_is_named_and_the_others_stay(firm: Firm) -> None:
    firm.add(ledger.Order, customer=firm.customer, number="SC-2", production_days=99_999)
    with pytest.raises(ManyErrors, match="production_days"):
        firm.load()
    history, refused = load_checked(firm.row, TODAY)
    assert (history["orders"]["number"].to_list(), [r.column for r in refused]) == (["SC-1"], ["production_days"])


def test_a_database_in_memory_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    if connections["default"].vendor != "sqlite":
        pytest.skip("PostgreSQL never lies in the memory of this process")
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", "file:memorydb?mode=memory")
    with pytest.raises(DuecourseError, match="in the memory of one process"), by_adbc("default"):
        pass


def test_the_address_of_postgresql_keeps_every_sign() -> None:
    told = {
        "USER": "ana",
        "PASSWORD": "p@ss/w:rd",
        "HOST": "/run/pg",
        "PORT": "",
        "NAME": "my db",
        "OPTIONS": {"sslmode": "require"},
    }
    assert address_of(told) == "postgresql://ana:p%40ss%2Fw%3Ard@/my%20db?host=%2Frun%2Fpg&sslmode=require"
