"""`duecourse draft show`, `patterns` and `facts`: the message of one case, and what messages are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from duecourse.adapters.casebook import read
from duecourse.cli.console import Page, page
from duecourse.cli.today_words import as_dict, language_code, lines_of, write_mails
from duecourse.cli.writer_file import patterns, text_of, writer
from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import day_words
from duecourse.errors import DuecourseError
from duecourse.plan.worklist import list_of
from duecourse.policy.load import load
from duecourse.words.draft import Draft, write
from duecourse.words.facts import DAYS, FLAGS, TEXTS, About
from duecourse.words.figures import LANGUAGES
from duecourse.words.own import laid_over
from duecourse.words.patterns import library
from duecourse.words.people import Person

BY_HAND: Final = ("fix", "confirm", "answer", "thanks")
"""What a person may send whatever the verdict: conversation is no urging."""

_MAIL: Final = 76


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for.

    Args:
        to, email, code: Name, address and language of the reader; empty for what is recorded.
        kind: One of `BY_HAND` instead of what the verdict says.
        answer: The answer to their question.
        sign: Name under the message; None for the one kept.
        eml: Folder for mail files.
        as_json: One JSON object a case.
        lang: Language of the page: en or zh.
    """

    to: str = ""
    email: str = ""
    code: str = ""
    kind: str = ""
    answer: str = ""
    sign: str | None = None
    eml: Path | None = None
    as_json: bool = False
    lang: str = "en"


def run_show(files: Sequence[Path], wanted: Wanted, as_of: date | None) -> int:
    """The message for each case file; says so in one line where none goes.

    Returns:
        0.

    Raises:
        DuecourseError: No file, one that is no case, or a kind or language that is unknown.
    """
    _check(files, wanted)
    out = page()
    for number, file in enumerate(files):
        if number and not wanted.as_json:
            out.gap()
        _show(out, file, wanted, as_of)
    return 0


def _check(files: Sequence[Path], wanted: Wanted) -> None:
    if not files:
        raise DuecourseError(
            "No case file is given", fix="Name one or more .toml files; lists go to `duecourse today`."
        )
    if wanted.kind and wanted.kind not in BY_HAND:
        fix = f"Name one of {', '.join(BY_HAND)}; everything else is for the verdict to say."
        raise DuecourseError(f"'{wanted.kind}' is nothing that goes by hand", where="--as", fix=fix)
    if wanted.code and not language_code(wanted.code):
        fix = f"Name one of {', '.join(LANGUAGES)}."
        raise DuecourseError(f"There are no patterns in '{wanted.code}'", where="--in", fix=fix)


def _show(out: Page, file: Path, wanted: Wanted, as_of: date | None) -> None:
    case = read(file)
    judged = judge(case.history, as_of or case.as_of, load(case.policy))
    verdict = next(verdicts(judged, case.history, load(case.policy), wanted.lang))
    goods = str(case.history["orders"]["product"][0] or "")
    draft = _draft(verdict, goods, wanted)
    if wanted.as_json:
        plain = {"case": verdict.case, "action": verdict.action, "until": str(verdict.until or "") or None}
        out.json(plain | {"rule": verdict.rule, "draft": as_dict(draft) if draft else None})
    elif draft is None:
        out.line(_none(verdict, wanted.lang), after=f"  {' '.join(verdict.because)}")
    else:
        _print(out, draft, wanted.lang)
    if draft and wanted.eml:
        out.line(write_mails({(verdict.customer, ""): draft}, wanted.eml, wanted.lang).rstrip(), style="dim")


def _draft(verdict: Verdict, goods: str, wanted: Wanted) -> Draft | None:
    if wanted.kind:
        verdict = verdict._replace(action=wanted.kind, kind=None, topic=None, then=None)
    elif list_of(verdict) not in {"contact", "fix"} or verdict.action in {"own_fix", "release"}:
        return None
    country = str(verdict.facts.get("country") or "")
    to = Person(wanted.to, country, wanted.email, language_code(wanted.code))
    return write([About(verdict, goods)], to, writer(wanted.sign), answer=wanted.answer, patterns=patterns())


def _none(verdict: Verdict, lang: str) -> str:
    """Nothing goes today: wait until 5 August, or our own work first."""
    zh = lang == "zh"
    if verdict.action != "wait":
        return (
            (f"今天不写信：{verdict.task}。" if zh else f"Nothing is written today: {verdict.task}.")
            if verdict.task
            else ("今天不写信。" if zh else "Nothing is written today.")
        )
    if verdict.until is None:
        return "今天不写信：静候。" if zh else "Nothing is written today: wait."
    day = day_words(verdict.until, verdict.as_of, lang)
    return f"今天不写信：等到{day}。" if zh else f"Nothing is written today: wait until {day}."


def _print(out: Page, draft: Draft, lang: str) -> None:
    for line in lines_of(draft, lang):
        text, style = "".join(t for t, _ in line), line[-1][1] if line else ""
        if text:
            replace(out, width=min(out.width, _MAIL)).wrapped(text, indent=0, style=style)
        else:
            out.gap()


def run_patterns(check: Path | None, *, as_json: bool, lang: str) -> int:
    """All patterns with what they are for; or the faults of a file of one's own.

    Returns:
        0.

    Raises:
        ManyErrors: The file has faults.
    """
    out, base = page(), library()
    known = laid_over(base, text_of(check), check.name) if check else base
    for pattern in known.patterns:
        languages = ", ".join(pattern.words)
        if as_json:
            out.json(
                {
                    "pattern": pattern.id,
                    "situation": pattern.situation,
                    "does": pattern.does,
                    "about": list(pattern.about),
                    "when": list(pattern.when),
                    "languages": list(pattern.words),
                }
            )
        else:
            about = " ".join([pattern.does, *pattern.about, *(f"if {w}" for w in pattern.when)])
            out.line(f"{pattern.id:<20}", after=f"{pattern.situation:<13}{about:<56}  {languages}")
    if check and not as_json:
        out.line(f"{check.name}：没有问题。" if lang == "zh" else f"{check.name} has no faults.")
    return 0


def run_facts(*, as_json: bool) -> int:
    """Every fact that a pattern may say, and every flag that it may ask.

    Returns:
        0.
    """
    out = page()
    for name, meaning in {**TEXTS, **{n: m for n, (_, m) in DAYS.items()}, **FLAGS}.items():
        if as_json:
            out.json({"fact": name, "meaning": meaning})
        else:
            out.line(f"{name:<20}", after=meaning)
    return 0
