"""Firms with a few customers, for tests of the daily plan; and workers in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from duecourse.ledger.models import Customer, Standing, Workspace
from duecourse.recording import contacts, payments
from duecourse.recording.contacts import Heard, Said
from recording.desk import Firm, deposit

ROOT = Path(__file__).parents[2]
CHILD = Path(__file__).with_name("child.py")


def filled(firm: Firm, customers: int = 5) -> list[Customer]:
    """Customers of whom each stands elsewhere: silent, promised, explained, written to."""
    made = []
    for n in range(customers):
        customer = firm.customer(f"Customer {n}", "DE")
        case = deposit(firm.order(customer, f"SC-{n}", confirmed_days=10 + n))
        match n % 4:
            case 1:
                payments.promised(firm.by, case, firm.today + timedelta(days=2))
            case 2:
                contacts.heard(firm.by, customer, Heard(says="The board decides.", reason="approval"), case)
            case 3:
                contacts.wrote(firm.by, customer, Said("useful", text="Here is the drawing."), [case])
        made.append(customer)
    return made


def stands() -> list[tuple[object, ...]]:
    """Where every case stands."""
    columns = ("milestone_id", "as_of", "in_list", "rule", "look_on", "because_en", "verdict__digest")
    return list(Standing.objects.order_by("milestone_id").values_list(*columns))


def worker(workspace: Workspace, at: datetime, *, mode: str = "plan") -> subprocess.Popen[bytes]:
    """A process that makes the plan of a day.

    Args:
        workspace: Whose; its rows must be committed.
        at: The instant.
        mode: plan, or die: killed while it writes the second part.
    """
    parts = {n: connection.settings_dict[n] for n in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    told = json.dumps({"database": parts, "workspace": workspace.pk, "at": at.isoformat(), "mode": mode})
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "duecourse.web.settings"}
    return subprocess.Popen([sys.executable, str(CHILD), told], env=environment)
