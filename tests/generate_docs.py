"""The reference pages that are made from the code and the policy: docs/rules.md and docs/facts.md.

`python tests/generate_docs.py` (or `make docs`) writes them; `tests/test_docs.py` fails when they have drifted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import polars as pl

from duecourse.history.schema import FRAMES, Column, Frame
from duecourse.policy.load import PRESETS, load
from duecourse.policy.model import Gate, Policy, Rule, Wait
from duecourse.policy.vocabulary import FACTS, GATE_FACTS, Fact

DOCS = Path(__file__).parents[1] / "docs"
MADE_BY = "<!-- Made by `make docs` from the code and the policy files. Change those, not this page. -->\n"
SORTS = {
    "date": "date",
    "days": "days",
    "count": "whole number",
    "flag": "yes or no",
    "share": "number",
    "text": "text",
    "minor": "minor units",
    "names": "list of words",
}
CLOCKS = {"calendar": "calendar days", "working": "working days of theirs", "banking": "banking days"}
STARTS = {
    "message": "their message",
    "ours_went": "the day our part went",
    "arrival": "the day it arrived",
    "return": "the day they return",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def number_words(value: float) -> str:
    """6, 1.6, 0.45."""
    return f"{value:g}"


def code(text: str) -> str:
    """Text set as code; nothing stays nothing."""
    return f"`{text}`" if text else ""


# ---------------------------------------------------------------- docs/rules.md
def rules_page() -> str:
    """Every rule, gate, number and usual wait of the preset `normal`, with the values of the other presets beside."""
    policy = load("normal")
    parts = [
        MADE_BY,
        "# Rules, gates and numbers\n",
        "The preset `normal`, from top to bottom: the first rule whose condition is true decides; then the gates may "
        "turn a contact into *wait until*. The words in conditions are [facts](facts.md) and the numbers below; an "
        "unknown fact matches no comparison. [method.md](method.md) tells the same as a story and says what the "
        "sources (`S24`, `METHOD 4`) stand for. [how-to/add-a-rule.md](how-to/add-a-rule.md) shows how to change it.\n",
        f"## Overview\n\n{_overview(policy)}\n",
        "## Rules\n",
        *(_rule(rule) for rule in policy.rules),
        "## Gates\n",
        "A gate asks about one proposed contact on one day. Each that fails is named in the verdict; the contact waits "
        "for the first working day of the customer on which none fails.\n",
        *(_gate(gate) for gate in policy.gates),
        f"## Numbers\n\n{_numbers_intro(policy)}\n\n{_numbers()}\n",
        f"### Numbers that differ by relationship\n\n{_overrides(policy)}\n",
        "## Usual waits\n",
        "How long a reason usually takes when they gave no date. A date that they gave beats this table.\n",
        _waits(policy.waits.values()) + "\n",
    ]
    return "\n".join(parts)


def _heading(rule: Rule) -> str:
    return f"{rule.id} {rule.step}".strip()


def _anchor(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _overview(policy: Policy) -> str:
    rows = ([f"[{_heading(r)}](#{_anchor(_heading(r))})", r.do, r.title["en"]] for r in policy.rules)
    return table(["rule", "does", "in words"], rows)


def _rule(rule: Rule) -> str:
    details = {"kind": rule.kind, "topic": rule.topic, "level": rule.level}
    lines = [
        f"### {_heading(rule)}\n",
        f"**{rule.title['en']}**  \n{rule.title['zh']}\n",
        f"- when: {code(rule.when)}",
        f"- do: {code(rule.do)}" + "".join(f", {k} {code(v)}" for k, v in details.items() if v),
        *([f"- task: {rule.task['en']} · {rule.task['zh']}"] if rule.task else []),
        *([f"- until: {code(rule.until)}"] if rule.until else []),
        f"- because: {rule.because['en']} · {rule.because['zh']}",
        f"- source: {rule.source}\n",
    ]
    return "\n".join(lines)


def _gate(gate: Gate) -> str:
    lines = [
        f"### {gate.id}\n",
        f"**{gate.title['en']}**  \n{gate.title['zh']}\n",
        f"- may hold: {', '.join(gate.kinds)}",
        f"- fails when: {code(gate.fails)}",
        f"- free again: {code(gate.free) or 'on the next day on which it does not fail'}",
        f"- because: {gate.because['en']} · {gate.because['zh']}",
        f"- source: {gate.source}\n",
    ]
    return "\n".join(lines)


def _numbers_intro(policy: Policy) -> str:
    guessed = sum(n.assumption for n in policy.numbers.values())
    return (
        f"{guessed} of {len(policy.numbers)} are assumptions: judgement, with no direct evidence behind it. They are "
        "marked, and meant to be changed. A number with scope `policy` is one for all cases; the others may differ by "
        "relationship, customer and order."
    )


def _numbers() -> str:
    presets = [load(name) for name in PRESETS]
    rows = (
        [
            code(n.name),
            n.title.get("en", n.name.replace("_", " ")),
            n.unit,
            *(number_words(p.value(n.name)) for p in presets),
            n.scope,
            n.source,
            "assumption" if n.assumption else "",
        ]
        for n in presets[0].numbers.values()
    )
    return table(["number", "meaning", "unit", *PRESETS, "scope", "source", ""], rows)


def _overrides(policy: Policy) -> str:
    rows = (
        [f"{o.by} {o.key}", code(name), number_words(value), number_words(policy.value(name))]
        for o in policy.overrides
        for name, value in o.numbers.items()
    )
    return table(["for", "number", "value", "instead of"], rows)


def _waits(waits: Iterable[Wait]) -> str:
    rows = ([code(w.reason), f"{w.days} {CLOCKS[w.clock]}", STARTS[w.start]] for w in waits)
    return table(["reason", "takes", "counted from"], rows)


# ---------------------------------------------------------------- docs/facts.md
def facts_page() -> str:
    """Every fact that rules may use, by group, and every column of the history that they are made from."""
    groups = [(name, list(facts)) for name, facts in groupby(FACTS, key=lambda f: f.group)]
    parts = [
        MADE_BY,
        "# Facts and history\n",
        f"**Facts** are what rules may ask: {len(FACTS)} words, one row per case and day. **History** is what they "
        f"are made from: {len(FRAMES)} frames of what happened. Unknown is not zero and not *no*: an unknown fact "
        "matches no comparison. A plain *yes or no* is never unknown.\n",
        "Days are calendar days unless the text says otherwise. Minor units are cents, fen, pence: whole numbers of "
        "the smallest unit of the currency.\n",
        "## Facts\n",
        *(_group(name, facts) for name, facts in groups),
        "### Gates only\n",
        f"Known once a rule has proposed a contact; only gates may ask for them.\n\n{_gate_facts()}\n",
        "## History\n",
        "A column without a word under *missing* is required: a row without it is refused with its reason, and the "
        "rest is judged.\n",
        *(_frame(frame) for frame in FRAMES),
    ]
    return "\n".join(parts)


def _group(name: str, facts: Sequence[Fact]) -> str:
    rows = ([code(f.name), SORTS[f.sort], f.doc, f.null] for f in facts)
    return f"### {name}\n\nSource: {facts[0].source}\n\n{table(['fact', 'type', 'meaning', 'unknown means'], rows)}\n"


GATE_WORDS = {
    "contact_free_on": "first day after the quiet that this kind of contact needs",
    "caps_free_on": "first day on which the counts of a week and a month allow one more",
    "pressure_max": "highest pressure under which this kind of contact may go",
    "pressure_free_on": "first day on which the pressure has faded to that",
}


def _gate_facts() -> str:
    return table(["fact", "type", "meaning"], ([code(n), type_words(t), GATE_WORDS[n]] for n, t in GATE_FACTS.items()))


def type_words(dtype: pl.DataType | type[pl.DataType]) -> str:
    """A column type as a person says it."""
    if dtype.is_integer():
        return "whole number"
    return {"Date": "date", "Boolean": "yes or no", "Float64": "number", "String": "text"}[str(dtype)]


def _frame(frame: Frame) -> str:
    rows = (
        [
            code(c.name),
            type_words(c.dtype),
            _column_words(c, unique=c.name == frame.unique),
            _missing_words(c),
            c.source,
        ]
        for c in frame.columns
    )
    head = ["column", "type", "meaning", "missing", "from"]
    return f"### {frame.name}\n\nOne row is {frame.row_is}.\n\n{table(head, rows)}\n"


def _column_words(column: Column, *, unique: bool) -> str:
    notes = [column.doc]
    if unique:
        notes.append("unique")
    if column.key_of:
        notes.append(f"names a row of [{column.key_of}](#{column.key_of})")
    if column.choices:
        notes.append("one of " + ", ".join(code(c) for c in column.choices))
    if column.low is not None:
        notes.append(f"{column.low:g} or more")
    return "; ".join(notes)


def _missing_words(column: Column) -> str:
    if column.default is None:
        return column.null
    if isinstance(column.default, bool):
        return "taken as yes" if column.default else "taken as no"
    return f"taken as {column.default}"


PAGES: dict[str, Callable[[], str]] = {"rules.md": rules_page, "facts.md": facts_page}


def main() -> None:
    """Writes every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
