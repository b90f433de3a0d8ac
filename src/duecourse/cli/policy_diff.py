"""`duecourse policy diff`: what differs between two policies, and which of today's verdicts would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from duecourse.cli.console import Page, page
from duecourse.policy.diff import Change, changes
from duecourse.policy.load import load
from duecourse.policy.model import Policy

if TYPE_CHECKING:
    from duecourse.decide.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Moved:
    """One payment whose verdict differs between two policies."""

    was: Verdict
    now: Verdict


def run_diff(file: str, against: str, lists: Sequence[Path], *, as_of: date | None, as_json: bool, lang: str) -> int:
    """Prints what differs; with order lists also the payments whose verdict of the day does.

    Returns:
        0; 1 if lists are given and hold nothing to judge.

    Raises:
        DuecourseError: A policy has faults, or a list cannot be read.
    """
    was, now, out = load(against), load(file), page()
    found = changes(was, now)
    for change in found:
        _print_change(out, change, as_json=as_json)
    if not found and not as_json:
        out.line("两份规则的判断相同。" if lang == "zh" else "Both policies judge alike.")
    return _verdicts(out, (was, now), lists, as_of, as_json=as_json, lang=lang) if lists else 0


def _print_change(out: Page, change: Change, *, as_json: bool) -> None:
    if as_json:
        named = {"part": change.part, "name": change.name, "what": change.what}
        out.json({"change": {**named, "was": change.was or None, "now": change.now or None}})
        return
    out.line(f"{change.part} {change.name}", style="cyan", after=f"  {change.what}".rstrip())
    for sign, text in (("-", change.was), ("+", change.now)):
        if text:
            out.wrapped(f"{sign} {text}", indent=2)


def _verdicts(
    out: Page, policies: tuple[Policy, Policy], lists: Sequence[Path], as_of: date | None, *, as_json: bool, lang: str
) -> int:
    judged = _judged(policies, lists, as_of, lang)
    moved = [Moved(w, n) for w, n in zip(*judged, strict=True) if _said(w) != _said(n)]
    for each in moved:
        _print_moved(out, each, as_json=as_json, lang=lang)
    total = len(judged[0])
    if as_json:
        out.json({"verdicts": total, "changed": len(moved)})
    elif lang == "zh":
        out.line(f"今天的 {total} 条结论中，{len(moved)} 条会不同。")
    else:
        out.line(f"{len(moved)} of today's {total} verdicts would change.")
    return 0 if total else 1


def _judged(
    policies: tuple[Policy, Policy], lists: Sequence[Path], as_of: date | None, lang: str
) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts of the lists under both policies, in the same order."""
    from duecourse.cli import clock
    from duecourse.cli.headings_file import by_hand
    from duecourse.cli.today_read import files_of, history_of, read_all
    from duecourse.decide.judge import judge
    from duecourse.decide.verdict import verdicts

    day = as_of or clock.today()
    read = read_all(files_of(lists), day, by_hand({}), lang)
    if read.unread:
        raise read.unread[0]
    history = history_of(read)
    if not len(history):
        return [], []
    was, now = (list(verdicts(judge(history, day, p), history, p, lang)) for p in policies)
    return was, now


def _said(verdict: Verdict) -> tuple[object, ...]:
    return verdict.action, verdict.kind, verdict.topic, verdict.level, verdict.until, verdict.then, verdict.rule


def _print_moved(out: Page, moved: Moved, *, as_json: bool, lang: str) -> None:
    was, now = moved.was, moved.now
    if as_json:
        keys = ("action", "kind", "until", "then", "rule")
        sides = ({k: v.as_dict()[k] for k in keys} for v in (was, now))
        out.json({"case": now.case, "customer": now.customer, **dict(zip(("was", "now"), sides, strict=True))})
        return
    out.line(now.customer, style="bold", after=f"  {now.order}")
    for sign, verdict in (("-", was), ("+", now)):
        out.wrapped(f"{sign} {' '.join(_words(verdict, lang))}", indent=2)


def _words(verdict: Verdict, lang: str) -> Iterator[str]:
    """Wait until 2026-12-04, then check-in  R26 G3."""
    from duecourse.plan.sending import ACTIONS, action_words

    zh = lang == "zh"
    yield ACTIONS[verdict.action][zh] if verdict.action == "wait" else action_words(verdict, lang)
    if verdict.until:
        yield f"至 {verdict.until}" if zh else f"until {verdict.until}"
    if verdict.then:
        yield f"，之后{action_words(verdict, lang)}" if zh else f"then {action_words(verdict, lang)}"
    yield " ".join([verdict.rule, *verdict.gates])
