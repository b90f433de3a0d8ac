"""What the page of the day shows: messages, tasks, waiting payments, and where to look at the bank first.

At most eight queries, none of which grows with the number of open payments beyond the counting of an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import Count, Q, QuerySet

from duecourse.ledger.models import Membership, Message, Milestone, Standing, Task, Workspace

CARDS_MAX: Final = 25
"""Cards of a column on one page; nobody reads more at a time."""

ROWS_MAX: Final = 50
"""Lines of a list on one page."""

PAGES_MAX: Final = 2_000
CLAIMS: Final = ("R02", "R02b", "R02c")
"""Rules that speak because they say they have paid."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose customers a page shows.

    Args:
        owners: Users who own them; None for everybody's.
    """

    owners: tuple[int, ...] | None

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those rows that belong to them."""
        if self.owners is None:
            return rows
        return rows.filter(owner_id=self.owners[0]) if len(self.owners) == 1 else rows.filter(owner_id__in=self.owners)


@dataclass(frozen=True, slots=True)
class Part(Generic[_T]):
    """Some rows of a list.

    Args:
        rows: At most `size`.
        count: How long the whole list is.
        page: Which part, from 1.
        size: Rows of a part.
    """

    rows: tuple[_T, ...]
    count: int
    page: int = 1
    size: int = ROWS_MAX

    @property
    def left(self) -> int:
        """How many rows stand after these."""
        return max(self.count - (self.page - 1) * self.size - len(self.rows), 0)


@dataclass(frozen=True, slots=True)
class Who:
    """A customer as lists name him."""

    name: str
    country: str
    city: str
    zone: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The message of the day for one customer; `verdict` is what the ledger keeps of the payment that leads it.

    Args:
        draft: What is known of the text beside itself: kind, contact, pattern, gloss, cases.
        amount_minor, currency: Of the leading payment; None and empty if not recorded.
        because: English and Chinese.
        later_at: Until when a person put it off.
    """

    pk: int
    who: Who
    lead: int
    order: str
    goods: str
    milestone: str
    amount_minor: int | None
    currency: str
    because: tuple[str, str]
    needs_approval: bool
    later_at: datetime | None
    subject: str
    text: str
    draft: Mapping[str, Any]
    verdict: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing of ours; `what` and `because` in English and Chinese, `cases` how many payments wait for it."""

    pk: int
    who: Who
    lead: int
    rule: str
    owner: str
    due_on: date | None
    what: tuple[str, str]
    because: tuple[str, str]
    cases: int


@dataclass(frozen=True, slots=True)
class Rest:
    """One waiting payment: when we look again, and whether its reason is known."""

    lead: int
    who: Who
    order: str
    look_on: date | None
    known: bool
    because: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """One payment that may have come: somebody looks at the bank before a word about it."""

    lead: int
    who: Who
    order: str
    milestone: str
    amount_minor: int | None
    currency: str
    because: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """All of it; `known` and `unknown` count the waiting payments."""

    letters: Part[Letter]
    chores: Part[Chore]
    rests: Part[Rest]
    claims: Part[Claim]
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of each list is asked for, from 1; the payments to look up are counted, and listed if asked for."""

    contact: int = 1
    fix: int = 1
    wait: int = 1
    bank: bool = False


def whose(member: Membership, on: date, *, everybody: bool) -> Whose:
    """Whose customers a member looks at: his own and those of colleagues he stands in for, or everybody's.

    Args:
        member: Who looks; a salesperson never looks at everybody's.
        on: The day, for who is away.
        everybody: What he asked for.
    """
    if everybody and member.role != "sales":
        return Whose(None)
    away = Membership.objects.filter(substitute_id=member.user_id, active=True, away_from__lte=on)
    others = away.filter(Q(away_to__isnull=True) | Q(away_to__gte=on)).values_list("user_id", flat=True)[:ROWS_MAX]
    return Whose((member.user_id, *sorted(others)))


def desk(workspace: Workspace, whose: Whose, pages: Pages, on: date) -> Desk:
    """The lists of a day.

    Args:
        workspace: Whose scope one is in; without bank data the payments of all messages are looked up first.
        whose: Whose customers.
        pages: Which parts.
        on: The day, for what was looked up today already.
    """
    letters = _part(whose.of(Message.objects.all()), pages.contact, _LETTER, _letter, size=CARDS_MAX)
    chores = _part(whose.of(Task.objects.all()), pages.fix, _CHORE, _chore, size=CARDS_MAX)
    waiting = whose.of(Standing.objects.filter(in_list="wait"))
    counts = dict(waiting.order_by().values_list("known").annotate(Count("pk")))
    rests = _part(waiting, pages.wait, _REST, _rest, count=sum(counts.values()))
    claims = _claims(workspace, whose, on, listed=pages.bank)
    return Desk(letters, chores, rests, claims, counts.get(True, 0), counts.get(False, 0))


def _part(
    rows: QuerySet[Any], page: int, columns: Sequence[str], made: Any, *, size: int = ROWS_MAX, count: int | None = None
) -> Part[Any]:
    """The asked part of a list by rank; its keys come from an index alone, its columns only for what is shown.

    A first part that is not full tells the count itself.
    """
    page = min(max(page, 1), PAGES_MAX)
    start = (page - 1) * size
    keys = rows.order_by("rank", "pk").values("pk")[start : start + size]
    found = rows.model.objects.filter(pk__in=keys).order_by("rank", "pk").values_list(*columns)
    shown = tuple(made(dict(zip(columns, row, strict=True))) for row in found)
    if count is None:
        count = len(shown) if page == 1 and len(shown) < size else rows.count()
    return Part(shown, count, page, size)


_WHO: Final = ("customer__name", "customer__country", "customer__city", "customer__zone")
_PAYMENT: Final = ("lead__kind", "lead__amount_minor", "lead__currency", "lead__order__currency", "lead__order__number")
_LETTER: Final = (
    "pk", *_WHO, *_PAYMENT, "lead_id", "lead__order__goods", "lead__standing__because_en", "lead__standing__because_zh",
    "needs_approval", "later_at", "subject", "text", "draft", "lead__standing__verdict__said",
)  # fmt: skip
_CHORE: Final = (
    "pk", *_WHO, "lead_id", "rule", "owner__name", "due_on", "what_en", "what_zh", "because_en", "because_zh", "cases",
)  # fmt: skip
_REST: Final = (
    *_WHO, "milestone_id", "milestone__order__number", "look_on", "known", "because_en", "because_zh",
)  # fmt: skip
_CLAIM: Final = (
    *_WHO, "milestone_id", "milestone__order__number", "milestone__kind", "milestone__amount_minor",
    "milestone__currency", "milestone__order__currency", "because_en", "because_zh",
)  # fmt: skip


def _who(row: Mapping[str, Any]) -> Who:
    return Who(*(row[column] for column in _WHO))


def _letter(row: Mapping[str, Any]) -> Letter:
    return Letter(
        row["pk"],
        _who(row),
        row["lead_id"],
        row["lead__order__number"],
        row["lead__order__goods"],
        row["lead__kind"],
        row["lead__amount_minor"],
        row["lead__currency"] or row["lead__order__currency"],
        (row["lead__standing__because_en"] or "", row["lead__standing__because_zh"] or ""),
        row["needs_approval"],
        row["later_at"],
        row["subject"],
        row["text"],
        row["draft"],
        row["lead__standing__verdict__said"] or {},
    )


def _chore(row: Mapping[str, Any]) -> Chore:
    return Chore(
        row["pk"],
        _who(row),
        row["lead_id"],
        row["rule"],
        row["owner__name"] or "",
        row["due_on"],
        (row["what_en"], row["what_zh"]),
        (row["because_en"], row["because_zh"]),
        len(row["cases"]),
    )


def _rest(row: Mapping[str, Any]) -> Rest:
    because = (row["because_en"], row["because_zh"])
    return Rest(row["milestone_id"], _who(row), row["milestone__order__number"], row["look_on"], row["known"], because)


def _claim(row: Mapping[str, Any]) -> Claim:
    return Claim(
        row["milestone_id"],
        _who(row),
        row["milestone__order__number"],
        row["milestone__kind"],
        row["milestone__amount_minor"],
        row["milestone__currency"] or row["milestone__order__currency"],
        (row["because_en"], row["because_zh"]),
    )


def _claims(workspace: Workspace, whose: Whose, on: date, *, listed: bool) -> Part[Claim]:
    """How many payments there are to look up, and the first of them if they are to be listed."""
    rows = _to_look_up(workspace, whose, on)
    if not listed:
        return Part((), rows.count())
    shown = rows.order_by("rank", "pk").values_list(*_CLAIM)[: ROWS_MAX + 1]
    found = tuple(_claim(dict(zip(_CLAIM, row, strict=True))) for row in shown)
    return Part(found[:ROWS_MAX], len(found) if len(found) <= ROWS_MAX else rows.count())


def _to_look_up(workspace: Workspace, whose: Whose, on: date) -> QuerySet[Standing]:
    """Claims; and where no bank data is loaded, every payment that somebody is about to write about."""
    asked = Q(rule__in=CLAIMS)
    if workspace.bank_loaded_on is None:
        asked |= Q(in_list="contact")
    rows: QuerySet[Standing] = whose.of(Standing.objects.filter(asked))
    return rows.exclude(milestone__own_bank_checked_on=on)


def to_look_up(workspace: Workspace, whose: Whose, on: date, only: int | None = None) -> list[int]:
    """Payments that somebody may say were not there: the whole list, or one of them."""
    rows = _to_look_up(workspace, whose, on)
    rows = rows if only is None else rows.filter(milestone_id=only)
    return list(rows.order_by("rank", "pk").values_list("milestone_id", flat=True))


def message_of(whose: Whose, pk: int) -> Message | None:
    """A message of the day, if it is of these customers."""
    found: Message | None = whose.of(Message.objects.filter(pk=pk)).select_related("customer", "lead").first()
    return found


def task_of(whose: Whose, pk: int) -> Task | None:
    """A task of the day, if it is of these customers."""
    found: Task | None = whose.of(Task.objects.filter(pk=pk)).select_related("customer", "lead").first()
    return found


def looks(whose: Whose, before: date, rows_max: int = 200) -> Iterator[Rest]:
    """Waiting payments that we look at before a day, in their order; a rank begins with that day."""
    rows = whose.of(Standing.objects.filter(in_list="wait", rank__lt=before.isoformat()))
    found = rows.order_by("rank", "pk").values_list(*_REST)[:rows_max]
    return (_rest(dict(zip(_REST, row, strict=True))) for row in found)


def milestones(cases: Sequence[int]) -> list[Milestone]:
    """These payments with their orders and customers, in this order."""
    rows = Milestone.objects.select_related("order__customer").in_bulk(list(cases))
    return [rows[pk] for pk in cases if pk in rows]
