"""`duecourse today`: order lists in, the three lists of the day out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    import polars as pl

    from duecourse.adapters.orders import OrderList
    from duecourse.cli.progress import Bar
    from duecourse.cli.today_read import Read
    from duecourse.decide.verdict import Verdict
    from duecourse.history.history import History
    from duecourse.plan.page import View
    from duecourse.plan.worklist import Worklist
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
    """What came of it: judged rows in the order of the history; None if there is nothing to judge."""

    rows: pl.DataFrame | None
    history: History
    policy: Policy
    read: Read
    lang: str

    def verdicts(self) -> Iterator[Verdict]:
        """All of them, one by one, with everything that they saw."""
        from duecourse.decide.verdict import verdicts

        return iter(()) if self.rows is None else verdicts(self.rows, self.history, self.policy, self.lang)


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
    mapped: Sequence[str] = (),
    stream: TextIO | None = None,
) -> int:
    """Reads order lists, judges every payment and shows the lists of the day.

    Args:
        files: Order lists of any kind, folders of them, or - for rows from standard input.
        as_of: The day; None for today.
        policy: Name of a preset, or a policy file.
        dry_run: Show what was read, as JSON Lines, and judge nothing.
        as_json: One verdict a line instead of the page.
        out: Also give the list back as this file, with the answers beside its rows; a folder for several lists.
        template: Write an empty order list to this file, and stop.
        explain: Show everything behind the verdicts of this customer or order instead.
        lang: en or zh.
        mapped: `heading=field` pairs; remembered for lists with the same headings.
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
    from duecourse.cli import clock
    from duecourse.cli.collecting import uncollected
    from duecourse.cli.headings_file import by_hand, given
    from duecourse.cli.progress import progress
    from duecourse.cli.today_read import files_of, read_all

    with uncollected(), progress(lang) as bar:
        read = read_all(files_of([Path(f) for f in files]), as_of or clock.today(), by_hand(given(mapped)), lang)
        if dry_run:
            bar.end()
            return _dry_run(read, to)
        return _answer(_judge(read, asked, bar), asked, to, bar)


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

        check_path(asked.out, asked.files)


def _dry_run(read: Read, to: TextIO) -> int:
    """What was read as JSON Lines, one for each payment; then refusals, and columns that were not read."""
    from duecourse.cli.today_read import doubts_of, mapping_of, payments_of

    payments = [p for found in read.lists for p in payments_of(found)]
    nothing = not any(not p["paid"] for p in payments) and not any(found.refused for found in read.lists)
    _print_json(to, payments)
    _print_json(to, ({"refused": parts} for _, parts in read.refused))
    _print_json(to, ({"unread": {"where": e.where, "why": e.what, "fix": e.fix}} for e in read.unread))
    _print_json(to, ({"ambiguous": d} for found in read.lists for d in doubts_of(found)))
    _print_json(to, [{"nothing_to_judge": nothing}])
    _print_json(to, ({"mapping": mapping_of(found)} for found in read.lists))
    return _code(bool(payments), read)


def _code(any_: bool, read: Read) -> int:
    if not any_:
        return NOTHING
    return SOME if read.refused or read.unread else ALL


def _judge(read: Read, asked: _Asked, bar: Bar) -> _Judged:
    from duecourse.cli import clock
    from duecourse.cli.today_read import history_of
    from duecourse.decide.judge import judge
    from duecourse.policy.load import load

    policy, as_of = load(asked.policy), asked.as_of or clock.today()
    bar.step(1)
    if asked.out is None:
        read.forget_payments()
    history = history_of(read)
    read.rows.clear()
    bar.step(2)
    rows = judge(history, as_of, policy) if len(history) else None
    return _Judged(rows, history, policy, read, asked.lang)


def _notes(read: Read, language: str) -> dict[str, str]:
    from duecourse.cli.today_read import notes_of

    return {case: note for found in read.lists for case, note in notes_of(found, language).items()}


def _noted(verdict: dict[str, object], notes: Mapping[str, str]) -> dict[str, object]:
    """The same with the remark of its row as the last sentence."""
    note, because = notes.get(str(verdict["case"])), verdict["because"]
    if note and isinstance(because, list | tuple):
        verdict["because"] = [*because, note]
    return verdict


def _answer(judged: _Judged, asked: _Asked, to: TextIO, bar: Bar) -> int:
    bar.step(3)
    if asked.as_json:
        bar.end()
        notes = _notes(judged.read, asked.lang)
        _print_json(to, (_noted(v.as_dict(), notes) for v in judged.verdicts()))
        _print_json(to, ({"unread": {"where": e.where, "why": e.what, "fix": e.fix}} for e in judged.read.unread))
        _print_json(to, ({"refused": parts} for _, parts in judged.read.refused))
    elif judged.rows is None:
        bar.end()
        _say_why_nothing(judged.read)
    elif asked.explain is not None:
        bar.end()
        _explain(judged, judged.rows, asked, to)
    else:
        day = _lists(judged, judged.rows, whole=asked.out is not None)
        text = _page(judged, day, judged.rows["as_of"][0], asked, to)
        bar.end()
        to.write(text)
        if asked.out:
            _give_back(judged, day, asked.out)
        return _code(True, judged.read)
    if asked.out and judged.rows is not None:
        _give_back(judged, _lists(judged, judged.rows, whole=True), asked.out)
    return _code(judged.rows is not None, judged.read)


def _lists(judged: _Judged, rows: pl.DataFrame, *, whole: bool) -> Worklist:
    """The lists of the day; `whole` with all that a list that is given back needs."""
    from duecourse.plan.day import lists_of

    return lists_of(rows, judged.history, judged.policy, judged.lang, whole=whole)


def _give_back(judged: _Judged, day: Worklist, out: Path) -> None:
    """The lists themselves, with the answers beside their rows."""
    from duecourse.cli.today_out import write_answers
    from duecourse.plan.rows import answers

    lists = list(zip(judged.read.files, judged.read.lists, strict=True))
    notes = write_answers(lists, answers(day, judged.lang), out, judged.lang)
    sys.stderr.write("".join(f"{note}\n" for note in notes))


def _say_why_nothing(read: Read) -> None:
    lines = [str(e) for e in read.unread] + [line for line, _ in read.refused]
    if not lines:
        lines = ["Nothing to judge: the list has columns for orders, and no order in it."]
    sys.stderr.write("".join(f"{line}\n" for line in lines))


def _print_json(to: TextIO, lines: Iterable[Mapping[str, object]]) -> None:
    ascii_only = not (to.encoding or "utf-8").lower().startswith("utf")
    for line in lines:
        to.write(json.dumps(line, ensure_ascii=ascii_only) + "\n")


def _page(judged: _Judged, day: Worklist, as_of: date, asked: _Asked, to: TextIO) -> str:
    from duecourse.cli.console import page as console
    from duecourse.cli.render import rendered
    from duecourse.plan.page import page_of

    face = console(to)
    page = page_of(day, _view(judged, as_of, asked))
    return rendered(page, width=face.width, colours=face.colours, encoding=to.encoding or "utf-8")


def _view(judged: _Judged, as_of: date, asked: _Asked) -> View:
    from duecourse.plan.page import Source, View

    lists = judged.read.lists
    return View(
        as_of=as_of,
        policy=judged.policy,
        language=asked.lang,
        zones=zones_of(judged.history),
        sources=[Source(o.sheet or o.file, bool(o.sheet), o.rows_read, o.open_count, o.paid_count) for o in lists],
        refused=[*(str(e) for e in judged.read.unread), *(line for line, _ in judged.read.refused)],
        remarks=_remarks(lists),
        command=" ".join(f'"{f}"' if " " in f else f for f in asked.files),
    )


def _remarks(lists: Sequence[OrderList]) -> list[str]:
    """Cells and columns that were left out: doubts one by one, columns in one line."""
    ignored = [i for o in lists for i in o.ignored if not i.known]
    told = [d.line() for o in lists for d in o.doubts if d.name != "remarks"]
    told += [i.line() for i in ignored if i.meant or i.same]
    names = list(dict.fromkeys(f"'{i.column}'" for i in ignored if not (i.meant or i.same)))
    if names:
        more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
        told.append(f"Columns not read: {', '.join(names[:_SHOWN_NAMES])}{more}.")
    return told


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


def _explain(judged: _Judged, rows: pl.DataFrame, asked: _Asked, to: TextIO) -> None:
    """The trace of every open payment of one customer or order."""
    from duecourse.cli.console import page as console
    from duecourse.cli.decide import print_explanation
    from duecourse.decide.explain import explained
    from duecourse.plan.day import briefs
    from duecourse.plan.sending import payment_words

    paper, notes = console(to), _notes(judged.read, asked.lang)
    known = briefs(rows, judged.history, judged.policy, asked.lang)
    for verdict in _meant(known, asked.explain or ""):
        told = explained(alone(judged.history, verdict.case), verdict.as_of, judged.policy, asked.lang)
        payment = payment_words(verdict.milestone, asked.lang)
        paper.gap()
        paper.line(verdict.customer, style="bold", after=f"  {verdict.order}, {payment}")
        for sentence in (*verdict.because, *([notes[verdict.case]] if verdict.case in notes else ())):
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
