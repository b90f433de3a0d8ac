"""Two more worksheets that a workbook of orders may have: the shelf of useful things, and the contacts of customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from duecourse.adapters.orders.days import day
from duecourse.adapters.orders.habits import Habits
from duecourse.adapters.orders.lexicon import bare
from duecourse.adapters.orders.refusal import Refusal
from duecourse.adapters.orders.words import TOPICS, MisreadError, identity
from duecourse.adapters.sheets import Cell, Row, Sheet

_SHELF: Final = {
    "product": "product|产品|品名|order|订单号|customer|客户",
    "kind": "kind|类型|种类",
    "title": "title|标题|名称",
    "file": "file|文件",
    "valid_until": "valid until|有效期至|有效期",
}
_CONTACTS: Final = {
    "customer": "customer|客户|客户名称",
    "name": "name|姓名|contact|联系人",
    "role": "role|职务|角色",
    "email": "e-mail|邮箱|email",
    "phone": "phone|电话|other way|其他方式|whatsapp|wechat|微信",
    "language": "language|语言",
    "thread": "subject|邮件主题|thread|主题",
}
SHEETS: Final = {"shelf": {"en": "shelf", "zh": "资料"}, "contacts": {"en": "contacts", "zh": "联系人"}}
"""Names of the two worksheets in the template."""

_TOP: Final = 5
_BUYERS: Final = ("buy", "purchas", "procure", "采购", "买手", "einkauf", "compra", "achat")


@dataclass(frozen=True, slots=True)
class Useful:
    """One thing on the shelf: what it fits (a product, an order number or a customer), its kind, title, last day."""

    fits: str
    reach: str
    kind: str
    title: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One contact of a customer.

    Args:
        customer, name, role, email, language: As the sheet has them; empty for what it does not say.
        other_way: Whether a telephone or other channel is known.
        thread: Subject under which we write to him; a message goes as an answer to it.
        phone: The telephone or other channel, as the sheet has it.
    """

    customer: str
    name: str
    other_way: bool
    role: str = ""
    email: str = ""
    language: str = ""
    thread: str = ""
    phone: str = ""


@dataclass(slots=True)
class Extras:
    """What the further worksheets of a file say."""

    shelf: list[Useful] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def template_columns(sheet: str, language: str) -> list[str]:
    """The headings of `shelf` or `contacts` in the template."""
    columns = _SHELF if sheet == "shelf" else _CONTACTS
    return [names.split("|")[language == "zh"] for names in columns.values()]


def add(sheet: Sheet, rows: Sequence[Row], habits: Habits, to: Extras) -> None:
    """Reads a sheet into `to` if it is a shelf or a list of contacts."""
    for row in rows[:_TOP]:
        heads = {bare(c.text): i for i, c in enumerate(row.cells) if c is not None}
        body = [r for r in rows if r.number > row.number]
        if _places(heads, _SHELF).keys() >= {"product", "kind", "title"}:
            _add_shelf(sheet, heads, body, habits, to)
            return
        places = _places(heads, _CONTACTS)
        if "customer" in places and places.keys() & {"email", "phone"}:
            to.people += _people(places, body)
            return


def _places(heads: Mapping[str, int], columns: Mapping[str, str]) -> dict[str, int]:
    known = {bare(spelt): name for name, texts in columns.items() for spelt in texts.split("|")}
    return {known[text]: place for text, place in heads.items() if text in known}


def _add_shelf(sheet: Sheet, heads: Mapping[str, int], rows: Iterable[Row], habits: Habits, to: Extras) -> None:
    places = _places(heads, _SHELF)
    reach = _reach(next(text for text, place in heads.items() if place == places["product"]))
    for row in rows:
        cells = {n: c for n, p in places.items() if p < len(row.cells) and (c := row.cells[p]) is not None}
        if not cells.keys() >= {"product", "kind"}:
            continue
        try:
            to.shelf.append(_useful(cells, reach, habits))
        except MisreadError as wrong:
            name = "valid until" if wrong.expected.startswith("a d") else "kind"
            holds = cells["valid_until" if name == "valid until" else "kind"].text
            to.refused.append(Refusal(sheet.file, sheet.name, row.number, name, holds, wrong.expected, wrong.fix))


def _reach(heading: str) -> str:
    if heading in {bare("order"), bare("订单号")}:
        return "order"
    return "customer" if heading in {bare("customer"), bare("客户")} else "product"


def _useful(cells: Mapping[str, Cell], reach: str, habits: Habits) -> Useful:
    kind = TOPICS.code(cells["kind"].text)
    title = cells["title"].text if "title" in cells else cells["kind"].text
    until = day(cells["valid_until"], habits) if "valid_until" in cells else None
    return Useful(cells["product"].text, reach, kind, title, until)


def _people(places: Mapping[str, int], rows: Iterable[Row]) -> Iterator[Person]:
    for row in rows:
        text = {n: row.cells[p].text for n, p in places.items() if p < len(row.cells) and row.cells[p] is not None}  # type: ignore[union-attr]
        if "customer" in text:
            rest = {n: text.get(n, "") for n in ("role", "email", "language", "thread", "phone")}
            yield Person(text["customer"], text.get("name", ""), "phone" in text, **rest)


def asset_rows(shelf: Sequence[Useful], orders: Iterable[Mapping[str, Any]], seller: str) -> list[dict[str, Any]]:
    """The shelf as rows of the history; a thing that fits no order of the list is left out.

    Args:
        shelf: Things in the order of the sheet.
        orders: Rows of the orders, for the spelling of products, order numbers and customers.
        seller: Whose shelf.
    """
    spelt: dict[tuple[str, str], str] = {}
    for order in orders:
        for reach, name in (("product", "product"), ("order", "order"), ("customer", "customer")):
            if order.get(name):
                spelt.setdefault((reach, identity(str(order[name]))), str(order[name]))
    rows: dict[str, dict[str, Any]] = {}
    for thing in shelf:
        key = spelt.get((thing.reach, identity(thing.fits)))
        if key is not None:
            asset = f"{thing.reach}/{key}/{thing.kind}/{thing.title}"
            named = {"asset": asset, "seller": seller, "kind": thing.kind, "title": thing.title}
            rows[asset] = {**named, "reach": thing.reach, "reach_key": key, "valid_until": thing.valid_until}
    return list(rows.values())


def send_rows(
    assets: Iterable[Mapping[str, Any]], touches: Iterable[Mapping[str, Any]], orders: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Which things on the shelf have gone to whom, by the kinds of our useful contacts."""
    fits: dict[str, set[tuple[str, str]]] = {}
    for order in orders:
        keys = {(r, str(order[n])) for r, n in (("product", "product"), ("order", "order")) if order.get(n)}
        fits.setdefault(order["customer"], {("customer", order["customer"])}).update(keys)
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for asset in assets:
        by_kind.setdefault(asset["kind"], []).append(asset)
    return [
        {"asset": asset["asset"], "customer": touch["customer"], "on": touch["on"]}
        for touch in touches
        if touch["kind"] == "useful"
        for asset in by_kind.get(touch.get("topic") or "", ())
        if (asset["reach"], asset["reach_key"]) in fits.get(touch["customer"], ())
    ]


def first_of(people: Iterable[Person]) -> dict[str, Person]:
    """Identity of a customer to whom we write: his buyer, else the first with an address, else the first named."""
    found: dict[str, Person] = {}
    for person in sorted(people, key=_rank):
        found.setdefault(identity(person.customer), person)
    return found


def _rank(person: Person) -> tuple[bool, bool, bool]:
    buyer = any(word in person.role.casefold() for word in _BUYERS)
    return not buyer, not person.email, not person.name


def other_ways(people: Iterable[Person]) -> dict[str, bool]:
    """Identity of a customer to whether a telephone, another channel or a second contact is known."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(identity(person.customer), []).append(person)
    return {name: len(some) > 1 or any(p.other_way for p in some) for name, some in found.items()}
