"""Our own side: things to put right, holds, the shelf, price answers and approvals."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from duecourse.ledger.models import Approval, Asset, Fix, Hold, Inbound, Milestone, PriceTalk, StoredFile, Task, User
from duecourse.recording.by import By
from duecourse.recording.contacts import Said, touched
from duecourse.recording.door import StaleError, act


def fix(by: By, milestone: Milestone, what: str, owner: User | None = None) -> Fix:
    """Something of ours is to be put right."""
    with act(by, milestone) as doing:
        return doing.happened(Fix, milestone=milestone, what=what, owner=owner)


def fixed(by: By, row: Fix) -> Fix:
    """It was put right."""
    with act(by, row.milestone) as doing:
        return doing.superseded(row, closed_on=by.today)


def hold(by: By, milestone: Milestone, to_on: date, why: str, from_on: date | None = None) -> Hold:
    """A person decides to leave a case alone until the day before `to_on`."""
    with act(by, milestone) as doing:
        return doing.happened(Hold, milestone=milestone, from_on=from_on or by.today, to_on=to_on, why=why)


def lifted(by: By, row: Hold) -> Hold:
    """A hold ends today; one that has just begun never was."""
    with act(by, row.milestone) as doing:
        if row.from_on >= by.today:
            return doing.superseded(row, void=True)
        return doing.superseded(row, to_on=by.today)


def shelved(by: By, asset: Asset, file: StoredFile | None = None) -> Asset:
    """A new useful thing on the shelf, with its file if it has one; whoever it fits is judged again."""
    with act(by, *_reached(asset)) as doing:
        if file is not None:
            file.added_at, file.added_by = by.at, by.user
            doing.made(file)
        asset.file = file
        doing.made(asset)
        return asset


def retired(by: By, asset: Asset) -> None:
    """A useful thing leaves the shelf."""
    with act(by, *_reached(asset)) as doing:
        doing.changed(asset, retired_on=by.today)


def _reached(asset: Asset) -> list[Milestone]:
    """Payments of open orders that an asset fits."""
    reach: dict[str, dict[str, Any]] = {
        "order": {"order": asset.order},
        "customer": {"order__customer": asset.customer},
        "product": {"order__product": asset.product},
        "material": {"order__product__material": asset.material},
    }
    rows = Milestone.objects.filter(order__closed_on__isnull=True, **reach[asset.reach])
    return list(rows.select_related("order"))


def price_answered(by: By, inbound: Inbound, text: str) -> PriceTalk:
    """The manager answers a price question once, in writing."""
    about = [inbound.milestone] if inbound.milestone else []
    with act(by, *about, customers=[inbound.customer_id]) as doing:
        doing.superseded(inbound, handled_on=by.today)
        touched(doing, inbound.customer, Said("answer", channel=inbound.channel, text=text), about)
        milestone = inbound.milestone or Milestone.objects.filter(order__customer=inbound.customer).latest("pk")
        return doing.happened(PriceTalk, milestone=milestone, inbound=inbound, text=text)


def approved(by: By, milestone: Milestone, text: str, *, yes: bool = True, why: str = "") -> Approval:
    """A manager lets a message go that was held for him, or not; it holds for this very text."""
    with act(by, milestone) as doing:
        key = sha256(text.encode()).hexdigest()
        return doing.happened(Approval, milestone=milestone, approved=yes, text_hash=key, why=why)


def task_done(by: By, task: Task) -> list[Fix]:
    """A thing of ours is done: an open fix is closed; another task ends when what it asks for is recorded.

    Returns:
        What was closed, one row for each payment that waited for it.

    Raises:
        StaleError: It is done already, or ends by another act.
    """
    rows = Fix.objects.filter(milestone_id__in=task.cases, later__isnull=True, void=False, closed_on__isnull=True)
    found = list(rows.select_related("milestone__order"))
    if task.rule != "R08" or not found:
        raise StaleError("This is done by recording what it asks for", fix="Open the case.")
    with act(by, *{row.milestone for row in found}) as doing:
        return [
            doing.superseded(row, closed_on=by.today)
            for row in found
            if row.what == task.what_en or row.what.replace("：", ": ").split(": ")[0] == task.what_en
        ]
