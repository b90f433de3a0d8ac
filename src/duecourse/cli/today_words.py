"""The messages of a day: one for each customer who may be written to, none for those who wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from duecourse.errors import DuecourseError
from duecourse.plan.worklist import Item, customer_of
from duecourse.words.counting import WORDS_MAX
from duecourse.words.daily import abouts, together
from duecourse.words.draft import Draft, Writer, with_thread, write
from duecourse.words.people import Person, language_code

if TYPE_CHECKING:
    from duecourse.adapters.orders.extras import Person as Listed
    from duecourse.history.history import History
    from duecourse.plan.page import Line
    from duecourse.plan.rows import Answer
    from duecourse.policy.model import Policy
    from duecourse.words.check import Fault
    from duecourse.words.patterns import Library

Drafts: TypeAlias = Mapping[tuple[str, str], Draft]
"""Name and country of a customer to the message for him."""


def drafts_of(
    items: Sequence[Item],
    judged: pl.DataFrame,
    history: History,
    policy: Policy,
    *,
    people: Iterable[Listed],
    writer: Writer,
    patterns: Library | None = None,
) -> dict[tuple[str, str], Draft]:
    """The message of each item; an item that no pattern fits has none.

    Args:
        items: Contacts of the day.
        judged: Rows of `judge.judge`, these contacts among them.
        history: The history that was judged.
        policy: What judged.
        people: Contacts of customers as the lists have them.
        writer: Who writes.
        patterns: Those of a person, if not those of duecourse.
    """
    from duecourse.adapters.orders.extras import first_of
    from duecourse.adapters.orders.words import identity

    cases = [v.case for item in items for v in (item.lead, *item.also)]
    about = abouts(cases, judged, history, policy)
    known = first_of(people)
    found: dict[tuple[str, str], Draft] = {}
    for item in items:
        name, country = customer_of(item.lead)
        to = _person(known.get(identity(name)), country)
        draft = write([about[v.case] for v in together(item)], to, writer, patterns=patterns)
        if draft is not None:
            found[name, country] = _in_thread(draft, known.get(identity(name)))
    return found


def _in_thread(draft: Draft, listed: Listed | None) -> Draft:
    """Under the subject that they know, where the list of contacts has one."""
    return with_thread(draft, listed.thread) if listed and listed.thread.strip() and not draft.spoken else draft


def _person(listed: Listed | None, country: str) -> Person:
    if listed is None:
        return Person(country=country)
    return Person(listed.name, country, listed.email, language_code(listed.language))


def lines_of(draft: Draft, language: str) -> list[Line]:
    """A message as it stands below its row: subject, text, what goes with it, and the gloss."""
    zh = language == "zh"
    lines: list[Line] = []
    if draft.said.subject:
        lines += [[("主题  " if zh else "Subject  ", "dim"), (draft.said.subject, "bold")], []]
    lines = _whose(draft, language) + lines + [[(text, "")] for text in draft.said.text.split("\n")]
    if draft.said.too_long:
        told = f"{draft.said.words} 词，超过 {WORDS_MAX} 词。" if zh else f"{draft.said.words} words, over {WORDS_MAX}."
        lines += [[], [(told, "yellow")]]
    return lines + _heard(draft, language) + _beside(draft, language)


def _whose(draft: Draft, language: str) -> list[Line]:
    """Who writes or approves it, above the message."""
    zh = language == "zh"
    if draft.by:
        return [[("由经理来写并署名" if zh else "The manager writes this one, in his own name", "yellow")]]
    if draft.needs_approval:
        return [[("先请经理批准" if zh else "The manager approves it first", "yellow")]]
    return []


def fault_lines(faults: Iterable[Fault], language: str) -> list[Line]:
    """What the check hears in a message, below it; nothing if it hears nothing."""
    lines: list[Line] = []
    for fault in faults:
        calmer = (
            (f"；可改为：{fault.calmer}" if language == "zh" else f" Calmer: {fault.calmer}") if fault.calmer else ""
        )
        said = (f"“{fault.said}”：" if language == "zh" else f"“{fault.said}”: ") if fault.said else ""
        lines += [[], [(f"{said}{fault.why}{calmer}", "yellow")]]
    return lines


def _heard(draft: Draft, language: str) -> list[Line]:
    """The check of a pattern that a person wrote; those of duecourse have passed it."""
    if not draft.own:
        return []
    from duecourse.words.check import check

    said = draft.said
    return fault_lines(check(said.text, subject=said.subject, language=said.language, speak=language).faults, language)


def _beside(draft: Draft, language: str) -> list[Line]:
    """The same in a language that the writer reads, in small: Chinese on a Chinese page, English beside one unread."""
    zh = language == "zh"
    own = draft.gloss if zh else draft.beside
    if own is None:
        return []
    unread = draft.beside is not None
    named = (
        f"大意{'（以上措辞还没有母语者读过）' * unread}"
        if zh
        else "In English; no native speaker has read the wording above yet"
    )
    return [[], [(named, "dim")], *([(text, "dim")] for text in own.text.split("\n") if text)]


def worded(told: Mapping[str, Answer], drafts: Drafts) -> dict[str, Answer]:
    """The answers to rows with the messages beside them; where nothing goes, they have no such fields."""
    texts = {case: texts_of(draft) for draft in drafts.values() for case in draft.cases}
    return {case: replace(a, texts=a.texts | texts[case]) if case in texts else a for case, a in told.items()}


def texts_of(draft: Draft) -> dict[str, str]:
    """What stands beside the row of a list: subject, text and gloss."""
    return {"subject": draft.said.subject, "text": draft.said.text, "gloss": draft.gloss.text if draft.gloss else ""}


def as_dict(draft: Draft) -> dict[str, object]:
    """A message as JSON prints it."""
    said = draft.said
    return {
        "pattern": draft.pattern,
        "situation": draft.situation,
        "to": {"name": draft.to.name, "email": draft.to.email},
        "language": said.language,
        "subject": said.subject,
        "text": said.text,
        "gloss": draft.gloss.text if draft.gloss else None,
        "english": draft.beside.text if draft.beside else None,
        "spoken": draft.spoken,
        "by": draft.by or None,
        "needs_approval": draft.needs_approval,
        "attach": draft.attach or None,
        "orders": list(draft.orders),
        "cases": list(draft.cases),
        "words": said.words,
        "too_long": said.too_long,
        "locked": [{"fact": at.name, "span": [at.start, at.end]} for at in said.locked],
    }


def write_mails(drafts: Iterable[tuple[str, Draft]], folder: Path, language: str) -> str:
    """Writes messages as mail files: those that are no call, and that nobody else writes or approves.

    Args:
        drafts: Names of customers and their messages.
        folder: Where to; holds no mails yet.
        language: Of what is told: en or zh.

    Returns:
        A line for each that could not be written, and how many were.

    Raises:
        DuecourseError: The folder holds mails already, or cannot be written.
    """
    from duecourse.adapters.eml import eml, file_name

    written = [(customer, draft) for customer, draft in drafts if draft.mailed]
    bad: list[DuecourseError] = []
    try:
        _empty(folder)
        for number, (customer, draft) in enumerate(written, start=1):
            try:
                mail = eml(draft)
            except DuecourseError as fault:
                bad.append(fault)
                continue
            (folder / file_name(number, customer, draft)).write_bytes(mail)
    except OSError as error:
        what = f"The mails cannot be written: {error.strerror}"
        raise DuecourseError(what, where=str(folder), fix="Choose another folder.") from error
    return "".join(f"{fault}\n" for fault in bad) + _count(len(written) - len(bad), folder, language)


def _empty(folder: Path) -> None:
    """Yesterday's mails must not go a second time: a folder that has some is not added to."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.eml")):
        fix = "Name a new folder, or delete the mails that are in it."
        raise DuecourseError("The folder holds mails already, which may have gone", where=str(folder), fix=fix)


def _count(mails: int, folder: Path, language: str) -> str:
    if language == "zh":
        return f"已写入 {mails} 封邮件草稿：{folder}\n"
    return f"{mails} mail draft{'s' * (mails != 1)} written to {folder}\n"
