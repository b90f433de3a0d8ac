"""`duecourse decide`: verdicts of case files, their trace, their story."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from duecourse.adapters.casebook import Case, read
from duecourse.adapters.expected import failures
from duecourse.cli.console import Page, clean, page
from duecourse.decide.explain import Explanation, explained, shown
from duecourse.decide.judge import judge
from duecourse.decide.story import Turn, story
from duecourse.decide.verdict import Verdict, verdicts
from duecourse.decide.words import day_words, said
from duecourse.errors import DuecourseError
from duecourse.policy.load import load
from duecourse.policy.model import Policy

ALL, NOTHING, SOME = 0, 1, 2
STORY_DAYS_MAX = 1100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of every file: days of a story, the trace, JSON, language."""

    span: tuple[date | None, date | None]
    explain: bool
    as_json: bool
    lang: str


def run_decide(
    files: Sequence[Path],
    *,
    as_of: date | None,
    span: tuple[date | None, date | None],
    policy: str | None,
    explain: bool,
    as_json: bool,
    lang: str,
) -> int:
    """Judges every file; a bad one is named on stderr and the others go on.

    Returns:
        0 all judged and as expected, 1 nothing judged or an expectation failed, 2 some files refused.
    """
    if not files:
        raise DuecourseError(
            "No case file is given", fix="Name one or more .toml files, or use --history with a folder."
        )
    override = load(policy) if policy else None
    out, ask = page(), Asked(span, explain, as_json, lang)
    refused, failed, judged = 0, 0, 0
    for file in files:
        try:
            case = read(file)
            chosen = override or load(case.policy)
            failed += _one(out, replace(case, as_of=as_of or case.as_of), chosen, ask)
            judged += 1
        except DuecourseError as error:
            refused += 1
            _refuse(error, file, as_json)
    if judged == 0 or failed:
        return NOTHING
    return SOME if refused else ALL


def _refuse(error: DuecourseError, file: Path, as_json: bool) -> None:
    sys.stderr.write(clean(str(error)) + "\n")
    if as_json:
        page().json({"refused": {"file": str(file), "why": str(error)}})


def _one(out: Page, case: Case, policy: Policy, ask: Asked) -> int:
    """One file; 1 if its expectation failed, else 0."""
    if any(ask.span):
        _print_story(out, case, story(case.history, _days(ask.span, case), policy, ask.lang), ask)
        return 0
    told = explained(case.history, case.as_of, policy, ask.lang) if ask.explain else None
    judged = judge(case.history, case.as_of, policy)
    verdict = next(verdicts(judged, case.history, policy, ask.lang))
    wrong = _failed(case, judged, policy)
    if ask.as_json:
        out.json(_as_json(case, verdict, wrong, told))
        return 1 if wrong else 0
    _print_verdict(out, case, verdict, wrong, ask.lang)
    if told:
        print_explanation(out, told, ask.lang)
    return 1 if wrong else 0


def _failed(case: Case, judged: pl.DataFrame, policy: Policy) -> list[str] | None:
    """What differs from the expectation, which is written in English; None if the file has none."""
    if case.expect is None:
        return None
    return failures(case.expect, next(verdicts(judged, case.history, policy)))


def _days(span: tuple[date | None, date | None], case: Case) -> list[date]:
    """The days of a story; a missing end is the confirmation or the day of the file.

    Raises:
        DuecourseError: The days run backwards, or there are too many.
    """
    confirmed = case.history["orders"]["confirmed_on"][0]
    first, last = span[0] or confirmed or case.as_of, span[1] or case.as_of
    length = (last - first).days + 1
    if not 1 <= length <= STORY_DAYS_MAX:
        raise DuecourseError(
            f"The story runs from {first} to {last}",
            where=case.name,
            fix=f"Give --from and --to in order, at most {STORY_DAYS_MAX} days apart.",
        )
    return [first + timedelta(days=n) for n in range(length)]


def _as_json(case: Case, verdict: Verdict, wrong: list[str] | None, told: Explanation | None) -> dict[str, Any]:
    plain = verdict.as_dict() | {"title": case.title}
    if wrong is not None:
        plain |= {"pass": not wrong, "failed": wrong}
    if told is not None:
        plain |= {
            "rules": [
                {"rule": r.key, "spoke": r.spoke, "reads": _plain(r.reads), "unmet": list(r.unmet)} for r in told.rules
            ],
            "gates_asked": [
                {
                    "gate": g.id,
                    "applies": g.applies,
                    "holds": g.holds,
                    "reads": _plain(g.reads),
                    "free_on": str(g.free_on) if g.free_on else None,
                }
                for g in told.gates
            ],
            "would_change": [
                {"if": c.if_, "action": c.verdict.action, "rule": c.verdict.rule, "until": str(c.verdict.until or "")}
                for c in told.changes
            ],
        }
    return plain


def _plain(facts: Any) -> dict[str, object]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()}


def action_words(verdict: Verdict, lang: str) -> str:
    """The answer in a few words: useful: production calendar; wait until 24 March, then useful."""
    zh = lang == "zh"
    name = ACTION_WORDS.get(verdict.then or verdict.action, (verdict.action, verdict.action))[zh]
    detail = verdict.topic or verdict.kind
    if detail and verdict.then == "useful":
        name = said(detail, lang)
    elif detail:
        name += ("：" if zh else ": ") + said(detail, lang)
    if verdict.level is not None:
        name += f" {verdict.level}"
    if verdict.action == "wait":
        until = day_words(verdict.until, verdict.as_of, lang) if verdict.until else ""
        wait = (f"等到{until}" if zh else f"wait until {until}") if until else ("静候" if zh else "wait")
        return (f"{wait}，然后{name}" if zh else f"{wait}, then {name}") if verdict.then else wait
    return name


ACTION_WORDS = {
    "wait": ("wait", "静候"),
    "answer": ("answer their question", "回答对方的提问"),
    "own_fix": ("fix our side", "先办好自己的事"),
    "useful": ("useful", "有用的内容"),
    "soft": ("check-in", "轻声问候"),
    "ask": ("open question", "坦诚询问"),
    "notice": ("notice", "告知日期"),
    "call": ("call, or another way", "打电话或换方式"),
    "escalate": ("to a person", "交给人处理"),
    "release": ("release the slot", "释放产能"),
    "dunning": ("formal reminder", "正式提示"),
    "close": ("close politely", "礼貌结束"),
    "thanks": ("thanks and schedule", "致谢并告知排期"),
    "none": ("nothing to do", "无事可做"),
}


def _print_verdict(out: Page, case: Case, verdict: Verdict, wrong: list[str] | None, lang: str) -> None:
    mark = {"wait": "green", "none": "green", "own_fix": "yellow", "release": "yellow"}.get(verdict.action, "cyan")
    out.gap()
    out.line(f"{case.title}", style="bold")
    out.line(
        f"{verdict.customer}, {verdict.order}, {said(verdict.milestone, lang)}, {_full_day(verdict.as_of, lang)}",
        style="dim",
    )
    out.line(f"{action_words(verdict, lang)}", style=mark, after=f"  {' '.join([verdict.rule, *verdict.gates])}")
    for sentence in verdict.because:
        out.wrapped(sentence, indent=2)
    if verdict.task:
        out.wrapped(("待办：" if lang == "zh" else "to do: ") + verdict.task, indent=2, style="yellow")
    until = (
        [f"{'期限' if lang == 'zh' else 'until'} {day_words(verdict.until, verdict.as_of, lang)}"]
        if verdict.until and verdict.action != "wait"
        else []
    )
    look = (
        [f"{'下次查看' if lang == 'zh' else 'next look'} {day_words(verdict.next_review, verdict.as_of, lang)}"]
        if verdict.next_review
        else []
    )
    if until or look:
        out.line("  " + " · ".join([*until, *look]), style="dim")
    if wrong is not None:
        out.line(
            "  as expected" if not wrong else "  NOT as expected: " + "; ".join(wrong),
            style="green" if not wrong else "yellow",
        )


def print_explanation(out: Page, told: Explanation, lang: str) -> None:
    """The trace: rules in order, gates, and what would change the verdict."""
    today, zh = told.verdict.as_of, lang == "zh"
    out.gap()
    out.line("规则，按顺序；第一条成立的决定" if zh else "Rules in order; the first that matches decides", style="bold")
    for rule in told.rules:
        reads = ", ".join(f"{k}={shown(v, today, lang)}" for k, v in rule.reads.items())
        out.line(
            f"{'●' if rule.spoke else '○'} {rule.key:<18} ", after=rule.title, style="cyan" if rule.spoke else "dim"
        )
        why = reads if rule.spoke else f"{'未成立' if zh else 'not'}: {' and '.join(rule.unmet)}   [{reads}]"
        if reads:
            out.wrapped(why, indent=21, style="dim")
    if told.gates:
        out.gap()
        out.line("关口" if zh else "Gates on the contact", style="bold")
    for gate in told.gates:
        reads = ", ".join(f"{k}={shown(v, today, lang)}" for k, v in gate.reads.items())
        free = f", {'自' if zh else 'free on'} {day_words(gate.free_on, today, lang)}" if gate.free_on else ""
        state = ("holds" + free) if gate.holds else ("passes" if gate.applies else "not asked")
        out.line(
            f"{'●' if gate.holds else '○'} {gate.id:<4}",
            after=f"{gate.title}: {state}   [{reads}]",
            style="yellow" if gate.holds else "dim",
        )
    out.gap()
    out.line("什么会改变这个答案" if zh else "What would change it", style="bold")
    for change in told.changes:
        out.line(f"  {change.if_}: ", after=f"{action_words(change.verdict, lang)}  {change.verdict.rule}", style="")


def _full_day(day: date, lang: str) -> str:
    return f"{day.year}年{day_words(day, day, lang)}" if lang == "zh" else f"{day_words(day, day, lang)} {day.year}"


def _print_story(out: Page, case: Case, turns: Sequence[Turn], ask: Asked) -> None:
    if ask.as_json:
        for turn in turns:
            news = {"day": turn.day.isoformat(), "happened": list(turn.happened), "changed": list(turn.changed)}
            out.json(turn.verdict.as_dict() | news)
        return
    out.gap()
    out.line(case.title, style="bold")
    for turn in turns:
        out.line(
            f"{turn.day.isoformat()}  {action_words(turn.verdict, ask.lang)}",
            style="cyan",
            after=f"  {' '.join([turn.verdict.rule, *turn.verdict.gates])}",
        )
        for text in (*turn.happened, *turn.changed):
            out.wrapped(text, indent=12, style="dim")
