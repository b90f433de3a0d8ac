"""The lists of a day on a terminal: three colours of its own palette, no boxes; plain text when piped or narrow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from duecourse.decide.verdict import Verdict
from duecourse.history.money import Money
from duecourse.history.places import in_ramadan, window
from duecourse.plan.filling import HARD_SPACE, full_day, number_words, table_day
from duecourse.plan.notes import notes
from duecourse.plan.sending import action_words, payment_words, what_goes
from duecourse.plan.sentence import sentence
from duecourse.plan.short import short_because, shown_rule
from duecourse.plan.worklist import FEED_GATE, RANK, Item, Task, Waiting, Worklist, amounts_of, customer_of
from duecourse.policy.model import Policy

NARROW: Final = 80
"""Below so many columns the tables become stacked lines."""

LATER_RULE: Final = "R00m"
"""Payments whose turn comes after an earlier one of the same order share one line."""

Piece: TypeAlias = tuple[str, str]
Line: TypeAlias = Sequence[Piece]
Cell: TypeAlias = Sequence[Line]
Row: TypeAlias = Sequence[Cell]

_CODES: Final = {"bold": "1", "dim": "2", "cyan": "36", "yellow": "33", "green": "32"}
_ASCII: Final = str.maketrans({"●": "*", "○": "o", "─": "-", "“": '"', "”": '"', "…": "...", "’": "'", HARD_SPACE: " "})
_MARGIN: Final = " "
_AFTER_OPENING: Final = timedelta(minutes=10)
_CLOSERS: Final = "，。；：、！？”）》」』"
_ATOM: Final = re.compile(rf" +|(?:[^ \u2e80-\uffef]+|[\u2e80-\uffef])[{_CLOSERS}]*")
_CLAUSE: Final = re.compile(r"; |；")

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "contact": ("Contact", "联系客户"),
    "fix": ("Fix our side", "先办好自己的事"),
    "wait": ("Wait", "安心等待"),
    "one": ("one per customer: ", "每位客户一封："),
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
    "then": ("another day", "改日"),
    "later": ("later payments", "笔后续款项"),
    "everybody": ("customers", "位客户"),
    "refused": ("Not read", "未能读取"),
    "mend": ("the other rows were judged", "其余各行已处理"),
    "explains": ("every fact, rule and gate behind one line", "这一条背后的全部事实与规则"),
    "writes": ("the same lists as a sheet", "把这些列表写成表格"),
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
    """Everything that the page shows beside the lists, and how.

    Args:
        as_of: The day.
        policy: What judged.
        language: en or zh.
        width: Columns of the terminal.
        zones: Customer to the seller's zone and his own (None if nobody knows it).
        sources: The lists that were read.
        refused: Rows that could not be read, as sentences.
        command: The files as they stand on the command line, for the hints below; none without them.
    """

    as_of: date
    policy: Policy
    language: str
    width: int
    zones: Mapping[tuple[str, str], tuple[str, str | None]]
    sources: Sequence[Source] = ()
    refused: Sequence[str] = ()
    command: str = ""

    @property
    def inside(self) -> int:
        """Columns between the margins."""
        return self.width - 2 * len(_MARGIN)

    def say(self, word: str) -> str:
        """A word of the page in its language."""
        return _WORDS[word][self.language == "zh"]


def page_lines(day: Worklist, view: View) -> Iterator[Line]:
    """The whole page, line by line, as pieces of text with a style."""
    yield []
    yield from _wrapped([(sentence(day, view.language), "bold")], view.inside)
    yield from _wrapped([(_head(view), "dim")], view.inside)
    yield from _contact(day, view)
    yield from _fix(day, view)
    yield from _wait(day, view)
    yield from _refused(view)
    yield from _hints(day, view)


def printed(lines: Iterable[Line], *, colours: bool, encoding: str) -> str:
    """Lines as text for a stream: control characters gone, symbols that the encoding lacks replaced."""
    rendered = []
    for line in lines:
        text = "".join(_styled(_clean(t), s, colours) for t, s in _trimmed(line))
        rendered.append(_MARGIN + text if text else "")
    whole = "\n".join(rendered) + "\n"
    try:
        whole.encode(encoding)
    except UnicodeEncodeError:
        whole = whole.translate(_ASCII).encode(encoding, "replace").decode(encoding)
    return whole.replace(HARD_SPACE, " ")


def _clean(text: str) -> str:
    """Names and questions come from files: nothing in them may steer the terminal or the line."""
    return "".join(" " if c in "\n\r\t" else c for c in text if unicodedata.category(c) not in {"Cc", "Cf"} or c in "\n\r\t")


def _trimmed(line: Line) -> list[Piece]:
    pieces = [p for p in line if p[0]]
    while pieces and not pieces[-1][0].strip(" "):
        pieces.pop()
    return [*pieces[:-1], (pieces[-1][0].rstrip(" "), pieces[-1][1])] if pieces else []


def _styled(text: str, style: str, colours: bool) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if colours and style else text


# ---------------------------------------------------------------- sections


def _head(view: View) -> str:
    zh = view.language == "zh"
    day = full_day(view.as_of, view.language)
    judged = f"{day}，规则 {view.policy.name} v{view.policy.version}。" if zh else f"{day}, policy {view.policy.name} v{view.policy.version}."
    return judged + ("" if zh else " ") * bool(view.sources) + _read(view)


def _read(view: View) -> str:
    """Read 41 rows of sheet “Orders”: 19 open, 22 paid."""
    if not view.sources:
        return ""
    rows, open_, paid = (sum(getattr(s, n) for s in view.sources) for n in ("rows_read", "open_count", "paid_count"))
    only, lost = view.sources[0], len(view.refused)
    if view.language == "zh":
        where = f"{len(view.sources)} 个列表" if len(view.sources) > 1 else f"{'工作表' * only.is_sheet}“{only.name}”"
        return f"已读取{where} {rows} 行：{open_} 笔未付，{paid} 笔已付" + f"，{lost} 处未能读取" * bool(lost) + "。"
    where = f"{len(view.sources)} lists" if len(view.sources) > 1 else f"sheet “{only.name}”" if only.is_sheet else only.name
    return f"Read {rows} row{'s' * (rows != 1)} of {where}: {open_} open, {paid} paid" + f", {lost} not read" * bool(lost) + "."


def _heading(dot: str, colour: str, title: str, count: int, *after: Piece, view: View) -> Iterator[Line]:
    yield []
    line = [(dot, colour), (" ", ""), (title, "bold"), (f" {count}", "dim"), *after]
    yield from _wrapped(line, view.inside)
    if view.width >= NARROW:
        yield [("─" * view.inside, "dim")]


def _contact(day: Worklist, view: View) -> Iterator[Line]:
    if not day.contact:
        return
    note = view.say("one") + RANK[view.language]
    yield from _heading("●", "cyan", view.say("contact"), len(day.contact), (f"   {note}", "dim"), view=view)
    yield from _table([_titles(view, "customer", "send", "goes", "because"), *(_contact_row(i, view) for i in day.contact)], view)
    for text in notes(day, view.language):
        yield []
        yield from _wrapped([(text, "dim")], view.inside)


def _contact_row(item: Item, view: View) -> Row:
    lead, zh = item.lead, view.language == "zh"
    here, there = _goes(lead, view)
    country = lead.facts.get("country")
    worth = " + ".join(str(Money(minor, currency)) for currency, minor in amounts_of(item.verdicts).items())
    under = [action_words(lead, view.language), lead.rule, *([view.say("approves")] if item.needs_approval else [])]
    joined = "，" if zh else ", "
    return [
        [[(lead.customer, "bold")], [("  ".join(str(p) for p in (country, worth) if p), "dim")]],
        [[(what_goes(lead, view.language), "cyan")], [(joined.join(under), "dim")], *_riders(item, view)],
        [[(here, "")], [(there, "dim")]],
        [[(short_because(lead, view.policy, view.language), "")]],
    ]


def _riders(item: Item, view: View) -> Iterator[Line]:
    """Other payments in the same message, and contacts that wait for another day."""
    for word, verdicts in (("also", item.also), ("then", item.then)):
        for verdict in verdicts:
            about = verdict.order if verdict.order != item.lead.order else payment_words(verdict.milestone, view.language)
            joined = "：" if view.language == "zh" else ": "
            yield [(f"{view.say(word)} {about}{joined}{action_words(verdict, view.language)}, {verdict.rule}", "dim")]


def _goes(verdict: Verdict, view: View) -> tuple[str, str]:
    """When the message leaves, on our clock and on theirs: ten minutes after their sending hours begin."""
    here, there = view.zones.get(customer_of(verdict), ("UTC", None))
    country = str(verdict.facts.get("country") or "")
    if there is None:
        return "", country
    opens = window(view.as_of, there, ramadan=in_ramadan(country, view.as_of))[0] + _AFTER_OPENING
    ours, theirs = opens.astimezone(ZoneInfo(here)), opens.astimezone(ZoneInfo(there))
    day = "" if ours.date() == view.as_of else f" {(ours.date() - view.as_of).days:+d}"
    return f"{ours:%H:%M}{day}", f"{theirs:%H:%M} {country}".strip()


def _fix(day: Worklist, view: View) -> Iterator[Line]:
    if not day.fix:
        return
    yield from _heading("●", "yellow", view.say("fix"), len(day.fix), (f"   {view.say('before')}", "dim"), view=view)
    yield from _table([_titles(view, "who", "work", "due", "because"), *(_fix_row(t, view) for t in day.fix)], view)


def _fix_row(task: Task, view: View) -> Row:
    due = table_day(task.due_on, view.as_of, view.language) if task.due_on else view.say("today")
    orders = list(dict.fromkeys(v.order for v in task.verdicts))
    names = {customer_of(v) for v in task.verdicts}
    who = _who(task.lead) if len(names) == 1 else [(f"{len(names)}{' ' * (view.language != 'zh')}{view.say('everybody')}", "bold")]
    under = [[(", ".join(orders), "dim")]] if len(orders) > 1 and len(names) == 1 else []
    return [
        [who, *under],
        [[(_lower(task.what), "yellow")], [(task.rule, "dim")]],
        [[(due, "")]],
        [[(_task_because(task, view), "")]],
    ]


def _task_because(task: Task, view: View) -> str:
    """Why the task is there: not why its first payment waits."""
    from duecourse.plan.short import said_shortly

    if task.rule in {FEED_GATE, "R08"}:
        return said_shortly(task.rule, task.lead.facts, task.lead, view.language)
    return short_because(task.lead, view.policy, view.language)


def _lower(text: str) -> str:
    """An instruction in a table begins small, an abbreviation does not."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def _wait(day: Worklist, view: View) -> Iterator[Line]:
    if not day.wait:
        return
    known = sum(w.known for w in day.wait)
    counts = [("   ", ""), ("●", "green"), (f" {view.say('known')} {known}", "dim"), ("   ○", ""), (f" {view.say('unknown')} {len(day.wait) - known}", "dim")]
    yield from _heading("●", "green", view.say("wait"), len(day.wait), *counts, view=view)
    later = [w for w in day.wait if w.verdict.rule == LATER_RULE]
    folded = later if len(later) > 1 else []
    shown = [w for w in day.wait if w not in folded]
    twice = _several(w.verdict for w in shown)
    rows = [_wait_row(w, _who(w.verdict, twice), view) for w in shown]
    if folded:
        rows.append(_wait_row(folded[0], [(_later(len(folded), view), "bold")], view))
    head = _titles(view, "next", "", "customer", "rule", "because")
    yield from _table([head, *rows], view)


def _later(count: int, view: View) -> str:
    return f"{number_words(count, view.language)}{' ' * (view.language != 'zh')}{view.say('later')}"


def _several(verdicts: Iterable[Verdict]) -> set[tuple[str, str]]:
    """Customers who stand in the list more than once."""
    seen: set[tuple[str, str]] = set()
    names = [customer_of(v) for v in verdicts]
    return {n for n in names if n in seen or seen.add(n)}  # type: ignore[func-returns-value]


def _who(verdict: Verdict, with_order: set[tuple[str, str]] = frozenset()) -> Line:  # type: ignore[assignment]
    """Name and country; the order too where the customer stands in the list more than once."""
    parts = [str(verdict.facts.get("country") or ""), verdict.order if customer_of(verdict) in with_order else ""]
    return [(verdict.customer, "bold"), ("".join(f"  {p}" for p in parts if p), "dim")]


def _wait_row(waiting: Waiting, who: Line, view: View) -> Row:
    verdict = waiting.verdict
    look = table_day(waiting.look_on, view.as_of, view.language) if waiting.look_on else ""
    ring = ("●", "green") if waiting.known else ("○", "")
    because = short_because(verdict, view.policy, view.language)
    return [[[(look, "")]], [[ring]], [who], [[(shown_rule(verdict), "dim")]], [[(because, "")]]]


def _refused(view: View) -> Iterator[Line]:
    if not view.refused:
        return
    yield from _heading("●", "yellow", view.say("refused"), len(view.refused), (f"   {view.say('mend')}", "dim"), view=view)
    for text in view.refused:
        yield from _hanging([(text, "")], view.inside)


def _hints(day: Worklist, view: View) -> Iterator[Line]:
    """The next commands, with what each is good for."""
    leads = [*(i.lead for i in day.contact), *(t.lead for t in day.fix), *(w.verdict for w in day.wait)]
    if not view.command or not leads:
        return
    first = leads[0].customer
    name = f'"{first}"' if " " in first else first
    base = f"duecourse today {view.command}"
    pairs = [(f"{base} --explain {name}", view.say("explains")), (f"{base} --out plan.xlsx", view.say("writes"))]
    longest = max(cell_len(c) for c, _ in pairs) + 2
    yield []
    for command, good_for in pairs:
        text = _padded([(command, "dim")], longest)
        yield from _hanging([*text, (good_for, "dim")], view.inside)


# ---------------------------------------------------------------- layout


def _titles(view: View, *words: str) -> Row:
    return [[[(view.say(w) if w else "", "dim")]] for w in words]


def _table(rows: Sequence[Row], view: View) -> Iterator[Line]:
    """Columns side by side; stacked on a narrow terminal. Lists of four columns get air between their rows."""
    roomy = len(rows[0]) == 4
    if view.width < NARROW:
        yield from _stacked(rows, view.inside)
        return
    widths = _messages(rows, view.inside) if roomy else _looks(rows, view.inside)
    for number, row in enumerate(rows):
        if roomy and number > 1:
            yield []
        yield from _beside(row, widths)


def _messages(rows: Sequence[Row], inside: int) -> list[int]:
    spare = inside - 78
    first, second, third = 19 + spare // 5, 25 + spare * 3 // 10, max(12, _widest(rows, 2) + 2)
    return [first, second, third, inside - first - second - third]


def _looks(rows: Sequence[Row], inside: int) -> list[int]:
    first, second, third = _widest(rows, 0) + 3, 3, 22 + (inside - 78) // 4
    fourth = max(6, _widest(rows, 3) + 2)
    return [first, second, third, fourth, inside - first - second - third - fourth]


def _widest(rows: Sequence[Row], column: int) -> int:
    return max(_width(line) for row in rows for line in row[column])


def _width(line: Line) -> int:
    return sum(cell_len(text) for text, _ in line)


def _beside(row: Row, widths: Sequence[int]) -> Iterator[Line]:
    last = len(row) - 1
    cells = [[p for line in c for p in _wrapped(line, w - 2 * (i < last))] for i, (c, w) in enumerate(zip(row, widths, strict=True))]
    for number in range(max(map(len, cells))):
        yield [p for c, w in zip(cells, widths, strict=True) for p in _padded(c[number] if number < len(c) else [], w)]


def _padded(line: Line, width: int) -> list[Piece]:
    return [*line, (" " * (width - _width(line)), "")]


def _stacked(rows: Sequence[Row], inside: int) -> Iterator[Line]:
    """Each row as a few plain lines: what heads it, then the rest indented; a time or due day keeps its title."""
    titles = [row[0][0][0] for row in rows[0]]
    for row in rows[1:]:
        if len(row) == 4:
            yield []
            rest = [row[1], [[titles[2]], *row[2]], row[3]]
            groups = [row[0], *rest]
        else:
            groups = [[*row[0], *row[1], *row[2]], [*row[3], *row[4]]]
        for number, cell in enumerate(groups):
            line = _joined(cell)
            yield from _hanging(line, inside, first=0 if number == 0 else 2)


def _joined(cell: Cell) -> Line:
    parts = [line for line in cell if any(text for text, _ in line)]
    return [piece for n, line in enumerate(parts) for piece in ([("  ", "")] if n else []) + list(line)]


def _hanging(line: Line, width: int, first: int = 0) -> Iterator[Line]:
    """Wrapped, the further lines two columns in."""
    for number, part in enumerate(_wrapped(line, width - 2 - first)):
        yield [(" " * (first + (2 if number else 0)), ""), *part]


def _wrapped(line: Line, width: int) -> Iterator[Line]:
    """Lines of at most so many columns: broken at a clause where both halves fit, else at words or CJK characters."""
    text = "".join(t for t, _ in line)
    for start, end in _spans(text, width):
        yield list(_cut(line, start, end))


def _cut(line: Line, start: int, end: int) -> Iterator[Piece]:
    at = 0
    for text, style in line:
        part = text[max(0, start - at) : max(0, end - at)]
        at += len(text)
        if part:
            yield part, style


def _spans(text: str, width: int) -> list[tuple[int, int]]:
    if cell_len(text) <= width:
        return [(0, len(text))]
    for clause in _CLAUSE.finditer(text):
        if cell_len(text[: clause.end()].rstrip()) <= width and cell_len(text[clause.end() :]) <= width:
            return [(0, clause.end()), (clause.end(), len(text))]
    return _greedy(text, width, _atoms(text, width))


def _atoms(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Words, and CJK characters with what closes them; one that is wider than a line is cut."""
    for atom in _ATOM.finditer(text):
        start = atom.start()
        for end in range(start + 1, atom.end()):
            if cell_len(text[start : end + 1]) > width:
                yield start, end
                start = end
        yield start, atom.end()


def _greedy(text: str, width: int, atoms: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in atoms:
        blank = not text[start:end].strip(" ")
        if spans and (blank or cell_len(text[spans[-1][0] : end]) <= width):
            spans[-1] = (spans[-1][0], end)
        elif not blank:
            spans.append((start, end))
    return spans or [(0, 0)]


