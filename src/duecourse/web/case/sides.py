"""Both sides as lines: who, what, their words, and what a person may still do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from duecourse.decide.words import said
from duecourse.ledger.pages.case import Case
from duecourse.ledger.pages.timeline import Entry
from duecourse.plan.filling import number_words
from duecourse.web.case import wordings
from duecourse.web.case.shown import money
from duecourse.web.shell.templatetags.duecourse_tags import day_words, language

SHOWN_MAX = 24
"""Lines that the page shows; the others are one click away."""


@dataclass(frozen=True, slots=True)
class Chip:
    """What a line means, in a few words."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a person may do about a line: the act's address, the row, the words on the button."""

    what: str
    row: int
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline.

    Args:
        side: ours, theirs, neither or today.
        lang: Of their words; empty if it is that of the page.
    """

    side: str
    day: str
    who: str
    quote: str
    lang: str
    text: str
    chips: tuple[Chip, ...]
    steps: tuple[Step, ...]
    by: str


def lines(case: Case, today: date, *, whole: bool = False) -> tuple[list[Line], int]:
    """The lines of the page, the last ones; and how many are not shown."""
    kept = list(_merged(case.entries))
    left = 0 if whole else max(len(kept) - SHOWN_MAX, 0)
    tongue = _tongue(case)
    shown = [_line(e, case, today, tongue) for e in kept[left:]]
    return [*shown, _now(case, today)], left


def _tongue(case: Case) -> str:
    """The language of their words, where it is recorded."""
    person = case.contact
    return (person.language if person else "") or case.order.customer.language


def _merged(entries: Iterable[Entry]) -> Iterator[Entry]:
    """A promise and the words it came with are one line."""
    rows = list(entries)
    promised = {(e.on, e.recorded_at) for e in rows if e.sort == "promise"}
    yield from (
        e for e in rows if not (e.sort == "inbound" and e.code == "promise" and (e.on, e.recorded_at) in promised)
    )


def _line(entry: Entry, case: Case, today: date, tongue: str) -> Line:
    heard = entry.sort in {"inbound", "promise"}
    text = "" if heard else _text(entry, case)
    return Line(
        side=entry.side,
        day=day_words(entry.on, today),
        who=_who(entry, case),
        quote=entry.text if heard else "",
        lang=tongue if heard else "",
        text=text,
        chips=tuple(_chips(entry, case, today)),
        steps=tuple(_steps(entry)),
        by="" if entry.by == str(case.order.customer.owner or "") else entry.by,
    )


def _who(entry: Entry, case: Case) -> str:
    if entry.side == "ours":
        channel = wordings.CHANNELS.get(entry.row.channel, entry.row.channel)
        kind = said(entry.row.topic or entry.code, language())
        return _("We · {channel} · {kind}").format(channel=channel, kind=kind)
    if entry.sort == "promise" and entry.row.who:
        return str(entry.row.who)
    if entry.side == "theirs":
        return entry.who or case.order.customer.name
    return _("Our side")


def _text(entry: Entry, case: Case) -> str:
    if entry.sort == "touch":
        return _first(entry.text)
    if entry.sort == "payment":
        return money(entry.row.amount_minor, case.milestone.currency or case.order.currency)
    if entry.sort == "order":
        return str(wordings.STEPS.get(entry.code, entry.code)) + (f" · {entry.text}" if entry.text else "")
    if entry.sort == "credit":
        return _("Letter of credit: {stage}").format(stage=said(entry.code, language()))
    return _plain(entry)


def _plain(entry: Entry) -> str:
    names = {"fix": _("To put right: {what}"), "fixed": _("Put right: {what}"), "hold": _("Left alone: {what}")}
    return names.get(entry.sort, "{what}").format(what=entry.text)


def _first(text: str) -> str:
    """The first line that says something, as a sentence: a greeting alone does not."""
    found = [t.strip() for t in text.splitlines() if t.strip()]
    longest = next((t for t in found if len(t) > 24), found[0] if found else "")
    shown = longest[:1].upper() + longest[1:]
    return shown if len(shown) <= 140 else shown[:139].rstrip() + "…"


def _chips(entry: Entry, case: Case, today: date) -> Iterator[Chip]:
    row = entry.row
    if entry.sort == "promise":
        yield _promise_chip(row, case, today)
    if entry.sort == "inbound":
        yield from _heard_chips(row, today)
    if entry.sort == "hold":
        yield Chip(_("until {day}").format(day=day_words(row.to_on, today)), "moss")
    if entry.sort == "order" and row.day:
        yield Chip(day_words(row.day, today), "harbour")
    if entry.sort == "touch" and row.off_plan:
        yield Chip(_("off plan: {why}").format(why=wordings.OFF_PLAN.get(row.off_plan, row.off_plan)), "ochre")
    if entry.sort == "payment":
        yield Chip(_("money"), "moss")
    if entry.other:
        yield Chip(_("another payment"), "")


def _promise_chip(row: Any, case: Case, today: date) -> Chip:
    amount = money(row.amount_minor, case.milestone.currency or case.order.currency)
    parts = [_("Promise"), day_words(row.pay_on, today), amount, row.condition]
    text = " · ".join(p for p in parts if p)
    return Chip(_("{promise}, withdrawn").format(promise=text), "") if row.withdrawn_on else Chip(text, "lilac")


def _heard_chips(row: Any, today: date) -> Iterator[Chip]:
    if row.reason and row.reason != "promise":
        yield Chip(_("Reason · {reason}").format(reason=said(row.reason, language())), "moss")
    if row.until_on:
        yield Chip(_("until {day}").format(day=day_words(row.until_on, today)), "moss")
    if row.question:
        tail = _("answered") if row.handled_on else pgettext("question", "open")
        yield Chip(_("Question · {question} · {tail}").format(question=row.question, tail=tail), "harbour")
    for mark, words in wordings.MARKS.items():
        if getattr(row, mark):
            yield Chip(str(words), "ochre")


def _steps(entry: Entry) -> Iterator[Step]:
    row = entry.row
    if entry.sort == "promise" and row.withdrawn_on is None:
        yield Step("withdrawn", row.pk, _("they took it back"))
    if entry.sort == "fix" and row.closed_on is None:
        yield Step("fixed", row.pk, _("done"))
    if (
        entry.sort == "inbound"
        and row.handled_on is None
        and (row.question or row.price_push or row.wants_fewer_mails or row.dispute)
    ):
        yield Step("handled", row.pk, _("answered or taken"))
    if entry.sort == "inbound" and row.dispute and row.settled_on is None:
        yield Step("settled", row.pk, _("settled"))


def _now(case: Case, today: date) -> Line:
    """The last line: how long it has been quiet, and whether anything of ours waits."""
    theirs = [e.on for e in case.entries if e.side == "theirs" and e.sort in {"inbound", "promise"}]
    parts = [_quiet((today - max(theirs)).days)] if theirs else [_("They have not written yet.")]
    parts.append(_("One thing of ours is open.") if case.fixes else _("Nothing of ours is open."))
    return Line(
        "today",
        day_words(today, today),
        _("Today"),
        "",
        "",
        (" " if language() == "en" else "").join(parts),
        (),
        (),
        "",
    )


def _quiet(days: int) -> str:
    if days <= 0:
        return _("They wrote today.")
    text = ngettext("{n} quiet day.", "{n} quiet days.", days).format(n=number_words(days, language()))
    return text[:1].upper() + text[1:]
