"""A message for one customer and all his orders: the first pattern that fits, filled with facts of the verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from duecourse.decide.verdict import Verdict
from duecourse.errors import DuecourseError
from duecourse.words.counting import WORDS_MAX, word_count
from duecourse.words.facts import DAYS, About, flags_of, readable, total_of, values_of
from duecourse.words.figures import LANGUAGES, locale_of
from duecourse.words.liquid import UnknownFactError, with_tokens
from duecourse.words.literal import loose
from duecourse.words.locked import Locked, clean, finished, spaced, token
from duecourse.words.patterns import ROOT, Library, Pattern, library
from duecourse.words.people import Person, greeting
from duecourse.words.several import lines_of, orders_of, subject_of

_BY_COUNTRY: Final = {"CN": "zh"}
_LEAD: Final = 0
_MANAGER: Final = "manager"
_SIGNED: Final = "final_notice"  # METHOD 6: L4 is a letter that a person signs
# A question for bank details may be a fraud: a person rings the customer (METHOD 5).
_BANK: Final = re.compile(r"bank|iban|swift|account (?:no|number)|konto|cuenta|compte|账户|账号|户名", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes.

    Args:
        name: Name under the message; empty leaves it to the signature of the mail program.
        language: The language that he reads best, for the gloss.
    """

    name: str = ""
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """One wording of a message: its language, subject on one line, text with line ends, places of its facts."""

    language: str
    subject: str
    text: str
    locked: tuple[Locked, ...] = ()
    unfinished: str = ""

    @property
    def words(self) -> int:
        """How long it is; `WORDS_MAX` at most is what a busy reader reads."""
        return word_count(self.text)

    @property
    def too_long(self) -> bool:
        """Whether it is longer: with very many orders it can be, and then it says so."""
        return self.words > WORDS_MAX


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that a person may send.

    Args:
        pattern, situation: What it is for.
        to: To whom.
        said: Subject and text in the reader's language.
        gloss: The same for the writer, in his language; None where that is the language of the message.
        beside: The same in English, where no native speaker has read the pattern; None else.
        attach: Title of what goes with it; empty if nothing does, or nobody knows.
        spoken: For the telephone or another channel.
        orders: Numbers of all orders that it speaks of, the lead first.
        cases: Their cases.
        own: Whether a person wrote the pattern; those of duecourse have passed the check.
        by: Who writes it: "manager" for what goes in another voice than the salesperson's; empty else.
        needs_approval: The manager approves before it goes.
    """

    pattern: str
    situation: str
    to: Person
    said: Text
    gloss: Text | None
    beside: Text | None
    attach: str
    spoken: bool
    orders: tuple[str, ...]
    cases: tuple[str, ...]
    own: bool = False
    by: str = ""
    needs_approval: bool = False

    @property
    def mailed(self) -> bool:
        """Whether the salesperson may send it as a mail without asking anybody."""
        return not (self.spoken or self.by or self.needs_approval)


def write(
    payments: Sequence[About],
    to: Person,
    writer: Writer | None = None,
    *,
    answer: str = "",
    patterns: Library | None = None,
) -> Draft | None:
    """The message for one customer; None if no pattern fits or can be filled, or they ask for bank details.

    Args:
        payments: What it speaks of, the lead first; all of one customer, none of them waiting.
        to: To whom.
        writer: Who writes.
        answer: The answer to their question, where a person has given one.
        patterns: Another library than that of duecourse.
    """
    if not answer and any(_asks_for_bank(p.verdict) for p in payments):
        return None
    desk = _Desk(tuple(payments), to, writer or Writer(), answer, patterns or library())
    language = language_of(to)
    for pattern in desk.fitting():
        code = language if language in pattern.words else ROOT
        said = desk.worded(pattern, code)
        if said is not None:
            return desk.draft(pattern, said)
    return None


def _asks_for_bank(verdict: Verdict) -> bool:
    return verdict.action == "answer" and bool(_BANK.search(str(verdict.facts.get("question") or "")))


def worded(
    pattern: Pattern,
    payments: Sequence[About],
    to: Person,
    writer: Writer | None = None,
    *,
    language: str = ROOT,
    answer: str = "",
    patterns: Library | None = None,
) -> Text | None:
    """One pattern in one language, whether or not it is the one that fits; None if a fact that it needs is not known.

    Args:
        pattern: Which.
        payments, to, writer, answer, patterns: As for `write`.
        language: Code of a language that the pattern has words in.

    Raises:
        DuecourseError: Its words hold a figure or weekday that is no fact.
    """
    return _Desk(tuple(payments), to, writer or Writer(), answer, patterns or library()).worded(pattern, language)


def language_of(person: Person) -> str:
    """The language that a person is written in: the one recorded, else Chinese in China, else English."""
    code = person.language.casefold()[:2]
    return code if code in LANGUAGES else _BY_COUNTRY.get(person.country, ROOT)


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that a message is made from."""

    payments: tuple[About, ...]
    to: Person
    writer: Writer
    answer: str
    library: Library
    known: dict[tuple[int, str], dict[str, str]] = field(default_factory=dict)

    def fitting(self) -> Iterator[Pattern]:
        lead = self.payments[_LEAD]
        return self.library.fitting(lead.verdict, flags_of(lead, several=len(self.payments) > 1))

    def draft(self, pattern: Pattern, said: Text) -> Draft:
        read = pattern.words[said.language].read_by_native
        gloss, thing = self.writer.language, self._values(self.payments[_LEAD], said.language).get("thing", "")
        verdicts = [p.verdict for p in self.payments]
        return Draft(
            pattern.id,
            pattern.situation,
            self.to,
            said,
            self._beside(pattern, gloss, said.language) if gloss in pattern.words else None,
            None if read else self._beside(pattern, ROOT, said.language),
            thing,
            pattern.spoken,
            tuple(dict.fromkeys(v.order for v in verdicts)),
            tuple(v.case for v in verdicts),
            pattern not in library().patterns,
            _MANAGER if pattern.does in {"manager", "escalate"} or pattern.id == _SIGNED else "",
            any(v.needs_approval for v in verdicts),
        )

    def _beside(self, pattern: Pattern, language: str, than: str) -> Text | None:
        return None if language == than else self.worded(pattern, language)

    def worded(self, pattern: Pattern, language: str) -> Text | None:
        """The pattern in a language; None if a fact that it names is not known."""
        try:
            subject, text, values = self._filled(pattern, language)
        except UnknownFactError:
            return None
        for part in (subject, text):
            _refuse_loose(part, pattern, language)
        if language == "zh":
            subject, text = (spaced(part, values, DAYS) for part in (subject, text))
        whole = text if pattern.spoken else self._letter(text, language)
        told, locked = finished(whole, values)
        return Text(language, clean(finished(subject, values)[0]), told, locked, whole)

    def _filled(self, pattern: Pattern, language: str) -> tuple[str, str, dict[str, str]]:
        """Subject and text with tokens, and the values of these."""
        words, lead = pattern.words[language], self.payments[_LEAD]
        lines = lines_of(self.library, self.payments, pattern, language, self.to.country)
        values = {**lines.values, **self._common(language), **self._values(lead, language)}
        values = {name: text for name, text in values.items() if text}
        facts, flags = frozenset(values), frozenset(flags_of(lead, several=bool(lines.text)))
        if lines.text:
            facts |= {"lines"}
        text = with_tokens(words.text, facts, flags).strip()
        if lines.text and "lines" not in words.text:
            speech = self.library.speech[language]
            text = f"{text}\n\n{speech.further if lines.alike else speech.also}\n{token('lines')}"
        subject = subject_of(self.library, pattern, self.payments, language)
        return with_tokens(subject, facts, flags), _squeezed(text).replace(token("lines"), lines.text), values

    def _letter(self, text: str, language: str) -> str:
        closing = [self.library.speech[language].closing, *([token("writer")] if self._signed(language) else [])]
        return "\n\n".join([greeting(self.to, language), text, "\n".join(closing)])

    def _common(self, language: str) -> dict[str, str]:
        """Facts of the whole message."""
        locale = locale_of(language, self.to.country)
        verdicts = [p.verdict for p in self.payments]
        texts = {"orders": orders_of(verdicts, locale), "total": total_of(verdicts, locale)}
        return texts | {"writer": self._signed(language), "answer": clean(self.answer)}

    def _signed(self, language: str) -> str:
        """The writer's name, where the reader can read it."""
        return readable(self.writer.name, language)

    def _values(self, about: About, language: str) -> dict[str, str]:
        """Facts of one payment in a language; asked several times, read once."""
        key = (id(about), language)  # it is one of `payments`, which stay
        if key not in self.known:
            payment = self.library.speech[language].payments[about.verdict.milestone]
            self.known[key] = values_of(about, language, locale_of(language, self.to.country), payment)
        return self.known[key]


def _squeezed(text: str) -> str:
    """Without the gaps that parts left out leave behind."""
    paragraphs = (" ".join(part for part in line.split(" ") if part) for line in text.split("\n"))
    return "\n".join(paragraphs).replace("\n\n\n", "\n\n")


def _refuse_loose(text: str, pattern: Pattern, language: str) -> None:
    """A figure or weekday in the words of a pattern could be taken for a fact of the case.

    Raises:
        DuecourseError: There is one.
    """
    found = loose(text)
    if found:
        what = f"'{found[0]}' stands in the words of a pattern, where only facts may say figures and days"
        raise DuecourseError(what, where=f"{pattern.id}, {language}", fix="Put the fact in its place: {{ pay_by }}.")


def with_thread(draft: Draft, subject: str) -> Draft:
    """The same message in a thread that exists already."""
    known = clean(subject)
    said = replace(draft.said, subject=known if known.casefold().startswith("re:") else f"Re: {known}")
    return replace(draft, said=said)
