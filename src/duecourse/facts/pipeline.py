"""History and a day become facts: one row per case, every column documented in `catalogue`."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import polars as pl

from duecourse.facts import contacts, credit, deadline, invoice, own, pacing, promises, said, shelf, silence
from duecourse.facts.base import ByIdentity, base, beside, days_of, numbered, rows_of, with_numbers
from duecourse.facts.days import Calendars, between, col, day_of, known, with_calendars
from duecourse.facts.scatter import places
from duecourse.history.history import History
from duecourse.history.money import UNUSUAL_UNITS
from duecourse.policy.model import Policy
from duecourse.policy.vocabulary import FACTS

# Beside the documented facts: what gates reckon with, and the row numbers that lead back to the history.
_CARRIED = (
    "order_ix",
    "customer_ix",
    "seller_ix",
    "contact_cal",
    "gap_normal_days",
    "gap_short_days",
    "pressure_fresh",
    "pressure_answered",
    "cap_7d_on",
    "cap_30d_on",
)

_UNUSUAL = pl.Enum(list(UNUSUAL_UNITS))
_CUSTOMER_NUMBERS = pacing.customer_numbers()


def facts(history: History, as_of: date | None, policy: Policy) -> tuple[pl.DataFrame, Calendars]:
    """Everything the rules know about every case on one day.

    Args:
        history: What happened; later events than `as_of` are not seen.
        as_of: The day for all cases; None for a history made by `History.on_days`, where each seller has his own.
        policy: Its numbers become columns.

    Returns:
        One row per milestone, in the order of the history, with the columns of `vocabulary.FACTS` and the numbers; and
        the calendars that its calendar numbers count in.
    """
    seen = history if as_of is None else history.seen_on(as_of)
    customers, calendars = with_calendars(seen, days_of(seen, as_of))
    inbounds = said.heard(seen)
    customers, ours = _customer_facts(seen, customers, inbounds, policy)
    rows = deadline.with_deadline(base(seen, customers, policy), seen)
    about = beside(rows, contacts.by_case(ours, len(seen)))
    with_cases = _with_case_frames(about, seen, inbounds, calendars, policy)
    return _finished(_with_order_frames(with_cases, seen, customers), policy, calendars), calendars


def _customer_facts(
    history: History, customers: pl.DataFrame, inbounds: pl.DataFrame, policy: Policy
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Customers with pressure, caps, rhythm and what they said; and our contacts alone."""
    people = numbered(customers)
    caps = with_numbers(people, policy, history, contacts.CAPS)[["as_of", *contacts.CAPS]]
    events = contacts.marked(history.events, people)
    ours = contacts.contacts_of(events)
    paced = contacts.by_customer(ours, caps, policy)
    frames = [
        contacts.last_human(events),
        contacts.rhythm(events),
        said.about_customers(inbounds),
    ]
    named = beside(people.rename({"reply_days_median": "reply_days_recorded"}), paced)
    return attached(named, frames, "customer_ix").with_columns(_CUSTOMER_NUMBERS), ours


def _with_case_frames(
    rows: pl.DataFrame, history: History, inbounds: pl.DataFrame, calendars: Calendars, policy: Policy
) -> pl.DataFrame:
    frames = [
        said.about_cases(inbounds, rows["answer_moment"]),
        said.last_words(history),
        promises.promises_of(history, rows, calendars, policy),
        credit.credits_of(history),
        own.fixes_of(history),
        own.holds_of(history, rows),
        own.received(history),
    ]
    return attached(rows, frames, "case_ix")


def _with_order_frames(rows: pl.DataFrame, history: History, customers: pl.DataFrame) -> pl.DataFrame:
    people = rows_of(customers[["as_of", "seller_ix"]], history["orders"]["customer_ix"])
    assets = shelf.shelf_of(history, people.hstack([history["orders"]["customer_ix"]]))
    points = shelf.latest_points(history)
    frames = [
        shelf.checklist_of(points),
        shelf.useful_of(assets),
        shelf.points_of(points, assets),
        shelf.standing_next(history),
    ]
    return attached(rows, frames, "order_ix")


def attached(rows: pl.DataFrame, frames: list[pl.DataFrame], on: str) -> pl.DataFrame:
    """Left joins on a row number by index; frames without rows only give their null columns, in one go."""
    blank = [e for f in frames if not f.height for e in _blank(tuple(f.schema.items()), on)]
    rows = rows.with_columns(blank) if blank else rows
    wanted = rows[on].to_numpy()
    return beside(rows, *(f[[c for c in f.columns if c != on]][places(f[on], wanted)] for f in frames if f.height))


@lru_cache(maxsize=64)
def _blank(schema: tuple[tuple[str, pl.DataType], ...], on: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema if name != on]


def _finished(rows: pl.DataFrame, policy: Policy, calendars: Calendars) -> pl.DataFrame:
    """The columns that need only what stands in the row already; in stages, each after the ones it reads."""
    several = rows["step"].max() not in {None, 1}
    for stage in _stages(ByIdentity(policy), calendars, several):
        rows = rows.with_columns(stage)
    numbers = [n.name for n in policy.numbers.values() if n.scope == "case"]
    return rows[[*(f.name for f in FACTS), *numbers, *_CARRIED]]


@lru_cache(maxsize=64)
def _stages(key: ByIdentity, calendars: Calendars, several: bool) -> tuple[list[pl.Expr], ...]:
    """The expressions of each stage, made once for a policy and a day table: making them takes longer than one case."""
    policy = key.value
    return (
        [*credit.staged(), *_paid(), *pacing.rhythm_facts(), *promises.promise_facts(), *invoice.invoice_facts()],
        [
            *said.said_facts(calendars, policy),
            *said.reason_starts(policy),
            *credit.credit_facts(calendars, policy),
            *pacing.gap_lengths(policy),
        ],
        [
            *own.own_facts(calendars, policy),
            *said.waits(policy, calendars),
            *silence.ladder_facts(),
            silence.close_from(),
            *pacing.gap_facts(),
            *_useful(),
        ],
        [*said.explained(), pacing.price_pressure(), invoice.due_level(), *_settled()],
        [*invoice.level_facts(), *_state(), *_contact_day(calendars), _earlier_unpaid(several)],
        [_ball(), _stage()],
    )


def _earlier_unpaid(several: bool) -> pl.Expr:
    """An earlier payment of the same order is still open; so this one is not its turn yet."""
    first_open = col("step").filter(~col("paid")).min().over("order_ix")
    return known(col("step") > first_open if several else pl.lit(False)).alias("earlier_unpaid")


def _paid() -> list[pl.Expr]:
    """Paid when somebody said so, or when the matched money reaches the amount."""
    enough = known(col("received_minor") >= col("amount_minor"))
    paid_on = pl.coalesce("paid_on", pl.when(enough).then(col("received_on")))
    code = col("currency").cast(_UNUSUAL, strict=False).to_physical()
    unit = pl.lit(pl.Series(list(UNUSUAL_UNITS.values()), dtype=pl.Int64)).gather(code).fill_null(100)
    return [(col("amount_minor") / unit).alias("amount_major"), paid_on.alias("paid_on")]


def _useful() -> list[pl.Expr]:
    first = pl.lit(shelf.STANDING_KINDS[0])
    standing = pl.when(col("standing_seen").is_null()).then(first).otherwise("standing_kind")
    offered = pl.when(~col("assets_recorded")).then(standing)
    return [
        pl.coalesce("shelf_kind", offered).alias("useful_kind"),
        (col("shelf_kind").is_null() & offered.is_not_null()).alias("useful_is_standing"),
        col("shelf_count").fill_null(0),
        col("points_open").list.len().fill_null(0).cast(pl.Int32).alias("points_open_count"),
    ]


def _settled() -> list[pl.Expr]:
    """Paid in money or by a clean letter of credit; thanked after it; closed by a person or by our close note."""
    settled_on = pl.when(col("lc_clean")).then(pl.coalesce("paid_on", "lc_on")).otherwise("paid_on")
    settled = col("paid_on").is_not_null() | col("lc_clean")
    thanked = (
        settled
        & col("thanks_moment").is_not_null()
        & known(day_of(col("thanks_moment")) >= settled_on).fill_null(False)
    )
    return [
        settled.alias("paid"),
        between(settled_on, col("as_of")).alias("paid_days"),
        thanked.alias("thanked"),
        (col("finished") | (col("close_unanswered") & (col("kind") != "open_account"))).alias("closed"),
    ]


def _state() -> list[pl.Expr]:
    told = col("new_date_named") & col("new_date_told")
    return [
        told.alias("new_date_told"),
        day_of(col("contact_moment")).alias("last_contact_on"),
        pl.when(col("kind") == "lc_opening")
        .then("promise_grace_lc_days")
        .otherwise("promise_grace_tt_days")
        .cast(pl.Int32)
        .alias("promise_grace_days"),
        pl.coalesce(pl.when(col("shelf_kind").is_not_null()).then("shelf_title"), "useful_kind").alias("useful_title"),
        (known(col("as_of") < col("claim_until"))).alias("claim_waiting"),
        (known(col("as_of") >= col("claim_until"))).alias("claim_expired"),
    ]


def _contact_day(calendars: Calendars) -> list[pl.Expr]:
    table = calendars.table
    tomorrow = (col("as_of").cast(pl.Int32) + 1).cast(pl.Date)
    return [
        known(table.is_open(col("contact_cal"), col("as_of"))).alias("contact_day"),
        table.next_open(col("contact_cal"), tomorrow).alias("next_contact_day"),
        calendars.banking(col("as_of"), 1).alias("next_banking_day"),
        tomorrow.alias("tomorrow"),
    ]


def _ball() -> pl.Expr:
    """Who owes the next move: ours, the bank's, theirs, or nobody's (METHOD section 2)."""
    ours = col("question_open") | col("fix_open") | col("point_bare").is_not_null()
    bank = col("claim_waiting") | col("lc_at_bank")
    theirs = col("promise_live") | col("under_control") | (col("unanswered") > 0)
    return (
        pl.when("paid")
        .then(pl.lit("nobody"))
        .when(ours)
        .then(pl.lit("ours"))
        .when(bank)
        .then(pl.lit("bank"))
        .when(theirs)
        .then(pl.lit("theirs"))
        .otherwise(pl.lit("nobody"))
        .alias("ball")
    )


def _stage() -> pl.Expr:
    """The stage as a person says it; "only the payment is left" needs all eight points (S48)."""
    whole = (col("points_recorded") == 8) & (col("points_open_count") == 0)
    return (
        pl.when("closed")
        .then(pl.lit("closed"))
        .when("paid")
        .then(pl.lit("paid"))
        .when(known(whole))
        .then(pl.lit("only_payment_left"))
        .otherwise(pl.lit("confirming"))
        .alias("stage")
    )
