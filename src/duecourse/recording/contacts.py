"""Contacts of both sides: what we wrote or said, and what they did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex

from duecourse.ledger.models import Asset, AssetSend, Contact, CreditStep, Customer, Inbound, Milestone, Touch
from duecourse.recording.by import By
from duecourse.recording.door import ANSWER_SEQ, OURS_SEQ, THEIRS_SEQ, Act, act


@dataclass(frozen=True, slots=True)
class Said:
    """What went to a customer.

    Args:
        kind: One of `history.codes.TOUCH_KINDS`.
        topic: Such as calendar or new_date; empty for none.
        level: Dunning level.
        channel: mail, call, whatsapp, wechat, visit, other.
        contact: To whom; None if nobody knows.
        subject, text: The words.
        outcome: Of a call or visit.
        to_review: Whether they are asked to look at something.
        assets: Useful things that went with it.
        off_plan: Why it went although the plan said to wait; empty if it did not.
    """

    kind: str
    topic: str = ""
    level: int | None = None
    channel: str = "mail"
    contact: Contact | None = None
    subject: str = ""
    text: str = ""
    outcome: str = ""
    to_review: bool = False
    assets: Sequence[Asset] = ()
    off_plan: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came from a customer, as a person read it; see `ledger.models.Inbound`."""

    says: str = ""
    kind: str = "human"
    channel: str = "mail"
    contact: Contact | None = None
    reason: str = ""
    until_on: date | None = None
    question: str = ""
    marks: frozenset[str] = field(default_factory=frozenset)


MARKS = frozenset({"paid_claim", "wants_fewer_mails", "price_push", "dispute"})
"""What a message of theirs may be beside a reason."""


def wrote(by: By, customer: Customer, said: Said, about: Sequence[Milestone], on: date | None = None) -> list[Touch]:
    """Records one contact of ours; about several payments it is still one contact.

    Args:
        by: Who, where and when.
        customer: To whom.
        said: What.
        about: Payments that it speaks of; empty for another matter.
        on: The day; None for now.
    """
    with act(by, *about, customers=[customer.pk]) as doing:
        return touched(doing, customer, said, about, on)


def touched(
    doing: Act, customer: Customer, said: Said, about: Sequence[Milestone], on: date | None = None
) -> list[Touch]:
    """The same within an act that records more."""
    seq = ANSWER_SEQ if said.kind == "answer" else OURS_SEQ
    words = {
        "kind": said.kind,
        "topic": said.topic,
        "level": said.level,
        "channel": said.channel,
        "contact": said.contact,
        "subject": said.subject,
        "text": said.text,
        "outcome": said.outcome,
        "to_review": said.to_review or bool(said.assets),
        "off_plan": said.off_plan,
        "group": token_hex(8),
    }
    cases: Iterable[Milestone | None] = about or [None]
    made = [doing.happened(Touch, on, seq=seq, customer=customer, milestone=m, **words) for m in cases]
    for asset in said.assets:
        doing.happened(AssetSend, on, seq=seq, asset=asset, customer=customer, touch=made[0])
    for milestone in about:
        _follows(doing, milestone, said, on)
    return made


def _follows(doing: Act, milestone: Milestone, said: Said, on: date | None) -> None:
    """What a contact changes beside itself: L/C terms went, the list of points went."""
    day = on or doing.by.today
    if said.topic == "lc_terms" and milestone.terms_sent_on is None:
        doing.changed(milestone, terms_sent_on=day)
    if said.topic == "lc_points":
        step = CreditStep.objects.filter(milestone=milestone, later__isnull=True, void=False).order_by("pk").last()
        if step is not None and step.points_sent_on is None:
            doing.superseded(step, points_sent_on=day)


def heard(by: By, customer: Customer, said: Heard, about: Milestone | None = None, on: date | None = None) -> Inbound:
    """Records one message of theirs.

    Raises:
        ValueError: A mark is not one of `MARKS`.
    """
    if unknown := said.marks - MARKS:
        raise ValueError(f"no marks of a message: {', '.join(sorted(unknown))}")
    with act(by, *([about] if about else []), customers=[customer.pk]) as doing:
        return doing.happened(
            Inbound,
            on,
            seq=THEIRS_SEQ,
            customer=customer,
            milestone=about,
            kind=said.kind,
            channel=said.channel,
            contact=said.contact,
            says=said.says,
            reason=said.reason,
            until_on=said.until_on,
            question=said.question,
            **dict.fromkeys(said.marks, True),
        )


def handled(by: By, inbound: Inbound) -> Inbound:
    """A person answered or took their message."""
    with act(by, *_about(inbound), customers=[inbound.customer_id]) as doing:
        return doing.superseded(inbound, handled_on=by.today)


def settled(by: By, inbound: Inbound) -> Inbound:
    """A dispute is settled."""
    with act(by, *_about(inbound), customers=[inbound.customer_id]) as doing:
        return doing.superseded(inbound, handled_on=inbound.handled_on or by.today, settled_on=by.today)


def answered(by: By, inbound: Inbound, said: Said) -> Touch:
    """Our answer to their message: the contact, and that their question is answered."""
    about = _about(inbound)
    with act(by, *about, customers=[inbound.customer_id]) as doing:
        doing.superseded(inbound, handled_on=by.today)
        return touched(doing, inbound.customer, said, about)[0]


def _about(inbound: Inbound) -> list[Milestone]:
    return [inbound.milestone] if inbound.milestone else []
