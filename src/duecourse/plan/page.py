"""What the page of a day says, as pieces of text with a style; how wide and how coloured is the face's matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from duecourse.decide.verdict import Verdict
from duecourse.history.money import Money
from duecourse.history.places import in_ramadan, window
from duecourse.plan.filling import full_day, number_words, table_day
from duecourse.plan.notes import notes, tally_of
from duecourse.plan.sending import action_words, payment_words, what_goes
from duecourse.plan.sentence import sentence
from duecourse.plan.short import short_because, shown_rule, task_because, task_words
from duecourse.plan.tally import LATER_RULE, Tally
from duecourse.plan.worklist import RANK, Item, Task, Waiting, Worklist, amounts_of, customer_of
from duecourse.policy.model import Policy

Piece: TypeAlias = tuple[str, str]
"""Text and style: bold, dim, cyan (contact), yellow (our side), green (waiting), or none."""
Line: TypeAlias = Sequence[Piece]
Cell: TypeAlias = Sequence[Line]
Row: TypeAlias = Sequence[Cell]
Customer: TypeAlias = tuple[str, str]

WHOLE_MAX: Final = 200
"""Rows of a list from which on it is cut; nobody reads a page of 100,000 lines."""

SHOWN_MAX: Final = 60
"""Rows that are shown of a list that is cut."""

_ALL: Final = "--out"
_READ_ONLY: Final = "--dry-run"
_T = TypeVar("_T")
_AFTER_OPENING: Final = timedelta(minutes=10)
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "contact": ("Contact", "联系客户"),
    "fix": ("Fix our side", "先办好自己的事"),
    "wait": ("Wait", "安心等待"),
    "one": ("one per customer; ", "每位客户一封；"),
    "before": ("before any word about payment", "办好再联系"),
    "known": ("reason known", "原因已知"),
    "unknown": ("not known yet", "暂不清楚"),
    "customer": ("customer", "客户"),
    "send": ("send", "发送内容"),
    "goes": ("goes, here", "发出，本地"),
    "because": ("because", "理由"),
    "who": ("who waits", "谁在等"),
    "work": ("our work", "己方事项"),
    "due": ("due", "完成日"),
    "next": ("next look", "下次查看"),
    "rule": ("rule", "规则"),
    "today": ("today", "今天"),
    "approves": ("manager approves", "需经理批准"),
    "also": ("also", "同时"),
    "then": ("then", "之后"),
    "later": ("later payments", "笔后续款项"),
    "everybody": ("customers", "位客户"),
    "refused": ("Not read", "未能读取"),
    "mend": ("the other rows were kept", "其余各行已处理"),
    "explains": ("every fact, rule and gate behind one line", "这一条背后的全部事实与规则"),
    "writes": ("your own sheet with the answers beside its rows", "在您的表格旁写上结论"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One list that was read: sheet (or file) name, whether it is a sheet, and its counts."""

    name: str
    is_sheet: bool
    rows_read: int
    open_count: int
    paid_count: int


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows beside the lists.

    Args:
        as_of: The day.
        policy: What judged.
        language: en or zh.
        zones: Customer to the seller's time zone and his own; None if nobody knows it.
        sources: The lists that were read.
        refused: Rows that could not be read, as sentences.
        remarks: What else a person should know of the reading.
        command: The files as they stand on the command line, for the next commands; none without them.
        texts: Customer to the message for him, line by line.
    """

    as_of: date
    policy: Policy
    language: str
    zones: Mapping[Customer, tuple[str, str | None]]
    sources: Sequence[Source] = ()
    refused: Sequence[str] = ()
    remarks: Sequence[str] = ()
    command: str = ""
    texts: Mapping[Customer, Sequence[Line]] = field(default_factory=dict)

    def say(self, word: str) -> str:
        """A word of the page in its language."""
        return _WORDS[word][self.language == "zh"]

    def gap(self, text: str) -> str:
        """What stands between two English words, and between no Chinese ones."""
        return "" if self.language == "zh" else text


@dataclass(frozen=True, slots=True)
class Section:
    """One list: its heading, the titles of its columns, its rows, and what is said below it.

    Args:
        heading: Dot, title, count and what follows.
        titles: One for each column.
        rows: As many cells as titles; a cell has one line or several.
        below: Sentences.
        roomy: Whether rows take several lines and want air between them.
        under: What stands below each row over the whole width; empty if nothing does.
    """

    heading: Line
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    below: tuple[str, ...] = ()
    roomy: bool = True
    under: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The sentence of the day, what was read, the lists, what could not be read, remarks, the next commands."""

    sentence: str
    head: str
    sections: tuple[Section, ...]
    refused: Section | None
    remarks: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]


def shown(rows: Sequence[_T]) -> Sequence[_T]:
    """The rows of a list that a page shows: all of a short one, the first of a long one."""
    return rows if len(rows) < WHOLE_MAX else rows[:SHOWN_MAX]


def _more(count: int, option: str, view: View) -> tuple[str, ...]:
    """How many rows are not shown, and where they are; nothing for a short list."""
    if count < WHOLE_MAX:
        return ()
    left = f"{count - SHOWN_MAX:,}"
    return (
        f"另有 {left} 条；{option} 给出全部。" if view.language == "zh" else f"and {left} more; {option} gives all",
    )


def page_of(day: Worklist, view: View) -> Page:
    """The page of a day; lists with nothing in them are left out."""
    made = [_contact(day, view), _fix(day, view), _wait(day, view)]
    sections = tuple(s for s in made if s.rows)
    return Page(
        sentence(day, view.language), _head(view), sections, _refused(view), _remarks(view), _commands(day, view)
    )


def _remarks(view: View) -> tuple[str, ...]:
    return (*shown(view.remarks), *_more(len(view.remarks), _READ_ONLY, view))


def _head(view: View) -> str:
    """Monday 23 November 2026, policy normal v1. Read 41 rows of sheet “Orders”: 19 open, 22 paid."""
    day, policy = full_day(view.as_of, view.language), f"{view.policy.name} v{view.policy.version}"
    judged = f"{day}，规则 {policy}。" if view.language == "zh" else f"{day}, policy {policy}."
    return judged + (view.gap(" ") + _read(view) if view.sources else "")


def _read(view: View) -> str:
    rows, open_, paid = (sum(getattr(s, n) for s in view.sources) for n in ("rows_read", "open_count", "paid_count"))
    only, many, lost = view.sources[0], len(view.sources), len(view.refused)
    if view.language == "zh":
        where = f" {many} 个列表" if many > 1 else f"{'工作表' * only.is_sheet}“{only.name}”"
        return f"已读取{where}，{rows} 行：{open_} 笔未付，{paid} 笔已付{f'，{lost} 处未能读取' * bool(lost)}。"
    where = f"{many} lists" if many > 1 else f"sheet “{only.name}”" if only.is_sheet else only.name
    return (
        f"Read {rows} row{'s' * (rows != 1)} of {where}: {open_} open, {paid} paid{f', {lost} not read' * bool(lost)}."
    )


def _heading(colour: str, title: str, count: int, *after: Piece) -> Line:
    return [("●", colour), (" ", ""), (title, "bold"), (f" {count}   ", "dim"), *after]


def _titles(view: View, *words: str) -> tuple[str, ...]:
    return tuple(view.say(w) if w else "" for w in words)


def _contact(day: Worklist, view: View) -> Section:
    messages = tally_of(day).messages
    heading = _heading("cyan", view.say("contact"), messages, (view.say("one") + RANK[view.language], "dim"))
    items = shown(day.contact)
    rows = tuple(_contact_row(item, view) for item in items)
    under = tuple(view.texts.get(customer_of(item.lead), ()) for item in items)
    below = (*_more(messages, _ALL, view), *notes(day, view.language))
    return Section(heading, _titles(view, "customer", "send", "goes", "because"), rows, below, under=under)


def _contact_row(item: Item, view: View) -> Row:
    lead, joined = item.lead, "，" if view.language == "zh" else ", "
    here, there = _goes(lead, view)
    how = [action_words(lead, view.language), lead.rule, *([view.say("approves")] * item.needs_approval)]
    return [
        [[(lead.customer, "bold")], *_worth(item)],
        [[(what_goes(lead, view.language), "cyan")], [(joined.join(how), "dim")], *_riders(item, view)],
        [[(here, "")], [(there, "dim")]],
        [[(short_because(lead, view.policy, view.language), "")]],
    ]


def _worth(item: Item) -> Iterator[Line]:
    """Country and what the message is about, one line for each currency."""
    about = [v for v in (item.lead, *item.also) if (v.action == "thanks") == (item.lead.action == "thanks")]
    country = str(item.lead.facts.get("country") or "")
    sums = [str(Money(minor, currency)) for currency, minor in amounts_of(about).items()] or [""]
    for number, worth in enumerate(sums):
        start = country if number == 0 else " " * len(country)
        yield [("  ".join(p for p in (start, worth) if p), "dim")]


def _riders(item: Item, view: View) -> Iterator[Line]:
    """Other payments in the same message, and contacts that wait for another day."""
    colon, comma = ("：", "，") if view.language == "zh" else (": ", ", ")
    for word, verdicts in (("also", item.also), ("then", item.then)):
        for v in verdicts:
            about = v.order if v.order != item.lead.order else payment_words(v.milestone, view.language)
            yield [(f"{view.say(word)} {about}{colon}{action_words(v, view.language)}{comma}{v.rule}", "dim")]


def _goes(verdict: Verdict, view: View) -> tuple[str, str]:
    """When the message leaves, on our clock and on theirs: ten minutes after their sending hours begin."""
    here, there = view.zones.get(customer_of(verdict), ("UTC", None))
    country = str(verdict.facts.get("country") or "")
    if there is None:
        return "", country
    opens = window(view.as_of, there, ramadan=in_ramadan(country, view.as_of))[0] + _AFTER_OPENING
    ours, theirs = opens.astimezone(ZoneInfo(here)), opens.astimezone(ZoneInfo(there))
    day = f" {(ours.date() - view.as_of).days:+d}" if ours.date() != view.as_of else ""
    return f"{ours:%H:%M}{day}", f"{theirs:%H:%M} {country}".strip()


def _fix(day: Worklist, view: View) -> Section:
    heading = _heading("yellow", view.say("fix"), len(day.fix), (view.say("before"), "dim"))
    rows = tuple(_fix_row(t, view) for t in shown(day.fix))
    return Section(heading, _titles(view, "who", "work", "due", "because"), rows, _more(len(day.fix), _ALL, view))


def _fix_row(task: Task, view: View) -> Row:
    due = table_day(task.due_on, view.as_of, view.language) if task.due_on else view.say("today")
    return [
        list(_waits_for(task, view)),
        [[(_small(task_words(task)), "yellow")], [(task.rule, "dim")]],
        [[(due, "")]],
        [[(task_because(task, view.policy, view.language), "")]],
    ]


def _waits_for(task: Task, view: View) -> Iterator[Line]:
    """The customer, with his orders if there are several; else how many customers."""
    customers = {customer_of(v) for v in task.verdicts}
    if len(customers) > 1:
        yield [(f"{len(customers)}{view.gap(' ')}{view.say('everybody')}", "bold")]
        return
    yield _who(task.lead, "")
    orders = list(dict.fromkeys(v.order for v in task.verdicts))
    if len(orders) > 1:
        yield [(", ".join(orders), "dim")]


def _small(text: str) -> str:
    """An instruction in a table begins small, an abbreviation does not."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def _who(verdict: Verdict, order: str) -> Line:
    parts = (str(verdict.facts.get("country") or ""), order)
    return [(verdict.customer, "bold"), ("".join(f"  {p}" for p in parts if p), "dim")]


def _wait(day: Worklist, view: View) -> Section:
    tally = tally_of(day)
    counts = (("●", "green", "known", tally.known), ("○", "", "unknown", tally.waiting - tally.known))
    after = [p for dot, colour, word, n in counts if n for p in ((dot, colour), (f" {view.say(word)} {n}   ", "dim"))]
    heading = _heading("green", view.say("wait"), tally.waiting, *after)
    titles = _titles(view, "next", "", "customer", "rule", "because")
    rows = tuple(_wait_rows(day.wait, tally, view))
    return Section(heading, titles, rows, _more(tally.alone, _ALL, view), roomy=False)


def _wait_rows(waits: Sequence[Waiting], tally: Tally, view: View) -> Iterator[Row]:
    """One row for each payment, with its order where the customer has several; later payments share the last row."""
    later = [w for w in waits if w.verdict.rule == LATER_RULE] if tally.later > 1 else []
    for w in shown([w for w in waits if not later or w.verdict.rule != LATER_RULE]):
        several = customer_of(w.verdict) in tally.several
        yield _wait_row(w, _who(w.verdict, w.verdict.order if several else ""), view)
    if later:
        count = number_words(tally.later, view.language) + view.gap(" ") + view.say("later")
        yield _wait_row(later[0], [(count, "bold")], view)


def _wait_row(waiting: Waiting, who: Line, view: View) -> Row:
    verdict = waiting.verdict
    look = table_day(waiting.look_on, view.as_of, view.language) if waiting.look_on else ""
    ring = ("●", "green") if waiting.known else ("○", "")
    because = short_because(verdict, view.policy, view.language)
    return [[[(look, "")]], [[ring]], [who], [[(shown_rule(verdict), "dim")]], [[(because, "")]]]


def _refused(view: View) -> Section | None:
    if not view.refused:
        return None
    heading = _heading("yellow", view.say("refused"), len(view.refused), (view.say("mend"), "dim"))
    return Section(heading, (), (), (*shown(view.refused), *_more(len(view.refused), _READ_ONLY, view)))


def _commands(day: Worklist, view: View) -> tuple[tuple[str, str], ...]:
    """What can be asked next, with what it is good for."""
    leads = [*(i.lead for i in day.contact), *(t.lead for t in day.fix), *(w.verdict for w in day.wait)]
    if not view.command or not leads:
        return ()
    name, base = leads[0].customer, f"duecourse today {view.command}"
    quoted = f'"{name}"' if not name.isalnum() else name
    return (f"{base} --explain {quoted}", view.say("explains")), (f"{base} --out plan.xlsx", view.say("writes"))
