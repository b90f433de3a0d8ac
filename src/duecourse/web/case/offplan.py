"""A contact that the plan does not propose: useful ones go at once, naked ones are weighed, and may have to wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest

from duecourse.decide.felt import NAKED, Felt, felt
from duecourse.decide.words import said
from duecourse.ledger.models import Touch
from duecourse.recording import contacts
from duecourse.web.case.asking import Asked
from duecourse.web.case.composer import Meter, meter_of
from duecourse.web.shell.templatetags.duecourse_tags import language

WAITS: Final = timedelta(hours=2)
"""How long a naked contact rests where they feel enough of us already (METHOD S10)."""
_KEY: Final = "case_off_plan"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A naked contact before it goes: what they feel and would feel, what could go first, whether it has to wait."""

    kind: str
    meter: Meter
    first: str
    waits: bool


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A text that waits, for whoever wrote it."""

    kind: str
    kind_words: str
    channel: str
    text: str
    reason: str
    ready_at: datetime
    ready: bool


def weighed(a: Asked, facts: Mapping[str, object], kind: str) -> Weighed | None:
    """A naked contact on the scales; None for one that gives them something, or answers."""
    found = _felt(a, facts, kind)
    if kind not in NAKED or found is None:
        return None
    return Weighed(said(kind, language()), meter_of(found), _useful(facts), found.held)


def _useful(facts: Mapping[str, object]) -> str:
    """The useful thing that could go in its place; empty if there is none."""
    title = facts.get("point_title") or facts.get("useful_title")
    return str(title or said(str(facts.get("useful_kind") or ""), language()))


def _felt(a: Asked, facts: Mapping[str, object], kind: str) -> Felt | None:
    return felt(facts, a.policy, kind)


def went(a: Asked, data: Mapping[str, Any]) -> Touch:
    """Records it, with its reason where the plan said something else."""
    told = contacts.Said(
        data["kind"],
        channel=data["channel"],
        contact=a.case.contact,
        text=data["text"],
        off_plan=data.get("reason") or "",
    )
    return contacts.wrote(a.by, a.case.order.customer, told, [a.case.milestone])[0]


def keep_back(a: Asked, data: Mapping[str, Any]) -> datetime:
    """Keeps a text for two hours; gives back from when on it may go."""
    ready = a.at + WAITS
    kept = {n: data[n] for n in ("kind", "channel", "text", "reason")} | {"ready_at": ready.isoformat()}
    a.request.session[_KEY] = {**a.request.session.get(_KEY, {}), str(a.case.milestone.pk): kept}
    return ready


def kept_back(request: HttpRequest, pk: int, at: datetime) -> KeptBack | None:
    """The text that waits about this payment."""
    kept = request.session.get(_KEY, {}).get(str(pk))
    if kept is None:
        return None
    ready = datetime.fromisoformat(kept["ready_at"])
    words = {n: kept[n] for n in ("kind", "channel", "text", "reason")}
    return KeptBack(**words, kind_words=said(kept["kind"], language()), ready_at=ready, ready=at >= ready)


def drop(request: HttpRequest, pk: int) -> None:
    """It does not go any more, or it went."""
    rest = {k: v for k, v in request.session.get(_KEY, {}).items() if k != str(pk)}
    request.session[_KEY] = rest
