"""Writes a history into the ledger's tables and reads it back under its old keys, to compare both ways of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
from django.db import models
from django_scopes import scopes_disabled

from duecourse.history.history import History, bare, strict
from duecourse.history.schema import BY_NAME, FRAMES
from duecourse.ledger import models as ledger
from duecourse.ledger.frames import FROM_THE_START, Carrier, load
from duecourse.ledger.frames.load import feed_age_days

Row = dict[str, Any]
Frames = dict[str, pl.DataFrame]

WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 5000
NUMBER_MAX = 60
# An asset that is on the shelf but no longer valid: it only shows that somebody keeps one.
EXPIRED = FROM_THE_START + timedelta(days=1)
_KEEPS = "keeps the shelf"
# Words that a ledger keeps empty where a history has null.
_MODELS: dict[str, type[models.Model]] = {
    "checklist": ledger.CheckStep,
    "asset_sends": ledger.AssetSend,
    "standing": ledger.StandingAnswer,
    "promises": ledger.Promise,
    "credits": ledger.CreditStep,
    "touches": ledger.Touch,
    "inbounds": ledger.Inbound,
    "payments": ledger.Payment,
    "fixes": ledger.Fix,
    "holds": ledger.Hold,
}
# The day on which such a row happened; a ledger keeps it in one column for all events.
_HAPPENED = {"promises": "made_on", "fixes": "opened_on", "holds": "from_on"}
_PARENTS = {
    "order": ("orders", "order"),
    "case": ("milestones", "milestone"),
    "customer": ("customers", "customer"),
    "asset": ("assets", "asset"),
}


@dataclass
class Written:
    """What was written: each seller's workspace, and history keys by frame and ledger key.

    Args:
        days: The day to judge each seller.
        made: Frame, then history key, to the row of the ledger.
    """

    days: Mapping[str, date]
    made: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def workspaces(self) -> dict[str, ledger.Workspace]:
        return self.made["sellers"]

    def names(self, frame: str) -> dict[str, str]:
        """Ledger key to history key."""
        return {str(row.pk): key for key, row in self.made[frame].items()}


# ------------------------------------------------------------------ what a ledger can hold
def fitting(history: History) -> History:
    """The same history without what no ledger can say: a material without a product, two steps with one number, a shelf
    that nobody keeps although it holds something, or that of nobody, two states of a point on one day.
    """
    frames = {n: bare(n, f) for n, f in history.frames.items()}
    frames |= _within_reach(frames)
    frames["orders"] = _kept_shelves(_one_material(frames["orders"], frames["customers"]), frames)
    frames["milestones"] = _own_steps(frames["milestones"])
    frames["checklist"] = frames["checklist"].unique(["order", "point", "on"], keep="last", maintain_order=True)
    for name in ("touches", "inbounds"):
        frames[name] = frames[name].with_columns(pl.coalesce("recorded_on", "on").alias("recorded_on"))
    return strict(frames)


def _within_reach(frames: Frames) -> Frames:
    """The thing on the shelf of an order or customer that nobody knows is not there."""
    stays = pl.lit(True)
    for reach in ("order", "customer"):
        known = pl.col("reach_key").is_in(frames[f"{reach}s"][reach].implode())
        stays &= (pl.col("reach") != reach) | known
    assets = frames["assets"].filter(stays)
    return {"assets": assets, "asset_sends": frames["asset_sends"].join(assets, on="asset", how="semi")}


def _one_material(orders: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """A product is made of one material."""
    sellers = orders.select("customer").join(customers[["customer", "seller"]], on="customer", maintain_order="left")
    first = pl.col("material").drop_nulls().first().over(sellers["seller"], "product")
    material = pl.when(pl.col("product").is_not_null()).then(first)
    return orders.with_columns(material.alias("material"), pl.col("number").str.tail(NUMBER_MAX))


def _kept_shelves(orders: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    sellers = dict(frames["customers"][["customer", "seller"]].iter_rows())
    held = set(frames["assets"].select("seller", pl.col("reach").cast(pl.String), "reach_key").iter_rows())
    kept = [
        row["assets_recorded"] or any((sellers[row["customer"]], reach, row[reach]) in held for reach in _REACHES)
        for row in orders.iter_rows(named=True)
    ]
    return orders.with_columns(pl.Series("assets_recorded", kept, dtype=pl.Boolean))


_REACHES = ("order", "customer", "product", "material")


def _own_steps(milestones: pl.DataFrame) -> pl.DataFrame:
    again = pl.int_range(pl.len(), dtype=pl.Int32).over("order", "kind", "step")
    return milestones.with_columns(pl.col("step") + 10 * again)


# ------------------------------------------------------------------ writing
def write(history: History, days: Mapping[str, date]) -> Written:
    """Every row of a fitting history as rows of the ledger, one workspace for each seller.

    Args:
        history: See `fitting`.
        days: Seller to the day that he will be judged on; the age of his bank feed counts from it.
    """
    written = Written(days)
    with scopes_disabled():
        _firms(history, written)
        _people(history, written)
        _orders(history, written)
        _shelf(history, written)
        for name, model in _MODELS.items():
            model._base_manager.bulk_create(_events(name, model, history, written), batch_size=BATCH)
    return written


def rows(history: History, name: str) -> Iterator[Row]:
    """Rows of a frame without its row numbers."""
    return bare(name, history[name]).iter_rows(named=True)


def _keep(written: Written, name: str, keyed: Iterable[tuple[str, models.Model]]) -> None:
    """Stores rows and remembers them by their history key."""
    made = dict(keyed)
    if made:
        type(next(iter(made.values())))._base_manager.bulk_create(made.values(), batch_size=BATCH)
    written.made[name] = made


def _firms(history: History, written: Written) -> None:
    firms = (
        (
            row["seller"],
            ledger.Workspace(
                name=row["seller"][-200:],
                country=row["country"],
                unmatched_money=row["unmatched_money"],
                bank_loaded_on=loaded_on(row["country"], row["bank_feed_age_days"], written.days[row["seller"]]),
            ),
        )
        for row in rows(history, "sellers")
    )
    _keep(written, "sellers", firms)
    firm = written.workspaces
    ledger.Closure._base_manager.bulk_create(
        ledger.Closure(workspace=firm[r["seller"]], from_on=r["from_on"], to_on=r["to_on"])
        for r in rows(history, "closures")
    )
    ledger.ClosedDay._base_manager.bulk_create(
        ledger.ClosedDay(workspace=firm[r["seller"]], on=r["on"]) for r in rows(history, "closed_days")
    )


def loaded_on(country: str, age_days: int | None, as_of: date) -> date | None:
    """The latest day since which so many banking days have passed."""
    if age_days is None:
        return None
    day = as_of
    while feed_age_days(country, day, as_of) < age_days:
        day -= timedelta(days=1)
    return day


def _people(history: History, written: Written) -> None:
    made = {r["customer"]: r for r in rows(history, "customers")}
    plain = BY_NAME["customers"].polars().keys() - {"customer", "seller", "other_way"}
    people = (
        (key, ledger.Customer(workspace=written.workspaces[r["seller"]], **_words(ledger.Customer, r, plain)))
        for key, r in made.items()
    )
    _keep(written, "customers", people)
    # Who has one contact with nothing but a mail address cannot be reached in another way.
    ledger.Contact._base_manager.bulk_create(
        ledger.Contact(workspace=c.workspace, customer=c, name="Somebody", email="somebody@example.org")
        for key, c in written.made["customers"].items()
        if not made[key]["other_way"]
    )
    ledger.CustomerHoliday._base_manager.bulk_create(
        ledger.CustomerHoliday(
            customer=(c := written.made["customers"][r["customer"]]), workspace=c.workspace, on=r["on"]
        )
        for r in rows(history, "customer_holidays")
    )


def _words(model: type[models.Model], row: Row, columns: Iterable[str]) -> Row:
    """Values by column; an empty word where the ledger has no null."""
    return {c: "" if row[c] is None and not model._meta.get_field(c).null else row[c] for c in columns}


def _orders(history: History, written: Written) -> None:
    firm_of = {key: c.workspace for key, c in written.made["customers"].items()}
    told = list(rows(history, "orders"))
    made_of = {(firm_of[r["customer"]], r["product"]): r["material"] for r in told if r["product"]}
    shelf = [(written.workspaces[r["seller"]], r["reach"], r["reach_key"]) for r in rows(history, "assets")]
    made_of |= {(w, k): None for w, reach, k in shelf if reach == "product" and (w, k) not in made_of}
    stuff = {(w, m) for (w, _), m in made_of.items() if m} | {(w, k) for w, reach, k in shelf if reach == "material"}
    _keep(written, "materials", ((k, ledger.Material(workspace=k[0], name=k[1])) for k in sorted(stuff, key=str)))
    materials = written.made["materials"]
    products = (
        (k, ledger.Product(workspace=k[0], name=k[1], material=materials.get((k[0], m)))) for k, m in made_of.items()
    )
    _keep(written, "products", products)
    plain = BY_NAME["orders"].polars().keys() - {"order", "customer", "product", "material", "assets_recorded"}
    _keep(written, "orders", ((r["order"], _order(r, written, plain)) for r in told))
    plain = BY_NAME["milestones"].polars().keys() - {"case", "order"}
    cases = (
        (
            r["case"],
            ledger.Milestone(
                order=(o := written.made["orders"][r["order"]]),
                workspace=o.workspace,
                **_words(ledger.Milestone, r, plain),
            ),
        )
        for r in rows(history, "milestones")
    )
    _keep(written, "milestones", cases)


def _order(row: Row, written: Written, plain: Iterable[str]) -> ledger.Order:
    customer = written.made["customers"][row["customer"]]
    product = written.made["products"].get((customer.workspace, row["product"]))
    told = _words(ledger.Order, row, plain)
    return ledger.Order(workspace=customer.workspace, customer=customer, product=product, **told)


def _shelf(history: History, written: Written) -> None:
    told = [(r["asset"], _asset(r, written)) for r in rows(history, "assets")]
    reached = {(a.workspace, a.reach, r["reach_key"]) for r, (_, a) in zip(rows(history, "assets"), told, strict=True)}
    orders = {r["order"]: r for r in rows(history, "orders") if r["assets_recorded"]}
    empty = (
        (key, written.made["orders"][key])
        for key, r in orders.items()
        if not any((written.made["orders"][key].workspace, reach, r[reach]) in reached for reach in _REACHES)
    )
    kept = (
        (f"{_KEEPS} of {key}", ledger.Asset(workspace=o.workspace, order=o, title=_KEEPS, kind="note", valid_until=EXPIRED, added_on=FROM_THE_START))
        for key, o in empty
    )  # fmt: skip
    _keep(written, "assets", [*told, *kept])


def _asset(row: Row, written: Written) -> ledger.Asset:
    firm, reach, key = written.workspaces[row["seller"]], row["reach"], row["reach_key"]
    found = written.made[f"{reach}s"][key if reach in {"order", "customer"} else (firm, key)]
    plain = _words(ledger.Asset, row, ("kind", "title", "confirms", "valid_until"))
    return ledger.Asset(
        workspace=firm, reach=reach, added_on=row["added_on"] or FROM_THE_START, **{reach: found}, **plain
    )


def _events(name: str, model: type[models.Model], history: History, written: Written) -> Iterator[models.Model]:
    happened = _HAPPENED.get(name, "on")
    others = {*_PARENTS, "seq", "recorded_on", happened} - {"from_on"}
    plain = [c for c in BY_NAME[name].polars() if c not in others]
    for row in rows(history, name):
        owners = {
            column: written.made[frame][row[key]]
            for key, (frame, column) in _PARENTS.items()
            if row.get(key) is not None
        }
        on = row[happened] or FROM_THE_START
        yield model(
            workspace=next(iter(owners.values())).workspace,
            happened_on=on,
            seq=row.get("seq"),
            recorded_on=row.get("recorded_on") or on,
            recorded_at=WRITTEN_AT,
            **owners,
            **_words(model, row, plain),
        )


# ------------------------------------------------------------------ reading
def read(written: Written, carrier: Carrier = "django", customers: Mapping[str, list[str]] | None = None) -> Frames:
    """All frames of all workspaces under their old keys, without the rows that only the ledger needs.

    Args:
        customers: Seller to the history keys of the customers to read; None for all.
    """
    parts = []
    for seller, firm in written.workspaces.items():
        wanted = customers and [written.made["customers"][c].pk for c in customers[seller]]
        parts.append(load(firm, written.days[seller], customers=wanted, carrier=carrier))
    return {f.name: _named(f.name, pl.concat([bare(f.name, h[f.name]) for h in parts]), written) for f in FRAMES}


def _named(name: str, frame: pl.DataFrame, written: Written) -> pl.DataFrame:
    keys = {c.name: c.key_of for c in BY_NAME[name].columns if c.key_of}
    if BY_NAME[name].unique:
        keys[BY_NAME[name].unique] = name
    for column, parent in keys.items():
        frame = frame.with_columns(_replaced(column, written.names(parent)))
    if name == "assets":
        for reach in ("order", "customer"):
            mine = pl.when(pl.col("reach") == reach).then(_replaced("reach_key", written.names(f"{reach}s")))
            frame = frame.with_columns(mine.otherwise("reach_key").alias("reach_key"))
        return frame.filter(pl.col("title") != _KEEPS)
    return frame


def _replaced(column: str, names: Mapping[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def again(written: Written, frames: Frames) -> History:
    """The history of read frames, each seller with his day, to be judged in one pass."""
    days = frames["sellers"]["seller"].replace_strict(dict(written.days), return_dtype=pl.Date)
    return strict({**frames, "sellers": frames["sellers"].with_columns(days.alias("as_of"))})
