"""Who may do what, and who looks after whose customers."""

from __future__ import annotations

from datetime import date

import pytest
from django_scopes import scope

from duecourse.ledger.models import Membership, User, Workspace
from duecourse.ledger.roles import ACTS, GIVES, MAY, can, owners_for

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        ("orders.read", "sales finance manager admin"),
        ("orders.edit", "sales manager admin"),
        ("payments.match", "finance manager admin"),
        ("price.answer", "manager admin"),
        ("approve", "manager admin"),
        ("policy.edit", "manager admin"),
        ("audit.read", "manager admin"),
        ("people.invite", "manager admin"),
        ("people.edit", "admin"),
        ("workspace.edit", "admin"),
    ],
)
def test_who_may(act: str, roles: str) -> None:
    assert [role for role in MAY if can(role, act)] == roles.split()


def test_an_admin_may_everything_and_a_stranger_nothing() -> None:
    assert MAY["admin"] == ACTS
    assert not can("guest", "orders.read")


def test_a_misspelt_act_is_an_error_and_no_refusal() -> None:
    with pytest.raises(KeyError, match=r"policy\.edti"):
        can("admin", "policy.edti")


def test_nobody_gives_more_than_he_has() -> None:
    for giver, roles in GIVES.items():
        assert all(MAY[role] <= MAY[giver] for role in roles), giver


@pytest.fixture
def two(db):
    workspace = Workspace.objects.create(name="Harbour Outdoor")
    ana, ben = (User.objects.create_user(f"{n}@harbour.example", name=n) for n in ("ana", "ben"))
    with scope(workspace=workspace):
        yield Membership.objects.create(workspace=workspace, user=ana, role="sales", substitute=ben), ben


@pytest.mark.parametrize(
    ("from_on", "to_on", "stands_in"),
    [
        (None, None, False),
        (date(2026, 11, 23), date(2026, 11, 23), True),
        (date(2026, 11, 24), None, False),
        (date(2026, 11, 16), date(2026, 11, 22), False),
        (date(2026, 11, 16), None, True),
    ],
)
def test_a_substitute_sees_the_customers_of_who_is_away(two, from_on, to_on, stands_in: bool) -> None:
    ana, ben = two
    ana.away_from, ana.away_to = from_on, to_on
    ana.save()
    assert owners_for(ben, MONDAY) == ({ben.pk, ana.user_id} if stands_in else {ben.pk})
    assert owners_for(ana.user, MONDAY) == {ana.user_id}, "who is away still sees his own"


def test_standing_in_in_another_workspace_means_nothing_here(two) -> None:
    ana, ben = two
    ana.away_from = MONDAY
    ana.save()
    with scope(workspace=Workspace.objects.create(name="Candle House")):
        assert owners_for(ben, MONDAY) == {ben.pk}
