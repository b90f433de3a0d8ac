"""What they said: question, reason, paid claim, price, complaint, dispute, bounce, absence."""

from __future__ import annotations

from typing import Final

import polars as pl

from duecourse.facts.base import whole
from duecourse.facts.days import Calendars, between, col, day_of, known, plus
from duecourse.history.events import DAY_MOMENTS, THEIRS_SEQ
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
    inbounds = history["inbounds"]
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
    return inbounds.filter(notable).with_columns(moment=moment, human=col("kind") == "human")


def about_cases(inbounds: pl.DataFrame, answers: pl.Series) -> pl.DataFrame:
    """What was said about each case; one row per case with a message.

    Args:
        inbounds: `heard`.
        answers: Moment of our last answer about each case, in the order of the cases; null for none.
    """
    if not inbounds.height:
        return pl.DataFrame(schema={"case_ix": pl.UInt32, **_ABOUT_CASE})
    mine = inbounds.filter(col("case_ix").is_not_null() & col("human")).with_columns(
        answer_moment=pl.lit(answers).gather(col("case_ix"))
    )
    unanswered = known(col("moment") > col("answer_moment")) | col("answer_moment").is_null()
    handled = col("handled_on").is_not_null()
    marked = mine.with_columns(
        asks=col("question").is_not_null() & ~handled & unanswered,
        claims=col("paid_claim") | known(col("reason") == "paid"),
        disputes=(col("dispute") | known(col("reason") == "dispute")) & col("settled_on").is_null(),
        prices=col("price_push") | known(col("reason") == "price"),
        explains=col("reason").is_not_null() | col("until_on").is_not_null(),
        taken=handled | ~unanswered,
    )
    return marked.group_by("case_ix").agg(
        question=col("question").filter("asks").first(),
        question_on=col("on").filter("asks").first(),
        claim_on=col("on").filter("claims").last(),
        disputed_moment=col("moment").filter("disputes").last(),
        dispute_handled=col("taken").filter("disputes").all(),
        price_moment=col("moment").filter("prices").last(),
        price_handled=col("taken").filter("prices").last(),
        price_asked_on=col("on").filter("price_push").last(),
        reason=pl.coalesce("reason", pl.lit("unknown", dtype=pl.Enum(REASONS))).filter(col("explains")).last(),
        reason_moment=col("moment").filter("explains").last(),
        reason_date=col("until_on").filter("explains").last(),
    )


def last_words(history: History) -> pl.DataFrame:
    """Their last words about each case that has any: `case_ix`, `says`."""
    kept = col("says").is_not_null() & col("case_ix").is_not_null() & (col("kind") == "human")
    words = history["inbounds"].select("case_ix", "says", "kind").filter(kept)
    return words.drop("kind").unique("case_ix", keep="last", maintain_order=True)


def about_customers(inbounds: pl.DataFrame) -> pl.DataFrame:
    """What concerns all orders of a customer; one row per customer with a message."""
    if not inbounds.height:
        return pl.DataFrame(schema={"customer_ix": pl.UInt32, **_ABOUT_CUSTOMER})
    open_ = col("handled_on").is_null()
    marked = inbounds.with_columns(
        complains=col("human") & (col("wants_fewer_mails") | known(col("reason") == "complaint_frequency")),
        bounces=open_ & ((col("kind") == "bounce") | known(col("reason") == "contact_left")),
        left=open_ & known(col("reason") == "contact_left"),
        prices=col("human") & (col("price_push") | known(col("reason") == "price")),
        away=(col("kind") == "out_of_office") | known(col("reason") == "away"),
    )
    return marked.group_by("customer_ix").agg(
        complaint_on=col("on").filter("complains").last(),
        complaint_moment=col("moment").filter("complains").last(),
        complaint_handled=col("handled_on").filter("complains").last().is_not_null(),
        bounced_moment=col("moment").filter("bounces").last(),
        bounced_on=col("on").filter("bounces").last(),
        contact_left=col("left").any(),
        price_any_on=col("on").filter("prices").last(),
        away_until_date=col("until_on").filter("away").last(),
    )


def said_facts(calendars: Calendars, policy: Policy) -> list[pl.Expr]:
    """Flags and dates that rules ask; needs the columns of both frames above and of `contacts.by_case`."""
    usual, slow = (calendars.banking(col("claim_on"), whole(policy, n)) for n in ("claim_days", "claim_slow_days"))
    answered = known(col("answer_moment") > col("complaint_moment"))
    disputed, legal = col("disputed_moment").is_not_null(), col("legal_flag")
    taken = (~disputed | known(col("dispute_handled"))) & (~legal | col("legal_taken_on").is_not_null())
    return [
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
    silent = col("human_moment").is_null() | known(col("bounced_moment") > col("human_moment"))
    said_so = known(col("contact_left")) & known(col("bounced_moment") >= col("human_moment"))
    return col("bounced_moment").is_not_null() & (silent | said_so)


def waits(policy: Policy, calendars: Calendars) -> list[pl.Expr]:
    """`reason_until`: until when a reason explains the silence; `away_until`: return and a few working days."""
    went = pl.max_horizontal(
        pl.when(col("went_moment") > col("reason_moment")).then(day_of(col("went_moment"))),
        pl.when(col("fixed_on") >= col("reason_on")).then(col("fixed_on")),
    )
    arrived = pl.coalesce(pl.when(col("arrived_on") >= col("reason_on")).then(col("arrived_on")), went)
    sample = pl.when(col("reason") == "sample").then(_ends(policy.waits["sample_arrived"], arrived, calendars))
    season = pl.when((col("reason") == "no_hurry") & (col("delivery_agreed_on") > col("reason_on"))).then(
        plus(col("must_pay_by"), -col("calendar_slack_days"))
    )
    usual = pl.coalesce(sample, season, _usual(policy, went, calendars))
    return [
        pl.coalesce("reason_date", usual).alias("reason_until"),
        _ends(policy.waits["away"], col("away_until_date"), calendars).alias("away_until"),
    ]


def _usual(policy: Policy, went: pl.Expr, calendars: Calendars) -> pl.Expr:
    """End of the usual wait by reason: the table is gathered by the reason's number, each clock reckoned once."""
    table = [policy.waits.get(r) for r in REASONS]
    number = col("reason").to_physical()
    ours = pl.lit(pl.Series([w is not None and w.start == "ours_went" for w in table])).gather(number)
    start = pl.when(ours).then(pl.coalesce(went, "reason_on")).otherwise("reason_on")
    kinds = pl.lit(pl.Series([_kind(w) for w in table], dtype=pl.String)).gather(number)
    ends = [pl.when(kinds == _kind(w)).then(_ends(w, start, calendars)) for w in _distinct(table)]
    return pl.coalesce(*ends, pl.lit(None, dtype=pl.Date))


def _distinct(table: list[Wait | None]) -> list[Wait]:
    return list({k: w for w in table if w and (k := _kind(w))}.values())


def _kind(wait: Wait | None) -> str | None:
    """Reasons with the same clock and the same days end on the same day; those that start elsewhere are not here."""
    return f"{wait.clock} {wait.days}" if wait and wait.start in _STARTS else None


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
