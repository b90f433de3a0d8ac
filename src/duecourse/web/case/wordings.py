"""What the page says of codes: titles of verdicts, stages, channels, steps; each a whole sentence or a whole name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from duecourse.decide.verdict import Verdict
from duecourse.decide.words import said
from duecourse.ledger.models import Standing
from duecourse.plan.sending import action_words, contact_kind, what_goes
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language

CHANNELS: Final[Mapping[str, str | Promise]] = {
    "mail": gettext_lazy("Mail"),
    "call": gettext_lazy("Call"),
    "whatsapp": "WhatsApp",
    "wechat": gettext_lazy("WeChat"),
    "visit": gettext_lazy("Visit"),
    "other": pgettext_lazy("channel", "Another way"),
}
STAGES: Final[Mapping[str, str | Promise]] = {
    "confirming": gettext_lazy("Being confirmed"),
    "only_payment_left": gettext_lazy("Only the payment is left"),
    "paid": gettext_lazy("Paid"),
    "closed": gettext_lazy("Closed"),
}
STEPS: Final[Mapping[str, str | Promise]] = {
    "new_date_named": gettext_lazy("Production named a new date"),
    "new_date_accepted": gettext_lazy("The new date was accepted"),
    "slot_released": gettext_lazy("The slot went to another order"),
    "production_started": gettext_lazy("Production started"),
    "delivered": gettext_lazy("Delivered"),
    "closed": gettext_lazy("Closed, door open"),
    "reopened": gettext_lazy("Taken up again"),
}
OFF_PLAN: Final[Mapping[str, str | Promise]] = {
    "they_asked": gettext_lazy("They asked me"),
    "agreed_by_phone": gettext_lazy("Agreed by phone"),
    "manager_says": gettext_lazy("Manager says so"),
    "deadline_moved": gettext_lazy("Deadline moved"),
    "other": pgettext_lazy("reason", "Another reason"),
}
MARKS: Final[Mapping[str, str | Promise]] = {
    "paid_claim": gettext_lazy("says it is paid"),
    "wants_fewer_mails": gettext_lazy("wants fewer mails"),
    "price_push": gettext_lazy("asks for a lower price"),
    "dispute": gettext_lazy("disputes goods or claim"),
}
STATES: Final[Mapping[str, str | Promise]] = {
    "confirmed": gettext_lazy("confirmed"),
    "open": pgettext_lazy("point", "open"),
    "not_needed": gettext_lazy("not needed"),
    "unknown": gettext_lazy("not recorded"),
}
REACHES: Final[Mapping[str, str | Promise]] = {
    "order": gettext_lazy("this order"),
    "customer": gettext_lazy("all orders of this customer"),
    "product": gettext_lazy("all orders of this product"),
    "material": gettext_lazy("all orders of this material"),
}
TONES: Final[Mapping[str, str]] = {"wait": "moss", "none": "moss", "own_fix": "ochre", "release": "ochre"}
_TITLES: Final[Mapping[str, str | Promise]] = {
    "calendar": gettext_lazy("Send the production calendar."),
    "later_date": gettext_lazy("Offer a later delivery date."),
    "lc_terms": gettext_lazy("Send our draft terms for their bank."),
    "lc_points": gettext_lazy("Send one list of all L/C points."),
    "lc_copy": gettext_lazy("Ask for the L/C draft or the application copy."),
    "mt103": gettext_lazy("Ask for the copy of the MT103."),
    "new_date": gettext_lazy("Tell them the new delivery date."),
    "answer": gettext_lazy("Answer their question first."),
    "thanks": gettext_lazy("Say thanks and tell the schedule."),
    "soft": gettext_lazy("Ask one easy question."),
    "ask": gettext_lazy("Ask openly what keeps them."),
    "notice": gettext_lazy("Tell the pay-by date, with two choices."),
    "call": gettext_lazy("Call, or try another way."),
    "manager": gettext_lazy("The manager writes a few lines."),
    "dunning": gettext_lazy("Send the formal note that is due."),
    "close": gettext_lazy("Close kindly, and leave the door open."),
    "own_fix": gettext_lazy("Put our own side right first."),
    "escalate": gettext_lazy("This one is for the manager."),
    "release": gettext_lazy("Give the slot to another order."),
    "none": gettext_lazy("Nothing is left to do here."),
}
_TODAY: Final[Mapping[str, str | Promise]] = {
    "wait": gettext_lazy("Wait"),
    "none": pgettext_lazy("chip", "Done"),
    "own_fix": gettext_lazy("Our side"),
    "release": gettext_lazy("Our side"),
    "escalate": gettext_lazy("For the manager"),
}


def title(verdict: Verdict, today: date) -> str:
    """The verdict as one sentence."""
    if verdict.action == "wait":
        return _waits(verdict, today)
    if verdict.action in {"own_fix", "release"} and verdict.task:
        return verdict.task
    return contact_title(verdict)


def contact_title(verdict: Verdict) -> str:
    """What goes, or is done, as one sentence; of a verdict that waits, what comes then."""
    kind = contact_kind(verdict) or verdict.then or verdict.action
    known = _TITLES.get(verdict.topic or "") or _TITLES.get(kind)
    if kind == "useful" and not verdict.topic:
        return _("Send something useful: {thing}.").format(thing=what_goes(verdict, language()))
    return str(known or said(kind, language()))


def _waits(verdict: Verdict, today: date) -> str:
    if verdict.until is None:
        return _("Wait.")
    if verdict.then is None:
        return _("Wait until {day}.").format(day=day_words(verdict.until, today))
    return _("Wait until {day}, then: {contact}").format(
        day=day_words(verdict.until, today), contact=lowered(contact_title(verdict))
    )


def lowered(sentence: str) -> str:
    """A sentence within another one begins small, but for abbreviations."""
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def chip(verdict: Verdict) -> str:
    """When and of what sort: *Today · useful*, *Wait*."""
    if verdict.action in _TODAY:
        return str(_TODAY[verdict.action])
    return _("Today · {kind}").format(kind=action_words(verdict, language()))


def stage(verdict: Verdict | None) -> str:
    """The stage of the payment; empty where it was never judged."""
    code = str(verdict.facts.get("stage") or "") if verdict else ""
    return str(STAGES.get(code, ""))


def standing_line(standing: Standing | None, verdict: Verdict | None, today: date) -> str:
    """A verdict in half a line, for *was … becomes …*."""
    if standing is None or verdict is None:
        return _("not judged yet")
    return lowered(title(verdict, today).rstrip(".。"))


def short_answer(verdict: Verdict, today: date) -> str:
    """What a hypothetical verdict would do, in a few words."""
    if verdict.action == "wait" and verdict.until is not None and verdict.then is None:
        return _("wait until {day}").format(day=day_words(verdict.until, today))
    return lowered(title(verdict, today).rstrip(".。"))


def in_days(count: int) -> str:
    """14 days in hand; 3 days past."""
    if count >= 0:
        return ngettext("{n} day in hand", "{n} days in hand", count).format(n=count)
    return ngettext("{n} day past", "{n} days past", -count).format(n=-count)


def payment_name(kind: str, share: int | None) -> str:
    """The deposit, 30 %."""
    names = {
        "deposit": _("The deposit"),
        "lc_opening": _("The letter of credit"),
        "balance_before_shipment": _("The balance before shipment"),
        "balance_against_documents": _("The balance against documents"),
        "open_account": _("The invoice"),
    }
    name = names.get(kind, kind)
    return pgettext("payment, share", "{name}, {share} %").format(name=name, share=share) if share else name
