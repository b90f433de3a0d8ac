"""Cards and lines of the page of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from duecourse.ledger.models import Workspace
from duecourse.ledger.pages import today as ledger
from duecourse.plan.sending import payment_words
from duecourse.web.shell.pages import address
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language
from duecourse.web.today import words
from duecourse.web.today.asked import Asked
from duecourse.web.today.hours import Going, going

FIXED: Final = "R08"
"""Tasks that a person closes by saying so; the others end when what they ask for is recorded."""


@dataclass(frozen=True, slots=True)
class Card:
    """One message of the day as its card shows it."""

    letter: ledger.Letter
    title: str
    chip: str
    payment: str
    because: str
    going: Going | None
    later: str
    selected: bool
    href: str
    case: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chore:
    """One task as its card shows it."""

    chore: ledger.Chore
    chip: str
    what: str
    because: str
    due: str
    closes: bool
    case: str


@dataclass(frozen=True, slots=True)
class Row:
    """One waiting payment as its line shows it; `order` only where a customer has several."""

    rest: ledger.Rest
    because: str
    when: str
    href: str


def cards(
    letters: tuple[ledger.Letter, ...], asked: Asked, workspace: Workspace, day: date, at: datetime
) -> list[Card]:
    """The cards, those put off until later at the end; one of them is unfolded, its neighbours have keys."""
    ordered = sorted(letters, key=lambda m: m.later_at is not None and m.later_at > at)
    chosen = next((n for n, m in enumerate(ordered) if m.pk == asked.card), 0)
    keys = {chosen - 1: "K", chosen + 1: "J"}
    return [
        _card(m, asked, workspace, day, at, selected=n == chosen, key=keys.get(n, "")) for n, m in enumerate(ordered)
    ]


def _card(
    letter: ledger.Letter, asked: Asked, workspace: Workspace, day: date, at: datetime, *, selected: bool, key: str
) -> Card:
    later = letter.later_at if letter.later_at and letter.later_at > at else None
    return Card(
        letter,
        words.title(letter),
        words.chip(letter),
        payment(letter),
        words.clause(letter.because[language() == "zh"]),
        going(letter.who, day, at),
        f"{later.astimezone(ZoneInfo(workspace.zone)):%H:%M}" if later else "",
        selected,
        asked.link(card=letter.pk, column=""),
        address("case", letter.lead),
        key,
    )


def payment(row: ledger.Letter | ledger.Claim) -> str:
    """Which payment it is, as a line begins."""
    text = payment_words(row.milestone, language())
    return text[:1].upper() + text[1:]


def chore(task: ledger.Chore, day: date) -> Chore:
    """One task as its card shows it."""
    zh = language() == "zh"
    what = task.what[zh]
    return Chore(
        task,
        words.chore_chip(task.rule),
        what[:1].upper() + what[1:],
        words.clause(task.because[zh]),
        words.due(task.due_on, day),
        task.rule == FIXED,
        address("case", task.lead),
    )


def groups(rests: tuple[ledger.Rest, ...], day: date) -> list[tuple[str, list[Row]]]:
    """Rows of this week, of next week, and after that; by the day on which we look again."""
    names = [r.who.name for r in rests]
    sunday = day + timedelta(days=6 - day.weekday())
    titles = (_("This week"), _("Next week"), _("After that"))
    found: tuple[list[Row], ...] = ([], [], [])
    for rest in rests:
        which = 2 if rest.look_on is None or rest.look_on > sunday + timedelta(days=7) else rest.look_on > sunday
        found[which].append(_row(rest, day, several=names.count(rest.who.name) > 1))
    return [(title, rows) for title, rows in zip(titles, found, strict=True) if rows]


def _row(rest: ledger.Rest, day: date, *, several: bool) -> Row:
    because = rest.because[language() == "zh"]
    text = f"{rest.order}: {because}" if several else because
    when = day_words(rest.look_on, day) if rest.look_on else ""
    return Row(rest, words.clause(text, opens=True), when, address("case", rest.lead))
