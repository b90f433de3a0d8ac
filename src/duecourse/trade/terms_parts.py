"""From items to payments: which words belong to which share.

People write "30% deposit, 70% before shipment", "deposit 30% balance after arrival" and "deposit, 30%; rest, 70%". Each
way to cut the words is tried; of those that make sense the one that needs custom least is taken, else the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Final

from duecourse.trade.terms_evidence import Evidence, custom, evidence, kind
from duecourse.trade.terms_items import MARKS, Item, refused, with_share
from duecourse.trade.terms_model import Part, TermsError
from duecourse.trade.terms_span import span

Items = list[Item]
_BREAKS: Final = frozenset({"separator", "and", "or"})
_SUM_OFF_MAX: Final = Fraction(1, 1000)
_REST: Final = Item("rest", "rest")
_PARTS_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the terms.

    Args:
        parts: The payments, in the order of the words.
        assumed: What custom filled in, one sentence each.
    """

    parts: tuple[Part, ...]
    assumed: tuple[str, ...]


def reading(items: Items) -> Reading:
    """The payments that the items ask for.

    Raises:
        TermsError: If no way to cut the words makes sense.
    """
    _refuse_undecided(items)
    items = list(_without_asides(items))
    _refuse_choices(items)
    readings, faults = _tried(_cuts(items))
    if readings:
        return min(readings, key=lambda r: len(r.assumed))
    raise next((f for f in faults if "add up" in f.what), faults[0])


def _tried(cuts: Iterator[list[Items]]) -> tuple[list[Reading], list[TermsError]]:
    readings: list[Reading] = []
    faults: list[TermsError] = []
    for cut in cuts:
        try:
            readings.append(_built(cut))
        except TermsError as fault:
            faults.append(fault)
    return readings, faults


def _refuse_undecided(items: Items) -> None:
    open_words = [i.text for i in items if i.means == "undecided"]
    if open_words:
        raise refused(
            f"The terms say '{open_words[0]}', so they are not agreed here", "Write the terms that were agreed."
        )


def _chunks(items: Items, breaks: frozenset[str] = _BREAKS) -> list[Items]:
    """The items between separators; empty ones left out."""
    chunks: list[Items] = [[]]
    for item in items:
        if item.means in breaks:
            chunks.append([])
        else:
            chunks[-1].append(item)
    return [c for c in chunks if c]


def _joined(chunks: Sequence[Items]) -> Iterator[Item]:
    for chunk in chunks:
        yield from chunk
        yield Item("separator", ",")


def _without_asides(items: Items) -> Iterator[Item]:
    """Without what speaks of lead times or warranties; a share among it makes the terms unreadable."""
    chunk: Items = []
    for item in [*items, Item("separator", ",")]:
        chunk.append(item)
        if item.means in _BREAKS:
            yield from _payment_only(chunk)
            chunk = []


def _payment_only(chunk: Items) -> Items:
    aside = next((i for i in chunk if i.means == "alien"), None)
    if aside and any(i.means in {*MARKS, "ratio"} for i in chunk):
        raise refused(f"The terms speak of '{aside.text}', which is no kind of payment here")
    return [] if aside else chunk


def _refuse_choices(items: Items) -> None:
    """Refuse "L/C or T/T": who chooses is not said."""
    for left, right in _choices(items):
        a, b = _alone(left), _alone(right)
        if a != b and a and (b or a[0] in {"lc_opening", "balance_against_documents"}):
            raise refused("The terms offer a choice of two ways to pay", "Write the one that was agreed.")


def _choices(items: Items) -> Iterator[tuple[Items, Items]]:
    for at, item in enumerate(items):
        if item.means == "or":
            left = _chunks(items[:at], frozenset({"separator", "or"}))[-1:] or [[]]
            right = _chunks(items[at + 1 :], frozenset({"separator", "or"}))[:1] or [[]]
            yield from (pair for a, b in product(left, right) for pair in ((a, b), (b, a)))


def _alone(items: Items) -> tuple[str, str | None] | None:
    """Kind and start of a few words by themselves; null where they say neither or contradict themselves."""
    try:
        found = evidence(items)
        name = kind(found, first=True, alone=False)
        return (name, span(found, name).start) if name else None
    except TermsError:
        return None


# ---------------------------------------------------------------- ways to cut
def _cuts(items: Items) -> Iterator[list[Items]]:
    """Ways to give the words to the shares, likeliest first."""
    items = _with_ratio(items)
    ratios = [n for n, i in enumerate(items) if i.means == "ratio"]
    lists = [n for n, i in enumerate(items) if i.means == "days_list"]
    if len(ratios) + len(lists) > 1:
        raise refused("The terms hold several rows of numbers, and one was expected")
    if ratios:
        yield from _paired(items, ratios[0])
        items = _spread(items, ratios[0])
    if lists:
        yield [_instalment(items, lists[0], days) for days in items[lists[0]].values]
        return
    for attach, merge, before in product((_to_previous, _to_next, _to_rest), (True, False), (True, False)):
        yield _cut(items, attach, merge, before)


def _with_ratio(items: Items) -> Items:
    """With "30% / 70%" as one ratio, where these are all the shares."""
    marks = [n for n, i in enumerate(items) if i.means in MARKS]
    if len(marks) < 2 or any(items[n].means != "share" for n in marks):
        return items
    if any(i.means not in {"share", "separator"} for i in items[marks[0] : marks[-1]]):
        return items
    ratio = Item("ratio", "", values=tuple(items[n].value for n in marks))
    return [*items[: marks[0]], ratio, *items[marks[-1] + 1 :]]


def _paired(items: Items, at: int) -> Iterator[list[Items]]:
    """A ratio whose payments are named elsewhere, in its order: "30/70 deposit, balance before shipment"."""
    words = [*items[:at], Item("separator", ","), *items[at + 1 :]]
    parted = [
        x for i in words for x in ((Item("separator", ","), replace(i, means="named")) if i.means == "rest" else (i,))
    ]
    chunks = [c for c in _chunks(parted) if _says_when(c) or any(i.means == "named" for i in c)]
    shares = items[at].values
    if len(chunks) == len(shares):
        yield [[Item("share", "", s), *c] for s, c in zip(shares, chunks, strict=True)]


def _spread(items: Items, at: int) -> Items:
    shares = [x for s in items[at].values for x in (with_share(items[at], s), Item("separator", "/"))]
    return [*items[:at], *shares[:-1], *items[at + 1 :]]


def _instalment(items: Items, at: int, days: Fraction) -> Items:
    """One of several equal payments, as in "30/60/90 days"."""
    share = Fraction(1, len(items[at].values))
    return [Item("share", "", share), *items[:at], Item("days", str(days), days), *items[at + 1 :], Item("equal")]


def _says_when(items: Items) -> bool:
    try:
        return not evidence(items).silent
    except TermsError:
        return True


def _cut(items: Items, attach: Callable[[list[Items]], list[Items]], merge: bool, before: bool) -> list[Items]:
    chunks = [_merged(c, forward=merge) for c in _chunks(items) if _matters(c)]
    pieces = attach(chunks) if len(chunks) > 1 else chunks
    return [piece for chunk in pieces for piece in _split(chunk, before=before)]


def _matters(chunk: Items) -> bool:
    return any(i.means != "fill" for i in chunk)


def _marked(chunk: Items) -> bool:
    return any(i.means in MARKS for i in chunk)


def _to_previous(chunks: list[Items]) -> list[Items]:
    """Words without a share belong to the share before them."""
    found: list[Items] = []
    for chunk in chunks:
        if found and (not _marked(chunk) or not any(map(_marked, found))):
            found[-1] = [*found[-1], *chunk]
        else:
            found.append(chunk)
    return found


def _to_next(chunks: list[Items]) -> list[Items]:
    """Words without a share belong to the share after them."""
    return [c[::-1] for c in _to_previous([c[::-1] for c in chunks[::-1]])][::-1]


def _to_rest(chunks: list[Items]) -> list[Items]:
    """The last words without a share speak of the rest: "30% deposit, L/C at sight"."""
    bare = [n for n, c in enumerate(chunks) if not _marked(c) and _says_when(c)]
    if not bare or not any(map(_marked, chunks)):
        return _to_previous(chunks)
    return _to_previous([[_REST, *c] if n == bare[-1] else c for n, c in enumerate(chunks)])


def _merged(chunk: Items, *, forward: bool) -> Items:
    """With "balance 70%" or, backward, "70% balance" as one share."""
    kept = chunk if forward else chunk[::-1]
    marks = [n for n, i in enumerate(kept) if i.means in MARKS]
    gone = {
        a
        for a, b in pairwise(marks)
        if kept[a].means == "rest" and kept[b].means != "rest" and all(i.means == "fill" for i in kept[a + 1 : b])
    }
    kept = [replace(i, means="named") if n in gone else i for n, i in enumerate(kept)]
    return kept if forward else kept[::-1]


def _split(chunk: Items, *, before: bool) -> list[Items]:
    """A piece for each share: cut before each, or after each; always before a rest."""
    marks = [n for n, i in enumerate(chunk) if i.means in MARKS]
    cuts = [b if before or chunk[b].means == "rest" else a + 1 for a, b in pairwise(marks)]
    ends = [0, *cuts, len(chunk)]
    return [chunk[a:b] for a, b in pairwise(ends)]


# ---------------------------------------------------------------- one way, built
def _built(pieces: list[Items]) -> Reading:
    pieces = [p for p in pieces if not _nothing(p)]
    if not pieces or len(pieces) > _PARTS_MAX:
        raise refused("The terms name no payment that can be read")
    marks = [_mark(p) for p in pieces] if len(pieces) > 1 else [_only_mark(pieces[0])]
    _check_sum(marks)
    found = [evidence(p) for p in pieces]
    names, assumed = _kinds(found)
    left = _left(marks)
    parts = tuple(_part(m, f, n, left) for m, f, n in zip(marks, found, names, strict=True))
    notes = [n for f, k in zip(found, names, strict=True) if (n := custom(f, k))]
    if any(i.means == "equal" for p in pieces for i in p):
        notes.append("Several spans without shares are taken as equal payments.")
    return Reading(parts, tuple(dict.fromkeys([*assumed, *notes])))


def _nothing(piece: Items) -> bool:
    """Whether this is "0 % deposit"."""
    return any(i.means == "share" and i.value == 0 for i in piece)


def _mark(piece: Items) -> Item:
    marks = [i for i in piece if i.means in MARKS]
    if len(marks) != 1:
        raise refused("The terms name several payments, but not how much each is")
    return marks[0]


def _only_mark(piece: Items) -> Item:
    return _mark(piece) if _marked(piece) else Item("share", "", Fraction(1))


def _check_sum(marks: list[Item]) -> None:
    shares = sum((m.value for m in marks if m.means == "share"), Fraction(0))
    rests = sum(m.means == "rest" for m in marks)
    fixed = any(m.means == "money" for m in marks)
    if rests > 1 or (rests and len(marks) == 1):
        raise refused("The terms name a balance, but not what goes before it")
    full = abs(shares - 1) < _SUM_OFF_MAX
    more = bool(rests or fixed)
    if more and full:
        raise refused("The terms name a payment beyond 100 %")
    if full == more or (more and shares > 1):
        raise refused(f"The shares add up to {percent(shares)} %", "Correct the shares so that they add up to 100 %.")


def percent(share: Fraction) -> str:
    """A share in per cent, with two decimals at most: 110, 99.99."""
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".")


def _left(marks: list[Item]) -> Decimal | None:
    """Share that the rest has; null beside a fixed amount."""
    if any(m.means == "money" for m in marks):
        return None
    return _decimal(1 - sum((m.value for m in marks if m.means == "share"), Fraction(0)))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _kinds(found: list[Evidence]) -> tuple[list[str], list[str]]:
    """Kind of each payment, and what custom filled in.

    Raises:
        TermsError: If a payment's kind is not said and no custom gives it.
    """
    names = [kind(f, first=n == 0, alone=len(found) == 1) for n, f in enumerate(found)]
    assumed: list[str] = []
    if len(found) > 1 and not names[0] and not found[0].unclear:
        names[0] = "deposit"
        assumed.append("The first payment is taken as a deposit.")
    if len(found) == 2 and not names[1] and names[0] == "deposit" and not found[1].unclear:
        names[1] = "balance_before_shipment"
        assumed.append("The balance is taken as due before shipment.")
    if "" in names:
        raise refused(f"The terms do not say when {_which(names)} is due")
    return names, assumed


def _which(names: list[str]) -> str:
    return "the money" if len(names) == 1 else f"payment {names.index('') + 1} of {len(names)}"


def _part(mark: Item, found: Evidence, name: str, left: Decimal | None) -> Part:
    when = span(found, name)
    fixed = mark.means == "money"
    return Part(
        kind=name,
        share=None if fixed else left if mark.means == "rest" else _decimal(mark.value),
        amount=_decimal(mark.value) if fixed else None,
        currency=mark.currency or None,
        rest=mark.means == "rest",
        days=when.days,
        months=when.months,
        start=when.start,
        month_end=when.month_end,
        day_of_month=when.day_of_month,
    )
