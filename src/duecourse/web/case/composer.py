"""The message of the day as its page shows it: the check, how it would be felt, and the ways in which it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecourse.decide.felt import Felt, felt
from duecourse.decide.verdict import Verdict
from duecourse.ledger.models import Approval, Contact, Message
from duecourse.ledger.pages.case import Case
from duecourse.plan.filling import number_words
from duecourse.policy.model import Policy
from duecourse.web.shell.templatetags.duecourse_tags import language
from duecourse.words.check import Fault
from duecourse.words.composing import Reading, read
from duecourse.words.context import context_of

MAILTO_MAX: Final = 1_800
"""Characters of a link that mail programs still take; a longer text is copied."""
METER: Final = 2.0
"""Pressure at the right end of the meter."""
METER_PX: Final = 180


@dataclass(frozen=True, slots=True)
class Advice:
    """One suggestion: its number, why, the calmer words; empty for leaving the sentence out."""

    number: int
    why: str
    calmer: str


@dataclass(frozen=True, slots=True)
class Meter:
    """The pressure as a picture: places of its three marks, its zones, and the same in words."""

    now: str
    after: str
    bare: str
    now_x: float
    after_x: float
    bare_x: float
    light_x: float
    noticed_x: float
    words: str
    width: int = METER_PX


@dataclass(frozen=True, slots=True)
class Composer:
    """What the composer shows.

    Args:
        whom: Name and address.
        gloss: The text in the writer's language; `gloss_lang` says which.
        english: The text in English, where no native speaker has read the pattern.
        lang: Of the text.
        calm: Words of the button that takes all suggestions; empty if there are none.
        advice_title: How many there are, in words.
        held: Why it does not go as it is; empty if it may.
        mailto, whatsapp: Links; empty where there is no address, or the text is too long for one.
        approve: Whether the reader may let it go.
        facts: The lines that agree: facts, length, the useful thing first.
    """

    message: Message
    person: Contact | None
    whom: str
    reading: Reading
    lang: str
    gloss: str
    english: str
    spoken: bool
    advice: tuple[Advice, ...]
    advice_title: str
    others: tuple[str, ...]
    calm: str
    held: str
    mailto: str
    whatsapp: str
    approve: bool
    meter: Meter | None
    facts: tuple[tuple[bool, str], ...]


def composer(
    case: Case, verdict: Verdict, policy: Policy, *, fresh: bool, typed: tuple[str, str] | None, may_approve: bool
) -> Composer | None:  # fmt: skip
    """The composer; None where nothing goes today.

    Args:
        case: With its message of the day.
        verdict: Of the payment that leads it, with its facts.
        policy: Weights and limits of pressure.
        fresh: Whether the facts are of now; the meter is left out where they are not.
        typed: Subject and text as somebody has typed them; None for those of the draft.
        may_approve: Whether the reader may approve messages.
    """
    message = case.message
    if message is None:
        return None
    subject, text = typed if typed is not None else (message.subject, message.text)
    reading = read(subject, text, message.draft, message.text, context_of(verdict), language())
    held = _held(message, reading)
    person = case.contact
    return Composer(
        message=message,
        person=person,
        whom=_whom(person),
        reading=reading,
        lang=str(message.draft.get("language") or ""),
        gloss=str(message.draft.get("gloss") or ""),
        english=str(message.draft.get("english") or ""),
        spoken=bool(message.draft.get("spoken")),
        advice=tuple(Advice(n, f.why, f.calmer) for n, f in enumerate(reading.phrases, 1)),
        advice_title=_advice_title(len(reading.phrases)),
        others=tuple(f.why for f in reading.others),
        calm=_calm(reading.phrases),
        held=held,
        mailto=mailto(person, reading),
        whatsapp=whatsapp(person, reading),
        approve=may_approve and message.needs_approval and not _approved(message, reading.text),
        meter=_meter(verdict, policy, message.draft) if fresh else None,
        facts=tuple(_facts(reading)),
    )


def _whom(person: Contact | None) -> str:
    return " ".join(p for p in (person.name, person.email) if p) if person else ""


def _calm(phrases: tuple[Fault, ...]) -> str:
    """What the button says that takes all suggestions."""
    count = len(phrases)
    if not count:
        return ""
    if count == 2:
        return _("Calm both phrases")
    return ngettext("Calm this phrase", "Calm all {n} phrases", count).format(n=count)


def _advice_title(count: int) -> str:
    words = number_words(count, language())
    text = ngettext("One phrase to calm", "{n} phrases to calm", count).format(n=words)
    return text[:1].upper() + text[1:]


def _held(message: Message, reading: Reading) -> str:
    if not reading.text.strip():
        return _("write a few words first")
    if not reading.ok:
        return _("calm it first; you may still send it as it is")
    if message.needs_approval and not _approved(message, reading.text):
        return _("the manager approves this text first")
    return ""


def _approved(message: Message, text: str) -> bool:
    """Whether a manager has let this very text go."""
    last = Approval.objects.filter(milestone=message.lead, void=False).order_by("pk").last()
    return last is not None and last.approved and last.text_hash == sha256(text.encode()).hexdigest()


def mailto(person: Contact | None, reading: Reading) -> str:
    """A link that opens the mail program with the message in it."""
    if person is None or not person.email:
        return ""
    body = quote(reading.text.replace("\n", "\r\n"))
    link = f"mailto:{quote(person.email, safe='@')}?subject={quote(reading.subject)}&body={body}"
    return link if len(link) <= MAILTO_MAX * 3 else ""


def whatsapp(person: Contact | None, reading: Reading) -> str:
    """A link that opens WhatsApp with the text in it."""
    digits = "".join(c for c in person.whatsapp if c.isdigit()) if person else ""
    return f"https://wa.me/{digits}?text={quote(reading.text)}" if digits else ""


def _meter(verdict: Verdict, policy: Policy, draft: Mapping[str, Any]) -> Meter | None:
    kind = str(draft.get("action") or "")
    kind = "manager" if kind == "escalate" else kind
    if f"weight_{kind}" not in policy.numbers:
        return None
    found = felt(verdict.facts, policy, kind, draft.get("level"))
    return meter_of(found) if found else None


def meter_of(found: Felt) -> Meter:
    """A pressure as a picture and in words."""

    def at(value: float) -> float:
        return round(8 + (METER_PX - 16) * min(value, METER) / METER, 1)

    return Meter(
        now=f"{found.now:.2f}",
        after=f"{found.after:.2f}",
        bare=f"{found.bare:.2f}",
        now_x=at(found.now),
        after_x=at(found.after),
        bare_x=at(found.bare),
        light_x=at(found.light_max),
        noticed_x=at(found.noticed_max),
        words=_felt_words(found),
    )


def _felt_words(found: Felt) -> str:
    words = {
        "light": _("Felt as light. A bare reminder would be felt as {bare}."),
        "noticed": _("It will be noticed. A bare reminder would be felt as {bare}."),
        "heavy": _("It will feel heavy. A bare reminder would be felt as {bare}."),
    }
    return words[found.level].format(bare=f"{found.bare:.2f}")


def _facts(reading: Reading) -> Iterator[tuple[bool, str]]:
    if reading.facts_of:
        text = ngettext(
            "{n} of {of} fact agrees with the order", "{n} of {of} facts agree with the order", reading.facts_of
        )
        yield reading.facts == reading.facts_of, text.format(n=reading.facts, of=reading.facts_of)
    yield reading.words <= reading.words_max, _("{n} of {of} words").format(n=reading.words, of=reading.words_max)
    if reading.useful_first:
        yield True, _("the useful thing comes first")
