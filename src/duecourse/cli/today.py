"""`duecourse today`: order lists in, the three lists of the day out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from duecourse.adapters.orders import OrderList
    from duecourse.decide.verdict import Verdict
    from duecourse.history.history import History
    from duecourse.plan.page import View
    from duecourse.plan.worklist import Worklist
    from duecourse.policy.model import Policy

ALL, NOTHING, SOME = 0, 1, 2
OUT_SUFFIXES: Final = (".xlsx", ".csv")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_SHARED_KEYS: Final = {"sellers": "seller", "customers": "customer", "orders": "order"}
Rows = dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class Read:
    """What all files say together.

    Args:
        lists: One for each file that could be read.
        rows: Frame name to rows of all of them; customers and orders that stand in two files are one.
        refused: Rows and files left out: the sentence, and the same by parts for JSON.
    """

    lists: list[OrderList] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    refused: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)

    def refuse(self, error: DuecourseError, file: str) -> None:
        """Keeps an error as a refusal."""
        self.refused.append((str(error), {"file": file, "why": error.what, "fix": error.fix}))


def run_today(
    files: Sequence[str | Path],
    *,
    as_of: date | None = None,
    policy: str = "normal",
    dry_run: bool = False,
    as_json: bool = False,
    out: Path | None = None,
    template: Path | None = None,
    explain: str | None = None,
    lang: str = "en",
    stream: TextIO | None = None,
) -> int:
    """Reads order lists, judges every payment and shows the lists of the day.

    Args:
        files: Order lists, .xlsx or .csv.
        as_of: The day; None for today.
        policy: Name of a preset, or a policy file.
        dry_run: Show what was read, as JSON Lines, and judge nothing.
        as_json: One verdict a line instead of the page.
        out: Also write the lists to this .xlsx or .csv file.
        template: Write an empty order list to this file, and stop.
        explain: Show everything behind the verdicts of this customer or order instead.
        lang: en or zh.
        stream: Where the page goes; None for standard output.

    Returns:
        0 all judged, 2 some rows refused and the rest judged, 1 nothing could be judged.

    Raises:
        DuecourseError: No file is given, the policy has faults, a name is unknown, or a file cannot be written.
    """
    to = stream or sys.stdout
    if template is not None:
        return _write_template(template, lang, to)
    _check(files, out)
    read = _read_all([Path(f) for f in files])
    if dry_run:
        return _dry_run(read, to)
    return _judged(read, _Asked([str(f) for f in files], as_of, policy, lang, as_json, out, explain), to)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for."""

    files: list[str]
    as_of: date | None
    policy: str
    lang: str
    as_json: bool
    out: Path | None
    explain: str | None


def _write_template(path: Path, lang: str, to: TextIO) -> int:
    from duecourse.adapters.orders import write_template

    write_template(path, lang)
    to.write(f"{path}\n")
    return ALL


def _check(files: Sequence[str | Path], out: Path | None) -> None:
    if not files:
        raise DuecourseError(
            "No order list is given", fix="Name an .xlsx or .csv file, or write one with --template orders.xlsx."
        )
    if out is None:
        return
    if out.suffix.lower() not in OUT_SUFFIXES:
        raise DuecourseError(
            f"The plan cannot be written as '{out.suffix or out.name}'",
            where=str(out),
            fix="End the name in .xlsx or .csv.",
        )
    if any(out.resolve() == Path(f).resolve() for f in files):
        raise DuecourseError("The plan would overwrite the order list", where=str(out), fix="Choose another name.")


# ---------------------------------------------------------------- reading


def _read_all(files: Sequence[Path]) -> Read:
    """Every file; one that cannot be read is a refusal, and the others go on."""
    from duecourse.adapters.orders import read_orders

    read = Read()
    for file in files:
        try:
            found = read_orders(file)
        except DuecourseError as error:
            read.refuse(error, file.name)
            continue
        read.lists.append(found)
        read.refused += [(r.line(), r.as_dict()) for r in found.refused]
        _join(read, found)
    return read


def _join(read: Read, found: OrderList) -> None:
    """Adds the rows of one more file; a payment that stands in an earlier one already is refused here."""
    alike = _alike(read.rows, found.rows)
    known = {r["case"] for r in read.rows.get("milestones", ())}
    doubled = {r["case"] for r in found.rows.get("milestones", ()) if alike(r)["case"] in known}
    for case in sorted(doubled, key=lambda c: found.places.get(c, 0)):
        where = f"{found.file}, row {found.places.get(case, '?')}"
        fix = "Delete it from one of the lists and run again; the first was kept."
        read.refuse(
            DuecourseError(f"The payment '{case}' stands in an earlier list already", where=where, fix=fix), found.file
        )
    for frame, rows in found.rows.items():
        kept = read.rows.setdefault(frame, [])
        key = _SHARED_KEYS.get(frame, "")
        have = {r[key] for r in kept} if key else set()
        kept += [r for r in map(alike, rows) if r.get("case") not in doubled and (not key or r[key] not in have)]


def _alike(before: Rows, rows: Mapping[str, list[dict[str, Any]]]) -> Any:  # noqa: ANN401
    """Spells customers and orders as an earlier file does, so that one customer stays one."""
    from duecourse.adapters.orders.words import fold

    spelt: dict[str, dict[str, str]] = {"customer": {}, "order": {}}
    for source in (before, rows):
        for frame, key in (("customers", "customer"), ("orders", "order")):
            for row in source.get(frame, ()):
                spelt[key].setdefault(fold(row[key]), row[key])

    def respelt(row: dict[str, Any]) -> dict[str, Any]:
        return {k: spelt[k].get(fold(v), v) if k in spelt and isinstance(v, str) else v for k, v in row.items()}

    return respelt


def _history(read: Read) -> History:
    """The history of all rows; one that it refuses is named by its place in the file, where that is known."""
    from duecourse.history.history import build

    history, bad = build(read.rows)
    places = {case: f"{o.file}, row {row}" for o in read.lists for case, row in o.places.items()}
    for refused in bad:
        row = read.rows[refused.frame][refused.row - 1]
        plain = refused.error()
        read.refuse(DuecourseError(plain.what, where=places.get(str(row.get("case")), plain.where), fix=plain.fix), "")
    return history


# ---------------------------------------------------------------- judging and showing


def _judged(read: Read, asked: _Asked, to: TextIO) -> int:
    from duecourse.cli import clock
    from duecourse.decide.judge import judge
    from duecourse.decide.verdict import verdicts
    from duecourse.policy.load import load

    policy, as_of = load(asked.policy), asked.as_of or clock.today()
    history = _history(read)
    found = list(verdicts(judge(history, as_of, policy), history, policy, asked.lang)) if len(history) else []
    if asked.explain is not None:
        _explain(found, history, policy, asked, to)
    elif asked.as_json:
        _print_json(to, (v.as_dict() for v in found))
        _print_json(to, ({"refused": parts} for _, parts in read.refused))
    elif found:
        _show(found, history, policy, read, asked, to)
    if asked.out and found:
        write_plan(_worklist(found, asked.lang), asked.out, asked.lang)
    if not found:
        _say_why_nothing(read)
        return NOTHING
    return SOME if read.refused else ALL


def _worklist(found: list[Verdict], lang: str) -> Worklist:
    from duecourse.plan.worklist import worklist

    return worklist(found, lang)


def _say_why_nothing(read: Read) -> None:
    lines = [line for line, _ in read.refused] or ["The lists hold no payment. Fill in at least one row and run again."]
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def _show(found: list[Verdict], history: History, policy: Policy, read: Read, asked: _Asked, to: TextIO) -> None:
    from duecourse.cli.console import page as console
    from duecourse.cli.render import rendered
    from duecourse.plan.page import page_of

    face = console(to)
    page = page_of(_worklist(found, asked.lang), _view(found[0].as_of, history, policy, read, asked))
    to.write(rendered(page, width=face.width, colours=face.colours, encoding=to.encoding or "utf-8"))


def _view(as_of: date, history: History, policy: Policy, read: Read, asked: _Asked) -> View:
    from duecourse.plan.page import Source, View

    sources = [Source(o.sheet or o.file, bool(o.sheet), o.rows_read, o.open_count, o.paid_count) for o in read.lists]
    command = " ".join(f'"{f}"' if " " in f else f for f in asked.files)
    remarks = tuple(i.line() for o in read.lists for i in o.ignored)
    return View(
        as_of, policy, asked.lang, zones_of(history), sources, [line for line, _ in read.refused], remarks, command
    )


def zones_of(history: History) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Name and country of each customer to the seller's time zone and his own; None where neither is recorded."""
    from duecourse.history.places import time_zone

    sellers = history["sellers"].get_column("country").to_list()
    columns = history["customers"].select("name", "country", "zone", "seller_ix")
    zones: dict[tuple[str, str], tuple[str, str | None]] = {}
    for name, country, zone, seller in columns.iter_rows():
        here = time_zone(sellers[seller], None)
        zones.setdefault((name, country or ""), (here, time_zone(country, zone) if country or zone else None))
    return zones


def _print_json(to: TextIO, lines: Iterator[Mapping[str, object]]) -> None:
    ascii_only = not (to.encoding or "utf-8").lower().startswith("utf")
    for line in lines:
        to.write(json.dumps(line, ensure_ascii=ascii_only) + "\n")


# ---------------------------------------------------------------- --explain


def _explain(found: list[Verdict], history: History, policy: Policy, asked: _Asked, to: TextIO) -> None:
    """The trace of every open payment of one customer or order."""
    from duecourse.cli.console import page as console
    from duecourse.cli.decide import print_explanation
    from duecourse.decide.explain import explained
    from duecourse.plan.sending import payment_words

    paper = console(to)
    for verdict in _meant(found, asked.explain or ""):
        told = explained(alone(history, verdict.case), verdict.as_of, policy, asked.lang)
        paper.gap()
        paper.line(
            verdict.customer, style="bold", after=f"  {verdict.order}, {payment_words(verdict.milestone, asked.lang)}"
        )
        for sentence in verdict.because:
            paper.wrapped(sentence, indent=2)
        print_explanation(paper, told, asked.lang)


def _meant(found: list[Verdict], name: str) -> list[Verdict]:
    """Payments of the customer or order of that name; of a name that holds it, if there is only one.

    Raises:
        DuecourseError: Nobody, or several, can be meant.
    """
    wanted = name.casefold().strip()
    exact = [v for v in found if wanted in {v.customer.casefold(), v.order.casefold()}]
    part = [v for v in found if wanted in v.customer.casefold()]
    if exact or len({v.customer for v in part}) == 1:
        meant = exact or part
        return [v for v in meant if v.action != "none"] or meant
    names = sorted({v.customer for v in part or found})
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    raise DuecourseError(
        f"'{name}' may be several customers" if part else f"No customer or order is named '{name}'",
        fix=f"Name one of: {shown}.",
    )


def alone(history: History, case: str) -> History:
    """One customer's history with that case in the first place, for `explained`; his other orders still count."""
    import polars as pl

    from duecourse.history.history import bare, sliced, strict

    number = history["milestones"].get_column("case").to_list().index(case)
    order_ix = history["milestones"].get_column("order_ix")[number]
    customer = history["orders"].get_column("customer_ix")[order_ix]
    order = history["orders"].get_column("order")[order_ix]
    part = sliced(history, customer, customer + 1)
    plain = {name: bare(name, frame) for name, frame in part.frames.items()}
    plain["orders"] = plain["orders"].sort(pl.col("order") != order, maintain_order=True)
    plain["milestones"] = plain["milestones"].sort(pl.col("case") != case, maintain_order=True)
    return strict(plain)


# ---------------------------------------------------------------- --dry-run and --out


def _dry_run(read: Read, to: TextIO) -> int:
    """What was read as JSON Lines, one for each payment; then refusals, and columns that were not read."""
    payments = [p for found in read.lists for p in payments_of(found)]
    _print_json(to, iter(payments))
    _print_json(to, ({"refused": parts} for _, parts in read.refused))
    open_ = any(not p["paid"] for p in payments)
    _print_json(to, iter([{"nothing_to_judge": not open_ and not read.refused}]))
    ignored = {i.column: i.meant or None for found in read.lists for i in found.ignored}
    _print_json(to, iter([{"mapping": {"ignored": ignored}}]))
    if not payments:
        return NOTHING
    return SOME if read.refused else ALL


def payments_of(found: OrderList) -> Iterator[dict[str, object]]:
    """Each payment of a list with what the list says of it; null is not known."""
    from duecourse.history.money import Money

    orders = {r["order"]: r for r in found.rows["orders"]}
    promised = {r["case"]: r["pay_on"] for r in found.rows.get("promises", ())}
    order_of = {r["case"]: r["order"] for r in found.rows["milestones"]}
    touched: dict[str, date] = {}
    for row in found.rows.get("touches", ()):
        order = order_of[row["case"]]
        touched[order] = max(touched.get(order, row["on"]), row["on"])
    for row in found.rows["milestones"]:
        order, minor, currency = orders[row["order"]], row.get("amount_minor"), row.get("currency")
        dates = {
            "due_on": row.get("due_on"),
            "deliver_on": order.get("deliver_on"),
            "confirmed_on": order.get("confirmed_on"),
            "promised_on": promised.get(row["case"]),
            "last_contact_on": touched.get(row["order"]),
            "paid_on": row.get("paid_on"),
        }
        yield {
            "file": found.file,
            "row": found.places.get(row["case"]),
            "order": order["number"],
            "customer": order["customer"],
            "kind": row["kind"],
            "amount": str(Money(minor, currency).major()) if minor is not None and currency else None,
            "currency": currency,
            **{k: d.isoformat() if d else None for k, d in dates.items()},
            "paid": row.get("paid_on") is not None,
        }


def write_plan(day: Worklist, path: Path, lang: str) -> None:
    """The lists as a sheet of text; nothing in it is ever a formula.

    Raises:
        DuecourseError: The file cannot be written.
    """
    from duecourse.plan.rows import COLUMNS, plan_rows

    table = [COLUMNS[lang], *plan_rows(day, lang)]
    try:
        if path.suffix.lower() == ".csv":
            _write_csv(path, table)
        else:
            _write_xlsx(path, table)
    except OSError as error:
        raise DuecourseError(
            f"The plan cannot be written: {error.strerror}",
            where=str(path),
            fix="Close the file, or choose another name.",
        ) from error


def _write_csv(path: Path, table: Sequence[Sequence[str]]) -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([f"'{t}" if t.startswith(_FORMULA_STARTS) else t for t in row] for row in table)


def _write_xlsx(path: Path, table: Sequence[Sequence[str]]) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    try:
        with Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
            for number, row in enumerate(table):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text, wrap if number else bold)
            for column, width in enumerate((26, 14, 22, 14, 32, 12, 70, 10)):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(1, 0)
    except FileCreateError as error:
        raise OSError(0, str(error)) from error
