"""The numbers of a policy as a form has them: grouped, named, with unit and source; what was typed, as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from duecourse.policy.load import preset
from duecourse.policy.model import Number, Policy
from duecourse.web.shell.templatetags.duecourse_tags import language

_MOST: Final = 100_000.0
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Field:
    """One number: its name in words, unit, source, whether it is an assumption, what is typed and what is wrong."""

    name: str
    title: str
    unit: str
    source: str
    assumption: bool
    value: str
    usual: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers that belong together."""

    title: str
    fields: tuple[Field, ...]

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded: something in it differs from the usual, or cannot be read."""
        return any(f.usual or f.wrong for f in self.fields)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed: numbers that differ from those in force, and what could not be read."""

    changed: Mapping[str, float]
    wrong: Mapping[str, str]


def read(policy: Policy, form: Mapping[str, str]) -> Typed:
    """Numbers of a form; a comma is a point, an empty field is the number in force."""
    changed: dict[str, float] = {}
    wrong: dict[str, str] = {}
    for number in shown(policy):
        text = form.get(f"n.{number.name}", "").strip().replace(",", ".")
        if not text or len(text) > _DIGITS:
            continue
        try:
            value = float(text)
        except ValueError:
            wrong[number.name] = _("Write a number like 6 or 1.6.")
            continue
        if not 0 <= value <= _MOST:
            wrong[number.name] = _("Write a number from 0 to 100,000.")
        elif value != number.value:
            changed[number.name] = value
    return Typed(changed, wrong)


def shown(policy: Policy) -> Iterator[Number]:
    """Numbers that a person may change here: those with a name in words; dated rates of law are data, not taste."""
    return (n for n in policy.numbers.values() if n.title and n.valid_from is None)


def groups(policy: Policy, form: Mapping[str, str], wrong: Mapping[str, str]) -> list[Group]:
    """All of them, as a form shows them."""
    usual = preset("normal")
    by_group: dict[str, list[Field]] = {}
    for number in shown(policy):
        by_group.setdefault(_group(number.name), []).append(_field(number, usual, form, wrong))
    return [Group(title, tuple(fields)) for title, fields in by_group.items()]


def _field(number: Number, usual: Policy, form: Mapping[str, str], wrong: Mapping[str, str]) -> Field:
    known = usual.numbers.get(number.name)
    usual_text = f"{known.value:g}" if known else ""
    typed = form.get(f"n.{number.name}", "") or f"{number.value:g}"
    return Field(
        number.name,
        number.title.get(language()) or number.title.get("en") or number.name,
        _unit(number.unit),
        number.source,
        number.assumption,
        typed,
        usual_text if usual_text != typed else "",
        wrong.get(number.name, ""),
    )


def _group(name: str) -> str:
    head = name.split("_", maxsplit=1)[0]
    return {
        "gap": _("Quiet between contacts"),
        "contacts": _("How many contacts"),
        "pressure": _("Pressure"),
        "halflife": _("Pressure"),
        "answered": _("Pressure"),
        "same": _("Pressure"),
        "rhythm": _("Their rhythm"),
        "price": _("Price"),
        "promise": _("Promises"),
        "dunning": _("Open invoices"),
    }.get(head, _("Days and limits"))


def _unit(unit: str) -> str:
    return {
        "calendar days": _("calendar days"),
        "banking days": _("banking days"),
        "working days": _("working days"),
        "contacts": _("contacts"),
        "replies": _("replies"),
        "factor": _("times"),
        "pressure": _("pressure"),
        "share": _("share"),
        "price pressure": _("price pressure"),
    }.get(unit, unit)
