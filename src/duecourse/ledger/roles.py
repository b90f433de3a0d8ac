"""Who may do what, in one table; and whose customers a person looks after on a day."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q

from duecourse.ledger.models import Membership, User
from duecourse.ledger.models.workspace import ROLES

_SALES: Final = frozenset({"orders.edit", "orders.import", "customers.edit", "shelf.edit"})
_FINANCE: Final = frozenset({"payments.match", "customers.all"})
_EVERYBODY: Final = frozenset({"orders.read", "events.record", "payments.record", "policy.read", "own.edit"})
_MANAGER: Final = frozenset(
    {"price.answer", "approve", "policy.edit", "people.read", "people.invite", "people.away", "days.edit", "audit.read"}
)
_ADMIN: Final = frozenset({"people.edit", "workspace.edit"})

MAY: Final[dict[str, frozenset[str]]] = {
    "sales": _EVERYBODY | _SALES,
    "finance": _EVERYBODY | _FINANCE,
    "manager": _EVERYBODY | _SALES | _FINANCE | _MANAGER,
    "admin": _EVERYBODY | _SALES | _FINANCE | _MANAGER | _ADMIN,
}
"""Role to what it may do; `payments.record` is a person's own word that money came, `payments.match` the books'."""

ACTS: Final = frozenset[str]().union(*MAY.values())

GIVES: Final[dict[str, tuple[str, ...]]] = {
    "sales": (),
    "finance": (),
    "manager": ("sales", "finance"),
    "admin": ROLES,
}
"""Role to the roles that it may invite for; nobody gives more than he has."""


def can(role: str, act: str) -> bool:
    """Whether a role may do something.

    Raises:
        KeyError: There is no such act; a misspelt one must not look like a refusal.
    """
    if act not in ACTS:
        raise KeyError(f"No role knows the act {act!r}; add it to the table in ledger/roles.py")
    return act in MAY.get(role, frozenset())


def owners_for(user: User, day: date) -> frozenset[int]:
    """Ids of the users whose customers he looks after on that day: his own, and those of whoever he stands in for.

    Needs the scope of a workspace. An absence without an end lasts until somebody ends it. Standing in is not handed
    on: who stands in for somebody who stands in for a third sees the second one's customers only.
    """
    away = Q(away_from__lte=day) & (Q(away_to__isnull=True) | Q(away_to__gte=day))
    absent = Membership.objects.filter(away, substitute=user).values_list("user_id", flat=True)
    return frozenset({user.pk, *absent})
