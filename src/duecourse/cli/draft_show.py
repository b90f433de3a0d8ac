"""`duecourse draft show`, `patterns` and `facts`: the message of one case, and what messages are made from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from duecourse.adapters.casebook import read
from duecourse.cli.console import Page, page
from duecourse.cli.draft_check import fault_dict
from duecourse.cli.render import flowed
from duecourse.cli.today_words import as_dict, fault_lines, lines_of, write_mails
from duecourse.cli.writer_file import patterns, text_of, writer
from duecourse.decide.judge import judge
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import day_words
from duecourse.errors import DuecourseError
from duecourse.plan.worklist import list_of
from duecourse.policy.load import load
from duecourse.words.check import Fault, check
from duecourse.words.context import context_of
from duecourse.words.draft import Draft, write
from duecourse.words.facts import DAYS, FLAGS, TEXTS, About
from duecourse.words.figures import LANGUAGES
from duecourse.words.own import laid_over, sample_of
from duecourse.words.patterns import Library, library
from duecourse.words.people import Person, language_code

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
    written: list[tuple[str, Draft]] = []
    for number, file in enumerate(files):
        if number and not wanted.as_json:
            out.gap()
        verdict, draft = _show(out, file, wanted, as_of)
        written += [(verdict.customer, draft)] if draft else []
    if wanted.eml:
        sys.stderr.write(write_mails(written, wanted.eml, wanted.lang))
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


def _show(out: Page, file: Path, wanted: Wanted, as_of: date | None) -> tuple[Verdict, Draft | None]:
    case = read(file)
    judged = judge(case.history, as_of or case.as_of, load(case.policy))
    verdict = next(verdicts(judged, case.history, load(case.policy), wanted.lang))
    goods = str(case.history["orders"]["product"][0] or "")
    draft = _draft(verdict, goods, wanted)
    heard = _heard(draft, verdict, wanted.lang) if draft else ()
    if wanted.as_json:
        plain = {"case": verdict.case, "action": verdict.action, "until": str(verdict.until or "") or None}
        told = as_dict(draft) | {"faults": [fault_dict(f) for f in heard]} if draft else None
        out.json(plain | {"rule": verdict.rule, "draft": told})
    elif draft is None:
        out.line(_none(verdict, wanted.lang), after=f"  {' '.join(verdict.because)}")
    else:
        _print(out, draft, heard, wanted.lang)
    return verdict, draft


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


def _heard(draft: Draft, verdict: Verdict, lang: str) -> tuple[Fault, ...]:
    """What the check hears in the message, knowing the case."""
    said = draft.said
    return check(
        said.text, subject=said.subject, language=said.language, context=context_of(verdict), speak=lang
    ).faults


def _print(out: Page, draft: Draft, heard: Sequence[Fault], lang: str) -> None:
    for line in [*lines_of(draft, lang), *fault_lines(heard, lang)]:
        if not any(text for text, _ in line):
            out.gap()
            continue
        for part in flowed(line, min(out.width, _MAIL)):
            out.line("".join(text for text, _ in part), style=part[-1][1])


def run_patterns(file: Path | None, *, as_json: bool, lang: str) -> int:
    """All patterns with what they are for; or the faults of a file of one's own.

    Returns:
        0; 1 if a text of the file leaks urgency.

    Raises:
        ManyErrors: The file has faults.
    """
    out, base = page(), library()
    known = laid_over(base, text_of(file), file.name) if file else base
    for pattern in known.patterns if as_json or not file else ():
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
    return _own_faults(out, base, known, file.name, lang) if file and not as_json else 0


def _own_faults(out: Page, base: Library, known: Library, file: str, lang: str) -> int:
    """What the check hears in patterns of one's own, each filled with an invented order; 1 if one may not go."""
    blocked = 0
    for pattern in known.patterns:
        old = next((p.words for p in base.patterns if p.id == pattern.id), {})
        for code, words in pattern.words.items():
            if old.get(code) == words:
                continue
            heard = check(sample_of(words, code), language=code, speak=lang)
            blocked += not heard.ok_to_send
            for line in fault_lines(heard.faults, lang):
                out.line("".join([f"{pattern.id}, {code}: ", *(t for t, _ in line)]) if line else "")
    if not blocked:
        out.line(f"{file}：没有问题。" if lang == "zh" else f"{file} has no faults.")
    return int(blocked > 0)


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
