"""Both sides' contacts: pressure, caps, unanswered, last contact, rhythm. One pass over the sorted events.

Everything rests on the total order of `History.events`: what came after a row is a difference of running sums from the
end, so no join and no window by customer is needed over millions of events.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import numpy as np
import polars as pl

from duecourse.facts.base import ByIdentity
from duecourse.facts.scatter import Scatter, known_whole
from duecourse.history.events import DAY_MOMENTS, KINDS, TOPICS
from duecourse.history.history import History
from duecourse.history.schema import CONVERSATION_KINDS, PACED_KINDS, TOUCH_KINDS
from duecourse.policy.model import Policy

CAPS: Final = ("contacts_per_7d_max", "contacts_per_30d_max")
_CODES: Final = {k: i for i, k in enumerate(KINDS.categories)}
_PACED_MAX: Final = _CODES[PACED_KINDS[-1]]
_TOUCH_MAX: Final = _CODES[TOUCH_KINDS[-1]]
_CONVERSATION: Final = [_CODES[k] for k in CONVERSATION_KINDS]
HUMAN: Final = _CODES["human"]
_MARKED: Final = (
    "customer_ix",
    "case_ix",
    "topic",
    "level",
    "to_review",
    "arrived_on",
    "same",
    "human",
    "paced",
    "code",
    "day",
    "today",
    "moment",
    "humans_after",
)
_MANY: Final = 200  # After so many answers nothing is left of a contact.
_FAR_DAYS: Final = 1200  # A contact of three years ago weighs 2^-170: the table of powers may end there.


def marked(events: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Events with what came after them.

    Returns:
        `customer_ix`, `case_ix`, `topic`, `level`, `to_review`, `arrived_on` and, in their order, `same` (repeats the
        message of the row before about another case), `human` (a message of theirs, each once), `paced` (Boolean),
        `code` (UInt8), `day` (Int32, epoch days), `today` (Int32), `moment` (Int64, total order), `humans_after`
        (UInt32: their human messages later than the row), `answered_day` (Int32: day of the first of these).
    """
    today = pl.lit(customers["as_of"].cast(pl.Int32)).gather(pl.col("customer_ix")).alias("today")
    typed, human, running, after = _marks()
    return events.with_columns(*typed, today).with_columns(human).with_columns(running).select(after)


@cache
def _marks() -> tuple[list[pl.Expr], pl.Expr, list[pl.Expr], list[pl.Expr]]:
    """What each row is; running sums from the end, and what came after as a difference of these."""
    code, day = pl.col("kind").to_physical().cast(pl.UInt8), pl.col("on").cast(pl.Int32)
    typed = [code.alias("code"), day.alias("day"), _same().alias("same")]
    human = (pl.col("code") == HUMAN) & ~pl.col("same")
    counted = pl.col("human").cast(pl.UInt32)
    later = counted.cum_sum(reverse=True)
    running = [
        (pl.col("code") <= _PACED_MAX).alias("paced"),
        (pl.col("day").cast(pl.Int64) * DAY_MOMENTS + pl.col("seq")).alias("moment"),
        pl.when("human").then("day").backward_fill().alias("_next"),
        (later - pl.when(_ends()).then(later - counted).backward_fill() - counted).alias("humans_after"),
    ]
    answered = pl.when(pl.col("humans_after") > 0).then("_next").alias("answered_day")
    return typed, human.alias("human"), running, [*(pl.col(c) for c in _MARKED), answered]


def _ends() -> pl.Expr:
    """The last row of a customer."""
    return (pl.col("customer_ix") != pl.col("customer_ix").shift(-1)).fill_null(True)


def _same() -> pl.Expr:
    """The row repeats the one before it about another case: one message about several orders is one message."""
    parts = ("customer_ix", "on", "seq", "kind", "topic", "level")
    alike = (pl.col(c).eq_missing(pl.col(c).shift(1)) for c in parts)
    other_case = (pl.col("case_ix") != pl.col("case_ix").shift(1)).fill_null(False)
    return pl.all_horizontal(other_case, *alike)


def contacts_of(events: pl.DataFrame) -> pl.DataFrame:
    """Our contacts only."""
    return events.filter(pl.col("code") <= _TOUCH_MAX)


def weighed(contacts: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Each message once, with `felt` (Float64): what it still adds to the pressure today, 2 x for a further one of its
    day; and `rank` (UInt32): how many paced contacts of the customer lie from this one to the last, itself included.
    """
    return (
        contacts.filter(~pl.col("same"))
        .with_columns(_weights(ByIdentity(policy)))
        .with_columns(_felt(ByIdentity(policy)))
    )


@lru_cache(maxsize=64)
def _weights(key: ByIdentity) -> list[pl.Expr]:
    policy = key.value
    again = (pl.col("customer_ix") == pl.col("customer_ix").shift(1)) & (pl.col("day") == pl.col("day").shift(1))
    table = pl.Series([policy.value(f"weight_{k}") for k in TOUCH_KINDS], dtype=pl.Float64)
    dunning = (
        pl.when(pl.col("level") >= 3)
        .then(policy.value("weight_dunning_3"))
        .when(pl.col("level") == 2)
        .then(policy.value("weight_dunning_2"))
        .otherwise(policy.value("weight_dunning"))
    )
    weight = pl.when(pl.col("code") == _CODES["dunning"]).then(dunning).otherwise(pl.lit(table).gather(pl.col("code")))
    factor = pl.when(again.fill_null(False)).then(policy.value("same_day_factor")).otherwise(1.0)
    return [(weight * factor).alias("weight"), _rank()]


def _rank() -> pl.Expr:
    paced = pl.col("paced").cast(pl.UInt32)
    later = paced.cum_sum(reverse=True)
    return (later - pl.when(_ends()).then(later - paced).backward_fill()).alias("rank")


@lru_cache(maxsize=16)
def _powers(halflife: float) -> pl.Series:
    return pl.Series([2.0 ** (-d / halflife) for d in range(_FAR_DAYS + 1)], dtype=pl.Float64)


@lru_cache(maxsize=16)
def _factors(factor: float) -> pl.Series:
    return pl.Series([factor**n for n in range(_MANY + 1)], dtype=pl.Float64)


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
    once = weighed(contacts, policy)
    into = Scatter(once["customer_ix"], customers.height)
    paced, fresh = once["paced"].to_numpy(), once["humans_after"].to_numpy() == 0
    day = once["day"].to_numpy().astype(np.int64)
    ago, rank = once["today"].to_numpy() - day, once["rank"].to_numpy()
    felt = once["felt"].to_numpy()
    talked = into.count(~paced & fresh)
    leaves = {n: paced & (rank == customers[n].to_numpy()[into.owners]) for n in CAPS}
    columns = {
        "pressure_fresh": into.total(felt, fresh),
        "pressure_answered": into.total(felt, ~fresh),
        "paced_today": into.count(paced & (ago == 0)),
        "paced_7d": into.count(paced & (ago < 7)),
        "paced_14d": into.count(paced & (ago < 14)),
        "paced_30d": into.count(paced & (ago < 30)),
        "unanswered_any": into.count(paced & fresh) + (talked > 0).astype(np.int32),
        "last_contact_any_on": into.latest(day),
        "last_to_review": into.latest(np.arange(once.height)),
        "cap_7d_on": into.latest(day, leaves[CAPS[0]]),
        "cap_30d_on": into.latest(day, leaves[CAPS[1]]),
    }
    reviewed = pl.lit(once["to_review"]).gather(known_whole("last_to_review")).fill_null(False).alias("last_to_review")
    return pl.DataFrame(columns).with_columns(*_days_of(("last_contact_any_on", "cap_7d_on", "cap_30d_on")), reviewed)


@cache
def _days_of(columns: tuple[str, ...]) -> list[pl.Expr]:
    return [known_whole(c).cast(pl.Int32).cast(pl.Date) for c in columns]


@lru_cache(maxsize=64)
def _felt(key: ByIdentity) -> pl.Expr:
    """What a contact still weighs today: halving since it went, or until they answered and faster from then on."""
    policy = key.value
    halflife = policy.value("halflife_days")
    answered = pl.col("answered_day")
    faded = (
        _halved(answered - pl.col("day"), halflife)
        * pl.lit(_factors(policy.value("answered_factor"))).gather(pl.col("humans_after").clip(0, _MANY))
        * _halved(pl.col("today") - answered, policy.value("answered_halflife_days"))
    )
    standing = _halved(pl.col("today") - pl.col("day"), halflife)
    return (pl.col("weight") * pl.when(pl.col("humans_after") == 0).then(standing).otherwise(faded)).alias("felt")


def last_human(events: pl.DataFrame) -> pl.DataFrame:
    """The last human message of each customer: `customer_ix`, `human_moment`."""
    return events.select(_last_human())


@cache
def _last_human() -> list[pl.Expr]:
    last = pl.col("human") & (pl.col("humans_after") == 0)
    return [pl.col("customer_ix").filter(last), pl.col("moment").filter(last).alias("human_moment")]


def rhythm(events: pl.DataFrame) -> pl.DataFrame:
    """How long a customer takes to answer: `customer_ix`, `replies` (Int32), `reply_days_median`, `reply_days_p80`.

    A reply time is the days from our contact to their human message, when nothing else lies between.
    """
    pairs, measures = _replies()
    return events.filter(pl.col("code") <= HUMAN).select(pairs).group_by("customer_ix").agg(measures)


def reply_days(history: History) -> list[int]:
    """Days that customers took to answer, each time, in the order of the events; of a history of one customer, his."""
    pairs, _ = _replies()
    people = history["customers"].select("customer").with_columns(as_of=pl.lit(None, dtype=pl.Date))
    return marked(history.events, people).filter(pl.col("code") <= HUMAN).select(pairs)["waited"].to_list()


@cache
def _replies() -> tuple[list[pl.Expr], list[pl.Expr]]:
    """Their messages that follow one of ours, with the days between; and what is made of these by customer."""
    ours_before = (pl.col("code").shift(1) <= _TOUCH_MAX) & (pl.col("customer_ix").shift(1) == pl.col("customer_ix"))
    reply = (pl.col("code") == HUMAN) & ours_before.fill_null(False)
    waited = pl.col("day") - pl.col("day").shift(1)
    measures = [
        pl.len().cast(pl.Int32).alias("replies"),
        pl.col("waited").median().alias("reply_days_median"),
        pl.col("waited").quantile(0.8, "linear").alias("reply_days_p80"),
    ]
    return [pl.col("customer_ix").filter(reply), waited.filter(reply).alias("waited")], measures


# What rules ask of our contacts about one case: the moment of the last of each sort.
_LAST_KINDS: Final = ("soft", "ask", "notice", "call", "manager", "close", "answer", "thanks")
_LAST_TOPICS: Final = ("calendar", "new_date", "later_date", "lc_points", "lc_terms")
_WENT: Final = [_CODES[k] for k in ("fix", "useful", "answer")]
_NO_TOPIC: Final = len(TOPICS.categories)
# Which of the sorts above a code is; -1 for none.
_KIND_SORT: Final = np.array([_LAST_KINDS.index(k) if k in _LAST_KINDS else -1 for k in KINDS.categories])
_TOPIC_SORT: Final = np.array([_LAST_TOPICS.index(t) if t in _LAST_TOPICS else -1 for t in [*TOPICS.categories, ""]])


def by_case(contacts: pl.DataFrame, cases: int) -> pl.DataFrame:
    """Our contacts about each case: the last moment of each kind and topic, counts since their last word.

    Returns:
        One row per case, in their order: `<kind>_moment` for soft, ask, notice, call, manager, close, answer, thanks;
        `<topic>_moment` for calendar, new_date, later_date, lc_points, lc_terms; `contact_moment`, `went_moment`
        (answer, fix or useful), `arrived_on`, `unanswered` (Int32), `paced_ever` (Boolean), `dunning_sent` (Int32:
        highest level).
    """
    about = contacts.filter(pl.col("case_ix").is_not_null()).with_columns(_plain())
    into = Scatter(about["case_ix"], cases)
    code, moment, arrived = about["code"].to_numpy(), about["moment"].to_numpy(), about["arrived_on"].to_numpy()
    paced, open_ = about["paced"].to_numpy(), about["humans_after"].to_numpy() == 0
    kinds = into.latest_by(moment, _KIND_SORT[code], len(_LAST_KINDS))
    topics = into.latest_by(moment, _TOPIC_SORT[about["topic"].to_numpy()], len(_LAST_TOPICS))
    moments = {
        **{f"{k}_moment": kinds[i] for i, k in enumerate(_LAST_KINDS)},
        **{f"{t}_moment": topics[i] for i, t in enumerate(_LAST_TOPICS)},
        "contact_moment": into.latest(moment),
        "went_moment": into.latest(moment, np.isin(code, _WENT)),
    }
    others = {
        "arrived_on": into.latest(arrived, arrived >= 0),
        "unanswered": into.count(paced & open_),
        "paced_ever": into.count(paced) > 0,
        "dunning_sent": into.latest(about["level"].to_numpy(), code == _CODES["dunning"]),
    }
    return pl.DataFrame({**moments, **others}).with_columns(_with_nulls(tuple(moments)))


@cache
def _plain() -> list[pl.Expr]:
    """Columns as whole numbers without nulls, for NumPy."""
    return [
        pl.col("topic").to_physical().fill_null(_NO_TOPIC),
        pl.col("level").cast(pl.Int64).fill_null(0),
        pl.col("arrived_on").cast(pl.Int32).cast(pl.Int64).fill_null(-1),
    ]


@cache
def _with_nulls(moments: tuple[str, ...]) -> list[pl.Expr]:
    level = known_whole("dunning_sent").cast(pl.Int32)
    return [*(known_whole(m) for m in moments), *_days_of(("arrived_on",)), level]
