"""What one does on the page of the day: each is one act of the recording room, and the lists anew."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duecourse.errors import DuecourseError
from duecourse.history.money import Money
from duecourse.ledger.models import Event, Message, Milestone, Task
from duecourse.ledger.pages import today as ledger
from duecourse.web.shell.acting import by_of, token_of
from duecourse.web.shell.door import member_of, signed_in, workspace_of
from duecourse.web.shell.now import now, today
from duecourse.web.shell.said import back, refuse, say
from duecourse.web.today.views import again

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LATER: Final = timedelta(hours=3)
CHANNELS: Final = ("mail", "call", "whatsapp", "wechat", "visit", "other")


def _answered(request: HttpRequest, act: Callable[[], None]) -> HttpResponseBase:
    """Does it, says what was refused, and shows the lists as they are now."""
    try:
        act()
    except DuecourseError as error:
        refuse(request, error)
    return again(request) if request.headers.get("HX-Request") else back(request)


def _whose(request: HttpRequest) -> ledger.Whose:
    """A member acts for whomever he may look at."""
    return ledger.whose(member_of(request), today(workspace_of(request)), everybody=True)


def _message(request: HttpRequest, pk: int) -> Message:
    found = ledger.message_of(_whose(request), pk)
    if found is None:
        raise Http404
    return found


def _task(request: HttpRequest, pk: int) -> Task:
    found = ledger.task_of(_whose(request), pk)
    if found is None:
        raise Http404
    return found


@require_POST
@signed_in
def sent(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A person sent the message by his own mail program, or said it."""
    message, channel = _message(request, pk), request.POST.get("channel", "mail")

    def act() -> None:
        from duecourse.recording import messages

        events = messages.sent(by_of(request), message, channel if channel in CHANNELS else "mail")
        _tell(request, _("Noted as sent to {customer}."), message, events)

    return _answered(request, act)


def _tell(request: HttpRequest, text: str, message: Message, events: Sequence[Event] = ()) -> None:
    say(request, text.format(customer=message.customer.name), token_of(events[0]) if events else "")


@require_POST
@signed_in
def later(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The message goes later today."""
    message, back_now = _message(request, pk), bool(request.POST.get("now"))

    def act() -> None:
        from duecourse.recording import messages

        messages.later(by_of(request), message, now() if back_now else now() + LATER)
        _tell(
            request,
            _("{customer} is back in its place.") if back_now else _("{customer} comes back later today."),
            message,
        )

    return _answered(request, act)


@require_POST
@signed_in
def not_today(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A person leaves the customer alone until a day, and says why."""
    message = _message(request, pk)

    def act() -> None:
        from duecourse.recording import messages

        why = (request.POST.get("why") or request.POST.get("reason", "")).strip()
        events = messages.not_today(by_of(request), message, _known(why), _day(request))
        _tell(request, _("{customer} rests; your reason is kept."), message, events)

    return _answered(request, act)


def _known(why: str) -> str:
    if not why:
        raise DuecourseError(_("No reason was given"), fix=_("Choose one, or write a few words; it is kept."))
    return why[:200]


def _day(request: HttpRequest) -> date:
    """The day until which it rests: at least tomorrow."""
    first = today(workspace_of(request)) + timedelta(days=1)
    text = request.POST.get("until", "")
    try:
        return max(date.fromisoformat(text), first) if text else first
    except ValueError:
        raise DuecourseError(
            _("'{text}' is no day").format(text=text[:40]), fix=_("Write it like 2026-11-30.")
        ) from None


@require_POST
@signed_in
def done(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A thing of ours is done."""
    task = _task(request, pk)

    def act() -> None:
        from duecourse.recording import ours

        ours.task_done(by_of(request), task)
        say(request, _("Done, for {customer}.").format(customer=task.customer.name))

    return _answered(request, act)


@require_POST
@signed_in
def nothing_there(request: HttpRequest) -> HttpResponseBase:
    """Somebody looked at the bank, and one of these payments, or all of them, had not come."""
    found = _looked_up(request, request.POST.get("case", ""))

    def act() -> None:
        from duecourse.recording import payments

        payments.nothing_there(by_of(request), found)
        say(request, _("The bank was looked at; nothing was there."))

    return _answered(request, act)


@require_POST
@signed_in
def money_there(request: HttpRequest) -> HttpResponseBase:
    """Somebody looked at the bank, and the money was there."""
    milestone = _looked_up(request, request.POST.get("case") or "0")[0]

    def act() -> None:
        from duecourse.recording import payments

        minor = _minor(request.POST.get("amount", ""), milestone)
        event = payments.paid(by_of(request), milestone, minor, _paid_on(request))
        say(
            request,
            _("The money of {customer} is noted.").format(customer=milestone.order.customer.name),
            token_of(event),
        )

    return _answered(request, act)


def _looked_up(request: HttpRequest, case: str) -> list[Milestone]:
    """One payment of the list, or all of it."""
    only = (int(case) if case.isascii() and case.isdecimal() and len(case) < 16 else 0) if case else None
    found = ledger.to_look_up(workspace_of(request), _whose(request), today(workspace_of(request)), only)
    if only is not None and not found:
        raise Http404
    return ledger.milestones(found)


def _minor(text: str, milestone: Milestone) -> int:
    """Minor units of what was written; without it, the whole payment."""
    currency = milestone.currency or milestone.order.currency
    plain = text.replace(",", "").replace("\u00a0", " ").replace(currency, "").strip() if currency else ""
    if not plain and milestone.amount_minor is not None:
        return milestone.amount_minor
    try:
        return Money.from_major(Decimal(plain), currency).minor
    except InvalidOperation:
        raise DuecourseError(
            _("'{text}' is no amount").format(text=text[:40]), fix=_("Write it like 18360.00.")
        ) from None


def _paid_on(request: HttpRequest) -> date | None:
    text = request.POST.get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DuecourseError(
            _("'{text}' is no day").format(text=text[:40]), fix=_("Write it like 2026-11-30.")
        ) from None
