"""The words that rules may use: every fact with type, meaning, what null means, and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import polars as pl

_TYPES: Final[Mapping[str, pl.DataType]] = {
    "date": pl.Date(),
    "days": pl.Int32(),
    "count": pl.Int32(),
    "flag": pl.Boolean(),
    "share": pl.Float64(),
    "text": pl.String(),
    "minor": pl.Int64(),
    "names": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One documented column of the facts.

    Args:
        name: As rules say it.
        sort: date, days (calendar days unless said), count, flag, share (a number), text, minor (minor units), names.
        doc: What it holds.
        null: What a missing value means; empty if it is never missing.
        group: Heading under which it is documented.
        source: Section of the method or sentence of the articles.
    """

    name: str
    sort: str
    doc: str
    null: str
    group: str
    source: str

    @property
    def dtype(self) -> pl.DataType:
        """Polars type of the column."""
        return _TYPES[self.sort]


# group; source; then one fact a line: name | sort | meaning | what null means
_TABLE: Final = """
# The case; METHOD 2
case | text | key of the case |
kind | text | kind of the milestone |
as_of | date | the day that is judged |
amount_minor | minor | amount in minor units | not recorded
amount_major | share | amount in major units, for showing | not recorded
currency | text | ISO 4217 code | not recorded
country | text | country of the customer | not recorded
relationship | text | A, B or C |
stage | text | confirming, only_payment_left, paid, closed |
ball | text | who owes the next move: ours, bank, theirs, nobody |
closed | flag | finished or let go, or our close note was not answered |
held | flag | a person decided to leave it alone today |
held_until | date | until when | not held
held_why | text | the reason kept with it | not held, or none kept
earlier_unpaid | flag | an earlier payment of the same order is open |
review_on | date | today plus the longest time without a look |
rest_until | date | today plus the rest when nothing is new |
tomorrow | date | the day after today |
# Deadline; METHOD 2, S08
confirmed_on | date | day the sales confirmation was signed | not recorded
confirmed_days | days | days since then | not recorded
confirm_quiet_until | date | end of the quiet after a confirmation | not recorded
deliver_on | date | agreed delivery | none agreed
delivery_agreed_on | date | day that date was agreed | not recorded
ready_by | date | day the goods must be ready | no delivery agreed
production_starts_on | date | first day of production if the date is to be kept | no delivery agreed
closure_days | days | recorded factory closure inside the production span | no delivery agreed
new_year_unrecorded | flag | Chinese New Year lies in the production span and no closure is recorded |
must_pay_by | date | latest day on which the money keeps the delivery date | open account, or no delivery agreed
slack_days | days | days from today to that day, negative when past | must-pay-by unknown
far_until | date | day from which the must-pay-by is no longer far | must-pay-by unknown
slot_held | flag | the production slot is still held |
new_date | date | delivery date that production named anew | none named
new_date_named | flag | there is such a date and it is not agreed yet |
new_date_named_on | date | the day on which it was named | none named
new_date_told | flag | it was told to the customer |
new_date_told_days | days | days since it was told | never told
delivered | flag | the goods are delivered |
# Money; METHOD 4
paid | flag | paid in full and matched, or secured by a clean letter of credit |
paid_on | date | the day of it | not paid in money
paid_days | days | days since then | not paid, or the day is not known
thanked | flag | we said thanks after it |
claim_on | date | day of their last word that it is paid | none
claim_until | date | day by which that money should be here | none
claim_waiting | flag | it may still be on its way |
claim_expired | flag | it should be here by now |
bank_checked | flag | our bank was checked after that claim |
claim_asked | flag | we asked for the bank's copy after that claim |
trace_due_on | date | due day of looking at our own bank |
bank_feed_age_days | days | age of the bank feed in banking days | no feed is set up
unmatched_money | flag | unmatched money could be this payment |
next_banking_day | date | next day on which neither side's banks are closed | beyond the calendar
due_on | date | due date of an invoice | none
past_due_days | days | days past the due date of an open account | not open account, or no due date
open_account | flag | the milestone is an invoice on open account |
courtesy_applies | flag | new customer, or invoice over the threshold |
dunning_sent | count | highest dunning level sent, -1 for none |
dunning_due | count | highest level due by day | none is due
dunning_level | count | level to send next | every due level went
dunning_next_on | date | day on which the next level is due | no further level
# What they said; METHOD 5
says | text | their last words about this case | none kept
question | text | their oldest unanswered question | none
question_on | date | its day | none
question_open | flag | a question of theirs is unanswered |
answer_due_on | date | due day of our answer |
complaint_on | date | day they asked for fewer mails or complained | never
complaint_days | days | days since then | never
complaint_until | date | end of the quiet after it | never
complaint_answered | flag | a person has answered it |
dispute_open | flag | dispute, insolvency, sanction or legal flag, not settled |
dispute_taken | flag | a person has taken it |
bounce_open | flag | our last mail came back, or the contact left, and nobody has a new address |
bounced_on | date | the day of it | none
address_due_on | date | due day of finding a new address |
price_days | days | days since the price was reopened about this order | never
price_until | date | end of the rest after it | never
price_answered | flag | a person has answered on price since |
price_asked | flag | a discount was asked about this order |
price_any_on | date | day of the last price message about any order | never
price_any_days | days | days since then | never
price_quiet_until | date | end of the quiet after a price message | never
price_pressure | share | how likely our hurry turns into a price demand, 0 to 1 |
reason | text | the reason they gave last | none given
reason_on | date | its day | none given
reason_until | date | date they gave, or end of the usual wait | no reason, or one without a usual wait
away_until | date | return from an absence plus a few working days | no absence known
under_control | flag | a reason or an absence explains the silence today |
explained_until | date | until when | nothing explains it
later_date_offered | flag | a later delivery was offered since the reason |
# Promises; METHOD 2
promised_on | date | day of the live promise | no live promise
promise_made_on | date | day it was made | no live promise
promise_open | flag | its day has not passed |
promise_in_grace | flag | its day passed, its grace has not |
promise_live | flag | open or in grace |
promise_grace_ends_on | date | last day of grace | no live promise
promise_grace_days | count | grace in banking days for this kind of payment |
promise_wait_until | date | day after the grace | no live promise
fitting_promise_live | flag | a live promise not later than the must-pay-by |
fitting_promise_open | flag | the same, and its day has not passed |
promise_late | flag | the live promise is later than the must-pay-by |
notice_since_promise | flag | a notice went after it was made |
broken_count | count | broken promises |
last_broke_on | date | last day of grace of the last broken one | none broken
soft_since_broke | flag | a check-in went since |
call_since_broke | flag | a call was made since |
manager_since_broke | flag | the manager wrote since |
# Checklist and shelf; METHOD 2, S47, S54
points_confirmed | count | points of the checklist confirmed or not needed | no checklist recorded
points_recorded | count | points of which anything is known | no checklist recorded
points_seen | names | points of which anything is known | no checklist recorded
points_open | names | open points | no checklist recorded
points_open_count | count | how many |
point_ready | text | an open point that an unsent asset confirms | none
point_kind | text | kind of that asset | none
point_title | text | title of that asset | none
point_bare | text | an open point that no asset confirms | none
point_due_on | date | due day of preparing it |
useful_kind | text | kind of the next useful thing | nothing left to send
useful_title | text | its title | nothing left to send
useful_is_standing | flag | it comes from the standing list: do you have this? |
shelf_count | count | unsent assets on the shelf of the order |
# Our own side; METHOD 3
fix_open | flag | something of ours is to be put right |
fix_what | text | the oldest | none open
fix_opened_on | date | its day | none open
fix_due_on | date | its due day |
new_date_due_on | date | due day of naming a new delivery date |
# Letter of credit; METHOD 8
lc_stage | text | stage of the letter of credit | no letter of credit
lc_on | date | day it was reached | not recorded
lc_dates_clash | flag | its dates contradict each other or ours |
lc_points_sent | flag | our list of points went since |
lc_terms_sent | flag | our draft terms went |
lc_at_bank | flag | applied for, and within the usual banking days |
lc_bank_until | date | day after these | not applied for
lc_check_due_on | date | due day of checking it |
lc_contact_since | flag | any contact of ours about this case since |
# Silence; METHOD 2
quiet_days | days | days since their last human message | never wrote
unanswered | count | paced contacts about this case since their last human message |
unanswered_any | count | contacts about any order since, as the gap counts them |
paced_ever | flag | any paced contact about this case |
last_contact_on | date | our last contact about this case | none
contact_days | days | days since then | none
last_contact_any_on | date | our last contact about any order | none
last_to_review | flag | it asked them to look at something |
soft_unanswered | flag | a check-in since their last message |
ask_unanswered | flag | an open question of ours since |
call_unanswered | flag | another way was tried since |
manager_unanswered | flag | the manager wrote since |
manager_days | days | days since the manager last wrote | never
notice_days | days | days since our last notice | never
notice_since_agreed | flag | a notice went after the delivery date was agreed |
new_date_unanswered | flag | the new date was told and they have not written since |
calendar_told | flag | the production calendar was told |
close_from_on | date | first day on which the case may be closed | the manager never wrote
other_way | flag | a phone, other channel or second contact is known |
# Pace; METHOD 2 and 4
pressure | share | what the customer feels of us, over all his orders |
paced_today | count | paced contacts today, all orders |
paced_7d | count | today and the 6 days before |
paced_14d | count | today and the 13 days before |
paced_30d | count | today and the 29 days before |
gap_days | days | quiet after our last contact, as of today | nothing unanswered
gap_free_on | date | first day on which the gap has passed | nothing unanswered
reply_days_usual | share | his usual reply time, shrunk toward a prior |
reply_days_p80 | share | 80th percentile of his measured reply times | never measured
replies | count | reply times measured |
silence_ratio | share | days since our last contact over his usual reply time | nothing unanswered
contact_day | flag | today is a day for a contact there |
next_contact_day | date | the next such day | beyond the calendar
"""


def _read() -> tuple[Fact, ...]:
    facts, group, source = [], "", ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("# "):
            group, source = line[2:].split("; ", 1)
            continue
        name, sort, doc, null = (part.strip() for part in (line + " ").split("|"))
        facts.append(Fact(name, sort, doc, null, group, source))
    return tuple(facts)


FACTS: Final = _read()

# What gates ask besides: known only once a rule has proposed a contact of some kind.
GATE_FACTS: Final[Mapping[str, pl.DataType]] = {
    "contact_free_on": pl.Date(),
    "caps_free_on": pl.Date(),
    "pressure_max": pl.Float64(),
    "pressure_free_on": pl.Date(),
}


@cache
def vocabulary() -> dict[str, pl.DataType]:
    """Fact name to type."""
    return {f.name: f.dtype for f in FACTS}
