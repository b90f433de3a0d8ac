"""Patterns as Liquid templates: places, and parts that go where a fact is known; no loops, filters or other tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from duecourse.errors import DuecourseError
from duecourse.policy.sql import did_you_mean
from duecourse.words.locked import token

if TYPE_CHECKING:
    from liquid import BoundTemplate, Environment

SOURCE_MAX: Final = 4_000
"""Characters of a pattern."""

_OUT_MAX: Final = 20_000
_DEEP_MAX: Final = 4
# The last three are not tags but the parts that every template is parsed into.
_TAGS: Final = ("if", "unless", "comment", "content", "output", "illegal")


class UnknownFactError(Exception):
    """A pattern names a fact that is not known for this case: another pattern is taken."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Made once, when the first pattern is read: the library takes a fifth of a second to load."""
    from liquid import Environment, FalsyStrictUndefined, Mode

    class Bounded(Environment):
        """Limits on everything that a pattern may use up."""

        block_nesting_limit = _DEEP_MAX
        context_depth_limit = _DEEP_MAX
        loop_iteration_limit = 1
        local_namespace_limit = 1_000
        output_stream_limit = _OUT_MAX

    made = Bounded(tolerance=Mode.STRICT, undefined=FalsyStrictUndefined, strict_filters=True)
    made.tags = {name: tag for name, tag in made.tags.items() if name in _TAGS}
    made.filters = {}
    return made


@lru_cache(maxsize=4096)
def compiled(source: str) -> BoundTemplate:
    """A pattern ready to be filled.

    Raises:
        DuecourseError: It is too long, or no Liquid, or it uses what patterns may not use.
    """
    from liquid.exceptions import LiquidError

    if len(source) > SOURCE_MAX:
        raise DuecourseError(f"The text has {len(source)} characters, {SOURCE_MAX} at most", fix="Make it shorter.")
    try:
        return _environment().from_string(source)
    except LiquidError as wrong:
        raise DuecourseError(f"The text cannot be read: {_line(wrong)}", fix=_HELP) from wrong


_HELP: Final = "Use {{ fact }} and {% if fact %} … {% endif %} only."


def _line(wrong: Exception) -> str:
    return str(wrong).strip().splitlines()[0].rstrip(".")


def render(source: str, values: Mapping[str, object]) -> str:
    """The text with its places filled.

    Raises:
        UnknownFactError: A place names a fact that is not known.
        DuecourseError: It is no pattern, or grows beyond its limits.
    """
    from liquid.exceptions import LiquidError, UndefinedError

    try:
        return compiled(source).render(**values)
    except UndefinedError as unknown:
        raise UnknownFactError(_line(unknown)) from unknown
    except LiquidError as wrong:
        raise DuecourseError(f"The text cannot be filled: {_line(wrong)}", fix=_HELP) from wrong


@lru_cache(maxsize=8192)
def with_tokens(source: str, facts: frozenset[str], flags: frozenset[str], suffix: str = "") -> str:
    """The text with a token for each fact: it depends on nothing but which of them are known.

    Args:
        source: The pattern.
        facts: Names of the facts that are known.
        flags: Flags that are true.
        suffix: Behind the names of the tokens, where several payments have facts of the same name.

    Raises:
        UnknownFactError: A place names a fact that is not known.
        DuecourseError: It is no pattern, or grows beyond its limits.
    """
    return render(source, {n: token(f"{n}{suffix}") for n in facts} | dict.fromkeys(flags, True))


def facts_named(source: str) -> frozenset[str]:
    """Every fact that a text names, in places and in conditions."""
    return frozenset(compiled(source).analyze().globals)


def unknown_facts(source: str, known: Iterable[str]) -> Iterator[DuecourseError]:
    """Facts that nobody knows, each with the nearest that one could mean."""
    names = sorted(known)
    for name in sorted(facts_named(source) - set(names)):
        near = did_you_mean(name, tuple(names)).rstrip("?")
        yield DuecourseError(f"There is no fact '{name}'{near}", fix="`duecourse draft facts` lists them all.")
