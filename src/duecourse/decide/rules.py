"""The ordered rules over the facts: the first that matches decides. Columnar, one pass for one case or millions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import polars as pl

from duecourse.facts.base import ByIdentity
from duecourse.history.schema import TOUCH_KINDS
from duecourse.policy.model import ACTIONS, Policy, Rule
from duecourse.policy.sql import compiled

ACTION: Final = pl.Enum(ACTIONS)
CONTACT: Final = pl.Enum(["", *TOUCH_KINDS])


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """Expressions of one policy, made once."""

    matches: pl.Expr
    until: pl.Expr
    columns: tuple[pl.Expr, ...]


def decided(facts: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Facts with the verdict of the rules, before any gate.

    Returns:
        Adds `rule_ix` (UInt8, place in `policy.rules`), `action`, `contact` (kind of touch it proposes, empty if none),
        `useful` kind and `topic` (String, null if none), `level` (Int32) and `due` (Date: the rule's `until`).
    """
    made = _compiled(ByIdentity(policy))
    return facts.with_columns(made.matches.alias("rule_ix")).with_columns(*made.columns, made.until.alias("due"))


@lru_cache(maxsize=64)
def _compiled(key: ByIdentity) -> Compiled:
    policy = key.value
    rules = policy.rules
    matches = pl.coalesce(pl.when(compiled(r.when)).then(pl.lit(i, dtype=pl.UInt8)) for i, r in enumerate(rules))
    return Compiled(matches, _until(rules), tuple(_columns(rules)))


def _until(rules: tuple[Rule, ...]) -> pl.Expr:
    """Rules that share a date share one branch."""
    by_text: dict[str, list[int]] = {}
    for i, rule in enumerate(rules):
        if rule.until:
            by_text.setdefault(rule.until, []).append(i)
    branches = [pl.when(pl.col("rule_ix").is_in(ixs)).then(compiled(text)) for text, ixs in by_text.items()]
    return pl.coalesce(*branches, pl.lit(None, dtype=pl.Date))


def _columns(rules: tuple[Rule, ...]) -> list[pl.Expr]:
    here = pl.col("rule_ix")
    action = pl.lit(pl.Series([r.do for r in rules], dtype=ACTION)).gather(here).alias("action")
    contact = pl.lit(pl.Series([r.contact for r in rules], dtype=CONTACT)).gather(here).alias("contact")
    return [action, contact, _part(rules, "kind", "what"), _part(rules, "topic", "topic"), _level(rules)]


def _part(rules: tuple[Rule, ...], part: str, name: str) -> pl.Expr:
    """A word of the rule, or the fact that it names in braces."""
    words = [getattr(r, part) for r in rules]
    plain = pl.lit(pl.Series([w if w and not w.startswith("{") else None for w in words], dtype=pl.String))
    taken = [
        pl.when(pl.col("rule_ix") == i).then(pl.col(w.strip("{}"))) for i, w in enumerate(words) if w.startswith("{")
    ]
    return pl.coalesce(plain.gather(pl.col("rule_ix")), *taken).alias(name)


def _level(rules: tuple[Rule, ...]) -> pl.Expr:
    levels = [pl.when(pl.col("rule_ix") == i).then(pl.col(r.level.strip("{}"))) for i, r in enumerate(rules) if r.level]
    return pl.coalesce(*levels, pl.lit(None, dtype=pl.Int32)).alias("level")
