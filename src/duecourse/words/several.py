"""Several payments in one message: a line for each further one, what leads to it, a subject that is true of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel import Locale

from duecourse.decide.verdict import Verdict
from duecourse.words.facts import DAYS, About, flags_of, values_of
from duecourse.words.figures import joined, locale_of
from duecourse.words.liquid import UnknownFactError, facts_named, with_tokens
from duecourse.words.locked import clean, token
from duecourse.words.patterns import Library, Pattern

_NAMED_MAX: Final = 3
_NUMBER_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Lines:
    """What a message says of further payments.

    Args:
        text: One line for each, unfinished; empty if there are none.
        values: Values of its tokens.
        alike: Whether all of them say what the lead says.
    """

    text: str
    values: Mapping[str, str]
    alike: bool


def lines_of(patterns: Library, payments: Sequence[About], lead: Pattern, language: str, country: str) -> Lines:
    """A line for each payment but the first; one of an order that was named before says which payment it is."""
    locale, said = locale_of(language, country), [payments[0].verdict.order]
    lines: list[str] = []
    values: dict[str, str] = {}
    alike = True
    for number, about in enumerate(payments[1:], start=2):
        payment = patterns.speech[language].payments[about.verdict.milestone]
        own = values_of(about, language, locale, payment)
        if about.verdict.order in said:
            own["named"] = f"{own['named']}{'，' if language == 'zh' else ', '}{payment}"
        said.append(about.verdict.order)
        line, same = _line(patterns, about, language, frozenset(own), f"_{number}", lead)
        lines.append(line)
        alike = alike and same and about.verdict.milestone == payments[0].verdict.milestone
        values |= {f"{name}_{number}": text for name, text in own.items()}
    return Lines("\n".join(lines), values, alike)


def _line(
    patterns: Library, about: About, language: str, facts: frozenset[str], suffix: str, lead: Pattern
) -> tuple[str, bool]:
    """The line of the first pattern that has one that can be filled, and whether it is that of the lead."""
    flags = flags_of(about, several=True)
    for pattern in patterns.fitting(about.verdict, flags):
        words = pattern.words.get(language)
        if words is None or not words.line:
            continue
        try:
            line = with_tokens(words.line, facts, frozenset(flags), suffix)
        except UnknownFactError:
            continue
        return f"– {' '.join(line.split())}", pattern.id == lead.id
    return f"– {token(f'order{suffix}')}", False


def orders_of(verdicts: Sequence[Verdict], locale: Locale) -> str:
    """Their numbers, the first few of many: a subject is one line."""
    orders = [_short(number) for number in dict.fromkeys(clean(v.order) for v in verdicts)]
    return joined(orders, locale) if len(orders) <= _NAMED_MAX else f"{', '.join(orders[:_NAMED_MAX])} …"


def _short(number: str) -> str:
    return number if len(number) <= _NUMBER_MAX else f"{number[: _NUMBER_MAX - 1]}…"


def subject_of(patterns: Library, pattern: Pattern, payments: Sequence[About], language: str) -> str:
    """The subject of a pattern; of several payments one that names no day, and no kind that only some of them have."""
    words, speech = pattern.words[language].subject, patterns.speech[language]
    if len(payments) == 1 or not words:
        return words
    colon = "：" if language == "zh" else "\u00a0: " if language == "fr" else ": "
    if facts_named(words) & DAYS.keys():
        return f"{{{{ orders }}}}{colon}{speech.dates}"
    if pattern.does == "thanks" and len({p.verdict.milestone for p in payments}) > 1:
        return f"{{{{ orders }}}}{colon}{speech.thanks}"
    return words
