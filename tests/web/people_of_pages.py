"""People for tests of pages: Ana sells, Bruno manages, Chen keeps the books, Dora is admin; Clara is of another firm."""

from __future__ import annotations

from dataclasses import dataclass

from duecourse.ledger.models import Membership, PolicyVersion, User, Workspace
from duecourse.ledger.rules import FIRST
from duecourse.web.shell.now import now

PASSWORD = "a quiet harbour at noon"


@dataclass
class Firm:
    workspace: Workspace
    ana: Membership
    bruno: Membership
    chen: Membership
    dora: Membership

    @property
    def all(self) -> tuple[Membership, ...]:
        return self.ana, self.bruno, self.chen, self.dora


def person(workspace: Workspace, name: str, role: str, **fields) -> Membership:
    domain = workspace.name.lower().replace(" ", "-")
    user = User.objects.create_user(f"{name.lower()}@{domain}.example", PASSWORD, name=name, **fields)
    return Membership.objects.create(workspace=workspace, user=user, role=role)


def made(name: str, **fields) -> Workspace:
    workspace = Workspace.objects.create(name=name, **fields)
    workspace.policy = PolicyVersion.objects.create(workspace=workspace, number=1, text=FIRST, made_at=now())
    workspace.save()
    return workspace
