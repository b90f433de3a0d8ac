"""How a contact would be felt: the pressure now, after it, and after a bare reminder instead (METHOD section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from duecourse.facts.pacing import PRESSURE_DIGITS
from duecourse.policy.model import Policy

NAKED: Final = frozenset({"reminder", "soft", "ask", "notice", "call", "manager", "dunning", "close"})
"""Kinds of contact that give the customer nothing to use."""

_LEVELS: Final = {2: "weight_dunning_2", 3: "weight_dunning_3"}
_HEAVIEST: Final = 3


@dataclass(frozen=True, slots=True)
class Felt:
    """Pressure as the customer feels it, over all his orders.

    Args:
        now: What stands today.
        after: With this contact.
        bare: With a bare reminder in its place.
        light_max, noticed_max: Up to where it is light, and noticed; heavy above.
        limit: What may stand before a contact of this kind.
    """

    now: float
    after: float
    bare: float
    light_max: float
    noticed_max: float
    limit: float

    @property
    def held(self) -> bool:
        """Whether what stands is above what this kind allows."""
        return self.now > self.limit

    @property
    def level(self) -> str:
        """light, noticed or heavy: how the contact would be felt."""
        return "light" if self.after <= self.light_max else "noticed" if self.after <= self.noticed_max else "heavy"


def felt(facts: Mapping[str, object], policy: Policy, kind: str, level: int | None = None) -> Felt | None:
    """The pressure around one contact; None where the facts do not tell the pressure.

    Args:
        facts: Of a verdict of the day.
        policy: Weights and limits.
        kind: One of `history.codes.TOUCH_KINDS`.
        level: Of dunning.
    """
    now = facts.get("pressure")
    if not isinstance(now, int | float):
        return None
    again = policy.value("same_day_factor") if _contacted(facts) else 1.0
    light, noticed = policy.value("pressure_ask_max"), policy.value("pressure_useful_max")
    return Felt(
        now=float(now),
        after=round(now + again * policy.value(_weight(kind, level)), PRESSURE_DIGITS),
        bare=round(now + again * policy.value("weight_reminder"), PRESSURE_DIGITS),
        light_max=light,
        noticed_max=noticed,
        limit=_limit(kind, policy),
    )


def _contacted(facts: Mapping[str, object]) -> bool:
    """A further contact on one day weighs more."""
    last = facts.get("last_contact_any_on")
    return isinstance(last, date) and last == facts.get("as_of")


def _weight(kind: str, level: int | None) -> str:
    if kind != "dunning":
        return f"weight_{kind}"
    return _LEVELS.get(min(level or 1, _HEAVIEST), "weight_dunning")


def _limit(kind: str, policy: Policy) -> float:
    names = {"notice": "pressure_notice_max", "useful": "pressure_useful_max", "close": "pressure_useful_max"}
    return policy.value(names.get(kind, "pressure_ask_max"))
