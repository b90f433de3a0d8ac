"""Histories: every bad row is named and the good ones stay; and the same verdicts however the rows come."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest

from duecourse.decide.judge import judge
from duecourse.errors import ManyErrors
from duecourse.history.history import History, bare, build, sliced, stacked, strict
from duecourse.history.schema import BY_NAME, FRAMES, Column
from duecourse.history.seen import EXISTS_FROM, WRITTEN_LATER
from duecourse.history.validate import BadRow
from duecourse.policy.load import load
from facts.single_case import TODAY, Row, history_of, row_of, rows
from generators import bulk
from generators import stacked as history_of_worlds

VERDICT = [
    "case",
    "rule_ix",
    "action",
    "then",
    "what",
    "topic",
    "level",
    "until",
    "held_by",
    "needs_approval",
    "next_review",
]
LATER = TODAY + timedelta(days=1)
EVENT = {"customer": "c", "case": "m", "on": TODAY}
# One good row of every frame, by name.
GOOD: dict[str, Row] = {
    "sellers": {"seller": "s"},
    "closures": {"seller": "s", "from_on": TODAY, "to_on": TODAY},
    "closed_days": {"seller": "s", "on": TODAY},
    "customers": {"customer": "c", "seller": "s", "name": "Greenfield Ltd"},
    "customer_holidays": {"customer": "c", "on": TODAY},
    "orders": {"order": "o", "customer": "c", "number": "SC-1"},
    "milestones": {"case": "m", "order": "o", "kind": "deposit"},
    "checklist": {"order": "o", "point": "price", "state": "open"},
    "assets": {"asset": "a", "seller": "s", "kind": "artwork", "title": "A draft", "reach_key": "o"},
    "asset_sends": {"asset": "a", "customer": "c", "on": TODAY},
    "standing": {"order": "o", "kind": "qc_plan", "on": TODAY},
    "promises": {"case": "m", "made_on": TODAY, "pay_on": LATER},
    "credits": {"case": "m", "stage": "applied", "on": TODAY},
    "touches": {**EVENT, "kind": "soft"},
    "inbounds": {**EVENT, "says": "hello"},
    "payments": {"case": "m", "on": TODAY, "amount_minor": 100},
    "fixes": {"case": "m", "what": "correct the proforma", "opened_on": TODAY},
    "holds": {"case": "m", "from_on": TODAY, "to_on": LATER},
}
WRONG = {pl.Date: "2026-02-30", pl.Int32: "ten", pl.Int64: 12.5, pl.Float64: "quick", pl.Boolean: "maybe"}


def whole(**changed: list[Row]) -> dict[str, list[Row]]:
    """One good row in every frame; those given take the place of the usual one."""
    return {name: [dict(row)] for name, row in GOOD.items()} | changed


def few(**changed: list[Row]) -> dict[str, list[Row]]:
    """The same with nothing but what others hang on."""
    return {n: [dict(GOOD[n])] for n in ("sellers", "customers", "orders", "milestones", "assets")} | changed


def refused(frames: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(b.frame, b.row, b.column) for b in build(frames)[1]]


def verdicts(history: History, day: date | None = TODAY, columns: list[str] = VERDICT) -> list[tuple[Any, ...]]:
    return sorted(judge(history, day, load("normal")).select(columns).rows(), key=str)


@cache
def crowd() -> History:
    """Twenty random worlds with their own days, several customers, orders and payments among them."""
    return history_of_worlds(bulk(11, 20))


def columns(where: Callable[[Column], object]) -> list[Any]:
    """Frame and column, for each column of the schema of which something holds."""
    return [pytest.param(f.name, c, id=f"{f.name}.{c.name}") for f in FRAMES for c in f.columns if where(c)]


# ------------------------------------------------------------------ every bad row is named
def test_a_good_row_of_every_frame_is_kept() -> None:
    history, bad = build(whole())
    assert bad == []
    assert {f.name: history[f.name].height for f in FRAMES} == dict.fromkeys(GOOD, 1)
    assert set(GOOD) == set(BY_NAME)
    assert len(history) == 1


@pytest.mark.parametrize(("frame", "column"), columns(lambda c: c.dtype in WRONG))
def test_a_value_of_the_wrong_type_is_named_with_its_place(frame: str, column: Column) -> None:
    value = WRONG[column.dtype]  # type: ignore[index]
    bad = build(few(**{frame: [GOOD[frame], {**GOOD[frame], column.name: value}]}))[1]
    mine = [b for b in bad if b.column == column.name]
    assert [(b.frame, b.row, b.value) for b in mine] == [(frame, 2, f"'{value}'")]
    assert f"holds '{value}', but" in str(mine[0].error())
    assert f"({frame}, row 2)" in str(mine[0].error())


@pytest.mark.parametrize("value", [5, 46099.5, True])
def test_a_number_is_no_date(value: object) -> None:
    assert refused(few(touches=[{**GOOD["touches"], "on": value}])) == [("touches", 1, "on")]


@pytest.mark.parametrize(("frame", "column"), columns(lambda c: c.required))
def test_a_missing_value_that_is_needed_is_named(frame: str, column: Column) -> None:
    bad = build(few(**{frame: [{**GOOD[frame], column.name: None}]}))[1]
    assert (bad[0].frame, bad[0].row, bad[0].column, bad[0].value) == (frame, 1, column.name, "nothing")


@pytest.mark.parametrize(("frame", "column"), columns(lambda c: c.choices))
def test_a_word_that_is_no_choice_is_named_with_the_choices(frame: str, column: Column) -> None:
    bad = build(few(**{frame: [{**GOOD[frame], column.name: "nonsense"}]}))[1]
    assert bad[0] == BadRow(frame, 1, column.name, "'nonsense'", "one of " + ", ".join(column.choices))


@pytest.mark.parametrize(("frame", "column"), columns(lambda c: c.key_of))
def test_a_key_that_nobody_has_is_named(frame: str, column: Column) -> None:
    bad = build(few(**{frame: [{**GOOD[frame], column.name: "stranger"}]}))[1]
    assert bad[0] == BadRow(frame, 1, column.name, "'stranger'", f"a key of a good row in {column.key_of}")


@pytest.mark.parametrize(("frame", "column"), columns(lambda c: c.low is not None))
def test_a_number_below_the_least_is_named(frame: str, column: Column) -> None:
    value = int(column.low or 0) - 1
    bad = build(few(**{frame: [{**GOOD[frame], column.name: value}]}))[1]
    assert (bad[0].column, bad[0].expected.endswith(f", at least {column.low:g}")) == (column.name, True)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e12])
def test_a_reply_time_that_is_no_sensible_number_is_named(value: float) -> None:
    row = {**GOOD["customers"], "reply_days_median": value}
    assert refused(rows(customers=[row]))[0] == ("customers", 1, "reply_days_median")


@pytest.mark.parametrize("frame", [f.name for f in FRAMES if f.unique])
def test_a_key_that_stands_twice_is_named_once_and_the_first_row_stays(frame: str) -> None:
    bad = build(few(**{frame: [GOOD[frame], GOOD[frame]]}))[1]
    assert bad == [
        BadRow(
            frame, 2, BY_NAME[frame].unique, f"'{GOOD[frame][BY_NAME[frame].unique]}'", "a key that no other row has"
        )
    ]


def test_every_fault_of_every_row_is_named_in_order() -> None:
    bad = {"order": "o3", "customer": "zz", "confirmed_on": "soon", "slot": "hold", "production_days": -1}
    found = refused({**rows(), "orders": [GOOD["orders"], {**GOOD["orders"], "order": "o2", "slot": "x"}, bad]})
    assert found == [
        ("orders", 2, "slot"),
        *(("orders", 3, c) for c in ("customer", "number", "confirmed_on", "production_days", "slot")),
    ]


def test_what_hangs_on_a_refused_row_is_refused_and_the_rest_stays() -> None:
    frames = whole(
        customers=[GOOD["customers"], {**GOOD["customers"], "customer": "d", "relationship": "Q"}],
        orders=[GOOD["orders"], {"order": "p", "customer": "d", "number": "SC-2"}],
        milestones=[GOOD["milestones"], {"case": "n", "order": "p", "kind": "deposit"}],
        touches=[GOOD["touches"], {**GOOD["touches"], "customer": "d", "case": "n"}],
        payments=[{**GOOD["payments"], "case": "n"}],
    )
    history, bad = build(frames)
    assert [(b.frame, b.row) for b in bad] == [
        ("customers", 2),
        ("orders", 2),
        ("milestones", 2),
        ("touches", 2),
        ("touches", 2),
        ("payments", 1),
    ]
    assert {n: history[n].height for n in ("customers", "orders", "milestones", "touches", "payments")} == {
        "customers": 1, "orders": 1, "milestones": 1, "touches": 1, "payments": 0,
    }  # fmt: skip


def test_strict_raises_one_error_for_each_fault() -> None:
    with pytest.raises(ManyErrors) as caught:
        strict({**rows(), "orders": [{"order": "o", "customer": "zz", "number": "1"}]})
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(("frame", "first", "last"), [("closures", "from_on", "to_on"), ("holds", "from_on", "to_on")])
def test_a_span_that_ends_before_it_begins_is_named(frame: str, first: str, last: str) -> None:
    assert refused(few(**{frame: [{**GOOD[frame], first: LATER, last: TODAY}]}))


@pytest.mark.parametrize("frame", ["touches", "inbounds"])
def test_an_event_about_a_case_of_somebody_else_is_named(frame: str) -> None:
    """Events are kept by customer and counted by case: in parts of whole customers such a row would be lost."""
    other = {"customers": [GOOD["customers"], {**GOOD["customers"], "customer": "d"}]}
    assert (frame, 1, "case") in refused({**rows(), **other, frame: [{**GOOD[frame], "customer": "d"}]})


@pytest.mark.parametrize("day", [date(2126, 6, 15), date(9999, 12, 31), date(1926, 6, 15), date(1, 1, 1)])
@pytest.mark.parametrize("production_days", [30, 2_000_000_000])
def test_one_mistyped_date_or_span_stops_nobody_else(day: date, production_days: int) -> None:
    """Refused or judged, but the other case gets its verdict."""
    order = {**GOOD["orders"], "order": "p", "deliver_on": day, "production_days": production_days}
    case = {**GOOD["milestones"], "case": "n", "order": "p"}
    history, _ = build(rows(orders=[GOOD["orders"], order], milestones=[GOOD["milestones"], case]))
    assert "m" in judge(history, TODAY, load("normal"))["case"].to_list()


# ------------------------------------------------------------------ types and defaults
def test_text_that_reads_as_the_type_is_taken_as_such() -> None:
    texts = {"confirmed_on": "2026-03-02", "production_days": "35", "assets_recorded": "True", "number": 17}
    made = strict(rows(orders=[{**GOOD["orders"], **texts}]))["orders"].select(list(texts)).row(0)
    assert made == (date(2026, 3, 2), 35, True, "17")


def test_whole_numbers_in_floats_and_days_with_a_clock_are_taken() -> None:
    frame = pl.DataFrame(
        {
            "order": ["o"],
            "customer": ["c"],
            "number": ["1"],
            "production_days": [35.0],
            "confirmed_on": [datetime(2026, 3, 2, 9)],
        }
    )
    made = strict(rows(orders=frame))["orders"].row(0, named=True)
    assert (made["production_days"], made["confirmed_on"]) == (35, date(2026, 3, 2))


def test_empty_frames_are_typed_and_judged_to_nothing() -> None:
    history, bad = build({})
    assert bad == []
    for frame in FRAMES:
        found = history[frame.name]
        assert found.height == 0
        assert [c for c in frame.columns if found.schema[c.name] != c.stored] == []
    assert judge(history, TODAY, load("normal")).height == 0


@pytest.mark.parametrize("seq", [9_999, 10_000, 43_200, 86_399])
def test_an_order_within_the_day_never_moves_the_day(seq: int) -> None:
    """The seconds of a clock are an order within the day too."""
    found = row_of(columns=["last_contact_on", "contact_days"], touches=[{**GOOD["touches"], "seq": seq}])
    assert found == {"last_contact_on": TODAY, "contact_days": 0}


# ------------------------------------------------------------------ one history out of another
def test_with_rows_adds_and_checks() -> None:
    longer = (
        history_of().with_rows("touches", [GOOD["touches"]]).with_rows("touches", [{**GOOD["touches"], "kind": "ask"}])
    )
    assert longer["touches"]["kind"].to_list() == ["soft", "ask"]


@pytest.mark.parametrize(
    "change", [{"kind": "sof"}, {"on": "soon"}, {"on": None}, {"customer": "zz"}, {"seq": -1}, {"level": "high"}]
)
def test_with_rows_names_a_row_that_does_not_fit(change: Row) -> None:
    with pytest.raises(ManyErrors):
        history_of().with_rows("touches", [{**GOOD["touches"], **change}])


def test_further_rows_leave_the_order_of_the_shelf_as_it_was() -> None:
    shelf = [
        {**GOOD["assets"], "asset": a, "kind": a, "reach": r, "reach_key": k}
        for a, r, k in (("x", "order", "o"), ("y", "customer", "c"))
    ]
    shelf.append({**GOOD["assets"], "asset": "z", "kind": "z", "reach": "product", "reach_key": "bag"})
    for order in (shelf, shelf[::-1]):
        history = history_of(assets=order, orders=[{**GOOD["orders"], "product": "bag"}])
        assert verdicts(history.with_rows("assets", []), columns=["useful_kind"]) == [(order[0]["asset"],)]


def test_with_column_sets_one_value_everywhere() -> None:
    assert history_of().with_column("milestones", paid_on=TODAY)["milestones"]["paid_on"].to_list() == [TODAY]
    assert row_of()["paid"] is False


# ------------------------------------------------------------------ later events are not seen
@pytest.mark.parametrize(
    ("frame", "column"), [(f, c) for f, cs in EXISTS_FROM.items() for c in cs if c not in WRITTEN_LATER.get(f, ())]
)
def test_a_row_of_tomorrow_is_not_seen_today(frame: str, column: str) -> None:
    frames = whole(asset_sends=[]) if frame == "assets" else whole()
    later = strict({**frames, frame: [{**GOOD[frame], column: LATER}]})
    seen = later.seen_on(TODAY)
    assert seen[frame].height == 0
    assert later.seen_on(LATER)[frame].height == 1
    assert verdicts(seen) == verdicts(strict({**frames, frame: []}))


def test_an_asset_that_was_sent_before_it_came_to_the_shelf_stops_nobody() -> None:
    """Who tidies the shelf later records it with the day of the tidying; a look back must not break on that."""
    later = strict(whole(assets=[{**GOOD["assets"], "added_on": LATER}]))
    assert len(verdicts(later, TODAY)) == 1
    assert judge(later.on_days([TODAY, LATER]), None, load("normal")).height == 2


@pytest.mark.parametrize(("frame", "column"), [(f, c) for f, cs in WRITTEN_LATER.items() for c in cs])
def test_a_date_written_tomorrow_is_not_seen_today(frame: str, column: str) -> None:
    extra = {"new_date": date(2026, 7, 1)} if column == "new_date_named_on" else {}
    later = strict(whole(**{frame: [{**GOOD[frame], **extra, column: LATER}]}))
    seen = later.seen_on(TODAY)
    assert [seen[frame][c].to_list() for c in (column, *extra)] == [[None]] * (1 + len(extra))
    assert later.seen_on(LATER)[frame][column].to_list() == [LATER]
    assert verdicts(seen) == verdicts(strict(whole(**{frame: [GOOD[frame]]})))


def test_every_day_on_which_something_happened_is_hidden_before_it() -> None:
    """A new date column of the schema must be thought of in `seen`; these are known in advance or for ever."""
    ahead = {"from_on", "to_on", "pay_on", "until_on", "due_on", "deliver_on", "delivery_agreed_on", "ready_on", "eta_on", "confirmed_on", "valid_until",
             "new_date"}  # fmt: skip
    of_calendars = {("closed_days", "on"), ("customer_holidays", "on")}
    happened = {
        (f.name, c.name) for f in FRAMES for c in f.columns if c.dtype == pl.Date and c.name not in ahead
    } - of_calendars
    assert happened == {(f, c) for f, cs in EXISTS_FROM.items() for c in cs}


def test_days_side_by_side_get_the_verdicts_of_each_day_alone() -> None:
    history = history_of_worlds(w.on(TODAY) for w in bulk(12, 12))
    days = [TODAY - timedelta(days=9), TODAY, TODAY + timedelta(days=20)]
    facts = ["as_of", *VERDICT[1:]]
    alone = [r for d in days for r in verdicts(history, d, facts)]
    assert verdicts(history.on_days(days), None, facts) == sorted(alone, key=str)


# ------------------------------------------------------------------ parts, slices, order of rows
def shuffled(history: History, seed: int) -> History:
    """The same rows in another order; the shelf keeps its own, which says what goes next."""
    rng = random.Random(seed)
    frames = {n: bare(n, f) for n, f in history.frames.items()}
    return strict({n: f if n == "assets" else f[rng.sample(range(f.height), f.height)] for n, f in frames.items()})


@pytest.mark.parametrize(("cases", "seed"), [(1, None), (3, 3), (7, None), (20, 5), (1000, None)])
def test_parts_get_the_verdicts_of_the_whole(cases: int, seed: int | None) -> None:
    history = crowd() if seed is None else shuffled(crowd(), seed)
    parts = list(history.parts(cases))
    assert sum(len(p) for p in parts) == len(history)
    assert len(parts) > 1 or cases >= len(history)
    whole_columns = [*VERDICT, "pressure", "gap_free_on", "closure_days", "useful_kind", "reason_until", "broken_count"]
    found = sorted((r for p in parts for r in verdicts(p, None, whole_columns)), key=str)
    assert found == verdicts(history, None, whole_columns)


@pytest.mark.parametrize("seed", range(4))
def test_shuffled_rows_get_the_same_verdicts(seed: int) -> None:
    frames = {n: bare(n, f) for n, f in crowd().frames.items()}
    tied = {"inbounds": ["customer", "on"], "credits": ["case", "on"], "checklist": ["order", "point", "on"],
            "promises": ["case", "made_on"], "fixes": ["case", "opened_on"], "holds": ["case", "from_on"]}  # fmt: skip
    untied = strict({n: f.unique(tied[n], maintain_order=True) if n in tied else f for n, f in frames.items()})
    assert verdicts(shuffled(untied, seed), None) == verdicts(untied, None)


@pytest.mark.parametrize(
    ("frame", "one", "other", "fact"),
    [
        ("inbounds", {"reason": "approval", "until_on": date(2026, 4, 1)}, {"reason": "approval", "until_on": date(2026, 4, 20)}, "until"),
        ("inbounds", {"price_push": True, "handled_on": TODAY}, {"price_push": True}, "action"),
        ("inbounds", {"wants_fewer_mails": True, "handled_on": TODAY}, {"wants_fewer_mails": True}, "action"),
        ("inbounds", {"kind": "out_of_office", "until_on": date(2026, 4, 1)}, {"kind": "out_of_office", "until_on": date(2026, 4, 9)}, "until"),
        ("credits", {"stage": "advised"}, {"stage": "checked"}, "lc_stage"),
        ("checklist", {"state": "open"}, {"state": "confirmed"}, "points_open"),
        ("promises", {"pay_on": TODAY}, {"pay_on": date(2026, 4, 1)}, "promised_on"),
    ],
)  # fmt: skip
def test_two_rows_of_one_day_mean_the_same_in_any_order(frame: str, one: Row, other: Row, fact: str) -> None:
    pair = [{**GOOD[frame], "says": None, **one}, {**GOOD[frame], "says": None, **other}]
    pair = [{k: v for k, v in r.items() if k in {c.name for c in BY_NAME[frame].columns}} for r in pair]
    assert row_of(columns=[fact], **{frame: pair}) == row_of(columns=[fact], **{frame: pair[::-1]})


@pytest.mark.parametrize(("low", "high"), [(0, 1), (3, 9), (0, 0), (19, 20)])
def test_a_slice_holds_whole_customers_with_all_that_is_theirs(low: int, high: int) -> None:
    piece = sliced(crowd(), low, high)
    names = crowd()["customers"]["customer"][low:high].to_list()
    assert piece["customers"]["customer"].to_list() == names
    for frame in ("orders", "touches", "inbounds"):
        assert piece[frame]["customer"].to_list() == [c for c in crowd()[frame]["customer"] if c in names]


def test_histories_with_keys_of_their_own_are_judged_side_by_side() -> None:
    day = date(2026, 3, 18)
    pieces = [history_of_worlds([w]) for w in bulk(13, 6)]
    dayless = [strict({n: bare(n, f).drop("as_of", strict=False) for n, f in p.frames.items()}) for p in pieces]
    assert verdicts(stacked(dayless), day) == sorted((r for p in dayless for r in verdicts(p, day)), key=str)
