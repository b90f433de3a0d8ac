"""`duecourse today`: order lists in, the three lists of the day out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    from duecourse.cli.today_read import Read
    from duecourse.decide.verdict import Verdict
    from duecourse.history.history import History
    from duecourse.plan.page import View
    from duecourse.policy.model import Policy

ALL, NOTHING, SOME = 0, 1, 2
_SHOWN_NAMES: Final = 8


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


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of it: verdicts in the order of the history."""

    verdicts: list[Verdict]
    history: History
    policy: Policy
    read: Read


def run_today(  # noqa: PLR0913  one parameter for each option of the command
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
    asked = _Asked([str(f) for f in files], as_of, policy, lang, as_json, out, explain)
    _check(asked)
    from duecourse.cli.today_read import read_all

    read = read_all([Path(f) for f in files])
    return _dry_run(read, to) if dry_run else _answer(_judge(read, asked), asked, to)


def _write_template(path: Path, lang: str, to: TextIO) -> int:
    from duecourse.adapters.orders import write_template

    write_template(path, lang)
    to.write(f"{path}\n")
    return ALL


def _check(asked: _Asked) -> None:
    """What can be seen before anything is read."""
    if not asked.files:
        fix = "Name an .xlsx or .csv file, or write one with --template orders.xlsx."
        raise DuecourseError("No order list is given", fix=fix)
    if asked.out is not None:
        from duecourse.cli.today_out import check_path

        check_path(asked.out, [Path(f) for f in asked.files])


def _dry_run(read: Read, to: TextIO) -> int:
    """What was read as JSON Lines, one for each payment; then refusals, and columns that were not read."""
    from duecourse.cli.today_read import payments_of

    payments = [p for found in read.lists for p in payments_of(found)]
    nothing = not read.refused and all(p["paid"] for p in payments)
    ignored = {i.column: i.meant or None for found in read.lists for i in found.ignored}
    _print_json(to, payments)
    _print_json(to, ({"refused": parts} for _, parts in read.refused))
    _print_json(to, [{"nothing_to_judge": nothing}, {"mapping": {"ignored": ignored}}])
    return _code(bool(payments), read)


def _code(any_: bool, read: Read) -> int:
    if not any_:
        return NOTHING
    return SOME if read.refused else ALL


def _judge(read: Read, asked: _Asked) -> _Judged:
    from duecourse.cli import clock
    from duecourse.cli.today_read import history_of
    from duecourse.decide.judge import judge
    from duecourse.decide.verdict import verdicts
    from duecourse.policy.load import load

    policy, as_of = load(asked.policy), asked.as_of or clock.today()
    history = history_of(read)
    judged = list(verdicts(judge(history, as_of, policy), history, policy, asked.lang)) if len(history) else []
    return _Judged(judged, history, policy, read)


def _answer(judged: _Judged, asked: _Asked, to: TextIO) -> int:
    if asked.as_json:
        _print_json(to, (v.as_dict() for v in judged.verdicts))
        _print_json(to, ({"refused": parts} for _, parts in judged.read.refused))
    elif not judged.verdicts:
        _say_why_nothing(judged.read)
    elif asked.explain is not None:
        _explain(judged, asked, to)
    else:
        _show(judged, asked, to)
    if asked.out and judged.verdicts:
        from duecourse.cli.today_out import write_plan
        from duecourse.plan.worklist import worklist

        write_plan(worklist(judged.verdicts, asked.lang), asked.out, asked.lang)
    return _code(bool(judged.verdicts), judged.read)


def _say_why_nothing(read: Read) -> None:
    lines = [line for line, _ in read.refused] or ["The list holds no payment. Fill in at least one row and run again."]
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def _print_json(to: TextIO, lines: Iterable[Mapping[str, object]]) -> None:
    ascii_only = not (to.encoding or "utf-8").lower().startswith("utf")
    for line in lines:
        to.write(json.dumps(line, ensure_ascii=ascii_only) + "\n")


def _show(judged: _Judged, asked: _Asked, to: TextIO) -> None:
    from duecourse.cli.console import page as console
    from duecourse.cli.render import rendered
    from duecourse.plan.page import page_of
    from duecourse.plan.worklist import worklist

    face = console(to)
    page = page_of(worklist(judged.verdicts, asked.lang), _view(judged, asked))
    to.write(rendered(page, width=face.width, colours=face.colours, encoding=to.encoding or "utf-8"))


def _view(judged: _Judged, asked: _Asked) -> View:
    from duecourse.plan.page import Source, View

    lists = judged.read.lists
    return View(
        as_of=judged.verdicts[0].as_of,
        policy=judged.policy,
        language=asked.lang,
        zones=zones_of(judged.history),
        sources=[Source(o.sheet or o.file, bool(o.sheet), o.rows_read, o.open_count, o.paid_count) for o in lists],
        refused=[line for line, _ in judged.read.refused],
        remarks=[i.line() for o in lists for i in o.ignored],
        command=" ".join(f'"{f}"' if " " in f else f for f in asked.files),
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


def _explain(judged: _Judged, asked: _Asked, to: TextIO) -> None:
    """The trace of every open payment of one customer or order."""
    from duecourse.cli.console import page as console
    from duecourse.cli.decide import print_explanation
    from duecourse.decide.explain import explained
    from duecourse.plan.sending import payment_words

    paper = console(to)
    for verdict in _meant(judged.verdicts, asked.explain or ""):
        told = explained(alone(judged.history, verdict.case), verdict.as_of, judged.policy, asked.lang)
        payment = payment_words(verdict.milestone, asked.lang)
        paper.gap()
        paper.line(verdict.customer, style="bold", after=f"  {verdict.order}, {payment}")
        for sentence in verdict.because:
            paper.wrapped(sentence, indent=2)
        print_explanation(paper, told, asked.lang)


def _meant(found: Sequence[Verdict], name: str) -> list[Verdict]:
    """Payments of the customer or order of that name; of a name that holds it, if there is only one.

    Raises:
        DuecourseError: Nobody, or several, can be meant.
    """
    wanted = name.casefold().strip()
    exact = [v for v in found if wanted in {v.customer.casefold(), v.order.casefold()}]
    part = [v for v in found if wanted in v.customer.casefold()]
    if not exact and len({v.customer for v in part}) != 1:
        raise _nobody(name, sorted({v.customer for v in part or found}), several=bool(part))
    meant = exact or part
    return [v for v in meant if v.action != "none"] or meant


def _nobody(name: str, names: Sequence[str], *, several: bool) -> DuecourseError:
    shown = ", ".join(names[:_SHOWN_NAMES]) + (", …" if len(names) > _SHOWN_NAMES else "")
    what = f"'{name}' may be several customers" if several else f"No customer or order is named '{name}'"
    return DuecourseError(what, fix=f"Name one of: {shown}.")


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
