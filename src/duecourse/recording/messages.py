"""The message of the day: it went, it goes later, it does not go today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from duecourse.errors import DuecourseError
from duecourse.ledger.models import Asset, Contact, Hold, Inbound, Message, Milestone, StandingAnswer, Touch, Verdict
from duecourse.recording.by import By
from duecourse.recording.contacts import Said, touched
from duecourse.recording.door import Act, StaleError, act

_KINDS: Final = {"escalate": "manager"}


def sent(
    by: By,
    message: Message,
    channel: str = "mail",
    *,
    subject: str | None = None,
    text: str | None = None,
    contact: Contact | None = None,
    off_plan: str = "",
) -> list[Touch]:
    """A person sent the message of the day by his own mail program, or said it.

    Args:
        by: Who, where and when.
        message: Which.
        channel: How.
        subject, text: Its words, if he changed them.
        contact: To whom.
        off_plan: Why it went against the plan; empty if it did not.

    Raises:
        StaleError: It is not the message of this customer any more: an answer or money came, or a colleague wrote.
        DuecourseError: The manager has not approved it.
    """
    about = _about(message)
    with act(by, *about) as doing:
        now = Message.objects.filter(pk=message.pk).first()
        if now is None:
            raise StaleError("This message is out of date: something has happened meanwhile", fix="Look again.")
        _refuse_unapproved(now, text or now.text)
        doing.keep |= {m.pk for m in about}
        said = _said(now, channel, subject, text, contact, off_plan)
        _answer_questions(doing, now, about)
        _note_standing(doing, now)
        return touched(doing, now.customer, said, about)


def _about(message: Message) -> list[Milestone]:
    cases = message.draft.get("cases", [message.lead_id])
    rows = {m.pk: m for m in Milestone.objects.filter(pk__in=cases).select_related("order__customer")}
    return [rows[pk] for pk in cases if pk in rows]


def _refuse_unapproved(message: Message, text: str) -> None:
    from hashlib import sha256

    from duecourse.ledger.models import Approval

    if not message.needs_approval:
        return
    last = Approval.objects.filter(milestone=message.lead, void=False).order_by("pk").last()
    if last is None or not last.approved or last.text_hash != sha256(text.encode()).hexdigest():
        fix = "Ask for it: the manager sees it under Team."
        raise DuecourseError("The manager approves this message before it goes", fix=fix)


def _said(
    message: Message, channel: str, subject: str | None, text: str | None, contact: Contact | None, off_plan: str
) -> Said:
    draft = message.draft
    assets = _assets(message)
    return Said(
        kind=_KINDS.get(draft["action"], draft["action"]),
        topic=draft.get("topic") or "",
        level=draft.get("level"),
        channel=channel,
        contact=contact,
        subject=message.subject if subject is None else subject,
        text=message.text if text is None else text,
        assets=assets,
        to_review=bool(assets) or _facts(message).get("useful_is_standing") is True,
        off_plan=off_plan,
    )


def _facts(message: Message) -> dict[str, object]:
    """What the verdict saw that leads the message."""
    verdict = Verdict.objects.filter(milestone=message.lead).order_by("pk").last()
    return dict(verdict.said.get("facts", {})) if verdict else {}


def _assets(message: Message) -> list[Asset]:
    """The thing on the shelf that the message carries: that of its title which was not sent to this customer yet."""
    facts = _facts(message)
    title = facts.get("point_title") if message.draft["rule"] == "R09" else facts.get("useful_title")
    if message.draft["action"] != "useful" or not title or message.draft.get("topic"):
        return []
    if facts.get("useful_is_standing") and message.draft["rule"] != "R09":
        return []
    rows = Asset.objects.filter(title=title, retired_on__isnull=True)
    return list(rows.exclude(sends__customer=message.customer).order_by("pk")[:1])


def _answer_questions(doing: Act, message: Message, about: Sequence[Milestone]) -> None:
    """An answer that went answers the questions that were open about these payments."""
    if message.draft["action"] != "answer":
        return
    rows = Inbound.objects.filter(milestone__in=about, later__isnull=True, void=False, handled_on__isnull=True).exclude(
        question=""
    )
    for inbound in rows:
        doing.superseded(inbound, handled_on=doing.by.today)


def _note_standing(doing: Act, message: Message) -> None:
    """A useful thing of the standing list that went is not proposed again."""
    facts, kind = _facts(message), message.draft.get("kind")
    if message.draft["rule"] == "R25" and facts.get("useful_is_standing") and kind:
        doing.happened(StandingAnswer, order=message.lead.order, kind=kind, sent=True)


def later(by: By, message: Message, at: datetime) -> None:
    """The message goes later today."""
    with act(by) as doing:
        doing.changed(message, later_at=at)


def not_today(by: By, message: Message, reason: str, until: date) -> list[Hold]:
    """A person leaves the customer alone until a day, and says why."""
    about = _about(message)
    with act(by, *about) as doing:
        return [doing.happened(Hold, milestone=m, from_on=by.today, to_on=until, why=reason) for m in about]
