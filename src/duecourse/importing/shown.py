"""What a page shows of an import before it is done: plain values that JSON can keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from duecourse.adapters.orders import OrderList
from duecourse.adapters.orders.messages import say
from duecourse.adapters.orders.several import payments_of
from duecourse.importing.known import plain
from duecourse.importing.planning import Plan

PAYMENTS_MAX: Final = 50
CHANGES_MAX: Final = 200
REFUSED_MAX: Final = 5_000
DOUBTS_MAX: Final = 200
"""How many of each a page shows; their number is told."""

BOTH: Final = ("en", "zh")


def shown(plan: Plan, said: Mapping[str, str], same_as: str) -> dict[str, Any]:
    """All of it.

    Args:
        plan: What would be done.
        said: What a person said of headings.
        same_as: When this very file was imported last; empty if never.
    """
    lists = plan.found.lists
    payments = (p for each in lists for p in payments_of(each))
    return {
        "same_as": same_as,
        "sheets": [_sheet(each, said) for each in lists],
        "payments": [*islice(payments, PAYMENTS_MAX)],
        "new": [*islice(_new(plan), PAYMENTS_MAX)],
        "changes": [*islice(_changes(plan), CHANGES_MAX)],
        "doubts": [{code: d.line(code) for code in BOTH} for each in lists for d in each.doubts][:DOUBTS_MAX],
        "left": plan.left,
        "refused": [*islice(_refused(plan), REFUSED_MAX)],
    }


def _sheet(found: OrderList, said: Mapping[str, str]) -> dict[str, Any]:
    """Which column was read as what; columns that were not read come last."""
    read = [
        {"heading": c.heading, "field": c.field.name, "score": c.score, "said": c.heading in said}
        for c in found.layout.columns
    ]
    rest = [{"heading": i.column, "field": "", "score": 0, "meant": i.meant, "known": i.known} for i in found.ignored]
    place = {"name": found.sheet, "header_row": found.layout.row, "rows": found.rows_read}
    return {**place, "open": found.open_count, "paid": found.paid_count, "columns": [*read, *rest]}


def _new(plan: Plan) -> Iterator[dict[str, str]]:
    for number, key in plan.orders.items():
        if key < 0:
            yield {"order": number, "customer": plan.buyer[number]}


def _changes(plan: Plan) -> Iterator[dict[str, Any]]:
    for change in plan.changed:
        for name in change.after:
            before, after = change.before[name], change.after[name]
            if name == "product_id":
                before, after = plan.goods.get(before, ""), plan.goods.get(after, "")
            place = {"order": change.order, "customer": change.customer, "column": name}
            if name == "amount_minor":
                place["currency"] = str(change.after.get("currency") or change.currency)
            yield {**place, "before": plain(before), "after": plain(after)}


def _refused(plan: Plan) -> Iterator[dict[str, Any]]:
    """Every refused cell with its row, column and why; then what was refused for other causes."""
    own = [r for each in plan.found.lists for r in each.refused]
    for one in own:
        place = {"sheet": one.sheet, "row": one.row, "column": one.column, "holds": one.holds}
        why = {f"why_{code}": say(one.why, code) for code in BOTH}
        yield {**place, **why, **{f"fix_{code}": say(one.fix, code) for code in BOTH}}
    for _, parts in plan.found.read.refused:
        if "holds" not in parts:
            place = {"sheet": "", "row": parts["row"], "column": "", "holds": "", "where": parts["where"]}
            both = {f"{name}_{code}": parts[name] for name in ("why", "fix") for code in BOTH}
            yield {**place, **both}
