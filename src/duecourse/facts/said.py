"""What they said: question, reason, paid claim, price, complaint, dispute, bounce, absence."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from duecourse.facts.base import whole
from duecourse.facts.days import Calendars, between, col, day_of, known, plus
from duecourse.history.events import DAY_MOMENTS, NEVER, THEIRS_SEQ
from duecourse.history.history import History
from duecourse.history.schema import REASONS
from duecourse.policy.model import Policy, Wait

_STARTS: Final = ("message", "ours_went")
_ABOUT_CASE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "question": pl.String,
    "question_on": pl.Date,
    "claim_on": pl.Date,
    "disputed_moment": pl.Int64,
    "dispute_handled": pl.Boolean,
    "price_moment": pl.Int64,
    "price_handled": pl.Boolean,
    "price_asked_on": pl.Date,
    "reason": pl.Enum(REASONS),
    "reason_moment": pl.Int64,
    "reason_date": pl.Date,
}
_ABOUT_CUSTOMER: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "complaint_on": pl.Date,
    "complaint_moment": pl.Int64,
    "complaint_handled": pl.Boolean,
    "bounced_moment": pl.Int64,
    "bounced_on": pl.Date,
    "contact_left": pl.Boolean,
    "price_any_on": pl.Date,
    "away_until_date": pl.Date,
}


def heard(history: History) -> pl.DataFrame:
    """Inbounds that say something a rule asks for, with `moment` and `human`; in the total order of the history.

    A plain "thank you" counts as their last word through the events; here it would only cost time.
    """
    notable, marks = _heard()
    return history["inbounds"].filter(notable).with_columns(marks)


@cache
def _heard() -> tuple[pl.Expr, list[pl.Expr]]:
    notable = pl.any_horizontal(
        col("reason").is_not_null(),
        col("until_on").is_not_null(),
        col("question").is_not_null(),
        "paid_claim",
        "wants_fewer_mails",
        "price_push",
        "dispute",
        col("kind") != "human",
    )
    moment = col("on").cast(pl.Int32).cast(pl.Int64) * DAY_MOMENTS + pl.coalesce("seq", THEIRS_SEQ)
    return notable, [moment.alias("moment"), (col("kind") == "human").alias("human")]


def about_cases(inbounds: pl.DataFrame, answers: pl.Series) -> pl.DataFrame:
    """What was said about each case; one row per case with a message.

    Args:
        inbounds: `heard`.
        answers: Moment of our last answer about each case, in the order of the cases; null for none.
    """
    if not inbounds.height:
        return pl.DataFrame(schema={"case_ix": pl.UInt32, **_ABOUT_CASE})
    about, marks, measures = _of_case()
    answered = pl.lit(answers).gather(col("case_ix")).alias("answer_moment")
    return inbounds.filter(about).with_columns(answered).with_columns(marks).group_by("case_ix").agg(measures)


@cache
def _of_case() -> tuple[pl.Expr, list[pl.Expr], list[pl.Expr]]:
    """Messages about a case; what each of them says; what the case has of them."""
    unanswered = known(col("moment") > col("answer_moment")) | col("answer_moment").is_null()
    handled = col("handled_on").is_not_null()
    disputes = (col("dispute") | known(col("reason") == "dispute")) & col("settled_on").is_null()
    marks = [
        (col("question").is_not_null() & ~handled & unanswered).alias("asks"),
        (col("paid_claim") | known(col("reason") == "paid")).alias("claims"),
        disputes.alias("disputes"),
        (col("price_push") | known(col("reason") == "price")).alias("prices"),
        (col("reason").is_not_null() | col("until_on").is_not_null()).alias("explains"),
        (handled | ~unanswered).alias("taken"),
    ]
    reason = pl.coalesce("reason", pl.lit("unknown", dtype=pl.Enum(REASONS)))
    measures = [
        col("question").filter("asks").first(),
        col("on").filter("asks").first().alias("question_on"),
        col("on").filter("claims").last().alias("claim_on"),
        col("moment").filter("disputes").last().alias("disputed_moment"),
        col("taken").filter("disputes").all().alias("dispute_handled"),
        col("moment").filter("prices").last().alias("price_moment"),
        col("taken").filter("prices").last().alias("price_handled"),
        col("on").filter("price_push").last().alias("price_asked_on"),
        reason.filter(col("explains")).last().alias("reason"),
        col("moment").filter("explains").last().alias("reason_moment"),
        col("until_on").filter("explains").last().alias("reason_date"),
    ]
    return col("case_ix").is_not_null() & col("human"), marks, measures


def last_words(history: History) -> pl.DataFrame:
    """Their last words about each case that has any: `case_ix`, `says`."""
    return history["inbounds"].select(_last_words()).unique("case_ix", keep="last", maintain_order=True)


@cache
def _last_words() -> list[pl.Expr]:
    kept = col("says").is_not_null() & col("case_ix").is_not_null() & (col("kind") == "human")
    return [col("case_ix").filter(kept), col("says").filter(kept)]


def about_customers(inbounds: pl.DataFrame) -> pl.DataFrame:
    """What concerns all orders of a customer; one row per customer with a message."""
    if not inbounds.height:
        return pl.DataFrame(schema={"customer_ix": pl.UInt32, **_ABOUT_CUSTOMER})
    marks, measures = _of_customer()
    return inbounds.with_columns(marks).group_by("customer_ix").agg(measures)


@cache
def _of_customer() -> tuple[list[pl.Expr], list[pl.Expr]]:
    """What each message says to all orders; what the customer has of them."""
    open_ = col("handled_on").is_null()
    left = known(col("reason") == "contact_left")
    marks = [
        (col("human") & (col("wants_fewer_mails") | known(col("reason") == "complaint_frequency"))).alias("complains"),
        (open_ & ((col("kind") == "bounce") | left)).alias("bounces"),
        (open_ & left).alias("left"),
        (col("human") & (col("price_push") | known(col("reason") == "price"))).alias("prices"),
        ((col("kind") == "out_of_office") | known(col("reason") == "away")).alias("away"),
    ]
    measures = [
        col("on").filter("complains").last().alias("complaint_on"),
        col("moment").filter("complains").last().alias("complaint_moment"),
        col("handled_on").filter("complains").last().is_not_null().alias("complaint_handled"),
        col("moment").filter("bounces").last().alias("bounced_moment"),
        col("on").filter("bounces").last().alias("bounced_on"),
        col("left").any().alias("contact_left"),
        col("on").filter("prices").last().alias("price_any_on"),
        col("until_on").filter("away").last().alias("away_until_date"),
    ]
    return marks, measures


def said_facts(calendars: Calendars, policy: Policy) -> list[pl.Expr]:
    """Flags and dates that rules ask; needs the columns of both frames above and of `contacts.by_case`."""
    usual, slow = (calendars.banking(col("claim_on"), whole(policy, n)) for n in ("claim_days", "claim_slow_days"))
    answered = known(col("answer_moment") > col("complaint_moment"))
    disputed, legal = col("disputed_moment").is_not_null(), col("legal_flag")
    taken = (~disputed | known(col("dispute_handled"))) & (~legal | col("legal_taken_on").is_not_null())
    return [
        col("human_moment").fill_null(NEVER).alias("spoken_moment"),
        col("question").is_not_null().alias("question_open"),
        pl.when("slow_corridor").then(slow).otherwise(usual).alias("claim_until"),
        known(col("own_bank_checked_on") > col("claim_on")).alias("bank_checked"),
        known(day_of(col("ask_moment")) > col("claim_on")).alias("claim_asked"),
        between(col("complaint_on"), col("as_of")).alias("complaint_days"),
        plus(col("complaint_on"), col("complaint_quiet_days")).alias("complaint_until"),
        (known(col("complaint_handled")) | answered).alias("complaint_answered"),
        (disputed | legal).alias("dispute_open"),
        ((disputed | legal) & taken).alias("dispute_taken"),
        _bounce_open().alias("bounce_open"),
        between(day_of(col("price_moment")), col("as_of")).alias("price_days"),
        plus(day_of(col("price_moment")), col("price_answer_days")).alias("price_until"),
        known(col("price_handled")).alias("price_answered"),
        (col("price_asked_on") >= pl.coalesce("confirmed_on", "price_asked_on")).fill_null(False).alias("price_asked"),
        between(col("price_any_on"), col("as_of")).alias("price_any_days"),
        plus(col("price_any_on"), col("price_quiet_days")).alias("price_quiet_until"),
        day_of(col("reason_moment")).alias("reason_on"),
        known(col("later_date_moment") > col("reason_moment")).alias("later_date_offered"),
    ]


def _bounce_open() -> pl.Expr:
    """The last mail came back, and no person of theirs has written since; one who has left may say so himself."""
    bounced, spoken = col("bounced_moment"), col("human_moment").fill_null(NEVER)
    return known((bounced > spoken) | (col("contact_left") & (bounced == spoken)))


def reason_starts(policy: Policy) -> list[pl.Expr]:
    """`went_since` (what of ours went after their reason) and `reason_from` (its usual wait counts from it)."""
    on = day_of(col("reason_moment"))
    went = pl.max_horizontal(
        pl.when(col("went_moment") > col("reason_moment")).then(day_of(col("went_moment"))),
        pl.when(col("fixed_on") >= on).then(col("fixed_on")),
    )
    ours = [w is not None and w.start == "ours_went" for w in map(policy.waits.get, REASONS)]
    start = pl.when(pl.lit(pl.Series(ours)).gather(_reason_number())).then(pl.coalesce(went, on)).otherwise(on)
    return [went.alias("went_since"), start.alias("reason_from")]


def waits(policy: Policy, calendars: Calendars) -> list[pl.Expr]:
    """`reason_until`: until when a reason explains the silence; `away_until`: return and a few working days."""
    arrived = pl.coalesce(pl.when(col("arrived_on") >= col("reason_on")).then(col("arrived_on")), "went_since")
    sample = pl.when(col("reason") == "sample").then(_ends(policy.waits["sample_arrived"], arrived, calendars))
    season = pl.when((col("reason") == "no_hurry") & (col("delivery_agreed_on") > col("reason_on"))).then(
        plus(col("must_pay_by"), -col("calendar_slack_days"))
    )
    return [
        pl.coalesce("reason_date", sample, season, *_usual(policy, calendars)).alias("reason_until"),
        _ends(policy.waits["away"], col("away_until_date"), calendars).alias("away_until"),
    ]


def _usual(policy: Policy, calendars: Calendars) -> list[pl.Expr]:
    """End of the usual wait by reason, one expression for each clock; null for the reasons of the others."""
    usual = [w if w and w.start in _STARTS else None for w in map(policy.waits.get, REASONS)]
    ends = []
    for clock in sorted({w.clock for w in usual if w}):
        choices = tuple(sorted({w.days for w in usual if w and w.clock == clock}))
        table = [choices.index(w.days) if w and w.clock == clock else None for w in usual]
        which = pl.lit(pl.Series(table, dtype=pl.Int32)).gather(_reason_number())
        ends.append(calendars.one_of(clock, col("reason_from"), choices, which))
    return ends


def _reason_number() -> pl.Expr:
    return col("reason").to_physical()


def _ends(wait: Wait, start: pl.Expr, calendars: Calendars) -> pl.Expr:
    if wait.clock == "working":
        return calendars.working(start, wait.days)
    if wait.clock == "banking":
        return calendars.banking(start, wait.days)
    return plus(start, wait.days)


def explained() -> list[pl.Expr]:
    """`under_control` and `explained_until`: the later of the reason and the absence, while either still runs."""
    running = [pl.when(col(c) > col("as_of")).then(col(c)) for c in ("reason_until", "away_until")]
    until = pl.max_horizontal(running)
    return [until.is_not_null().alias("under_control"), until.alias("explained_until")]
