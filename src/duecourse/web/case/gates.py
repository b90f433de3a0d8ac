"""Gates as chips: what each of them counted, or only whether it passes where nobody has counted anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from duecourse.decide.felt import felt
from duecourse.decide.verdict import Verdict
from duecourse.plan.sending import contact_kind
from duecourse.policy.model import Gate, Policy
from duecourse.web.shell.templatetags.duecourse_tags import language


@dataclass(frozen=True, slots=True)
class GateChip:
    """One gate: what it says, and whether it holds the contact."""

    text: str
    holds: bool


Counted = Callable[[Mapping[str, Any], Policy, str], str]


def gate_chips(verdict: Verdict, policy: Policy, *, fresh: bool) -> Iterator[GateChip]:
    """The gates that apply to the proposed contact.

    Args:
        verdict: With its facts.
        policy: Its limits.
        fresh: Whether the facts are of now; else the chips carry names only.
    """
    kind = contact_kind(verdict)
    for gate in policy.gates:
        if kind in gate.kinds:
            yield GateChip(_text(gate, verdict, policy, kind, fresh=fresh), gate.id in verdict.gates)


def _text(gate: Gate, verdict: Verdict, policy: Policy, kind: str, *, fresh: bool) -> str:
    counted = _COUNTED.get(gate.id)
    if not fresh or counted is None:
        return gate.title[language()]
    return counted(verdict.facts, policy, kind) or gate.title[language()]


def _today(facts: Mapping[str, Any], _policy: Policy, _kind: str) -> str:
    return _("one a day: {n}").format(n=facts.get("paced_today", 0))


def _caps(facts: Mapping[str, Any], policy: Policy, _kind: str) -> str:
    return _("7 days: {week} of {week_max} · 30 days: {month} of {month_max}").format(
        week=facts.get("paced_7d", 0),
        week_max=int(policy.value("contacts_per_7d_max")),
        month=facts.get("paced_30d", 0),
        month_max=int(policy.value("contacts_per_30d_max")),
    )


def _gap(facts: Mapping[str, Any], _policy: Policy, _kind: str) -> str:
    if not facts.get("unanswered_any"):
        return _("gap: they wrote last")
    return _("gap: {days} days after ours").format(days=facts.get("gap_days", 0))


def _pressure(facts: Mapping[str, Any], policy: Policy, kind: str) -> str:
    found = felt(facts, policy, kind)
    return _("pressure {now:.2f} of {limit:.2f}").format(now=found.now, limit=found.limit) if found else ""


def _their_day(facts: Mapping[str, Any], _policy: Policy, _kind: str) -> str:
    return _("a working day of theirs") if facts.get("contact_day") else _("no working day of theirs")


def _bank(facts: Mapping[str, Any], _policy: Policy, _kind: str) -> str:
    age = facts.get("bank_feed_age_days")
    return _("bank: look before you write") if age is None else _("bank data: {days} banking days old").format(days=age)


_COUNTED: Final[Mapping[str, Counted]] = {
    "G1": _today,
    "G2": _caps,
    "G3": _gap,
    "G4": _pressure,
    "G5": _their_day,
    "G9": _bank,
}
