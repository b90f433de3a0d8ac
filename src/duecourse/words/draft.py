"""A message for one customer and all his orders: the first pattern that fits, filled with facts of the verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from babel import Locale

from duecourse.decide.verdict import Verdict
from duecourse.errors import DuecourseError
from duecourse.words.counting import WORDS_MAX, word_count
from duecourse.words.facts import DAYS, About, flags_of, total_of, values_of
from duecourse.words.figures import LANGUAGES, joined, locale_of
from duecourse.words.liquid import UnknownFactError, with_tokens
from duecourse.words.literal import loose
from duecourse.words.locked import Locked, clean, finished, spaced, token
from duecourse.words.patterns import ROOT, Library, Pattern, Words, library
from duecourse.words.people import Person, greeting

_NAMED_MAX: Final = 3
_NUMBER_MAX: Final = 40
_BY_COUNTRY: Final = {"CN": "zh"}
_LEAD: Final = 0


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


def write(
    payments: Sequence[About],
    to: Person,
    writer: Writer | None = None,
    *,
    answer: str = "",
    patterns: Library | None = None,
) -> Draft | None:
    """The message for one customer; None if no pattern fits, or none can be filled.

    Args:
        payments: What it speaks of, the lead first; all of one customer, none of them waiting.
        to: To whom.
        writer: Who writes.
        answer: The answer to their question, where a person has given one.
        patterns: Another library than that of duecourse.
    """
    desk = _Desk(tuple(payments), to, writer or Writer(), answer, patterns or library())
    language = language_of(to)
    for pattern in desk.fitting():
        code = language if language in pattern.words else ROOT
        said = desk.worded(pattern, code)
        if said is not None:
            return desk.draft(pattern, said)
    return None


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
        )

    def _beside(self, pattern: Pattern, language: str, than: str) -> Text | None:
        return None if language == than else self.worded(pattern, language)

    def worded(self, pattern: Pattern, language: str) -> Text | None:
        """The pattern in a language; None if a fact that it names is not known."""
        words = pattern.words[language]
        try:
            subject, text, values = self._filled(words, language)
        except UnknownFactError:
            return None
        for part in (subject, text):
            _refuse_loose(part, pattern, language)
        if language == "zh":
            subject, text = (spaced(part, values, DAYS) for part in (subject, text))
        whole = text if pattern.spoken else self._letter(text, language)
        told, locked = finished(whole, values)
        return Text(language, clean(finished(subject, values)[0]), told, locked, whole)

    def _filled(self, words: Words, language: str) -> tuple[str, str, dict[str, str]]:
        lead, *others = self.payments
        lines, values = self._lines(others, language)
        values |= self._common(language) | self._values(lead, language)
        values = {name: text for name, text in values.items() if text}
        facts, flags = frozenset(values), frozenset(flags_of(lead, several=bool(others)))
        if lines:
            facts |= {"lines"}
        text = with_tokens(words.text, facts, flags).strip()
        if lines and "lines" not in words.text:
            text = f"{text}\n\n{self.library.speech[language].further}\n{token('lines')}"
        return with_tokens(words.subject, facts, flags), _squeezed(text).replace(token("lines"), lines), values

    def _letter(self, text: str, language: str) -> str:
        closing = [self.library.speech[language].closing, *([token("writer")] if clean(self.writer.name) else [])]
        return "\n\n".join([greeting(self.to, language), text, "\n".join(closing)])

    def _common(self, language: str) -> dict[str, str]:
        """Facts of the whole message."""
        locale = locale_of(language, self.to.country)
        verdicts = [p.verdict for p in self.payments]
        texts = {"orders": _orders_of(verdicts, locale), "total": total_of(verdicts, locale)}
        return texts | {"writer": clean(self.writer.name), "answer": clean(self.answer)}

    def _values(self, about: About, language: str) -> dict[str, str]:
        """Facts of one payment in a language; asked several times, read once."""
        key = (id(about), language)  # it is one of `payments`, which stay
        if key not in self.known:
            payment = self.library.speech[language].payments[about.verdict.milestone]
            self.known[key] = values_of(about, language, locale_of(language, self.to.country), payment)
        return self.known[key]

    def _lines(self, others: Sequence[About], language: str) -> tuple[str, dict[str, str]]:
        """One line for each further payment, with tokens of its own, and their values."""
        lines: list[str] = []
        values: dict[str, str] = {}
        for number, about in enumerate(others, start=2):
            own = self._values(about, language)
            lines.append(_line(self.library, about, language, (frozenset(own), f"_{number}")))
            values |= {f"{n}_{number}": text for n, text in own.items()}
        return "\n".join(lines), values


def _orders_of(verdicts: Sequence[Verdict], locale: Locale) -> str:
    """Their numbers, the first few of many: a subject is one line."""
    orders = list(dict.fromkeys(clean(v.order)[:_NUMBER_MAX] for v in verdicts))
    return joined(orders, locale) if len(orders) <= _NAMED_MAX else f"{', '.join(orders[:_NAMED_MAX])} …"


def _line(patterns: Library, about: About, language: str, own: tuple[frozenset[str], str]) -> str:
    """The line of the first pattern that has one that can be filled; the number of the order, if none can.

    Args:
        patterns, about, language: Of the payment.
        own: Facts that are known of it, and what stands behind the names of its tokens.
    """
    flags, (facts, suffix) = flags_of(about, several=True), own
    for pattern in patterns.fitting(about.verdict, flags):
        words = pattern.words.get(language)
        if words is None or not words.line:
            continue
        try:
            return f"– {_squeezed(with_tokens(words.line, facts, frozenset(flags), suffix).strip())}"
        except UnknownFactError:
            continue
    return f"– {token(f'order{suffix}')}"


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
