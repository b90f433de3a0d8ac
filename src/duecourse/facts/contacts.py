"""Both sides' contacts: pressure, caps, unanswered, last contact, rhythm. One pass over the sorted events.

Everything rests on the total order of `History.events`: what came after a row is a difference of running sums from the
end, so no join and no window by customer is needed over millions of events.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from duecourse.facts.scatter import Scatter
from duecourse.history.events import DAY_MOMENTS, KINDS, TOPICS
from duecourse.history.schema import CONVERSATION_KINDS, PACED_KINDS, TOUCH_KINDS
from duecourse.policy.model import Policy

CAPS: Final = ("contacts_per_7d_max", "contacts_per_30d_max")
_CODES: Final = {k: i for i, k in enumerate(KINDS.categories)}
_PACED_MAX: Final = _CODES[PACED_KINDS[-1]]
_TOUCH_MAX: Final = _CODES[TOUCH_KINDS[-1]]
_CONVERSATION: Final = [_CODES[k] for k in CONVERSATION_KINDS]
HUMAN: Final = _CODES["human"]
_MANY: Final = 200  # After so many answers nothing is left of a contact.
_FAR_DAYS: Final = 1200  # A contact of three years ago weighs 2^-170: the table of powers may end there.


def marked(events: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Events with what came after them.

    Adds `same` (repeats the message of the row before about another case), `human` (a message of theirs, each once),
    `code` (UInt8), `day` (Int32, epoch days), `today` (Int32), `moment` (Int64, total order), `humans_after`
    (UInt32: their human messages later than the row), `answered_day` (Int32: day of the first of these).
    """
    counted = pl.col("human").cast(pl.UInt32)
    ends = (pl.col("customer_ix") != pl.col("customer_ix").shift(-1)).fill_null(True)
    typed = events.with_columns(
        code=pl.col("kind").to_physical().cast(pl.UInt8),
        day=pl.col("on").cast(pl.Int32),
        today=pl.lit(customers["as_of"].cast(pl.Int32)).gather(pl.col("customer_ix")),
        same=_same(),
    ).with_columns(human=(pl.col("code") == HUMAN) & ~pl.col("same"))
    running = typed.with_columns(
        moment=pl.col("day").cast(pl.Int64) * DAY_MOMENTS + pl.col("seq"),
        _later=counted.cum_sum(reverse=True),
        _next=pl.when("human").then("day").backward_fill(),
        _ends=ends,
    ).with_columns(_base=pl.when("_ends").then(pl.col("_later") - counted).backward_fill())
    after = pl.col("_later") - pl.col("_base") - counted
    return running.with_columns(humans_after=after, answered_day=pl.when(after > 0).then("_next")).drop(
        "_later", "_next", "_ends", "_base"
    )


def _same() -> pl.Expr:
    """The row repeats the one before it about another case: one message about several orders is one message."""
    parts = ("customer_ix", "on", "seq", "kind", "topic", "level")
    alike = (pl.col(c).eq_missing(pl.col(c).shift(1)) for c in parts)
    other_case = (pl.col("case_ix") != pl.col("case_ix").shift(1)).fill_null(False)
    return pl.all_horizontal(other_case, *alike)


def contacts_of(events: pl.DataFrame) -> pl.DataFrame:
    """Our contacts only, with `paced` (Boolean)."""
    return events.filter(pl.col("code") <= _TOUCH_MAX).with_columns(paced=pl.col("code") <= _PACED_MAX)


def weighed(contacts: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Each message once, with `weight` (Float64): what it adds to the pressure, 2 x for a further one of its day."""
    once = contacts.filter(~pl.col("same"))
    again = (pl.col("customer_ix") == pl.col("customer_ix").shift(1)) & (pl.col("day") == pl.col("day").shift(1))
    weight = pl.lit(_weights(policy)).gather(pl.col("code"))
    dunning = (
        pl.when(pl.col("level") >= 3)
        .then(policy.value("weight_dunning_3"))
        .when(pl.col("level") == 2)
        .then(policy.value("weight_dunning_2"))
        .otherwise(policy.value("weight_dunning"))
    )
    felt = pl.when(pl.col("code") == _CODES["dunning"]).then(dunning).otherwise(weight)
    factor = pl.when(again.fill_null(False)).then(policy.value("same_day_factor")).otherwise(1.0)
    return once.with_columns(weight=felt * factor)


@lru_cache(maxsize=16)
def _powers(halflife: float) -> pl.Series:
    return pl.Series([2.0 ** (-d / halflife) for d in range(_FAR_DAYS + 1)], dtype=pl.Float64)


@lru_cache(maxsize=16)
def _factors(factor: float) -> pl.Series:
    return pl.Series([factor**n for n in range(_MANY + 1)], dtype=pl.Float64)


def _weights(policy: Policy) -> pl.Series:
    return pl.Series([policy.value(f"weight_{k}") for k in TOUCH_KINDS], dtype=pl.Float64)


def _halved(days: pl.Expr, halflife: float) -> pl.Expr:
    """2 to the power of -days/halflife by table; days count from 0."""
    return pl.lit(_powers(halflife)).gather(days.clip(0, _FAR_DAYS))


def by_customer(contacts: pl.DataFrame, customers: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """What each customer feels and when we may write again, over all his orders.

    Returns:
        One row per customer, in their order: `pressure_fresh` and `pressure_answered` (the two decaying parts, METHOD
        section 2), `paced_today`, `paced_7d`, `paced_14d`, `paced_30d`, `unanswered_any` (for the gap),
        `last_contact_any_on`, `last_to_review`, `cap_7d_on`, `cap_30d_on` (days of the contacts that must leave the
        window first).
    """
    once = _ranked(weighed(contacts, policy)).with_columns(_felt(policy))
    into = Scatter(once["customer_ix"], customers.height)
    paced, fresh = once["paced"].to_numpy(), once["humans_after"].to_numpy() == 0
    day = once["day"].to_numpy().astype(np.int64)
    ago, rank = once["today"].to_numpy() - day, once["rank"].to_numpy()
    every = np.ones(once.height, dtype=np.bool_)
    last = into.latest(np.arange(once.height), every)
    felt = once["felt"].to_numpy()
    talked = into.count(~paced & fresh)
    leaves = {n: paced & (rank == customers[n].to_numpy()[into.owners]) for n in CAPS}
    return pl.DataFrame(
        {
            "pressure_fresh": into.total(felt, fresh),
            "pressure_answered": into.total(felt, ~fresh),
            "paced_today": into.count(paced & (ago == 0)),
            "paced_7d": into.count(paced & (ago < 7)),
            "paced_14d": into.count(paced & (ago < 14)),
            "paced_30d": into.count(paced & (ago < 30)),
            "unanswered_any": into.count(paced & fresh) + (talked > 0).cast(pl.Int32),
            "last_contact_any_on": into.latest(day, every).cast(pl.Int32).cast(pl.Date),
            "last_to_review": once["to_review"].gather(last).fill_null(False),
            "cap_7d_on": into.latest(day, leaves[CAPS[0]]).cast(pl.Int32).cast(pl.Date),
            "cap_30d_on": into.latest(day, leaves[CAPS[1]]).cast(pl.Int32).cast(pl.Date),
        }
    )


def _felt(policy: Policy) -> pl.Expr:
    """What a contact still weighs today: halving since it went, or until they answered and faster from then on."""
    halflife = policy.value("halflife_days")
    answered = pl.col("answered_day")
    faded = (
        _halved(answered - pl.col("day"), halflife)
        * pl.lit(_factors(policy.value("answered_factor"))).gather(pl.col("humans_after").clip(0, _MANY))
        * _halved(pl.col("today") - answered, policy.value("answered_halflife_days"))
    )
    standing = _halved(pl.col("today") - pl.col("day"), halflife)
    return (pl.col("weight") * pl.when(pl.col("humans_after") == 0).then(standing).otherwise(faded)).alias("felt")


def _ranked(contacts: pl.DataFrame) -> pl.DataFrame:
    """Adds `rank` (UInt32): how many paced contacts of the customer lie from this one to the last, itself included."""
    paced = pl.col("paced").cast(pl.UInt32)
    ends = (pl.col("customer_ix") != pl.col("customer_ix").shift(-1)).fill_null(True)
    later = contacts.with_columns(_later=paced.cum_sum(reverse=True), _ends=ends)
    based = later.with_columns(_base=pl.when("_ends").then(pl.col("_later") - paced).backward_fill())
    return based.with_columns(rank=pl.col("_later") - pl.col("_base")).drop("_later", "_ends", "_base")


def last_human(events: pl.DataFrame) -> pl.DataFrame:
    """The last human message of each customer: `customer_ix`, `human_moment`."""
    return events.filter(pl.col("human") & (pl.col("humans_after") == 0)).select("customer_ix", human_moment="moment")


def rhythm(events: pl.DataFrame) -> pl.DataFrame:
    """How long a customer takes to answer: `customer_ix`, `replies` (Int32), `reply_days_median`, `reply_days_p80`.

    A reply time is the days from our contact to their human message, when nothing else lies between.
    """
    spoken = events.filter(pl.col("code") <= HUMAN)
    ours_before = (pl.col("code").shift(1) <= _TOUCH_MAX) & (pl.col("customer_ix").shift(1) == pl.col("customer_ix"))
    waited = (pl.col("day") - pl.col("day").shift(1)).alias("waited")
    replies = spoken.select("customer_ix", waited, _is=(pl.col("code") == HUMAN) & ours_before.fill_null(False))
    return (
        replies.filter("_is")
        .group_by("customer_ix")
        .agg(
            replies=pl.len().cast(pl.Int32),
            reply_days_median=pl.col("waited").median(),
            reply_days_p80=pl.col("waited").quantile(0.8, "linear"),
        )
    )


# What rules ask of our contacts about one case: the moment of the last of each sort.
_LAST_KINDS: Final = ("soft", "ask", "notice", "call", "manager", "close", "answer", "thanks")
_LAST_TOPICS: Final = ("calendar", "new_date", "later_date", "lc_points", "lc_terms")
_TOPIC_CODES: Final = {t: i for i, t in enumerate(TOPICS.categories)}
_WENT: Final = [_CODES[k] for k in ("fix", "useful", "answer")]


def by_case(contacts: pl.DataFrame, cases: int) -> pl.DataFrame:
    """Our contacts about each case: the last moment of each kind and topic, counts since their last word.

    Returns:
        One row per case, in their order: `<kind>_moment` for soft, ask, notice, call, manager, close, answer, thanks;
        `<topic>_moment` for calendar, new_date, later_date, lc_points, lc_terms; `contact_moment`, `went_moment`
        (answer, fix or useful), `arrived_on`, `unanswered` (Int32), `paced_ever` (Boolean), `dunning_sent` (Int32:
        highest level).
    """
    about = contacts.filter(pl.col("case_ix").is_not_null())
    into = Scatter(about["case_ix"], cases)
    code, moment = about["code"].to_numpy(), about["moment"].to_numpy()
    topics = about["topic"].to_physical().fill_null(len(TOPICS.categories)).to_numpy()
    levels = about["level"].fill_null(0).cast(pl.Int64).to_numpy()
    arrived = about["arrived_on"].cast(pl.Int32).cast(pl.Int64).fill_null(0).to_numpy()
    paced, open_ = about["paced"].to_numpy(), about["humans_after"].to_numpy() == 0
    ever = into.count(paced)
    return pl.DataFrame(
        {
            **{f"{k}_moment": into.latest(moment, code == _CODES[k]) for k in _LAST_KINDS},
            **{f"{t}_moment": into.latest(moment, topics == _TOPIC_CODES[t]) for t in _LAST_TOPICS},
            "contact_moment": into.latest(moment, np.ones(about.height, dtype=np.bool_)),
            "went_moment": into.latest(moment, np.isin(code, _WENT)),
            "arrived_on": into.latest(arrived, about["arrived_on"].is_not_null().to_numpy())
            .cast(pl.Int32)
            .cast(pl.Date),
            "unanswered": into.count(paced & open_),
            "paced_ever": ever > 0,
            "dunning_sent": into.latest(levels, code == _CODES["dunning"]).cast(pl.Int32),
        }
    )
