"""What the pages of orders show: a list that is found, filtered, sorted and cut by the database; one order; imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from duecourse.ledger.models import Customer, ImportRun, Milestone, Order, Payment, Standing
from duecourse.ledger.pages.today import ROWS_MAX, Part, Whose

STATES: Final = ("contact", "fix", "wait", "settled", "closed")
"""Where an order may stand: in a list of the day, with nothing open, or closed."""

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "new": ("-pk",),
    "number": ("number", "pk"),
    "customer": ("customer__name", "number", "pk"),
    "confirmed": ("-confirmed_on", "-pk"),
    "delivery": ("deliver_on", "pk"),
}
"""Name of an order of rows to its columns; `look`, by the next look, goes by the waiting list."""

COUNT_MAX: Final = 10_000
"""Nobody reads further; so far rows are counted."""

_LISTED: Final = ("contact", "fix", "wait")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for.

    Args:
        text: Part of a number, of a customer's name or of the goods.
        state: One of `STATES`; empty for all that is not closed.
        sort: One of `SORTS`, or look.
        page: From 1.
    """

    text: str = ""
    state: str = ""
    sort: str = "new"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """One payment of an order, as the list shows it; `in_list` is empty where nothing was decided."""

    pk: int
    kind: str
    amount_minor: int | None
    currency: str
    in_list: str
    rule: str


@dataclass(frozen=True, slots=True)
class Row:
    """One order.

    Args:
        case: Key of the payment whose turn it is; None for an order without payments.
        state: One of `STATES`.
        look_on: Day of the next look; None if there is none.
        known: Whether the reason is known.
        because: English and Chinese.
    """

    pk: int
    number: str
    goods: str
    customer: int
    name: str
    country: str
    amount_minor: int | None
    currency: str
    deliver_on: date | None
    shares: tuple[Share, ...]
    case: int | None
    state: str
    look_on: date | None
    known: bool
    because: tuple[str, str]


def listed(whose: Whose, asked: Asked) -> Part[Row]:
    """One page of the list; at most five queries, none of which reads more than it must."""
    rows = _sought(_of(whose), asked)
    count = rows.order_by()[: COUNT_MAX + 1].count()
    begin = (asked.page - 1) * ROWS_MAX
    keys = _keys(rows, asked, begin)
    return Part(tuple(rows_of(keys)), count, asked.page)


def _of(whose: Whose) -> QuerySet[Order]:
    rows = Order.objects.all()
    return rows if whose.owners is None else rows.filter(customer__owner_id__in=whose.owners)


def _sought(rows: QuerySet[Order], asked: Asked) -> QuerySet[Order]:
    text = asked.text.strip()
    if text:
        # Few customers bear a name; asking for their orders is quicker than joining all of them.
        named = Customer.objects.filter(name__icontains=text).values("pk")
        found = Q(number__icontains=text) | Q(customer_id__in=named) | Q(goods__icontains=text)
        rows = rows.filter(found | Q(product__name__icontains=text))
    if asked.state == "closed":
        return rows.filter(closed_on__isnull=False)
    rows = rows.filter(closed_on__isnull=True)
    if asked.state in _LISTED:
        return rows.filter(pk__in=Standing.objects.filter(in_list=asked.state).values("milestone__order_id"))
    if asked.state == "settled":
        return rows.exclude(pk__in=Standing.objects.filter(in_list__in=_LISTED).values("milestone__order_id"))
    return rows


def _keys(rows: QuerySet[Order], asked: Asked, begin: int) -> list[int]:
    if asked.sort != "look":
        return list(
            rows.order_by(*SORTS.get(asked.sort, SORTS["new"])).values_list("pk", flat=True)[begin : begin + ROWS_MAX]
        )
    # The waiting list is kept in the order of its days; orders come as their first payment does.
    waiting = Standing.objects.filter(in_list="wait", milestone__order_id__in=rows.order_by().values("pk"))
    keys = waiting.order_by("look_on", "milestone_id").values_list("milestone__order_id", flat=True)
    return list(dict.fromkeys(keys[begin : begin + 2 * ROWS_MAX]))[:ROWS_MAX]


def rows_of(keys: Sequence[int]) -> list[Row]:
    """Orders as the list shows them, in the order of the keys."""
    found = Order.objects.filter(pk__in=keys).select_related("customer", "product")
    shares, standings = _shares(keys)
    rows = {o.pk: _row(o, shares[o.pk], standings[o.pk]) for o in found}
    return [rows[key] for key in keys if key in rows]


def _shares(keys: Sequence[int]) -> tuple[dict[int, list[Share]], dict[int, list[Standing]]]:
    shares: dict[int, list[Share]] = defaultdict(list)
    standings: dict[int, list[Standing]] = defaultdict(list)
    found = {s.milestone_id: s for s in Standing.objects.filter(milestone__order_id__in=keys)}
    for row in Milestone.objects.filter(order_id__in=keys).order_by("step", "pk"):
        stands = found.get(row.pk)
        in_list, rule = (stands.in_list, stands.rule) if stands else ("", "")
        shares[row.order_id].append(Share(row.pk, row.kind, row.amount_minor, row.currency, in_list, rule))
        if stands:
            standings[row.order_id].append(stands)
    return shares, standings


def _row(order: Order, shares: Sequence[Share], standings: Sequence[Standing]) -> Row:
    turn = min(standings, key=_rank, default=None)
    state = "closed" if order.closed_on else turn.in_list if turn and turn.in_list in _LISTED else "settled"
    rests = turn is not None and turn.in_list in _LISTED
    case = turn.milestone_id if turn else next((s.pk for s in shares), None)
    return Row(
        order.pk,
        order.number,
        order.goods or (order.product.name if order.product else ""),
        order.customer_id,
        order.customer.name,
        order.customer.country,
        order.amount_minor,
        order.currency or next((s.currency for s in shares if s.currency), ""),
        order.deliver_on,
        tuple(shares),
        case,
        state,
        turn.look_on if turn and rests else None,
        bool(turn and turn.known),
        (turn.because_en, turn.because_zh) if turn else ("", ""),
    )


def _rank(row: Standing) -> tuple[int, date, int]:
    place = _LISTED.index(row.in_list) if row.in_list in _LISTED else len(_LISTED)
    return place, row.look_on or date.max, row.milestone_id


def order_of(pk: int) -> Order | None:
    """An order with its customer and goods; None if there is none of that number here."""
    return Order.objects.select_related("customer", "product").filter(pk=pk).first()


def payments_of(order: Order) -> list[Milestone]:
    """The payments of an order in their turn; `came` is what has come of each, in minor units."""
    rows = list(order.milestones.order_by("step", "pk"))
    came: dict[int, int] = defaultdict(int)
    money = Payment.objects.filter(milestone__order=order, later__isnull=True, void=False)
    for milestone, amount in money.values_list("milestone_id", "amount_minor"):
        came[milestone] += amount
    for row in rows:
        row.came = came[row.pk]  # type: ignore[attr-defined]
    return rows


def names_like(text: str, limit: int = 12) -> list[tuple[str, str]]:
    """Names and countries of customers that begin with a text, then of those that hold it."""
    rows = Customer.objects.order_by("name")
    first = list(rows.filter(name__istartswith=text).values_list("name", "country")[:limit])
    if len(first) < limit and text:
        more = rows.filter(name__icontains=text).exclude(name__istartswith=text).values_list("name", "country")
        first += list(more[: limit - len(first)])
    return first


# ---------------------------------------------------------------- lists that were imported
def run_of(pk: int, **filters: Any) -> ImportRun | None:
    """An import of this workspace."""
    return ImportRun.objects.filter(pk=pk, **filters).select_related("made_by").first()


def runs_done(limit: int = 20) -> list[ImportRun]:
    """The newest imports, without their content."""
    rows = ImportRun.objects.exclude(state="previewed").select_related("made_by").order_by("-pk")
    return list(rows.defer("content", "refused", "mapping")[:limit])
