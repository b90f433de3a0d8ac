"""Order lists built from known orders, in any style that can be read with certainty, give these orders back.

`SHEET_EXAMPLES=2000 pytest tests/adapters/orders_props` draws more, and others at each run.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from heading_words import LANGUAGES, NAMED, spellings
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from known_orders import AS_OF, Known, agrees, known_orders, payments
from sheet_builder import Broken, Built, built, column_of, needs_proof, only, proofs, write_grid
from sheet_styles import DAY_FIELDS, MONEY_HEADINGS, SLASHED, Style, currencies_of, headed, styles

from duecourse.adapters.orders import OrderList, read_orders
from duecourse.adapters.orders.headings import meanings
from duecourse.cli.today import run_today
from duecourse.errors import DuecourseError

EXAMPLES = int(os.environ.get("SHEET_EXAMPLES", "0"))


def searched(share: float = 1.0) -> settings:
    """The same few examples in the normal run, many and new ones where the environment asks for them."""
    return settings(
        max_examples=int((EXAMPLES or 60) * share), derandomize=not EXAMPLES, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much, HealthCheck.large_base_example],
    )  # fmt: skip


@contextmanager
def read(sheet: Built) -> Iterator[OrderList]:
    """The only list that the file of a sheet holds."""
    note("\n".join(str(row) for row in sheet.rows))
    with TemporaryDirectory() as folder:
        (found,) = read_orders(sheet.write(Path(folder)), as_of=AS_OF)
        yield found


@st.composite
def sheets(draw: st.DrawFn, *, plain_rows: bool = False) -> tuple[Style, list[Known]]:
    """A style, and orders that it can hold without a doubt."""
    style = draw(styles(plain_rows=plain_rows))
    codes = currencies_of(style.money, style.language, style.second, style.numbers)
    one = style.money in {"heading", "title"}
    codes = (draw(st.sampled_from(codes)),) if one else codes
    orders = draw(known_orders(style.language, codes, far=style.encoding not in {"cp1252", "gb18030"}, words=True))
    if style.money == "heading":
        style = replace(style, columns=headed(style.columns, draw(st.sampled_from(MONEY_HEADINGS)), codes[0]))
    if needs_proof(style) and not proofs([only(o, style) for o in orders]):
        first = replace(orders[0], confirmed_on=draw(st.sampled_from((date(2027, 12, 31), date(2027, 10, 13)))))
        orders = [first, *orders[1:]]
    return style, orders


# ------------------------------------------------------------------ what was read, and what must be
def said(found: OrderList) -> dict[str, list[dict[str, Any]]]:
    """Each order's payments in the order of its terms."""
    by_order: dict[str, list[dict[str, Any]]] = {}
    for e in sorted(found.entries.values(), key=lambda e: e.part):
        by_order.setdefault(e.order, []).append(
            {
                "customer": e.customer, "kind": e.payment, "currency": e.currency, "confirmed_on": e.confirmed_on,
                "deliver_on": e.deliver_on, "promised_on": e.promised_on, "paid": e.paid, "paid_on": e.paid_on, "due_on": e.due_on,
                "remarks": e.remarks and " ".join(e.remarks.split()),
            }
        )  # fmt: skip
    return by_order


def must_be(order: Known, style: Style) -> list[dict[str, Any]]:
    """The same of a known order."""
    named = None if style.money == "nowhere" else order.currency
    return [
        asdict(p) | {"currency": named, "remarks": p.remarks and " ".join(p.remarks.split())} for p in payments(order)
    ]


def minors(found: OrderList, order: str) -> list[int]:
    """An order's amounts in minor units; without a currency those of its figures with two decimals."""
    entries = sorted((e for e in found.entries.values() if e.order == order), key=lambda e: e.part)
    return [e.amount.minor if e.amount else int((e.figure or Decimal(-1)) * 100) for e in entries]


def contact(found: OrderList, order: str) -> date | None:
    """The day of our last contact about an order."""
    return max(
        (e.last_contact_on for e in found.entries.values() if e.order == order and e.last_contact_on), default=None
    )


def compare(found: OrderList, sheet: Built, orders: list[Known]) -> None:
    """Every payment is what was built, and nothing else is there."""
    by_order = said(found)
    assert sorted(by_order) == sorted(o.order for o in orders)
    for order in orders:
        assert by_order[order.order] == must_be(order, sheet.style)
        assert agrees(order, minors(found, order.order)), minors(found, order.order)
        if not all(p["paid"] for p in by_order[order.order]):  # later contacts are about something else
            assert contact(found, order.order) == order.last_contact_on


# ------------------------------------------------------------------ promises
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_that_the_sheets_use_is_known_by_itself(language: str) -> None:
    wrong = {
        text: found[:1]
        for field in NAMED
        for spelt in spellings(language, field)
        for text in (spelt, spelt.upper(), f"{spelt}:")
        if not (found := meanings(text)) or found[0].field != field
    }
    assert wrong == {}


@pytest.mark.slow
@searched()
@given(sheets())
def test_orders_come_back_from_any_sheet_that_can_be_read_with_certainty(made: tuple[Style, list[Known]]) -> None:
    sheet = built(*made)
    with read(sheet) as found:
        assert [r.line() for r in found.refused] == []
        assert [d for d in found.doubts if d.name != "currency"] == []
        compare(found, sheet, sheet.orders)


@st.composite
def spoilt_sheets(draw: st.DrawFn) -> tuple[Style, list[Known], dict[tuple[str, str], Any]]:
    """A sheet of plain rows with up to four cells, of up to four orders, that say what cannot be."""
    style, orders = draw(sheets(plain_rows=True))
    fields = sorted(style.fields - {"customer", "order", "remarks"})
    cells = st.tuples(st.sampled_from([o.order for o in orders]), st.sampled_from(fields))
    spoilt = {
        cell: draw(_nonsense(cell[1], style)) for cell in draw(st.lists(cells, min_size=1, max_size=4, unique=True))
    }
    lost = {cell for cell, value in spoilt.items() if isinstance(value, Broken)}
    assume(not needs_proof(style) or set(proofs([only(o, style) for o in orders])) - lost)
    return style, orders, spoilt


def _nonsense(name: str, style: Style) -> st.SearchStrategy[Any]:
    """What no reader may take for a value of the field."""
    broken: Any = Broken()
    if name in {"total", "amount", "deposit_amount", "balance_amount"}:
        return st.sampled_from((broken, "12a34,5", "1.2.3,4", "-5,00 x"))
    if name == "currency":
        return st.sampled_from((broken, "USX", "EU RO", "12"))
    if name == "terms":
        return st.sampled_from((broken, "30% deposit, 60% before shipment", "40%定金，70%发货前付清"))
    if name.endswith("_paid") and any(c.isalpha() for c in impossible(style)):
        return st.just(broken)  # '30-Feb-2027' beside money may be anything: a person is asked, the row is kept
    return st.sampled_from((broken, impossible(style)))


def impossible(style: Style) -> str:
    """30 February, as the sheet would write it."""
    first = style.day(date(2027, 2, 28))
    return first.replace("28", "30") if isinstance(first, str) and "short" not in style.date else "2027-02-30"


@pytest.mark.slow
@searched(0.7)
@given(spoilt_sheets())
def test_spoilt_cells_cost_their_own_rows_and_are_named(
    made: tuple[Style, list[Known], dict[tuple[str, str], Any]],
) -> None:
    style, orders, spoilt = made
    sheet = built(style, orders, spoilt)
    with read(sheet) as found:
        named: dict[int, set[str]] = {}
        for refusal in found.refused:
            named.setdefault(refusal.row, set()).add(refusal.column)
        assert set(named) == {row for order, _ in spoilt for row in sheet.places[order]}
        for order in {o for o, _ in spoilt}:
            fields = {f for o, f in spoilt if o == order}
            at_once = {f for f in fields if f != "terms" or isinstance(spoilt[order, f], Broken)}  # terms are read last
            (row,) = sheet.places[order]
            assert named[row] == {column_of(style, f).named for f in at_once or fields}
        compare(found, sheet, [o for o in sheet.orders if o.order not in {order for order, _ in spoilt}])


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[Built, Built]:
    """The same sheet, sound or spoilt, with its columns in two orders; those of a group stay together."""
    style, orders, spoilt = draw(spoilt_sheets() | sheets().map(lambda made: (*made, {})))
    blocks: list[list[Any]] = []
    for column in style.columns:
        if column.group and blocks and blocks[-1][-1].group == column.group:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    columns = tuple(c for block in draw(st.permutations(blocks)) for c in block)
    return built(style, orders, spoilt), built(replace(style, columns=columns), orders, spoilt)


@pytest.mark.slow
@searched(0.4)
@given(shuffled())
def test_the_order_of_columns_changes_nothing(pair: tuple[Built, Built]) -> None:
    told = []
    for sheet in pair:
        with read(sheet) as found:
            amounts = {o: minors(found, o) for o in said(found)}
            doubts = {(d.row, d.column, d.holds) for d in found.doubts}
            told.append((said(found), amounts, {(r.row, r.column, r.holds) for r in found.refused}, doubts))
    assert told[0] == told[1]


# ------------------------------------------------------------------ what nobody can tell
@st.composite
def unproven(draw: st.DrawFn) -> tuple[Style, list[Known]]:
    """An English list whose days and months could all be swapped."""
    style = draw(styles(plain_rows=True, languages=("en",), moneys=("column",)))
    style = replace(style, date=draw(st.sampled_from(sorted(SLASHED))))
    codes = currencies_of(style.money, "en", "", style.numbers)
    orders = [
        replace(o, **{f: d.replace(day=1 + d.day % 12) for f in DAY_FIELDS if isinstance(d := getattr(o, f), date)})
        for o in draw(known_orders("en", codes, far=style.encoding != "cp1252", words=False))
    ]
    return style, orders


@pytest.mark.slow
@searched(0.5)
@given(unproven())
def test_days_without_a_proof_are_doubts_and_never_wrong(made: tuple[Style, list[Known]]) -> None:
    sheet = built(*made)
    with read(sheet) as found:
        assert [r.line() for r in found.refused] == []
        doubted = {(d.row, d.name): set(d.readings) for d in found.doubts}
        for order in sheet.orders:
            (row,) = sheet.places[order.order]
            stated = {f: d for f in DAY_FIELDS if isinstance(d := getattr(order, f), date)}
            swapped = {f: d.replace(day=d.month, month=d.day) for f, d in stated.items()}
            sure = {f: d for f, d in stated.items() if d == swapped[f]}
            for name in stated.keys() - sure.keys():
                assert doubted[row, name] == {stated[name].isoformat(), swapped[name].isoformat()}
            assert {n for r, n in doubted if r == row} == stated.keys() - sure.keys()
            left = replace(order, **dict.fromkeys(stated.keys() - sure.keys()))
            assert said(found)[order.order] == must_be(left, sheet.style)


@pytest.mark.slow
@searched(0.3)
@given(styles(plain_rows=True, moneys=("cell",)).filter(lambda s: not needs_proof(s) and not s.grouped), st.data())
def test_a_sign_of_several_currencies_is_a_doubt_and_never_a_currency(style: Style, data: st.DataObject) -> None:
    style = replace(style, sign="{1}{0}")
    far = style.encoding in {"", "utf-8", "utf-8-sig", "utf-16"}
    orders = data.draw(known_orders(style.language, ("USD",), far=far, words=False))
    signs = {o.order: data.draw(st.sampled_from(("¥", "$", "Kr "))) for o in orders}
    whole = "total" if "total" in style.fields else "amount"
    spoilt = {(o.order, whole): style.figure(o.total, "USD").replace("USD", signs[o.order]) for o in orders}
    style = replace(
        style, columns=tuple(c for c in style.columns if c.field not in {"deposit_amount", "balance_amount"})
    )
    sheet = built(style, orders, spoilt)
    with read(sheet) as found:
        assert [r.line() for r in found.refused] == []
        assert {d.row for d in found.doubts if d.name == "currency" and len(d.readings) > 1} == {
            row for places in sheet.places.values() for row in places
        }
        compare(found, replace_style(sheet, money="nowhere"), sheet.orders)


def replace_style(sheet: Built, **changes: Any) -> Built:
    """The same rows, to be compared as those of another style."""
    return replace(sheet, style=replace(sheet.style, **changes))


# ------------------------------------------------------------------ anything at all
_TOKENS = st.sampled_from(
    (
        "customer", "order", "客户", "订单号", "amount", "total", "payment terms", "deposit", "balance", "received", "deposit %",
        "currency", "confirmed on", "promised", "last contact", "log", "status", "we wrote on", "they said", "so far", "L/C no.",
        "30% deposit, 70% before shipment", "USD", "1.234", "12/13/14", "31.02.2027", "2027-12-31", "0", "-", "ditto", "Total",
        "#REF!", "yes", "cancelled", "2027-11-03 soft; next ask", "99999999999999999999", "1e999", "100%", "Nordwind GmbH", "SC-1",
    )
)  # fmt: skip
_JUNK = st.one_of(st.just(""), _TOKENS, _TOKENS, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@pytest.mark.slow
@searched(0.7)
@given(
    st.lists(st.lists(_JUNK, max_size=7), max_size=8), st.booleans(), st.booleans(),
    st.sampled_from((",", ";", "\t", "|", "")), st.sampled_from(({}, {"as_json": True}, {"dry_run": True}, {"lang": "zh"}, {"explain": "SC-1"})),
)  # fmt: skip
def test_no_grid_of_junk_brings_the_command_down(
    grid: list[list[str]], header: bool, filled: bool, delimiter: str, options: dict[str, Any]
) -> None:
    start = (
        [["customer", "order", "total", "payment terms", "confirmed on", "deposit received", "currency"]]
        if header
        else []
    )
    first = [["Nordwind GmbH", "SC-1", "5000", "T/T 30/70", "2027-12-31", "", "USD"]] if filled else []
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("list.csv" if delimiter else "list.xlsx")
        write_grid([*start, *first, *grid], path, delimiter)
        said = io.StringIO()
        try:
            with contextlib.redirect_stderr(said):
                code = run_today([path], as_of=AS_OF, stream=said, **options)
        except DuecourseError as error:
            assert error.what and error.fix
        else:
            assert code in {0, 1, 2}
            assert said.getvalue().strip() or (code == 1 and "as_json" in options)  # of no payments no lines
