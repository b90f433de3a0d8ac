"""`duecourse today`: order lists in, the three lists of the day out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from duecourse.errors import DuecourseError

if TYPE_CHECKING:
    import polars as pl

    from duecourse.adapters.orders import OrderList
    from duecourse.cli.progress import Bar
    from duecourse.cli.today_read import Read
    from duecourse.cli.today_words import Drafts
    from duecourse.decide.verdict import Verdict
    from duecourse.history.history import History
    from duecourse.plan.page import Line, View
    from duecourse.plan.worklist import Item, Worklist
    from duecourse.policy.model import Policy
    from duecourse.words.draft import Writer

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
    eml: Path | None
    writer: Writer | None


@dataclass(frozen=True)
class _Judged:
    """What came of it: judged rows in the order of the history; None if there is nothing to judge."""

    rows: pl.DataFrame | None
    history: History
    policy: Policy
    read: Read
    asked: _Asked

    @property
    def lang(self) -> str:
        """Language of the page: en or zh."""
        return self.asked.lang

    @cached_property
    def day(self) -> Worklist:
        """The lists of the day, with all that a list that is given back needs, if one is."""
        from duecourse.plan.day import lists_of
        from duecourse.plan.worklist import worklist

        if self.rows is None:
            return worklist(())
        whole, messages = self.asked.out is not None, self.asked.as_json or self.asked.eml is not None
        return lists_of(self.rows, self.history, self.policy, self.lang, whole=whole, messages=messages)

    @cached_property
    def drafts(self) -> Drafts:
        """The messages of all contacts, whether a page shows them or not."""
        return _drafts(self, self.day.contact)

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
    eml: Path | None = None,
    writer: Writer | None = None,
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
        eml: Also write each message as a mail file into this folder.
        writer: Who writes the messages; None for the name that was kept.
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
    asked = _Asked([str(f) for f in files], as_of, policy, lang, as_json, out, explain, eml, writer)
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
    return _Judged(rows, history, policy, read, asked)


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
        notes, drafts = _notes(judged.read, asked.lang), judged.drafts
        _print_json(to, (_with_draft(_noted(v.as_dict(), notes), drafts) for v in judged.verdicts()))
        _print_json(to, ({"unread": {"where": e.where, "why": e.what, "fix": e.fix}} for e in judged.read.unread))
        _print_json(to, ({"refused": parts} for _, parts in judged.read.refused))
    elif judged.rows is None:
        bar.end()
        _say_why_nothing(judged.read)
    elif asked.explain is not None:
        bar.end()
        from duecourse.cli.today_explain import explain

        notes = _notes(judged.read, asked.lang)
        explain(judged.history, judged.rows, judged.policy, asked.explain, notes, to=to, lang=asked.lang)
    else:
        text = _page(judged, judged.rows["as_of"][0], asked, to)
        bar.end()
        to.write(text)
    if asked.out and judged.rows is not None:
        _give_back(judged, asked.out)
    if asked.eml:
        from duecourse.cli.today_words import write_mails

        sys.stderr.write(write_mails([(name, d) for (name, _), d in judged.drafts.items()], asked.eml, asked.lang))
    return _code(judged.rows is not None, judged.read)


def _give_back(judged: _Judged, out: Path) -> None:
    """The lists themselves, with the answers beside their rows."""
    from duecourse.cli.today_out import write_answers
    from duecourse.cli.today_words import worded
    from duecourse.plan.rows import answers

    told = answers(judged.day, judged.lang)
    lists = list(zip(judged.read.files, judged.read.lists, strict=True))
    notes = write_answers(lists, worded(told, judged.drafts), out, judged.lang)
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


def _page(judged: _Judged, as_of: date, asked: _Asked, to: TextIO) -> str:
    from duecourse.cli.console import page as console
    from duecourse.cli.render import rendered
    from duecourse.plan.page import page_of

    face = console(to)
    page = page_of(judged.day, _view(judged, as_of, asked, _texts(judged)))
    return rendered(page, width=face.width, colours=face.colours, encoding=to.encoding or "utf-8")


def _texts(judged: _Judged) -> dict[tuple[str, str], list[Line]]:
    """What stands below each contact that the page shows."""
    from duecourse.cli.today_words import lines_of
    from duecourse.plan.page import shown
    from duecourse.plan.worklist import customer_of

    items = shown(judged.day.contact)
    drafts = judged.drafts if judged.asked.out or judged.asked.eml else _drafts(judged, items)
    whose = [who for item in items if (who := customer_of(item.lead)) in drafts]
    return {who: lines_of(drafts[who], judged.lang) for who in whose}


def _drafts(judged: _Judged, items: Sequence[Item]) -> Drafts:
    from duecourse.cli.today_words import drafts_of
    from duecourse.cli.writer_file import patterns, writer

    if judged.rows is None:
        return {}
    people = [person for found in judged.read.lists for person in found.extras.people]
    who = judged.asked.writer or writer(None)
    return drafts_of(items, judged.rows, judged.history, judged.policy, people=people, writer=who, patterns=patterns())


def _with_draft(verdict: dict[str, object], drafts: Drafts) -> dict[str, object]:
    """The same with the message that it is part of."""
    facts = verdict["facts"]
    country = facts.get("country") if isinstance(facts, dict) else None
    draft = drafts.get((str(verdict["customer"]), str(country or "")))
    if draft is not None and verdict["case"] in draft.cases:
        from duecourse.cli.today_words import as_dict

        verdict["draft"] = as_dict(draft)
    return verdict


def _view(judged: _Judged, as_of: date, asked: _Asked, texts: Mapping[tuple[str, str], Sequence[Line]]) -> View:
    from duecourse.plan.page import Source, View

    lists = judged.read.lists
    return View(
        as_of=as_of,
        policy=judged.policy,
        language=asked.lang,
        zones=zones_of(judged.history),
        sources=[Source(o.sheet or o.file, bool(o.sheet), o.rows_read, o.open_count, o.paid_count) for o in lists],
        refused=[*(str(e) for e in judged.read.unread), *(line for line, _ in judged.read.refused)],
        remarks=_remarks(lists, asked.lang),
        command=" ".join(f'"{f}"' if " " in f else f for f in asked.files),
        texts=texts,
    )


def _remarks(lists: Sequence[OrderList], language: str) -> list[str]:
    """Cells and columns that were left out: doubts one by one, columns in one line."""
    from duecourse.adapters.orders.messages import said, say

    ignored = [i for o in lists for i in o.ignored if not i.known]
    told = [d.line(language) for o in lists for d in o.doubts if d.name != "remarks"]
    told += [i.line(language) for i in ignored if i.meant or i.same]
    names = list(dict.fromkeys(f"'{i.column}'" for i in ignored if not (i.meant or i.same)))
    if names:
        more = len(names) - _SHOWN_NAMES
        key = "unread_more" if more > 0 else "unread_all"
        told.append(say(said(key, names=", ".join(names[:_SHOWN_NAMES]), more=more), language))
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
