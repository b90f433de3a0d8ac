"""What a column heading means: by its whole name, by the words in it, by likeness; the words are in `lexicon`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from duecourse.adapters.orders.abbreviated import expanded
from duecourse.adapters.orders.columns import BY_NAME, FIELDS
from duecourse.adapters.orders.lexicon import bare, lexicon, plain
from duecourse.history.money import is_currency

EXACT: Final = 100
PARTS: Final = 95
CONTAINS: Final = 90
ABBREVIATED: Final = 82
FLOOR: Final = 78
"""Score in per cent under which a heading means nothing to us."""

_LIKE: Final = 86
"""Likeness in per cent from which two spellings are taken for the same word."""

_LIKE_SHORTEST: Final = 5
NOTHING: Final = "_none"
"""Field name of a column that is known and not needed, such as a serial number."""

HEADING_MAX: Final = 60
"""Characters of a heading; longer texts are titles and notes."""

PAYMENTS: Final = ("deposit", "balance")
_CJK: Final = "\u3400-\u9fff"
_SIGNS: Final = frozenset({"$", "€", "£", "¥", "US$"})
_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_IN: Final = frozenset({"in", "en", "em"})
_TOLD: Final = ("received", "day", "amount", "share", "due")
_CHINESE: Final = re.compile(f"[{_CJK}]")
_SCRIPTS: Final = re.compile(rf"(?:[A-Z/.]{{1,3}})?[{_CJK}][^A-Za-z]*|[^{_CJK}]+")  # PI确认日期 is one word


class Meaning(NamedTuple):
    """One field that a heading may mean, how sure that is (0 to 100), and in which language it was said.

    `rank` is its place, from 0, among the names of the field: of two columns that mean the same the lower one is read.
    """

    field: str
    score: int
    language: str
    rank: int = 0


@lru_cache(maxsize=1)
def _names() -> Mapping[str, Meaning]:
    """Whole headings to their field; the template's own first, then English, then the other languages."""
    listed: dict[str, Meaning] = {}
    for code, said in lexicon().names.items():
        for name, spelt in said.items():
            for rank, text in enumerate(spelt):
                listed.setdefault(bare(text), Meaning(name, EXACT, code, rank))
    names: dict[str, Meaning] = {}
    for field in FIELDS:
        for rank, text in enumerate((field.en, field.zh, field.name, *field.also)):
            same = listed.get(bare(text))
            place = same.rank if same and same.field == field.name else rank
            names.setdefault(bare(text), Meaning(field.name, EXACT, "en" if text.isascii() else "zh", place))
    for spelling, meaning in listed.items():
        names.setdefault(spelling, meaning)
    return names


@lru_cache(maxsize=1)
def _elsewhere() -> Mapping[str, list[Meaning]]:
    """Headings that another language uses for another field: 'pago' is terms in Spanish, paid in Portuguese."""
    others: dict[str, list[Meaning]] = {}
    first = _names()
    for code, said in lexicon().names.items():
        for name, spelt in said.items():
            for rank, text in enumerate(spelt):
                spelling = bare(text)
                if first[spelling].field != name and code != first[spelling].language:
                    others.setdefault(spelling, []).append(Meaning(name, EXACT - 10, code, rank))
    return others


@lru_cache(maxsize=4096)
def meanings(text: str, group: str = "") -> tuple[Meaning, ...]:
    """The fields that a heading may mean, the likeliest first; empty if none.

    Args:
        text: The heading as it stands.
        group: A heading above it that spans several columns, such as 'Deposit' above 'Amount' and 'Received'.
    """
    if len(text) > HEADING_MAX:
        return ()
    if group and len(group) <= HEADING_MAX and (grouped := _grouped(text, group)):
        return grouped
    if group and (whole := _named(f"{group} {text}")):
        return whole
    for spelt in _spellings(text):
        if found := _named(spelt):
            return found
    if found := _of_payment(text):
        return found
    return _containing(text) or _alike(text) or _abbreviated(text) or _of_money(text)


def _of_money(text: str) -> tuple[Meaning, ...]:
    """'USD' alone above a column of amounts is the value."""
    return (Meaning("total", ABBREVIATED, ""),) if is_money(text) else ()


def is_money(text: str) -> bool:
    """Whether a heading is a currency's code, name or sign and nothing else."""
    return _is_money(text.strip("()（） "))


def _abbreviated(text: str) -> tuple[Meaning, ...]:
    field, language = expanded(_BRACKETS.sub(" ", text))
    if field in _EXACTLY:
        return ()
    found = Meaning(field, ABBREVIATED, language)
    return (found, *_also(found)) if field else ()


def _spellings(text: str) -> list[str]:
    """The heading, then without brackets, then each of two languages or lines alone."""
    lines = [p for p in re.split(r"[\n|/]", text) if p.strip()]
    words = text.split()
    apart = [" ".join(w for w in words if bool(_CHINESE.search(w)) is chinese) for chinese in (False, True)]
    scripts = [*(apart if all(apart) else ()), *(s for s in _SCRIPTS.findall(text) if s.strip())]
    alone = [text, _BRACKETS.sub(" ", text), *(lines if len(lines) > 1 else ()), *(scripts if len(scripts) > 1 else ())]
    priced = _without_currency(text)
    return [*alone, priced] if priced != text else alone


def _without_currency(text: str) -> str:
    """'Amount USD' and 'Total in US$' are the amount; which currency it is in is read elsewhere."""
    said = text.split()
    words = [w for w in said if not _is_money(w)]
    if len(words) == len(said):
        return text
    return " ".join(words[:-1] if len(words) > 1 and words[-1].casefold() in _IN else words) or text


def _is_money(word: str) -> bool:
    return word in _SIGNS or is_currency(word.upper()) or plain(word) in lexicon().money


def _grouped(text: str, group: str) -> tuple[Meaning, ...]:
    """'Deposit' above 'Received', 'Invoice' above 'date': what both say together."""
    both = f"{group} {text}"
    if found := _of_payment(both, within=text):
        return found
    parts = lexicon().parts
    if plain(text).rstrip(".") in {*parts["day"], *parts["amount"], *_NUMBERS}:
        return _named(both) or _containing(both)
    return ()


_NUMBERS: Final = frozenset({"no", "nr", "number", "nummer", "nº", "n°", "号", "编号", "id", "name"})
"""Headings that mean nothing without the one above them."""


def _named(text: str) -> tuple[Meaning, ...]:
    found = _names().get(bare(text))
    return (found, *_elsewhere().get(bare(text), ()), *_also(found)) if found else ()


# Headings that two kinds of list use for two things; what stands in the column decides.
_OTHERS: Final = {
    "payment": ("terms",),
    "terms": ("payment",),
    "deliver_on": ("delivered_on",),
    "order": ("product",),
    "invoice": ("invoice_on",),
    "paid_on": ("paid_got",),
    "paid_got": ("paid_on",),
    "outstanding": ("balance_due",),
}


def _also(found: Meaning) -> list[Meaning]:
    return [Meaning(other, found.score - 10, found.language) for other in _OTHERS.get(found.field, ())]


def _has(text: str, words: Iterable[str]) -> bool:
    return any(_begins(text, w) for w in words)


@lru_cache(maxsize=4096)
def _pattern(word: str) -> re.Pattern[str]:
    if word.endswith("*"):
        return re.compile(_edge(word) + re.escape(word[:-1]))
    end = r"(?![a-z])" if word.isascii() and len(word) <= 3 and word.isalpha() else ""
    return re.compile(_edge(word) + re.escape(word) + end)


def _edge(word: str) -> str:
    return r"(?<![a-z0-9])" if word[0].isascii() and word[0].isalnum() else ""


def _begins(text: str, word: str) -> bool:
    """Whether a word of the text begins so; very short words without a * must be whole, Chinese ones stand anywhere."""
    return bool(_pattern(word).search(text))


def _of_payment(text: str, within: str = "") -> tuple[Meaning, ...]:
    """'Balance rec'd on', 定金到账, 'Anzahlung': a part of the order's money, and what of it the column says."""
    said, parts = plain(text), lexicon().parts
    found = [p for p in PAYMENTS if _has(said, parts[p])]
    own = plain(within) if within else said
    told = tells(own)
    if len(found) != 1 or (within and not told):
        return ()
    amount, paid, got, due = (Meaning(f"{found[0]}_{w}", PARTS, "") for w in ("amount", "paid", "got", "due"))
    if "share" in told and not re.search(r"\d\s*[%％]", text):  # '30% deposit' is its amount
        return (Meaning(NOTHING, PARTS, ""),)  # the terms say it, or the amount does
    if "due" in told and "received" not in told:
        return amount, due._replace(score=PARTS - 5)
    if "received" in told or ("day" in told and "amount" not in told):
        return paid, got._replace(score=PARTS - 5), amount._replace(score=PARTS - 10)
    return amount, paid._replace(score=PARTS - 10)


def has_hint(text: str, field: str) -> bool:
    """Whether a heading has a word that may mean the field."""
    return _has(plain(text), lexicon().hints.get(field, ()))


def tells(text: str) -> set[str]:
    """What of a payment a heading speaks of: received, day, amount, share, the day on which it is due."""
    return {k for k in _TOLD if _has(plain(text), lexicon().parts[k])}


@lru_cache(maxsize=4096)
def is_sub_heading(text: str) -> bool:
    """Whether a heading says no more than 'amount', 'received on' or the like, and needs a group above it."""
    rest = plain(text)
    for word in sorted((w for k in _TOLD for w in lexicon().parts[k]), key=len, reverse=True):
        rest = _pattern(word).sub(" ", rest)
    return bare(rest) == ""


def _containing(text: str) -> tuple[Meaning, ...]:
    said = plain(text)
    return next(
        ((Meaning(f, CONTAINS, c),) for words, f, c in lexicon().contains if all(_begins(said, w) for w in words)), ()
    )


_EXACTLY: Final = frozenset({"paid_on", "paid_got"})
"""Fields that likeness must not give: 'zahlt am' is no 'gezahlt am', and money that came is nothing to guess."""


def _alike(text: str) -> tuple[Meaning, ...]:
    """The heading that is spelt most alike; short ones differ too easily."""
    from rapidfuzz import fuzz, process

    spelt = bare(_BRACKETS.sub(" ", text))
    if len(spelt) < _LIKE_SHORTEST:
        return ()
    names = _names()
    sure = [n for n, m in names.items() if m.field not in _EXACTLY]
    found = process.extractOne(spelt, sure, scorer=fuzz.ratio, score_cutoff=_LIKE)
    if not found:
        return ()
    like = names[found[0]]._replace(score=int(found[1] * 0.9))
    return (like, *_also(like))


def field_named(text: str) -> str:
    """The field that a person means by a name given by hand; empty if there is none."""
    known = _names().get(bare(text))
    return text if text in BY_NAME else known.field if known and known.field in BY_NAME else ""
