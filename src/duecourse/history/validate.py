"""Checks frames against the schema: good rows typed and linked by row numbers, bad rows named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from duecourse.errors import DuecourseError
from duecourse.history.schema import BY_NAME, FRAMES, Column, Frame

# Days that an order can have; a mistyped year is named instead of reckoned with.
DAYS = (date(1970, 1, 1), date(2100, 12, 31))
DATED = (pl.String, pl.Datetime, pl.Null)
WORDS = {
    pl.Date: "a date like 2026-03-31, from 1970 to 2100",
    pl.Int32: "a whole number",
    pl.Int64: "a whole number of minor units",
    pl.Float64: "a number",
    pl.Boolean: "true or false",
    pl.String: "text",
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A refused row: frame, row (from 1), column, what it holds and what was expected."""

    frame: str
    row: int
    column: str
    value: str
    expected: str

    def error(self) -> DuecourseError:
        """The same as an error to print."""
        return DuecourseError(
            f"Column '{self.column}' holds {self.value}, but {self.expected} was expected",
            where=f"{self.frame}, row {self.row}",
            fix="Correct the value and read it again; the other rows were kept.",
        )


def checked(frames: Mapping[str, pl.DataFrame]) -> tuple[dict[str, pl.DataFrame], list[BadRow]]:
    """All frames typed, defaulted and linked, and the rows that were refused, in the order of the schema."""
    good: dict[str, pl.DataFrame] = {}
    refused: list[BadRow] = []
    for frame in FRAMES:
        good[frame.name], bad = _checked_frame(frame, frames[frame.name], good)
        refused += bad
    return good, refused


def _checked_frame(
    frame: Frame, raw: pl.DataFrame, good: Mapping[str, pl.DataFrame]
) -> tuple[pl.DataFrame, list[BadRow]]:
    if not raw.height:
        return _empty(frame.name), []
    typed = _linked(frame, raw.with_columns(_typed(c, raw) for c in frame.columns), good)
    doubtful = [c for c in frame.columns if raw.schema[c.name] != c.dtype]
    read = typed.with_columns(raw.select(_unreadable(c, raw.schema[c.name]) for c in doubtful)) if doubtful else typed
    marks = read.select(_fault(frame, c, c in doubtful).alias(c.name) for c in frame.columns)
    wrong = marks.select(any=pl.any_horizontal(pl.all()))["any"]
    if not wrong.any():
        return _coded(frame, typed), []
    return _coded(frame, typed.filter(~wrong)), _bad_rows(frame, raw, marks)


def _coded(frame: Frame, typed: pl.DataFrame) -> pl.DataFrame:
    """Columns of few words as enumerations: compared as numbers, millions of times."""
    coded = (pl.col(c.name).cast(c.stored) for c in frame.columns if c.choices)
    return typed.drop("owner_ix", strict=False).with_columns(coded)


@cache
def _empty(name: str) -> pl.DataFrame:
    columns = BY_NAME[name].columns
    links = {f"{c.name}_ix": pl.UInt32 for c in columns if c.key_of}
    return pl.DataFrame(schema={**{c.name: c.stored for c in columns}, **links})


def _typed(column: Column, raw: pl.DataFrame) -> pl.Expr:
    value = _cast(column, raw.schema[column.name])
    if column.default is not None:
        value = value.fill_null(pl.lit(column.default, dtype=column.dtype))
    return value


def _cast(column: Column, found: pl.DataType) -> pl.Expr:
    """The value in the type of the schema; null where it does not fit."""
    value = pl.col(column.name)
    if found == column.dtype:
        return value
    if found.is_nested() or found == pl.Object or (column.dtype == pl.Date and found not in DATED):
        return pl.lit(None, dtype=column.dtype).alias(column.name)
    if found == pl.String and column.dtype == pl.Date:
        return value.str.to_date("%Y-%m-%d", strict=False)
    if found == pl.String and column.dtype == pl.Boolean:
        return value.str.to_lowercase().replace_strict({"true": True, "false": False}, default=None)
    if found.is_float() and column.dtype in {pl.Int32, pl.Int64}:
        return pl.when(value == value.round()).then(value).cast(column.dtype, strict=False)
    return value.cast(column.dtype, strict=False)


def _unreadable(column: Column, found: pl.DataType) -> pl.Expr:
    """Rows that hold something which the type cannot."""
    fault = pl.col(column.name).is_not_null() & _cast(column, found).is_null()
    return fault.alias(f"unreadable.{column.name}")


def _fault(frame: Frame, column: Column, doubtful: bool) -> pl.Expr:
    """True in each row whose value of this column cannot be kept."""
    value = pl.col(column.name)
    wrong = [value.is_null() & pl.lit(column.required)]
    if doubtful:
        wrong.append(pl.col(f"unreadable.{column.name}"))
    if column.choices:
        wrong.append(value.is_not_null() & ~value.is_in(list(column.choices)))
    if column.low is not None:
        wrong.append((value < column.low).fill_null(False))
    if column.high is not None:
        wrong.append((value > column.high).fill_null(False))
    if column.dtype == pl.Float64:
        wrong.append((~value.is_finite()).fill_null(False))
    if column.dtype == pl.Date:
        wrong.append(~value.is_between(*DAYS).fill_null(True))
    if frame.span and column.name == frame.span[1]:
        wrong.append((value < pl.col(frame.span[0])).fill_null(False))
    if column.key_of:
        wrong.append(value.is_not_null() & pl.col(f"{column.name}_ix").is_null())
    if frame.name in {"touches", "inbounds"} and column.name == "case":
        wrong.append((pl.col("owner_ix") != pl.col("customer_ix")).fill_null(False))
    if frame.unique == column.name:
        wrong.append(~value.is_first_distinct())
    return pl.any_horizontal(wrong)


def _linked(frame: Frame, typed: pl.DataFrame, good: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Adds the row number of each named parent; null where there is none."""
    for column in frame.columns:
        if column.key_of:
            parent, key = good[column.key_of], BY_NAME[column.key_of].unique
            numbers = parent.select(
                pl.col(key).alias(column.name), pl.int_range(pl.len(), dtype=pl.UInt32).alias(f"{column.name}_ix")
            )
            typed = typed.join(numbers, on=column.name, how="left", maintain_order="left")
    if frame.name in {"touches", "inbounds"}:
        typed = typed.with_columns(owner_ix=_owners(good).gather(pl.col("case_ix")))
    return typed


def _owners(good: Mapping[str, pl.DataFrame]) -> pl.Expr:
    """Row number of the customer of each case."""
    return pl.lit(good["orders"]["customer_ix"].gather(good["milestones"]["order_ix"]))


def _bad_rows(frame: Frame, raw: pl.DataFrame, marks: pl.DataFrame) -> list[BadRow]:
    found = [
        BadRow(frame.name, row + 1, c.name, _shown(raw[c.name][row]), _expected(c, raw[c.name][row]))
        for c in frame.columns
        for row in marks[c.name].arg_true()
    ]
    return sorted(found, key=lambda b: b.row)


def _shown(value: object) -> str:
    return "nothing" if value is None else f"'{value}'"


def _expected(column: Column, value: object) -> str:
    """What would have been right, in words."""
    if column.choices:
        return "one of " + ", ".join(column.choices)
    if column.key_of and value is not None:
        return f"a key of a good row in {column.key_of}"
    if value is not None and column.dtype == pl.String:
        return "a key that no other row has"
    return WORDS[column.dtype] + _bound(column, value)  # type: ignore[index]


def _bound(column: Column, value: object) -> str:
    """The bound that the value oversteps; the lower one where that cannot be told."""
    if column.high is not None and isinstance(value, int | float) and value > column.high:
        return f", at most {column.high:g}"
    return f", at least {column.low:g}" if column.low is not None else ""
