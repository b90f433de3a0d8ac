"""The door: one transaction for what was done, its entry in the audit chain, and the verdicts that follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django_scopes import scope

from duecourse.errors import DuecourseError
from duecourse.ledger import audit
from duecourse.ledger.models import Customer, Event, Milestone
from duecourse.recording.by import By
from duecourse.recording.deciding import decide

OURS_SEQ: Final = 0
THEIRS_SEQ: Final = 86_390
ANSWER_SEQ: Final = 86_395
"""Places within a day where only the day is known: ours first, theirs, our answer; clock times lie between."""

_OF_THE_PAST: Final = ContextVar("of_the_past", default=False)
_E = TypeVar("_E", bound=Event)
_SHARED: Final = ("id", "workspace_id", "recorded_on", "recorded_at", "recorded_by_id", "supersedes_id", "void")


class StaleError(DuecourseError):
    """What one acts on has been changed by somebody else meanwhile."""


@dataclass(slots=True)
class Act:
    """What is being done: collects whom it concerns and which verdicts somebody acted on."""

    by: By
    customers: set[int] = field(default_factory=set)
    keep: set[int] = field(default_factory=set)

    def happened(self, model: type[_E], on: date | None = None, *, seq: int | None = None, **values: Any) -> _E:
        """A new event, on a day of the seller's clock.

        Args:
            model: What kind of event.
            on: The day; None for today at this hour.
            seq: Its place within the day, if only the day is known.
            values: Its columns.

        Raises:
            DuecourseError: A column holds what it may not.
        """
        local = self.by.local
        clock = None if on is not None and on != local.date() else self.by.at
        event = model(
            workspace=self.by.workspace,
            happened_on=on or local.date(),
            happened_at=clock,
            seq=seq if clock is None else _second(local),
            recorded_on=local.date(),
            recorded_at=self.by.at,
            recorded_by=self.by.user,
            **values,
        )
        return self._stored(event, None)

    def superseded(self, old: _E, *, void: bool = False, **changes: Any) -> _E:
        """A row that tells an event anew, with some columns changed.

        Raises:
            StaleError: Somebody has superseded it already.
            DuecourseError: A column holds what it may not.
        """
        same = _own(old)
        event = type(old)(
            workspace=self.by.workspace,
            recorded_on=old.recorded_on if not void else self.by.today,
            recorded_at=self.by.at,
            recorded_by=self.by.user,
            supersedes=old,
            void=void,
            **{**same, **changes},
        )
        return self._stored(event, old)

    def restored(self, old: _E, earlier: _E) -> _E:
        """A row that tells an event as it was told before its last change."""
        return self.superseded(old, void=earlier.void, **_own(earlier))

    def changed(self, row: models.Model, **changes: Any) -> None:
        """Changes columns of an ordinary row; before and after stand in the audit chain.

        Raises:
            DuecourseError: A column holds what it may not.
        """
        before = {name: getattr(row, name) for name in changes}
        for name, value in changes.items():
            setattr(row, name, value)
        _validated(row)
        row.save(update_fields=list(changes))
        self._audited("changed", row, _plain(before), _plain(changes))

    def made(self, row: models.Model) -> None:
        """Stores a new ordinary row.

        Raises:
            DuecourseError: A column holds what it may not, or there is such a row already.
        """
        _validated(row)
        row.save()
        self._audited("made", row, None, _columns(row))

    def concerns(self, *milestones: Milestone) -> None:
        """Payments whose customers are judged again, and whose open forms are out of date."""
        self.customers |= {m.order.customer_id for m in milestones}
        Milestone.objects.filter(pk__in=[m.pk for m in milestones]).update(revision=F("revision") + 1)

    def _stored(self, event: _E, old: _E | None) -> _E:
        _validated(event)
        try:
            with transaction.atomic():
                event.save()
        except IntegrityError as error:
            fix = "Look at it again; nothing was changed."
            raise StaleError("Somebody has changed this meanwhile", fix=fix) from error
        verb = "voided" if event.void else "superseded" if old else "recorded"
        self._audited(verb, event, None, _columns(event))
        return event

    def _audited(self, verb: str, row: models.Model, before: Any, after: Any) -> None:
        subject = f"{row._meta.model_name} {row.pk}"
        audit.record(self.by.workspace, self.by.user, verb, subject, before, after, at=self.by.at)


@contextmanager
def of_the_past() -> Iterator[None]:
    """Acts in here are told after the event, many at once: the plan that follows judges everybody, they do not."""
    before = _OF_THE_PAST.set(True)
    try:
        yield
    finally:
        _OF_THE_PAST.reset(before)


@contextmanager
def act(by: By, *concerned: Milestone, customers: Iterable[int] = ()) -> Iterator[Act]:
    """One transaction: what is recorded in it, and then the verdicts of the customers that it concerns.

    Args:
        by: Who, where and when.
        concerned: Payments that it is about.
        customers: Further customers that it is about.
    """
    with scope(workspace=by.workspace), transaction.atomic():
        # Their verdicts are kept even if they say the same: the facts that they saw have changed.
        doing = Act(by, set(customers) | {m.order.customer_id for m in concerned}, {m.pk for m in concerned})
        # The customers' rows are the lock: two acts about one customer queue, and each sees what the other did.
        list(Customer.objects.select_for_update().filter(pk__in=doing.customers).order_by("pk").values_list("pk"))
        doing.concerns(*concerned)
        yield doing
        if doing.customers and not _OF_THE_PAST.get():
            decide(by.workspace, by.at, customers=sorted(doing.customers), keep=doing.keep)


def _own(event: Event) -> dict[str, Any]:
    """What an event says, without who recorded it when."""
    return {f.attname: getattr(event, f.attname) for f in event._meta.concrete_fields if f.attname not in _SHARED}


def _second(local: datetime) -> int:
    """The second of the day, inside the places for days without a clock."""
    return min(max(local.hour * 3600 + local.minute * 60 + local.second, OURS_SEQ + 1), THEIRS_SEQ - 1)


def _validated(row: models.Model) -> None:
    """Refuses what the columns do not allow, all of it at once.

    Raises:
        DuecourseError: With the columns and what is wrong.
    """
    try:
        # A column that may be null may be left out, whatever a form would say.
        row.clean_fields(
            exclude={f.name for f in row._meta.concrete_fields if f.null and f.value_from_object(row) is None}
        )
    except ValidationError as error:
        wrong = "; ".join(f"{name}: {' '.join(told)}" for name, told in error.message_dict.items())
        raise DuecourseError(f"This cannot be recorded: {wrong}", fix="Correct it and try again.") from error


def _columns(row: models.Model) -> dict[str, object]:
    """All columns that say something, as JSON has them."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return _plain({n: v for n, v in values.items() if v not in (None, "", b"", False) and n != "workspace_id"})


def _plain(values: dict[str, Any]) -> dict[str, object]:
    return {n: _told(v) for n, v in values.items()}


def _told(value: Any) -> object:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | type(None)) else str(value)
