"""Where the table of a sheet begins, and which column is which field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from duecourse.adapters.orders.alternatives import alternatives
from duecourse.adapters.orders.columns import BY_NAME, MANY, OURS, Field
from duecourse.adapters.orders.fit import misfit
from duecourse.adapters.orders.guess import guessed
from duecourse.adapters.orders.headings import (
    ABBREVIATED,
    EXACT,
    FLOOR,
    HEADING_MAX,
    NOTHING,
    PARTS,
    Meaning,
    is_sub_heading,
    meanings,
    tells,
)
from duecourse.adapters.orders.lexicon import bare, says_total
from duecourse.adapters.orders.messages import said, say
from duecourse.adapters.orders.presets import Preset, preset_of
from duecourse.adapters.orders.shape import amount_only, cells_of, dated, share_of
from duecourse.adapters.sheets import Cell, Row, Span
from duecourse.adapters.writeback import MARK, ours_in

HEADER_ROWS: Final = 15
"""Rows at the top among which the header may stand; titles above it do no harm."""

_SAMPLE_ROWS: Final = 60
_READ_AGAIN: Final = frozenset(f.name for f in OURS)
_RECEIPTS: Final = frozenset({"deposit_paid", "balance_paid", "paid_on"})
"""Fields of which no second column is passed over: it may hold money."""

TWIN: Final = {"paid_on": "paid_got", "deposit_paid": "deposit_got", "balance_paid": "balance_got"}
"""Column of a receipt to the second column of the same receipt, with which it is compared row by row."""

_TELLING_NOTHING: Final = frozenset(
    {"customer", "order", "invoice", "product", "quantity", "country", "remarks", "log", "delivered_on", "eta_on"}
)
"""Fields that lists of samples, parcels and addresses have too."""

_FIGURES_MAX: Final = 0.15
"""Share of numbers and days in a header row; rows of orders have more ('1-30' and '2026' are headings too)."""

_ENOUGH: Final = 3
"""Columns that must be known for a row to be a header at all."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: its place from 0, its field, its heading as the file spells it, how sure (0 to 100)."""

    place: int
    field: Field
    heading: str
    score: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column of which nothing was read.

    Args:
        column: Its heading.
        meant: The heading that it may be a slip of; empty if none is like it.
        known: Whether we know it and do not need it.
        same: Heading of the column that was read in its place, because both mean the same; empty if there is none.
    """

    column: str
    meant: str
    known: bool = False
    same: str = ""

    def line(self, language: str = "en") -> str:
        """One sentence, with the next step if there may be one; in "en" or "zh"."""
        key = "unread_same" if self.same else "unread_near" if self.meant else "unread"
        return say(said(key, column=self.column, same=self.same, near=self.meant), language)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out.

    Args:
        row: Number of the (last) header row, from 1.
        columns: Those that are read, from left to right.
        ignored: The others.
        titles: Texts above the header.
        language: Of most headings.
        width: Columns up to the last one in use.
        preset: The program that wrote the file, if it is one we know.
        ours: Field name to place of the columns that we wrote earlier.
        twice: Headings of two columns of receipts that are equally good for one field.
        fields: Names of the fields that the sheet has.
    """

    row: int
    columns: tuple[Column, ...]
    ignored: tuple[Ignored, ...]
    titles: tuple[str, ...]
    language: str
    width: int
    preset: Preset | None = None
    ours: Mapping[str, int] = field(default_factory=dict)
    twice: tuple[str, ...] = ()
    fields: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", frozenset(c.field.name for c in self.columns))

    @property
    def headings(self) -> dict[str, str]:
        """Field name to the heading as the file spells it."""
        return {c.field.name: c.heading for c in reversed(self.columns)}

    @property
    def signature(self) -> str:
        """All headings, plainly spelt; the same for every file of one make."""
        theirs = [c.heading for c in self.columns if c.field.name not in _READ_AGAIN]
        return _signature((*theirs, *(i.column for i in self.ignored)))

    @property
    def complete(self) -> bool:
        """Whether it is an order list: whose order, which one, and anything about its money or time."""
        has = self.fields
        return "customer" in has and bool(has & {"order", "invoice"}) and len(has) >= _ENOUGH

    @property
    def tells(self) -> bool:
        """Whether it says anything of money or time; lists of samples and parcels do not."""
        return bool(self.fields - _TELLING_NOTHING)


@dataclass(frozen=True, slots=True)
class _Head:
    """One reading of the top of a sheet: the header's last row, and for each place its heading and the one above."""

    row: int
    texts: Mapping[int, tuple[str, str]]


def layout_of(
    rows: Sequence[Row],
    merged: Sequence[Span] = (),
    by_hand: Mapping[str, str] | None = None,
    hidden: Collection[int] = (),
) -> Layout | None:
    """The layout of a sheet; None if nothing in its first rows is a header.

    Args:
        rows: All its rows.
        merged: Its merged cells.
        by_hand: Plainly spelt heading to the field that a person gave it ('' for none).
        hidden: Places of its hidden columns, from 0.
    """
    top = [r for r in rows if r.number <= HEADER_ROWS or r is rows[0]][:HEADER_ROWS]
    heads = [h for r in top for h in _heads(r, top, merged)]
    best = max(heads, key=lambda h: _worth(h, by_hand or {}), default=None)
    if best is None or _worth(best, by_hand or {})[0] < 2:
        return None
    body = [r for r in rows[: best.row + _SAMPLE_ROWS] if r.number > best.row and _is_sample(r, best)][:_SAMPLE_ROWS]
    return _read(best, top, body, by_hand or {}, max((len(r.cells) for r in rows), default=0), hidden)


def _is_sample(row: Row, head: _Head) -> bool:
    """Whether a row tells what its columns hold; notes, sums and the header on a second page do not."""
    said = [c for c in row.cells if c is not None]
    if {c.text for c in said} <= {t for texts in head.texts.values() for t in texts}:
        return False
    return len(said) > 1 and not (says_total(said[0].text) and len(said) < len(row.cells))


def signatures_of(rows: Sequence[Row]) -> Iterator[str]:
    """What the signature of a layout would be, were each of the first rows its header."""
    for row in rows[:HEADER_ROWS]:
        yield _signature(c.text for c in row.cells if c is not None)


def _signature(headings: Iterable[str]) -> str:
    return "|".join(sorted(s for text in headings if (s := bare(text))))


def _heads(row: Row, top: Sequence[Row], merged: Sequence[Span]) -> Iterator[_Head]:
    """The row as a header of its own, and with the row above as its groups."""
    own = {i: c.text for i, c in enumerate(row.cells) if c is not None and c.kind == "text"}
    said = [c for c in row.cells if c is not None]
    if len(own) < 2 or share_of(said, _is_figure) > _FIGURES_MAX:
        return
    yield _Head(row.number, {i: (t, "") for i, t in own.items()})
    above = next((r for r in top if r.number == row.number - 1), None)
    if above and _may_group(above) and _names_columns(own.values()):
        yield _Head(row.number, _two_rows(own, above, row.number, merged))


def _may_group(row: Row) -> bool:
    """Whether a row may hold groups of columns: several, and most of them without a figure, unlike an order."""
    said = [c for c in row.cells if c is not None]
    groups = [c for c in said if _is_group(c)]
    return len(groups) > 1 and 2 * sum(any(ch.isdigit() for ch in c.text) for c in said) <= len(said)


def _is_group(cell: Cell) -> bool:
    return cell.text != MARK and len(cell.text) <= HEADING_MAX


def _names_columns(texts: Collection[str]) -> bool:
    """Whether a row is a header and not the first order below one: half of its texts mean something by themselves."""
    return 2 * sum(is_sub_heading(t) or bool(meanings(t)) for t in texts) >= len(texts)


def _is_figure(cell: Cell) -> bool:
    """A number or a day; '1. Rate' and '2nd payment' are words."""
    return dated(cell) or (amount_only(cell) and sum(c.isalpha() for c in cell.text) <= _SIGN_LETTERS)


_SIGN_LETTERS: Final = 3


def _two_rows(own: Mapping[int, str], above: Row, row: int, merged: Sequence[Span]) -> dict[int, tuple[str, str]]:
    """Headings of two rows: a group above spans its merged cells, or the blank ones to its right.

    Where no merged cell tells, it ends at a heading that is complete by itself, or says what one of its own says.
    """
    spans = [s for s in merged if s.first_row <= row - 1 <= s.last_row]
    texts: dict[int, tuple[str, str]] = {}
    group, begun = "", 0
    for place in range(max([*own, len(above.cells) - 1]) + 1):
        cell = above.cells[place] if place < len(above.cells) else None
        span = next((s for s in spans if s.first_column <= place <= s.last_column), None)
        if cell is not None:
            group, begun = cell.text if _is_group(cell) else "", place
        elif (spans and span is None) or (not spans and _ends(own, begun, place)):
            group = ""
        if place in own:
            texts[place] = (own[place], group)
        elif cell is not None and group:
            texts[place] = (cell.text, "")
    return texts


def _ends(own: Mapping[int, str], begun: int, place: int) -> bool:
    text = own.get(place)
    before = [t for n in range(begun, place) if (t := own.get(n))]
    return text is not None and (not is_sub_heading(text) or any(tells(text) & tells(t) - {"day"} for t in before))


def _worth(head: _Head, by_hand: Mapping[str, str]) -> tuple[int, int, int]:
    """Fields that a header names, how sure, and how few of its headings say nothing."""
    found = [m[0] for t, g in head.texts.values() if (m := _meanings(t, g, by_hand))]
    fields = {m.field for m in found if m.field != NOTHING}
    return len(fields), sum(m.score for m in found), -len(head.texts)


def _meanings(text: str, group: str, by_hand: Mapping[str, str]) -> tuple[Meaning, ...]:
    given = by_hand.get(bare(text), by_hand.get(bare(f"{group} {text}")) if group else None)
    if given is not None:
        return (Meaning(given or NOTHING, EXACT + 1, ""),)
    return tuple(m for m in meanings(text, group) if m.score >= FLOOR)


def _read(
    head: _Head,
    top: Sequence[Row],
    body: Sequence[Row],
    by_hand: Mapping[str, str],
    width: int,
    hidden: Collection[int],
) -> Layout:
    preset = preset_of(t for t, _ in head.texts.values())
    given = {**(preset.columns if preset else {}), **by_hand}
    ours = _ours(head, top)
    texts = {i: t for i, t in head.texts.items() if i not in ours.values()}
    found = {i: _meanings(t, g, given) for i, (t, g) in texts.items()}
    offers = [_offer(m, i, cells_of(body, i)) for i, ms in found.items() for m in ms if m.field != NOTHING]
    taken, same, twins = _assigned(offers)
    free = {i: t for i, (t, _) in texts.items() if i not in taken}
    spare = {i for i in free if _unneeded(found[i])}
    taken |= guessed({i: t for i, t in free.items() if i not in spare}, spare, body, taken)
    unsaid = {i: t for i, t in texts.items() if taken.get(i, ("total",))[0] == "total" and not _by_hand(found[i])}
    value = next((i for i, (name, _) in taken.items() if name == "total"), None)
    taken |= dict.fromkeys(alternatives(unsaid, body, value, hidden), ("total", ABBREVIATED))
    spelt = _headings(head)
    kept = [(i, BY_NAME[name], spelt[i], min(score, 100)) for i, (name, score) in taken.items()]
    kept += [(i, BY_NAME[name], spelt[i], 100) for name, i in ours.items() if name in _READ_AGAIN]
    columns = tuple(Column(*c) for c in sorted(kept, key=lambda c: c[0]))
    ignored = tuple(
        Ignored(spelt[i], "" if i in same else _near(t), _unneeded(found[i]), spelt[same[i]] if i in same else "")
        for i, (t, _) in texts.items()
        if i not in taken
    )
    twice = tuple(spelt[i] for i in twins)
    languages = Counter(m[0].language for i, m in found.items() if m and i in taken and m[0].language)
    grouped = any(group for _, group in head.texts.values())
    above = head.row - 1 if grouped else head.row
    titles = tuple(c.text for r in top if r.number < above for c in r.cells if c and c.text != MARK)
    language = languages.most_common(1)[0][0] if languages else "en"
    return Layout(head.row, columns, ignored, titles, language, width, preset, ours, twice)


def _by_hand(found: Sequence[Meaning]) -> bool:
    return any(m.score > EXACT for m in found)


def _unneeded(found: Sequence[Meaning]) -> bool:
    return any(m.field == NOTHING for m in found)


def _ours(head: _Head, top: Sequence[Row]) -> dict[str, int]:
    """The columns that we wrote at an earlier run."""
    width = max(head.texts, default=-1) + 1
    above = next((r for r in top if r.number == head.row - 1), None)
    marks = [c.text if c else "" for c in above.cells] if above else []
    return ours_in([head.texts.get(i, ("", ""))[0] for i in range(width)], marks)


def _headings(head: _Head) -> dict[int, str]:
    """How a message names each column: as the file spells it; alike ones, and bare ones, with their group."""
    texts = {i: (" ".join(t.split()), " ".join(g.split())) for i, (t, g) in head.texts.items()}
    often = Counter(t for t, _ in texts.values())
    return {i: f"{g} {t}" if g and (often[t] > 1 or not _is_complete(t)) else t for i, (t, g) in texts.items()}


def _is_complete(text: str) -> bool:
    """Whether a heading says what it is without the group above it."""
    return not is_sub_heading(text) and any(m.field != NOTHING for m in meanings(text))


class _Offer(NamedTuple):
    """One field that a column may be: how sure that is, how well its cells fit, the rank of its heading."""

    score: int
    fit: float
    rank: int
    place: int
    name: str


def _offer(meaning: Meaning, place: int, cells: Sequence[Cell]) -> _Offer:
    score = meaning.score - misfit(meaning.field, cells)
    fit = share_of(cells, dated) if BY_NAME[meaning.field].shape == "receipt" else float(bool(cells))
    return _Offer(score, fit, meaning.rank, place, meaning.field)


def _assigned(
    offers: Sequence[_Offer],
) -> tuple[dict[int, tuple[str, int]], dict[int, int], tuple[int, ...]]:
    """Each column its best field that no better column takes, columns that say the same as a better one, and twins.

    Twins are two columns of receipts of which neither may be passed over.
    """
    taken: dict[int, tuple[str, int]] = {}
    by_field: dict[str, int] = {}
    same: dict[int, int] = {}
    rivals: dict[int, int] = {}
    for score, _, _, place, name in sorted(offers, key=lambda o: (-o.score, -o.fit, o.rank, o.place)):
        if place in taken or place in same or score < FLOOR - 10:
            continue
        if name in by_field and name not in MANY:
            better = by_field[name]
            if name in _RECEIPTS and score == taken[better][1] >= PARTS:
                if TWIN[name] not in by_field:
                    taken[place] = (TWIN[name], score)
                    by_field[TWIN[name]] = place
                    continue
                rivals.setdefault(place, better)
            if score >= EXACT:  # its next best meaning would be a wrong one: a second 'ETD' is no actual delivery
                same[place] = better
            continue
        taken[place] = (name, score)
        by_field.setdefault(name, place)
    return taken, same, next(((b, i) for i, b in rivals.items() if i not in taken), ())


def _near(text: str) -> str:
    """The template's heading that a text may be a slip of."""
    from duecourse.adapters.orders.columns import FIELDS
    from duecourse.adapters.orders.words import nearest

    return nearest(text, [s for f in FIELDS for s in (f.en, f.zh)])
