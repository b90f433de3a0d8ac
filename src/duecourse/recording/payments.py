"""Promises and money: what they said they would pay, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duecourse.ledger.models import Inbound, Milestone, Payment, Promise
from duecourse.recording.by import By
from duecourse.recording.contacts import Heard
from duecourse.recording.door import THEIRS_SEQ, act


def promised(  # noqa: PLR0913  each is one thing that they said
    by: By,
    milestone: Milestone,
    pay_on: date,
    *,
    amount_minor: int | None = None,
    condition: str = "",
    who: str = "",
    said: str = "",
    channel: str = "mail",
    on: date | None = None,
) -> Promise:
    """Records a promise to pay; a promise is a message of theirs too.

    Args:
        by: Who, where and when.
        milestone: What they promise to pay.
        pay_on: The day they named.
        amount_minor: Minor units; None for all of it.
        condition: What they make it depend on.
        who: Who said it.
        said: Their words.
        channel: How it came.
        on: The day of the promise; None for now.
    """
    heard = Heard(says=said or f"{who} {pay_on.isoformat()}".strip(), channel=channel, reason="promise")
    with act(by, milestone) as doing:
        doing.happened(
            Inbound,
            on,
            seq=THEIRS_SEQ,
            customer=milestone.order.customer,
            milestone=milestone,
            channel=heard.channel,
            says=heard.says,
            reason=heard.reason,
            handled_on=on or by.today,
        )
        return doing.happened(
            Promise,
            on,
            milestone=milestone,
            pay_on=pay_on,
            amount_minor=amount_minor,
            condition=condition,
            who=who,
            said=said,
        )


def withdrawn(by: By, promise: Promise) -> Promise:
    """They took a promise back."""
    with act(by, promise.milestone) as doing:
        return doing.superseded(promise, withdrawn_on=by.today)


def paid(by: By, milestone: Milestone, amount_minor: int, on: date | None = None, reference: str = "") -> Payment:
    """Records money that a person matched to a payment; negative goes back."""
    with act(by, milestone) as doing:
        return doing.happened(Payment, on, milestone=milestone, amount_minor=amount_minor, reference=reference)


def nothing_there(by: By, milestones: Sequence[Milestone]) -> None:
    """Somebody looked at our bank, and none of these payments had come."""
    with act(by, *milestones) as doing:
        for milestone in milestones:
            doing.changed(milestone, own_bank_checked_on=by.today)
