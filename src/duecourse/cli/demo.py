"""`duecourse demo`: two orders told day by day beside the anxious way, an example list and its lists, and pages."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from duecourse.adapters.casebook import Case, case_of
from duecourse.adapters.orders import write_template
from duecourse.cli.clock import today
from duecourse.cli.console import Page, page
from duecourse.cli.decide import action_words
from duecourse.cli.today import run_today
from duecourse.decide.judge import judge
from duecourse.decide.story import Turn, story
from duecourse.errors import DuecourseError
from duecourse.history.history import History
from duecourse.plan.short import short_because
from duecourse.policy.load import load
from duecourse.policy.model import Policy
from duecourse.words.draft import Writer

STORIES: Final = ("bag.toml", "barrel.toml")
# What an anxious salesperson writes, one a working day from the third day on; the method's own example (S14).
ANXIOUS: Final = (
    "Any update on the payment?",
    "Just checking again...",
    "Did you pay already?",
    "Still waiting. Please pay ASAP",
    "My boss is asking every day!",
    "URGENT!! You promised!",
    "Why do you not answer??",
    "We may have to cancel it",
    "5 % off if you pay today?",
)
QUIET_AT_FIRST_DAYS: Final = 3
_RIGHT: Final = 34
_DAYS: Final = (
    "confirmed_on", "deliver_on", "delivered_on", "due_on", "paid_on", "promised_on", "promised_when",
    "last_contact_on", "last_reply_on",
)  # fmt: skip


def run_demo(folder: Path, as_of: date | None, port: int | None = None) -> int:
    """Writes the example, prints the stories and the lists; then serves pages with a story of their own.

    Args:
        folder: Where the example goes.
        as_of: The day; None for today.
        port: Where pages are served, or the next that is free; None for none.

    Returns:
        0; 1 if the example could not be written.
    """
    out, day = page(), as_of or _working(today())
    for name in STORIES:
        _tell(out, _case(name))
    path = _example(folder, day)
    sys.stdout.flush()
    run_today([path], as_of=day, writer=Writer("Ana"))
    _where(out, folder, path)
    if port is not None:
        from duecourse.cli.demo_pages import show_pages

        out.gap()
        out.stream.flush()
        show_pages(out, as_of, port)
    return 0


def _working(day: date) -> date:
    """The day itself, or the Monday after a weekend: on a Sunday the lists would only say that all rest."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _case(name: str) -> Case:
    return case_of(_read(name), name)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("duecourse.cli") / "example" / name).read_text(encoding="utf-8"))


def _tell(out: Page, case: Case) -> None:
    """One story: each morning on which the answer changed, and beside it the anxious way."""
    policy = load(case.policy)
    confirmed = case.history["orders"]["confirmed_on"][0]
    days = [confirmed + timedelta(days=n) for n in range((case.as_of - confirmed).days + 1)]
    turns = [t for t in story(case.history, days, policy, mornings=True) if t.verdict.action != "none"]
    felt = _pressures(case.history, [t.day for t in turns], policy)
    out.sides(case.title, f"│ {'beside it, the anxious way':<{_RIGHT}}", style="bold")
    for n, (turn, calm, (mails, hurried)) in enumerate(zip(turns, felt[0], felt[1], strict=True)):
        _turn(out, policy, n, turn, (calm, mails, hurried))
    out.gap()


def _turn(out: Page, policy: Policy, number: int, turn: Turn, felt: tuple[float, int, float]) -> None:
    """Two or three lines: what happened, the answer, why; beside it the anxious mail and what it does."""
    verdict, (calm, mails, hurried) = turn.verdict, felt
    day = f"{turn.day:%a} {turn.day.day:>2} {turn.day:%b}"
    colour = {"wait": "green", "own_fix": "yellow"}.get(verdict.action, "cyan")
    feels = f"{mails} {'mail' if mails == 1 else 'mails'}, pressure {hurried:.1f} (ours {calm:.1f})" if mails else ""
    quote = f"“{ANXIOUS[number % len(ANXIOUS)]}”" if mails else ""
    left = [f"{day}  {action_words(verdict, 'en')}  {verdict.rule}", *_why(turn, policy)]
    for text, beside in zip_longest(left, [feels, quote], fillvalue=""):
        first = text is left[0]
        edge = f"│ {beside:<{_RIGHT}}"
        out.sides(text if first else " " * 12 + text, edge, style=colour if first else "dim")


def _why(turn: Turn, policy: Policy) -> Iterator[str]:
    """What happened, in their words where there are some, and the reason; one line where both would say the same."""
    told = [h for h in turn.happened if h.startswith(("they", "sales"))]
    yield from told[-1:]
    if turn.verdict.action != "answer":
        yield short_because(turn.verdict, policy)


def _pressures(history: History, days: Sequence[date], policy: Policy) -> tuple[list[float], list[tuple[int, float]]]:
    """What the customer feels each of these mornings: our way, and number and pressure of the anxious mails."""
    anxious = _anxious(history, days[-1])
    ours = judge(history.on_days(days, before_ours=True), None, policy).sort("as_of")["pressure"].to_list()
    theirs = judge(anxious.on_days(days, before_ours=True), None, policy).sort("as_of")["pressure"].to_list()
    sent = [anxious["touches"].filter(anxious["touches"]["on"] < day).height for day in days]
    return ours, list(zip(sent, theirs, strict=True))


def _anxious(history: History, until: date) -> History:
    """The same customer, and a bare reminder every working day from the third day on."""
    confirmed = history["orders"]["confirmed_on"][0]
    about = {"case": history["milestones"]["case"][0], "customer": history["customers"]["customer"][0]}
    days = (confirmed + timedelta(days=n) for n in range(QUIET_AT_FIRST_DAYS, (until - confirmed).days))
    mails = [{**about, "on": d, "kind": "reminder"} for d in days if d.weekday() < 5]
    return history.without("touches").with_rows("touches", mails)


def _example(folder: Path, day: date) -> Path:
    """The example list, with dates counted from today, in English and Chinese; a former one is replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("orders.xlsx", "orders.csv", "订单.xlsx"):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise DuecourseError(
            f"The example cannot be written to {folder}: {error.strerror}", fix="Name another folder with --to."
        ) from error
    example = _read("orders.toml")
    rows, more = list(_rows(day, example["order"])), {"contacts": example["contacts"]}
    write_template(folder / "订单.xlsx", "zh", rows, more)
    write_template(folder / "orders.csv", "en", rows)
    write_template(folder / "orders.xlsx", "en", rows, more)
    return folder / "orders.xlsx"


def _where(out: Page, folder: Path, path: Path) -> None:
    out.line("Written: ", after=f"{path}, {folder / 'orders.csv'}, {folder / '订单.xlsx'}")
    out.line("Next:    ", after="duecourse today --template my-orders.xlsx, fill it in, duecourse today my-orders.xlsx")


def _rows(day: date, orders: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The orders of the example with days counted from today: whole numbers under names that end in `_on`."""
    for order in orders:
        dated = {k: day + timedelta(days=v) for k, v in order.items() if k in _DAYS}
        usual = {"currency": "USD", "incoterm": "FOB", "booking_days": 5, "production_days": 30}
        yield {**usual, **order, **dated}
