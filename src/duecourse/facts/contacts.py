"""Both sides' contacts: pressure, caps, unanswered, last contact, rhythm. One pass over the sorted events.

Everything rests on the total order of `History.events`: what came after a row is a difference of running sums from the
end, so no join and no window by customer is needed over millions of events.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from duecourse.history.events import KINDS
from duecourse.history.schema import CONVERSATION_KINDS, PACED_KINDS, TOUCH_KINDS
from duecourse.policy.model import Policy

DAY_MOMENTS: Final = 10_000
CAPS: Final = ("contacts_per_7d_max", "contacts_per_30d_max")
_CODES: Final = {k: i for i, k in enumerate(KINDS.categories)}
_PACED_MAX: Final = _CODES[PACED_KINDS[-1]]
_TOUCH_MAX: Final = _CODES[TOUCH_KINDS[-1]]
_CONVERSATION: Final = [_CODES[k] for k in CONVERSATION_KINDS]
HUMAN: Final = _CODES["human"]
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


def _weights(policy: Policy) -> pl.Series:
    return pl.Series([policy.value(f"weight_{k}") for k in TOUCH_KINDS], dtype=pl.Float64)


def _halved(days: pl.Expr, halflife: float) -> pl.Expr:
    """2 to the power of -days/halflife by table; days count from 0."""
    return pl.lit(_powers(halflife)).gather(days.clip(0, _FAR_DAYS))


def by_customer(contacts: pl.DataFrame, customers: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """What each customer feels and when we may write again, over all his orders.

    Returns:
        One row per customer who was ever contacted: `customer_ix`, `pressure_fresh` and `pressure_answered` (the two
        decaying parts, METHOD section 2), `paced_today`, `paced_7d`, `paced_14d`, `paced_30d`, `unanswered_any`
        (for the gap), `last_contact_day_any`, `last_to_review`, `cap_7d_day`, `cap_30d_day` (days of the contacts
        that must leave the window first).
    """
    ago = pl.col("today") - pl.col("day")
    fresh = pl.col("humans_after") == 0
    answered = pl.col("answered_day")
    faded = (
        pl.col("weight")
        * _halved(answered - pl.col("day"), policy.value("halflife_days"))
        * pl.lit(policy.value("answered_factor")).pow(pl.col("humans_after").cast(pl.Float64))
        * _halved(pl.col("today") - answered, policy.value("answered_halflife_days"))
    )
    paced = pl.col("paced")
    later = paced.cast(pl.UInt32).cum_sum(reverse=True)
    ends = (pl.col("customer_ix") != pl.col("customer_ix").shift(-1)).fill_null(True)
    ranked = (
        weighed(contacts, policy)
        .with_columns(_later=later, _ends=ends)
        .with_columns(_base=pl.when("_ends").then(pl.col("_later") - paced.cast(pl.UInt32)).backward_fill())
    )
    rank = pl.col("_later") - pl.col("_base")
    caps = {n: pl.lit(customers[n]).gather(pl.col("customer_ix")) for n in CAPS}
    parts = ranked.select(
        "customer_ix",
        "day",
        "to_review",
        _fresh=pl.when(fresh).then(pl.col("weight") * _halved(ago, policy.value("halflife_days"))),
        _answered=pl.when(~fresh).then(faded),
        _today=paced & (ago == 0),
        _7d=paced & (ago < 7),
        _14d=paced & (ago < 14),
        _30d=paced & (ago < 30),
        _paced_fresh=paced & fresh,
        _talk_fresh=~paced & fresh,
        _cap7=pl.when(paced & (rank == caps["contacts_per_7d_max"])).then("day"),
        _cap30=pl.when(paced & (rank == caps["contacts_per_30d_max"])).then("day"),
    )
    return parts.group_by("customer_ix", maintain_order=True).agg(
        pressure_fresh=pl.col("_fresh").sum(),
        pressure_answered=pl.col("_answered").sum(),
        paced_today=_count("_today"),
        paced_7d=_count("_7d"),
        paced_14d=_count("_14d"),
        paced_30d=_count("_30d"),
        unanswered_any=_count("_paced_fresh") + pl.col("_talk_fresh").any().cast(pl.Int32),
        last_contact_day_any=pl.col("day").last(),
        last_to_review=pl.col("to_review").last(),
        cap_7d_day=pl.col("_cap7").max(),
        cap_30d_day=pl.col("_cap30").max(),
    )


def _count(flag: str) -> pl.Expr:
    """Signed, so that a difference cannot wrap."""
    return pl.col(flag).sum().cast(pl.Int32)


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
_WENT: Final = [_CODES[k] for k in ("fix", "useful", "answer")]


def by_case(contacts: pl.DataFrame) -> pl.DataFrame:
    """Our contacts about each case: `case_ix`, the last moment of each kind and topic, counts since their last word.

    Returns:
        `<kind>_moment` for soft, ask, notice, call, manager, close, answer, thanks; `<topic>_moment` for calendar,
        new_date, later_date, lc_points, lc_terms; `contact_moment`, `went_moment` (answer, fix or useful),
        `arrived_on`, `unanswered` (Int32), `paced_ever` (Boolean), `dunning_sent` (Int32: highest level).
    """
    about = contacts.filter(pl.col("case_ix").is_not_null())
    moment, code = pl.col("moment"), pl.col("code")
    parts = about.select(
        "case_ix",
        "moment",
        "arrived_on",
        "paced",
        *(pl.when(code == _CODES[k]).then(moment).alias(f"{k}_moment") for k in _LAST_KINDS),
        *(pl.when(pl.col("topic") == t).then(moment).alias(f"{t}_moment") for t in _LAST_TOPICS),
        went_moment=pl.when(code.is_in(_WENT)).then(moment),
        _open=pl.col("paced") & (pl.col("humans_after") == 0),
        _level=pl.when(code == _CODES["dunning"]).then("level"),
    )
    lasts = [f"{n}_moment" for n in (*_LAST_KINDS, *_LAST_TOPICS)]
    return parts.group_by("case_ix").agg(
        *(pl.col(n).max() for n in lasts),
        pl.col("went_moment").max(),
        pl.col("arrived_on").max(),
        contact_moment=pl.col("moment").max(),
        unanswered=_count("_open"),
        paced_ever=pl.col("paced").any(),
        dunning_sent=pl.col("_level").max(),
    )
